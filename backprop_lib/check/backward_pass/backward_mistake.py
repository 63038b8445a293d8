"""What a mistake of the backward pass or of the update is; the list is in `mistakes.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ... import passes, validation
from ...network import Network
from . import pieces, wrong_pieces


@dataclass(frozen=True)
class BackwardMistake:
    """One mistake of the list. Mistakes that give equal numbers are one entry.

    Attributes
    ----------
    name : str
        Short, such as ``"mean forgotten"``: the key in `MISTAKES`, and ``Report.mistake``.
    misconception : str
        The belief that it shows, a key of `misconceptions.MISCONCEPTIONS`, as a question's wrong
        option names it; "slip" where it shows none.
    sentence : str
        Names the mistake; gives no solution. At most two lines.
    equation : str
        Where `backward` makes it: "BP1" (output delta), "BP2" (hidden delta), "BP3" (bias
        gradient), "BP4" (weight gradient), several of them joined by ", ", or "update".
    shows : str
        Which inputs reveal it, and which hide it.
    ways : tuple of mapping
        The ways in which it is made, each from the name of a piece (see `pieces`) to the function
        that takes its place. `backward` goes the first way; the checks know all of them.
    run : callable or None
        The backward pass with it, where no single piece makes it.
    change : callable or None
        ``change(dW, db, learning_rate, memory)`` gives what an update subtracts, and what it
        remembers, where the update makes it.
    """

    name: str
    misconception: str
    sentence: str
    equation: str
    shows: str
    ways: tuple[Mapping, ...] = ({},)
    run: Callable | None = None
    change: Callable | None = None

    def backward(self, network, forward, y, loss, *, learning_rate=0.5):
        """delta, dW and db with this mistake: dicts by layer number, of new arrays.

        Parameters
        ----------
        network : Network
            Of any depth, with any activations.
        forward : ForwardPass
        y : array_like, shape (batch, outputs)
        loss : {"squared_error", "mse", "bce", "cross_entropy"}
        learning_rate : float, default 0.5
            Matters to "updated W used" alone.

        Raises
        ------
        ValueError
            If the loss or y do not fit, or, with this mistake, the shapes do not.

        Examples
        --------
        >>> from backprop_lib import check
        >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
        >>> X, y = [[2.0], [4.0]], [[0.0], [0.0]]
        >>> net.backward(net.forward(X), y, "mse").dW[1]
        array([[10.]])
        >>> delta, dW, db = check.MISTAKES["mean forgotten"].backward(net, net.forward(X), y, "mse")
        >>> dW
        {1: array([[20.]])}
        """
        validation.loss_name(loss, network.activations[-1])
        y = validation.targets(y, loss, forward.output.shape, network.dtype)
        run = self.run or wrong_pieces.run_with(self.ways[0])
        with np.errstate(over="ignore", invalid="ignore"):
            return run(network.W, network.activations, forward.z, forward.a, y, loss, learning_rate)

    def step(self, network, X, y, loss, *, learning_rate, memory=None):
        """One step of gradient descent with this mistake.

        Parameters
        ----------
        network, X, y, loss
            As for `Network.forward` and `Network.backward`.
        learning_rate : float
        memory : optional
            What the step before returned beside its network; None for the first.

        Returns
        -------
        network : Network
            A new one.
        memory
            To hand to the next step.

        Raises
        ------
        ValueError, OverflowError
            If shapes do not fit, or the weights are no longer finite.
        """
        forward = network.forward(X)
        gradient = self.backward(network, forward, y, loss, learning_rate=learning_rate)[1:]
        with np.errstate(over="ignore", invalid="ignore"):  # from_weights reports it
            (W, b), memory = updated(network.W, network.b, *gradient, learning_rate, memory, self)
        names = {"activations": network.activations, "dtype": network.dtype}
        return Network.from_weights(W.values(), b.values(), **names), memory


def updated(W, b, dW, db, learning_rate, memory=None, mistake=None):
    """((W, b), memory) after one update, as dicts by layer number; no shape is checked."""
    change = (mistake and mistake.change) or _descent
    (step_W, step_b), memory = change(dW, db, learning_rate, memory)
    W = {l: W[l] - step_W[l] for l in sorted(step_W)}
    return (W, {l: b[l] - step_b[l] for l in sorted(step_b)}), memory


def train(W, b, activations, X, y, loss, learning_rate, steps, *, run=None, mistake=None):
    """(W, b), lists of arrays, after some steps on plain arrays; nothing is checked.

    `run` is the backward pass (see `pieces.run`; None: the right one), `mistake` one that
    the update makes.
    """
    W, b = (dict(enumerate(arrays, start=1)) for arrays in (W, b))
    memory, run = None, run or pieces.run
    for _ in range(steps):
        forward = passes.forward(pieces.layers(W.values(), b.values(), activations), X)
        _, dW, db = run(W, activations, forward.z, forward.a, y, loss, learning_rate)
        (W, b), memory = updated(W, b, dW, db, learning_rate, memory, mistake)
    return [*W.values()], [*b.values()]


# What an update subtracts from W and b, and what it remembers.


def _descent(dW, db, learning_rate, memory):
    return ({l: learning_rate * dW[l] for l in dW}, {l: learning_rate * db[l] for l in db}), None


def biases_left_alone(dW, db, learning_rate, memory):
    (step_W, _), _ = _descent(dW, db, learning_rate, memory)
    return (step_W, {l: np.zeros_like(db[l]) for l in db}), None


def accumulated(dW, db, learning_rate, memory):
    if memory:
        dW, db = (
            {l: new[l] + old[l] for l in new} for new, old in zip((dW, db), memory, strict=True)
        )
    return _descent(dW, db, learning_rate, None)[0], (dW, db)


def whole_gradient(dW, db, learning_rate, memory):
    return (dW, db), None


def weights_by_the_whole_gradient(dW, db, learning_rate, memory):
    """No learning rate, and no step for the biases."""
    return (dW, {l: np.zeros_like(db[l]) for l in db}), None
