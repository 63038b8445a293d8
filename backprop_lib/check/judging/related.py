"""Is a result related to the right one? Asked of all outputs together, and of each alone."""

import re

import numpy as np

from . import relations
from .outcome import near


def shape(exercise, function, cases, found, right):
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
        name, mine, true = _first_shape(found, right)
        is_slope = name.startswith("dW") or (flat and not name.startswith("delta"))
        rule = (
            "A gradient has the shape of what it is the gradient of."
            if is_slope
            else "One row a sample, one column a neuron, even where there is only one of them."
        )
        return "wrong shape", (
            f"The numbers are right, but a shape is not: {name} is {mine}, expected {true}.\n{rule}"
        )
    if not flat and fits(lambda array, shape: array.T):
        return "rows and columns swapped", (
            "The numbers are right, but rows and columns are swapped: one row a sample, please."
        )
    return None, ""


def _first_shape(found, right):
    """Of the first array of another shape: its name, its shape, and what it should be."""
    return next(
        (name, array.shape, true.values[name].shape)
        for outcome, true in zip(found, right, strict=True)
        for name, array in outcome.values.items()
        if array.shape != true.values[name].shape
    )


def related(exercise, function, cases, found, right):
    if not all(outcome.values for outcome in found):
        return None, ""
    swapped = _in_another_order(found, right)
    if swapped:
        return "results in the wrong order", swapped
    return _of_outputs_or_simpler(exercise, cases, found, right, relations.relation)


def compound(exercise, function, cases, found, right):
    if not all(outcome.values for outcome in found):
        return None, ""
    return _of_outputs_or_simpler(exercise, cases, found, right, relations.compound)


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
        seen_beside(exercise, cases[k], mine, true) for s in wrong.values() for k, mine, true in s
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
        base: find([seen_beside(exercise, cases[k], mine, true) for k, mine, true in s])
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


def seen_beside(exercise, case, mine, true):
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
