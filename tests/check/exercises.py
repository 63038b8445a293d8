"""The exercises, found in `check/lesson*/`; one test a case: an exercise, or a known mistake."""

from importlib import import_module
from pathlib import Path

import pytest

from backprop_lib import check

PACKAGE = Path(check.__file__).parent
LESSONS = sorted(folder.name for folder in PACKAGE.glob("lesson*"))


def of(lesson):
    """Each EXERCISE of a lesson's modules; where there is one for each loss, EXERCISES."""
    found = []
    for path in sorted((PACKAGE / lesson).glob("[!_]*.py")):
        module = import_module(f"{check.__name__}.{lesson}.{path.stem}")
        found += getattr(module, "EXERCISES", {}).values()
        found += [module.EXERCISE] if hasattr(module, "EXERCISE") else []
    return found


def each_exercise(exercises):
    """Parametrize with `exercise`."""
    return pytest.mark.parametrize("exercise", exercises, ids=lambda exercise: exercise.name)


def each_mistake(exercises):
    """Parametrize with `exercise`, `mistake`, `answer`."""
    cases = [
        pytest.param(exercise, mistake, answer, id=f"{exercise.name}: {mistake.name} {k}")
        for exercise in exercises
        for mistake in exercise.wrong_answers
        for k, answer in enumerate(mistake.answers, start=1)
    ]
    return pytest.mark.parametrize(("exercise", "mistake", "answer"), cases)
