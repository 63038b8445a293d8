"""How a result is related to the right one: a constant times it, turned, summed, cut off, …

A relation holds only if it holds in every case that is compared, with the same constant. The cases
are random and of many shapes, so that none holds by chance.
"""

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from .outcome import TOLERANCE, near

TINY = 1e-14  # what is smaller is rounding


@dataclass(frozen=True, eq=False)
class Seen:
    """One result in one case, beside the right one."""

    mine: np.ndarray
    true: np.ndarray
    sizes: dict  # numbers by name, such as {"samples": 3}
    factors: dict  # arrays by name that stand in the equation, or could
    inputs: dict  # what the function was given


def relation(pairs):
    """Name and sentence of what turns all the right results into the learner's; None, "" if none.

    The simplest first, so that what is said is the least that explains the numbers.
    """
    for find in (_constant, _by_a_size, _by_a_factor, _turned, _summed, _changed, _shifted):
        name, says = find(pairs)
        if name:
            return name, says
    return None, ""


def compound(pairs):
    """A size or a factor, and a constant, in one: two known mistakes may explain them better."""
    name, says = _by_a_size(pairs, ((-1, "minus "), (2, "twice "), (-2, "minus twice ")))
    return (name, says) if name else _by_a_factor(pairs, ((-1, " Besides, every sign is wrong."),))


def beside():
    """What can be said beside another mistake, one after the other, the simplest first."""
    return _constant, _transposed, _by_a_factor, _by_a_size


def _same_shapes(pairs):
    return all(p.mine.shape == p.true.shape for p in pairs)


def _times(pairs):
    """For each case the c with mine = c · true; None where there is no such number."""
    if not _same_shapes(pairs):
        return None
    found = []
    for p in pairs:
        square = float((p.true**2).sum())
        if not np.isfinite(p.mine).all() or square < TINY:
            return None
        c = float((p.mine * p.true).sum()) / square
        if abs(p.mine - c * p.true).max() > TOLERANCE * abs(p.mine).max() + TINY:
            return None
        found.append(c)
    return np.array(found)


CONSTANTS = {2.0: "twice", 0.5: "half of", -2.0: "minus twice", -0.5: "minus one half of"}


def _constant(pairs):
    c = _times(pairs)
    if c is None or not np.allclose(c, c[0], rtol=1e-5, atol=1e-9):
        return None, ""
    if abs(c[0]) < 1e-9:
        return "all zeros", "Every number is 0."
    if abs(c[0] - 1) < 1e-5:
        return None, ""
    if abs(c[0] + 1) < 1e-5:
        return "sign flipped", "The sizes are right, and every sign is wrong."
    known = next((words for k, words in CONSTANTS.items() if abs(c[0] - k) < 1e-4), "")
    words = known or f"{c[0]:.4g} times"
    return "a constant factor", f"This is {words} the right result, everywhere: a constant factor."


def _by_a_size(pairs, constants=((1, ""),)):
    c = _times(pairs)
    if c is None:
        return None, ""
    names = list(pairs[0].sizes)
    ways = [(f"times the number of {s}", lambda z, s=s: z[s]) for s in names]
    ways += [(f"divided by the number of {s}", lambda z, s=s: 1 / z[s]) for s in names]
    ways += [
        (
            f"times the number of {s}, divided by the number of {t}",
            lambda z, s=s, t=t: z[s] / z[t],
        )
        for s, t in permutations(names, 2)
    ]
    ways += [
        (f"divided by the number of {s} and of {t}", lambda z, s=s, t=t: 1 / (z[s] * z[t]))
        for k, s in enumerate(names)
        for t in names[k:]
    ]
    for constant, before in constants:
        for words, size in ways:
            if np.allclose(c, [constant * size(p.sizes) for p in pairs], rtol=1e-5):
                return "a wrong size in it", (
                    f"This is {before}the right result, {words}.\n"
                    "Which sum needs a mean, and over what is the mean taken?"
                )
    return None, ""


def _by_a_factor(pairs, signs=((1, ""),)):
    if not _same_shapes(pairs):
        return None, ""
    names = list(pairs[0].factors)

    def holds(change):
        try:
            return all(near(change(p), p.true) for p in pairs)
        except ValueError:  # a factor of another shape
            return False

    with np.errstate(all="ignore"):
        for sign, also in signs:
            for name in names:
                if holds(lambda p, name=name, sign=sign: sign * p.mine * p.factors[name]):
                    return "a factor missing", f"A factor is missing: {name}.{also}"
                if holds(lambda p, name=name, sign=sign: sign * p.mine / p.factors[name]):
                    return "a factor too many", f"There is a factor too many: {name}.{also}"
            for there, needed in permutations(names, 2):
                if holds(
                    lambda p, there=there, needed=needed, sign=sign: (
                        sign * p.mine / p.factors[there] * p.factors[needed]
                    )
                ):
                    return "another factor", (
                        f"Here stands {there}, and there should be {needed}.{also}"
                    )
    return None, ""


def _holds(pairs, change):
    """Does ``change(true)`` give the learner's result in every case, and anything else in one?"""
    with np.errstate(all="ignore"):
        for p in pairs:
            try:
                if not near(p.mine, np.asarray(change(p.true), float)):
                    return False
            except (ValueError, IndexError, np.exceptions.AxisError):
                return False
    return True


def _first(pairs, table):
    for name, says, *changes in table:
        if any(_holds(pairs, change) for change in changes):
            return name, says
    return None, ""


def _turned(pairs):
    return _first(
        pairs,
        (
            (
                "rows and columns swapped",
                "The numbers are right, but rows and columns are swapped.",
                lambda true: true.T,
            ),
            ("rows in reverse", "The rows are right, but in reverse.", lambda true: true[::-1]),
            (
                "columns in reverse",
                "The columns are right, but in reverse.",
                lambda true: true[..., ::-1],
            ),
            (
                "reshaped, not transposed",
                "The numbers are right, but they have changed places: `reshape` reads row by row,\n"
                "it does not turn rows into columns.",
                lambda true: true.reshape(true.shape[::-1]),
                lambda true: true.T.reshape(true.shape),
            ),
        ),
    )


def _transposed(pairs):
    if all(min(p.true.shape, default=0) < 2 for p in pairs):
        return None, ""
    if _holds(pairs, lambda true: true.T):
        return "rows and columns swapped", "Rows and columns are swapped."
    return None, ""


def _summed(pairs):
    """Something of the right result is added up, or something of the learner's should be."""
    first, last = "the rows are added up", "the columns are added up"
    name, says = _first(
        pairs,
        (
            (
                "axis forgotten",
                "Everything is added up to one number: a sum or a mean without an axis.",
                np.sum,
                np.mean,
                lambda true: np.full_like(true, true.sum()),
                lambda true: np.full_like(true, true.mean()),
            ),
            (
                "summed too much",
                f"The right numbers are there, and then {first}. Rows stay apart here.",
                *_sums(0),
            ),
            (
                "summed too much",
                f"The right numbers are there, and then {last}. Columns stay apart here.",
                *_sums(1),
            ),
            (
                "only the first",
                "Only the first row is there. The others are missing.",
                lambda true: true[0],
                lambda true: true[:1],
                lambda true: np.vstack([true[:1], 0 * true[1:]]),
            ),
            (
                "only the last",
                "Only the last row is there. The others are missing or overwritten.",
                lambda true: true[-1],
                lambda true: true[-1:],
                lambda true: np.vstack([0 * true[:-1], true[-1:]]),
                lambda true: np.broadcast_to(true[-1:], true.shape),
            ),
        ),
    )
    if name:
        return name, says
    for axis in (0, 1, 2):
        for of in (np.sum, np.mean):
            if all(p.mine.ndim == p.true.ndim + 1 > axis for p in pairs) and all(
                near(of(p.mine, axis=axis), p.true) for p in pairs
            ):
                return "sum missing", (
                    f"There is an axis too many. {'Add up' if of is np.sum else 'Take the mean'} "
                    "along one of them, and this is right."
                )
    return None, ""


def _sums(axis):
    return tuple(
        lambda true, of=of, keep=keep: of(true, axis=axis, keepdims=keep)
        for of in (np.sum, np.mean)
        for keep in (True, False)
    ) + tuple(
        lambda true, of=of: np.broadcast_to(of(true, axis=axis, keepdims=True), true.shape)
        for of in (np.sum, np.mean)
    )


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _softmax(axis):
    def change(z):
        e = np.exp(z - z.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    return change


def _changed(pairs):
    """A function applied to every number of the right result."""
    return _first(
        pairs,
        (
            ("signs lost", "The sizes are right, and the signs are lost.", np.abs),
            ("sign flipped where positive", "Every number is negative.", lambda t: -abs(t)),
            (
                "cut off at 0",
                "Numbers below 0 have become 0; the others are right.",
                lambda t: np.maximum(t, 0),
            ),
            (
                "cut to whole numbers",
                "The numbers are cut off to whole ones. An array of whole numbers keeps no\n"
                "fractions: where is its dtype int?",
                np.trunc,
                np.floor,
            ),
            (
                "rounded to 0 or 1",
                "The results are rounded to 0 or 1. Asked for is the number itself.",
                lambda t: (t > 0.5) * 1.0,
            ),
            *(
                (
                    "rounded",
                    f"The results are rounded to {k} digit{'s' * (k != 1)}. Asked for are all.",
                    lambda t, k=k: np.round(t, k),
                )
                for k in range(5)
            ),
            ("signs only", "Only the signs are right; every size is 1.", np.sign),
            ("squared", "This is the square of the right result.", np.square),
            ("root", "This is the root of the right result.", np.sqrt),
            ("1 minus the result", "This is 1 minus the right result.", lambda t: 1 - t),
            ("one over the result", "This is 1 divided by the right result.", lambda t: 1 / t),
            ("a sigmoid too many", "A sigmoid is applied once more than it should be.", _sigmoid),
            ("softmax", "A softmax is applied to the right result.", _softmax(0), _softmax(-1)),
            (
                "made one long",
                "The direction is right, and the length is 1.",
                lambda t: t / np.sqrt((t**2).sum()),
            ),
        ),
    )


def _shifted(pairs):
    """A constant is added, or an input times a constant."""
    if not _same_shapes(pairs):
        return None, ""
    apart = [p.mine - p.true for p in pairs]
    if not all(np.isfinite(d).all() for d in apart):
        return None, ""
    c = apart[0].flat[0] if apart[0].size else 0.0
    if abs(c) > 1e-5 and all(near(d, np.full_like(d, c)) for d in apart):
        return "a constant added", (
            f"Everywhere {c:+.4g} is added to the right result. Where does it come from?"
        )
    for name in pairs[0].inputs:
        given = [np.asarray(p.inputs[name], float) for p in pairs]
        try:
            wide = [np.broadcast_to(g, d.shape) for g, d in zip(given, apart, strict=True)]
        except ValueError:
            continue
        square = sum(float((w**2).sum()) for w in wide)
        if not square:
            continue
        c = sum(float((w * d).sum()) for w, d in zip(wide, apart, strict=True)) / square
        if abs(c) > 1e-5 and all(near(d, c * w) for d, w in zip(apart, wide, strict=True)):
            word = {1.0: "added", -1.0: "subtracted"}.get(round(c, 6), f"added, times {c:.4g},")
            return f"{name} {word.partition(',')[0]}", (
                f"The right result is there, and {name} is {word} besides."
            )
    return None, ""
