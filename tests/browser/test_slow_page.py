"""A page that loads a view more slowly than anywidget's two seconds: it shows all, and says so."""

import re

import pytest
from lab_driver import Notebook, write_notebook
from playwright.sync_api import expect
from test_kernel_gone import CELLS, SETUP, VIEWS

pytestmark = pytest.mark.jupyterlab

SLOW = 30_000  # ms
DEAF = "answers do not arrive here: run the cell that makes this view again"
# Each module of a view waits before it is there: as on a laptop that has much else to do.
LATE = """
const Whole = Blob;
window.Blob = class extends Whole {
  constructor(parts, options) {
    const isView = options?.type === "text/javascript" && String(parts[0]).includes("bp-root");
    const late = "await new Promise((on) => setTimeout(on, window.late));\\n";
    super(isView && window.late ? [late, ...parts] : parts, options);
  }
};
window.late = 2_600;
"""
CHANGES = ["NetworkView", "NudgeTest"]  # by a hand on their first slider


@pytest.fixture(scope="module")
def slow(chromium, jupyterlab):
    write_notebook(jupyterlab.folder / "slow.ipynb", SETUP, *CELLS, 'live.ask("1.blank")')
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    notebook = Notebook(context.new_page(), jupyterlab, "slow.ipynb", script=LATE)
    notebook.run_all()
    yield notebook
    # It is anywidget's own, and the only one.
    assert {one.partition(" (")[0] for one in notebook.complaints} == {
        "[anywidget] Failed to initialize model."
    }
    notebook.close()
    context.close()


def cell_of(notebook, name):
    cell = notebook.cell(1 + [*VIEWS, "ask"].index(name))
    cell.scroll_into_view_if_needed()
    return cell


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_shows_its_state_and_knows_its_kernel(slow, name):
    root = cell_of(slow, name).locator(".bp-root").first
    expect(root).to_be_visible(timeout=SLOW)
    status = root.locator(".bp-kernel").first
    expect(status).not_to_contain_text(re.compile("no kernel|not in the kernel"))
    expect(root.locator(".bp-problem")).to_be_hidden()


def test_an_answer_is_kept(slow):
    root = cell_of(slow, "ask").locator(".bp-ask")
    expect(root).to_be_visible(timeout=SLOW)
    root.locator("input").fill("0.5")
    root.get_by_role("button", name="Answer", exact=True).click()
    expect(root).to_have_attribute("data-state", "right")
    expect(root.locator(".bp-ask-unkept")).to_be_hidden()


@pytest.mark.parametrize("name", CHANGES)
def test_a_view_computes_and_says_that_it_does_not_hear_its_kernel(slow, name):
    root = cell_of(slow, name).locator(".bp-root").first
    loss = root.get_attribute("data-loss")
    handle = root.locator(".bp-row:not([inert]) .noUi-handle").first
    handle.press("ArrowUp")
    expect(root).not_to_have_attribute("data-loss", loss)
    expect(root.locator(".bp-kernel").first).to_contain_text(DEAF, timeout=SLOW)


def test_its_cell_run_again_brings_an_answer(slow):
    cell = cell_of(slow, "NetworkView")
    slow.page.evaluate("window.late = 0")
    slow.run(CELLS[0], 1)
    root = cell.locator(".bp-root").first
    root.locator(".bp-row:not([inert]) .noUi-handle").first.press("ArrowUp")
    expect(root.locator(".bp-kernel").first).to_have_text("kernel agrees", timeout=SLOW)
