"""After a restart of the kernel every view says so, and keeps no control that does nothing."""

import pytest
from playwright.sync_api import expect

GONE = "no kernel: run the cells again, from the top"
WITHIN = 1_000  # ms
NET = """
from backprop_lib import Network, live
net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
x, y = [0.5, 0.8], [1.0]
"""
# Of each: its source, a control that asks the kernel, and one that the page answers alone.
VIEWS = {
    "NetworkView": ('live.NetworkView(net, x, y, loss="bce")', "Random", "Deltas"),
    "BugLab": ('live.BugLab(net, x, y, loss="bce")', "Random", "Deltas"),
    "DepthLab": ("live.DepthLab()", "Skips", None),
    "TrainingPlayer": ('live.TrainingPlayer("xor")', "Step", "Log"),
}


def restart(notebook):
    """As Kernel > Restart does, without its question."""
    page = notebook.page
    notebook.menu("Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_within_a_second_that_its_kernel_is_gone(show, scratch, name):
    source, asks, alone = VIEWS[name]
    view = show(f"{NET}view = {source}\nview")
    status = view.root.locator(".bp-kernel")
    expect(status).not_to_contain_text("no kernel")
    if name == "TrainingPlayer":
        view.root.locator(".bp-play").click()
        expect(view.root).to_have_attribute("data-playing", "")
    restart(scratch)
    expect(status).to_have_text(GONE, timeout=WITHIN + 5_000)  # the restart itself takes a while
    button = view.root.get_by_role("button", name=asks, exact=True)
    works = "button => !button.disabled && !button.closest('[inert]')"
    assert not button.evaluate(works)
    if alone:
        assert view.button(alone).evaluate(works)
    if name == "TrainingPlayer":
        expect(view.root.locator(".bp-play")).to_have_text("▶ Play")
    scratch.wait_for_idle()
