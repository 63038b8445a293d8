"""The formulas of activations, losses and normalization once more, written into given arrays.

`fast_passes` calls them on the same arrays at every step: to make a new array costs more than most
of these formulas. Each is the twin of the plain one in `activations`, `losses` or `normalization`,
where the equation stands and is explained. Real numbers only; normalization is stored sample by
sample in columns, (neurons, batch).
"""

import numpy as np

from . import losses
from .activations import GELU_CUBIC, GELU_SCALE, LEAK, gelu_tanh

# Constants as arrays of each dtype: NumPy takes one a little faster than a Python number.
ONE = {char: np.ones((), char) for char in "fd"}
LOWEST = {char: np.array(np.finfo(char).min, char) for char in "fd"}
MOST = {"f": np.array(88, "f"), "d": np.array(709, "d")}


# ---- activations: value(z, out), derivative(z, a, out)


def identity(z, out):
    np.copyto(out, z)


def identity_derivative(z, a, out):
    out[...] = 1


def sigmoid(z, out):
    kind = z.dtype.char
    e = np.exp(np.minimum(z, MOST[kind], out=out), out=out)
    np.divide(e, ONE[kind] + e, out=out)


def sigmoid_derivative(z, a, out):
    np.subtract(ONE[a.dtype.char], a, out=out)
    np.multiply(a, out, out=out)


def tanh(z, out):
    np.tanh(z, out=out)


def tanh_derivative(z, a, out):
    np.multiply(a, a, out=out)
    np.subtract(ONE[a.dtype.char], out, out=out)


def relu(z, out):
    np.maximum(z, 0.0, out=out)


def relu_derivative(z, a, out):
    np.greater(z, 0.0, out=out)


def leaky_relu(z, out):
    np.multiply(z, LEAK, out=out)
    np.maximum(z, out, out=out)


def leaky_relu_derivative(z, a, out):
    np.greater(z, 0.0, out=out)
    np.maximum(out, LEAK, out=out)


def gelu(z, out):
    _, t = gelu_tanh(z)
    np.multiply(0.5 * z, 1 + t, out=out)


def gelu_derivative(z, a, out):
    near, t = gelu_tanh(z)
    inner = GELU_SCALE * (1 + 3 * GELU_CUBIC * near * near)
    np.add(0.5 * (1 + t), 0.5 * near * (1 - t * t) * inner, out=out)


def softmax(z, out):
    np.exp(softmax_shift(z, out), out=out)
    np.divide(out, np.add.reduce(out, axis=1, keepdims=True), out=out)


def softmax_shift(z, out=None):
    out = np.subtract(z, np.maximum.reduce(z, axis=1, keepdims=True), out=out)
    return np.maximum(out, LOWEST[z.dtype.char], out=out)


ACTIVATIONS = {  # name: (value, derivative)
    "identity": (identity, identity_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "leaky_relu": (leaky_relu, leaky_relu_derivative),
    "gelu": (gelu, gelu_derivative),
    "softmax": (softmax, None),
}


# ---- losses: terms(z, a, y), derivative(a, y, out)


def cross_entropy(z, a, y):
    largest = np.maximum.reduce(a, axis=1, keepdims=True)
    return -y * (softmax_shift(z) + np.log(largest))


def a_minus_y(a, y, out):
    np.subtract(a, y, out=out)


def mse_derivative(a, y, out):
    np.subtract(a, y, out=out)
    out *= 2 / a.shape[1]


LOSSES = {  # name: (terms, derivative)
    "squared_error": (losses.squared_error, a_minus_y),
    "mse": (losses.mse, mse_derivative),
    "bce": (losses.bce, a_minus_y),
    "cross_entropy": (cross_entropy, a_minus_y),
}


# ---- normalization


class NormalizedArrays:
    """Room for one layer's normalization: z_hat, u, and the statistics that were used.

    `mean`, `var` and `s` = sqrt(var + epsilon) have shape (neurons, 1), the others
    (neurons, batch).
    """

    __slots__ = ("mean", "s", "scratch", "u_columns", "var", "z_hat_columns")

    def __init__(self, size, batch, dtype):
        self.z_hat_columns, self.u_columns, self.scratch = (
            np.empty((size, batch), dtype) for _ in range(3)
        )
        self.mean, self.var, self.s = (np.empty((size, 1), dtype) for _ in range(3))


def normalize(z, gamma_beta, norm, arrays):
    """Fill `arrays` from z, shape (neurons, batch), with the batch's own statistics."""
    z_hat, scratch, n = arrays.z_hat_columns, arrays.scratch, z.shape[1]
    np.add.reduce(z, axis=1, keepdims=True, out=arrays.mean)
    arrays.mean /= n
    np.subtract(z, arrays.mean, out=z_hat)
    np.multiply(z_hat, z_hat, out=scratch)
    np.add.reduce(scratch, axis=1, keepdims=True, out=arrays.var)
    arrays.var /= n
    np.add(arrays.var, norm.epsilon, out=arrays.s)
    np.sqrt(arrays.s, out=arrays.s)
    z_hat /= arrays.s
    gamma, beta = gamma_beta[:, :, None]
    np.multiply(z_hat, gamma, out=arrays.u_columns)
    arrays.u_columns += beta


def normalize_back(delta, gamma_beta, gradient, arrays):
    """Turn du into dz, in place, and fill `gradient` with the sums dgamma and dbeta.

    `delta` has shape (neurons, batch), `gamma_beta` and `gradient` (2, neurons).
    """
    dgamma, dbeta = gradient
    n = delta.shape[1]
    np.multiply(delta, arrays.z_hat_columns, out=arrays.scratch)
    np.add.reduce(arrays.scratch, axis=1, out=dgamma)
    np.add.reduce(delta, axis=1, out=dbeta)
    delta -= dbeta[:, None] / n
    np.multiply(arrays.z_hat_columns, dgamma[:, None] / n, out=arrays.scratch)
    delta -= arrays.scratch
    delta *= gamma_beta[0, :, None] / arrays.s


def run_on(old, new, norm, arrays):
    """Write the running statistics after this batch, (2, neurons), into `new`; `old` stays."""
    n = arrays.z_hat_columns.shape[1]
    np.multiply(old, 1 - norm.momentum, out=new)
    new[0] += norm.momentum * arrays.mean[:, 0]
    new[1] += norm.momentum * n / (n - 1) * arrays.var[:, 0]
