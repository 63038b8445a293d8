"""A page that never had a kernel is a state of its own: each slider and menu does something there.

What needs the learner's own Python says so, and nobody is told to run a cell.
"""

import pytest
from bare_views import NET, VIEWS, X, Y
from playwright.sync_api import expect

from backprop_lib import Network, datasets, live

NEVER = ("run this cell", "run the cell", "waits for the kernel", "has not answered", "busy")
BATCH = datasets.xor()
LARGE = Network([64, 8, 10], activations=["tanh", "softmax"], seed=0)


def mine(network, forward, y):
    """A learner's own backward pass, and a right one."""
    right = network.backward(forward, y, loss="bce")
    return tuple(dict(part.items()) for part in (right.delta, right.dW, right.db))


MORE = {
    "a batch": lambda: live.NetworkView(NET, *BATCH, loss="bce"),
    "a large batch": lambda: live.NetworkView(
        LARGE, *(part[:300] for part in datasets.digits()), loss="cross_entropy"
    ),
    "one's own backward pass": lambda: live.NetworkView(NET, X, Y, loss="bce", backward=mine),
    "BugLab, a batch": lambda: live.BugLab(NET, *BATCH, loss="bce", mistake="sign flipped"),
    "BugLab, blind": lambda: live.BugLab(NET, *BATCH, loss="bce", blind=True),
}
ALL = {**VIEWS, **MORE}


def answer(root):
    root.get_by_role("radio").first.check()
    root.get_by_role("button", name="Move W[1][0, 0]").click()
    expect(root.locator(".bp-predict-verdict")).not_to_be_empty()


def walk_to_the_end(root):
    root.get_by_label("step", exact=True).press("End")


# What comes first: before it, the controls of these wait, and say so.
FIRST = {"Predict": answer, "BackwardStepper": walk_to_the_end}
LATER = ("speed",)  # of playing: it shows while it plays
# What a hand could move: sliders and menus that are neither off nor out of sight.
MOVABLE = """root => [...root.querySelectorAll("input[type=range], select")].flatMap((one, n) => {
  one.dataset.n = n;
  const isFree = one.checkVisibility() && !one.disabled && !one.closest("[inert]");
  return isFree ? [n] : [];
})"""
MOVE = """async (root, n) => {
  const one = root.querySelector(`[data-n="${n}"]`);
  const seen = () => {
    const copy = root.parentElement.cloneNode(true);
    const dots = [...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL());
    for (const part of copy.querySelectorAll("[data-n], [aria-valuetext]")) {
      part.removeAttribute("aria-valuetext");
    }
    return copy.innerHTML + dots.join();
  };
  const before = seen();
  if (one instanceof HTMLSelectElement) {
    one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    const [low, high, now] = [one.min, one.max, one.value].map(Number);
    const share = now > (low + high) / 2 ? 0.25 : 0.75;
    one.value = String(low + share * (high - low));
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (let round = 0; round < 40; round++) {
    await new Promise((done) => setTimeout(done, 25));
    if (seen() !== before) return "";
  }
  return one.getAttribute("aria-label") ?? one.outerHTML;
}"""


@pytest.fixture
def opened(on_a_page, page):
    """A function: this view on a page of a file; returns its root."""
    yield on_a_page
    assert page.complaints == []


@pytest.mark.parametrize("name", ALL)
def test_no_control_does_nothing_and_nobody_is_told_to_run_a_cell(opened, page, name):
    root = opened(ALL[name]())
    FIRST.get(name, lambda root: None)(root)
    movable = root.evaluate(MOVABLE)
    idle = [root.evaluate(MOVE, n) for n in movable]
    assert [one for one in idle if one and one not in LATER] == [], "only it moves"
    page.wait_for_timeout(800)  # what is said of a kernel that does not answer comes after 0.7 s
    words = page.locator("body").inner_text().lower()
    assert [said for said in NEVER if said in words] == []
    assert movable


def test_ones_own_function_is_not_said_to_differ_where_it_cannot_run(opened, page):
    root = opened(MORE["one's own backward pass"]())
    expect(root.locator(".bp-kernel")).not_to_contain_text("differ")
    page.locator(".bp-edge").first.focus()
    page.keyboard.press("ArrowUp")
    said = root.locator(".bp-kernel")
    expect(said).to_contain_text("what you see are the right numbers, not mine's")
    assert "≠" not in root.locator(".bp-graph").text_content()


def test_a_batch_too_large_for_the_page_says_where_its_samples_are(opened):
    root = opened(MORE["a large batch"]())
    expect(root.locator(".bp-toolbar")).to_contain_text("the notebook shows the others, too")
    expect(root.get_by_label("sample", exact=True)).to_have_count(0)
