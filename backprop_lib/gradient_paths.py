"""Every path from one number of a network to its loss, and the chain rule's product along it.

Multiplied along a path and added over the paths, the factors are the gradient. It is how nobody
computes it: the number of paths grows with every layer. It shows what delta saves.
"""

from typing import NamedTuple

import numpy as np

from . import validation
from .activations import ACTIVATIONS
from .losses import LOSSES


class Path(NamedTuple):
    """One path: its factors by name, in order, and their product.

    Attributes
    ----------
    names : tuple of str
        ``"a[0][0]"``, ``"f'(z[1][0])"`` (the activation's slope), ``"W[2][0, 0]"``, and last
        ``"dL/da[2][0]"``, or ``"dL/dz[2][0]"`` where the output's slope cancels. A normalized
        layer has ``"du/dz[1][0]"`` (its gamma / s) and u for z in what follows; a way along a skip
        has ``"skip[2][0]"``, which is 1, and goes on from a[2][0].
    factors : tuple of float
    product : float
    """

    names: tuple
    factors: tuple
    product: float


def to_loss(network, forward, y, loss, *, layer, j, i=None):
    """Paths from one weight, bias or input to the loss of one sample.

    Parameters
    ----------
    network : Network
    forward : ForwardPass
        Of one sample; so normalized layers use their running statistics.
    y : array_like, shape (1, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    layer, j : int
        Where it leads to, as in `Network.replace`; layer 0 is the input ``x[j]``.
    i : int, optional
        The neuron that the weight comes from; None for a bias and for an input.

    Returns
    -------
    list of Path
        Their products add up to the gradient. All factors but the first lead from z of the
        neuron to the loss; their products alone add up to its delta.

    Raises
    ------
    IndexError
        If there is no such layer or neuron.
    ValueError
        If the data or the loss do not fit, or `forward` holds more than one sample.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]], [[3.0]]], [[0.0], [0.0]], activations="identity")
    >>> (path,) = to_loss(net, net.forward([[2.0]]), [[1.0]], "squared_error", layer=1, i=0, j=0)
    >>> dict(zip(path.names, map(float, path.factors)))
    ... # doctest: +NORMALIZE_WHITESPACE
    {'a[0][0]': 2.0, "f'(z[1][0])": 1.0, 'W[2][0, 0]': 3.0, "f'(z[2][0])": 1.0, 'dL/da[2][0]': 2.0}
    >>> path.product
    12.0
    """
    sizes, L = network.sizes, len(network.sizes) - 1
    network.loss(forward, y, loss)  # raises what does not fit
    if len(forward.output) != 1:
        raise ValueError(
            f"forward holds {len(forward.output)} samples; expected one, such as network.forward("
            "X[:1]): each sample has factors of its own."
        )
    layer = validation.index(layer, "layer", L + 1, "the network")
    j = validation.index(j, "j", sizes[layer], f"layer {layer}")
    y = validation.targets(y, loss, forward.output.shape, network.dtype)
    cancels = LOSSES[loss].output is not None  # then dL/dz (or dL/du) is one factor: a - y
    end = LOSSES[loss].derivative(forward.output, y)[0]

    def from_z(l, j):
        """Each way from z[l][j] to the loss, as pairs (name, factor)."""
        norm = network.normalization[l - 1]
        if not norm:
            return from_u(l, j, "z")
        s = np.sqrt(network.running_var[l][j] + norm.epsilon)
        scale = (f"du/dz[{l}][{j}]", network.gamma[l][j] / s)
        return [[scale, *way] for way in from_u(l, j, "u")]

    def from_u(l, j, seen):
        """From what the activation sees."""
        if l == L and cancels:
            return [[(f"dL/d{seen}[{l}][{j}]", end[j])]]
        activation = ACTIVATIONS[network.activations[l - 1]]
        slopes = activation.derivative(forward.u[l], forward.f_u[l])
        return [[(f"f'({seen}[{l}][{j}])", slopes[0, j]), *way] for way in from_a(l, j)]

    def from_a(l, j):
        if l == L:
            return [[(f"dL/da[{l}][{j}]", end[j])]]
        ways = [
            [(f"W[{l + 1}][{j}, {k}]", network.W[l + 1][j, k]), *way]
            for k in range(sizes[l + 1])
            for way in from_z(l + 1, k)
        ]
        if network.residual[l]:  # layer l + 1 adds a[l] to its answer
            ways += [[(f"skip[{l + 1}][{j}]", 1.0), *way] for way in from_a(l + 1, j)]
        return ways

    if layer == 0:
        if i is not None:
            raise ValueError(f"i is {i!r}; an input x[j] has no i. Weights lead to layer 1 … {L}.")
        ways = from_a(0, j)
    else:
        first = ("1", 1.0)  # a bias is a weight from an input that is always 1
        if i is not None:
            i = validation.index(i, "i", sizes[layer - 1], f"layer {layer - 1}")
            first = (f"a[{layer - 1}][{i}]", forward.a[layer - 1][0, i])
        ways = [[first, *way] for way in from_z(layer, j)]
    return [_path(way) for way in ways]


def _path(way):
    names, factors = zip(*way, strict=True)
    factors = tuple(map(float, factors))
    return Path(names, factors, float(np.prod(factors)))
