"""What holds for the exercises of every lesson; a new one is found and tried by itself."""

import pytest
from exercises import LESSONS, each_exercise, each_mistake, of

from backprop_lib import check
from backprop_lib.check.judging.judge import judge

ALL = [exercise for lesson in LESSONS for exercise in of(lesson)]
# Of lesson 2's mistakes some are harmless, and some have several lines: see test_mistakes.py.
OTHERS = [exercise for lesson in LESSONS if lesson != "lesson2" for exercise in of(lesson)]


@each_exercise(ALL)
def test_it_can_be_called_by_its_name_and_the_right_answer_passes(exercise):
    assert exercise.name in check.__all__, f"backprop_lib/check/__init__.py has no {exercise.name}"
    assert judge(exercise, exercise.truth).passed


@each_exercise(ALL)
def test_what_its_mistakes_say_is_in_short_lines(exercise):
    for mistake in exercise.wrong_answers:
        assert all(len(line) <= 100 for line in mistake.says.splitlines())


@each_exercise(OTHERS)
def test_its_mistakes_have_names_of_their_own(exercise):
    names = [mistake.name for mistake in exercise.wrong_answers]
    assert len(names) == len(set(names))


@each_mistake(OTHERS)
@pytest.mark.parametrize("seed", [2024, 0, 1])
def test_each_known_mistake_is_named(exercise, mistake, answer, seed):
    report = judge(exercise, answer, seed=seed)
    assert not report.passed
    assert report.mistake == mistake.name, report
    assert mistake.says in report.text
