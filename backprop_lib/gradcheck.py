"""Two ways to the same gradients that know nothing of backpropagation.

Both move one parameter at a time and look at the loss, in float64 whatever the network's dtype.
They are slow (a forward pass or two for each parameter) and are here to check the fast way.
"""

from dataclasses import dataclass

import numpy as np

from . import layers, passes, validation
from .layers import ByLayer


@dataclass(frozen=True, eq=False)
class NumericGradient:
    """Gradients found by moving each parameter.

    Attributes
    ----------
    dW, db : ByLayer
        Shaped like the network's ``W[l]`` and ``b[l]``.
    """

    dW: ByLayer
    db: ByLayer


def central(network, X, y, loss, *, epsilon=1e-5):
    """Central differences: (L(p + epsilon) - L(p - epsilon)) / (2 epsilon).

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    epsilon : float, default 1e-5
        The step. The error falls as epsilon^2 until rounding, about 1e-16 / epsilon, takes over.

    Returns
    -------
    NumericGradient

    Raises
    ------
    ValueError
        If X, y, loss or epsilon do not fit.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> round(central(net, [[2.0]], [[0.0]], "squared_error").dW[1].item(), 6)
    2.0
    """
    epsilon = _step(epsilon)

    def slope(loss_at, params, k):
        up, down = params.copy(), params.copy()
        up[k] += epsilon
        down[k] -= epsilon
        return (loss_at(up) - loss_at(down)) / (up[k] - down[k])

    return _gradient(network, X, y, loss, slope)


def complex_step(network, X, y, loss, *, epsilon=1e-20):
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

    def slope(loss_at, params, k):
        stepped = params.astype(complex)
        stepped[k] += 1j * epsilon
        return loss_at(stepped).imag / epsilon

    return _gradient(network, X, y, loss, slope)


def largest_difference(gradient, other):
    """Largest |difference| between two gradients, over every dW and db.

    Parameters
    ----------
    gradient, other : BackwardPass or NumericGradient
        Of networks with the same sizes.

    Returns
    -------
    float
    """
    pairs = [*zip(gradient.dW, other.dW, strict=True), *zip(gradient.db, other.db, strict=True)]
    return float(max(abs(ours - theirs).max() for ours, theirs in pairs))


def _gradient(network, X, y, loss, slope):
    validation.loss_name(loss, network.activations[-1])
    X = validation.batch(X, "X", network.sizes[0], "features", np.float64)
    y = validation.targets(y, loss, (len(X), network.sizes[-1]), np.float64)

    def loss_at(params):
        W, b = layers.split(params, network.sizes)
        z, a = passes.forward(W, b, network.activations, X)
        return passes.sample_losses(z, a, y, loss).mean()

    params = network.params.astype(np.float64)
    flat = np.array([slope(loss_at, params, k) for k in range(params.size)])
    dW, db = layers.split(flat, network.sizes)
    return NumericGradient(ByLayer("dW", dW), ByLayer("db", db))


def _step(epsilon):
    epsilon = validation.numbers(epsilon, "epsilon")
    if epsilon.ndim != 0 or epsilon <= 0:
        raise ValueError(f"epsilon is {epsilon}; expected one number above 0.")
    return float(epsilon)
