"""JAX with all steps in one compiled `fori_loop`: the line that a compiled loop draws."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from peers import jax_jit
from peers.batches import Rows

NAME = "JAX, whole loop compiled"


class Run(jax_jit.Run):
    def _make(self, step, X, y, batch, seed):
        self.X, self.y = jnp.asarray(X), jnp.asarray(y)
        self.rows = None if batch is None else Rows(len(X), batch, seed)

        @partial(jax.jit, static_argnames="steps")
        def loop(params, X, y, rows, steps):
            def body(n, carry):
                params, losses = carry
                some = (X, y) if rows is None else (X[rows[n]], y[rows[n]])
                params, loss = step(params, *some)
                return params, losses.at[n].set(loss)

            return jax.lax.fori_loop(0, steps, body, (params, jnp.zeros(steps, X.dtype)))

        self.loop = loop

    def advance(self, steps):
        rows = self.rows and self.rows.take(steps)
        self.params, losses = self.loop(self.params, self.X, self.y, rows, steps)
        return np.asarray(losses)


version = jax_jit.version
