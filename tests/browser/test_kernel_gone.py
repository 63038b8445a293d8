"""In every state of the kernel each of the nine views says who answers; no control does nothing."""

import os
import signal

import pytest
from lab_driver import Notebook, write_notebook
from playwright.sync_api import expect

GONE = "not in the kernel: run the cells above, from the top, then this one"
BUSY = "kernel is busy: it answers when the cell that runs has ended"
ALONE = "works without Python"  # the page has all that it shows
WITHIN = 1_000  # ms
SLOW = 20_000
SETUP = """
import time
from IPython.display import display
from backprop_lib import SGD, Network, datasets, live, record
net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
x, y = [0.5, 0.8], [1.0]
X, Y = datasets.xor()
"""
# Of each: its source; what it says where the kernel has gone; buttons that ask the kernel, which
# are then off, and those that the page answers alone.
VIEWS = {
    "NetworkView": ('live.NetworkView(net, X + 1, Y, loss="bce")', GONE, ["Random"], ["Deltas"]),
    "BackwardStepper": (
        'live.BackwardStepper(net, x, y, loss="bce")',
        GONE,
        ["Random"],
        ["Step ▶"],
    ),
    "PathsView": ('live.PathsView(net, x, y, loss="bce")', GONE, ["Random"], ["Step ▶"]),
    "NudgeTest": ('live.NudgeTest(net, x, y, loss="bce")', GONE, ["Random"], ["Deltas"]),
    "BugLab": (
        'live.BugLab(net, x, y, loss="bce", blind=True)',
        GONE,
        ["Random", "Next mistake"],
        ["Deltas"],
    ),
    "Predict": (
        'live.Predict(net, x, y, loss="bce", move=("W[1][0, 0]", 0.5))',
        GONE,
        ["Random"],
        ["Deltas"],
    ),
    "DepthLab": ("live.DepthLab()", GONE, ["Skips"], []),
    "TrainingPlayer": (
        'live.TrainingPlayer("xor", optimizer=SGD(0.5, momentum=0.5))',
        f"this page trains; {GONE}",
        ["Back"],  # there is nothing yet to go back to
        ["▶ Play", "Step", "Reset", "Pin", "Log"],
    ),
    "Scrubber": (
        'live.Scrubber(record(net, X, Y, loss="bce", optimizer=SGD(0.5), steps=20))',
        ALONE,
        [],
        ["Step ▶"],
    ),
}
CELLS = [f"view = {source}\ndisplay(view)\nview" for source, *_ in VIEWS.values()]
WORKS = "button => !button.disabled && !button.closest('[inert]')"


def restart(notebook):
    """As Kernel > Restart does, and its question."""
    notebook.menu("Kernel", "Restart Kernel…")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()


@pytest.fixture(scope="module")
def after_restart(chromium, jupyterlab):
    """A notebook of the nine views, each of them shown twice, whose kernel has been restarted."""
    write_notebook(jupyterlab.folder / "nine.ipynb", SETUP, *CELLS)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    notebook = Notebook(context.new_page(), jupyterlab, "nine.ipynb")
    # All of them at once, also those that are out of sight.
    notebook.run_all()
    cell = notebook.cell(1 + list(VIEWS).index("TrainingPlayer"))
    cell.scroll_into_view_if_needed()
    play = cell.locator(".bp-play").first
    expect(play).to_be_enabled(timeout=SLOW)
    play.click()
    expect(cell.locator(".bp-root").first).to_have_attribute("data-playing", "")
    restart(notebook)
    expect(cell.locator(".bp-kernel").first).to_contain_text(GONE, timeout=SLOW)
    yield notebook
    assert notebook.complaints == []
    notebook.close()
    context.close()


@pytest.fixture(scope="module")
def opened_again(chromium, jupyterlab):
    """The same notebook, saved, closed with its kernel, opened again: no kernel knows its views."""
    write_notebook(jupyterlab.folder / "again.ipynb", SETUP, *CELLS)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    first = Notebook(context.new_page(), jupyterlab, "again.ipynb")
    first.run_all()
    first.menu("File", "Save Notebook")
    first.page.wait_for_timeout(1_000)
    first.close()  # its kernel, too
    context.close()
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    notebook = Notebook(context.new_page(), jupyterlab, "again.ipynb")
    yield notebook
    assert notebook.complaints == []
    notebook.close()
    context.close()


def says_that_no_kernel_answers(notebook, name):
    """At the first touch, in both of its places; and nothing is offered that would do nothing."""
    _, words, asks, alone = VIEWS[name]
    cell = notebook.cell(1 + list(VIEWS).index(name))
    cell.scroll_into_view_if_needed()
    roots = cell.locator(".bp-root")
    expect(roots).to_have_count(2, timeout=SLOW)  # an output that is shown twice says it twice
    for root in roots.all():
        expect(root.locator(".bp-kernel")).to_contain_text(words, timeout=WITHIN)
        if words == GONE:  # what a hand does is not heard: as visible as an error
            expect(root.locator(".bp-kernel")).to_have_attribute("data-alert", "")
        for button in asks:
            assert not root.get_by_role("button", name=button, exact=True).first.evaluate(WORKS)
        for button in alone:
            assert root.get_by_role("button", name=button, exact=True).first.evaluate(WORKS)
        expect(root.locator(".bp-play:has-text('Pause')")).to_have_count(0)
    # A hand on what is left: the words stay true, and what it moves shows.
    root = roots.first
    handle = root.locator(".bp-row:not([inert]) .noUi-handle, .bp-player .noUi-handle").first
    if handle.count():
        before = handle.get_attribute("aria-valuetext")
        handle.focus()
        notebook.page.keyboard.press("ArrowUp")
        expect(handle).not_to_have_attribute("aria-valuetext", before, timeout=WITHIN)
    expect(root.locator(".bp-kernel")).to_contain_text(words, timeout=WITHIN)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_says_at_the_first_touch_that_its_kernel_has_gone(after_restart, name):
    says_that_no_kernel_answers(after_restart, name)


def test_a_player_whose_kernel_was_restarted_trains_on_in_the_page(after_restart):
    cell = after_restart.cell(1 + list(VIEWS).index("TrainingPlayer"))
    roots = cell.locator(".bp-root")
    root = roots.first
    before = int(root.get_attribute("data-number"))
    expect(root.locator(".bp-kernel")).to_contain_text(f"rest at step {before:,}")
    root.get_by_role("button", name="Step", exact=True).click()
    for one in roots.all():  # the same run, wherever it is shown
        expect(one).to_have_attribute("data-number", str(before + 1))
    root.locator(".bp-play").click()
    expect(root).to_have_attribute("data-playing", "")
    root.page.wait_for_function(
        "([root, number]) => Number(root.dataset.number) > number",
        arg=[root.element_handle(), before + 20],
    )
    root.locator(".bp-play").click()
    expect(root).not_to_have_attribute("data-playing", "")


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_of_a_notebook_opened_again_says_which_cells_to_run(opened_again, name):
    says_that_no_kernel_answers(opened_again, name)


def test_where_a_learners_function_fails_the_right_numbers_stand_and_it_is_said(show, scratch):
    view = show(
        f"{SETUP}\ndef mine(network, forward, y):\n"
        "    true = network.backward(forward, y, 'bce')\n"
        "    if network.W[1][0, 0] > 1:\n        raise RuntimeError('too large')\n"
        "    return true.delta, {l: -dW for l, dW in true.dW.items()}, true.db\n"
        'view = live.NetworkView(net, x, y, loss="bce", backward=mine)\nview'
    )
    status, legend = view.root.locator(".bp-kernel"), view.root.locator(".bp-legend")
    expect(status).to_have_text("mine differs in 9 numbers (≠)")
    expect(legend).to_contain_text("δ and dW as mine has them")
    view.box("W[1][0, 0]").fill("2")
    view.box("W[1][0, 0]").press("Enter")
    right = "mine stops with an error: what you see are the right numbers, not mine's"
    expect(status).to_have_text(right)
    expect(legend).to_contain_text("δ and dW are the right ones, as mine has none.")
    truth = scratch.ask("float(view.backward.dW[1][0, 0])")
    assert view.picture().numbers["dW[1][0, 0]"] == pytest.approx(truth)
    expect(view.root.locator(".bp-card")).not_to_contain_text("mine:")
    view.box("W[1][0, 0]").fill("0.5")
    view.box("W[1][0, 0]").press("Enter")
    expect(status).to_have_text("mine differs in 9 numbers (≠)")
    expect(view.root.locator(".bp-problem")).to_be_hidden()


def test_numbers_of_a_learners_function_do_not_stay_beside_others(show, scratch):
    """Without a kernel it cannot answer: then the right numbers stand there, and it is said."""
    view = show(
        f"{SETUP}\ndef mine(network, forward, y):\n"
        "    true = network.backward(forward, y, 'bce')\n"
        "    return true.delta, {l: -dW for l, dW in true.dW.items()}, true.db\n"
        'view = live.NetworkView(net, x, y, loss="bce", backward=mine)\nview'
    )
    status = view.root.locator(".bp-kernel")
    expect(status).to_have_text("mine differs in 9 numbers (≠)")
    card = view.root.locator(".bp-card")
    shown = view.picture().numbers["dW[1][0, 0]"]
    truth = scratch.ask("float(view.backward.dW[1][0, 0])")
    assert shown == pytest.approx(-truth)
    text = card.inner_text()
    assert f"= {truth:.3f}".replace("-", "−") in text.split("right: ")[1]
    assert f"mine: dW[1][0, 0] = {-truth:.3f} ≠".replace("= -", "= −") in text
    assert "The right slope: raise this weight" in text
    restart(scratch)
    expect(status).to_contain_text(GONE, timeout=SLOW)
    view.slider("W[1][0, 0]").focus()
    view.page.keyboard.press("ArrowUp")
    expect(status).to_have_text(f"{GONE}; what you see are the right numbers, not mine's")
    expect(card).not_to_contain_text("mine:")
    scratch.wait_for_idle()


@pytest.mark.parametrize("name", ["NetworkView", "DepthLab", "TrainingPlayer"])
def test_a_busy_kernel_is_said_and_so_is_its_answer(show, scratch, name):
    """What asks it while a cell runs is answered later; until then the view says why."""
    view = show(f"{SETUP}\nview = {VIEWS[name][0]}\nview")
    status = view.root.locator(".bp-kernel")
    expect(status).not_to_contain_text("busy")
    kernel = scratch.ask("__import__('os').getpid()")
    os.kill(kernel, signal.SIGSTOP)  # all of its threads, also the one that hears widgets
    try:
        if name == "TrainingPlayer":
            view.button("Step").click()
        else:
            handle = view.root.locator(".bp-row .noUi-handle").first
            before = handle.get_attribute("aria-valuetext")
            handle.press("ArrowUp")
            expect(handle).not_to_have_attribute("aria-valuetext", before)
        expect(status).to_have_text(BUSY, timeout=3_000)
    finally:
        os.kill(kernel, signal.SIGCONT)
    expect(status).not_to_contain_text("busy", timeout=SLOW)


def test_the_recordings_slider_stays_in_sight_in_jupyterlab(chromium, jupyterlab):
    """Three boxes around an output would hold what is sticky, if they scrolled."""
    source = 'live.Scrubber(record(net, X, Y, loss="bce", optimizer=SGD(0.5), steps=20))'
    write_notebook(jupyterlab.folder / "sticky.ipynb", f"{SETUP}\n{source}")
    context = chromium.new_context(viewport={"width": 400, "height": 800})
    notebook = Notebook(context.new_page(), jupyterlab, "sticky.ipynb")
    notebook.run_all()
    view = notebook.cell(0).locator(".bp-scrub")
    expect(view).to_be_visible(timeout=SLOW)
    view.locator(".bp-scrub-activations").evaluate("one => one.scrollIntoView({block: 'end'})")
    handle = view.locator(".bp-player [role=slider]")
    expect(handle).to_be_in_viewport()
    assert view.evaluate("one => one.getBoundingClientRect().top") < -200  # it did scroll
    notebook.close()
    context.close()
