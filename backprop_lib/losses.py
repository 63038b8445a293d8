"""Losses: the value for each sample beside the delta that the output layer starts from.

``bce`` and ``cross_entropy`` are computed from z, not from a: the logarithm of a rounded
probability overflows where the formula in z does not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .activations import softmax_shift


@dataclass(frozen=True)
class Loss:
    """One loss function.

    Attributes
    ----------
    name : str
    terms : callable
        ``terms(z, a, y)`` is what each output adds to the loss of its sample, shape
        (batch, outputs).
    output_delta : callable
        ``output_delta(a, y, slope, out=None)`` is dL_sample/dz of the output layer, shape
        (batch, outputs). `slope` is a function of no arguments that returns f'(z): the
        losses that cancel it never ask. `out` is an array to write the result into.
    output : str or None
        The output activation that the loss needs; None: any but softmax.
    """

    name: str
    terms: Callable
    output_delta: Callable
    output: str | None = None


def squared_error(z, a, y):
    """Half the sum over outputs of (a - y)^2: the quadratic cost of Nielsen 2015, eq. 6."""
    return 0.5 * (a - y) ** 2


def squared_error_delta(a, y, slope, out=None):
    out = np.subtract(a, y, out=out)
    return np.multiply(out, slope(), out=out)  # Nielsen 2015, eq. BP1 with eq. 30


def mse(z, a, y):
    """Mean over outputs of (a - y)^2: what PyTorch and Keras call MSE."""
    return (a - y) ** 2 / a.shape[1]


def mse_delta(a, y, slope, out=None):
    out = squared_error_delta(a, y, slope, out)
    out *= 2 / a.shape[1]
    return out


def bce(z, a, y):
    """-[y log a + (1 - y) log(1 - a)] for a = sigmoid(z), summed over outputs, from z.

    It equals log(exp(-y z) + exp((1 - y) z)): for y = 1 log(1 + exp(-z)), for y = 0
    log(1 + exp(z))  (Nielsen 2015, eq. 63, with eq. 3 put in).
    """
    yz = y * z
    return _logaddexp(-yz, z - yz)


def _logaddexp(p, q):
    """log(exp(p) + exp(q)) without overflow."""
    if p.dtype.kind != "c":
        return np.logaddexp(p, q)
    top = np.maximum(p, q)  # of complex numbers, by the real part
    return top + np.log1p(np.exp(p + q - 2 * top))


def cross_entropy(z, a, y):
    """-sum(y log a) over outputs for a = softmax(z), from z (Goodfellow et al. 2016, eq. 6.30)."""
    largest = np.maximum.reduce(a, axis=1, keepdims=True)  # it is 1 / sum(exp(z - max z))
    return -y * (softmax_shift(z) + np.log(largest))


def a_minus_y(a, y, slope, out=None):
    """The output's slope cancels (Nielsen 2015, eq. 67; for softmax Bridle 1990)."""
    return np.subtract(a, y, out=out)


LOSSES = {
    loss.name: loss
    for loss in (
        Loss("squared_error", squared_error, squared_error_delta),
        Loss("mse", mse, mse_delta),
        Loss("bce", bce, a_minus_y, output="sigmoid"),
        Loss("cross_entropy", cross_entropy, a_minus_y, output="softmax"),
    )
}
