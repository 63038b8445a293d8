"""The exercises of lesson 6: a bound, the spread of weights that keeps delta, clipping.

Each: what is right, and which mistakes are known.
"""

import numpy as np

from . import depth_cases as cases
from .exercise import Exercise, Mistake


def _rms(values):
    return np.sqrt((values**2).mean())


def _length(*arrays):
    return np.sqrt(sum((array**2).sum() for array in arrays))


AT_MOST = Exercise(
    "at_most",
    ("weights",),
    ("share",),
    lambda weights: (abs(weights) / 4).prod(),
    cases.chains,
    (
        Mistake(
            "signs kept",
            "The signs of the weights are still in it. The question is how large delta can be,\n"
            "and a size is never negative.",
            (
                lambda weights: (weights / 4).prod(),
                lambda weights: (np.maximum(weights, 0) / 4).prod(),
            ),
        ),
        Mistake(
            "slope forgotten",
            "Only the weights are multiplied. On its way back delta also meets the slope of every\n"
            "neuron that it comes to.",
            (lambda weights: abs(weights).prod(),),
        ),
        Mistake(
            "slope taken once",
            "The slope is in it once. Delta meets a new neuron behind every weight, and each has\n"
            "a slope of its own.",
            (lambda weights: abs(weights).prod() / 4,),
        ),
        Mistake(
            "weights forgotten",
            "Only the slopes are multiplied. Between two neurons there is also a weight.",
            (lambda weights: 0.25 ** len(weights),),
        ),
        Mistake(
            "a slope too many",
            "There is a slope too many. The last neuron's delta is where the way begins; its own\n"
            "slope is in it already. Count the weights: there are as many slopes.",
            (lambda weights: abs(weights).prod() * 0.25 ** (len(weights) + 1),),
        ),
        Mistake(
            "a slope too few",
            "There is a slope too few. The first neuron has one, too. Count the weights: there\n"
            "are as many slopes.",
            (lambda weights: abs(weights).prod() * 0.25 ** (len(weights) - 1),),
        ),
        Mistake(
            "value for slope",
            "A sigmoid's value in the middle is one half. Its slope there is less.",
            (lambda weights: (abs(weights) / 2).prod(),),
        ),
        Mistake(
            "added",
            "The factors are added. Along a path slopes are multiplied.",
            (
                lambda weights: (abs(weights) / 4).sum(),
                lambda weights: (abs(weights) + 0.25).sum(),
                lambda weights: (weights / 4).sum(),
            ),
        ),
        Mistake(
            "averaged",
            "This is the average of the factors. Delta meets all of them, one after the other.",
            (lambda weights: (abs(weights) / 4).mean(),),
        ),
    ),
)

KEEPING_SPREAD = Exercise(
    "keeping_spread",
    ("slopes", "fan_in", "fan_out"),
    ("spread",),
    lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * _rms(slopes)),
    cases.layers,
    (
        Mistake(
            "variance for standard deviation",
            "This is the variance of the weights. Their spread is its root.",
            (lambda slopes, fan_in, fan_out: 1 / (fan_in * _rms(slopes) ** 2),),
        ),
        Mistake(
            "fan_out for fan_in",
            "You count the neurons that a delta comes from. But it is the number of entries that\n"
            "arrive that makes it longer: W[l+1] has a row for each of them.",
            (lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_out) * _rms(slopes)),),
        ),
        Mistake(
            "both sides",
            "This is Xavier's compromise between the way forward and the way back. Here the\n"
            "question is only the way back.",
            (lambda slopes, fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)) / _rms(slopes),),
        ),
        Mistake(
            "slope forgotten",
            "The slopes do not matter to your spread. They are one of the two parts of the factor.",
            (
                lambda slopes, fan_in, fan_out: 1 / np.sqrt(fan_in),
                lambda slopes, fan_in, fan_out: np.sqrt(2 / fan_in),
                lambda slopes, fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out)),
            ),
        ),
        Mistake(
            "neurons forgotten",
            "The number of neurons does not matter to your spread. But the size of W grows with\n"
            "it.",
            (lambda slopes, fan_in, fan_out: 1 / _rms(slopes),),
        ),
        Mistake(
            "plain mean",
            "You take the plain mean of the slopes. Lengths are made of squares: a few large\n"
            "slopes count for more.",
            (
                lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * slopes.mean()),
                lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * abs(slopes).mean()),
            ),
        ),
        Mistake(
            "standard deviation of the slopes",
            "You take how far the slopes lie from their mean. What counts is how large they are.",
            (lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * slopes.std()),),
        ),
        Mistake(
            "a root forgotten",
            "A root is missing. The factor is root mean square of the slopes times root of fan_in\n"
            "times the spread.",
            (
                lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * _rms(slopes) ** 2),
                lambda slopes, fan_in, fan_out: 1 / (fan_in * _rms(slopes)),
            ),
        ),
        Mistake(
            "the factor itself",
            "This grows with the slopes. Where slopes are small the weights must be larger, so\n"
            "that the product is 1.",
            (
                lambda slopes, fan_in, fan_out: np.sqrt(fan_in) * _rms(slopes),
                lambda slopes, fan_in, fan_out: _rms(slopes) / np.sqrt(fan_in),
            ),
        ),
        Mistake(
            "the largest slope",
            "You take the largest slope that there is. Delta meets all of them.",
            (lambda slopes, fan_in, fan_out: 1 / (np.sqrt(fan_in) * slopes.max()),),
        ),
    ),
)


def _clip(length):
    """Clipping with another length: ``length(dW1, dW2)``."""

    def answer(dW1, dW2, largest):
        scale = min(1.0, largest / length(dW1, dW2))
        return dW1 * scale, dW2 * scale

    return answer


def _alone(dW, largest):
    return dW * min(1.0, largest / _length(dW))


def _to(dW1, dW2, size):
    return dW1 * size / _length(dW1, dW2), dW2 * size / _length(dW1, dW2)


def _where_too_long(change):
    """Another answer where the gradient is longer than `largest`, else the gradient itself."""

    def answer(dW1, dW2, largest):
        return change(dW1, dW2, largest) if _length(dW1, dW2) > largest else (dW1, dW2)

    return answer


CLIPPED = Exercise(
    "clipped",
    ("dW1", "dW2", "largest"),
    ("dW1", "dW2"),
    _clip(_length),
    cases.gradients,
    (
        Mistake(
            "nothing clipped",
            "The gradient comes back as it was.",
            (lambda dW1, dW2, largest: (dW1, dW2),),
        ),
        Mistake(
            "each layer by itself",
            "Each layer is clipped by itself, so the layers no longer keep their proportion, and\n"
            "the step goes in another direction. There is one length for all layers together.",
            (lambda dW1, dW2, largest: (_alone(dW1, largest), _alone(dW2, largest)),),
        ),
        Mistake(
            "each entry by itself",
            "Each entry is cut off by itself. That turns the step: large slopes lose, small ones\n"
            "do not. Here the whole gradient gets shorter and keeps its direction.",
            (
                lambda dW1, dW2, largest: (
                    dW1.clip(-largest, largest),
                    dW2.clip(-largest, largest),
                ),
                _where_too_long(
                    lambda dW1, dW2, largest: (
                        dW1.clip(-largest, largest),
                        dW2.clip(-largest, largest),
                    )
                ),
            ),
        ),
        Mistake(
            "short ones made longer",
            "Short gradients are made longer. Near a minimum a gradient is short, and should be.\n"
            "Only what is longer than `largest` is changed.",
            (_to,),
        ),
        Mistake(
            "turned round",
            "The comparison is turned round: short gradients change and long ones pass.",
            (
                lambda dW1, dW2, largest: (
                    _to(dW1, dW2, largest) if _length(dW1, dW2) < largest else (dW1, dW2)
                ),
            ),
        ),
        Mistake(
            "root forgotten",
            "The length is a root of a sum of squares. The root is missing.",
            (
                _clip(lambda dW1, dW2: _length(dW1, dW2) ** 2),
                _where_too_long(
                    lambda dW1, dW2, largest: _to(dW1, dW2, largest / _length(dW1, dW2))
                ),
            ),
        ),
        Mistake(
            "lengths added",
            "The two lengths are added. It is their squares that add up, as with Pythagoras.",
            (_clip(lambda dW1, dW2: _length(dW1) + _length(dW2)),),
        ),
        Mistake(
            "largest entry for the length",
            "The largest entry stands for the length. Many small entries make a long gradient,\n"
            "too.",
            (_clip(lambda dW1, dW2: max(abs(dW1).max(), abs(dW2).max())),),
        ),
        Mistake(
            "made one long",
            "What is too long is made 1 long, whatever `largest` says.",
            (_where_too_long(lambda dW1, dW2, largest: _to(dW1, dW2, 1.0)),),
        ),
        Mistake(
            "thrown away",
            "What is too long is thrown away, so the step is not taken. It is to be shorter, not\n"
            "lost.",
            (_where_too_long(lambda dW1, dW2, largest: (dW1 * 0, dW2 * 0)),),
        ),
        Mistake(
            "one layer only",
            "Only one of the two layers gets shorter, so the direction of the step changes.",
            (
                lambda dW1, dW2, largest: (_clip(_length)(dW1, dW2, largest)[0], dW2),
                lambda dW1, dW2, largest: (dW1, _clip(_length)(dW1, dW2, largest)[1]),
            ),
        ),
    ),
)
