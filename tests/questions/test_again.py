"""What is due again follows from what was kept and from a date: no clock, nothing hidden."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from backprop_lib import questions
from backprop_lib.questions import again

START = date(2026, 3, 1)


def day(number):
    return START + timedelta(days=number)


def tries(*days_and_rights):
    return [
        {"given": "x", "right": right, "when": day(number).isoformat()}
        for number, right in days_and_rights
    ]


@pytest.mark.parametrize(
    ("kept", "due_from"),
    [
        (tries((0, False)), 0),  # wrong: at once
        (tries((0, True)), 2),
        (tries((0, True), (0, True)), 2),  # twice on one day is once
        (tries((0, False), (0, True)), 2),
        (tries((0, True), (2, True)), 9),  # a second time after seven days
        (tries((0, True), (5, False)), 5),
        (tries((0, True), (3, False), (3, True)), 5),  # from the start again
        (tries((0, True), (2, True), (9, True)), None),  # learned
        (tries((0, None)), None),  # a sentence of one's own is no right and no wrong
    ],
)
def test_a_question_comes_back_after_two_and_after_seven_days(kept, due_from):
    for number in range(30):
        if number < int(max(one["when"] for one in kept)[-2:]) - 1:
            continue  # before it was answered
        expected = ("1.blank",) if due_from is not None and number >= due_from else ()
        assert again.due({"1.blank": kept}, day(number)) == expected, number


def test_an_answer_of_an_unknown_day_comes_back_only_if_it_was_wrong():
    assert again.due({"1.blank": [{"given": 0, "right": True}]}, day(99)) == ()
    assert again.due({"1.blank": [{"given": 0, "right": False}]}, day(0)) == ("1.blank",)


def test_wrong_ones_come_first_then_the_oldest_and_unknown_names_are_passed_over():
    answers = {
        "1.collapse": tries((1, True)),
        "gone.question": tries((0, False)),
        "2.two-paths": tries((0, True)),
        "1.blank": tries((3, False)),
    }
    assert again.due(answers, day(5)) == ("1.blank", "2.two-paths", "1.collapse")
    assert again.due({}, day(5)) == ()


def test_tries_count_by_their_days_and_not_by_their_order():
    turned = tries((3, False), (0, True))
    assert again.due({"1.blank": turned}, day(3)) == ("1.blank",)


def test_all_that_was_answered_is_told_with_its_day():
    answers = {
        "2.two-paths": [{"given": 0.004, "right": True, "when": "2026-03-02", "numbers": 5}],
        "1.blank-change": [{"given": ["a", "b"], "right": False}],
        "1.own-words": [{"given": "Because.", "right": None, "when": "2026-03-01"}],
    }
    text = again.told(answers)
    assert text.index("## Lesson 1") < text.index("Because.") < text.index("## Lesson 2")
    assert "- 0.004 (right, 2026-03-02, other numbers)" in text
    assert "- a / b (not yet)" in text and "- Because. (kept, 2026-03-01)" in text


def test_an_aim_is_reached_by_its_questions_that_were_right_last():
    aim = [question.name for question in questions.lesson(1) if question.aim == 2]
    assert again.reached(1, {})[2] == {"right": [], "left": aim, "further": []}
    answers = {aim[0]: tries((0, False), (1, True)), aim[1]: tries((0, True), (1, False))}
    assert again.reached(1, answers)[2] == {"right": aim[:1], "left": aim[1:], "further": []}
    assert list(again.reached(1, {})) == [1, 2, 3]


def test_a_question_that_may_be_left_out_is_not_left(monkeypatch):
    first, second, *_ = (one for one in questions.lesson(1) if one.aim == 2)
    asked = (first, replace(second, part="further"))
    monkeypatch.setattr(again.bank, "lesson", lambda number: asked)
    none = again.reached(1, {})
    assert none == {2: {"right": [], "left": [first.name], "further": [second.name]}}
    done = again.reached(1, {second.name: tries((0, True))})  # who did it has it counted
    assert done == {2: {"right": [second.name], "left": [first.name], "further": []}}
