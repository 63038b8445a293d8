"""A player that nobody sees pauses, says so, and goes on when it is asked to."""

import pages
import pytest
from bare_views import put_on
from playwright.sync_api import expect

from backprop_lib import live

WORDS = "paused while it was out of sight: Play goes on"
TALL = """() => {
  const below = document.createElement("div");
  below.style.height = "5000px";
  document.body.append(below);
}"""
FAR, BACK = "scrollTo(0, 4000)", "scrollTo(0, 0)"
HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SEEN = """() => new Promise((done) => {
  const observer = new IntersectionObserver(() => {
    observer.disconnect();
    done();
  });
  observer.observe(document.body);
})"""


def look(page, where):
    """Scroll, and wait until the page knows what is in sight."""
    page.evaluate(where)
    page.evaluate(SEEN)


@pytest.fixture
def player(page):
    """A function: a player at the top of a long page whose clock a test moves on."""
    page.clock.install()

    def show(**how):
        page.set_content("<body style='margin: 0' data-jp-theme-light='true'></body>")
        root = put_on(page, live.TrainingPlayer("xor", speed=1), **how)
        page.evaluate(TALL)
        return root

    return show


def plays(root, page):
    root.get_by_role("button", name="Play").click()
    expect(root).to_have_attribute("data-playing", "")
    page.wait_for_function("() => Number(document.querySelector('.bp-train').dataset.number) > 2")


def test_out_of_sight_for_half_a_minute_it_pauses_and_says_so(player, page):
    root = player()
    plays(root, page)
    look(page, FAR)
    page.clock.fast_forward(25_000)
    expect(root).to_have_attribute("data-playing", "")
    page.clock.fast_forward(6_000)
    expect(root).not_to_have_attribute("data-playing", "")
    expect(root.locator(".bp-said")).to_contain_text(f"Training {WORDS}. Step ")
    number = root.get_attribute("data-number")
    look(page, BACK)
    page.clock.fast_forward(5_000)
    expect(root.locator(".bp-toolbar .bp-kernel")).to_have_text(WORDS)
    expect(root).to_have_attribute("data-number", number)
    plays(root, page)
    expect(root).not_to_contain_text(WORDS)
    root.get_by_role("button", name="Pause").click()
    expect(root.locator(".bp-toolbar .bp-kernel")).to_contain_text("this page trains")


def test_who_looks_something_up_finds_it_playing(player, page):
    root = player()
    plays(root, page)
    for _ in range(3):
        look(page, FAR)
        page.clock.fast_forward(20_000)
        look(page, BACK)
    expect(root).to_have_attribute("data-playing", "")


def test_in_a_hidden_tab_it_pauses_too(player, page):
    root = player()
    plays(root, page)
    page.evaluate(HIDE, True)
    page.clock.fast_forward(31_000)
    page.evaluate(HIDE, False)
    expect(root).not_to_have_attribute("data-playing", "")
    expect(root.locator(".bp-toolbar .bp-kernel")).to_have_text(WORDS)


def test_a_kernel_is_told_so_once_and_when_it_is_seen_again(player, page):
    player(kernel=True)
    page.evaluate(
        """() => {
          view.sent = [];
          const told = ["away", "back"];
          view.model.send = (one) => view.sent.push(...told.filter((word) => word in one));
          view.model.set("playing", true);
        }"""
    )
    look(page, FAR)
    page.clock.fast_forward(31_000)
    page.evaluate("() => view.model.set({ unseen: true, playing: false })")  # what a kernel does
    page.clock.fast_forward(60_000)
    assert page.evaluate("view.sent") == ["away"]
    look(page, BACK)
    page.wait_for_function("() => view.sent.length > 1")
    assert page.evaluate("view.sent") == ["away", "back"]


def test_of_a_race_it_is_enough_to_see_one(page, tmp_path):
    page.clock.install()
    page.set_viewport_size({"width": 800, "height": 400})
    first, second = live.TrainingPlayer("xor", speed=1), live.TrainingPlayer("xor", speed=1)
    live.race(first, second)
    pages.write(tmp_path / "race.html", first, second)
    page.goto((tmp_path / "race.html").as_uri())
    pages.ready(page)
    page.evaluate(TALL)
    roots = page.locator(".bp-train")
    plays(roots.first, page)
    look(page, BACK)
    page.clock.fast_forward(31_000)
    for root in roots.all():
        expect(root).to_have_attribute("data-playing", "")
    look(page, "scrollTo(0, document.body.scrollHeight)")
    page.clock.fast_forward(31_000)
    for root in roots.all():
        expect(root).not_to_have_attribute("data-playing", "")
