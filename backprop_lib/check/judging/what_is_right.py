"""What is right in a function whose mistake has no name: cases, results, equations, samples."""

import numpy as np

from .in_parts import parts_of
from .outcome import near, same


def what_is_right(exercise, cases, found, right):
    """Lines that say which cases, which results, which samples are right."""
    fits = [same(own, true) for own, true in zip(found, right, strict=True)]
    lines = [_which_cases(exercise, cases, fits)] if any(fits) else []
    if all(outcome.values for outcome in found):
        names = {}
        for own, true in zip(found, right, strict=True):
            for name, value in true.values.items():
                names.setdefault(name, []).append(near(own.values[name], value))
        fine = [name for name, is_right in names.items() if all(is_right)]
        if fine:
            rest = [name for name in names if name not in fine]
            lines.append(f"Right in every case: {', '.join(fine)}. Not: {', '.join(rest)}.")
    parts = {
        where: all(same(own, other) for own, other in zip(mine, true, strict=True))
        for where, _, _, mine, true in parts_of(exercise, cases, found)
    }
    if any(parts.values()):
        fine = [where for where, is_right in parts.items() if is_right]
        lines.append(f"Given your own numbers, right is {'; '.join(fine)}.")
        lines.append(f"Not: {'; '.join(where for where in parts if where not in fine)}.")
    first = fits.index(False)
    lines += _which_numbers(found[first], right[first])
    return [line for line in lines if line]


def _which_cases(exercise, cases, fits):
    count = f"{sum(fits)} of {len(fits)} cases are right"
    sizes = [exercise.sizes(case) for case in cases] if exercise.sizes else []
    for name in sizes[0] if sizes else ():
        one = [size[name] == 1 for size in sizes]
        if fits == one:
            return f"It is right where the number of {name} is 1, and wrong where there are more."
        if all(o for o, fit in zip(one, fits, strict=True) if fit):
            return f"{count}: only such in which the number of {name} is 1."
    return f"{count}."


def _which_numbers(outcome, right):
    lines = []
    for name, true in right.values.items():
        mine = outcome.values.get(name)
        label = f"{name}: " if len(right.values) > 1 else ""
        if mine is None or near(mine, true):
            continue
        if mine.shape != true.shape:
            lines.append(f"{label}the shape is {mine.shape}, and it should be {true.shape}.")
            continue
        close = abs(mine - true) <= 1e-6 * (1 + abs(true))
        if true.ndim == 2 and true.shape[0] > 1 and close.all(axis=1).any():
            rows = ", ".join(map(str, np.flatnonzero(close.all(axis=1))))
            lines.append(f"{label}right are the rows {rows} of {len(true)} (counted from 0).")
        elif true.ndim == 2 and true.shape[1] > 1 and close.all(axis=0).any():
            columns = ", ".join(map(str, np.flatnonzero(close.all(axis=0))))
            lines.append(f"{label}right are the columns {columns} of {true.shape[1]}.")
        elif close.any():
            lines.append(f"{label}{close.sum()} of {close.size} numbers are right.")
        elif (np.sign(mine) == np.sign(true)).all():
            lines.append(f"{label}the shape and all signs are right, the sizes are not.")
        else:
            lines.append(f"{label}the shape is right, the numbers are not.")
    return lines
