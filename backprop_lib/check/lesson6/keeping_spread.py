"""The spread of random weights with which delta keeps its length."""

import numpy as np

from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def keeping_spread(function):
    """Check ``f(slopes, fan_in, fan_out)``: the spread of random weights that keeps delta's length.

    Parameters
    ----------
    function : callable
        Given the slopes of a layer's activations, shape (batch, fan_in), and the shape of the
        weights that lead on from there, it returns the standard deviation of these weights with
        which delta, on its way back through them and the slopes, keeps its length.

    Returns
    -------
    Report

    Examples
    --------
    >>> keeping_spread(lambda slopes, fan_in, fan_out: 1 / fan_in**0.5).mistake
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


EXERCISE = Exercise(
    "keeping_spread",
    ("slopes", "fan_in", "fan_out"),
    ("spread",),
    lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * _rms(slopes)),
    _cases,
    (
        WrongAnswer(
            "variance for standard deviation",
            "This is the variance of the weights. Their spread is its root.",
            (lambda slopes, fan_in, fan_out: 1 / (fan_in * _rms(slopes) ** 2),),
        ),
        WrongAnswer(
            "fan_out for fan_in",
            "Right for another goal: so each single number of delta keeps its size (Glorot and\n"
            "Bengio 2010). Here delta as a whole keeps its length, and what arrives has as many\n"
            "numbers as W[l+1] has rows.",
            (lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_out) * _rms(slopes)),),
        ),
        WrongAnswer(
            "both sides",
            "This is Xavier's compromise between the way forward and the way back: right for that\n"
            "goal. Here the question is only the way back.",
            (lambda slopes, fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)) / _rms(slopes),),
        ),
        WrongAnswer(
            "slope forgotten",
            "The slopes do not matter to your spread. They are one of the two parts of the factor.",
            (
                lambda slopes, fan_in, fan_out: 1 / np.sqrt(fan_in),
                lambda slopes, fan_in, fan_out: np.sqrt(2 / fan_in),
                lambda slopes, fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)),
            ),
        ),
        WrongAnswer(
            "neurons forgotten",
            "The number of neurons does not matter to your spread. But the size of W grows with\n"
            "it.",
            (lambda slopes, fan_in, fan_out: 1 / _rms(slopes),),
        ),
        WrongAnswer(
            "plain mean",
            "You take the plain mean of the slopes. Lengths are made of squares: a few large\n"
            "slopes count for more.",
            (
                lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * slopes.mean()),
                lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * abs(slopes).mean()),
            ),
        ),
        WrongAnswer(
            "standard deviation of the slopes",
            "You take how far the slopes lie from their mean. What counts is how large they are.",
            (lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * slopes.std()),),
        ),
        WrongAnswer(
            "a root forgotten",
            "A root is missing. The factor is root mean square of the slopes times root of fan_in\n"
            "times the spread.",
            (
                lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * _rms(slopes) ** 2),
                lambda slopes, fan_in, fan_out: 1 / (fan_in * _rms(slopes)),
            ),
        ),
        WrongAnswer(
            "the factor itself",
            "This grows with the slopes. Where slopes are small the weights must be larger, so\n"
            "that the product is 1.",
            (
                lambda slopes, fan_in, fan_out: np.sqrt(fan_in) * _rms(slopes),
                lambda slopes, fan_in, fan_out: _rms(slopes) / np.sqrt(fan_in),
            ),
        ),
        WrongAnswer(
            "the largest slope",
            "You take the largest slope that there is. Delta meets all of them.",
            (lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * slopes.max()),),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), "rows": case[1], "columns": case[2]},
)
