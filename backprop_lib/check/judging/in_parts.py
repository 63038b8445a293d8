"""Parts, each judged given the learner's own values, so that no mistake hides another."""

import textwrap

from .outcome import near, outcome_of, same
from .related import compound, related, shape
from .two_at_once import ENOUGH, count_said, two_at_once
from .wrong_answers import LOOK, listed

GIVEN_OWN = "given your own numbers"
WIDTH = 95


def in_parts(exercise, function, cases, found, right, partly=False):
    """Each wrong part is diagnosed as an exercise of its own."""
    names, lines, fine = [], [], []
    for where, part, inputs, mine, true in parts_of(exercise, cases, found):
        if all(same(own, other) for own, other in zip(mine, true, strict=True)):
            fine.append(where)
            continue
        name, says = None, "not right either."
        for find in (listed, shape, related, two_at_once, compound):
            name, words = find(part, None, inputs, mine, true)
            if name:
                names.append(name)
                says = f"{name}. {words.partition(LOOK)[0]}"
                break
        if name is None and not partly:
            return None, ""
        lines.append(_wrapped(f"{where}: {says}"))
    if not names:
        return None, ""
    if fine:
        lines.append(_wrapped(f"Right, {GIVEN_OWN}: {'; '.join(fine)}."))
    names = list(dict.fromkeys(names))
    return " and ".join(names), "\n".join([count_said(len(names))] * (len(names) > 1) + lines)


def _wrapped(text):
    """In lines of one width, those after the first one indented."""
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        subsequent_indent="  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def in_parts_partly(exercise, function, cases, found, right):
    """The same, though some parts stay without a name, or it stops with an error in some cases."""
    kept = [k for k, outcome in enumerate(found) if outcome.values]
    if len(kept) < ENOUGH:
        return None, ""
    some = ([whole[k] for k in kept] for whole in (cases, found, right))
    name, says = in_parts(exercise, function, *some, partly=True)
    return name, says and "Where it runs to its end:\n" * (len(kept) < len(found)) + says


def part_by_part(exercise, cases, found, right, told=""):
    """Lines that say of each part whether it is right, and what is wrong only because of another.

    `told` is what was said already; where that goes through the parts, they are not told again.
    """
    parts = parts_of(exercise, cases, found)
    if not parts:
        return []
    lines = []
    for where, part, inputs, mine, true in sorted(parts, key=lambda each: each[0]):
        fits = all(same(own, other) for own, other in zip(mine, true, strict=True))
        name = "" if fits else listed(part, None, inputs, mine, true)[0]
        lines.append(f"  {where}: {'right' if fits else name or 'not right'}")
    title = "Part by part, each with the numbers that your own parts gave it:"
    lines = [] if GIVEN_OWN in told else [title, *lines]
    wrong, follows = [], []
    first = next(k for k, (own, r) in enumerate(zip(found, right, strict=True)) if not same(own, r))
    spoilt = _spoilt(exercise, cases, found)  # a batch of 1 does not tell a sum from a mean
    feeding = _feeding(exercise, cases[first], found[first])
    for name, made_right in _by_itself(exercise, cases[first], found[first]).items():
        if near(found[first].values[name], right[first].values[name]):
            continue
        if made_right and name not in spoilt:
            follows.append(name)
        elif not made_right and name in feeding:
            wrong.append(name)
    if wrong and follows:
        follow, made = ", ".join(sorted(follows)), ", ".join(sorted(wrong))
        verbs = ["is" if len(names) == 1 else "are" for names in (follows, wrong)]
        lines.append(f"{follow} {verbs[0]} wrong only because {made} {verbs[1]}.")
    return lines


def _spoilt(exercise, cases, found):
    """Names of results that are wrong in some case even given the learner's other results."""
    return {
        name
        for case, outcome in zip(cases, found, strict=True)
        for name, made_right in _by_itself(exercise, case, outcome).items()
        if not made_right
    }


def _feeding(exercise, case, outcome):
    """Names of results of which other results are made."""
    names = {id(value): name for name, value in outcome.values.items()}
    parts = exercise.parts(case, outcome.values)
    return {names.get(id(value)) for _, _, inputs, _ in parts for value in inputs}


def _by_itself(exercise, case, outcome):
    """Of each result by its name: is it right, given the learner's other results?"""
    names = {id(value): name for name, value in outcome.values.items()}
    return {
        names[id(mine)]: same(_outcome(part, inputs, mine), outcome_of(part, part.truth, inputs))
        for _, part, inputs, mine in exercise.parts(case, outcome.values)
    }


def parts_of(exercise, cases, found):
    """Of every part: where, exercise, its inputs, the learner's outcomes, the right ones."""
    if not exercise.parts or not all(outcome.values for outcome in found):
        return []
    seen = {}
    for case, outcome in zip(cases, found, strict=True):
        for where, part, inputs, mine in exercise.parts(case, outcome.values):
            seen.setdefault(where, (part, []))[1].append((inputs, mine))
    made = []
    for where, (part, pairs) in seen.items():
        inputs = [own for own, _ in pairs]
        true = [outcome_of(part, part.truth, own) for own in inputs]
        if not any(outcome.error for outcome in true):  # a wrong shape spoils what follows from it
            made.append((where, part, inputs, [_outcome(part, *pair) for pair in pairs], true))
    return made


def _outcome(part, inputs, result):
    return outcome_of(part, lambda *own: result, inputs)
