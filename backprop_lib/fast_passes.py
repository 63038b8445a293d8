"""The two passes as training runs them: the numbers of `passes`, in arrays that are made once.

`training` alone uses this, and a test holds it to `passes`. What is computed is explained there;
here is how it comes to be quick. Here ``blocks[0]`` is layer 1's, because these are lists.

A bias is the weight of an input that is always one. So a layer's W and b are one block (see
`flat.blocks`), every a has a column of ones beside it, and one product gives z, another dW
together with db. Arrays are stored sample by sample in columns, which puts the ones behind a in
memory; what is handed out are the transposes, batch first.

Each pass is a list of calls that fill arrays. The list is worked out once, and training repeats it
on the same arrays ten thousand times.
"""

from functools import partial

import numpy as np

from . import flat, losses
from .fast_formulas import (
    ACTIVATIONS,
    LOSSES,
    NormalizedArrays,
    normalize,
    normalize_back,
    run_on,
)


class ForwardArrays:
    """Room for one forward pass: `z`, `u` and `f` of every layer, and `a`, which starts with X.

    In a layer without normalization `u` is `z`, the same array; without a skip `f` is `a`.

    Parameters
    ----------
    architecture : architecture.Architecture
    X_ones : ndarray, shape (batch, features + 1)
        What `beside_ones` returns. It is not copied: new samples may be written into it.
    dtype : numpy.dtype
    """

    __slots__ = ("a", "a_ones", "f", "normalized", "u", "z", "z_columns")

    def __init__(self, architecture, X_ones, dtype):
        sizes, batch = architecture.sizes, len(X_ones)
        self.z_columns = [np.empty((size, batch), dtype) for size in sizes[1:]]
        self.z = [columns.T for columns in self.z_columns]
        self.a_ones = [X_ones.T, *(np.ones((size + 1, batch), dtype) for size in sizes[1:])]
        self.a = [columns[:-1].T for columns in self.a_ones]
        self.normalized = [
            NormalizedArrays(size, batch, dtype) if norm else None
            for size, norm in zip(sizes[1:], architecture.normalization, strict=True)
        ]
        self.u = [
            room.u_columns.T if room else z for room, z in zip(self.normalized, self.z, strict=True)
        ]
        self.f = [
            np.empty_like(a) if skip else a
            for a, skip in zip(self.a[1:], architecture.residual, strict=True)
        ]


class BackwardArrays:
    """Room for one backward pass: `delta` of every layer, and the whole gradient in one vector.

    `gradient` is laid out as `Network.params`; `dW`, `db` and `pairs` (dgamma and dbeta of the
    normalized layers) are views of it. `skipped` is dL/da of a layer with a skip, else None.
    """

    __slots__ = (
        "db",
        "delta",
        "delta_columns",
        "dW",
        "gradient",
        "gradient_blocks",
        "pairs",
        "skipped",
        "slope",
    )

    def __init__(self, architecture, batch, dtype):
        sizes = architecture.sizes
        self.delta_columns = [np.empty((size, batch), dtype) for size in sizes[1:]]
        self.delta = [columns.T for columns in self.delta_columns]
        rooms = {size: np.empty((size, batch), dtype).T for size in sizes[1:]}  # used in turn
        self.slope = [rooms[size] for size in sizes[1:]]
        self.skipped = [
            np.empty_like(delta) if skip else None
            for delta, skip in zip(self.delta, architecture.residual, strict=True)
        ]
        dense = flat.count(sizes)
        self.gradient = np.zeros(dense + flat.count_normalized(architecture), dtype)
        self.gradient_blocks = flat.blocks(self.gradient, sizes)
        self.dW, self.db = flat.split(self.gradient, sizes)
        self.pairs = flat.pairs(self.gradient[dense:], architecture)


def beside_ones(X, dtype=None):
    """X with a column of ones: what the first layer's block is multiplied by."""
    with_ones = np.ones((X.shape[0], X.shape[1] + 1), dtype or X.dtype)
    with_ones[:, :-1] = X
    return with_ones


def forward_calls(params, architecture, arrays):
    """The calls that fill `arrays`, a ForwardArrays, in their order."""
    blocks, gamma_beta = _parts(params, architecture)
    for l, name in enumerate(architecture.activations):
        z, norm, room = arrays.z_columns[l], architecture.normalization[l], arrays.normalized[l]
        yield partial(blocks[l].T.dot, arrays.a_ones[l], z)
        if norm:
            yield partial(normalize, z, gamma_beta[l], norm, room)
        yield partial(ACTIVATIONS[name][0], arrays.u[l], arrays.f[l])
        if architecture.residual[l]:
            yield partial(np.add, arrays.f[l], arrays.a[l], arrays.a[l + 1])


def running_calls(architecture, arrays, old, new):
    """The calls that write the running statistics after this batch into `new`; `old` stays."""
    pairs = zip(flat.pairs(old, architecture), flat.pairs(new, architecture), strict=True)
    for (old_l, new_l), norm, room in zip(
        pairs, architecture.normalization, arrays.normalized, strict=True
    ):
        if norm:
            yield partial(run_on, old_l, new_l, norm, room)


def loss_terms(arrays, y, loss):
    """The call that returns what each output adds to the loss of its sample."""
    return partial(LOSSES[loss][0], arrays.u[-1], arrays.a[-1], y)


def backward_calls(params, architecture, forward, y, loss, arrays):
    """The calls that fill `arrays`, a BackwardArrays, in their order."""
    blocks, gamma_beta = _parts(params, architecture)
    last = len(blocks) - 1
    delta, columns = arrays.delta, arrays.delta_columns

    def times_slope(l):
        """delta[l] holds dL/da of the layer; make it dL/du."""
        if architecture.residual[l]:
            yield partial(np.copyto, arrays.skipped[l], delta[l])
        derivative = ACTIVATIONS[architecture.activations[l]][1]
        yield partial(derivative, forward.u[l], forward.f[l], arrays.slope[l])
        yield partial(np.multiply, delta[l], arrays.slope[l], delta[l])

    yield partial(LOSSES[loss][1], forward.a[-1], y, delta[last])
    if losses.LOSSES[loss].output is None:  # else the output's slope cancels
        yield from times_slope(last)  # BP1
    for l in range(last, -1, -1):
        if architecture.normalization[l]:
            yield partial(
                normalize_back, columns[l], gamma_beta[l], arrays.pairs[l], forward.normalized[l]
            )
        # BP4 above BP3
        yield partial(forward.a_ones[l].dot, delta[l], arrays.gradient_blocks[l])
        if l > 0:
            # BP2: delta @ W.T, in columns W @ delta, then times the slope
            yield partial(blocks[l][:-1].dot, columns[l], columns[l - 1])
            if architecture.residual[l]:
                yield partial(np.add, delta[l - 1], arrays.skipped[l], delta[l - 1])
            yield from times_slope(l - 1)
    batch = np.array(len(y), arrays.gradient.dtype)
    yield partial(np.divide, arrays.gradient, batch, arrays.gradient)  # from sums to means


def _parts(params, architecture):
    """The blocks [W; b], and the pairs [gamma; beta], of the layers."""
    dense = flat.count(architecture.sizes)
    return flat.blocks(params, architecture.sizes), flat.pairs(params[dense:], architecture)
