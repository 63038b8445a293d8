"""On a page that never had a kernel each button in sight does something, or says why it does not.

All of a view's are pressed, those that a press brings into sight or sets free, too. After each the
page shows or says something else and has no error, and at the end its link still is a state.
"""

import pytest
from bare_views import VIEWS
from playwright.sync_api import expect
from test_never_a_kernel import FIRST, MORE

from backprop_lib import live, questions

# These have no work on a view that nobody has touched: what a hand does before.
BEFORE = {
    "back to the exact start": lambda root: move(root),
    "explain ": lambda root: root.locator(".bp-row-name").last.click(),  # another is selected
    "Path ": lambda root: root.locator(".bp-path").last.click(),
    "the next points are of": lambda root: root.get_by_role("button", name="class 1").click(),
}
# Where one row is all weights', its name explains the weight that is selected, so nothing new.
SAME = {"a large batch": ["explain W[1][0, 0]; Up and Down go to the other sliders"]}
QUESTIONS = {}
for _name in questions.names():
    QUESTIONS.setdefault(questions.get(_name).kind, _name)
FREE = """root => [...root.querySelectorAll("button, summary")].flatMap((one) => {
  const name = one.title || (one.querySelector("strong") ?? one).textContent;
  if (!one.checkVisibility() || one.disabled || one.closest("[inert]")) return [];
  one.dataset.button = name;
  return [name];
})"""
# What the page shows, kept in the page: `settle` keeps it once it is the same for two frames or so,
# `changed` waits until it is another.
WATCH = """root => {
  const later = (ms) => new Promise((done) => setTimeout(done, ms));
  function seen() {
    const dots = [...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL());
    const inputs = [...root.querySelectorAll("input, select")];
    const boxes = inputs.map((one) => [one.value, one.checked]);
    const copy = root.parentElement.cloneNode(true);
    const { activeElement } = document; // that a button has the focus is no work of its own
    const focus = activeElement.dataset.button ? "" : activeElement.getAttribute("aria-label");
    for (const part of copy.querySelectorAll("[tabindex]")) part.removeAttribute("tabindex");
    for (const part of copy.querySelectorAll("[data-button]")) part.removeAttribute("data-button");
    return copy.innerHTML + dots + boxes + focus + location.hash;
  }
  let kept = seen();
  window.settle = async () => {
    for (let round = 0; round < 40; round++) {
      await later(40);
      const before = kept;
      kept = seen();
      if (kept === before) return;
    }
  };
  window.changed = async () => {
    for (let round = 0; round < 40; round++) {
      if (seen() !== kept) return true;
      await later(25);
    }
    return false;
  };
}"""


@pytest.fixture
def opened(on_a_page, page):
    """A function: this view on a page of a file; returns its root."""
    yield on_a_page
    assert page.complaints == []


def rest(root):
    """What plays is stopped."""
    for button in root.locator(".bp-play:has-text('Pause')").all():
        button.click()


def press(root, name):
    """Press the button of that name; whether the page is another one afterwards."""
    page = root.page
    page.evaluate("settle()")
    button = root.locator(f"[data-button={quoted(name)}]").first
    if "a file that network.save wrote" in name:
        with page.expect_event("filechooser"):  # the browser's own window
            button.click()
        return True
    button.click()
    return page.evaluate("changed()")


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def move(root):
    """A weight, by a key."""
    root.locator(".bp-edge").first.press("ArrowUp")
    root.page.evaluate("settle()")


def prepared(root, name):
    """What the button needs has been done, where it needs something."""
    for start, act in BEFORE.items():
        if name.startswith(start):
            act(root)
            return True
    return False


def press_all(root, done):
    """Press each button that is free and not done yet; returns those that changed nothing."""
    idle = []
    while names := [name for name in root.evaluate(FREE) if name not in done]:
        done.add(names[0])
        if not press(root, names[0]):
            if not (prepared(root, names[0]) and press(root, names[0])):
                idle.append(names[0])
        rest(root)
        expect(root.locator(".bp-failure:not(:empty)")).to_have_count(0)
    return idle


def link(root):
    """The text that the page's address holds, which the button has copied."""
    root.get_by_role("button", name="Copy link").click()
    root.page.wait_for_function("location.hash.length > 1")
    return root.page.evaluate("location.hash.replace(/^#(\\w+=)?(?=bp)/, '')").removeprefix("#")


ASKED = {f"a question: {kind}": lambda n=n: live.Ask(n) for kind, n in QUESTIONS.items()}
ALL = {**VIEWS, **MORE, **ASKED}


@pytest.mark.parametrize("name", ALL)
def test_each_button_does_something_and_the_state_stays_one(opened, page, name):
    view = ALL[name]()
    root = opened(view)
    root.evaluate(WATCH)
    done = set()
    idle = press_all(root, done)
    FIRST.get(name, lambda root: None)(root)
    idle += press_all(root, done)
    assert [one for one in idle if one not in SAME.get(name, [])] == []
    assert done
    if name not in ASKED:
        more = [view.recording] if name == "Scrubber" else []
        again = type(view).from_state(link(root), *more)
        assert type(again.state()) is str
