"""BP4 alone: the gradient of W."""

import numpy as np

from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def weight_gradient(function):
    """Check ``f(a_before, delta)``: dW of one layer (BP4).

    Parameters
    ----------
    function : callable
        Given a_before, shape (batch, fan_in), what came into the layer, and its delta, shape
        (batch, fan_out), it returns dW, shape (fan_in, fan_out): the mean over the batch.

    Returns
    -------
    Report

    Examples
    --------
    >>> weight_gradient(lambda a_before, delta: a_before.T @ delta).mistake
    'mean forgotten'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    # (batch, fan_in, fan_out)
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (3, 3, 3), (4, 3, 2), (2, 4, 5)]
    return [
        (cases.numbers(rng, batch, fan_in), cases.numbers(rng, batch, fan_out))
        for batch, fan_in, fan_out in sizes
    ]


def _sizes(case):
    a_before, delta = case
    return {"samples": len(delta), "inputs": a_before.shape[1], "neurons": delta.shape[1]}


# Beside the mistakes of the one list.
ALSO = (
    WrongAnswer(
        "mean of the wrong thing",
        "The product has added up the samples already. A mean along an axis after it mixes\n"
        "weights: a row belongs to an input now, a column to a neuron.",
        tuple(
            lambda a_before, delta, axis=axis, keep=keep: (a_before.T @ delta).mean(
                axis=axis, keepdims=keep
            )
            for axis in (0, 1)
            for keep in (False, True)
        ),
    ),
    WrongAnswer(
        "axis forgotten",
        "Everything is added up to one number: a sum or a mean without an axis. Each weight has a\n"
        "slope of its own.",
        (
            lambda a_before, delta: (a_before.T @ delta).mean(),
            lambda a_before, delta: (a_before.T @ delta).sum(),
            lambda a_before, delta: (a_before.T @ delta).sum() / len(delta),
            lambda a_before, delta: (a_before * delta).mean(),
            lambda a_before, delta: np.sum(a_before * delta) / len(delta),
        ),
    ),
    WrongAnswer(
        "product of the means",
        "Means are taken first, and then multiplied. But each sample's delta belongs to its own\n"
        "input: the product comes first, sample by sample.",
        (
            lambda a_before, delta: np.outer(a_before.mean(axis=0), delta.mean(axis=0)),
            lambda a_before, delta: np.outer(a_before.sum(axis=0), delta.sum(axis=0)),
            lambda a_before, delta: np.outer(a_before.mean(axis=0), delta.sum(axis=0)),
            lambda a_before, delta: np.outer(a_before.sum(axis=0), delta.mean(axis=0)),
        ),
    ),
    WrongAnswer(
        "only the last sample",
        "Only the last sample counts: each one overwrites the one before. They are added up.",
        (
            lambda a_before, delta: np.outer(a_before[-1], delta[-1]),
            lambda a_before, delta: np.outer(a_before[-1], delta[-1]) / len(delta),
        ),
    ),
    WrongAnswer(
        "only the first sample",
        "Only the first sample counts. The gradient is the mean of all.",
        (
            lambda a_before, delta: np.outer(a_before[0], delta[0]),
            lambda a_before, delta: np.outer(a_before[0], delta[0]) / len(delta),
        ),
    ),
    WrongAnswer(
        "samples with each other",
        "Every sample meets every other one: `outer` of a whole batch makes one long row of all\n"
        "its numbers first. It is made for one sample.",
        (
            lambda a_before, delta: np.outer(a_before, delta),
            lambda a_before, delta: np.outer(a_before, delta) / len(delta),
        ),
    ),
)

EXERCISE = Exercise(
    "weight_gradient",
    ("a_before", "delta"),
    ("dW",),
    pieces.weight_gradient,
    _cases,
    (*entries.of_a_piece("weight_gradient", lambda piece: piece), *ALSO),
    sizes=_sizes,
    rows=("a_before", "delta"),
    mean=True,
)
