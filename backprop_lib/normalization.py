"""Batch normalization: the formulas, forward and backward, and the running statistics.

Ioffe & Szegedy 2015, algorithms 1 and 2. For each neuron of a layer, over the n samples of a
batch:

    mean = sum(z) / n
    var = sum((z - mean)^2) / n                 divided by n: the biased variance
    z_hat = (z - mean) / sqrt(var + epsilon)
    u = gamma z_hat + beta                      what the activation then sees

Backward, with du = dL/du known, L the sum over the batch and s = sqrt(var + epsilon):

    dgamma = sum(du z_hat)                      u is linear in gamma
    dbeta = sum(du)
    dz_hat = gamma du
    dvar = sum(dz_hat (z - mean)) (-1/2) / s^3  z_hat's own slope along var
    dmean = -sum(dz_hat) / s                    along mean; var's part is 0, as sum(z - mean) = 0
    dz = dz_hat / s + dvar 2 (z - mean) / n + dmean / n

A z moves the loss in three ways: by itself, through var and through mean. Put in, with
z - mean = s z_hat, they join to

    dz = gamma / s (du - dbeta / n - z_hat dgamma / n)

So the samples of a batch know of each other. It takes from du its mean and its part along z_hat:
to add a constant to a neuron's z, or to stretch it, changes nothing (but for epsilon). That is why
db of a normalized layer is 0, and why beta does its work.

With running statistics mean and var are constants: dz = gamma / s du.

Complex z are welcome: nothing here takes an absolute value.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


@dataclass(frozen=True)
class BatchNorm:
    """Settings of a layer's batch normalization; ``"batch"`` is short for ``BatchNorm()``.

    Parameters
    ----------
    epsilon : float, default 1e-5
        Added to the variance before the root.
    momentum : float, default 0.1
        Part of each batch's statistics that goes into the running ones:
        running = (1 - momentum) running + momentum batch.

    Raises
    ------
    ValueError
        For a setting out of range.

    Notes
    -----
    Both as PyTorch has them. Keras's defaults are epsilon 1e-3 and a momentum of 0.99 that counts
    the other way round, the part that is *kept*: here ``BatchNorm(epsilon=1e-3, momentum=0.01)``.
    The batch itself is normalized with the biased variance (divided by n) everywhere. Into the
    running variance PyTorch and this package put the unbiased one, var n / (n - 1); Keras puts the
    biased one.

    Examples
    --------
    >>> BatchNorm()
    BatchNorm(epsilon=1e-05, momentum=0.1)
    """

    epsilon: float = 1e-5
    momentum: float = 0.1

    def __post_init__(self):
        for name, most in (("epsilon", np.inf), ("momentum", 1.0)):
            value = getattr(self, name)
            number = value if np.isscalar(value) and np.isreal(value) else np.nan
            if not (0 < number <= most and np.isfinite(number)):
                upper = "" if most == np.inf else f" and at most {most:g}"
                raise ValueError(f"{name} is {value!r}; expected a finite number, above 0{upper}.")
            object.__setattr__(self, name, float(number))


class Norm(NamedTuple):
    """What a normalized layer is made of.

    Attributes
    ----------
    gamma, beta : ndarray, shape (fan_out,)
    epsilon : float
    mean, var : ndarray, shape (fan_out,), or None
        The running statistics to normalize by; None: the batch's own.
    """

    gamma: np.ndarray
    beta: np.ndarray
    epsilon: float
    mean: np.ndarray | None = None
    var: np.ndarray | None = None


class Normalized(NamedTuple):
    """What `normalize` used and found: z_hat, (batch, fan_out), the others (fan_out,)."""

    z_hat: np.ndarray
    mean: np.ndarray
    var: np.ndarray
    s: np.ndarray


def normalize(z, norm):
    """u, and the `Normalized` that the way back needs."""
    mean, var = norm.mean, norm.var
    if mean is None:
        mean = z.sum(axis=0) / len(z)
        var = ((z - mean) ** 2).sum(axis=0) / len(z)
    s = np.sqrt(var + norm.epsilon)
    z_hat = (z - mean) / s
    return norm.gamma * z_hat + norm.beta, Normalized(z_hat, mean, var, s)


def normalize_back(du, norm, normalized):
    """dz, and the means over the batch dgamma and dbeta."""
    z_hat, _, _, s = normalized
    dgamma = (du * z_hat).sum(axis=0) / len(du)
    dbeta = du.sum(axis=0) / len(du)
    if norm.mean is None:  # the batch's own: its samples know of each other
        du = du - dbeta - z_hat * dgamma
    return norm.gamma / s * du, dgamma, dbeta


def running_after(mean, var, normalized, momentum):
    """The running statistics after a batch, from those before it and what `normalize` found.

    Into the variance goes the unbiased one, divided by n - 1.
    """
    n = len(normalized.z_hat)
    return (
        (1 - momentum) * mean + momentum * normalized.mean,
        (1 - momentum) * var + momentum * normalized.var * n / (n - 1),
    )
