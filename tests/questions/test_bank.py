"""The questions as they ship: what the sources ask, fair, and each answered by its own right."""

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from backprop_lib import questions
from backprop_lib.misconceptions import MISCONCEPTIONS
from backprop_lib.questions import bank, printing, source
from backprop_lib.questions.question import CHOSEN

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)

ALL = [questions.get(name) for name in questions.names()]
CHOICES = [question for question in ALL if question.kind in ("choice", "place")]
per_question = pytest.mark.parametrize("question", ALL, ids=lambda question: question.name)


@pytest.mark.parametrize("lesson", notebooks.sources(), ids=lambda source: source.stem)
def test_the_bank_is_what_the_lesson_asks(lesson):
    file, text = notebooks.bank_of(lesson)
    stored = file.read_text(encoding="utf-8") if file.exists() else None
    assert stored == text, f"{file.name} is stale: python tools/notebooks.py questions"


def test_what_is_written_is_read_back():
    for number in range(1, 7):
        asked = questions.lesson(number)
        assert bank.read(bank.written(asked)) == asked


def test_names_are_unique_and_a_wrong_one_gets_the_nearest():
    assert len(set(questions.names())) == len(ALL)
    with pytest.raises(ValueError, match=r"'1\.blanc' is unknown\. Did you mean '1\.blank'\?"):
        questions.get("1.blanc")
    with pytest.raises(ValueError, match="is unknown"):
        questions.get(7)


@per_question
def test_the_right_answer_is_right_and_each_wrong_one_shows_its_misconception(question):
    if question.kind == "free":
        assert questions.judge(question, "anything").reasons == (question.options[0].text,)
        return
    if question.kind in ("several", "order"):
        assert questions.judge(question, [option.text for option in question.right]).right
    for option in question.options:
        answer = option.value if question.kind == "number" else option.text
        answer = [answer] if question.kind in ("several", "order") else answer
        if option.right and question.kind in ("several", "order"):
            continue
        verdict = questions.judge(question, answer)
        assert verdict.right is option.right
        assert verdict.reasons == (option.reason,)
        assert verdict.misconceptions == ((option.misconception,) if option.misconception else ())


@per_question
def test_the_printed_question_shows_every_option_and_no_reason(question):
    text = printing.asked(question)
    assert all(line.startswith(">") for line in text.splitlines())
    for option in question.options:
        if question.kind not in ("number", "free"):
            assert option.text in text
        if option.reason:
            assert option.reason not in text
    told = printing.answered(question)
    assert all(option.reason in told for option in question.options)
    assert told.count("<details>") == told.count("</details>") == 1


@pytest.mark.parametrize("question", [q for q in ALL if q.body], ids=lambda question: question.name)
def test_whatever_numbers_a_question_draws_it_is_whole(question):
    """Parsing computes its truth, and refuses a mistake that is as near as the tolerance."""
    fresh = [source.fresh(question, seed) for seed in range(60)]
    assert len({one.right[0].value for one in fresh}) >= 3
    assert len({one.text for one in fresh}) >= 3
    for one in fresh:
        assert not set("{}") & set(one.text + "".join(o.reason for o in one.options))
        assert [o.right for o in one.options] == [o.right for o in question.options]


def test_the_order_depends_on_the_seed_and_on_nothing_else():
    question = questions.get("1.blank-weights")
    orders = {tuple(option.text for option in question.shown(seed)) for seed in range(40)}
    assert len(orders) > 10  # of 24
    assert question.shown(3) == question.shown(3)
    assert sorted(question.shown(5), key=id) == sorted(question.options, key=id)


def test_the_right_one_stands_at_no_fixed_place():
    """With options drawn at random, four standard deviations from an even share is too far."""
    places = Counter()
    expected = Counter()
    for question in CHOICES:
        shown = question.shown()
        places[shown.index(question.right[0])] += 1
        for place in range(len(shown)):
            expected[place] += 1 / len(shown)
    for place, share in expected.items():
        assert abs(places[place] - share) < 4 * (share * 2 / 3) ** 0.5 + 1, places


def test_the_longest_option_is_not_the_one_to_choose():
    """Who always takes the longest does little better than who guesses."""
    longest = sum(
        len(question.right[0].text) > max(len(o.text) for o in question.options if not o.right)
        for question in CHOICES
    )
    guessed = sum(1 / len(question.options) for question in CHOICES)
    assert longest <= 1.2 * guessed, f"{longest} of {len(CHOICES)}, {guessed:.0f} by guessing"


def test_every_misconception_is_shown_by_some_option():
    used = {option.misconception for question in ALL for option in question.options}
    assert set(MISCONCEPTIONS) - used == set()


def test_every_kind_is_used_and_chosen_kinds_have_one_right_option():
    assert {question.kind for question in ALL} == set(questions.question.KINDS)
    assert all(len(question.right) == 1 for question in ALL if question.kind in CHOSEN)


@per_question
def test_an_answer_ends_with_one_sign(question):
    assert not re.search(r"[.?!…]\.\*\*", printing.answered(question))
