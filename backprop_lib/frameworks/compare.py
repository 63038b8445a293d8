"""Every gradient of a network, by our core and by the frameworks, side by side."""

from dataclasses import dataclass
from time import perf_counter

from .. import validation
from . import jax_bridge, keras_bridge, torch_bridge
from .requirements import BACKENDS, MissingFrameworkError, installed, message

BRIDGES = {"torch": torch_bridge, "keras": keras_bridge, "jax": jax_bridge}
BOUNDS = 1e-12, 1e-9, 1e-6, 1e-3  # what is printed: the digits below are rounding, by machine
SLOPES = "delta", "dW", "db", "dgamma", "dbeta"
TIMED = 3, 100, 1.0  # passes, at least and at most, and seconds; the fastest counts


@dataclass(frozen=True)
class Row:
    """One layer by one backend.

    Attributes
    ----------
    backend : str
    dtype : str
        What the backend computed in.
    layer : int
    absolute : float
        Largest |difference| from ours over delta, dW and db (and dgamma and dbeta).
    relative : float
        The same, in each of these as a part of our largest number in it. Of a normalized layer db
        is 0, but for rounding: there as a part of the largest delta.
    seconds : float
        Of one forward and backward pass through all layers.
    """

    backend: str
    dtype: str
    layer: int
    absolute: float
    relative: float
    seconds: float


@dataclass(frozen=True, eq=False, repr=False)
class GradientTable:
    """What `compare_gradients` found. It shows itself as text, the times left out.

    Attributes
    ----------
    title : str
    rows : tuple of Row
    over : tuple of str
        The slopes that were compared.
    seconds : float
        Of one forward and backward pass by `backprop_lib`.
    """

    title: str
    rows: tuple
    over: tuple
    seconds: float

    def __repr__(self):
        lines = [
            self.title,
            f"Largest difference from backprop_lib, over {', '.join(self.over[:-1])} and "
            f"{self.over[-1]}. Delta is per sample:",
            "a framework's slope along z, times the batch size.",
            "",
            "backend   numbers   layer   difference    part of the largest",
        ]
        for row in self.rows:
            difference, part = amount(row.absolute), amount(row.relative)
            head = f"{row.backend:<9} {row.dtype:<9} {row.layer:>5}"
            lines.append(f"{head}   {difference:<13} {part}")
        return "\n".join(lines)


def backward(network, X, y, loss, *, backend):
    """A backward pass by a framework, in our conventions.

    Normalized layers use the batch's own statistics, as in training.

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    backend : {"torch", "keras", "jax"}

    Returns
    -------
    BackwardPass
        What the framework's automatic differentiation found.

    Raises
    ------
    MissingFrameworkError
        If the framework is not installed.
    ValueError
        As `Network.backward` does.
    """
    return _prepared(network, *_checked(network, X, y, loss), loss, backend)()


def compare_gradients(network, X, y, loss, *, backends=None):
    """Compare every delta, dW and db with those that frameworks find from the same weights.

    Normalized layers use the batch's own statistics, as in training; their dgamma and dbeta are
    compared, too.

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    backends : sequence of str, or str, optional
        Of "torch", "keras" and "jax". Without it: all that are installed.

    Returns
    -------
    GradientTable

    Raises
    ------
    MissingFrameworkError
        If a backend that was asked for is not installed, or none is.
    ValueError
        As `Network.backward` does.

    Notes
    -----
    PyTorch and JAX compute in the network's dtype, Keras in float32, its own default. Losses with a
    logarithm are taken from z in all of them, as in our core (`to_torch` says how).
    """
    if isinstance(backends, str):
        backends = [backends]
    backends = installed() if backends is None else list(backends)
    if not backends:
        raise MissingFrameworkError(message(*BACKENDS))
    X, y = _checked(network, X, y, loss)
    runs = {backend: _prepared(network, X, y, loss, backend) for backend in backends}
    normalized = any(network.normalization)

    def own():
        return network.backward(network.forward(X, training=normalized), y, loss)

    over = SLOPES if normalized else SLOPES[:3]
    ours, rows = own(), []
    for backend, run in runs.items():
        theirs, seconds = run(), _fastest(run)
        for l in range(1, len(network.sizes)):
            apart = [*_apart(ours, theirs, l, over, network.normalization[l - 1])]
            rows.append(
                Row(
                    backend,
                    theirs.dW[l].dtype.name,
                    l,
                    float(max(difference for difference, _ in apart)),
                    float(max(d / largest if largest else d for d, largest in apart)),
                    seconds,
                )
            )
    samples = f"{len(X)} sample{'s' if len(X) > 1 else ''}"
    return GradientTable(
        f"Gradients of {loss!r}, {network.name}, {samples}.",
        tuple(rows),
        over,
        _fastest(own),
    )


def _apart(ours, theirs, l, over, norm):
    """For each slope of layer l the largest difference and our largest number."""
    for name in over if norm else over[:3]:
        mine = getattr(ours, name)[l]
        scale = ours.delta[l] if norm and name == "db" else mine
        yield abs(mine - getattr(theirs, name)[l]).max(), abs(scale).max()


def amount(difference):
    """A difference as a round bound above it.

    >>> amount(3e-16), amount(2e-7), amount(0.0234)
    ('below 1e-12', 'below 1e-06', '0.02')
    """
    for bound in BOUNDS:
        if difference < bound:
            return f"below {bound:.0e}"
    return f"{difference:.1g}"


def _checked(network, X, y, loss):
    """X and y as arrays that fit, or the errors of the core."""
    validation.loss_name(loss, network.activations[-1], network.residual[-1])
    X = validation.batch(X, "X", network.sizes[0], "features", network.dtype)
    return X, validation.targets(y, loss, (len(X), network.sizes[-1]), network.dtype)


def _prepared(network, X, y, loss, backend):
    """The function that runs one pass by this backend."""
    return BRIDGES[validation.known(backend, "backend", tuple(BRIDGES))].gradients(
        network, X, y, loss
    )


def _fastest(run):
    least, most, enough = TIMED
    times = []
    while len(times) < least or (len(times) < most and sum(times) < enough):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)
