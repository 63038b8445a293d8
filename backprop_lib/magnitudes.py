"""What becomes of the signal and of the gradient from layer to layer: one number a layer each."""

import math
from dataclasses import dataclass

import numpy as np

from .activations import ACTIVATIONS, saturated
from .by_layer import ByLayer

SOFTMAX = "the slope of softmax is a matrix, not a number"
SAFE = 1e-250  # a sum of squares between this and its inverse has lost nothing


@dataclass(frozen=True, eq=False)
class Magnitudes:
    """Sizes of what two passes recorded, a number a layer.

    Attributes
    ----------
    spread : ByLayer
        Standard deviation of a[l] over the batch and the neurons, l = 0 … L.
    delta : ByLayer
        Length of delta[l], a row; root mean square over the batch.
    dW : ByLayer
        Length of dW[l]: the root of the sum of its squares.
    slope : ByLayer
        f'(u[l]), root mean square over the batch and the neurons; a softmax output has none.
    weight : ByLayer
        sigma_w of W[l]: the root of fan_in times the mean of its squares. A random W makes a row
        sigma_w times as long on its way forward (for fan_out = fan_in), and a delta sigma_w times
        as long on its way back (for any sizes).
    scale : ByLayer
        gamma[l] / sqrt(var + epsilon) of the normalized layers, root mean square.
    factor : ByLayer
        ``delta[l] / delta[l+1]``, l = 1 … L - 1, measured; without a skip nearly
        ``slope[l] * weight[l+1]``, times ``scale[l]`` in a normalized layer.
    saturated : ByLayer
        Share of the u[l] at which the activation is flat (see `activations.saturated`): a slope
        below a tenth of its largest.
    """

    spread: ByLayer
    delta: ByLayer
    dW: ByLayer
    slope: ByLayer
    weight: ByLayer
    scale: ByLayer
    factor: ByLayer
    saturated: ByLayer


def measure(forward, backward):
    """The `Magnitudes` of two records of one batch.

    Parameters
    ----------
    forward : ForwardPass
    backward : BackwardPass
        What ``network.backward(forward, …)`` returned.

    Returns
    -------
    Magnitudes
        A length that no float can hold is inf.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[2.0]], [[3.0]]], [[0.0], [0.0]], activations="identity")
    >>> forward = net.forward([[1.0]])
    >>> flow = measure(forward, net.backward(forward, [[5.0]], loss="squared_error"))
    >>> [float(flow.delta[l]) for l in (1, 2)], float(flow.factor[1])
    ([3.0, 1.0], 3.0)
    """
    network = forward.network
    names = network.activations
    delta = [rms(delta) * math.sqrt(delta.shape[1]) for delta in backward.delta]
    slopes = list(_slopes(forward, backward))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = [np.divide(one, two) for one, two in zip(delta[:-1], delta[1:], strict=True)]
    var = forward.batch_var if forward.training else network.running_var
    scale = [
        rms(network.gamma[l] / np.sqrt(var[l] + norm.epsilon)) if norm else None
        for l, norm in enumerate(network.normalization, start=1)
    ]
    return Magnitudes(
        _numbers("spread", [_spread(a) for a in forward.a], first=0),
        _numbers("delta", delta),
        _numbers("dW", [rms(dW) * math.sqrt(dW.size) for dW in backward.dW]),
        _numbers("slope", [None if s is None else rms(s) for s in slopes], why=SOFTMAX),
        _numbers("weight", [rms(W) * math.sqrt(len(W)) for W in network.W]),
        _numbers("scale", scale),
        _numbers("factor", factor),
        _numbers(
            "saturated",
            [
                None if slope is None else _share(saturated(name, slope))
                for name, slope in zip(names, slopes, strict=True)
            ],
            why=SOFTMAX,
        ),
    )


@dataclass(frozen=True, eq=False)
class Histogram:
    """What the activations of each layer see, u, counted in bins of equal width around 0.

    Attributes
    ----------
    reach : ByLayer
        The largest |u[l]|: the bins go from -reach to reach.
    counts : ByLayer of int
        Shape (bins,): over the batch and the neurons.
    flat : ByLayer of bool
        Shape (bins,): where the activation is flat (see `Magnitudes.saturated`), mid-bin.
    """

    reach: ByLayer
    counts: ByLayer
    flat: ByLayer


def histogram(forward, *, bins=40):
    """The `Histogram` of a recorded forward pass; a softmax output has none.

    Parameters
    ----------
    forward : ForwardPass
    bins : int, default 40

    Returns
    -------
    Histogram

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[1.0]]], [[0.0]], activations="relu")
    >>> found = histogram(net.forward([[-3.0], [0.5], [4.0]]), bins=4)
    >>> found.counts[1], found.flat[1]
    (array([1, 0, 1, 1]), array([ True,  True, False, False]))
    """
    names = forward.network.activations
    reach, counts = [], []
    for name, u in zip(names, forward.u, strict=True):
        if name == "softmax":
            reach, counts = [*reach, None], [*counts, None]
            continue
        u = u.ravel("K")
        reach.append(max(float(u.max()), -float(u.min())))
        places = (u / (reach[-1] or 1.0) + 1) * (bins / 2)
        counts.append(np.bincount(places.astype(int), minlength=bins))
        if len(counts[-1]) > bins:  # u = reach belongs to the last bin
            counts[-1][bins - 1] += counts[-1][bins]
            counts[-1] = counts[-1][:bins]
    return Histogram(
        _numbers("reach", reach, why=SOFTMAX),
        ByLayer("counts", counts, why=SOFTMAX),
        ByLayer("flat", _flat(names, reach, bins), why=SOFTMAX),
    )


def _flat(names, reach, bins):
    """Where each layer's bins are flat; the layers of one activation at once."""
    flat = [None] * len(names)
    middles = (np.arange(bins) - (bins - 1) / 2) * (2 / bins)
    for name in set(names) - {"softmax"}:
        layers = [l for l, other in enumerate(names) if other == name]
        z = np.outer([reach[l] for l in layers], middles)
        f = ACTIVATIONS[name]
        for l, row in zip(layers, saturated(name, f.derivative(z, f.value(z))), strict=True):
            flat[l] = row
    return flat


def rms(array):
    """Root mean square of all entries; squares neither overflow nor vanish on the way."""
    flat = array.ravel("K")
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        square = float(np.dot(flat, flat))
    if SAFE < square < 1 / SAFE:
        return math.sqrt(square / flat.size)
    largest = float(abs(flat).max())
    if largest == 0 or not math.isfinite(largest):
        return largest
    scaled = flat / largest
    return largest * math.sqrt(np.dot(scaled, scaled) / flat.size)


def _slopes(forward, backward):
    """f'(u[l]) of each layer; None of a softmax."""
    known = dict(backward.slope.items()) if backward.slope else {}
    layers = zip(forward.network.activations, forward.u, forward.f_u, strict=True)
    for l, (name, u, f) in enumerate(layers, start=1):
        is_known = l in known or name == "softmax"
        yield known.get(l) if is_known else ACTIVATIONS[name].derivative(u, f)


def _spread(a):
    """The standard deviation, with the same care."""
    mean = a.mean()
    return rms(a - mean) if math.isfinite(mean) else rms(a / 2 - (a / 2).mean()) * 2


def _share(true):
    return np.count_nonzero(true) / true.size


def _numbers(name, values, first=1, **why):
    arrays = (None if value is None else np.array(float(value)) for value in values)
    return ByLayer(name, arrays, first, **why)
