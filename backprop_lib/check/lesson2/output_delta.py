"""BP1 alone: delta of the output layer."""

from ... import validation
from ...activations import sigmoid
from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise
from ..judging.judge import judge


def output_delta(function, *, loss="bce"):
    """Check ``f(z, a, y)``: delta of the output layer, which has a sigmoid (BP1).

    Parameters
    ----------
    function : callable
        Given z and a = sigmoid(z) of the output and the targets y, each of shape
        (batch, outputs), it returns delta, shape (batch, outputs): the slope of each sample's
        loss along z.
    loss : {"bce", "squared_error"}, default "bce"
        Binary cross-entropy, or half the squared error; both summed over outputs.

    Returns
    -------
    Report

    Examples
    --------
    >>> output_delta(lambda z, a, y: y - a).mistake
    'sign flipped'
    """
    return judge(EXERCISES[validation.known(loss, "loss", entries.LOSSES)], function)


def _cases(rng):
    found = []
    for shape in [(1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (4, 2), (3, 3), (2, 4)]:
        z = cases.numbers(rng, *shape)
        found.append((z, sigmoid(z), cases.targets(rng, *shape)))
    return found


def _exercise(loss):
    def signed(piece):
        return lambda z, a, y: piece(z, a, y, entries.SIGMOID, loss)

    return Exercise(
        "output_delta",
        ("z", "a", "y"),
        ("delta",),
        signed(pieces.output_delta),
        _cases,
        entries.of_a_piece("output_delta", signed),
    )


EXERCISES = {loss: _exercise(loss) for loss in entries.LOSSES}
