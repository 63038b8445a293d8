"""JAX: a step compiled and called from Python, or the whole loop compiled."""

import jax
import jax.numpy as jnp
import numpy as np
from peers.batches import batches

jax.config.update("jax_enable_x64", True)

NAME = "JAX `jit`, a step a call"
ACTIVATIONS = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu}


def loss_of(params, X, y, activations, loss):
    a = X
    for l, ((W, b), name) in enumerate(zip(params, activations, strict=True), start=1):
        z = a @ W + b
        a = ACTIVATIONS[name](z) if l < len(params) or loss == "mse" else z
    if loss == "mse":
        return jnp.mean((a - y) ** 2)
    if loss == "bce":  # from z, as PyTorch's BCEWithLogitsLoss
        return jnp.mean(jax.nn.softplus(z) - y * z)
    return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(z), axis=1))


class Run:
    def __init__(self, W, b, activations, loss, X, y, *, learning_rate, batch, seed):
        def step(params, X, y):
            value, slopes = jax.value_and_grad(loss_of)(params, X, y, activations, loss)
            return jax.tree.map(lambda p, g: p - learning_rate * g, params, slopes), value

        self.params = jax.tree.map(jnp.asarray, list(zip(W, b, strict=True)))
        self._make(step, X, y, batch, seed)

    def _make(self, step, X, y, batch, seed):
        if batch is None:
            X, y = jnp.asarray(X), jnp.asarray(y)
        self.batches = batches(X, y, batch, seed)
        self.step = jax.jit(step)

    def advance(self, steps):
        losses = []
        for _ in range(steps):
            self.params, loss = self.step(self.params, *next(self.batches))
            losses.append(loss)
        return jax.block_until_ready(losses)

    def weights(self):
        jax.block_until_ready(self.params)
        return [np.asarray(W) for W, _ in self.params], [np.asarray(b) for _, b in self.params]


def version():
    return f"JAX {jax.__version__}"
