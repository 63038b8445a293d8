"""A bound: how much of a delta can be left at the start of a sigmoid chain."""

import numpy as np

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def at_most(function):
    """Check ``f(weights)``: how much of a delta can be left at the start of a sigmoid chain.

    Parameters
    ----------
    function : callable
        Given the weights between the neurons of a chain, shape (n,), it returns the most that
        |delta| of the first neuron can be, in units of |delta| of the last one.

    Returns
    -------
    Report

    Examples
    --------
    >>> at_most(lambda weights: abs(weights).prod()).mistake
    'slope forgotten'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    return [(cases.numbers(rng, n),) for n in (1, 2, 3, 3, 6)] + [(np.array([-2.0, 0.5, 3.0]),)]


EXERCISE = Exercise(
    "at_most",
    ("weights",),
    ("share",),
    lambda weights: (abs(weights) / 4).prod(),
    _cases,
    (
        WrongAnswer(
            "signs kept",
            "The signs of the weights are still in it. The question is how large delta can be,\n"
            "and a size is never negative.",
            (
                lambda weights: (weights / 4).prod(),
                lambda weights: (np.maximum(weights, 0) / 4).prod(),
            ),
        ),
        WrongAnswer(
            "slope forgotten",
            "Only the weights are multiplied. On its way back delta also meets the slope of every\n"
            "neuron that it comes to.",
            (lambda weights: abs(weights).prod(),),
        ),
        WrongAnswer(
            "slope taken once",
            "The slope is in it once. Delta meets a new neuron behind every weight, and each has\n"
            "a slope of its own.",
            (lambda weights: abs(weights).prod() / 4,),
        ),
        WrongAnswer(
            "weights forgotten",
            "Only the slopes are multiplied. Between two neurons there is also a weight.",
            (lambda weights: 0.25 ** len(weights),),
        ),
        WrongAnswer(
            "a slope too many",
            "There is a slope too many. The last neuron's delta is where the way begins; its own\n"
            "slope is in it already. Count the weights: there are as many slopes.",
            (lambda weights: abs(weights).prod() * 0.25 ** (len(weights) + 1),),
        ),
        WrongAnswer(
            "a slope too few",
            "There is a slope too few. The first neuron has one, too. Count the weights: there\n"
            "are as many slopes.",
            (lambda weights: abs(weights).prod() * 0.25 ** (len(weights) - 1),),
        ),
        WrongAnswer(
            "one weight for all",
            "Every weight is taken to be as large as one number: the largest, or their mean.\n"
            "Delta meets each weight once, as large as it is.",
            (
                lambda weights: (abs(weights).max() / 4) ** len(weights),
                lambda weights: (abs(weights).mean() / 4) ** len(weights),
            ),
        ),
        WrongAnswer(
            "value for slope",
            "A sigmoid's value in the middle is one half. Its slope there is less.",
            (lambda weights: (abs(weights) / 2).prod(),),
        ),
        WrongAnswer(
            "added",
            "The factors are added. Along a path slopes are multiplied.",
            (
                lambda weights: (abs(weights) / 4).sum(),
                lambda weights: (abs(weights) + 0.25).sum(),
                lambda weights: (weights / 4).sum(),
            ),
        ),
        WrongAnswer(
            "averaged",
            "This is the average of the factors. Delta meets all of them, one after the other.",
            (lambda weights: (abs(weights) / 4).mean(),),
        ),
    ),
    sizes=lambda case: {"weights": len(case[0])},
    pairs=lambda: _pairs(),
)


def _pairs():
    """The signs kept, or a sum for a product, and the wrong number of slopes."""
    by_name = {wrong.name: wrong for wrong in EXERCISE.wrong_answers}
    slopes = {
        "slope forgotten": lambda n: 1.0,
        "slope taken once": lambda n: 0.25,
        "a slope too many": lambda n: 0.25 ** (n + 1),
        "a slope too few": lambda n: 0.25 ** (n - 1),
        "value for slope": lambda n: 0.5**n,
    }
    for name, share in slopes.items():
        yield (
            [by_name["signs kept"], by_name[name]],
            lambda weights, share=share: weights.prod() * share(len(weights)),
        )
        yield (
            [by_name["added"], by_name[name]],
            lambda weights, share=share: abs(weights).sum() * share(len(weights)),
        )
