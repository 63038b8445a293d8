"""The two passes: the equations of lesson 2. Arrays in, arrays out, no checks.

What stands under `if norm[l]` and `if skip[l]` is lesson 6; lesson 2 reads over it.

Batch first, counted as the equations count: lists run from layer 1 to L, their [0] holds nothing,
but a[0] is X. `Network` checks what comes in and wraps what goes out in records. Complex weights
are welcome (see :mod:`backprop_lib.gradcheck`). `training` runs through the same numbers with
arrays that it makes once: :mod:`backprop_lib.fast_passes`.
"""

from typing import NamedTuple

from . import flat
from .activations import ACTIVATIONS
from .losses import LOSSES
from .normalization import Norm, normalize, normalize_back


class Layers(NamedTuple):
    """The layers of a network, each part a tuple.

    W[l] has shape (fan_in, fan_out), b[l] (fan_out,); f[l] is the `Activation`, norm[l] a `Norm`
    or None, skip[l] whether the layer's input is added to its answer.
    """

    W: tuple
    b: tuple
    f: tuple
    norm: tuple
    skip: tuple


class Forward(NamedTuple):
    """What `forward` computes: z, what the activation sees (u), its answer (f_u), and a.

    Without normalization u[l] is z[l], without a skip f_u[l] is a[l]. normalized[l] is what
    normalization found.
    """

    z: list
    u: list
    f_u: list
    a: list
    normalized: list


class Backward(NamedTuple):
    """What `backward` computes: delta, one row a sample; the others are means over the batch."""

    delta: list
    dW: list
    db: list
    dgamma: list
    dbeta: list


def forward(layers, X):
    """A layer, in this order: dense, normalization, activation, skip (Nielsen 2015, eq. 25)."""
    W, b, f, norm, skip = layers
    z, u, f_u, a, normalized = ([None] * len(W) for _ in range(5))
    a[0] = X
    for l in range(1, len(W)):
        u[l] = z[l] = a[l - 1] @ W[l] + b[l]
        if norm[l]:
            u[l], normalized[l] = normalize(z[l], norm[l])
        a[l] = f_u[l] = f[l].value(u[l])
        if skip[l]:
            a[l] = f_u[l] + a[l - 1]
    return Forward(z, u, f_u, a, normalized)


# The four equations of backpropagation (Nielsen 2015, BP1 to BP4). BP1 and BP2 are called with
# u and f_u, which are z and a in a plain layer.


def output_delta(z, a, y, f, loss):
    """BP1: the slope of the loss, times the slope here (with bce and cross_entropy they cancel)."""
    slope_of_loss = LOSSES[loss].derivative(a, y)
    cancelled = LOSSES[loss].output is not None  # its derivative is along z already
    return slope_of_loss if cancelled else slope_of_loss * f.derivative(z, a)


def hidden_delta(delta_next, W_next, z, a, f):
    """BP2: what arrives from the next layer, times the slope here."""
    return (delta_next @ W_next.T) * f.derivative(z, a)


def bias_gradient(delta):
    """BP3: delta itself, the mean over the batch."""
    return delta.sum(axis=0) / len(delta)


def weight_gradient(a_before, delta):
    """BP4: what came in, times delta, the mean over the batch."""
    return a_before.T @ delta / len(delta)


def backward(
    layers,
    forward,
    y,
    loss,
    *,
    output_delta=output_delta,
    hidden_delta=hidden_delta,
    bias_gradient=bias_gradient,
    weight_gradient=weight_gradient,
):
    """From the last layer to the first. The equations are arguments: a mistake can replace one."""
    W, _, f, norm, skip = layers
    z, u, f_u, a, normalized = forward
    delta, dW, db, dgamma, dbeta = ([None] * len(W) for _ in range(5))
    dL_da = [None] * len(W)  # slope along a[l], by itself only where a layer has a skip
    L = len(W) - 1
    for l in range(L, 0, -1):
        if l == L:
            # The losses ask for a[L] - y alone, and that is f_u[L] - (y - a[L-1]) with a skip.
            target = y - a[L - 1] if skip[L] else y
            delta[L] = output_delta(u[L], f_u[L], target, f[L], loss)
        else:
            delta[l] = hidden_delta(delta[l + 1], W[l + 1], u[l], f_u[l], f[l])
            if skip[l + 1]:  # a[l] is a part of a[l+1], too: what comes around the layer
                delta[l] += dL_da[l + 1] * f[l].derivative(u[l], f_u[l])
        if skip[l]:
            # At L no loss whose derivative is along z: with bce and cross_entropy `validation`
            # refuses a skip there.
            dL_da[l] = LOSSES[loss].derivative(a[L], y) if l == L else delta[l + 1] @ W[l + 1].T
            if l < L and skip[l + 1]:
                dL_da[l] += dL_da[l + 1]
        if norm[l]:  # until here it was the slope along u
            delta[l], dgamma[l], dbeta[l] = normalize_back(delta[l], norm[l], normalized[l])
        db[l] = bias_gradient(delta[l])
        dW[l] = weight_gradient(a[l - 1], delta[l])
    return Backward(delta, dW, db, dgamma, dbeta)


def mean_loss(forward, y, loss):
    """Mean over the batch; complex where the weights are."""
    return LOSSES[loss].terms(forward.u[-1], forward.a[-1], y).sum() / len(y)


def layers(params, architecture, running=None):
    """The `Layers` of a vector laid out as `Network.params`, as views of it.

    `running` are statistics to normalize by; without them, the batch's own.
    """
    W, b = flat.split(params, architecture.sizes)
    f = [ACTIVATIONS[name] for name in architecture.activations]
    norm = [None] * len(W)
    if any(architecture.normalization):
        scales = flat.pairs(params[flat.count(architecture.sizes) :], architecture)
        given = [()] * len(W) if running is None else flat.pairs(running, architecture)
        norm = [
            settings and Norm(*scale, settings.epsilon, *statistics)
            for settings, scale, statistics in zip(
                architecture.normalization, scales, given, strict=True
            )
        ]
    return Layers(*((None, *part) for part in (W, b, f, norm, architecture.residual)))
