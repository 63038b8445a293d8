"""Gradient descent, step by step: `train` hands out one step after the other.

A run of it is a `Training`; what one step shows is in `training_step.py`, the arrays that it works
on are in `training_arrays.py`.
"""

import math

import numpy as np

from . import fast_passes, other_names, repairs, validation
from .network import Network
from .optimizers import SGD, Memory, rate
from .training_arrays import Room, Side
from .training_step import DivergenceError, Step

THREADED = 10_000  # from here on OpenBLAS has two threads work on a dot product, and waits for both


class Training:
    """A run of training: an iterator of `Step`, made by `train`.

    Between two steps its settings can be changed; the next step uses them. It can be left and
    taken up again: a loop that was interrupted goes on where it stopped.

    Attributes
    ----------
    network : Network
        A copy of the newest one. Set it to go on from other weights.
    data : (ndarray, ndarray)
        X and y. Set both to go on with other rows.
    optimizer : SGD, Adam or AdamW
        What it remembers (momentum) survives new settings of the same kind.
    batch_size : int or None
        None: the whole data set at every step.
    number, epoch : int
        Steps taken, and the pass over the data, from 1, that the last one belonged to.
    """

    def __init__(self, network, X, y, *, loss, optimizer, steps, batch_size, seed):
        validation.loss_name(loss, network.activations[-1], network.residual[-1])
        self._start, self._architecture, self.loss = network, network.architecture, loss
        self._sides = [Side(network), Side(network)]
        self._now = 0  # which of the two the newest network is on
        self._rng = np.random.default_rng(seed)
        self._batch_size = None
        self.data = X, y
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
        if isinstance(optimizer, type) or not callable(getattr(optimizer, "update", None)):
            raise ValueError(
                f"optimizer is {optimizer!r}; expected one such as SGD(0.1) or Adam()."
                f"{other_names.optimizer(optimizer)}"
            )
        if self._memory is None or type(optimizer) is not type(self._optimizer):
            self._memory = Memory.of(self._start)
        self._optimizer = optimizer

    @property
    def network(self):
        return self._network()

    @network.setter
    def network(self, network):
        same = isinstance(network, Network) and (
            (network.architecture, network.dtype) == (self._architecture, self._start.dtype)
        )
        if not same:
            raise ValueError(
                f"network is {network!r}; expected one like that which is trained: sizes "
                f"{self._architecture.sizes}, activations {self._architecture.activations}, "
                f"{self._start.dtype}, and the same normalization and skips."
            )
        newest = self._sides[self._now]
        np.copyto(newest.params, network.params)
        np.copyto(newest.running, network.running)
        self._touched += 1

    @property
    def data(self):
        """X and y that it learns from, as copies. Set both to go on with others."""
        return self._X[:, : self._start.sizes[0]].copy(), self._y.copy()

    @data.setter
    def data(self, data):
        X, y = data
        network = self._start
        X = validation.batch(X, "X", network.sizes[0], "features", network.dtype)
        y = validation.targets(y, self.loss, (len(X), network.sizes[-1]), network.dtype)
        self._check_batches(len(X), self._batch_size)
        self._X = fast_passes.beside_ones(X)
        self._y = np.asfortranarray(y)  # as a is
        self._order, self._rooms = None, {}
        self._next = len(X)  # where the next mini-batch starts in it

    @property
    def batch_size(self):
        return self._batch_size

    @batch_size.setter
    def batch_size(self, size):
        if size is not None:
            size = validation.whole_number(
                size, "batch_size", "rows a step, or None for the whole data set"
            )
        self._check_batches(len(self._X), size)
        self._batch_size = size

    def _check_batches(self, rows, size):
        last = rows % (size or rows) or min(size or rows, rows)  # rows of an epoch's last batch
        if any(self._architecture.normalization) and last == 1:
            raise ValueError(
                f"batch_size {size} leaves a batch of one of the {rows} rows; batch normalization "
                "needs at least two: one has no variance."
            )

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
            Its `losses` are those of the steps before; an interrupt carries them, too.
        """
        steps = validation.whole_number(steps, "steps", "steps to take")
        if self.steps is not None:
            steps = min(steps, self.steps - self.number)
        losses = []
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                for _ in range(steps):
                    losses.append(self._step())
        except (DivergenceError, KeyboardInterrupt) as error:
            error.losses = losses
            raise
        return losses

    def _step(self):
        """Forward, backward, update; the loss before the update."""
        room = self._last = self._next_batch()
        now, number = self._now, self.number + 1
        params, new = self._sides[now].params, self._sides[1 - now].params
        forward, backward, after = room.calls[now]
        for call in forward:
            call()
        value = float(np.vdot(room.ones, room.loss_terms())) / len(room.y)
        if not math.isfinite(value):
            raise self._diverged(value, params, 1 - now)  # there is still the network before
        for call in backward:
            call()
        self._optimizer.update(params, room.gradient, number, self._memory, new)
        if not math.isfinite(np.dot(new, new) if new.size < THREADED else np.add.reduce(new)):
            raise self._diverged(value, new, now)
        for call in after:
            call()
        self._now, self.number = 1 - now, number
        return value

    def _diverged(self, loss, params, last):
        """The error to raise; the run falls back to the side `last`."""
        self._now = last
        self._touched += 1
        self._memory.moments.clear()
        step, largest_weight = self.number + 1, abs(params).max()
        learning_rate = rate(self._optimizer.learning_rate, step)
        scale = repairs.of_scale(self._X[:, : self._start.sizes[0]], self._y)
        return DivergenceError(
            f"Training diverged at step {step}: loss {loss:.3g}, largest weight "
            f"{largest_weight:.3g}, largest gradient {abs(self._last.gradient).max():.3g}. "
            f"{scale}Try a smaller learning rate than {learning_rate:.3g}, clip_norm=1.0, or "
            "smaller weights to start from. The last finite network is kept.",
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
        np.take(self._y.T, chosen, axis=1, out=room.y.T, mode="clip")
        return room

    def _room(self, rows):
        """Where a batch of so many rows is computed; None: all the data, where they are."""
        if rows not in self._rooms:
            if len(self._rooms) > 1:  # a batch and an epoch's last: more only after a change
                self._rooms.clear()
            X, y = self._X, self._y
            if rows is not None:
                X, y = np.empty_like(X[:rows]), np.empty_like(y[:rows], order="F")
            self._rooms[rows] = Room(self, X, y)
        return self._rooms[rows]

    def _network(self):
        newest = self._sides[self._now]
        return self._start.with_numbers(np.array(newest.params), np.array(newest.running))

    def _gradient_norms(self):
        return tuple(
            math.sqrt(sum(float(np.vdot(part, part)) for part in parts))
            for parts in self._last.gradient_parts
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
    optimizer : SGD, Adam or AdamW, default ``SGD(learning_rate=0.1)``
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
        steps=None if steps is None else validation.whole_number(steps, "steps", "steps to take"),
        batch_size=batch_size,
        seed=seed,
    )
    if epochs is not None:
        if steps is not None:
            raise ValueError(f"got steps={steps} and epochs={epochs}; expected one of the two.")
        training.steps = (
            validation.whole_number(epochs, "epochs", "passes over the data")
            * training.steps_an_epoch
        )
    return training
