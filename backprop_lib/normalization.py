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

Everything here is stored sample by sample in columns, (neurons, batch): see
:mod:`backprop_lib.passes`. Complex z are welcome.
"""

from dataclasses import dataclass

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
    np.multiply(z_hat, z_hat, out=scratch)  # no abs: a complex z has its complex variance
    np.add.reduce(scratch, axis=1, keepdims=True, out=arrays.var)
    arrays.var /= n
    _scale(z_hat, gamma_beta, norm, arrays)


def normalize_by(mean_var, z, gamma_beta, norm, arrays):
    """The same with statistics that are given, shape (2, neurons)."""
    arrays.mean[:, 0], arrays.var[:, 0] = mean_var
    np.subtract(z, arrays.mean, out=arrays.z_hat_columns)
    _scale(arrays.z_hat_columns, gamma_beta, norm, arrays)


def _scale(z_hat, gamma_beta, norm, arrays):
    """From z - mean to z_hat (in place) and u."""
    np.add(arrays.var, norm.epsilon, out=arrays.s)
    np.sqrt(arrays.s, out=arrays.s)
    z_hat /= arrays.s
    gamma, beta = gamma_beta[:, :, None]
    np.multiply(z_hat, gamma, out=arrays.u_columns)
    arrays.u_columns += beta


def back(delta, gamma_beta, gradient, arrays, *, training):
    """Turn du into dz, in place, and fill `gradient` with the sums dgamma and dbeta.

    Parameters
    ----------
    delta : ndarray, shape (neurons, batch)
    gamma_beta, gradient : ndarray, shape (2, neurons)
    arrays : NormalizedArrays
        What the forward pass filled.
    training : bool
        True if it used the batch's own statistics.
    """
    dgamma, dbeta = gradient
    np.multiply(delta, arrays.z_hat_columns, out=arrays.scratch)
    np.add.reduce(arrays.scratch, axis=1, out=dgamma)
    np.add.reduce(delta, axis=1, out=dbeta)
    if training:
        n = delta.shape[1]
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
