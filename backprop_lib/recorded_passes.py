"""The two passes of a network as records, of arrays that are checked already.

`Network.forward` and `Network.backward` check what they are given and call these. Who asks again at
every move of a hand, as a live view does, checks once and calls them, too. Numbers that grow too
large are an OverflowError here.
"""

import numpy as np

from . import network_checks, passes
from .records import BackwardPass, ForwardPass


def forward(network, X, training=False):
    """The `ForwardPass` of a batch, an array of the network's dtype that is nobody else's."""
    own = training and any(network.normalization)  # the batch's own statistics are needed
    with np.errstate(over="ignore", invalid="ignore"):  # reported by the checks
        computed = passes.forward(_layers(network, own), X)
        network_checks.forward(network, computed, own)
    return ForwardPass.of(network, computed, training)


def backward(network, forward, y, loss):
    """The `BackwardPass` of a `ForwardPass` of this network, and of targets that fit it."""
    data = {"X": forward.computed.a[0], "y": y}
    layers = _layers(network, forward.training and any(network.normalization))
    with np.errstate(over="ignore", invalid="ignore"):  # reported by the checks
        value = float(passes.mean_loss(forward.computed, y, loss))
        network_checks.loss(network, value, forward, **data)
        f = [None, *map(Noting, layers.f[1:])]
        computed = passes.backward(layers._replace(f=f), forward.computed, y, loss)
        network_checks.no_overflow(network, "delta", computed.delta, **data)
        network_checks.no_overflow(network, "dW", computed.dW, **data)
    return BackwardPass.of(value, computed, [noting.slope for noting in f[1:]])


class Noting:
    """An activation of one layer in a backward pass: keeps its slope, which is asked for again."""

    def __init__(self, activation):
        self._activation, self.slope = activation, None

    def derivative(self, z, a):
        if self.slope is None:
            self.slope = self._activation.derivative(z, a)
        return self.slope


def _layers(network, own):
    """As the passes take them; `own`: to normalize by the statistics of the batch itself."""
    return passes.layers(network.params, network.architecture) if own else network.layers
