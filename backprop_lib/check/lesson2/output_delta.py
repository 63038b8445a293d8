"""BP1 alone: delta of the output layer."""

import numpy as np

from ... import validation
from ...activations import sigmoid
from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise, WrongAnswer
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


def _sizes(case):
    return {"samples": len(case[0]), "outputs": case[0].shape[1]}


def _factors(case):
    z, a, _ = case
    return {"the slope of the sigmoid": a * (1 - a), "a": a, "what is missing from a to 1": 1 - a}


# Beside the mistakes of the one list.
ALSO = (
    WrongAnswer(
        "loss for its slope",
        "This is made of the loss itself, a height. Asked for is its slope along z: how much the\n"
        "loss changes when z does.",
        (
            lambda z, a, y: (a - y) ** 2 / 2,
            lambda z, a, y: (a - y) ** 2,
            lambda z, a, y: (a - y) ** 2 * a * (1 - a),
            lambda z, a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
        ),
    ),
    WrongAnswer(
        "rounded answers",
        "The answers are rounded to 0 or 1 before they are compared. How sure the network is gets\n"
        "lost, and with it the slope.",
        (
            lambda z, a, y: (a > 0.5) - y,
            lambda z, a, y: np.round(a) - y,
            lambda z, a, y: ((a > 0.5) - y) * a * (1 - a),
        ),
    ),
    WrongAnswer(
        "mean over the outputs",
        "The outputs of a sample are averaged. Each output neuron has a delta of its own.",
        (lambda z, a, y: np.broadcast_to((a - y).mean(axis=1, keepdims=True), a.shape),),
    ),
)


def _exercise(loss):
    def as_answer(piece):
        return lambda z, a, y: piece(z, a, y, entries.SIGMOID, loss)

    return Exercise(
        "output_delta",
        ("z", "a", "y"),
        ("delta",),
        as_answer(pieces.output_delta),
        _cases,
        (*entries.of_a_piece("output_delta", as_answer), *ALSO, *_along_a(loss)),
        sizes=_sizes,
        factors=_factors,
        keep=loss == "bce",
    )


def _along_a(loss):
    """With bce the slope along a is another thing than the one along z."""
    if loss != "bce":
        return ()
    return (
        WrongAnswer(
            "slope along a",
            "This is the slope of the loss along a. Delta is the one along z: between the two\n"
            "stands the activation, whose slope is still missing.",
            (
                lambda z, a, y: (a - y) / (a * (1 - a)),
                lambda z, a, y: -y / a,
                lambda z, a, y: y / a - (1 - y) / (1 - a),
            ),
        ),
    )


EXERCISES = {loss: _exercise(loss) for loss in entries.LOSSES}
