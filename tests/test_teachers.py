"""The guide for teachers says what lessons and questions say, and its links lead somewhere."""

import re
import sys
from pathlib import Path

import pytest

from backprop_lib import live
from backprop_lib.misconceptions import MISCONCEPTIONS
from backprop_lib.questions import get

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools" / "site"), str(ROOT / "tools")]
import sheets  # noqa: E402
import situations  # noqa: E402
import teachers  # noqa: E402
import vote  # noqa: E402

import notebooks  # noqa: E402

SOURCES = notebooks.sources()


@pytest.fixture(scope="module")
def pages():
    return teachers.pages(SOURCES)


def test_the_two_classes_hold_every_section_marked_class_once_and_in_order():
    held = [row for rows in teachers.classes() for row in rows]
    marked = [
        (int(source.stem[:2]), section.title)
        for source in SOURCES
        for section in notebooks.sections(source)
        if section.mark == "class"
    ]
    assert [(row.lesson, row.title) for row in held] == marked
    assert len(teachers.classes()) == 2
    for rows in teachers.classes():
        assert 60 <= sum(row.minutes for row in rows) <= 80


def test_a_class_of_45_minutes_fits_and_what_goes_home_is_of_that_class():
    for number, rows in enumerate(teachers.classes()):
        names = {(row.lesson, row.title) for row in rows}
        assert teachers.HOME[number] <= names
        stays = sum(row.minutes for row in rows if not teachers.goes_home(number, row))
        assert 35 <= stays <= 45


def test_the_plan_adds_up_and_names_every_vote(pages):
    for number, part in enumerate(pages["teachers.md"].split("### Class ")[1:]):
        rows = re.findall(r"^\| (\d+)–(\d+) \| (\d) \| .* \|$", part, re.MULTILINE)
        assert rows[0][0] == "0"
        assert all(after[0] == before[1] for before, after in zip(rows, rows[1:], strict=False))
        assert rows[-1][1] == re.match(rf"{number + 1}: (\d+) minutes", part)[1]
    planned = set(re.findall(r"vote\.html#([\w.-]+)", pages["teachers.md"]))
    votable = {question.name for question in vote.questions()}
    held = {q.name for rows in teachers.classes() for row in rows for q in row.questions}
    assert planned == held & votable and len(planned) > 25


def test_each_wrong_answer_stands_there_with_its_belief_and_its_reply(pages):
    for question in [question for source in SOURCES for question in notebooks.questions(source)]:
        name = question.name
        page = pages[f"teachers_{int(name.partition('.')[0]):02}.md"]
        start = page.index(f"**{name}**") if f"**{name}**" in page else page.index(f">{name}</a>**")
        told = re.split(r"\n(?=\*\*|## )", page[start:])[0]
        for option in question.options:
            assert option.reason in told, (name, option)
            if not option.right:
                belief = MISCONCEPTIONS[option.misconception]
                assert (belief in told) or option.misconception in teachers.PLAIN
        wrong = sum(not option.right for option in question.options)
        assert told.count("\n- Wrong: ") == wrong, name


def test_no_placeholder_is_left_and_what_is_linked_is_there(pages):
    text = pages["teachers.md"]
    assert not re.search(r"^%", text, re.MULTILINE)
    assert "Pair up" in text  # the ladder
    made = {f"lesson{n}.pdf" for n in sheets.sheets.BY_LESSON} | {"key.pdf", "cards.pdf"}
    assert set(re.findall(r'href="paper/([^"]+)"', text)) == made
    for page in pages.values():
        for name in re.findall(r"vote\.html#([\w.-]+)", page):
            assert get(name) in vote.questions()
    targets = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^{target}:", targets, re.MULTILINE)


def test_a_situation_is_the_lessons_own_network_as_it_is_told(pages):
    found = situations.made()
    assert len(found) == len(situations.MOMENTS)
    for one in found:
        view = live.NetworkView.from_state(one.state)
        assert view.backward.loss == pytest.approx(one.loss, rel=1e-12)
        assert f'href="index.html#{one.state}"' in pages["teachers.md"]
    told = {one.words for one in found}
    assert {"weight 0, answer 0.50", "blank page, answer 0.50"} <= told
    assert "the network 2-3-1 at its start, answer 0.80" in told
    assert all("{" not in words for words in told)
