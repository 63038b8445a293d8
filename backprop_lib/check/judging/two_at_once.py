"""Two known mistakes at once, or a known one and a relation."""

from . import relations
from .known_answers import LOOK, gives
from .outcome import outcome_of
from .related import seen_beside

ENOUGH = 4  # cases: with fewer, chance explains too much


def two_at_once(exercise, function, cases, found, right):
    if not any(outcome.values for outcome in found):
        return None, ""
    known = [
        (mistake, [outcome_of(exercise, answer, case) for case in cases])
        for mistake in (() if exercise.simpler else exercise.mistakes)
        for answer in mistake.answers
    ]
    comparable = [(m, _beside(exercise, cases, found, wrong)) for m, wrong in known]
    for find in relations.beside():
        for mistake, pairs in comparable:
            name, says = find(pairs) if pairs else (None, "")
            if name:
                return f"{mistake.name} and {name}", (
                    f"{count_said(2)}\n{mistake.name}: {_short(mistake)}\n"
                    f"{name}: compared with that, {says[0].lower()}{says[1:]}"
                )
    for made, answer in exercise.pairs() if exercise.pairs else ():
        if gives(exercise, answer, cases, found):
            name = " and ".join(m.name for m in made)
            if len(made) == 1:
                return name, f"What explains all of it: {name}."
            return name, "\n".join([count_said(len(made)), *(_line(m) for m in made)])
    return None, ""


def _beside(exercise, cases, found, wrong):
    """The learner's results beside a wrong answer's, where they stop and go at the same places."""
    kept = []
    for case, own, other in zip(cases, found, wrong, strict=True):
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


def _line(mistake):
    return f"{mistake.name}: {_short(mistake)}" if mistake.says else f"{mistake.name}."


def _short(mistake):
    return mistake.says.partition(LOOK)[0]


def count_said(n):
    if n == 1:
        return "One mistake:"
    return "Two mistakes at once:" if n == 2 else f"{n} mistakes at once:"
