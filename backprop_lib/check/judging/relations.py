"""How a result is related to the right one: a constant times it, turned, summed, cut off, …

A relation holds only if it holds in every case that is compared, with the same constant. The cases
are random and of many shapes, so that none holds by chance.
"""

from dataclasses import dataclass

import numpy as np

from .changes import changed, shifted, summed, transposed, turned
from .multiples import by_a_factor, by_a_size, constant_times, fixed_number, one_constant


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
    multiples = constant_times, by_a_size, fixed_number, by_a_factor
    for find in (*multiples, turned, summed, changed, shifted):
        name, says = find(pairs)
        if name:
            return name, says
    return None, ""


def compound(pairs):
    """A size or a factor, and a constant, in one: two wrong answers may explain them better."""
    name, says = by_a_size(pairs, ((-1, "minus "), (2, "twice "), (-2, "minus twice ")))
    return (name, says) if name else by_a_factor(pairs, ((-1, " Besides, every sign is wrong."),))


def beside():
    """What can be said beside another mistake, one after the other, the simplest first."""
    return one_constant, transposed, by_a_factor, by_a_size
