"""JAX: our weights as a pytree, and a pure function that applies them."""

from functools import cache

import numpy as np

from .activation_table import ROWS
from .record import record
from .requirements import require


def to_jax(network):
    """The same network as parameters and a function of them.

    Parameters
    ----------
    network : Network

    Returns
    -------
    params : dict
        ``params[l]["W"]`` and ``params[l]["b"]``, for l = 1 … L, shaped as ours, and "gamma" and
        "beta" of a normalized layer: a pytree.
    apply : callable
        ``apply(params, X)`` is ``forward.output``; it can be differentiated, mapped, compiled.
        With ``training=True`` normalized layers use the batch's own statistics; else the running
        ones of `network`, which are no parameters and stay as they are.

    Raises
    ------
    MissingFrameworkError
        If JAX is not installed.

    Notes
    -----
    JAX computes in float32 until it is told otherwise, once for the whole process. For a float64
    network this switches ``jax_enable_x64`` on.
    """
    jax = _jax(network.dtype)
    params = {
        l: {"W": jax.numpy.asarray(W), "b": jax.numpy.asarray(b)}
        for (l, W), b in zip(network.W.items(), network.b, strict=True)
    }
    running = {}
    for l, _ in network.architecture.normalized():
        params[l] |= {
            "gamma": jax.numpy.asarray(network.gamma[l]),
            "beta": jax.numpy.asarray(network.beta[l]),
        }
        running[l] = network.running_mean[l], network.running_var[l]

    def apply(params, X, training=False):
        X = _input(jax, X, network.sizes[0])
        return _passed(jax, network.architecture, params, X, None if training else running)[1]

    return params, apply


def _input(jax, X, width):
    """X as JAX's array, or a ValueError with the call that repairs it."""
    try:
        X = jax.numpy.asarray(X)
    except (TypeError, ValueError) as error:  # a table, or an array of objects
        raise ValueError(
            f"X is a {type(X).__name__} that JAX cannot read. Write np.asarray(X, dtype=float)."
        ) from error
    if X.ndim == 0 or X.shape[-1] != width:  # one row alone is welcome: jax.vmap hands out such
        flat = X.ndim > 1 and X[0].size == width
        raise ValueError(
            f"X has shape {X.shape}; expected (batch, {width})."
            f"{' Write np.reshape(X, (len(X), -1)).' if flat else ''}"
        )
    return X


def gradients(network, X, y, loss):
    """A function of no arguments: one compiled pass by `jax.grad`, as a `BackwardPass`."""
    params, _ = to_jax(network)
    jax = require("jax")
    X, y = jax.numpy.asarray(X), jax.numpy.asarray(y)
    nudges = {l: jax.numpy.zeros((len(X), network.sizes[l]), network.dtype) for l in params}
    slopes = _slopes(network.architecture, loss)

    def run():
        value, (dparams, dz) = slopes((params, nudges), X, y)

        def of(name):
            return [np.array(part[name]) if name in part else None for part in dparams.values()]

        return record(
            float(value), [np.array(dz[l]) for l in params], *map(of, ("W", "b", "gamma", "beta"))
        )

    return run


@cache  # compiling takes a thousand times as long as running: keep what is compiled
def _slopes(architecture, loss):
    """The compiled function ((params, nudges), X, y) to the loss and its slopes along both."""
    jax = require("jax")

    @jax.jit
    @jax.value_and_grad
    def slopes(parts, X, y):
        params, nudges = parts
        return mean_loss(*_passed(jax, architecture, params, X, nudges=nudges), y, loss)

    return slopes


def _passed(jax, architecture, params, X, running=None, nudges=None):
    """What the last activation sees, and the answer.

    Without `running`, by number of a normalized layer its mean and variance, the batch's own are
    used. The slope along a nudge is that along z.
    """
    a = X
    for l, (name, norm, skip) in enumerate(zip(*architecture[1:], strict=True), start=1):
        own = params[l]
        u = a @ own["W"] + own["b"]
        if nudges is not None:
            u = u + nudges[l]
        if norm:
            mean, var = (u.mean(axis=0), u.var(axis=0)) if running is None else running[l]
            u = own["gamma"] * (u - mean) / jax.numpy.sqrt(var + norm.epsilon) + own["beta"]
        f = ROWS[name].jax(jax)(u)
        a = f + a if skip else f
    return u, a


def mean_loss(z, a, y, loss):
    """Our loss of that name, as a scalar array; z is what the last activation sees."""
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


def _jax(dtype):
    jax = require("jax")
    if dtype == np.float64:
        jax.config.update("jax_enable_x64", True)
    return jax
