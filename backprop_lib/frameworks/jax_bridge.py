"""JAX: our weights as a pytree, and a pure function that applies them."""

from functools import cache

import numpy as np

from .. import activations
from .record import only_dense, record
from .requirements import require


def to_jax(network):
    """The same network as parameters and a function of them.

    Parameters
    ----------
    network : Network

    Returns
    -------
    params : dict
        ``params[l]["W"]`` and ``params[l]["b"]``, for l = 1 … L, shaped as ours: a pytree.
    apply : callable
        ``apply(params, X)`` is ``forward.output``; it can be differentiated, mapped, compiled.

    Raises
    ------
    MissingFrameworkError
        If JAX is not installed.
    ValueError
        If the network has more than dense layers.

    Notes
    -----
    JAX computes in float32 until it is told otherwise, once for the whole process. For a float64
    network this switches ``jax_enable_x64`` on.
    """
    only_dense(network)
    jax = _jax(network.dtype)
    params = {
        l: {"W": jax.numpy.asarray(W), "b": jax.numpy.asarray(b)}
        for (l, W), b in zip(network.W.items(), network.b, strict=True)
    }

    def apply(params, X):
        a = X
        for l, name in enumerate(network.activations, start=1):
            a = _activation(jax, name)(a @ params[l]["W"] + params[l]["b"])
        return a

    return params, apply


def gradients(network, X, y, loss):
    """A function of no arguments: one compiled pass by `jax.grad`, as a `BackwardPass`."""
    params, _ = to_jax(network)
    jax = require("jax")
    X, y = jax.numpy.asarray(X), jax.numpy.asarray(y)
    nudges = {l: jax.numpy.zeros((len(X), network.sizes[l]), network.dtype) for l in params}
    slopes = _slopes(network.activations, loss)

    def run():
        value, (dparams, dz) = slopes((params, nudges), X, y)
        return record(
            float(value),
            [np.array(dz[l]) for l in params],
            [np.array(dparams[l]["W"]) for l in params],
            [np.array(dparams[l]["b"]) for l in params],
        )

    return run


@cache  # compiling takes a thousand times as long as running: keep what is compiled
def _slopes(names, loss):
    """The compiled function ((params, nudges), X, y) to the loss and its slopes along both."""
    jax = require("jax")

    @jax.jit
    @jax.value_and_grad
    def slopes(parts, X, y):
        params, nudges = parts
        a = X
        for l, name in enumerate(names, start=1):
            z = a @ params[l]["W"] + params[l]["b"] + nudges[l]  # the slope along it is that of z
            a = _activation(jax, name)(z)
        return mean_loss(z, a, y, loss)

    return slopes


def mean_loss(z, a, y, loss):
    """Our loss of that name, of the last layer's z and a, as a scalar array."""
    jax = require("jax")
    if loss == "bce":
        terms = -y * jax.nn.log_sigmoid(z) - (1 - y) * jax.nn.log_sigmoid(-z)
    elif loss == "cross_entropy":
        terms = -y * jax.nn.log_softmax(z)
    elif loss == "mse":
        return ((a - y) ** 2).mean()
    else:  # squared_error
        terms = (a - y) ** 2 / 2
    return terms.sum() / len(y)


def _activation(jax, name):
    if name == "identity":
        return lambda z: z
    if name == "leaky_relu":  # jax.nn's takes slope 1 at the kink itself; ours and torch's is 0.01
        return lambda z: jax.numpy.where(z > 0, z, activations.LEAK * z)
    if name == "gelu":
        return lambda z: jax.nn.gelu(z, approximate=True)
    return getattr(jax.nn, name)  # sigmoid, tanh, relu, softmax


def _jax(dtype):
    jax = require("jax")
    if dtype == np.float64:
        jax.config.update("jax_enable_x64", True)
    return jax
