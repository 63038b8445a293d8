"""The ends of a colour scale whose middle is 0: what is right, and which wrong answers it lists."""

import numpy as np

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def colour_limits(function):
    """Check ``f(values)``: the ends of a colour scale with 0 in the middle and room for all values.

    Parameters
    ----------
    function : callable
        Given an array of weights or slopes, not all 0, it returns ``low, high``: two numbers.

    Returns
    -------
    Report

    Examples
    --------
    >>> colour_limits(lambda values: (values.min(), values.max())).mistake
    'stretched from smallest to largest'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    mixed = [(cases.numbers(rng, *shape),) for shape in ((2, 2), (3,), (3, 4), (5, 2), (8,))]
    positive = [(abs(cases.numbers(rng, *shape)),) for shape in ((2, 3), (4,))]
    negative = [(-abs(cases.numbers(rng, *shape)),) for shape in ((3,), (2, 4))]
    return [*positive, *negative, *mixed, (np.full((2, 2), 0.4),)]


EXERCISE = Exercise(
    "colour_limits",
    ("values",),
    ("low", "high"),
    lambda values: (-abs(values).max(), abs(values).max()),
    _cases,
    (
        WrongAnswer(
            "stretched from smallest to largest",
            "This goes from the smallest value to the largest. Then 0 is anywhere, and a small\n"
            "positive weight looks negative.",
            (lambda values: (values.min(), values.max()),),
        ),
        WrongAnswer(
            "begins at 0",
            "One end is 0, so there is no place for values on its other side.",
            (
                lambda values: (0.0, values.max()),
                lambda values: (0.0, abs(values).max()),
                lambda values: (values.min(), 0.0),
            ),
        ),
        WrongAnswer(
            "signs not taken off",
            "The largest value is taken with its sign. A weight of −2 is farther off than 1.",
            (
                lambda values: (-values.max(), values.max()),
                lambda values: (values.min(), -values.min()),
            ),
        ),
        WrongAnswer(
            "the same for every picture",
            "These ends do not depend on the values. Larger ones would all get the last colour.",
            (lambda values: (-1.0, 1.0), lambda values: (-2.0, 2.0)),
        ),
        WrongAnswer(
            "a usual size",
            "This is made of a mean or a spread. Values beyond it would all get the last colour.",
            (
                lambda values: (-abs(values).mean(), abs(values).mean()),
                lambda values: (-values.std(), values.std()),
                lambda values: (-2 * values.std(), 2 * values.std()),
            ),
        ),
    ),
)
