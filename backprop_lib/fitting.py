"""Gradient descent to the end: `fit` runs a training and returns a `History` of it."""

from dataclasses import dataclass

import numpy as np

from . import repairs, validation
from .network import Network
from .training import DivergenceError, Step, train

SAME = 1e-3  # outputs that differ by less than this part of what y does are one answer


@dataclass(frozen=True, eq=False)
class History:
    """What `fit` saw.

    Attributes
    ----------
    network : Network
        After the last step.
    loss : ndarray, shape (steps,)
        Mean over each step's batch, before the update.
    epoch : ndarray of int, shape (steps,)
        The epoch, from 1, that each step belonged to.
    stopped : {"finished", "early", "interrupted", "diverged"}
    message : str
        Why it stopped; whether the loss is higher than at the start or the network gives every
        sample the same answer; and what to try.
    validation_loss : ndarray, shape (k,)
        Loss on the validation data, and
    validation_step : ndarray of int, shape (k,)
        the number of steps taken when it was measured; empty without validation data.
    best : Network
        The network with the lowest validation loss; without validation data, the last one.
    """

    network: Network
    loss: np.ndarray
    epoch: np.ndarray
    stopped: str
    message: str
    validation_loss: np.ndarray
    validation_step: np.ndarray
    best: Network

    def __len__(self):
        return len(self.loss)

    def arrays(self):
        """The arrays by name, for ``np.savez("run.npz", **history.arrays())``."""
        names = ("loss", "epoch", "validation_loss", "validation_step")
        return {name: getattr(self, name) for name in names}

    def __repr__(self):
        losses = f", loss {self.loss[0]:.4g} to {self.loss[-1]:.4g}" if len(self) else ""
        return f"History of {len(self)} steps{losses}: {self.stopped}. {self.message}"


def fit(
    network,
    X,
    y,
    *,
    loss,
    optimizer=None,
    steps=None,
    epochs=None,
    batch_size=None,
    seed=None,
    validation_data=None,
    patience=None,
    stop=None,
):
    """Train to the end and return what was seen.

    A kernel interrupt (or Ctrl-C) and a run that diverges end it early, with nothing lost.

    Parameters
    ----------
    network, X, y, loss, optimizer, steps, epochs, batch_size, seed
        As in `train`; one of `steps` and `epochs` is needed.
    validation_data : (array_like, array_like), optional
        Other samples (X, y) to judge by. Their loss is measured after every epoch, with whole-data
        steps after every hundredth part of the run.
    patience : int, optional
        Stop when the validation loss has not been lower for so many measurements.
    stop : callable, optional
        ``stop(step)`` is asked after every `Step`; a true answer ends the run.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        For data, names or settings that do not fit.

    Notes
    -----
    Early stopping with the best network kept: Prechelt 1998.

    Examples
    --------
    >>> from backprop_lib import SGD, Network, datasets, fit
    >>> X, y = datasets.xor()
    >>> net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    >>> history = fit(net, X, y, loss="bce", optimizer=SGD(0.5), steps=2000)
    >>> history.stopped, len(history), history.network.forward(X).output.round().ravel()
    ('finished', 2000, array([0., 1., 1., 0.]))
    """
    training = train(
        network,
        X,
        y,
        loss=loss,
        optimizer=optimizer,
        steps=steps,
        epochs=epochs,
        batch_size=batch_size,
        seed=seed,
    )
    if training.steps is None:
        raise ValueError("fit needs an end: give steps=… or epochs=….")
    before = _measured(training)
    judge = Validation(training, validation_data, patience)
    losses = []
    stopped, message = "finished", f"All {training.steps} steps were taken."
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # reported by DivergenceError
            while training.number < training.steps:
                losses += training.advance(1 if stop is not None else judge.steps_to_go())
                if judge.has_enough():
                    stopped, message = "early", judge.message
                    break
                if stop is not None and stop(Step(training, losses[-1])):
                    stopped, message = "early", f"stop(step) said so at step {training.number}."
                    break
    except KeyboardInterrupt as error:
        losses += getattr(error, "losses", [])
        stopped, message = "interrupted", f"Interrupted after step {training.number}."
    except DivergenceError as error:
        losses += error.losses
        stopped, message = "diverged", str(error)
    if losses and stopped != "diverged":
        message += _what_went_wrong(training, before, _measured(training), losses)
    return History(
        training.network,
        _frozen(losses, float),
        _frozen(np.arange(len(losses)) // training.steps_an_epoch + 1, int),
        stopped,
        message,
        _frozen(judge.losses, float),
        _frozen(judge.steps, int),
        judge.best or training.network,
    )


def _data(training):
    return training._X[:, : training._start.sizes[0]], training._y  # without its column of ones


def _measured(training):
    """Mean loss over all rows, as training computes it, and the outputs; None for an overflow."""
    network, (X, y) = training.network, _data(training)
    try:
        forward = network.forward(X, training=any(network.normalization))
        return network.loss(forward, y, training.loss), forward.output
    except OverflowError:
        return np.inf, None


def _what_went_wrong(training, before, after, losses):
    """What a run that took all its steps did not do, and what to try; "" if it learned."""
    X, y = _data(training)
    (start, _), (end, output) = before, after
    if len(y) <= (training.batch_size or len(y)):  # the history holds losses over all rows
        end = max(end, losses[-1])
    worse = end > start * (1 + 1e-6)
    constant = (
        output is not None
        and np.ptp(y, axis=0).max() > 0
        and (np.ptp(output, axis=0) <= SAME * np.ptp(y, axis=0)).all()
    )
    if not worse and not constant:
        return ""
    said = f" But the loss ends higher than it began: {start:.3g}, then {end:.3g}." if worse else ""
    if constant:
        answer = ", ".join(f"{value:.3g}" for value in output[0, :4])
        also = "And" if worse else "But"
        said += f" {also} the network gives every sample the same answer, {answer}."
    return f"{said} {_advice(training, X, y)}"


def _advice(training, X, y):
    """Scale what is large, then a smaller rate."""
    rate, scale = training.optimizer.learning_rate, repairs.of_scale(X, y)
    smaller = f" than {rate:.3g}" if isinstance(rate, (int, float)) else ""
    other = "Then try" if scale else "Try"
    return f"{scale}{other} a smaller learning_rate{smaller}, or another seed."


class Validation:
    """Measures the loss on other data now and then, and says when it has stopped falling."""

    def __init__(self, training, data, patience):
        self._training, self._data = training, data
        self._patience = patience
        self.losses, self.steps, self.best, self.message = [], [], None, ""
        if data is None:
            if patience is not None:
                raise ValueError("patience needs validation_data=(X, y) to judge by.")
            return
        if patience is not None:
            self._patience = validation.whole_number(patience, "patience", "measurements to wait")
        try:
            self._X, self._y = data
        except (TypeError, ValueError):
            raise ValueError(
                "validation_data is no pair; expected (X, y), such as datasets.moons(seed=1)."
            ) from None
        self._every = training.steps_an_epoch
        if self._every == 1:
            self._every = max(1, training.steps // 100)
        self._measure()  # also says at once whether the data fit

    def steps_to_go(self):
        """Steps until it is time to measure, or until the end."""
        left = self._training.steps - self._training.number
        if self._data is None:
            return left
        return min(left, self._every - self._training.number % self._every)

    def has_enough(self):
        """Measure if it is time; True when patience has run out."""
        if self._data is None or self._training.number % self._every:
            return False
        self._measure()
        waited = len(self.losses) - 1 - int(np.argmin(self.losses))
        self.message = (
            f"The validation loss was lowest, {min(self.losses):.4g}, at step "
            f"{self.steps[int(np.argmin(self.losses))]}; history.best is the network of that step."
        )
        return self._patience is not None and waited >= self._patience

    def _measure(self):
        network = self._training.network
        try:
            value = network.loss(network.forward(self._X), self._y, self._training.loss)
        except OverflowError as error:
            value, why = np.inf, f": {error}"
        else:
            why = "."
        if not np.isfinite(value):
            number = self._training.number
            raise DivergenceError(
                f"Training diverged: after step {number} the validation loss is no finite "
                f"number{why} Try a smaller learning rate.",
                network,
                number,
            )
        if not self.losses or value < min(self.losses):
            self.best = network
        self.losses.append(value)
        self.steps.append(self._training.number)


def _frozen(values, dtype):
    array = np.array(values, dtype=dtype)
    array.flags.writeable = False
    return array
