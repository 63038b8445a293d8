"""An exercise of lesson 5: one step of training, as PyTorch writes it.

It runs with stand-ins for a model, a loss and an optimizer, and needs no framework. They keep
PyTorch's rules: `backward` adds to the slopes that are there, `step` moves the weights by them.
"""

import ast
from functools import wraps

import numpy as np

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..written.keeping import judged_and_kept

STEPS = 3  # what one step leaves behind shows itself in the next


def training_step(function):
    """Check ``f(model, loss_function, optimizer, X, y)``: one step of training, as PyTorch has it.

    Parameters
    ----------
    function : callable
        Given stand-ins for a model, a loss function and an optimizer, and a batch, it takes one
        step and returns the loss before the step.

    Returns
    -------
    Report

    Examples
    --------
    >>> training_step(lambda model, loss_function, optimizer, X, y: None).passed
    False
    """
    return judged_and_kept("training_step", function, judged)


def judged(function):
    """A Report on a step; nothing is kept."""
    return judge(EXERCISE, _steps(function) if callable(function) else function)


class Answer:
    """What the stand-in model answers: numbers, and whom to tell their slopes."""

    def __init__(self, model, X):
        self.model, self.X, self.data = model, X, X @ model.weight

    def detach(self):
        return self.data


class Model:
    """One neuron without activation."""

    def __init__(self, weight):
        self.weight, self.grad = np.array(weight), None

    def __call__(self, X):
        return Answer(self, X)

    forward = __call__

    def train(self, mode=True):
        return self

    def eval(self):
        return self

    def zero_grad(self, set_to_none=True):
        self.grad = None


class MeanLoss:
    """The mean squared error of an `Answer`, which `backward` takes the slope of."""

    def __init__(self, one, other):
        self._answer = one if isinstance(one, Answer) else other
        if not isinstance(self._answer, Answer):
            raise TypeError("loss_function(…) was given no answer of the model: model(X) is one")
        y = other if self._answer is one else one
        self._error = self._answer.data - np.asarray(y)

    def item(self):
        return float((self._error**2).mean())

    def detach(self):
        return self

    __float__ = item

    def backward(self):
        model, slope = self._answer.model, 2 * self._error / len(self._error)
        gradient = self._answer.X.T @ slope
        model.grad = gradient if model.grad is None else model.grad + gradient


class Optimizer:
    """Gradient descent with learning rate 0.1."""

    def __init__(self, model):
        self._model = model

    def zero_grad(self, set_to_none=True):
        self._model.zero_grad()

    def step(self):
        if self._model.grad is not None:
            self._model.weight = self._model.weight - 0.1 * self._model.grad


def _steps(function):
    """The weights and losses of a few calls of `function`, as a function of weights and data."""

    @wraps(function, updated=())
    def run(weight, X, y):
        model, weights, losses = Model(weight), [], []
        optimizer = Optimizer(model)
        for _ in range(STEPS):
            loss = function(model, MeanLoss, optimizer, X.copy(), y.copy())
            if loss is None or loss is ...:
                return loss
            losses.append(float(loss))
            weights.append(model.weight.ravel())
        return np.array(weights), np.array(losses)

    return run


def _told(result, case):
    """What `_steps` gave, with words of the learner's own function."""
    if result is None or result is ...:
        return {}, f"It returns {'None' if result is None else '...'}; expected the loss."
    return dict(zip(("weights", "losses"), result, strict=True)), ""


def _cases(rng):
    return [
        (cases.numbers(rng, size, 1), cases.numbers(rng, batch, size), cases.numbers(rng, batch, 1))
        for batch, size in ((1, 1), (2, 2), (4, 3))
    ]


def _right(model, loss_function, optimizer, X, y):
    optimizer.zero_grad()
    loss = loss_function(model(X), y)
    loss.backward()
    optimizer.step()
    return loss


def _never_zeroed(model, loss_function, optimizer, X, y):
    loss = loss_function(model(X), y)
    loss.backward()
    optimizer.step()
    return loss


def _zeroed_too_late(model, loss_function, optimizer, X, y):
    loss = loss_function(model(X), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss


def _no_backward(model, loss_function, optimizer, X, y):
    loss = loss_function(model(X), y)
    optimizer.step()
    return loss


def _no_step(model, loss_function, optimizer, X, y):
    loss = loss_function(model(X), y)
    loss.backward()
    return loss


def _step_first(model, loss_function, optimizer, X, y):
    loss = loss_function(model(X), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss


def _loss_afterwards(model, loss_function, optimizer, X, y):
    _right(model, loss_function, optimizer, X, y)
    return loss_function(model(X), y)


def _not_called(node):
    """A line such as ``optimizer.step``, without the brackets that call it."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Attribute)


EXERCISE = Exercise(
    "training_step",
    ("weight", "X", "y"),
    ("weights", "losses"),
    _steps(_right),
    _cases,
    (
        WrongAnswer(
            "gradients not zeroed",
            "The first step is right, and then the weights run off: backward() adds to the slopes\n"
            "of the step before, and nothing has cleared them.",
            (_steps(_never_zeroed),),
        ),
        WrongAnswer(
            "weights never move",
            "The weights stay where they are. Either no slope is there when step() is called\n"
            "(never made, or cleared too early), or step() is never called. Without its brackets\n"
            "a function is only named.",
            (_steps(_zeroed_too_late), _steps(_no_backward), _steps(_no_step)),
            _not_called,
        ),
        WrongAnswer(
            "step before backward",
            "Each step moves by the slopes of the call before: step() comes before backward().",
            (_steps(_step_first),),
        ),
        WrongAnswer(
            "loss after the step",
            "The weights are right. The loss that is returned is the one after the step; asked\n"
            "for is the one that backward() started from.",
            (_steps(_loss_afterwards),),
        ),
    ),
    read=_told,
    keep=False,
)
OURS = _right  # what the lessons run until a learner's own is right
