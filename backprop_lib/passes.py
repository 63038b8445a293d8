"""The two passes, and nothing else: arrays in, arrays out, no checks.

Here ``blocks[0]`` is layer 1's, because these are lists; `Network` wraps them in records that
count as the equations do. Complex weights are welcome (see :mod:`backprop_lib.gradcheck`).

A bias is the weight of an input that is always one. So a layer's W and b are one block (see
`flat.blocks`), every a has a column of ones beside it, and one product gives z, another dW
together with db. Arrays are stored sample by sample in columns, which puts the ones behind a in
memory; what is handed out are the transposes, batch first.

Each pass is a list of calls that fill arrays. The list is worked out once, and training repeats it
on the same arrays ten thousand times.

Layer l, in this order: dense, z = [a, 1] @ block; if it is normalized u = gamma z_hat + beta (see
:mod:`backprop_lib.normalization`), else u is z; the activation f(u); and where there is a skip
a[l] = f(u) + a[l-1], else a[l] is f(u).
"""

from functools import partial

import numpy as np

from . import flat, normalization
from .activations import ACTIVATIONS
from .losses import LOSSES


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
            normalization.NormalizedArrays(size, batch, dtype) if norm else None
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


def forward(params, architecture, X_ones, running=None):
    """Every number of the forward pass (Nielsen 2015, eq. 25, batch first).

    Parameters
    ----------
    params : ndarray
        Laid out as `Network.params`.
    architecture : architecture.Architecture
    X_ones : ndarray, shape (batch, features + 1)
        What `beside_ones` returns.
    running : ndarray, optional
        Running statistics to normalize by; without them, the batch's own.

    Returns
    -------
    ForwardArrays
        `z`, `u`, `f`: lists of arrays, shape (batch, fan_out). `a` is one longer: it starts with
        X.
    """
    arrays = ForwardArrays(architecture, X_ones, params.dtype)
    for call in forward_calls(params, architecture, arrays, running):
        call()
    return arrays


def forward_calls(params, architecture, arrays, running=None):
    """The calls that fill `arrays`, a ForwardArrays, in their order."""
    blocks, gamma_beta = _parts(params, architecture)
    mean_var = flat.pairs(running, architecture) if running is not None else None
    for l, name in enumerate(architecture.activations):
        z, norm, room = arrays.z_columns[l], architecture.normalization[l], arrays.normalized[l]
        yield partial(blocks[l].T.dot, arrays.a_ones[l], z)
        if norm and running is None:
            yield partial(normalization.normalize, z, gamma_beta[l], norm, room)
        elif norm:
            yield partial(normalization.normalize_by, mean_var[l], z, gamma_beta[l], norm, room)
        yield partial(ACTIVATIONS[name].value, arrays.u[l], arrays.f[l])
        if architecture.residual[l]:
            yield partial(np.add, arrays.f[l], arrays.a[l], arrays.a[l + 1])


def running_calls(architecture, arrays, old, new):
    """The calls that write the running statistics after this batch into `new`; `old` stays."""
    pairs = zip(flat.pairs(old, architecture), flat.pairs(new, architecture), strict=True)
    for (old_l, new_l), norm, room in zip(
        pairs, architecture.normalization, arrays.normalized, strict=True
    ):
        if norm:
            yield partial(normalization.run_on, old_l, new_l, norm, room)


def sample_losses(arrays, y, loss):
    """Loss of every sample, shape (batch,)."""
    return LOSSES[loss].terms(arrays.u[-1], arrays.a[-1], y).sum(axis=1)


def mean_loss(arrays, y, loss):
    """Mean loss over the batch, a float."""
    return float(LOSSES[loss].terms(arrays.u[-1], arrays.a[-1], y).sum()) / len(y)


def backward(params, architecture, forward, y, loss, *, training):
    """delta, dW, db, dgamma and dbeta of every layer (Nielsen 2015, BP1 to BP4, batch first).

    Parameters
    ----------
    params, architecture
        Those that `forward` was computed with.
    forward : ForwardArrays
    training : bool
        True if it normalized by the batch's own statistics.

    Returns
    -------
    BackwardArrays
        `delta`: dL_sample/dz, one row a sample; `gradient` and its views: means over the batch.
    """
    arrays = BackwardArrays(architecture, len(y), params.dtype)
    a_ones = [beside_ones(a_l).T for a_l in forward.a]
    for call in backward_calls(
        params, architecture, forward, a_ones, y, loss, arrays, training=training
    ):
        call()
    return arrays


def backward_calls(params, architecture, forward, a_ones, y, loss, arrays, *, training=True):
    """The calls that fill `arrays`, a BackwardArrays, in their order."""
    blocks, gamma_beta = _parts(params, architecture)
    last = len(blocks) - 1
    delta, columns = arrays.delta, arrays.delta_columns

    def slope(l):
        derivative = ACTIVATIONS[architecture.activations[l]].derivative
        return partial(derivative, forward.u[l], forward.f[l], arrays.slope[l])

    def from_dL_da(l):
        """delta[l] holds dL/da of the layer; make it dL/du."""
        if architecture.residual[l]:
            yield partial(np.copyto, arrays.skipped[l], delta[l])
        yield slope(l)
        yield partial(np.multiply, delta[l], arrays.slope[l], delta[l])  # BP2

    output_delta = partial(LOSSES[loss].output_delta, forward.a[-1], y)
    if architecture.residual[last]:  # the skip needs dL/da by itself
        yield partial(output_delta, _one, delta[last])
        yield from from_dL_da(last)
    else:
        its_slope = slope(last) if LOSSES[loss].output is None else None  # else the loss cancels it
        yield partial(output_delta, its_slope, delta[last])  # BP1
    for l in range(last, -1, -1):
        if architecture.normalization[l]:
            yield partial(
                normalization.back,
                columns[l],
                gamma_beta[l],
                arrays.pairs[l],
                forward.normalized[l],
                training=training,
            )
        yield partial(a_ones[l].dot, delta[l], arrays.gradient_blocks[l])  # BP4 above BP3
        if l > 0:
            yield partial(blocks[l][:-1].dot, columns[l], columns[l - 1])
            if architecture.residual[l]:
                yield partial(np.add, delta[l - 1], arrays.skipped[l], delta[l - 1])
            yield from from_dL_da(l - 1)
    batch = np.array(len(y), arrays.gradient.dtype)
    yield partial(np.divide, arrays.gradient, batch, arrays.gradient)  # from sums to means


def _parts(params, architecture):
    """The blocks [W; b], and the pairs [gamma; beta], of the layers."""
    dense = flat.count(architecture.sizes)
    return flat.blocks(params, architecture.sizes), flat.pairs(params[dense:], architecture)


def _one():
    return 1.0
