"""The numbers of all layers in one flat vector, and views of it: `Network.params` and its gradient.

W[1] row by row, b[1], W[2], b[2], …, and behind them gamma and beta of each normalized layer.
"""

import numpy as np


def blocks(params, sizes):
    """Views of one flat vector as a matrix a layer: the weights, and the bias as its last row.

    A bias is the weight of an input that is always one, so ``[a, 1] @ block`` is z.

    Parameters
    ----------
    params : ndarray
        W[1] row by row, b[1], W[2], b[2], …; what follows them is left alone.
    sizes : sequence of int
        Neurons per layer, the input's first.

    Returns
    -------
    list of ndarray
        Views, shape (fan_in + 1, fan_out): writing into them writes into `params`.
    """
    views, start = [], 0
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True):
        end = start + (fan_in + 1) * fan_out
        views.append(params[start:end].reshape(fan_in + 1, fan_out))
        start = end
    return views


def split(params, sizes):
    """The same views, weights and biases apart.

    Returns
    -------
    W, b : list of ndarray
        Views, shapes (fan_in, fan_out) and (fan_out,).
    """
    views = blocks(params, sizes)
    return [block[:-1] for block in views], [block[-1] for block in views]


def pairs(numbers, architecture):
    """Views of one flat vector as two rows for each normalized layer, None for the others.

    Parameters
    ----------
    numbers : ndarray
        gamma[l], beta[l] of each such layer: the end of `Network.params`, from ``count(sizes)``.
        Or its running mean and variance.
    architecture : architecture.Architecture

    Returns
    -------
    list of (ndarray, shape (2, fan_out), or None)
    """
    views, start = [], 0
    for size, norm in zip(architecture.sizes[1:], architecture.normalization, strict=True):
        end = start + (2 * size if norm else 0)
        views.append(numbers[start:end].reshape(2, size) if norm else None)
        start = end
    return views


def count(sizes):
    """Number of weights and biases in a network with these layer sizes."""
    return sum(
        (fan_in + 1) * fan_out for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True)
    )


def count_normalized(architecture):
    """Number of gammas and betas: two for each neuron of a normalized layer."""
    return 2 * sum(size for _, size in architecture.normalized())


def joined(dW, db, dgamma=(), dbeta=()):
    """One new vector of what belongs to the weights, biases, gammas and betas, layer by layer."""
    dense, scales = zip(dW, db, strict=True), zip(dgamma, dbeta, strict=True)
    return np.concatenate(
        [part.ravel() for pairs in (dense, scales) for pair in pairs for part in pair]
    )
