"""Record a run of training: the network now and then, so that one can travel back through it."""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from . import flat, own_gradients, validation
from .by_layer import ByLayer
from .network import Network
from .optimizers import SGD, Memory
from .training import DivergenceError, train


@dataclass(frozen=True, eq=False)
class Recording:
    """What `record` kept. Networks are kept, passes are computed when they are asked for.

    ``recording.forward(k)`` and ``recording.backward(k)`` are those of the k-th record, over all
    samples, as training computes them; -1 is the last.

    Attributes
    ----------
    networks : tuple of Network
        One a record.
    steps : ndarray of int, shape (records,)
        How many steps of training each network has behind it; the first is 0.
    loss : ndarray, shape (records,)
        Mean over all samples.
    gradient_norms : ndarray, shape (records, L)
        Per layer, the Euclidean norm of dW and db (and dgamma and dbeta) together; column 0 is
        layer 1.
    X, y : ndarray
    loss_name : str
    message : str
        Why the run ended early; else empty.
    gradient : callable or None
        The backward pass that the run used, where it was not the core's.
    """

    networks: tuple
    steps: np.ndarray
    loss: np.ndarray
    gradient_norms: np.ndarray
    X: np.ndarray
    y: np.ndarray
    loss_name: str
    message: str
    gradient: object = None

    def forward(self, k):
        """The ForwardPass of the k-th record, with ``training=True``.

        Normalized layers use the mean and variance of all samples, as at a step of training that
        sees all rows. What the network answers by its running statistics is
        ``recording.networks[k].forward(X)``.

        Raises
        ------
        IndexError
            If there is no such record.
        """
        return self._network(k).forward(self.X, training=True)

    def backward(self, k):
        """The BackwardPass of the k-th record, as the run itself computed it."""
        forward = self.forward(k)
        return _backward(forward.network, forward, self.y, self.loss_name, self.gradient)

    def _network(self, k):
        if isinstance(k, (int, np.integer)) and -len(self) <= k < len(self):
            return self.networks[k]
        raise IndexError(f"record {k!r} does not exist: they run from 0 to {len(self) - 1}.")

    def __len__(self):
        return len(self.networks)

    def __repr__(self):
        return (
            f"Recording of {self.networks[0].name}: {len(self)} records of {self.steps[-1]} steps, "
            f"loss {self.loss[0]:.4g} to {self.loss[-1]:.4g}. {self.message}".rstrip()
        )


def record(
    network,
    X,
    y,
    *,
    loss,
    optimizer=None,
    steps,
    every=1,
    batch_size=None,
    seed=None,
    backward=None,
):
    """Train, and keep the network at the start, after every so many steps, and at the end.

    Parameters
    ----------
    network, X, y, loss, optimizer, steps, batch_size, seed
        As in `train`.
    every : int, default 1
        Steps from one record to the next.
    backward : callable, optional
        A backward pass of your own to train with: ``backward(network, forward, y)`` returns
        delta, dW, db, each a dict from layer number to array. It sees all rows at every step, and
        plain dense layers alone.

    Returns
    -------
    Recording
        A run that diverges ends early, with its last finite network; `message` says so.

    Raises
    ------
    ValueError
        For data, names or settings that do not fit.

    Examples
    --------
    >>> from backprop_lib import datasets
    >>> X, y = datasets.xor()
    >>> net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    >>> run = record(net, X, y, loss="bce", optimizer=SGD(0.5), steps=1000, every=400)
    >>> run.steps.tolist(), run.gradient_norms.shape
    ([0, 400, 800, 1000], (4, 2))
    >>> print(f"{run.loss[-1]:.3f} {run.backward(-1).loss:.3f}")
    0.004 0.004
    """
    steps = validation.whole_number(steps, "steps", "steps to take")
    every = validation.whole_number(every, "every", "steps from one record to the next")
    optimizer = SGD() if optimizer is None else optimizer
    training = train(  # it checks all that there is to check, an own backward pass or not
        network, X, y, loss=loss, optimizer=optimizer, batch_size=batch_size, seed=seed
    )
    X, y = (validation.numbers(rows, name, network.dtype) for rows, name in ((X, "X"), (y, "y")))
    if backward is None:
        advance = _with_training(training)
    elif any(network.normalization) or any(network.residual):
        parts = "normalized layers" if any(network.normalization) else "skips"
        raise ValueError(
            f"got backward=… and a network with {parts}; a backward pass of your own gives delta, "
            "dW and db of plain dense layers: leave backward out, or give it a network without "
            "normalization=… and residual=…."
        )
    elif batch_size is not None:
        raise ValueError(
            f"got backward=… and batch_size={batch_size}; a run with its own backward pass sees "
            "all rows at every step: leave batch_size out."
        )
    else:
        advance = _with_own(network, X, y, optimizer, backward)
    networks, taken, message = [network], [0], ""
    while taken[-1] < steps:
        due = min(every, steps - taken[-1])
        try:
            newest, done, message = advance(due)
        except (ValueError, OverflowError) as error:
            if backward is None:
                raise
            raise ValueError(f"backward: {error}") from error
        if done:
            networks.append(newest)
            taken.append(taken[-1] + done)
        if message:
            break
    return _recording(networks, taken, X, y, loss, message, backward)


def _with_training(training):
    """A function that takes some steps: the network after them, how many, what went wrong."""

    def advance(due):
        before = training.number
        try:
            training.advance(due)
        except DivergenceError as error:
            return error.network, training.number - before, str(error)
        return training.network, due, ""

    return advance


def _with_own(network, X, y, optimizer, backward):
    """The same with a backward pass of the caller's."""
    memory, number = Memory.of(network), 0

    def advance(due):
        nonlocal network, number
        for done in range(due):
            try:
                with np.errstate(over="ignore", invalid="ignore"):  # reported below
                    answer = backward(network, network.forward(X), y)
                    found = own_gradients.read(
                        answer, network, len(X), parts=("dW", "db"), finite=False
                    )
                    gradient = flat.joined(found["dW"], found["db"])
                    new = np.empty_like(network.params)
                    optimizer.update(network.params, gradient, number + 1, memory, new)
            except OverflowError as error:
                return network, done, f"Training diverged at step {number + 1}: {error}"
            if not np.isfinite(new).all():
                return network, done, f"Training diverged at step {number + 1}."
            W, b = flat.split(new, network.sizes)
            network = Network.from_weights(
                W, b, activations=network.activations, dtype=network.dtype
            )
            number += 1
        return network, due, ""

    return advance


def learned(backward):
    """The gradient layer by layer: a list of dW, db and, of a normalized layer, dgamma, dbeta."""
    scales = dict(backward.dgamma.items()), dict(backward.dbeta.items())
    return [
        [dW, backward.db[l], *(part[l] for part in scales if l in part)]
        for l, dW in backward.dW.items()
    ]


def _backward(network, forward, y, loss, own):
    if own is None:
        return network.backward(forward, y, loss)
    found = own_gradients.read(own(network, forward, y), network, len(y), finite=False)
    given = {name: ByLayer(name, part) for name, part in found.items()}
    return replace(network.backward(forward, y, loss), **given)


def _recording(networks, taken, X, y, loss, message, own):
    losses, norms = [], []
    for network in networks:
        try:
            with np.errstate(over="ignore"):  # the last network of a run that diverges
                forward = network.forward(X, training=True)
                backward = _backward(network, forward, y, loss, own)
                sizes = [
                    reduce(np.hypot, map(np.linalg.norm, parts)) for parts in learned(backward)
                ]
        except OverflowError:
            break
        if not np.isfinite([backward.loss, *sizes]).all():
            break
        losses.append(backward.loss)
        norms.append(sizes)
    kept = len(losses)
    arrays = np.array(taken[:kept]), np.array(losses), np.array(norms), X, y
    for array in arrays:
        array.flags.writeable = False
    return Recording(tuple(networks[:kept]), *arrays, loss, message, own)
