"""BP4 alone: the gradient of W."""

from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise
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


EXERCISE = Exercise(
    "weight_gradient",
    ("a_before", "delta"),
    ("dW",),
    pieces.weight_gradient,
    _cases,
    entries.of_a_piece("weight_gradient", lambda piece: piece),
)
