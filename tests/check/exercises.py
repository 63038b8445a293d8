"""One test a case: every exercise, and every answer that makes a known mistake."""

import pytest


def each_exercise(exercises):
    """Parametrize with `exercise`."""
    return pytest.mark.parametrize("exercise", exercises, ids=lambda exercise: exercise.name)


def each_mistake(exercises):
    """Parametrize with `exercise`, `mistake`, `answer`."""
    cases = [
        pytest.param(exercise, mistake, answer, id=f"{exercise.name}: {mistake.name} {k}")
        for exercise in exercises
        for mistake in exercise.mistakes
        for k, answer in enumerate(mistake.answers, start=1)
    ]
    return pytest.mark.parametrize(("exercise", "mistake", "answer"), cases)
