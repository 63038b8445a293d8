"""Parts, each judged given the learner's own values, so that no mistake hides another."""

from .known_answers import LOOK, known
from .outcome import outcome_of, same
from .related import compound, related, shape
from .two_at_once import ENOUGH, count_said, two_at_once


def in_parts(exercise, function, cases, found, right, partly=False):
    """Each wrong part is diagnosed as an exercise of its own."""
    names, lines, fine = [], [], []
    for where, part, inputs, mine, true in parts_of(exercise, cases, found):
        if all(same(own, other) for own, other in zip(mine, true, strict=True)):
            fine.append(where)
            continue
        name, says = None, "not right either."
        for find in (known, shape, related, two_at_once, compound):
            name, words = find(part, None, inputs, mine, true)
            if name:
                names.append(name)
                says = f"{name}. {words.partition(LOOK)[0]}"
                break
        if name is None and not partly:
            return None, ""
        lines.append(f"{where}: {says}")
    if not names:
        return None, ""
    if fine:
        lines.append(f"Right, given your own numbers: {'; '.join(fine)}.")
    names = list(dict.fromkeys(names))
    return " and ".join(names), "\n".join([count_said(len(names))] * (len(names) > 1) + lines)


def in_parts_partly(exercise, function, cases, found, right):
    """The same, though some parts stay without a name, or it stops with an error in some cases."""
    kept = [k for k, outcome in enumerate(found) if outcome.values]
    if len(kept) < ENOUGH:
        return None, ""
    some = ([whole[k] for k in kept] for whole in (cases, found, right))
    name, says = in_parts(exercise, function, *some, partly=True)
    return name, says and "Where it runs to its end:\n" * (len(kept) < len(found)) + says


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
