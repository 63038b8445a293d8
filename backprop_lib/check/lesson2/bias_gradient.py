"""BP3 alone: the gradient of b."""

from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise
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


EXERCISE = Exercise(
    "bias_gradient",
    ("delta",),
    ("db",),
    pieces.bias_gradient,
    _cases,
    entries.of_a_piece("bias_gradient", lambda piece: piece),
)
