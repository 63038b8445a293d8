"""Losses: the value for each sample beside the delta that the output layer starts from.

``bce`` and ``cross_entropy`` are computed from z, not from a: the logarithm of a rounded
probability overflows where the formula in z does not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Loss:
    """One loss function.

    Attributes
    ----------
    name : str
    per_sample : callable
        ``per_sample(z, a, y)`` is the loss of every sample, shape (batch,).
    output_delta : callable
        ``output_delta(a, y, slope)`` is dL_sample/dz of the output layer, shape
        (batch, outputs). `slope` is a function of no arguments that returns f'(z): the
        losses that cancel it never ask.
    output : str or None
        The output activation that the loss needs; None: any but softmax.
    """

    name: str
    per_sample: Callable
    output_delta: Callable
    output: str | None = None


def squared_error(z, a, y):
    """Half the sum over outputs of (a - y)^2: the quadratic cost of Nielsen 2015, eq. 6."""
    return 0.5 * ((a - y) ** 2).sum(axis=1)


def squared_error_delta(a, y, slope):
    return (a - y) * slope()  # Nielsen 2015, eq. BP1 with eq. 30


def mse(z, a, y):
    """Mean over outputs of (a - y)^2: what PyTorch and Keras call MSE."""
    return ((a - y) ** 2).mean(axis=1)


def mse_delta(a, y, slope):
    return (2 / a.shape[1]) * (a - y) * slope()


def bce(z, a, y):
    """-[y log a + (1 - y) log(1 - a)] for a = sigmoid(z), summed over outputs, from z.

    It equals max(z, 0) - y z + log(1 + exp(-|z|)) (Nielsen 2015, eq. 63, rewritten).
    """
    positive = z.real > 0
    decaying = np.log1p(np.exp(np.where(positive, -z, z)))
    return (np.where(positive, z, 0) - y * z + decaying).sum(axis=1)


def cross_entropy(z, a, y):
    """-sum(y log a) over outputs for a = softmax(z), from z (Goodfellow et al. 2016, eq. 6.30)."""
    with np.errstate(over="ignore", invalid="ignore"):
        shifted = z - z.real.max(axis=1, keepdims=True)
        log_a = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -np.where(y > 0, y * log_a, 0).sum(axis=1)


def a_minus_y(a, y, slope):
    """The output's slope cancels (Nielsen 2015, eq. 67; for softmax Bridle 1990)."""
    return a - y


LOSSES = {
    loss.name: loss
    for loss in (
        Loss("squared_error", squared_error, squared_error_delta),
        Loss("mse", mse, mse_delta),
        Loss("bce", bce, a_minus_y, output="sigmoid"),
        Loss("cross_entropy", cross_entropy, a_minus_y, output="softmax"),
    )
}
