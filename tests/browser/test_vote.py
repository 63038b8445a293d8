"""The page that shows a question large counts votes by taps and keys, and needs nothing else."""

import importlib.util
import re

import pytest
import site_server
from playwright.sync_api import expect

from backprop_lib.questions import bank, get

SPEC = importlib.util.spec_from_file_location("vote", site_server.ROOT / "tools/site/vote.py")
vote = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(vote)
HEIGHTS = {1280: 720, 1920: 1080}  # of projectors


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vote")
    vote.write(folder)
    return (folder / "vote.html").as_uri()


@pytest.fixture
def asked(page, address):
    """The page at a question; it may load nothing beside itself."""
    others = []
    page.on("request", lambda request: others.append(request.url))

    def open(name):
        page.goto(f"{address}#{name}")
        return page

    yield open
    assert {url.partition("#")[0] for url in others} == {address}


def counts(page):
    return [int(text) for text in page.locator(".count").all_inner_texts()]


def test_every_question_with_one_right_answer_can_be_voted_on():
    names = {question.name for question in vote.questions()}
    left_out = {get(name).kind for name in bank.names() if name not in names}
    assert len(names) > 150 and left_out <= {"several", "order", "free", "place"}
    for question in vote.questions():
        options = vote.options(question)
        letters, texts = [o[0] for o in options], {o[2] for o in options}
        assert letters == list("ABCD")[: len(letters)] and len(letters) >= 3
        assert len(texts) == len(options), question.name
        assert sum(option.right for _, option, _ in options) == 1
        assert all(option.reason for _, option, _ in options)


def test_a_choice_has_the_letters_that_its_lesson_prints():
    question = get("1.blank-weights")
    printed = dict(zip("ABCD", question.shown(), strict=False))
    assert {letter: option for letter, option, _ in vote.options(question)} == printed


def test_taps_and_keys_count_and_can_be_taken_back(asked):
    page = asked("1.zero-weight")
    assert counts(page) == [0, 0, 0]
    page.locator(".option").nth(1).click()
    for key in "aAcb":
        page.keyboard.press(key)
    page.keyboard.press("d")  # there is no fourth option
    assert counts(page) == [2, 2, 1]
    expect(page.get_by_role("status")).to_have_text("5 votes")
    page.keyboard.press("Backspace")
    page.get_by_role("button", name="Undo").click()
    assert counts(page) == [2, 1, 0]
    widths = [bar.bounding_box()["width"] for bar in page.locator(".bar").all()[:2]]
    assert widths[0] > widths[1] > 0


def test_nothing_is_given_away_before_it_is_revealed_with_its_reasons(asked):
    question = get("1.zero-weight")
    page = asked(question.name)
    assert page.locator(".reason:visible").count() == 0
    page.keyboard.press("Enter")
    reasons = page.locator(".reason").all_inner_texts()
    assert reasons == [option.reason for _, option, _ in vote.options(question)]
    right = page.locator(".right .option")
    assert right.count() == 1
    assert question.right[0].text in right.inner_text()
    mark = "element => getComputedStyle(element, '::after').content"
    marks = [letter.evaluate(mark) for letter in page.locator(".letter").all()]
    assert sum("✓" in text for text in marks) == 1
    page.keyboard.press("Enter")
    assert page.locator(".reason:visible").count() == 0


def test_a_second_vote_stands_beside_the_first(asked):
    page = asked("1.zero-weight")
    for key in "aab":
        page.keyboard.press(key)
    page.keyboard.press("v")
    page.keyboard.press("b")
    texts = [" ".join(text.split()) for text in page.locator(".count").all_inner_texts()]
    assert texts == ["before 2 0", "before 1 1", "before 0 0"]


def test_arrows_and_the_menu_go_to_another_question_with_no_votes(asked):
    page = asked("1.sum")
    page.keyboard.press("a")
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#1.flat") and counts(page) == [0, 0, 0]
    page.get_by_label("question").select_option("3.twins")
    assert "#3.twins" in page.url
    page.keyboard.press("Tab")
    page.evaluate("location.hash = '#2.gates'")
    expect(page.get_by_label("question")).to_have_value("2.gates")


@pytest.mark.parametrize("width", HEIGHTS)
def test_every_question_with_its_reasons_fits_a_projector(asked, width):
    page = asked("1.sum")
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    too_large = page.evaluate(
        """() => bank.map(({ name }) => name).filter((name) => {
            show(find(name));
            act("reveal");
            const { scrollHeight, scrollWidth } = document.documentElement;
            return scrollHeight > innerHeight || scrollWidth > innerWidth;
        })"""
    )
    assert too_large == []
    size = page.locator("#text").evaluate("text => parseFloat(getComputedStyle(text).fontSize)")
    assert size >= width / 50  # to be read from the last row


def test_the_page_names_nothing_outside(address, page):
    text = vote.page()
    assert not re.search(r"(src|href)=\"(?!data:)|https?://|@import|fetch\(", text)
