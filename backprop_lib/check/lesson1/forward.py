"""A whole forward pass: two layers, both with a sigmoid."""

import numpy as np

from ...activations import sigmoid
from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def forward(function):
    """Check ``f(X, W1, b1, W2, b2)``: the output of two layers, both with a sigmoid.

    Parameters
    ----------
    function : callable
        Given X, shape (batch, inputs), and the weights and biases of both layers, it returns
        a2, shape (batch, outputs).

    Returns
    -------
    Report

    Examples
    --------
    >>> forward(lambda X, W1, b1, W2, b2: None).passed
    False
    """
    return judge(EXERCISE, function)


def _network_cases(rng):
    sizes = [  # (batch, inputs, hidden, outputs)
        (1, 1, 1, 1),
        (1, 2, 2, 1),
        (1, 2, 2, 2),
        (2, 2, 2, 2),
        (1, 2, 3, 1),
        (3, 3, 3, 3),
        (4, 3, 2, 3),
        (3, 4, 3, 2),
    ]
    return [
        (
            cases.numbers(rng, batch, inputs),
            cases.numbers(rng, inputs, hidden),
            cases.numbers(rng, hidden),
            cases.numbers(rng, hidden, outputs),
            cases.numbers(rng, outputs),
        )
        for batch, inputs, hidden, outputs in sizes
    ]


def _two_layers(first=sigmoid, second=sigmoid):
    """A forward pass with these activations."""
    return lambda X, W1, b1, W2, b2: second(first(X @ W1 + b1) @ W2 + b2)


def _same(z):
    return z


def _mirrored(z):
    return sigmoid(-z)


def _twice(z):
    return sigmoid(sigmoid(z))


EXERCISE = Exercise(
    "forward",
    ("X", "W1", "b1", "W2", "b2"),
    ("a2",),
    _two_layers(),
    _network_cases,
    (
        WrongAnswer(
            "no activation at all",
            "There is no activation in either layer. Without one, two layers are worth one.",
            (_two_layers(_same, _same),),
        ),
        WrongAnswer(
            "hidden activation forgotten",
            "The hidden layer has no activation: layer 2 is fed with z1. It is fed with a1.",
            (_two_layers(_same, sigmoid),),
        ),
        WrongAnswer(
            "output activation forgotten",
            "This is z2, before the last activation. Asked for is a2, between 0 and 1.",
            (_two_layers(sigmoid, _same),),
        ),
        WrongAnswer(
            "activation applied twice",
            "An activation is applied twice in one layer. Each layer has one: z, then a.",
            (
                _two_layers(_twice, sigmoid),
                _two_layers(sigmoid, _twice),
                _two_layers(_twice, _twice),
            ),
        ),
        WrongAnswer(
            "sign in the sigmoid",
            "The sigmoid is mirrored: it falls where it should rise.\n"
            "Look at the sign of its exponent.",
            (
                _two_layers(_mirrored, _mirrored),
                _two_layers(_mirrored, sigmoid),
                _two_layers(sigmoid, _mirrored),
            ),
        ),
        WrongAnswer(
            "another activation",
            "The shape of the pass is right, but a layer uses another activation. Here both\n"
            "layers have a sigmoid.",
            tuple(
                _two_layers(first, second)
                for first in (sigmoid, np.tanh, lambda z: np.maximum(z, 0))
                for second in (sigmoid, np.tanh, lambda z: np.maximum(z, 0))
                if not (first is sigmoid and second is sigmoid)
            ),
        ),
        WrongAnswer(
            "bias forgotten in layer 1",
            "The bias of layer 1 is missing: b1 is never added.",
            (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1) @ W2 + b2),),
        ),
        WrongAnswer(
            "bias forgotten in layer 2",
            "The bias of layer 2 is missing: b2 is never added.",
            (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2),),
        ),
        WrongAnswer(
            "both biases forgotten",
            "Both biases are missing: b1 and b2 are never added.",
            (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1) @ W2),),
        ),
        WrongAnswer(
            "bias after the activation",
            "A bias is added after the activation. It belongs to the sum z, before it.",
            (
                lambda X, W1, b1, W2, b2: sigmoid((sigmoid(X @ W1) + b1) @ W2) + b2,
                lambda X, W1, b1, W2, b2: sigmoid((sigmoid(X @ W1) + b1) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2) + b2,
            ),
        ),
        WrongAnswer(
            "wrong bias",
            "Layer 2 uses the bias of layer 1, or layer 1 that of layer 2. Each layer has its own.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2 + b1),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b2) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b2) @ W2 + b1),
            ),
        ),
        WrongAnswer(
            "layer 2 fed with X",
            "Layer 2 gets the input X. It gets what layer 1 made of it.",
            (lambda X, W1, b1, W2, b2: sigmoid(X @ W2 + b2),),
        ),
        WrongAnswer(
            "stopped after layer 1",
            "This is the hidden layer's result. One more layer to go.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(X @ W1 + b1),
                lambda X, W1, b1, W2, b2: X @ W1 + b1,
            ),
        ),
        WrongAnswer(
            "W transposed",
            "A weight matrix is used transposed. W[i, j] leads from neuron i of the layer before\n"
            "to neuron j: rows belong to where a weight comes from, columns to where it leads.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1.T + b1) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2.T + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1.T + b1) @ W2.T + b2),
            ),
        ),
        WrongAnswer(
            "* instead of @",
            "`*` multiplies number by number and sums nothing. In each layer the sum over the\n"
            "neurons before it is needed.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X * W1 + b1) * W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X * W1 + b1) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) * W2 + b2),
            ),
        ),
    ),
)
