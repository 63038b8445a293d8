"""Activation functions: each value stands beside its derivative.

Every formula also accepts complex ``z`` (it branches on the real part alone and uses no
``abs`` or ``clip``), so that the complex step of :mod:`backprop_lib.gradcheck` can run
through it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes
    ----------
    name : str
    value : callable
        ``value(z, out=None)`` is a, shaped like z.
    derivative : callable or None
        ``derivative(z, a, out=None)`` is da/dz, element by element. Softmax has none: each of
        its outputs depends on every z of the row, so its slope is a matrix.

    Notes
    -----
    `out` is an array to write the result into (training uses the same ones at every step);
    without it the result is a new array.
    """

    name: str
    value: Callable
    derivative: Callable | None


# Constants as arrays of each dtype: NumPy takes one in half the time of a Python number.
ONE = {char: np.ones((), char) for char in "fdD"}
LOWEST = {char: np.array(np.finfo(char).min, char) for char in "fdD"}
MOST = {char: np.array(most, char) for char, most in (("f", 88), ("d", 709), ("D", 709))}


def identity(z, out=None):
    return np.positive(z, out=out)


def identity_derivative(z, a, out=None):
    out = np.empty_like(z) if out is None else out
    out[...] = 1
    return out


def sigmoid(z, out=None):
    """exp(z) / (1 + exp(z)); z is held where exp would overflow: the quotient is 1 by then."""
    kind = z.dtype.char
    e = np.exp(np.minimum(z, MOST[kind], out=out), out=out)
    return np.divide(e, ONE[kind] + e, out=out)


def sigmoid_derivative(z, a, out=None):
    out = np.subtract(ONE[a.dtype.char], a, out=out)
    return np.multiply(a, out, out=out)


def tanh(z, out=None):
    return np.tanh(z, out=out)


def tanh_derivative(z, a, out=None):
    out = np.multiply(a, a, out=out)
    return np.subtract(ONE[a.dtype.char], out, out=out)


def relu(z, out=None):
    if z.dtype.kind == "c":  # its maximum with 0 would be z at the kink, by the imaginary part
        return np.multiply(z, relu_derivative(z, None), out=out)
    return np.maximum(z, 0.0, out=out)


def relu_derivative(z, a, out=None):
    """1 above zero, 0 below; at the kink itself we take 0, as PyTorch and JAX do."""
    return np.greater(z.real, 0.0, out=np.empty_like(z) if out is None else out)


LEAK = 0.01  # slope below zero (Maas et al. 2013)


def leaky_relu(z, out=None):
    if z.dtype.kind == "c":
        return np.multiply(z, leaky_relu_derivative(z, None), out=out)
    out = np.multiply(z, LEAK, out=out)
    return np.maximum(z, out, out=out)


def leaky_relu_derivative(z, a, out=None):
    return np.maximum(relu_derivative(z, a, out), LEAK, out=out)


# GELU in its tanh form (Hendrycks & Gimpel 2016, section 2): NumPy has no erf.
GELU_SCALE = float(np.sqrt(2 / np.pi))
GELU_CUBIC = 0.044715
GELU_FLAT = 30.0  # beyond it tanh(u) is exactly -1 or 1, and z**3 could overflow


def _gelu_tanh(z):
    near = np.where((z.real > -GELU_FLAT) & (z.real < GELU_FLAT), z, GELU_FLAT)
    t = np.tanh(GELU_SCALE * near * (1 + GELU_CUBIC * near * near))  # near**3 calls a slow power
    return near, np.where(z.real <= -GELU_FLAT, -1, t)


def gelu(z, out=None):
    _, t = _gelu_tanh(z)
    return np.multiply(0.5 * z, 1 + t, out=out)


def gelu_derivative(z, a, out=None):
    near, t = _gelu_tanh(z)
    inner = GELU_SCALE * (1 + 3 * GELU_CUBIC * near * near)
    return np.add(0.5 * (1 + t), 0.5 * near * (1 - t * t) * inner, out=out)


def softmax_shift(z, out=None):
    """z minus the largest z of its row, and no less than the dtype's lowest number.

    Complex z are ordered by the real part.
    """
    with np.errstate(over="ignore"):  # -1e308 - 1e308
        out = np.subtract(z, np.maximum.reduce(z, axis=1, keepdims=True), out=out)
    return np.maximum(out, LOWEST[z.dtype.char], out=out)


def softmax(z, out=None):
    """exp(z) / sum(exp(z)) along each row, shifted by the row's largest z: no overflow."""
    out = np.exp(softmax_shift(z, out), out=out)
    return np.divide(out, np.add.reduce(out, axis=1, keepdims=True), out=out)


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("identity", identity, identity_derivative),
        Activation("sigmoid", sigmoid, sigmoid_derivative),
        Activation("tanh", tanh, tanh_derivative),
        Activation("relu", relu, relu_derivative),
        Activation("leaky_relu", leaky_relu, leaky_relu_derivative),
        Activation("gelu", gelu, gelu_derivative),
        Activation("softmax", softmax, None),
    )
}
