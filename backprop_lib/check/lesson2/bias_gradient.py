"""BP3 alone: the gradient of b."""

import numpy as np

from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def bias_gradient(function):
    """Check ``f(delta)``: db of one layer (BP3).

    Parameters
    ----------
    function : callable
        Given delta, shape (batch, fan_out), it returns db, shape (fan_out,): the mean over the
        batch.

    Returns
    -------
    Report

    Examples
    --------
    >>> bias_gradient(lambda delta: delta).mistake
    'bias gradient not summed'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    shapes = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 3), (4, 3), (2, 5)]
    return [(cases.numbers(rng, *shape),) for shape in shapes]


# Beside the mistakes of the one list.
ALSO = (
    WrongAnswer(
        "axis forgotten",
        "Everything is added up to one number: a sum or a mean without an axis. Each neuron has a\n"
        "bias, and a slope, of its own.",
        (
            lambda delta: delta.mean(),
            lambda delta: delta.sum(),
            lambda delta: delta.sum() / len(delta),
            lambda delta: np.full(delta.shape[1], delta.mean()),
            lambda delta: np.full(delta.shape[1], delta.sum()),
        ),
    ),
    WrongAnswer(
        "only the last sample",
        "Only the last sample counts: each one overwrites the one before. They are added up.",
        (lambda delta: delta[-1], lambda delta: delta[-1] / len(delta)),
    ),
    WrongAnswer(
        "only the first sample",
        "Only the first sample counts. The gradient is the mean of all.",
        (lambda delta: delta[0], lambda delta: delta[0] / len(delta)),
    ),
)

EXERCISE = Exercise(
    "bias_gradient",
    ("delta",),
    ("db",),
    pieces.bias_gradient,
    _cases,
    (*entries.of_a_piece("bias_gradient", lambda piece: piece), *ALSO),
    sizes=lambda case: {"samples": len(case[0]), "neurons": case[0].shape[1]},
)
