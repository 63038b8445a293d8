"""A whole forward pass: two layers, both with a sigmoid."""

import ast

import numpy as np

from ...activations import sigmoid
from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from .two_layers import (
    bracketless,
    in_some_layer,
    mirrored,
    no_activation,
    slope,
    softmax,
    softmax_of_all,
    some_at_once,
    twice,
    two_layers,
    with_minus,
)


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


def _one_over_one(node):
    """``1 / 1 + …``: the sum is not below the line."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Add, ast.Sub))
        and isinstance(node.left, ast.BinOp)
        and isinstance(node.left.op, ast.Div)
        and isinstance(node.left.right, ast.Constant)
    )


def _sizes(case):
    X, W1, _, W2, _ = case
    names = ("samples", "inputs", "hidden neurons", "outputs")
    return dict(zip(names, (*X.shape, *W2.shape), strict=True))


EXERCISE = Exercise(
    "forward",
    ("X", "W1", "b1", "W2", "b2"),
    ("a2",),
    two_layers(),
    _network_cases,
    (
        WrongAnswer(
            "no activation at all",
            "There is no activation in either layer. Without one, two layers are worth one.",
            (two_layers(no_activation, no_activation),),
        ),
        WrongAnswer(
            "hidden activation forgotten",
            "The hidden layer has no activation: layer 2 is fed with z1. It should be fed with a1.",
            (two_layers(no_activation, sigmoid),),
        ),
        WrongAnswer(
            "output activation forgotten",
            "This is z2, before the last activation. Asked for is a2, between 0 and 1.",
            (two_layers(sigmoid, no_activation),),
        ),
        WrongAnswer(
            "activation applied twice",
            "An activation is applied twice in one layer. Each layer has one: z, then a.",
            (
                two_layers(twice, sigmoid),
                two_layers(sigmoid, twice),
                two_layers(twice, twice),
            ),
        ),
        WrongAnswer(
            "sign in the sigmoid",
            "The sigmoid is mirrored: it falls where it should rise.\n"
            "Look at the sign of its exponent.",
            (
                two_layers(mirrored, mirrored),
                two_layers(mirrored, sigmoid),
                two_layers(sigmoid, mirrored),
            ),
        ),
        WrongAnswer(
            "brackets in the sigmoid",
            "Brackets are missing in the sigmoid. Python divides before it adds: all that is\n"
            "below the line needs brackets around it.",
            in_some_layer(bracketless),
            _one_over_one,
        ),
        WrongAnswer(
            "minus in the sigmoid",
            "Below the line of the sigmoid stands a minus. Both parts are added there.",
            in_some_layer(with_minus),
        ),
        WrongAnswer(
            "slope for the sigmoid",
            "This is the slope of the sigmoid. It belongs to the way back; forward it is the\n"
            "sigmoid itself.",
            in_some_layer(slope),
        ),
        WrongAnswer(
            "softmax for the sigmoid",
            "A softmax shares 1 among all outputs. A sigmoid answers for each neuron alone.",
            (*in_some_layer(softmax), *in_some_layer(softmax_of_all)),
        ),
        WrongAnswer(
            "another activation",
            "The shape of the pass is right, but a layer uses another activation. Here both\n"
            "layers have a sigmoid.",
            tuple(
                two_layers(first, second)
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
    sizes=_sizes,
    rows=("X",),
    pairs=some_at_once,
)
