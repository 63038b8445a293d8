"""What explains it at once: a slip of the language, or a wrong answer that the exercise lists."""

from . import errors
from .outcome import outcome_of, same

IN_PLACE = "input changed in place"
LOOK = "\nWhere to look"


def slip(exercise, function, cases, found, right):
    """Python's own words are clear to nobody at first."""
    for outcome in found:
        if "read-only" in str(outcome.error):  # a record's arrays are frozen
            return IN_PLACE, (
                "Your function writes into an array that it was given: `+=`, `*=` or `[...] =` "
                "change it in\nplace. A forward pass is a record and cannot be changed; give the "
                "result a new name."
            )
        if outcome.error:
            name, says = errors.named(outcome.error)
            if name:
                return name, says
    return None, ""


def listed(exercise, function, cases, found, right):
    if not any(outcome.values or outcome.problem for outcome in found):
        return None, ""  # errors alone say nothing about which mistake it is
    for wrong in exercise.wrong_answers:
        for answer in wrong.answers:
            if gives(exercise, answer, cases, found):
                return wrong.name, wrong.says + _where(function, wrong)
    return None, ""


def gives(exercise, answer, cases, found):
    return all(
        same(ours, outcome_of(exercise, answer, case))
        for ours, case in zip(found, cases, strict=True)
    )


def _where(function, wrong):
    if wrong.line is None:
        return ""
    line = errors.line_of(function, wrong.line)
    return f"\n{line}" if line else ""
