"""Gradient descent, step by step: `train` hands out one step after the other.

The parameters are one flat vector, and so is the gradient, so an update is a few calls whatever
the number of layers. Two such vectors take turns: while one is written the other still holds the
network before the step, which costs nothing and is what a diverging run falls back to.
"""

import math
from functools import partial

import numpy as np

from . import passes, validation
from .layers import blocks, split
from .losses import LOSSES
from .network import Network
from .optimizers import SGD, Memory, rate


class DivergenceError(ArithmeticError):
    """Training left the numbers that the dtype can hold.

    Attributes
    ----------
    network : Network
        The last one whose loss was finite.
    number : int
        The step that failed.
    """

    def __init__(self, message, network, number):
        super().__init__(message)
        self.network, self.number = network, number


class Step:
    """One step of training: what it started from, and the network that it led to.

    What it shows is copied when it is looked at. Look before the next step is taken: then the
    arrays behind it are used again, and only `number`, `epoch` and `loss` stay.

    Attributes
    ----------
    number : int
        From 1.
    epoch : int
        From 1: the pass over the data that the step belongs to.
    loss : float
        Mean over the step's batch, before the update.
    gradient_norms : tuple of float
        Per layer, the Euclidean norm of dW and db together, before clipping.
    gradient_norm : float
        The same over all layers: what `clip_norm` is compared with.
    network : Network
        After the update.

    Raises
    ------
    RuntimeError
        When `network` or a gradient norm is first looked at after a later step.
    """

    __slots__ = ("number", "epoch", "loss", "_training", "_then", "_seen")

    def __init__(self, training, loss):
        self.number, self.epoch, self.loss = training.number, training.epoch, loss
        self._training, self._seen = training, {}
        self._then = training.number, training._touched

    def _look(self, name):
        if name not in self._seen:
            if self._then != (self._training.number, self._training._touched):
                raise RuntimeError(
                    f"step {self.number} is over: training has gone on to step "
                    f"{self._training.number}, in the same arrays. Look at step.{name} before "
                    "the next step is taken, and it stays."
                )
            self._seen[name] = getattr(self._training, f"_{name}")()
        return self._seen[name]

    @property
    def network(self):
        return self._look("network")

    @property
    def gradient_norms(self):
        return self._look("gradient_norms")

    @property
    def gradient_norm(self):
        return float(np.linalg.norm(self.gradient_norms))

    def __repr__(self):
        return f"Step {self.number}, epoch {self.epoch}, loss {self.loss:.6g}"


class Training:
    """A run of training: an iterator of `Step`, made by `train`.

    Between two steps its settings can be changed; the next step uses them. It can be left and
    taken up again: a loop that was interrupted goes on where it stopped.

    Attributes
    ----------
    network : Network
        A copy of the newest one. Set it to go on from other weights.
    optimizer : SGD or Adam
        What it remembers (momentum) survives new settings of the same kind.
    batch_size : int or None
        None: the whole data set at every step.
    number, epoch : int
        Steps taken, and the pass over the data, from 1, that the last one belonged to.
    """

    def __init__(self, network, X, y, *, loss, optimizer, steps, batch_size, seed):
        validation.loss_name(loss, network.activations[-1])
        X = validation.batch(X, "X", network.sizes[0], "features", network.dtype)
        self._X = passes.beside_ones(X)
        shape = len(X), network.sizes[-1]
        self._y = validation.targets(y, loss, shape, network.dtype)
        self._sizes, self._activations, self.loss = network.sizes, network.activations, loss
        self._params, self._spare = np.array(network.params), np.array(network.params)
        self._rng = np.random.default_rng(seed)
        self._order = None
        self._next = len(self._X)  # where the next mini-batch starts in it: a new epoch is due
        self._rooms = {}
        self._touched = 0  # how often the parameters were changed otherwise than by a step
        self._memory = None
        self._last = None
        self.number = self.epoch = 0
        self.steps = steps
        self.optimizer = optimizer
        self.batch_size = batch_size

    # ---- what may be changed between steps

    @property
    def optimizer(self):
        return self._optimizer

    @optimizer.setter
    def optimizer(self, optimizer):
        if not callable(getattr(optimizer, "update", None)):
            raise ValueError(
                f"optimizer is {optimizer!r}; expected one such as SGD(0.1) or Adam()."
            )
        if self._memory is None or type(optimizer) is not type(self._optimizer):
            is_weight = np.zeros_like(self._params)
            for W_l in split(is_weight, self._sizes)[0]:
                W_l[...] = 1
            self._memory = Memory(self._params, is_weight)
        self._optimizer = optimizer

    @property
    def network(self):
        return self._network()

    @network.setter
    def network(self, network):
        same = isinstance(network, Network) and (
            (network.sizes, network.activations, network.dtype)
            == (self._sizes, self._activations, self._params.dtype)
        )
        if not same:
            raise ValueError(
                f"network is {network!r}; expected one like that which is trained: sizes "
                f"{self._sizes}, activations {self._activations}, {self._params.dtype}."
            )
        np.copyto(self._params, network.params)
        self._touched += 1

    @property
    def batch_size(self):
        return self._batch_size

    @batch_size.setter
    def batch_size(self, size):
        if size is not None:
            size = validation.whole(
                size, "batch_size", "rows a step, or None for the whole data set"
            )
        self._batch_size = size

    @property
    def steps_an_epoch(self):
        """Batches that it takes to see every row once."""
        return math.ceil(len(self._X) / (self._batch_size or len(self._X)))

    # ---- the steps

    def __iter__(self):
        return self

    def __next__(self):
        if self.steps is not None and self.number >= self.steps:
            raise StopIteration
        with np.errstate(over="ignore", invalid="ignore"):  # reported by DivergenceError
            return Step(self, self._step())

    def __len__(self):
        """Steps that are left, for a progress bar."""
        if self.steps is None:
            raise TypeError("this training has no end: give train steps=… or epochs=…")
        return self.steps - self.number

    def advance(self, steps):
        """Take some steps at once.

        Parameters
        ----------
        steps : int

        Returns
        -------
        losses : list of float
            One a step; fewer than `steps` where the training has an end.

        Raises
        ------
        DivergenceError
        """
        steps = validation.whole(steps, "steps", "steps to take")
        if self.steps is not None:
            steps = min(steps, self.steps - self.number)
        with np.errstate(over="ignore", invalid="ignore"):
            return [self._step() for _ in range(steps)]

    def _step(self):
        """Forward, backward, update; the loss before the update."""
        room = self._last = self._next_batch()
        params, new, number = self._params, self._spare, self.number + 1
        forward, backward = room.calls[id(params)]
        for call in forward:
            call()
        value = float(np.vdot(room.ones, room.loss_terms())) / len(room.y)
        if not math.isfinite(value):
            raise self._diverged(value, params, new)  # `new` still holds the network before
        for call in backward:
            call()
        self._optimizer.update(params, room.gradient, number, self._memory, new)
        if not math.isfinite(np.dot(new, new)):
            raise self._diverged(value, new, params)
        self._params, self._spare, self.number = new, params, number
        return value

    def _diverged(self, loss, params, last):
        """The error to raise; the run falls back to the parameters `last`."""
        if self._params is not last:
            self._params, self._spare = last, self._params
        self._touched += 1
        self._memory.moments.clear()
        step, largest_weight = self.number + 1, abs(params).max()
        learning_rate = rate(self._optimizer.learning_rate, step)
        return DivergenceError(
            f"Training diverged at step {step}: loss {loss:.3g}, largest weight "
            f"{largest_weight:.3g}, largest gradient {abs(self._last.gradient).max():.3g}. "
            f"Try a smaller learning rate than {learning_rate:.3g}, clip_norm=1.0, or smaller "
            "weights to start from. The last finite network is kept.",
            self._network(),
            step,
        )

    def _next_batch(self):
        """The `Room` with the samples of this step in it."""
        rows, size = len(self._X), self._batch_size or len(self._X)
        if size >= rows:
            self.epoch += 1
            self._next = rows
            return self._room(None)
        if self._next >= rows:
            self._order = self._rng.permutation(rows)
            self._next = 0
            self.epoch += 1
        chosen = self._order[self._next : self._next + size]
        self._next += size
        room = self._room(len(chosen))
        np.take(self._X, chosen, axis=0, out=room.X, mode="clip")
        np.take(self._y, chosen, axis=0, out=room.y, mode="clip")
        return room

    def _room(self, rows):
        """Where a batch of so many rows is computed; None: all the data, where they are."""
        if rows not in self._rooms:
            if len(self._rooms) > 1:  # a batch and an epoch's last: more only after a change
                self._rooms.clear()
            X, y = self._X, self._y
            if rows is not None:
                X, y = np.empty_like(X[:rows]), np.empty_like(y[:rows])
            self._rooms[rows] = Room(self, X, y)
        return self._rooms[rows]

    def _network(self):
        return Network._of(np.array(self._params), self._sizes, self._activations)

    def _gradient_norms(self):
        dW, db = split(self._last.gradient, self._sizes)
        return tuple(
            float(np.sqrt(np.vdot(dW_l, dW_l) + np.vdot(db_l, db_l)))
            for dW_l, db_l in zip(dW, db, strict=True)
        )


class Room:
    """The arrays of one batch, and what is called on them for either vector of parameters."""

    def __init__(self, training, X, y):
        sizes, names, loss = training._sizes, training._activations, training.loss
        forward = passes.ForwardArrays(sizes, X, X.dtype)
        backward = passes.BackwardArrays(sizes, len(X), X.dtype)
        z, a = forward.z, forward.a
        self.X, self.y, self.ones, self.gradient = X, y, np.ones_like(y), backward.gradient
        self.loss_terms = partial(LOSSES[loss].terms, z[-1], a[-1], y)
        self.calls = {}
        for params in (training._params, training._spare):
            W_b = blocks(params, sizes)
            self.calls[id(params)] = (
                [*passes.forward_calls(W_b, names, forward)],
                [*passes.backward_calls(W_b, names, z, a, forward.a_ones, y, loss, backward)],
            )


def train(
    network, X, y, *, loss, optimizer=None, steps=None, epochs=None, batch_size=None, seed=None
):
    """Gradient descent as an iterator of steps.

    Parameters
    ----------
    network : Network
        Where it starts. It is not changed: every step leads to a new network.
    X : array_like, shape (n, features)
    y : array_like, shape (n, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    optimizer : SGD or Adam, default ``SGD(learning_rate=0.1)``
    steps, epochs : int, optional
        How long: one of the two. Neither: without an end.
    batch_size : int, optional
        Rows a step. The rows are mixed anew in every epoch; the last batch of an epoch may be
        smaller. Without it, or from n up, each step sees all rows.
    seed : int or numpy.random.Generator, optional
        How the rows are mixed.

    Returns
    -------
    Training
        Iterate over it. Its `optimizer`, `batch_size` and `network` can be set between steps.

    Raises
    ------
    ValueError
        For data, names or settings that do not fit.
    DivergenceError
        From a step whose loss or new weights are no finite numbers. `training.network` (and the
        error's `network`) is then the last one whose loss was finite.

    Examples
    --------
    >>> from backprop_lib import datasets
    >>> X, y = datasets.xor()
    >>> net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    >>> for step in train(net, X, y, loss="bce", optimizer=SGD(0.5), steps=2):
    ...     print(step.number, step.network.sizes)
    1 (2, 4, 1)
    2 (2, 4, 1)
    """
    if not isinstance(network, Network):
        raise ValueError(f"network is {network!r}; expected a Network.")
    training = Training(
        network,
        X,
        y,
        loss=loss,
        optimizer=SGD() if optimizer is None else optimizer,
        steps=None if steps is None else validation.whole(steps, "steps", "steps to take"),
        batch_size=batch_size,
        seed=seed,
    )
    if epochs is not None:
        if steps is not None:
            raise ValueError(f"got steps={steps} and epochs={epochs}; expected one of the two.")
        training.steps = (
            validation.whole(epochs, "epochs", "passes over the data") * training.steps_an_epoch
        )
    return training
