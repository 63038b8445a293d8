"""The exercises of lesson 1: the weighted sum of a layer, and a whole forward pass."""

import numpy as np

from ..activations import sigmoid
from .exercise import Exercise, Mistake
from .judge import judge


def weighted_sum(function):
    """Check ``f(x, W, b)``: z of one layer, for a whole batch.

    Parameters
    ----------
    function : callable
        Given x, shape (batch, fan_in), W, shape (fan_in, fan_out), and b, shape (fan_out,), it
        returns z, shape (batch, fan_out).

    Returns
    -------
    Report

    Examples
    --------
    >>> weighted_sum(lambda x, W, b: x @ W + b).passed
    True
    >>> weighted_sum(lambda x, W, b: x @ W).mistake
    'bias forgotten'
    """
    return judge(WEIGHTED_SUM, function)


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
    return judge(FORWARD, function)


# Cases. Two decimals, so that they can be worked out by hand; no zeros, which hide mistakes.


def _numbers(rng, *shape):
    return rng.choice([-1, 1], size=shape) * rng.integers(10, 200, size=shape) / 100


def _layer_cases(rng):
    # (batch, fan_in, fan_out): square ones let a transposed W through, the others stop it.
    sizes = [(1, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (1, 2, 3), (3, 3, 3), (4, 3, 2), (2, 5, 4)]
    return [
        (_numbers(rng, batch, fan_in), _numbers(rng, fan_in, fan_out), _numbers(rng, fan_out))
        for batch, fan_in, fan_out in sizes
    ]


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
            _numbers(rng, batch, inputs),
            _numbers(rng, inputs, hidden),
            _numbers(rng, hidden),
            _numbers(rng, hidden, outputs),
            _numbers(rng, outputs),
        )
        for batch, inputs, hidden, outputs in sizes
    ]


# The weighted sum.


def _z(x, W, b):
    return x @ W + b


WEIGHTED_SUM = Exercise(
    "weighted_sum",
    ("x", "W", "b"),
    ("z",),
    _z,
    _layer_cases,
    (
        Mistake(
            "bias forgotten",
            "The bias is missing: the sum over the inputs is there, but b is never added.",
            (lambda x, W, b: x @ W,),
        ),
        Mistake(
            "bias subtracted",
            "The bias is there with the wrong sign: z grows when b grows.",
            (lambda x, W, b: x @ W - b,),
        ),
        Mistake(
            "bias added twice",
            "The bias is added twice. It is one input that is always 1, so it counts once.",
            (lambda x, W, b: x @ W + 2 * b,),
        ),
        Mistake(
            "bias once per input",
            "The bias is added once for every input, so inside the sum over i. It stands outside\n"
            "that sum: once for each neuron, however many inputs the neuron has.",
            (lambda x, W, b: x @ W + x.shape[1] * b,),
        ),
        Mistake(
            "bias added to the weights",
            "The bias is added to the weights before the product, so each input multiplies it.\n"
            "Nothing multiplies a bias.",
            (lambda x, W, b: x @ (W + b),),
        ),
        Mistake(
            "bias multiplied",
            "The bias multiplies the sum. It shifts the sum: it is added.",
            (lambda x, W, b: (x @ W) * b,),
        ),
        Mistake(
            "W transposed",
            "W is used transposed. W[i, j] leads from input i to neuron j: rows belong to inputs,\n"
            "columns to neurons. A square W hides this, any other shape stops it.",
            (lambda x, W, b: x @ W.T + b, lambda x, W, b: (x[:, :, None] * W.T).sum(axis=1) + b),
        ),
        Mistake(
            "W and x in the wrong order",
            "x and W stand in the wrong order. With one row a sample, the (batch, fan_in) comes\n"
            "first, so that the two inner sizes meet: (batch, fan_in) with (fan_in, fan_out).",
            (
                lambda x, W, b: W @ x + b,
                lambda x, W, b: W @ x.T + b,
                lambda x, W, b: W.T @ x + b,
                lambda x, W, b: W.T @ x.T + b,
            ),
        ),
        Mistake(
            "* instead of @",
            "`*` multiplies number by number and sums nothing. The sum over the inputs is missing.",
            (
                lambda x, W, b: x * W + b,
                lambda x, W, b: x * W.T + b,
                lambda x, W, b: x[:, :, None] * W + b,
            ),
        ),
        Mistake(
            "sum over the wrong axis",
            "The sum runs over the wrong axis. It runs over the inputs i, and only over them:\n"
            "samples stay apart, and so do neurons.",
            (
                lambda x, W, b: (x[:, :, None] * W).sum(axis=2) + b,
                lambda x, W, b: (x[:, :, None] * W).sum(axis=0) + b,
                lambda x, W, b: (x @ W).sum(axis=0) + b,
                lambda x, W, b: (x @ W).sum(axis=1) + b,
                lambda x, W, b: (x @ W).sum(axis=0, keepdims=True) + b,
                lambda x, W, b: (x @ W).sum(axis=1, keepdims=True) + b,
                lambda x, W, b: (x @ W).sum() + b,
                lambda x, W, b: (x @ W + b).sum(),
                lambda x, W, b: (x * W).sum(axis=0) + b,
                lambda x, W, b: (x * W).sum(axis=1) + b,
            ),
        ),
        Mistake(
            "only one sample",
            "Only the first sample is worked out. x holds a whole batch, one row a sample;\n"
            "z has a row for each.",
            (lambda x, W, b: x[0] @ W + b, lambda x, W, b: x[:1] @ W + b),
        ),
        Mistake(
            "activation applied as well",
            "This is already a, after an activation. The weighted sum z comes before it.",
            (
                lambda x, W, b: sigmoid(_z(x, W, b)),
                lambda x, W, b: np.tanh(_z(x, W, b)),
                lambda x, W, b: np.maximum(_z(x, W, b), 0),
            ),
        ),
    ),
)


# The forward pass.


def _two_layers(first=sigmoid, second=sigmoid):
    """A forward pass with these activations."""
    return lambda X, W1, b1, W2, b2: second(first(X @ W1 + b1) @ W2 + b2)


def _same(z):
    return z


def _mirrored(z):
    return sigmoid(-z)


def _twice(z):
    return sigmoid(sigmoid(z))


FORWARD = Exercise(
    "forward",
    ("X", "W1", "b1", "W2", "b2"),
    ("a2",),
    _two_layers(),
    _network_cases,
    (
        Mistake(
            "no activation at all",
            "There is no activation in either layer. Without one, two layers are worth one.",
            (_two_layers(_same, _same),),
        ),
        Mistake(
            "hidden activation forgotten",
            "The hidden layer has no activation: layer 2 is fed with z1. It is fed with a1.",
            (_two_layers(_same, sigmoid),),
        ),
        Mistake(
            "output activation forgotten",
            "This is z2, before the last activation. Asked for is a2, between 0 and 1.",
            (_two_layers(sigmoid, _same),),
        ),
        Mistake(
            "activation applied twice",
            "An activation is applied twice in one layer. Each layer has one: z, then a.",
            (
                _two_layers(_twice, sigmoid),
                _two_layers(sigmoid, _twice),
                _two_layers(_twice, _twice),
            ),
        ),
        Mistake(
            "sign in the sigmoid",
            "The sigmoid is mirrored: it falls where it should rise.\n"
            "Look at the sign of its exponent.",
            (
                _two_layers(_mirrored, _mirrored),
                _two_layers(_mirrored, sigmoid),
                _two_layers(sigmoid, _mirrored),
            ),
        ),
        Mistake(
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
        Mistake(
            "bias forgotten in layer 1",
            "The bias of layer 1 is missing: b1 is never added.",
            (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1) @ W2 + b2),),
        ),
        Mistake(
            "bias forgotten in layer 2",
            "The bias of layer 2 is missing: b2 is never added.",
            (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2),),
        ),
        Mistake(
            "both biases forgotten",
            "Both biases are missing: b1 and b2 are never added.",
            (lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1) @ W2),),
        ),
        Mistake(
            "bias after the activation",
            "A bias is added after the activation. It belongs to the sum z, before it.",
            (
                lambda X, W1, b1, W2, b2: sigmoid((sigmoid(X @ W1) + b1) @ W2) + b2,
                lambda X, W1, b1, W2, b2: sigmoid((sigmoid(X @ W1) + b1) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2) + b2,
            ),
        ),
        Mistake(
            "wrong bias",
            "Layer 2 uses the bias of layer 1, or layer 1 that of layer 2. Each layer has its own.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2 + b1),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b2) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b2) @ W2 + b1),
            ),
        ),
        Mistake(
            "layer 2 fed with X",
            "Layer 2 gets the input X. It gets what layer 1 made of it.",
            (lambda X, W1, b1, W2, b2: sigmoid(X @ W2 + b2),),
        ),
        Mistake(
            "stopped after layer 1",
            "This is the hidden layer's result. One more layer to go.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(X @ W1 + b1),
                lambda X, W1, b1, W2, b2: X @ W1 + b1,
            ),
        ),
        Mistake(
            "W transposed",
            "A weight matrix is used transposed. W[i, j] leads from neuron i of the layer before\n"
            "to neuron j: rows belong to where a weight comes from, columns to where it leads.",
            (
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1.T + b1) @ W2 + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1 + b1) @ W2.T + b2),
                lambda X, W1, b1, W2, b2: sigmoid(sigmoid(X @ W1.T + b1) @ W2.T + b2),
            ),
        ),
        Mistake(
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
