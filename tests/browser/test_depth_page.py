"""DepthLab's charts on a bare page: what a hand changes is seen against the setting before."""

import pytest
from bare_views import TWO_FRAMES, put_on
from ipywidgets.embed import dependency_state
from playwright.sync_api import expect

from backprop_lib import live

DELTA = ".bp-panel[aria-label='Length of delta'] "
READ = """(chart) => {
  const all = (css, of) => [...document.querySelectorAll(chart + css)].map(of);
  const bars = document.querySelector(chart + ".bp-depth-bars").getAttribute("d");
  const tops = [...bars.matchAll(/V([\\d.]+)h/g)].map((one) => Number(one[1]));
  const ghost = document.querySelector(chart + ".bp-depth-ghost").getAttribute("d");
  return { tops, ghost: [...ghost.matchAll(/[ML][\\d.]+ ([\\d.]+)h/g)].map((one) => Number(one[1])),
           ticks: all(".bp-chart-tick", (one) => one.textContent) };
}"""


@pytest.fixture
def show(page):
    """A function: a lab of these settings on the page, or their numbers in the lab there."""

    def run(**settings):
        lab = live.DepthLab(width=16, batch_size=16, **settings)
        if page.url == "about:blank" and not page.locator(".bp-depth").count():
            page.set_content("<body style='margin: 0' data-jp-theme-light='true'></body>")
            put_on(page, lab)
        else:
            shown = dependency_state(lab, drop_defaults=False)[lab.model_id]["state"]["_shown"]
            page.evaluate("(shown) => window.view.model.set('_shown', shown)", shown)
        page.evaluate(TWO_FRAMES)

    return run


def test_the_axes_stand_and_the_setting_before_stays_as_a_ghost_while_a_hand_drags(page, show):
    show(depth=20)
    page.locator(".bp-depth").dispatch_event("pointerdown")
    show(depth=19)
    before = page.evaluate(READ, DELTA)
    expect(page.locator(".bp-key-ghost")).to_be_visible()
    for depth in (10, 4, 1):  # slower than a gesture of keys: the hand has not let go
        page.wait_for_timeout(300)
        show(depth=depth)
        now = page.evaluate(READ, DELTA)
        assert now["ticks"] == before["ticks"] and now["ghost"] == before["ghost"]
        assert len(now["tops"]) == depth + 1 and len(now["ghost"]) == 21
    assert now["tops"][0] < now["ghost"][0] - 40  # 13 powers of ten higher, and it looks so


def test_the_ghost_is_what_was_painted_and_the_next_gesture_takes_its_place(page, show):
    show(depth=12)
    assert page.evaluate(READ, DELTA)["ghost"] == []
    expect(page.locator(".bp-key-ghost")).to_be_hidden()
    first = page.evaluate(READ, DELTA)
    show(depth=12, seed=1)
    now = page.evaluate(READ, DELTA)
    if now["ticks"] == first["ticks"]:
        assert now["ghost"] == first["tops"]
    assert len(now["ghost"]) == 13
    page.wait_for_timeout(900)
    show(depth=3)
    page.wait_for_timeout(900)
    show(depth=5)
    assert len(page.evaluate(READ, DELTA)["ghost"]) == 4


def test_what_is_nearly_constant_looks_so(page, show):
    """The identity with Xavier's weights: |delta| stays within a factor of two."""
    show(depth=12, activation="identity")
    tops = page.evaluate(READ, DELTA)["tops"]
    lab = live.DepthLab(width=16, batch_size=16, depth=12, activation="identity")
    delta = lab.shown["delta"]
    assert max(delta) < 4 * min(delta)
    assert max(tops) - min(tops) < 45  # of 121 px


def test_the_pink_band_is_explained_above_the_charts(page, show):
    show(depth=3)
    assert page.locator(".bp-legend .bp-key:visible").all_inner_texts() == [
        "this setting",
        "theory",
        "the layer shown",
    ]
    key, chart = page.locator(".bp-key-band"), page.locator(".bp-panel").first
    expect(key).to_have_text("the layer shown")
    assert key.bounding_box()["y"] < chart.bounding_box()["y"]


def test_with_skips_around_relu_it_is_said_that_theory_says_too_little(page, show):
    for activation, is_said in (("relu", True), ("tanh", False)):
        page.set_content("<body></body>")
        put_on(page, live.DepthLab(width=64, depth=4, residual=True, activation=activation))
        note = "".join(page.locator(".bp-note").all_inner_texts())
        assert ("theory says too little of relu" in note) == is_said
