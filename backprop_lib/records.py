"""What the two passes of a network leave behind: records that do not change."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from . import flat, passes
from .by_layer import ByLayer

if TYPE_CHECKING:
    from .network import Network


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """What `Network.forward` saw: every z and every a of one batch.

    Attributes
    ----------
    network : Network
        The network that made it.
    z : ByLayer
        ``z[l]``, shape (batch, fan_out), for l = 1 … L: the dense part's answer,
        ``a[l-1] @ W[l] + b[l]``.
    a : ByLayer
        ``a[l]``, shape (batch, fan_out), for l = 0 … L; ``a[0]`` is X.
    u : ByLayer
        What the activation saw: ``gamma[l] * z_hat[l] + beta[l]`` in a normalized layer, else
        ``z[l]``.
    f_u : ByLayer
        The activation's answer, ``f(u[l])``: where there is no skip, ``a[l]``.
    z_hat : ByLayer
        ``(z[l] - mean) / sqrt(var + epsilon)`` of the normalized layers.
    training : bool
        Whether mean and var were the batch's own.
    batch_mean, batch_var : ByLayer
        Those, shape (fan_out,), of the normalized layers; the variance is the biased one, divided
        by the batch size. Without `training` there are none.
    """

    network: "Network"
    z: ByLayer
    a: ByLayer
    training: bool
    computed: passes.Forward = field(repr=False)  # the same and more, as `passes.backward` takes it

    @classmethod
    def of(cls, network, computed, training):
        """The record of a `passes.Forward`."""
        z, a = ByLayer("z", computed.z[1:]), ByLayer("a", computed.a, first=0)
        return cls(network, z, a, training, computed)

    @property
    def u(self):
        return ByLayer("u", self.computed.u[1:])

    @property
    def f_u(self):
        return ByLayer("f_u", self.computed.f_u[1:])

    @property
    def z_hat(self):
        return self._of_normalized("z_hat", "z_hat")

    @property
    def batch_mean(self):
        return self._of_normalized("batch_mean", "mean", asked=self.training)

    @property
    def batch_var(self):
        return self._of_normalized("batch_var", "var", asked=self.training)

    def _of_normalized(self, name, part, asked=True):
        why = {} if asked else {"why": "forward was called without training=True"}
        found = self.computed.normalized[1:]
        arrays = [getattr(norm, part) if norm and asked else None for norm in found]
        return ByLayer(name, arrays, **why)

    @property
    def output(self):
        """``a[L]``, shape (batch, outputs): what the network answers."""
        return self.a[len(self.z)]

    def __repr__(self):
        head = f"ForwardPass of {len(self.output)} sample(s) through {self.network.name}"
        return f"{head}\n{self.z}\n{self.a}"


@dataclass(frozen=True, eq=False)
class BackwardPass:
    """What `Network.backward` found: the loss and its slope along everything.

    Attributes
    ----------
    loss : float
        Mean over the batch.
    delta : ByLayer
        ``delta[l]`` = dL_sample/dz[l], shape (batch, fan_out): one row a sample, not divided
        by the batch size. After a pass with ``training=True`` through normalized layers the
        samples of a batch move each other's losses: then a row is the slope of the *sum* of the
        batch's losses along z[l] of its sample.
    dW, db : ByLayer
        Slopes of the mean loss, shaped like ``W[l]`` and ``b[l]``.
    dgamma, dbeta : ByLayer
        The same for the normalized layers, shape (fan_out,).
    slope : ByLayer
        ``f'(u[l])``, shape (batch, fan_out): what the pass multiplied by. An output layer has none
        where it cancels against the loss's. None in the record of a framework.
    """

    loss: float
    delta: ByLayer
    dW: ByLayer
    db: ByLayer
    dgamma: ByLayer
    dbeta: ByLayer
    slope: ByLayer | None = None

    @classmethod
    def of(cls, loss, computed, slopes):
        """The record of a `passes.Backward`, whose arrays are frozen, and of the slopes it met."""
        return cls(
            loss,
            ByLayer("delta", computed.delta[1:]),
            ByLayer("dW", computed.dW[1:]),
            ByLayer("db", computed.db[1:]),
            _or_none("dgamma", computed.dgamma[1:]),
            _or_none("dbeta", computed.dbeta[1:]),
            ByLayer("slope", slopes, why="it cancels against the slope of the loss"),
        )

    @property
    def gradient(self):
        """dW, db, dgamma and dbeta of all layers in one vector, laid out as `Network.params`."""
        return flat.joined(self.dW, self.db, self.dgamma, self.dbeta)

    def __repr__(self):
        parts = [self.delta, self.dW, self.db]
        parts += [part for part in (self.dgamma, self.dbeta) if len(part)]
        return "\n".join([f"BackwardPass, loss {self.loss:.6g}", *map(str, parts)])


def expect(record, kind):
    """A ValueError unless `record` is of this kind, `ForwardPass` or `BackwardPass`."""
    if not isinstance(record, kind):
        name, call = {
            ForwardPass: ("forward", "network.forward(X)"),
            BackwardPass: ("backward", "network.backward(forward, y, loss)"),
        }[kind]
        raise ValueError(
            f"{name} is a {type(record).__name__}; expected the {kind.__name__} that {call} "
            "returned."
        )


def of_pairs(first, second, pairs):
    """Two ByLayer of these names, from a list of arrays with two rows, or None, a layer."""
    rows = [(None, None) if pair is None else pair for pair in pairs]
    return ByLayer(first, [row[0] for row in rows]), ByLayer(second, [row[1] for row in rows])


def _or_none(name, arrays):
    return ByLayer(name, arrays) if any(a is not None for a in arrays) else _none(name, len(arrays))


@cache
def _none(name, layers):
    """One for all networks of so many layers without normalization: views ask many times."""
    return ByLayer(name, [None] * layers)
