"""Of each exercise that is handed in: the mistakes that its check knows, and how one is made."""

from importlib import import_module
from importlib.util import find_spec

from backprop_lib.check import judge


def of(exercise, lesson):
    """(mistake, source of a cell that makes it) of each known mistake, in the first of its ways.

    The exercise's module names it: `check.backward` is judged by lesson2/backward.py. One that is
    no single function (a patient, a program, a network) has none.
    """
    where, known, place = _exercise(exercise, lesson)
    if not known:
        return []
    (own,) = exercise.names
    lines = f"from {where} import {place.partition('[')[0]}\n{own} = {place}.wrong_answers"
    # Where the check judges by parts, it wraps what a learner writes.
    return [
        (one, f"{lines}[{n}].answers[0]\n{own} = getattr({own}, '__wrapped__', {own})")
        for n, one in enumerate(known.wrong_answers)
    ]


def said(exercise, lesson, mistake):
    """What the check says of a mistake, or None where that mistake gives the right numbers."""
    report = judge(_exercise(exercise, lesson)[1], mistake.answers[0], keep=False)
    if report.passed:
        return None
    return mistake.says if mistake.says in report.text else report.text.splitlines()[1]


def _exercise(exercise, lesson):
    """Its module, what is judged there, or None, and the expression that finds it."""
    name = exercise.call.partition("(")[0].removeprefix("check.")
    where = f"backprop_lib.check.lesson{lesson}.{name}"
    module = import_module(where) if find_spec(where) else None
    for key, one in getattr(module, "EXERCISES", {}).items():
        if one.keep:
            return where, one, f"EXERCISES[{key!r}]"
    return where, getattr(module, "EXERCISE", None), "EXERCISE"
