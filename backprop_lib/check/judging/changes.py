"""What was done to the right result: turned, summed, changed number by number, shifted."""

import numpy as np

from .multiples import same_shapes
from .outcome import near


def turned(pairs):
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


def transposed(pairs):
    if all(min(p.true.shape, default=0) < 2 for p in pairs):
        return None, ""
    if _holds(pairs, lambda true: true.T):
        return "rows and columns swapped", "Rows and columns are swapped."
    return None, ""


def summed(pairs):
    """Something of the right result is added up, or something of the learner's should be."""
    first, last = "the rows are added up or averaged", "the columns are added up or averaged"
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


def changed(pairs):
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


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _softmax(axis):
    def change(z):
        e = np.exp(z - z.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    return change


def shifted(pairs):
    """A constant is added, or an input times a constant."""
    if not same_shapes(pairs):
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


def _first(pairs, table):
    for name, says, *changes in table:
        if any(_holds(pairs, change) for change in changes):
            return name, says
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
