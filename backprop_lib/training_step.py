"""What one step of training shows, and the error of a step that left the floats."""

import numpy as np


class DivergenceError(ArithmeticError):
    """Training left the numbers that the dtype can hold.

    Attributes
    ----------
    network : Network
        The last one whose loss was finite.
    number : int
        The step that failed.
    losses : list of float
        Those of the steps before it that `Training.advance` took in the same call.
    """

    def __init__(self, message, network, number):
        super().__init__(message)
        self.network, self.number, self.losses = network, number, []


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
        Mean over the step's batch, before the update. Normalized layers use the batch's own mean
        and variance.
    gradient_norms : tuple of float
        Per layer, the Euclidean norm of dW and db (and dgamma and dbeta) together, before clipping.
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
