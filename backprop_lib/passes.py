"""The two passes, and nothing else: plain lists of arrays in, plain lists out, no checks.

Here ``blocks[0]`` is layer 1's, because these are lists; `Network` wraps them in records that
count as the equations do. Complex weights are welcome (see :mod:`backprop_lib.gradcheck`).

A bias is the weight of an input that is always one. So a layer's W and b are one block (see
`layers.blocks`), every a has a column of ones beside it, and one product gives z, another dW
together with db. Arrays are stored sample by sample in columns, which puts the ones behind a in
memory; what is handed out are the transposes, batch first.

Each pass is a list of calls that fill arrays. The list is worked out once, and training repeats it
on the same arrays ten thousand times.
"""

from functools import partial

import numpy as np

from . import layers
from .activations import ACTIVATIONS
from .losses import LOSSES


class ForwardArrays:
    """Room for one forward pass: `z` of every layer, and `a`, which starts with X.

    Parameters
    ----------
    sizes : sequence of int
    X_ones : ndarray, shape (batch, features + 1)
        What `beside_ones` returns. It is not copied: new samples may be written into it.
    dtype : numpy.dtype
    """

    __slots__ = ("a", "a_ones", "z", "z_columns")

    def __init__(self, sizes, X_ones, dtype):
        batch = len(X_ones)
        self.z_columns = [np.empty((size, batch), dtype) for size in sizes[1:]]
        self.z = [columns.T for columns in self.z_columns]
        self.a_ones = [X_ones.T, *(np.ones((size + 1, batch), dtype) for size in sizes[1:])]
        self.a = [columns[:-1].T for columns in self.a_ones]


class BackwardArrays:
    """Room for one backward pass: `delta` of every layer, and the whole gradient in one vector.

    `gradient` is laid out as `Network.params`; `dW` and `db` are views of it.
    """

    __slots__ = ("db", "delta", "delta_columns", "dW", "gradient", "gradient_blocks", "slope")

    def __init__(self, sizes, batch, dtype):
        self.delta_columns = [np.empty((size, batch), dtype) for size in sizes[1:]]
        self.delta = [columns.T for columns in self.delta_columns]
        self.slope = [np.empty_like(delta) for delta in self.delta]
        self.gradient = np.zeros(layers.count(sizes), dtype)
        self.gradient_blocks = layers.blocks(self.gradient, sizes)
        self.dW, self.db = layers.split(self.gradient, sizes)


def beside_ones(X, dtype=None):
    """X with a column of ones: what the first layer's block is multiplied by."""
    with_ones = np.ones((X.shape[0], X.shape[1] + 1), dtype or X.dtype)
    with_ones[:, :-1] = X
    return with_ones


def forward(blocks, activations, X_ones):
    """z and a of every layer (Nielsen 2015, eq. 25, batch first).

    Parameters
    ----------
    blocks : list of ndarray, shape (fan_in + 1, fan_out)
    activations : sequence of str
    X_ones : ndarray, shape (batch, features + 1)
        What `beside_ones` returns.

    Returns
    -------
    z : list of ndarray, shape (batch, fan_out)
    a : list of ndarray
        One longer than z: it starts with X.
    """
    sizes = [len(blocks[0]) - 1, *(block.shape[1] for block in blocks)]
    arrays = ForwardArrays(sizes, X_ones, blocks[0].dtype)
    for call in forward_calls(blocks, activations, arrays):
        call()
    return arrays.z, arrays.a


def forward_calls(blocks, activations, arrays):
    """The calls that fill `arrays`, a ForwardArrays, in their order."""
    for l, name in enumerate(activations):
        yield partial(np.dot, blocks[l].T, arrays.a_ones[l], arrays.z_columns[l])
        yield partial(ACTIVATIONS[name].value, arrays.z[l], arrays.a[l + 1])


def sample_losses(z, a, y, loss):
    """Loss of every sample, shape (batch,)."""
    return LOSSES[loss].terms(z[-1], a[-1], y).sum(axis=1)


def mean_loss(z, a, y, loss):
    """Mean loss over the batch, a float."""
    return float(LOSSES[loss].terms(z[-1], a[-1], y).sum()) / len(y)


def backward(blocks, activations, z, a, y, loss):
    """delta, dW and db of every layer (Nielsen 2015, BP1 to BP4, batch first).

    Parameters
    ----------
    z, a : list of ndarray
        What `forward` returned.

    Returns
    -------
    delta : list of ndarray, shape (batch, fan_out)
        dL_sample/dz, one row a sample.
    dW, db : list of ndarray
        Means over the batch.
    """
    arrays = BackwardArrays([a_l.shape[1] for a_l in a], len(y), z[-1].dtype)
    a_ones = [beside_ones(a_l).T for a_l in a]
    for call in backward_calls(blocks, activations, z, a, a_ones, y, loss, arrays):
        call()
    return arrays.delta, arrays.dW, arrays.db


def backward_calls(blocks, activations, z, a, a_ones, y, loss, arrays):
    """The calls that fill `arrays`, a BackwardArrays, in their order."""
    last = len(z) - 1
    delta, columns = arrays.delta, arrays.delta_columns

    def slope(l):
        return partial(ACTIVATIONS[activations[l]].derivative, z[l], a[l + 1], arrays.slope[l])

    its_slope = slope(last) if LOSSES[loss].output is None else None  # else the loss cancels it
    yield partial(LOSSES[loss].output_delta, a[-1], y, its_slope, delta[last])  # BP1
    for l in range(last, -1, -1):
        yield partial(np.dot, a_ones[l], delta[l], arrays.gradient_blocks[l])  # BP4 above BP3
        if l > 0:
            yield partial(np.dot, blocks[l][:-1], columns[l], columns[l - 1])
            yield slope(l - 1)
            yield partial(np.multiply, delta[l - 1], arrays.slope[l - 1], delta[l - 1])  # BP2
    batch = np.array(len(y), arrays.gradient.dtype)
    yield partial(np.divide, arrays.gradient, batch, arrays.gradient)  # from sums to means
