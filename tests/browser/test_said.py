"""What a screen reader hears and may look up: never more than it can say, and with the numbers."""

import re

import numpy as np
import pytest
from bare_views import NET, VIEWS
from playwright.sync_api import expect

from backprop_lib import live

HEAR = """root => {
  window.heard = [];
  const live = "[aria-live=polite], [aria-live=assertive], [role=alert],"
    + "output:not([aria-live=off]),"
    + "[role=status]:not([aria-live=off])";
  new MutationObserver((changes) => {
    const at = changes.map(({target}) => (target.nodeType === 1 ? target : target.parentElement));
    const regions = new Set(at.map((one) => one?.closest(live)).filter(Boolean));
    for (const one of regions) if (one.textContent) window.heard.push(one.textContent);
  }).observe(root, {subtree: true, childList: true, characterData: true});
}"""
SECONDS = 3
NUMBER = r"−?\d+\.\d\d"


@pytest.mark.parametrize("name", ["BackwardStepper", "PathsView", "Scrubber"])
def test_what_plays_says_at_most_a_sentence_a_second(mount, page, name):
    root = mount(VIEWS[name]())
    root.evaluate(HEAR)
    root.locator(".bp-play").click()
    page.wait_for_timeout(1000 * SECONDS)
    assert len(page.evaluate("heard")) <= SECONDS


def test_a_player_that_trains_says_at_most_a_sentence_a_second(show):
    view = show('from backprop_lib import live\nview = live.TrainingPlayer("xor")\nview')
    view.root.evaluate(HEAR)
    view.root.locator(".bp-play").click()
    view.page.wait_for_timeout(1000 * SECONDS)
    assert int(view.root.get_attribute("data-painted")) > 10 * SECONDS / 3  # it did play
    assert len(view.page.evaluate("heard")) <= SECONDS
    view.root.locator(".bp-play").click()
    expect(view.root.locator(".bp-said")).to_contain_text("loss")  # at rest, once


def test_a_move_that_answers_a_question_is_told_once(mount, page):
    root = mount(VIEWS["Predict"]())
    root.get_by_label("rises").check()
    root.evaluate(HEAR)
    root.get_by_role("button", name="Move W[1][0, 0]").click()
    expect(root.locator(".bp-predict-verdict")).not_to_be_empty()
    page.wait_for_timeout(1500)
    spoken = page.evaluate("heard")
    focused = page.evaluate("() => document.activeElement.className")
    assert (len(spoken), "verdict" in focused) in ((0, True), (1, False)), (spoken, focused)


def test_keys_on_epsilon_are_told_when_they_rest(mount, page):
    root = mount(VIEWS["NudgeTest"]())
    handle = root.get_by_label("epsilon", exact=True)
    root.evaluate(HEAR)
    for _ in range(8):
        handle.press("ArrowLeft")
    page.wait_for_timeout(1000)
    spoken = page.evaluate("heard")
    assert len(spoken) == 1 and re.match(r"ε .* predicted .* actual ", spoken[0]), spoken


def test_the_heat_map_has_a_value_and_says_it(mount, page):
    recording_view = VIEWS["Scrubber"]()
    root = mount(recording_view)
    field = root.get_by_role("slider", name="delta heat map")
    field.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    k = int(root.get_attribute("data-k"))
    delta = recording_view.recording.backward(k).delta[1][2, 1]
    value = f"a[1][1], sample 2, delta {delta:.3f}".replace("-", "−")
    expect(field).to_have_attribute("aria-valuetext", value)
    expect(root.locator(".bp-said")).to_contain_text("Selected: a[1][1], sample 2: a ")


def test_the_player_chooses_its_sample_by_keys(mount, page):
    root = mount(live.TrainingPlayer("moons"))
    plane = root.get_by_role("slider", name="Decision boundary")
    plane.focus()
    for key, sample in (
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("PageUp", 12),
        ("ArrowLeft", 11),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        expect(plane).to_have_attribute("aria-valuetext", re.compile(rf"^sample {sample} at "))
    assert page.evaluate("() => view.model.get('sample')") == 0
    page.keyboard.press("End")
    last = int(plane.get_attribute("aria-valuemax"))
    assert page.evaluate("() => view.model.get('sample')") == last > 12


def test_the_decision_boundary_is_told_in_numbers(mount, page):
    """Shares of the plane and crossings on three lines, as the network itself has them."""
    player = live.TrainingPlayer("moons")
    player.step(400)
    root = mount(player)
    told = root.locator(".bp-unseen").first.inner_text()
    left, right, bottom, top = player.spec["extent"]
    side = player.spec["side"]
    middle = (np.arange(side) + 0.5) / side
    across, up = np.meshgrid(left + middle * (right - left), bottom + middle * (top - bottom))
    points = np.column_stack([across.ravel(), up.ravel()])
    output = player.network.forward(points).a[len(player.network.sizes) - 1]
    read = (output[:, 0] > 0.5).reshape(side, side)
    shares = [int(n) for n in re.findall(r"Class \d on (\d+) % of the plane", told)]
    assert sum(shares) in (99, 100, 101)
    assert abs(shares[1] - 100 * read.mean()) <= 1
    lines = told.partition("from left to right: ")[2].rstrip(".").split("; ")
    assert len(lines) == 3
    for part, line in zip((0.25, 0.5, 0.75), lines, strict=True):
        row = read[int(part * side)]
        changes = np.flatnonzero(row[1:] != row[:-1]) + 1
        places = [left + n / side * (right - left) for n in changes]
        said = [float(x.replace("−", "-")) for x in re.findall(rf"from ({NUMBER}) class", line)]
        assert len(said) == len(places)
        np.testing.assert_allclose(said, places, atol=(right - left) / side + 0.01)
    assert any("from" in line for line in lines)  # it has learned something


def test_a_page_from_right_to_left_keeps_its_mathematics(mount, page):
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    root = mount(live.NetworkView(NET, [0.5, 0.8], [1.0], loss="bce"))
    assert root.evaluate("root => getComputedStyle(root).direction") == "ltr"


SLIDERS = """root => {
  const [track, handle] = [".noUi-target", ".noUi-handle"].map((one) => root.querySelector(one));
  const colour = (value) => value.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const style = (one) => getComputedStyle(one);
  return {
    track: colour(style(track).borderTopColor), handle: colour(style(handle).borderTopColor),
    ground: colour(style(root).backgroundColor),
  };
}"""


def contrast(one, other):
    """WCAG 2.2, 1.4.11."""

    def luminance(colour):
        parts = [c / 255 for c in colour]
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return np.dot((0.2126, 0.7152, 0.0722), parts)

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_sliders_stand_out_from_their_ground(show, scratch, theme):
    view = show("from backprop_lib import live\nview = live.DepthLab()\nview")
    scratch.theme(theme)
    view.page.wait_for_timeout(300)
    seen = view.root.evaluate(SLIDERS)
    scratch.theme("JupyterLab Light")
    assert contrast(seen["track"], seen["ground"]) >= 3
    assert contrast(seen["handle"], seen["ground"]) >= 3


def test_the_menu_of_a_laboratory_shows_its_focus(show):
    view = show(
        "from backprop_lib import Network, live\n"
        'net = Network([2, 2, 1], activations="sigmoid", seed=0)\n'
        'view = live.BugLab(net, [0.5, 0.8], [1.0], loss="bce")\nview'
    )
    menu = view.root.get_by_label("mistake", exact=True)
    view.button("Deltas").focus()
    menu.focus()
    view.page.keyboard.press("ArrowUp")
    assert menu.evaluate("one => one.matches(':focus-visible')")
    style = menu.evaluate(
        "one => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineWidth]; }"
    )
    assert style == ["solid", "3px"]
