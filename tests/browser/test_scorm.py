"""A lesson in a learning platform: a stand-in of its interface hears what is answered."""

import json
from pathlib import Path

import pages
import pytest
import site_server

from backprop_lib import questions
from backprop_lib.live.ask import Ask

TOOLS = site_server.ROOT / "tools"
NAMES = ["1.blank", "1.zero-weight", "1.blank-change", "1.side-of-one-half", "1.own-words"]

PLATFORM = (Path(__file__).parent / "scorm_platform.html").read_text("utf-8")


@pytest.fixture
def scorm(monkeypatch):
    """The module that makes a page tell."""
    monkeypatch.syspath_prepend(TOOLS)
    from exports import scorm

    return scorm


@pytest.fixture
def platform(page, tmp_path, scorm):
    """A function: the page with these questions in a platform, which may know of another day."""
    plain = tmp_path / "plain.html"
    pages.write(plain, *(Ask(name) for name in NAMES))
    asked = [questions.get(name) for name in NAMES]
    told = scorm.files(plain.read_text("utf-8"), "Lesson 1", asked)
    (tmp_path / "index.html").write_text(told["index.html"], encoding="utf-8")
    server = site_server.Server(tmp_path)

    def open_it(kept=None):
        text = PLATFORM.replace("KEPT", json.dumps(kept or {}))
        # A name of its own for each day: a server tells changes by whole seconds.
        today = tmp_path / f"platform-{len(list(tmp_path.glob('platform-*')))}.html"
        today.write_text(text, encoding="utf-8")
        page.complaints, page.asked = pages.watch(page)
        page.goto(f"{server.address}/{today.name}")
        frame = page.frame_locator("#sco")
        frame.locator('html[data-bp-host="ready"]').wait_for(state="attached")
        return frame

    yield open_it
    server.close()


def kept(page):
    return page.evaluate("kept")


def answer(frame, name, *texts, number=None, words=None):
    root = frame.locator(f'.bp-ask[data-name="{name}"]')
    tries = int(root.get_attribute("data-tries"))
    if number is not None:
        root.get_by_label("your number").fill(str(number))
    if words is not None:
        root.get_by_label("your sentence").fill(words)
    for text in texts:
        root.locator(f'input[value="{text}"]').check()
    root.locator(".bp-ask-answer").click()
    frame.locator(f'.bp-ask[data-name="{name}"][data-tries="{tries + 1}"]').wait_for()


def interactions(told):
    """Each interaction as a dict of its own."""
    found = {}
    for name, value in told.items():
        if name.startswith("cmi.interactions."):
            _, _, n, what = name.split(".", 3)
            found.setdefault(int(n), {})[what] = value
    return [found[n] for n in sorted(found)]


def test_each_answer_is_told_with_what_was_right_and_what_it_shows(platform, page):
    frame = platform()
    assert kept(page)["cmi.core.lesson_status"] == "incomplete"
    assert kept(page)["cmi.core.score.raw"] == "0"
    answer(frame, "1.blank", number=0)
    answer(frame, "1.blank", number=0.5)
    wrong = next(o for o in questions.get("1.zero-weight").options if not o.right)
    answer(frame, "1.zero-weight", wrong.text)
    several = questions.get("1.blank-change")
    answer(frame, "1.blank-change", *(o.text for o in several.right))
    answer(frame, "1.side-of-one-half", "below")
    assert kept(page)["cmi.core.lesson_status"] == "incomplete"
    answer(frame, "1.own-words", words="It asks how much was given to the right answer.")
    zero, half, misled, both, sign, own = interactions(kept(page))
    assert zero["id"] == half["id"] == "1.blank" and zero["type"] == "numeric"
    assert zero["student_response"] == "0" and zero["result"] == "wrong"
    assert zero["objectives.0.id"] == "zero_in,_zero_out"
    assert half["result"] == "correct" and "objectives.0.id" not in half
    assert half["correct_responses.0.pattern"] == "0.5"
    assert misled["objectives.0.id"] == wrong.misconception.replace(" ", "_")
    assert misled["result"] == "wrong" and misled["type"] == "choice"
    assert misled["student_response"] != misled["correct_responses.0.pattern"]
    assert sorted(both["student_response"]) == sorted(both["correct_responses.0.pattern"])
    assert both["result"] == "correct" and sign["student_response"] == "b"
    assert own["type"] == "fill-in" and own["result"] == "neutral"
    assert own["student_response"].startswith("It asks how much")
    assert kept(page)["cmi.core.score.raw"] == "75"  # three of four; a sentence has no mark
    assert kept(page)["cmi.core.lesson_status"] == "completed"
    assert page.evaluate("complaints") == [] and page.complaints == []


def test_the_learner_reads_that_the_platform_is_told(platform, page):
    note = platform().get_by_role("note").first
    assert note.inner_text().startswith("Your learning platform is told what you answer here")


def test_leaving_the_page_ends_the_session_once(platform, page):
    frame = platform()
    answer(frame, "1.blank", number=0.5)
    page.evaluate("document.getElementById('sco').src = 'about:blank'")
    page.wait_for_function("calls.at(-1) === 'LMSFinish'")
    assert page.evaluate("calls.filter((name) => name === 'LMSFinish').length") == 1
    assert kept(page)["cmi.core.exit"] == "suspend"
    assert page.evaluate("complaints") == []


def test_another_day_goes_on_where_the_last_one_ended(platform, page):
    frame = platform()
    answer(frame, "1.blank", number=0.5)
    before = kept(page)
    page.evaluate("document.getElementById('sco').src = 'about:blank'")
    frame = platform(before)
    assert kept(page)["cmi.core.score.raw"] == "25"
    answer(frame, "1.side-of-one-half", "above")
    told = interactions(kept(page))
    assert [one["id"] for one in told] == ["1.blank", "1.side-of-one-half"]
    assert kept(page)["cmi.core.score.raw"] == "25"
    assert page.evaluate("complaints") == []


def test_without_a_platform_the_page_lives_and_tells_nobody(page, platform, tmp_path):
    platform()  # writes the page
    complaints, asked = pages.watch(page)
    page.goto((tmp_path / "index.html").as_uri())
    pages.ready(page)
    answer(page, "1.blank", number=0.5)
    assert complaints == [] and page.get_by_role("note").count() == 0
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
