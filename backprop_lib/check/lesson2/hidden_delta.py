"""BP2 alone: delta of a hidden layer."""

import numpy as np

from ...activations import sigmoid
from .. import cases
from ..backward_pass import entries, pieces
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def hidden_delta(function):
    """Check ``f(delta_next, W_next, z, a)``: delta of a hidden layer with a sigmoid (BP2).

    Parameters
    ----------
    function : callable
        Given delta_next, shape (batch, fan_out), of the next layer, W_next, shape
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
    # (batch, neurons, next neurons): square W lets a transposed one through, the others stop it.
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (3, 3, 3), (4, 3, 2), (2, 4, 5)]
    found = []
    for batch, neurons, after in sizes:
        z = cases.numbers(rng, batch, neurons)
        found.append(
            (cases.numbers(rng, batch, after), cases.numbers(rng, neurons, after), z, sigmoid(z))
        )
    return found


def _signed(piece):
    return lambda delta_next, W_next, z, a: piece(delta_next, W_next, z, a, entries.SIGMOID)


def _sizes(case):
    delta_next, W_next, _, _ = case
    names = ("samples", "neurons", "next neurons")
    return dict(zip(names, (len(delta_next), *W_next.shape), strict=True))


def _factors(case):
    _, _, z, a = case
    return {
        "the slope of the sigmoid": a * (1 - a),
        "a": a,
        "what is missing from a to 1": 1 - a,
        "z": z,
        "the slope taken at a": sigmoid(a) * (1 - sigmoid(a)),
    }


def _shared_out(part, whole, axis, slope):
    def answer(delta_next, W_next, z, a):
        share = part(W_next) / whole(W_next).sum(axis=axis, keepdims=True)
        return (delta_next @ share.T) * slope(a)

    return answer


# Beside the mistakes of the one list.
ALSO = (
    WrongAnswer(
        "a for the slope",
        "a stands where the slope of the sigmoid should be. The slope is how steep the curve is\n"
        "there, not how high.",
        (
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * a,
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * (1 - a),
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * a * a,
        ),
    ),
    WrongAnswer(
        "slope's formula wrong",
        "The formula of the slope is not the sigmoid's. It is 0.25 where a is 0.5, and 0 where a\n"
        "is 0 or 1.",
        (
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * (1 - a**2),
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * a * (1 + a),
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * (a > 0.5),
            lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * (z > 0),
        ),
    ),
    WrongAnswer(
        "weights forgotten",
        "The weights are missing. What comes back to a neuron comes along its weights: through a\n"
        "weight of 0 comes nothing.",
        (
            lambda delta_next, W_next, z, a: delta_next * a * (1 - a),
            lambda delta_next, W_next, z, a: delta_next.mean(axis=1, keepdims=True) * a * (1 - a),
        ),
    ),
    WrongAnswer(
        "shared out in proportion",
        "Delta is shared out: each neuron gets the part that its weight has in a sum of weights.\n"
        "Slopes are not shared out: each path carries delta times its weight, whole.",
        tuple(
            _shared_out(part, whole, axis, slope)
            for part, whole in ((np.asarray, np.asarray), (np.asarray, np.abs), (np.abs, np.abs))
            for axis in (0, 1)
            for slope in (lambda a: a * (1 - a), np.ones_like)
        ),
    ),
    WrongAnswer(
        "signs of the weights lost",
        "The weights are taken without their signs. A negative weight turns delta round.",
        (lambda delta_next, W_next, z, a: (delta_next @ abs(W_next).T) * a * (1 - a),),
    ),
)

EXERCISE = Exercise(
    "hidden_delta",
    ("delta_next", "W_next", "z", "a"),
    ("delta",),
    _signed(pieces.hidden_delta),
    _cases,
    (*entries.of_a_piece("hidden_delta", _signed), *ALSO),
    sizes=_sizes,
    factors=_factors,
    rows=("delta_next", "z", "a"),
)
