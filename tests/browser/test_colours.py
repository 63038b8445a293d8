"""Colours mean one thing in live views and still figures, are named once, and can be read."""

import re

import numpy as np
import pytest
from bare_views import TWO_FRAMES, put_on
from lab_driver import ROOT

from backprop_lib import SGD, Network, datasets, live, record
from backprop_lib.plots.parts import classes, style

SRC = ROOT / "backprop_lib" / "live" / "src"
NET = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=2)
ONE = {"x": [0.5, 0.8], "y": [1.0], "loss": "bce"}


def scrubber():
    X, y = datasets.xor()
    return live.Scrubber(record(NET, X, y, loss="bce", optimizer=SGD(0.5), steps=5))


VIEWS = {
    "NetworkView": lambda: live.NetworkView(NET, **ONE),
    "NudgeTest": lambda: live.NudgeTest(NET, **ONE),
    "BugLab": lambda: live.BugLab(NET, **ONE),
    "Predict": lambda: live.Predict(NET, **ONE, move=("W[1][0, 0]", 0.5)),
    "BackwardStepper": lambda: live.BackwardStepper(NET, **ONE),
    "PathsView": lambda: live.PathsView(NET, **ONE),
    "Scrubber": scrubber,
    "TrainingPlayer": lambda: live.TrainingPlayer("xor"),
}
# The least contrast of texts that are dimmed, each on its circle or on the paper.
DIMMED = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgb = (...layers) => {
    for (const [colour, part] of layers) {
      pen.globalAlpha = part;
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255);
  };
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (channels) => channels.map(linear)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const paper = getComputedStyle(document.querySelector(".bp-root")).backgroundColor;
  const found = [];
  for (const group of document.querySelectorAll(":is(.bp-node, .bp-edge-texts):not([data-lit])")) {
    const { fill, opacity } = getComputedStyle(group.firstChild);
    for (const text of group.querySelectorAll("text")) {
      if (!text.textContent) continue;
      const isIn = text.matches(".bp-a, .bp-z");
      const ground = light(rgb([paper, 1], ...(isIn ? [[fill, Number(opacity)]] : [])));
      const ink = light(rgb([getComputedStyle(text).fill, 1]));
      found.push((Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
    }
  }
  return [found.length, Math.min(...found)];
}"""


@pytest.fixture
def mount(page):
    """A function: mount a view on a page without a kernel; returns its root."""

    def one(view, theme="light"):
        page.emulate_media(color_scheme=theme)
        return put_on(page, view)

    return one


def test_no_colour_of_the_page_is_its_own():
    found = set()
    for path in SRC.rglob("*.[jc]s*"):
        found |= set(re.findall(r"#[0-9a-f]{6}\b", path.read_text(encoding="utf-8")))
    inks = {"#111111", "#ffffff", "#000000"}  # the last: a ground that the system forces
    assert found <= inks | set(style.LIGHT.values()) | set(classes.FILLS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_amber_is_the_same_in_live_and_still_pictures(mount, theme):
    palette = {"light": style.LIGHT, "dark": style.DARK}[theme]
    with style.use(dark=theme == "dark"):
        amber = style.current().activation
    root = mount(live.NetworkView(NET, [-0.5, 1.3], [1.0], loss="bce"), theme)
    for circle in root.locator(".bp-node:has(.bp-a)").all():
        a = float(circle.locator(".bp-a").get_attribute("data-a"))
        fill = circle.locator(".bp-neuron").get_attribute("fill")
        channels = [int(fill[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        np.testing.assert_allclose(channels, amber(np.clip(a, 0, 1))[:3], atol=0.01, err_msg=a)
        if a <= 0:
            assert fill == palette["activation_low"]


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_says_once_what_its_colours_mean(mount, page, name):
    page.set_viewport_size({"width": 400, "height": 900})
    root = mount(VIEWS[name]())
    legend = root.locator(".bp-legend")
    assert legend.count() == 1
    keys = legend.locator(".bp-key")
    names = [key.get_attribute("data-key") for key in keys.all()]
    assert names == ["activation", "weight", "slope", "flat", "accent"]
    assert legend.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_what_the_legend_does_not_say_is_not_in_the_picture(mount):
    """Without deltas lesson 1 had a red "saturated", a word of lesson 2."""
    net = Network.from_weights([[[9.0]]], [[0.0]], activations="sigmoid")
    for deltas in (False, True):
        root = mount(live.NetworkView(net, [1.0], [1.0], loss="bce", deltas=deltas))
        assert root.locator(".bp-ring[data-flat]").count() == deltas
        assert root.locator(".bp-key[data-key=flat]").is_visible() == deltas
        words = root.locator(".bp-flat").all_text_contents()
        assert "".join(words) == ("saturated" if deltas else "")


def test_one_slider_is_called_the_selected_one_where_it_follows_what_is_selected(mount):
    many = Network([2, 16, 16, 1], activations="sigmoid", seed=0)
    for view, title in (
        (live.NetworkView(many, **ONE), "Selected"),
        (live.NetworkView(NET, **ONE, controls=["b[1][0]"]), "Layer 1: biases b[1]"),
    ):
        assert mount(view).locator(".bp-group legend").all_text_contents() == [title]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dimmed_numbers_of_paths_can_be_read(mount, page, theme):
    root = mount(VIEWS["PathsView"](), theme)
    root.get_by_role("button", name="Step").click()
    page.evaluate(TWO_FRAMES)
    count, least = page.evaluate(DIMMED)
    assert count > 4
    assert least >= 4.5


@pytest.mark.parametrize("name", ["BackwardStepper", "NetworkView"])
def test_the_steppers_accent_is_what_is_computed_now_and_no_slider_wears_it(mount, page, name):
    mount(VIEWS[name]())
    rgb = page.evaluate(
        """() => {
          const pen = new OffscreenCanvas(1, 1).getContext("2d");
          const row = document.querySelector(".bp-row[data-selected]");
          pen.fillStyle = getComputedStyle(row).backgroundColor;
          pen.fillRect(0, 0, 1, 1);
          return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }"""
    )
    is_grey = max(rgb) - min(rgb) < 40
    assert is_grey == (name == "BackwardStepper"), rgb


def test_a_still_figure_turns_dark_with_jupyterlab(scratch):
    scratch.run("from backprop_lib import plots\nplots.activation_curve('sigmoid');")
    figure = scratch.panel.locator("img.bp-figure")
    try:
        scratch.theme("JupyterLab Dark")
        assert "invert" in figure.evaluate("one => getComputedStyle(one).filter")
    finally:
        scratch.theme("JupyterLab Light")
    assert figure.evaluate("one => getComputedStyle(one).filter") == "none"
