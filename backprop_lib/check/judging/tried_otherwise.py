"""A function run in another way: on one sample at a time, on columns, or where a number is 1."""

import numpy as np

from .outcome import near, outcome_of, same


def for_one(exercise, function, cases, found, right):
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


def only_for_one(exercise, function, cases, found, right):
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
