"""The live view by keyboard and for a screen reader, among JupyterLab's own keys."""

import re

import pytest
from axe import findings
from lab_driver import Notebook, write_notebook
from playwright.sync_api import expect

SEED = """
import numpy as np
from backprop_lib import Network, live
rng = np.random.RandomState(42)
W = [rng.randn(2, 3), rng.randn(3, 1)]
net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")
X, y = [[0.5, 0.8], [-1.0, 0.25]], [[1.0], [0.0]]
view = live.NetworkView(net, X, y, loss="bce")
view
"""
CELLS = ["1 + 1", SEED, "2 + 2"]
FOCUS = """root => {
  const at = document.activeElement;
  if (!root.contains(at)) return null;
  const seen = at.matches(".bp-edge") ? at.querySelector(".bp-hit")
    : at.matches(".bp-node") ? at.firstElementChild : at;
  const style = getComputedStyle(seen);
  return {
    name: at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText ?? at.innerText
      ?? at.outerHTML,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    stroke: seen instanceof SVGElement ? style.stroke : null,
    visible: at.matches(":focus-visible"),
  };
}"""


@pytest.fixture(scope="module")
def notebook(chromium, jupyterlab):
    """Three cells; the one in the middle shows a view."""
    write_notebook(jupyterlab.folder / "access.ipynb", *CELLS)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    notebook = Notebook(context.new_page(), jupyterlab, "access.ipynb")
    notebook.run_all()
    yield notebook
    notebook.close()
    context.close()


@pytest.fixture
def view(notebook):
    """The view as at first, in a notebook whose cells are as they were."""
    notebook.ask("view.reset()")
    yield notebook.view()
    assert notebook.sources() == [cell.strip() for cell in CELLS]
    assert notebook.complaints == []


def walk(view, key, limit=120):
    """Press a key until the focus leaves the view; what had it on the way."""
    stops = []
    while (stop := view.root.evaluate(FOCUS)) and len(stops) < limit:
        stops.append(stop)
        view.page.keyboard.press(key)
    assert len(stops) < limit, f"{key} never leaves the view"
    return stops


def test_tab_reaches_every_control_with_visible_focus_and_leaves(view):
    view.button("Deltas").focus()
    stops = walk(view, "Tab")
    names = [stop["name"].strip() for stop in stops]
    bar = ["Deltas", "seed of the random weights", "sample", "sample, number box"]
    row = ["W[1][0, 0]", "W[1][0, 0], slider", "W[1][0, 0], number box"]
    # A toolbar, the picture, the sliders are one stop each; arrows walk on inside.
    picture = [name for name in names if name.startswith("input x[0]")]
    assert names[: len(bar) + 4] == [*bar, *picture, *row]
    assert names[len(bar) + 4 :] == ["All numbers as a table", "Buttons, keys and words"]
    unseen = [s for s in stops if not (s["visible"] and (s["outline"] >= 2 or s["stroke"]))]
    assert unseen == []


def test_shift_tab_leaves_the_view_too(view):
    view.slider("W[1][0, 0]").focus()
    stops = walk(view, "Shift+Tab")
    assert stops[-1]["name"].strip() == "Deltas"


def test_arrows_walk_over_the_picture_from_end_to_end(view):
    view.item("x[0]").focus()
    labels = []
    for _ in range(16):
        stop = view.root.evaluate(FOCUS)
        assert stop["visible"] and stop["stroke"] not in ("none", None)
        labels.append(stop["name"])
        view.page.keyboard.press("ArrowRight")
    assert len(set(labels)) == 2 + 9 + 4 + 1
    assert labels[0].startswith("input x[0]") and labels[-1].startswith("loss")
    view.page.keyboard.press("Home")
    assert view.root.evaluate(FOCUS)["name"] == labels[0]


def test_focus_on_the_picture_shows(view):
    """The focused edge and neuron look otherwise than without focus."""
    for name in ("W[1][0, 1]", "a[1][1]"):
        other = view.item("W[2][2, 0]")
        shape = view.item(name).locator(".bp-hit, .bp-neuron")
        look = "e => { const s = getComputedStyle(e); return [s.stroke, s.strokeWidth]; }"
        view.item("x[0]").focus()
        view.page.keyboard.press("ArrowRight")
        other.focus()
        plain = shape.evaluate(look)
        view.item(name).focus()
        assert shape.evaluate(look) != plain


def test_up_and_down_move_what_is_focused_on_the_picture_and_say_so(view):
    edge = view.item("W[1][1, 1]")
    edge.focus()
    view.page.keyboard.press("ArrowUp")
    expect(edge).to_have_attribute("aria-valuetext", "−0.184")
    said = view.root.get_by_role("status")
    expect(said).to_contain_text("W[1][1, 1] −0.234 → −0.184. Loss 0.227 → ")
    assert re.search(r"Changed most: a\[1\]\[1\] 0\.436 → 0\.\d{3}\.", said.inner_text())


@pytest.mark.parametrize("deltas", [True, False])
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_jupyterlab(view, notebook, theme, deltas):
    notebook.theme(theme)
    notebook.ask(f"setattr(view, 'deltas', {deltas})")
    expect(view.button("Deltas")).to_have_attribute("aria-pressed", str(deltas).lower())
    view.root.locator(".bp-twin").evaluate("e => { e.open = true; }")
    found = findings(view.root)
    notebook.theme("JupyterLab Light")
    assert found == []


def test_targets_are_24_pixels_or_more(view):
    small = view.root.evaluate("""root => {
      const targets = root.querySelectorAll(
        "button, input, summary, .noUi-touch-area, .bp-node > :first-child");
      return [...targets]
        .map(e => [e.getAttribute("aria-label") ?? e.className.baseVal ?? e.innerText,
                   e.getBoundingClientRect().width, e.getBoundingClientRect().height])
        .filter(([, width, height]) => Math.min(width, height) < 23.99);
    }""")
    assert small == []
    widths = view.root.locator(".bp-hit").evaluate_all(
        "paths => paths.map(path => parseFloat(getComputedStyle(path).strokeWidth))"
    )
    assert min(widths) >= 24


@pytest.mark.parametrize("where", ["slider", "edge", "node", "button"])
def test_jupyterlabs_plain_keys_do_nothing_inside(view, notebook, where):
    """d d would delete the cell, a and b insert one, arrows and j, k choose another."""
    focus = {
        "slider": view.slider("W[1][0, 0]"),
        "edge": view.item("W[1][0, 0]"),
        "node": view.item("a[1][0]"),
        "button": view.button("Deltas"),
    }[where]

    def active():
        return notebook.panel.locator(".jp-Notebook .jp-Cell").evaluate_all(
            "cells => cells.findIndex(cell => cell.classList.contains('jp-mod-active'))"
        )

    focus.focus()
    before = active()
    for key in "ddabxzyymcvjk":
        view.page.keyboard.press(key)
    for key in ("ArrowUp", "ArrowDown", "ArrowUp"):
        view.page.keyboard.press(key)
        focus.focus()
    assert active() == before
    assert notebook.sources() == [cell.strip() for cell in CELLS]
    expect(focus).to_be_focused()


def test_typing_in_a_number_box_is_no_command(view, notebook):
    view.box("W[1][0, 0]").focus()
    view.page.keyboard.type("dda1")
    view.page.keyboard.press("Escape")
    assert notebook.sources() == [cell.strip() for cell in CELLS]


@pytest.mark.parametrize("where", ["slider", "edge", "box"])
def test_shift_enter_still_runs_the_cell(notebook, where, jupyterlab):
    """It runs the cell that the view stands in, and a new view is painted."""
    view = notebook.view()
    prompt = notebook.cell(1).locator(".jp-InputPrompt")
    expect(prompt).to_have_text(re.compile(r"\d"))  # the run before this has ended
    before = prompt.inner_text()
    {
        "slider": view.slider("W[1][0, 0]"),
        "edge": view.item("W[1][0, 0]"),
        "box": view.box("W[1][0, 0]"),
    }[where].click()
    view.page.keyboard.press("Shift+Enter")
    expect(prompt).not_to_have_text(before)
    expect(prompt).to_have_text(re.compile(r"\d"))
    notebook.view()
    assert notebook.complaints == []
