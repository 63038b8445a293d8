"""Two spreads of random weights: one keeps the length of delta, one the size of its numbers."""

import numpy as np

from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def keeping_spread(function):
    """Check ``f(slopes, fan_in, fan_out)``: two spreads of random weights for delta's way back.

    Parameters
    ----------
    function : callable
        Given the slopes of a layer's activations, shape (batch, fan_in), and the shape of the
        weights that lead on from there, it returns ``for_length, for_size``: the standard
        deviation of these weights with which delta, on its way back through them and the slopes,
        keeps its length, and the one with which a typical number of it keeps its size.

    Returns
    -------
    Report

    Examples
    --------
    >>> keeping_spread(lambda slopes, fan_in, fan_out: (fan_in**-0.5, fan_out**-0.5)).mistake
    'slope forgotten'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    settings = [(2, 1, 2), (2, 3, 1), (4, 2, 5), (3, 8, 3), (2, 5, 6)]  # (batch, fan_in, fan_out)
    return [
        (rng.uniform(0.05, 1.0, (batch, fan_in)), fan_in, fan_out)
        for batch, fan_in, fan_out in settings
    ]


def _rms(values):
    return np.sqrt((values**2).mean())


def _both(spread):
    """``spread(slopes, n)``, with fan_in for the length and with fan_out for the size."""
    return lambda slopes, fan_in, fan_out: (spread(slopes, fan_in), spread(slopes, fan_out))


def _one(spread):
    """``spread(slopes, fan_in, fan_out)`` for both."""
    return lambda slopes, fan_in, fan_out: (spread(slopes, fan_in, fan_out),) * 2


def _right(slopes, n):
    return 1 / (np.sqrt(n) * _rms(slopes))


EXERCISE = Exercise(
    "keeping_spread",
    ("slopes", "fan_in", "fan_out"),
    ("for_length", "for_size"),
    _both(_right),
    _cases,
    (
        WrongAnswer(
            "variance for standard deviation",
            "These are variances of the weights. A spread is the root of one.",
            (_both(lambda slopes, n: _right(slopes, n) ** 2),),
        ),
        WrongAnswer(
            "the two swapped",
            "Both are there, and each is the answer to the other question. A number of what comes\n"
            "back is a sum of as many terms as W has columns; and there are as many such numbers\n"
            "as W has rows.",
            (lambda slopes, fan_in, fan_out: (_right(slopes, fan_out), _right(slopes, fan_in)),),
        ),
        WrongAnswer(
            "fan_in for both",
            "for_length is right. The size of one number is another question: it is a sum, of as\n"
            "many terms as W has columns. How many such numbers there are does not matter to it.",
            (_one(lambda slopes, fan_in, fan_out: _right(slopes, fan_in)),),
        ),
        WrongAnswer(
            "fan_out for both",
            "for_size is right (it is what Glorot and Bengio ask for, 2010). The length is\n"
            "another question: what comes back may have more numbers than what arrived, or fewer.",
            (_one(lambda slopes, fan_in, fan_out: _right(slopes, fan_out)),),
        ),
        WrongAnswer(
            "Xavier's compromise",
            "This is Xavier's compromise, which keeps nothing exactly. Asked for are the two ends\n"
            "between which one would compromise.",
            (_one(lambda slopes, fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)) / _rms(slopes)),),
        ),
        WrongAnswer(
            "slope forgotten",
            "The slopes do not matter to your spreads. They are one of the two parts of the\n"
            "factor.",
            (
                _both(lambda slopes, n: 1 / np.sqrt(n)),
                _both(lambda slopes, n: np.sqrt(2 / n)),
                _one(lambda slopes, fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out))),
            ),
        ),
        WrongAnswer(
            "neurons forgotten",
            "The number of neurons does not matter to your spreads. But the size of W grows with\n"
            "it.",
            (_both(lambda slopes, n: 1 / _rms(slopes)),),
        ),
        WrongAnswer(
            "plain mean",
            "You take the plain mean of the slopes. Lengths are made of squares: a few large\n"
            "slopes count for more.",
            (_both(lambda slopes, n: 1 / (np.sqrt(n) * slopes.mean())),),
        ),
        WrongAnswer(
            "standard deviation of the slopes",
            "You take how far the slopes lie from their mean. What counts is how large they are.",
            (_both(lambda slopes, n: 1 / (np.sqrt(n) * slopes.std())),),
        ),
        WrongAnswer(
            "a root forgotten",
            "A root is missing. The factor is root mean square of the slopes times root of a\n"
            "number of neurons times the spread.",
            (
                _both(lambda slopes, n: 1 / (np.sqrt(n) * _rms(slopes) ** 2)),
                _both(lambda slopes, n: 1 / (n * _rms(slopes))),
            ),
        ),
        WrongAnswer(
            "the factor itself",
            "This grows with the slopes. Where slopes are small the weights must be larger, so\n"
            "that the product is 1.",
            (
                _both(lambda slopes, n: np.sqrt(n) * _rms(slopes)),
                _both(lambda slopes, n: _rms(slopes) / np.sqrt(n)),
            ),
        ),
        WrongAnswer(
            "the largest slope",
            "You take the largest slope that there is. Delta meets all of them.",
            (_both(lambda slopes, n: 1 / (np.sqrt(n) * slopes.max())),),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), "rows": case[1], "columns": case[2]},
)
