"""The right result times something: a constant, a size, a factor of the equation."""

from itertools import permutations

import numpy as np

from .outcome import TOLERANCE, near

TINY = 1e-14  # what is smaller is rounding
CONSTANTS = {2.0: "twice", 0.5: "half of", -2.0: "minus twice", -0.5: "minus one half of"}


def constant_times(pairs):
    c = _times(pairs)
    if c is None or not np.allclose(c, c[0], rtol=1e-5, atol=1e-9):
        return None, ""
    if abs(c[0]) < 1e-9:
        return "all zeros", "Every number is 0."
    if abs(c[0] - 1) < 1e-5:
        return None, ""
    if abs(c[0] + 1) < 1e-5:
        return "sign flipped", "The sizes are right, and every sign is wrong."
    constant = next((words for k, words in CONSTANTS.items() if abs(c[0] - k) < 1e-4), "")
    words = constant or f"{c[0]:.4g} times"
    return "a constant factor", f"This is {words} the right result, everywhere: a constant factor."


def by_a_size(pairs, constants=((1, ""),)):
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


def one_constant(pairs):
    """The same beside a wrong answer: zeros everywhere are no multiple of it."""
    name, says = constant_times(pairs)
    return (None, "") if name == "all zeros" else (name, says)


def fixed_number(pairs):
    """A number such as 4 where a size belongs: right in a batch of 4, and nowhere else."""
    c = _times(pairs)
    if c is None:
        return None, ""
    for name in pairs[0].sizes:
        sizes = np.array([p.sizes[name] for p in pairs], float)
        if np.ptp(sizes) == 0:
            continue
        for fixed in (c * sizes, sizes / c):  # it multiplies, or it divides
            number = round(fixed[0])
            if number > 1 and np.allclose(fixed, number, rtol=1e-5):
                return "a fixed number for a size", (
                    f"It is right only where the number of {name} is {number}. Where does your "
                    f"{number} come from?"
                )
    return None, ""


def by_a_factor(pairs, signs=((1, ""),)):
    if not same_shapes(pairs):
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


def _times(pairs):
    """For each case the c with mine = c · true; None where there is no such number."""
    if not same_shapes(pairs):
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


def same_shapes(pairs):
    return all(p.mine.shape == p.true.shape for p in pairs)
