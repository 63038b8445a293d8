"""Clipping: a gradient made shorter where it is too long.

In the cases `largest` is never 1, and of the gradients some are short, some long in one layer
only, some in both together only: each hides other mistakes.
"""

import numpy as np

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def clipped(function):
    """Check ``f(dW1, dW2, largest)``: a gradient made shorter where it is too long.

    Parameters
    ----------
    function : callable
        Given the gradients of two layers, which are not all zero, and the largest length that
        they may have together, it returns ``dW1, dW2``.

    Returns
    -------
    Report

    Examples
    --------
    >>> clipped(lambda dW1, dW2, largest: (dW1, dW2)).mistake
    'nothing clipped'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    settings = [  # shapes, their lengths, largest
        ((1, 1), (1, 1), 3.0, 4.0, 2.0),  # both too long
        ((1, 1), (1, 1), 3.0, 4.0, 6.0),  # together short enough
        ((2, 1), (1, 2), 3.0, 4.0, 4.5),  # too long together only
        ((2, 3), (3, 1), 0.2, 5.0, 0.5),  # one of them
        ((2, 2), (2, 3), 0.1, 0.1, 0.5),
        ((3, 2), (2, 2), 40.0, 1.0, 2.0),
    ]
    found = []
    for one, two, length_one, length_two, largest in settings:
        arrays = [cases.numbers(rng, *shape) for shape in (one, two)]
        long = [
            array * length / np.linalg.norm(array)
            for array, length in zip(arrays, (length_one, length_two), strict=True)
        ]
        found.append((*long, largest))
    return found


def _length(*arrays):
    return np.sqrt(sum((array**2).sum() for array in arrays))


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


EXERCISE = Exercise(
    "clipped",
    ("dW1", "dW2", "largest"),
    ("dW1", "dW2"),
    _clip(_length),
    _cases,
    (
        WrongAnswer(
            "nothing clipped",
            "The gradient comes back as it was.",
            (lambda dW1, dW2, largest: (dW1, dW2),),
        ),
        WrongAnswer(
            "each layer by itself",
            "Each layer is clipped by itself, so the layers no longer keep their proportion, and\n"
            "the step goes in another direction. There is one length for all layers together.",
            (lambda dW1, dW2, largest: (_alone(dW1, largest), _alone(dW2, largest)),),
        ),
        WrongAnswer(
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
        WrongAnswer(
            "short ones made longer",
            "Short gradients are made longer. Near a minimum a gradient is short, and should be.\n"
            "Only what is longer than `largest` is changed.",
            (_to,),
        ),
        WrongAnswer(
            "turned round",
            "The comparison is turned round: short gradients change and long ones pass.",
            (
                lambda dW1, dW2, largest: (
                    _to(dW1, dW2, largest) if _length(dW1, dW2) < largest else (dW1, dW2)
                ),
            ),
        ),
        WrongAnswer(
            "root forgotten",
            "The length is a root of a sum of squares. The root is missing.",
            (
                _clip(lambda dW1, dW2: _length(dW1, dW2) ** 2),
                _where_too_long(
                    lambda dW1, dW2, largest: _to(dW1, dW2, largest / _length(dW1, dW2))
                ),
            ),
        ),
        WrongAnswer(
            "lengths added",
            "The two lengths are added. It is their squares that add up, as with Pythagoras.",
            (_clip(lambda dW1, dW2: _length(dW1) + _length(dW2)),),
        ),
        WrongAnswer(
            "largest entry for the length",
            "The largest entry stands for the length. Many small entries make a long gradient,\n"
            "too.",
            (_clip(lambda dW1, dW2: max(abs(dW1).max(), abs(dW2).max())),),
        ),
        WrongAnswer(
            "another length",
            "The length is measured in another way: sizes added up, or a matrix's own norm (an\n"
            "`ord`). The length of a gradient is the root of the sum of all squares.",
            (
                _clip(lambda dW1, dW2: abs(dW1).sum() + abs(dW2).sum()),
                _clip(lambda dW1, dW2: max(np.linalg.norm(dW1, 2), np.linalg.norm(dW2, 2))),
                _clip(lambda dW1, dW2: np.hypot(*(np.linalg.norm(d, 2) for d in (dW1, dW2)))),
                _clip(lambda dW1, dW2: np.hypot(*(np.linalg.norm(d, 1) for d in (dW1, dW2)))),
            ),
        ),
        WrongAnswer(
            "mean for the sum",
            "Under the root stands a mean of the squares. A length is made of their sum.",
            (
                _clip(
                    lambda dW1, dW2: np.sqrt(
                        ((dW1**2).sum() + (dW2**2).sum()) / (dW1.size + dW2.size)
                    )
                ),
                _clip(lambda dW1, dW2: np.sqrt((dW1**2).mean() + (dW2**2).mean())),
            ),
        ),
        WrongAnswer(
            "longest layer for the length",
            "The longer of the two layers stands for the length. It is one length for both\n"
            "together.",
            (_clip(lambda dW1, dW2: max(_length(dW1), _length(dW2))),),
        ),
        WrongAnswer(
            "made one long",
            "What is too long is made 1 long, whatever `largest` says.",
            (_where_too_long(lambda dW1, dW2, largest: _to(dW1, dW2, 1.0)),),
        ),
        WrongAnswer(
            "thrown away",
            "What is too long is thrown away, so the step is not taken. It is to be shorter, not\n"
            "lost.",
            (_where_too_long(lambda dW1, dW2, largest: (dW1 * 0, dW2 * 0)),),
        ),
        WrongAnswer(
            "one layer only",
            "Only one of the two layers gets shorter, so the direction of the step changes.",
            (
                lambda dW1, dW2, largest: (_clip(_length)(dW1, dW2, largest)[0], dW2),
                lambda dW1, dW2, largest: (dW1, _clip(_length)(dW1, dW2, largest)[1]),
            ),
        ),
    ),
)
