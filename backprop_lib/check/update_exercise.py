"""One update of gradient descent, for one layer: what is right, and which mistakes are known."""

import numpy as np

from . import learning_cases as cases
from .exercise import Exercise, Mistake
from .mistakes import MISTAKES


def _descended(W, b, dW, db, learning_rate):
    return W - learning_rate * dW, b - learning_rate * db


def _changed_by(name):
    """The update with a known mistake of the one list."""
    change = MISTAKES[name].change

    def answer(W, b, dW, db, learning_rate):
        (step_W, step_b), _ = change({1: dW}, {1: db}, learning_rate, None)
        return W - step_W[1], b - step_b[1]

    return answer


UPDATE_RULE = Exercise(
    "update_rule",
    ("W", "b", "dW", "db", "learning_rate"),
    ("W", "b"),
    _descended,
    cases.one_layer,
    (
        Mistake(
            "step uphill",
            "The step is added. The slope points to where the loss rises, so a step with it goes\n"
            "uphill.",
            (
                lambda W, b, dW, db, rate: _descended(W, b, dW, db, -rate),
                lambda W, b, dW, db, rate: (W + rate * dW, b - rate * db),
                lambda W, b, dW, db, rate: (W - rate * dW, b + rate * db),
            ),
        ),
        Mistake(
            "learning rate forgotten",
            MISTAKES["learning rate forgotten"].sentence,
            (
                _changed_by("learning rate forgotten"),
                lambda W, b, dW, db, rate: (W - dW, b - rate * db),
                lambda W, b, dW, db, rate: (W - rate * dW, b - db),
            ),
        ),
        Mistake(
            "biases never updated",
            MISTAKES["biases never updated"].sentence,
            (_changed_by("biases never updated"),),
        ),
        Mistake(
            "weights never updated",
            "W comes back as it was: only the biases move.",
            (lambda W, b, dW, db, rate: (W, b - rate * db),),
        ),
        Mistake(
            "nothing updated",
            "W and b come back as they were.",
            (lambda W, b, dW, db, rate: (W, b),),
        ),
        Mistake(
            "old weights thrown away",
            "This is the step alone. A step starts somewhere: from the old W and the old b.",
            (
                lambda W, b, dW, db, rate: (-rate * dW, -rate * db),
                lambda W, b, dW, db, rate: (rate * dW, rate * db),
            ),
        ),
        Mistake(
            "step multiplied into the weights",
            "The step is multiplied with the weights, so a weight of 0 could never move. The step\n"
            "does not ask how large the weight is.",
            (
                lambda W, b, dW, db, rate: (W * (1 - rate * dW), b * (1 - rate * db)),
                lambda W, b, dW, db, rate: (W * rate * dW, b * rate * db),
            ),
        ),
        Mistake(
            "divided by the learning rate",
            "The slope is divided by the learning rate, so a smaller rate makes a longer step.\n"
            "It is to be the other way round.",
            (lambda W, b, dW, db, rate: (W - dW / rate, b - db / rate),),
        ),
        Mistake(
            "only the sign of the slope",
            "Only the sign of the slope is used, so every step has the same length.\n"
            "Where the slope is steeper, the step is longer.",
            (lambda W, b, dW, db, rate: _descended(W, b, np.sign(dW), np.sign(db), rate),),
        ),
        Mistake(
            "b moved along the slope of W",
            "b is moved along dW. Each parameter has a slope of its own: for b it is db.",
            (
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * dW),
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * dW.sum(axis=0)),
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * dW.mean(axis=0)),
            ),
        ),
        Mistake(
            "weight and slope changed places",
            "Weight and slope have changed places: the slope is taken as the place to start from.",
            (lambda W, b, dW, db, rate: (dW - rate * W, db - rate * b),),
        ),
    ),
)
