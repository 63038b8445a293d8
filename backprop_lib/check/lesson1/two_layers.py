"""Passes through two layers, right and wrong: what a sigmoid and a sum are taken for."""

import numpy as np

from ...activations import sigmoid
from ..judging.exercise import WrongAnswer


def two_layers(first=sigmoid, second=sigmoid):
    """A forward pass with these activations."""
    return lambda X, W1, b1, W2, b2: second(first(X @ W1 + b1) @ W2 + b2)


def no_activation(z):
    return z


def mirrored(z):
    return sigmoid(-z)


def twice(z):
    return sigmoid(sigmoid(z))


def bracketless(z):
    return 1 / 1 + np.exp(-z)


def with_minus(z):
    return 1 / (1 - np.exp(-z))


def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_of_all(z):
    return np.exp(z) / np.exp(z).sum()


def in_some_layer(f):
    """In both layers, in one of them, in the other."""
    return two_layers(f, f), two_layers(f, sigmoid), two_layers(sigmoid, f)


# Several at once: each layer has a sum and an activation, and both can be wrong.
_SUMS = {
    "": lambda a, W, b: a @ W + b,
    "bias forgotten": lambda a, W, b: a @ W,
    "bias subtracted": lambda a, W, b: a @ W - b,
    "W transposed": lambda a, W, b: a @ W.T + b,
    "* instead of @": lambda a, W, b: a * W + b,
}
_ACTIVATIONS = {
    "": sigmoid,
    "no activation": no_activation,
    "activation applied twice": twice,
    "sign in the sigmoid": mirrored,
    "brackets in the sigmoid": bracketless,
    "tanh for the sigmoid": np.tanh,
    "ReLU for the sigmoid": lambda z: np.maximum(z, 0),
}


def some_at_once():
    """Passes with some mistakes, the fewest first."""
    layers = [
        ([name for name in (of_sum, of_f) if name], lambda a, W, b, z=z, f=f: f(z(a, W, b)))
        for of_sum, z in _SUMS.items()
        for of_f, f in _ACTIVATIONS.items()
    ]
    made = []
    for one, first in layers:
        for other, second in layers:
            names = [f"{name} in layer 1" for name in one] + [f"{n} in layer 2" for n in other]
            made.append(([WrongAnswer(name, "", ()) for name in names], _passing(first, second)))
    return sorted(made[1:], key=lambda pair: len(pair[0]))


def _passing(first, second):
    return lambda X, W1, b1, W2, b2: second(first(X, W1, b1), W2, b2)
