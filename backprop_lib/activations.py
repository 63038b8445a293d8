"""Activation functions: each value stands beside its derivative.

Every formula also accepts complex ``z`` (it branches on the real part alone and uses no
``abs``), so that the complex step of :mod:`backprop_lib.gradcheck` can run
through it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes
    ----------
    name : str
    value : callable
        ``value(z)`` is a, shaped like z.
    derivative : callable or None
        ``derivative(z, a)`` is da/dz, element by element. Softmax has none: each of its outputs
        depends on every z of the row, so its slope is a matrix.
    bounds : tuple of float or None
        Between which two numbers every a lies; None where there are no such two.
    """

    name: str
    value: Callable
    derivative: Callable | None
    bounds: tuple[float, float] | None = None


def identity(z):
    return +z


def identity_derivative(z, a):
    return np.ones_like(z)


def sigmoid(z):
    """exp(z) / (1 + exp(z)); z is held where exp would overflow: the quotient is 1 by then."""
    e = np.exp(np.minimum(z, 88 if z.dtype == np.float32 else 709))
    return e / (1 + e)


def sigmoid_derivative(z, a):
    return a * (1 - a)


def tanh(z):
    return np.tanh(z)


def tanh_derivative(z, a):
    return 1 - a * a


def relu(z):
    return np.where(z.real > 0, z, 0)


def relu_derivative(z, a):
    """1 above zero, 0 below; at the kink itself we take 0, as PyTorch and JAX do."""
    return np.where(z.real > 0, 1, 0).astype(z.dtype)


LEAK = 0.01  # slope below zero (Maas et al. 2013)


def leaky_relu(z):
    return np.where(z.real > 0, z, LEAK * z)


def leaky_relu_derivative(z, a):
    return np.where(z.real > 0, 1, LEAK).astype(z.dtype)


# GELU in its tanh form (Hendrycks & Gimpel 2016, section 2): NumPy has no erf.
GELU_SCALE = float(np.sqrt(2 / np.pi))
GELU_CUBIC = 0.044715
GELU_FLAT = 30.0  # beyond it tanh(u) is exactly -1 or 1, and z**3 could overflow


def gelu(z):
    _, t = gelu_tanh(z)
    return 0.5 * z * (1 + t)


def gelu_derivative(z, a):
    near, t = gelu_tanh(z)
    inner = GELU_SCALE * (1 + 3 * GELU_CUBIC * near * near)
    return 0.5 * (1 + t) + 0.5 * near * (1 - t * t) * inner


def gelu_tanh(z):
    """z where it is near zero, and the tanh of the formula."""
    near = np.clip(z, -GELU_FLAT, GELU_FLAT)  # complex z, too, by their real part
    return near, np.tanh(GELU_SCALE * near * (1 + GELU_CUBIC * near * near))  # **3 is a slow power


def softmax(z):
    """exp(z) / sum(exp(z)) along each row, shifted by the row's largest z: no overflow."""
    e = np.exp(softmax_shift(z))
    return e / e.sum(axis=1, keepdims=True)


def softmax_shift(z):
    """z minus the largest z of its row, and no less than the dtype's lowest number.

    Complex z are ordered by the real part.
    """
    with np.errstate(over="ignore"):  # -1e308 - 1e308
        shifted = z - z.max(axis=1, keepdims=True)
    return np.maximum(shifted, np.finfo(z.dtype).min)


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("identity", identity, identity_derivative),
        Activation("sigmoid", sigmoid, sigmoid_derivative, bounds=(0.0, 1.0)),
        Activation("tanh", tanh, tanh_derivative, bounds=(-1.0, 1.0)),
        Activation("relu", relu, relu_derivative),
        Activation("leaky_relu", leaky_relu, leaky_relu_derivative),
        Activation("gelu", gelu, gelu_derivative),
        Activation("softmax", softmax, None, bounds=(0.0, 1.0)),
    )
}


SATURATED = 0.1  # of the largest slope that an activation has


def saturated(name, slope):
    """Where an activation is saturated: its slope is less than a tenth of its largest one.

    Figures, views, checks and the page (`pass.js`) mean this by the word, and nothing else.

    Parameters
    ----------
    name : str
        Any but "softmax", whose slope is no single number.
    slope : array_like
        f'(z).

    Examples
    --------
    >>> saturated("sigmoid", np.array([0.25, 0.03, 0.02]))  # the largest is 0.25
    array([False, False,  True])
    """
    return abs(slope) < SATURATED * steepest(name)


@cache
def steepest(name):
    """The largest slope that an activation has."""
    z = np.linspace(-5, 5, 10001)
    activation = ACTIVATIONS[name]
    return float(abs(activation.derivative(z, activation.value(z))).max())
