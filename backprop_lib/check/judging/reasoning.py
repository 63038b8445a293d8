"""Which mistake was it? Known ones are looked up; of any other it is said what can be shown.

From the surest to the weakest: a slip of the language, a known wrong answer, a relation to the
right result, a function for one sample or for columns (found by running it so), a part that goes
wrong given the learner's own values, two mistakes at once. Each is tried on every case.
"""

import re

import numpy as np

from . import errors, relations
from .outcome import near, outcome_of, same

IN_PLACE = "input changed in place"
_LOOK = "\nWhere to look"
ENOUGH = 4  # cases: with fewer, chance explains too much


def diagnose(exercise, function, cases, found, right):
    """Name and sentence of what explains every case; None and "" if nothing does."""
    for find in (
        _slip,
        _known,
        _shape,
        _in_parts,
        _related,
        _for_one,
        _two_at_once,
        _compound,
        _in_parts_partly,
        _only_for_one,
    ):
        name, says = find(exercise, function, cases, found, right)
        if name:
            return name, says
    return None, ""


def _slip(exercise, function, cases, found, right):
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


def _known(exercise, function, cases, found, right):
    if not any(outcome.values or outcome.problem for outcome in found):
        return None, ""  # errors alone say nothing about which mistake it is
    for mistake in exercise.mistakes:
        for answer in mistake.answers:
            if _gives(exercise, answer, cases, found):
                return mistake.name, mistake.says + _where(function, mistake)
    return None, ""


def _gives(exercise, answer, cases, found):
    return all(
        same(ours, outcome_of(exercise, answer, case))
        for ours, case in zip(found, cases, strict=True)
    )


def _where(function, mistake):
    if mistake.line is None:
        return ""
    line = errors.line_of(function, mistake.line)
    return f"\n{line}" if line else ""


# Right numbers in another shape.


def _shape(exercise, function, cases, found, right):
    if not all(outcome.values for outcome in found):
        return None, ""

    def fits(change):
        return all(
            near(change(array, true.values[name].shape), true.values[name])
            for outcome, true in zip(found, right, strict=True)
            for name, array in outcome.values.items()
        )

    def reshaped(array, shape):
        return array.reshape(shape) if array.size == np.prod(shape) else array

    flat = any(array.ndim < 2 for true in right for array in true.values.values())
    if fits(reshaped):
        return "wrong shape", (
            "The numbers are right, but a shape is not: (n,), (n, 1) and (1, n) are three shapes.\n"
            "A gradient has the shape of what it is the gradient of."
            if flat
            else "The numbers are right, but the shape is not: the result is 2-D, one row a "
            "sample, one\ncolumn a neuron, even where there is only one of them. (n,) is not "
            "(n, 1)."
        )
    if not flat and fits(lambda array, shape: array.T):
        return "rows and columns swapped", (
            "The numbers are right, but rows and columns are swapped: one row a sample, please."
        )
    return None, ""


# A relation to the right result: of all outputs together, or of some while others are right.


def _related(exercise, function, cases, found, right):
    if not all(outcome.values for outcome in found):
        return None, ""
    swapped = _in_another_order(found, right)
    if swapped:
        return "results in the wrong order", swapped
    return _of_outputs_or_simpler(exercise, cases, found, right, relations.relation)


def _of_outputs_or_simpler(exercise, cases, found, right, find):
    name, says = _of_outputs(exercise, cases, found, right, find)
    if not name and exercise.simpler:
        name, says = _simpler(exercise, cases, found, right, find)
    return name, says


def _of_outputs(exercise, cases, found, right, find):
    groups = grouped(found, right)
    wrong = {base: seen for base, seen in groups.items() if not all(_right(*s) for s in seen)}
    if not wrong or any(mine.size == 0 for seen in groups.values() for _, mine, _ in seen):
        return None, ""
    together = [
        _seen(exercise, cases[k], mine, true) for s in wrong.values() for k, mine, true in s
    ]
    fine = [base for base in groups if base not in wrong]
    also = f" ({' and '.join(fine)} {'is' if len(fine) == 1 else 'are'} right.)" if fine else ""
    name, says = find(together)
    if name:
        of = f"{' and '.join(wrong)}: " if fine else ""
        return name, of + says + also
    if len(wrong) < 2:
        return None, ""
    each = {
        base: find([_seen(exercise, cases[k], mine, true) for k, mine, true in s])
        for base, s in wrong.items()
    }
    if not all(name for name, _ in each.values()):
        return None, ""
    names = list(dict.fromkeys(name for name, _ in each.values()))
    lines = [f"{base}: {says}" for base, (_, says) in each.items()]
    return " and ".join(names), "\n".join(lines) + also


def _simpler(exercise, cases, found, right, find):
    """The relation seen in what an exercise makes of its results, such as the step taken."""
    kept = []
    for case, mine, true in zip(cases, found, right, strict=True):
        pair = [exercise.simpler(case, outcome.values) for outcome in (mine, true)]
        if pair[0]:
            kept.append((case, *pair))
    if len(kept) < 3:
        return None, ""
    seen = [[_Values(part) for part in parts] for parts in zip(*(k[1:] for k in kept), strict=True)]
    if not all(
        mine.shape == true.shape
        for _, own, others in kept
        for mine, true in zip(own.values(), others.values(), strict=True)
    ):
        return None, ""
    name, says = _of_outputs(exercise, [case for case, *_ in kept], *seen, find)
    return name, says and f"Seen in one step: {says}"


class _Values:
    def __init__(self, values):
        self.values = values


def grouped(found, right):
    """The results by their names without layers: (case, mine, true) of each."""
    groups = {}
    for k, (outcome, true) in enumerate(zip(found, right, strict=True)):
        for name, value in true.values.items():
            base = re.sub(r"\[\d+\]$", "", name)
            groups.setdefault(base, []).append((k, outcome.values[name], value))
    return groups


def _right(k, mine, true):
    return near(mine, true)


def _seen(exercise, case, mine, true):
    arrays = {
        name: value
        for name, value in zip(exercise.inputs, case, strict=True)
        if isinstance(value, (np.ndarray, float, int))
    }
    return relations.Seen(
        mine,
        true,
        exercise.sizes(case) if exercise.sizes else {},
        exercise.factors(case) if exercise.factors else {},
        arrays,
    )


def _in_another_order(found, right):
    names = list(right[0].values)
    if len(names) < 2 or any(list(outcome.values) != names for outcome in found):
        return ""
    for turn in range(1, len(names)):
        order = names[turn:] + names[:turn]
        if all(
            near(outcome.values[mine], true.values[name])
            for outcome, true in zip(found, right, strict=True)
            for mine, name in zip(names, order, strict=True)
        ):
            return f"The results are right, but not their order: first {', then '.join(names)}."
    return ""


# Run in another way: on one sample at a time, or on columns.


def _for_one(exercise, function, cases, found, right):
    """Is the function right for each sample alone, or with samples as columns?"""
    if not exercise.rows:
        return None, ""
    if all(_sample_by_sample(exercise, function, case, r) for case, r in zip(cases, right)):  # noqa: B905
        return "only one sample", (
            "Your function is right for one sample at a time: I tried. But it is given a whole\n"
            f"batch: {' and '.join(exercise.rows)} "
            f"{'has' if len(exercise.rows) == 1 else 'have'} one row a sample."
        )
    if all(_in_columns(exercise, function, case, r) for case, r in zip(cases, right)):  # noqa: B905
        return "columns for rows", (
            "Your function is right where each sample is a column, as in many books: I tried.\n"
            "Here each sample is a row, and every array is turned on its side."
        )
    return None, ""


def _sample_by_sample(exercise, function, case, right):
    (true,) = right.values.values()
    count = len(case[exercise.inputs.index(exercise.rows[0])])
    results = []
    for k in range(count):
        row = [
            value[k] if name in exercise.rows else value
            for name, value in zip(exercise.inputs, case, strict=True)
        ]
        outcome = outcome_of(exercise, function, row)
        if len(outcome.values) != 1:
            return False
        results.append(next(iter(outcome.values.values())))
    if exercise.mean:
        return len({r.shape for r in results}) == 1 and near(np.mean(results, axis=0), true)
    return all(
        r.size == row.size and near(r.ravel(), row.ravel())
        for r, row in zip(results, true, strict=True)
    )


def _in_columns(exercise, function, case, right):
    (true,) = right.values.values()
    for W_too in (True, False):
        turned = []
        for name, value in zip(exercise.inputs, case, strict=True):
            if name in exercise.rows or (W_too and np.ndim(value) == 2):
                value = value.T
            elif np.ndim(value) == 1:
                value = value[:, None]
            turned.append(value)
        outcome = outcome_of(exercise, function, turned)
        if len(outcome.values) == 1:
            mine = next(iter(outcome.values.values()))
            if near(mine.T, true) or (true.ndim == 1 and near(mine.ravel(), true)):
                return True
    return False


# Parts: each judged given the learner's own values, so that one mistake does not hide another.


def _in_parts_partly(exercise, function, cases, found, right):
    """The same, though some parts stay without a name, or it stops with an error in some cases."""
    kept = [k for k, outcome in enumerate(found) if outcome.values]
    if len(kept) < ENOUGH:
        return None, ""
    some = ([whole[k] for k in kept] for whole in (cases, found, right))
    name, says = _in_parts(exercise, function, *some, partly=True)
    return name, says and "Where it runs to its end:\n" * (len(kept) < len(found)) + says


def _in_parts(exercise, function, cases, found, right, partly=False):
    """Each wrong part is diagnosed as an exercise of its own."""
    names, lines, fine = [], [], []
    for where, part, inputs, mine, true in parts_of(exercise, cases, found):
        if all(same(own, other) for own, other in zip(mine, true, strict=True)):
            fine.append(where)
            continue
        name, says = None, "not right either."
        for find in (_known, _shape, _related, _two_at_once, _compound):
            name, words = find(part, None, inputs, mine, true)
            if name:
                names.append(name)
                says = f"{name}. {words.partition(_LOOK)[0]}"
                break
        if name is None and not partly:
            return None, ""
        lines.append(f"{where}: {says}")
    if not names:
        return None, ""
    if fine:
        lines.append(f"Right, given your own numbers: {'; '.join(fine)}.")
    names = list(dict.fromkeys(names))
    return " and ".join(names), "\n".join([_count(len(names))] * (len(names) > 1) + lines)


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


def _count(n):
    if n == 1:
        return "One mistake:"
    return "Two mistakes at once:" if n == 2 else f"{n} mistakes at once:"


# Two known mistakes, or a known one and a relation.


def _two_at_once(exercise, function, cases, found, right):
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
                    f"{_count(2)}\n{mistake.name}: {_short(mistake)}\n"
                    f"{name}: compared with that, {says[0].lower()}{says[1:]}"
                )
    for made, answer in exercise.pairs() if exercise.pairs else ():
        if _gives(exercise, answer, cases, found):
            name = " and ".join(m.name for m in made)
            if len(made) == 1:
                return name, f"What explains all of it: {name}."
            return name, "\n".join([_count(len(made)), *(_line(m) for m in made)])
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
        _seen(exercise, case, own.values[name], value)
        for case, own, other in kept
        for name, value in other.values.items()
    ]


def _line(mistake):
    return f"{mistake.name}: {_short(mistake)}" if mistake.says else f"{mistake.name}."


def _short(mistake):
    return mistake.says.partition(_LOOK)[0]


def _compound(exercise, function, cases, found, right):
    if not all(outcome.values for outcome in found):
        return None, ""
    return _of_outputs_or_simpler(exercise, cases, found, right, relations.compound)


# Right only where something is one: the weakest of all.


def _only_for_one(exercise, function, cases, found, right):
    """Name and sentence of a function that is right only where some number is 1."""
    if not exercise.sizes or any(outcome.problem for outcome in found):
        return None, ""
    fits = [same(own, true) for own, true in zip(found, right, strict=True)]
    sizes = [exercise.sizes(case) for case in cases]
    for name in sizes[0]:
        if any(fits) and fits == [size[name] == 1 for size in sizes]:
            return f"right only for one of the {name}", (
                f"It is right where the number of {name} is 1, and wrong where there are more.\n"
                f"What in your function changes with the number of {name}?"
            )
    return None, ""
