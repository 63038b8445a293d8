"""Ways to the same gradients that know nothing of backpropagation.

All move one parameter at a time and look at the loss, in float64 whatever the network's dtype.
They are slow (a forward pass or two for each parameter) and are here to check the fast way.
"""

import warnings
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from . import flat, passes, validation
from .activations import ACTIVATIONS
from .by_layer import ByLayer
from .records import of_pairs


@dataclass(frozen=True, eq=False)
class NumericGradient:
    """Gradients found by moving each parameter.

    Attributes
    ----------
    dW, db, dgamma, dbeta : ByLayer
        Shaped like the network's ``W[l]``, ``b[l]``, ``gamma[l]`` and ``beta[l]``.
    """

    dW: ByLayer
    db: ByLayer
    dgamma: ByLayer
    dbeta: ByLayer


@dataclass(frozen=True)
class Nudge:
    """One parameter moved by epsilon: what its slope predicted, and what the loss did.

    Attributes
    ----------
    epsilon, slope : float
        The slope is backpropagation's.
    predicted : float
        slope * epsilon.
    actual : float
        L(p + epsilon) - L(p).
    """

    epsilon: float
    slope: float
    predicted: float
    actual: float

    @property
    def difference(self):
        """actual - predicted: near L'' / 2 * epsilon^2, until rounding is larger."""
        return self.actual - self.predicted


@dataclass(frozen=True, eq=False)
class Curve:
    """How far each way is from backpropagation's slope of one parameter, for many epsilons.

    Attributes
    ----------
    epsilon : ndarray, shape (n,)
    slope : float
        Backpropagation's.
    central, forward : ndarray, shape (n,)
        abs(difference quotient - slope). The first falls as epsilon^2, the second as epsilon,
        until rounding, about 1e-16 / epsilon, lifts both.
    complex_step : float
        The same for the complex step, whose epsilon does not matter: the floor.
    """

    epsilon: np.ndarray
    slope: float
    central: np.ndarray
    forward: np.ndarray
    complex_step: float


def _is_kinked(activation):
    """Does its slope jump at 0?"""
    if activation.derivative is None:
        return False
    z = np.array([-1e-9, 1e-9])
    below, above = activation.derivative(z, activation.value(z))
    return abs(above - below) > 1e-3


KINKED = tuple(name for name, activation in ACTIVATIONS.items() if _is_kinked(activation))
EPSILONS = 10.0 ** -(np.arange(3, 37) / 3)  # 0.1 to 1e-12, three a decade
EPSILONS.flags.writeable = False


def central(network, X, y, loss, *, epsilon=1e-5, training=False):
    """Central differences: (L(p + epsilon) - L(p - epsilon)) / (2 epsilon).

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    epsilon : float, default 1e-5
        The step. The error falls as epsilon^2 until rounding, about 1e-16 / epsilon, takes over.
    training : bool, default False
        As in ``network.forward``: normalized layers use the statistics of this batch.

    Returns
    -------
    NumericGradient

    Raises
    ------
    ValueError
        If X, y, loss or epsilon do not fit.

    Warns
    -----
    UserWarning
        If what a ReLU or a leaky ReLU sees is so near to 0, its kink, that the step crosses it. A
        central difference then mixes the slopes of both sides (at 0 itself: the mean of the two),
        backpropagation takes one of them, and both are right. `kinks` says where.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> round(central(net, [[2.0]], [[0.0]], "squared_error").dW[1].item(), 6)
    2.0
    """
    epsilon = _step(epsilon)
    _warn_of_kinks(network, X, epsilon, training)
    return _gradient(network, X, y, loss, lambda *at: _central(*at, epsilon), training)


def forward_difference(network, X, y, loss, *, epsilon=1e-8, training=False):
    """Forward differences: (L(p + epsilon) - L(p)) / epsilon.

    Half the work of `central`, but the error falls only as epsilon.

    Parameters, errors and warnings are those of `central`.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> round(forward_difference(net, [[2.0]], [[0.0]], "squared_error").dW[1].item(), 6)
    2.0
    """
    epsilon = _step(epsilon)
    _warn_of_kinks(network, X, epsilon, training)
    return _gradient(network, X, y, loss, lambda *at: _forward(*at, epsilon), training)


def complex_step(network, X, y, loss, *, epsilon=1e-20, training=False):
    """The complex step: Im L(p + i epsilon) / epsilon (Squire & Trapp 1998).

    No two nearly equal numbers are subtracted, so it is exact to rounding where the loss is
    analytic. At a ReLU it takes the slope of the side that z is on.

    Parameters and errors are those of `central`.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> complex_step(net, [[2.0]], [[0.0]], "squared_error").dW[1]
    array([[2.]])
    """
    epsilon = _step(epsilon)
    return _gradient(network, X, y, loss, lambda *at: _complex(*at, epsilon), training)


def nudge(network, X, y, loss, *, layer, j, i=None, epsilon=1e-2, training=False):
    """Move one parameter by epsilon: the change that its slope predicts, and the actual one.

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    layer, j, i : int
        As in `Network.replace`: the weight ``W[layer][i, j]``, or without `i` the bias
        ``b[layer][j]``.
    epsilon : float, default 1e-2
    training : bool, default False
        As in `central`.

    Returns
    -------
    Nudge

    Raises
    ------
    ValueError
        If X, y, loss or epsilon do not fit.
    IndexError
        If there is no such parameter.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> found = nudge(net, [[2.0]], [[0.0]], "squared_error", layer=1, i=0, j=0, epsilon=0.1)
    >>> print(f"{found.predicted:.2f} {found.actual:.2f}")  # ((2 * 0.6)^2 - (2 * 0.5)^2) / 2
    0.20 0.22
    """
    epsilon = _step(epsilon)
    loss_at, slope, params, k = _at(network, X, y, loss, layer, j, i, training)
    moved = params.copy()
    moved[k] += epsilon
    return Nudge(epsilon, slope, slope * epsilon, float(loss_at(moved) - loss_at(params)))


def curve(network, X, y, loss, *, layer, j, i=None, epsilons=EPSILONS, training=False):
    """How the error of the difference quotients falls with epsilon and rises again: the V.

    Parameters and errors are those of `nudge`, but

    Parameters
    ----------
    epsilons : array_like, shape (n,), default 0.1 to 1e-12

    Returns
    -------
    Curve

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network([2, 3, 1], activations="sigmoid", seed=0)
    >>> at = dict(layer=1, i=0, j=2, epsilons=[1e-1, 1e-2])
    >>> error = curve(net, [[0.5, 0.8]], [[1.0]], "bce", **at).central
    >>> print(round(error[0] / error[1]))  # a tenth of epsilon: a hundredth of the error
    100
    """
    epsilons = np.array([_step(epsilon) for epsilon in epsilons])
    loss_at, slope, params, k = _at(network, X, y, loss, layer, j, i, training)
    errors = [
        np.array([abs(way(loss_at, params, k, epsilon) - slope) for epsilon in epsilons])
        for way in (_central, _forward)
    ]
    floor = float(abs(_complex(loss_at, params, k, 1e-20) - slope))
    return Curve(epsilons, slope, *errors, floor)


class Kink(NamedTuple):
    """A neuron that sits on the kink of its activation, and the row of X for which it does."""

    layer: int
    neuron: int
    sample: int


def kinks(network, X, *, epsilon=1e-5, training=False):
    """Where a step of epsilon crosses the kink of a ReLU or a leaky ReLU, at 0.

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    epsilon : float, default 1e-5
        A neuron is on its kink if moving one of its own parameters so far takes what its
        activation sees across 0.
    training : bool, default False
        As in `central`.

    Returns
    -------
    list of Kink

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[1.0, 2.0]]], [[-1.0, 3.0]], activations=["relu"])
    >>> kinks(net, [[0.5], [1.0]])
    [Kink(layer=1, neuron=0, sample=1)]
    """
    epsilon, found = _step(epsilon), []
    forward = network.forward(X, training=training)
    for l, u in forward.u.items():
        if network.activations[l - 1] in KINKED:
            before = abs(forward.a[l - 1]).max(axis=1, keepdims=True)
            moved = 1 if network.normalization[l - 1] else np.maximum(1, before)
            near = np.argwhere(abs(u) < epsilon * moved)
            found += [Kink(l, int(neuron), int(sample)) for sample, neuron in near]
    return found


def at_kinks(network, found):
    """A sentence that names what `kinks` found; "" for none."""
    if not found:
        return ""
    l, neuron, sample = found[0]
    more = f" (and {len(found) - 1} more: gradcheck.kinks lists them)" if len(found) > 1 else ""
    return (
        f"neuron {neuron} of layer {l} sits on the kink of its {network.activations[l - 1]!r} for "
        f"sample {sample}{more}: its z is 0 or next to it. There a difference quotient mixes the "
        "slopes of both sides, and backpropagation takes one of them: they differ, and neither is "
        "wrong. To compare them, move the biases or that sample a little."
    )


def _warn_of_kinks(network, X, epsilon, training):
    if not set(KINKED) & set(network.activations):
        return
    if said := at_kinks(network, kinks(network, X, epsilon=epsilon, training=training)):
        warnings.warn(said, stacklevel=3)


def largest_difference(gradient, other):
    """Largest |difference| between two gradients, over every dW, db, dgamma and dbeta.

    Parameters
    ----------
    gradient, other : BackwardPass or NumericGradient
        Of networks with the same sizes.

    Returns
    -------
    float
    """
    names = ("dW", "db", "dgamma", "dbeta")
    return float(
        max(
            abs(ours - theirs).max()
            for name in names
            for ours, theirs in zip(getattr(gradient, name), getattr(other, name), strict=True)
        )
    )


def _central(loss_at, params, k, epsilon):
    up, down = params.copy(), params.copy()
    up[k] += epsilon
    down[k] -= epsilon
    return (loss_at(up) - loss_at(down)) / (up[k] - down[k])


def _forward(loss_at, params, k, epsilon):
    up = params.copy()
    up[k] += epsilon
    return (loss_at(up) - loss_at(params)) / (up[k] - params[k])


def _complex(loss_at, params, k, epsilon):
    stepped = params.astype(complex)
    stepped[k] += 1j * epsilon
    return loss_at(stepped).imag / epsilon


def _gradient(network, X, y, loss, slope, training):
    loss_at, params = _loss_of(network, X, y, loss, training)
    vector = np.array([slope(loss_at, params, k) for k in range(params.size)])
    dW, db = flat.split(vector, network.sizes)
    scales = flat.pairs(vector[flat.count(network.sizes) :], network.architecture)
    return NumericGradient(
        ByLayer("dW", dW), ByLayer("db", db), *of_pairs("dgamma", "dbeta", scales)
    )


def _loss_of(network, X, y, loss, training):
    """The loss as a function of the parameters in one vector, and where they are now."""
    validation.loss_name(loss, network.activations[-1], network.residual[-1])
    exact = network.with_numbers(
        network.params.astype(np.float64), network.running.astype(np.float64)
    )
    exact.forward(X, training=training)  # raises what does not fit
    X = validation.batch(X, "X", network.sizes[0], "features", np.float64)
    y = validation.targets(y, loss, (len(X), network.sizes[-1]), np.float64)
    running = None if training else exact.running

    def loss_at(params):
        layers = passes.layers(params, network.architecture, running)
        return passes.mean_loss(passes.forward(layers, X), y, loss)

    return loss_at, exact.params


def _at(network, X, y, loss, layer, j, i, training):
    """What `_loss_of` returns, with one parameter's slope by backpropagation and its index."""
    network.W[layer]  # raises the IndexError that names the layers there are
    j = validation.index(j, "j", network.sizes[layer], f"layer {layer}")
    W, b = flat.split(np.arange(network.params.size), network.sizes)
    if i is None:
        k = int(b[layer - 1][j])
    else:
        i = validation.index(i, "i", network.sizes[layer - 1], f"layer {layer - 1}")
        k = int(W[layer - 1][i, j])
    loss_at, params = _loss_of(network, X, y, loss, training)
    exact = network.with_numbers(params, network.running.astype(np.float64))
    backward = exact.backward(exact.forward(X, training=training), y, loss)
    slope = backward.db[layer][j] if i is None else backward.dW[layer][i, j]
    return loss_at, float(slope), params, k


def _step(epsilon):
    epsilon = validation.numbers(epsilon, "epsilon")
    if epsilon.ndim != 0 or epsilon <= 0:
        raise ValueError(f"epsilon is {epsilon}; expected one number above 0.")
    return float(epsilon)
