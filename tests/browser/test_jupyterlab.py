"""The way that all browser tests go: JupyterLab opens a notebook, and a kernel runs its cells."""

import sys
import time
from pathlib import Path

import nbformat
from lab_driver import SLOW, TOKEN, write_notebook
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import copies  # noqa: E402


def test_notebook_opens_and_its_cell_runs(jupyterlab, page):
    v4 = nbformat.v4
    cells = [v4.new_markdown_cell("# One neuron"), v4.new_code_cell("print(6 * 7)")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, jupyterlab.folder / "smoke.ipynb")

    page.goto(jupyterlab.address("smoke.ipynb"))
    expect(page.locator(".jp-Notebook h1")).to_contain_text("One neuron", timeout=60_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-OutputArea-output")).to_have_text("42", timeout=60_000)


def test_a_message_leaves_the_icon_of_the_tab_as_it_is(scratch):
    """It was changed twice with each of a view's messages, and the browser looked it up again."""
    watch = """() => {
      window.changed = [];
      const tell = (node) => node.matches?.("link[rel~=icon]") && changed.push(node.outerHTML);
      const seen = new MutationObserver((all) => {
        for (const { target, addedNodes, removedNodes } of all)
          [target, ...addedNodes, ...removedNodes].forEach(tell);
      });
      seen.observe(document.head, {subtree: true, childList: true, attributes: true});
    }"""
    scratch.run("number = 6")
    scratch.page.evaluate(watch)
    scratch.run("number * 7")
    assert scratch.page.evaluate("changed") == []


def test_a_printed_number_is_never_parted_where_a_line_ends(scratch):
    """On a telephone it was: "450 to 1", and "200" in the next line."""
    scratch.run("print('from 450 to 1,200 or 0.00625 ' * 9)")
    parted = scratch.panel.locator(".jp-OutputArea-output pre").last.evaluate(
        """(pre) => {
          pre.style.width = "137px";
          const text = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT).nextNode();
          return [...text.data.matchAll(/[0-9.,]+/g)].filter(({ 0: number, index }) => {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + number.length);
            return range.getClientRects().length > 1;
          }).map(([number]) => number);
        }"""
    )
    assert parted == []


VIEW = """
from backprop_lib import Network, live
live.NetworkView(Network([2, 1], activations="sigmoid", seed=0), [0.5, 0.8], [1.0], loss="bce")
"""


def test_a_message_of_a_view_is_not_shown_as_a_busy_kernel_and_a_cell_is(scratch):
    """It changed JupyterLab's signs ten times, while a hand dragged."""
    still = """async () => {  // what the cell itself changed comes a little after it has ended
      for (let was = -1; was !== busy; ) {
        was = busy;
        await new Promise((done) => setTimeout(done, 500));
      }
      busy = 0;
    }"""
    watch = """() => {
      window.busy = 0;
      const seen = new MutationObserver((all) => (busy += all.length));
      const signs = document.querySelectorAll(
        ".jp-Notebook-ExecutionIndicator, .jp-Toolbar-kernelStatus, #jp-main-statusbar");
      for (const sign of signs)
        seen.observe(sign, {subtree: true, childList: true, attributes: true});
      return signs.length;
    }"""
    scratch.run(VIEW)
    root = scratch.panel.locator(".bp-root")
    handle = root.locator(".noUi-handle").first
    handle.press("ArrowRight")
    status = root.locator(".bp-kernel")
    expect(status).to_have_attribute("data-state", "agrees")
    assert scratch.page.evaluate(watch) > 1
    scratch.page.evaluate(still)
    loss = root.get_attribute("data-loss")
    handle.press("ArrowRight")
    expect(root).not_to_have_attribute("data-loss", loss)
    expect(status).to_have_attribute("data-state", "agrees")
    scratch.page.wait_for_timeout(200)  # idle is said last
    assert scratch.page.evaluate("busy") == 0
    scratch.run("number = 7")
    assert scratch.page.evaluate("busy") > 0


def test_no_part_of_a_slider_is_a_layer_of_its_own(scratch):
    """Twenty layers in a page cost a sixth of what a picture of a drag takes."""
    scratch.run(VIEW)
    root = scratch.panel.locator(".bp-root")
    expect(root.locator(".noUi-handle").first).to_be_visible()
    made = root.evaluate("""root => [...root.querySelectorAll("[class*=noUi]")].map((part) => {
      const { willChange, backfaceVisibility } = getComputedStyle(part);
      return `${willChange} ${backfaceVisibility}`;
    })""")
    assert len(made) > 10 and set(made) == {"auto visible"}


def test_a_kernel_that_computes_long_for_a_view_is_busy_and_its_answers_arrive(scratch):
    """JupyterLab calls it idle: the view hears the kernel's own word."""
    slow = "records = view._records\nview._records = lambda *x: (time.sleep(6), records(*x))[1]"
    scratch.run(f"import time{VIEW.replace('live.Net', 'view = live.Net')}{slow}\nview")
    root = scratch.panel.locator(".bp-root")
    root.locator(".noUi-handle").first.press("ArrowRight")
    status = root.locator(".bp-kernel")
    expect(status).to_contain_text("kernel is busy")
    scratch.page.wait_for_timeout(4_000)
    expect(status).not_to_contain_text("do not arrive")
    expect(status).to_have_attribute("data-state", "agrees")


def test_nothing_asks_about_news(jupyterlab, page):
    """The first start shows a learner the lesson and no question of JupyterLab's own."""
    outside = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(jupyterlab.address(""))
    expect(page.locator("#jp-top-panel")).to_be_visible(timeout=60_000)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".Toastify__toast")).to_have_count(0)
    own = (jupyterlab.url, jupyterlab.url.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in outside if not url.startswith(own)] == []


def test_the_notebook_that_was_open_last_is_where_the_next_start_opens(jupyterlab, page):
    """JupyterLab saves it by itself, in the form that `copies.last_open` reads."""
    workspaces = jupyterlab.runtime.parents[1] / "jupyter_config_dir" / "lab" / "workspaces"
    for name in ("left here.ipynb", "left.ipynb"):
        write_notebook(jupyterlab.folder / name, "")
        page.goto(f"{jupyterlab.url}lab/tree/{name}?token={TOKEN}")
        expect(page.locator(".jp-NotebookPanel:visible")).to_have_count(1, timeout=SLOW)
        deadline = time.monotonic() + SLOW / 1000
        while copies.last_open(workspaces, jupyterlab.folder) != name:
            assert time.monotonic() < deadline, f"{name} was never saved as the open one"
            page.wait_for_timeout(100)
