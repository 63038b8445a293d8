"""One update of gradient descent, for one layer: what is right, and the wrong answers it lists."""

import ast

import numpy as np

from .. import cases
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def update_rule(function):
    """Check ``f(W, b, dW, db, learning_rate)``: one step of gradient descent for one layer.

    Parameters
    ----------
    function : callable
        Given W, shape (fan_in, fan_out), b, shape (fan_out,), the slopes of the loss along them,
        of the same shapes, and the learning rate, it returns the new ``W, b``.

    Returns
    -------
    Report

    Examples
    --------
    >>> update_rule(lambda W, b, dW, db, rate: (W + rate * dW, b + rate * db)).mistake
    'step uphill'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    # Learning rates are never 1 here and below, which would hide a forgotten one.
    sizes = [(1, 1, 0.5), (1, 2, 0.5), (2, 1, 2.0), (2, 2, 0.1), (3, 2, 0.5), (2, 4, 2.0)]
    return [
        (
            *(cases.numbers(rng, *shape) for shape in ((fan_in, fan_out), (fan_out,)) * 2),
            learning_rate,
        )
        for fan_in, fan_out, learning_rate in sizes
    ]


def _descended(W, b, dW, db, learning_rate):
    return W - learning_rate * dW, b - learning_rate * db


def _changed_by(name):
    """The update with a mistake of the one list."""
    change = MISTAKES[name].change

    def answer(W, b, dW, db, learning_rate):
        (step_W, step_b), _ = change({1: dW}, {1: db}, learning_rate, None)
        return W - step_W[1], b - step_b[1]

    return answer


def _equals_minus(node):
    """``W =- step``, which is ``W = -step``."""
    value = getattr(node, "value", None)
    first = value.left if isinstance(value, ast.BinOp) else value
    return isinstance(node, ast.Assign) and isinstance(first, ast.UnaryOp)


def _slopes(case, values):
    """What the step went along: (old − new) / learning rate."""
    W, b, _, _, rate = case
    old = {"W": W, "b": b}
    if any(values[name].shape != old[name].shape for name in values):
        return None
    return {f"d{name}": (old[name] - value) / rate for name, value in values.items()}


EXERCISE = Exercise(
    "update_rule",
    ("W", "b", "dW", "db", "learning_rate"),
    ("W", "b"),
    _descended,
    _cases,
    (
        WrongAnswer(
            "step uphill",
            "The step is added. The slope points to where the loss rises, so a step with it goes\n"
            "uphill.",
            (
                lambda W, b, dW, db, rate: _descended(W, b, dW, db, -rate),
                lambda W, b, dW, db, rate: (W + rate * dW, b - rate * db),
                lambda W, b, dW, db, rate: (W - rate * dW, b + rate * db),
            ),
        ),
        WrongAnswer(
            "learning rate forgotten",
            MISTAKES["learning rate forgotten"].sentence,
            (
                _changed_by("learning rate forgotten"),
                lambda W, b, dW, db, rate: (W - dW, b - rate * db),
                lambda W, b, dW, db, rate: (W - rate * dW, b - db),
            ),
        ),
        WrongAnswer(
            "biases never updated",
            MISTAKES["biases never updated"].sentence,
            (_changed_by("biases never updated"),),
        ),
        WrongAnswer(
            "weights never updated",
            "W comes back as it was: only the biases move.",
            (lambda W, b, dW, db, rate: (W, b - rate * db),),
        ),
        WrongAnswer(
            "nothing updated",
            "W and b come back as they were.",
            (lambda W, b, dW, db, rate: (W, b),),
        ),
        WrongAnswer(
            "old weights thrown away",
            "This is the step alone. A step starts somewhere: from the old W and the old b.\n"
            "(Or is it `=-`? Python reads that as `= -`.)",
            (
                lambda W, b, dW, db, rate: (-rate * dW, -rate * db),
                lambda W, b, dW, db, rate: (rate * dW, rate * db),
            ),
            _equals_minus,
        ),
        WrongAnswer(
            "step multiplied into the weights",
            "The step is multiplied with the weights, so a weight of 0 could never move. The step\n"
            "does not ask how large the weight is.",
            (
                lambda W, b, dW, db, rate: (W * (1 - rate * dW), b * (1 - rate * db)),
                lambda W, b, dW, db, rate: (W * rate * dW, b * rate * db),
            ),
        ),
        WrongAnswer(
            "divided by the learning rate",
            "The slope is divided by the learning rate, so a smaller rate makes a longer step.\n"
            "It is to be the other way round.",
            (lambda W, b, dW, db, rate: (W - dW / rate, b - db / rate),),
        ),
        WrongAnswer(
            "only the sign of the slope",
            "Only the sign of the slope is used, so every step has the same length.\n"
            "Where the slope is steeper, the step is longer.",
            (lambda W, b, dW, db, rate: _descended(W, b, np.sign(dW), np.sign(db), rate),),
        ),
        WrongAnswer(
            "b moved along the slope of W",
            "b is moved along dW. Each parameter has a slope of its own: for b it is db.",
            (
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * dW),
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * dW.sum(axis=0)),
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * dW.mean(axis=0)),
            ),
        ),
        WrongAnswer(
            "weights shrink as well",
            "The weights shrink beside their step. That is weight decay: a good method, but not\n"
            "asked for here.",
            (
                lambda W, b, dW, db, rate: (W * (1 - rate) - rate * dW, b * (1 - rate) - rate * db),
                lambda W, b, dW, db, rate: (W * (1 - rate) - rate * dW, b - rate * db),
            ),
        ),
        WrongAnswer(
            "weight taken for its slope",
            "The step goes along the weight itself, and so towards 0, whatever the loss says. It\n"
            "goes along the slope.",
            (
                lambda W, b, dW, db, rate: (W - rate * W, b - rate * b),
                lambda W, b, dW, db, rate: (W - rate * W, b - rate * db),
                lambda W, b, dW, db, rate: (W - rate * dW, b - rate * b),
            ),
        ),
        WrongAnswer(
            "mean slope for every weight",
            "Every weight takes the same step, along one number for all: the mean of the slopes,\n"
            "or their sum. Each parameter has a slope of its own.",
            (
                lambda W, b, dW, db, rate: (W - rate * dW.mean(), b - rate * db.mean()),
                lambda W, b, dW, db, rate: (W - rate * dW.mean(), b - rate * db),
                lambda W, b, dW, db, rate: (W - rate * dW.sum(), b - rate * db.sum()),
                lambda W, b, dW, db, rate: (W - rate * dW.sum(), b - rate * db),
            ),
        ),
        WrongAnswer(
            "weight and slope changed places",
            "Weight and slope have changed places: the slope is taken as the place to start from.",
            (lambda W, b, dW, db, rate: (dW - rate * W, db - rate * b),),
        ),
    ),
    sizes=lambda case: {"inputs": case[0].shape[0], "neurons": case[0].shape[1]},
    simpler=_slopes,
)
