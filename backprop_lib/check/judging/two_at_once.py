"""Two wrong answers at once, or one and a relation."""

from . import relations
from .outcome import outcome_of
from .related import seen_beside
from .wrong_answers import LOOK, gives

ENOUGH = 4  # cases: with fewer, chance explains too much


def two_at_once(exercise, function, cases, found, right):
    if not any(outcome.values for outcome in found):
        return None, ""
    made = [
        (wrong, [outcome_of(exercise, answer, case) for case in cases])
        for wrong in (() if exercise.simpler else exercise.wrong_answers)
        for answer in wrong.answers
    ]
    comparable = [(wrong, _beside(exercise, cases, found, theirs)) for wrong, theirs in made]
    for find in relations.beside():
        for wrong, pairs in comparable:
            name, says = find(pairs) if pairs else (None, "")
            if name:
                return f"{wrong.name} and {name}", (
                    f"{count_said(2)}\n{wrong.name}: {_short(wrong)}\n"
                    f"{name}: compared with that, {says[0].lower()}{says[1:]}"
                )
    for both, answer in exercise.pairs() if exercise.pairs else ():
        if gives(exercise, answer, cases, found):
            name = " and ".join(wrong.name for wrong in both)
            if len(both) == 1:
                return name, f"What explains all of it: {name}."
            return name, "\n".join([count_said(len(both)), *map(_line, both)])
    return None, ""


def _beside(exercise, cases, found, theirs):
    """The learner's results beside a wrong answer's, where they stop and go at the same places."""
    kept = []
    for case, own, other in zip(cases, found, theirs, strict=True):
        if own.error or other.error:
            if type(own.error) is not type(other.error):
                return None
        elif own.problem or other.problem or own.values.keys() != other.values.keys():
            return None
        else:
            kept.append((case, own, other))
    if len(kept) < ENOUGH:
        return None
    return [
        seen_beside(exercise, case, own.values[name], value)
        for case, own, other in kept
        for name, value in other.values.items()
    ]


def _line(wrong):
    return f"{wrong.name}: {_short(wrong)}" if wrong.says else f"{wrong.name}."


def _short(wrong):
    return wrong.says.partition(LOOK)[0]


def count_said(n):
    if n == 1:
        return "One mistake:"
    return "Two mistakes at once:" if n == 2 else f"{n} mistakes at once:"
