"""BP2 alone: delta of a hidden layer."""

from ...activations import sigmoid
from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise
from ..judging.judge import judge


def hidden_delta(function):
    """Check ``f(delta_next, W_next, z, a)``: delta of a hidden layer with a sigmoid (BP2).

    Parameters
    ----------
    function : callable
        Given delta_next, shape (batch, fan_out), of the layer above, W_next, shape
        (neurons, fan_out), which leads there, and this layer's z and a = sigmoid(z), shape
        (batch, neurons), it returns delta of this layer, shape (batch, neurons).

    Returns
    -------
    Report

    Examples
    --------
    >>> hidden_delta(lambda delta_next, W_next, z, a: delta_next @ W_next.T).mistake
    'slope forgotten'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    # (batch, neurons, neurons above): square W lets a transposed one through, the others stop it.
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (3, 3, 3), (4, 3, 2), (2, 4, 5)]
    found = []
    for batch, neurons, above in sizes:
        z = cases.numbers(rng, batch, neurons)
        found.append(
            (cases.numbers(rng, batch, above), cases.numbers(rng, neurons, above), z, sigmoid(z))
        )
    return found


def _signed(piece):
    return lambda delta_next, W_next, z, a: piece(delta_next, W_next, z, a, entries.SIGMOID)


EXERCISE = Exercise(
    "hidden_delta",
    ("delta_next", "W_next", "z", "a"),
    ("delta",),
    _signed(pieces.hidden_delta),
    _cases,
    entries.of_a_piece("hidden_delta", _signed),
)
