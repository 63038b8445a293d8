"""Losses: the value for each sample beside the slope that the backward pass starts from.

``bce`` and ``cross_entropy`` are computed from z, not from a: the logarithm of a rounded
probability overflows where the formula in z does not. They belong to one output activation, and
its slope cancels: their derivative is the one along z, a - y.
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
    derivative : callable
        ``derivative(a, y)``, shape (batch, outputs), is dL_sample/da; of a loss that belongs to
        one `output`, dL_sample/dz. It depends on a - y alone: a skip of the output layer stands on
        that.
    output : str or None
        The output activation that the loss needs; None: any but softmax.
    """

    name: str
    terms: Callable
    derivative: Callable
    output: str | None = None


def squared_error(z, a, y):
    """Half the sum over outputs of (a - y)^2: the quadratic cost of Nielsen 2015, eq. 6."""
    return 0.5 * (a - y) ** 2


def squared_error_derivative(a, y):
    return a - y


def mse(z, a, y):
    """Mean over outputs of (a - y)^2: what PyTorch and Keras call MSE."""
    return (a - y) ** 2 / a.shape[1]


def mse_derivative(a, y):
    return 2 / a.shape[1] * (a - y)


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


def bce_derivative(a, y):
    """Along z: the sigmoid's slope cancels (Nielsen 2015, eq. 67)."""
    return a - y


def cross_entropy(z, a, y):
    """-sum(y log a) over outputs for a = softmax(z), from z (Goodfellow et al. 2016, eq. 6.30)."""
    largest = np.maximum.reduce(a, axis=1, keepdims=True)  # it is 1 / sum(exp(z - max z))
    return -y * (softmax_shift(z) + np.log(largest))


def cross_entropy_derivative(a, y):
    """Along z: the softmax's slopes cancel (Bridle 1990)."""
    return a - y


LOSSES = {
    loss.name: loss
    for loss in (
        Loss("squared_error", squared_error, squared_error_derivative),
        Loss("mse", mse, mse_derivative),
        Loss("bce", bce, bce_derivative, output="sigmoid"),
        Loss("cross_entropy", cross_entropy, cross_entropy_derivative, output="softmax"),
    )
}
