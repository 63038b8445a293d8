"""One run of a TrainingPlayer: what trains, what measures it, and the way back."""

import numpy as np

from .. import names, validation
from ..training import DivergenceError, train
from .loss_record import LossRecord
from .trail import Trail
from .training_frame import Scenery


class Run:
    """A scene that trains. It knows no page and no clock.

    Parameters
    ----------
    scene : Scene
    handed : Handed
        What was handed over to the player.
    optimizer : SGD, Adam or AdamW
    batch_size : int or None
    nth : int, default 1
        Which run of the player it is.
    placed : tuple of ndarray, optional
        X and y that a hand or a cell has put in the data set's place.
    scenery : Scenery, optional
        Of the run before, which goes with `placed`: while the loss is the same, the map stays.

    Attributes
    ----------
    training : Training
    scenery : Scenery
    data : tuple of ndarray
        X and y.
    record : LossRecord
    trail : Trail
    edition : int
        How often its data were changed.
    drawn : int
        The newest of the page's own points that are in force, as it counts them.

    Raises
    ------
    ValueError
        If the scene and the settings do not fit.
    """

    def __init__(self, scene, handed, optimizer, batch_size, *, nth=1, placed=None, scenery=None):
        X, y = placed or scene.data(handed)
        loss = scene.loss(handed)
        network = scene.network(handed, np.shape(X)[-1], np.shape(y)[-1])
        self.training = train(
            network, X, y, loss=loss, optimizer=optimizer, batch_size=batch_size, seed=scene.seed
        )
        X, y = validation.numbers(X, "X"), validation.numbers(y, "y")
        kept = placed and loss == scenery.loss
        self.scenery = scenery if kept else Scenery(X, y, loss)
        self._measured = self.scenery.measure(network)
        self.scene, self.handed, self.data, self.placed = scene, handed, (X, y), placed
        self.record, self.trail = LossRecord(), Trail(self.training)
        self.nth, self.edition, self.drawn = nth, 0, 0
        self._names = tuple(names.weights_and_biases(network.sizes))
        self._held = None  # name and value of the parameter that a hand holds

    def next(self, **choices):
        """The run that other choices start; if they do not fit, an error."""
        scene = self.scene.changed(self.handed, **choices)
        optimizer, nth = self.training.optimizer, self.nth + 1
        if scene.dataset != self.scene.dataset:
            return Run(scene, self.handed, optimizer, scene.batch_size(), nth=nth)
        kept = {"placed": self.placed, "scenery": self.scenery}
        return Run(scene, self.handed, optimizer, self.training.batch_size, nth=nth, **kept)

    def compared(self):
        """What two runs have in common whose losses can be compared."""
        return self.scene.dataset, self.scene.noise, self.training.loss

    def advance(self, steps):
        """Take steps; the parameter under a hand stays where that holds it.

        Raises
        ------
        DivergenceError
            As `Training.advance`; the losses before it are in the record.
        """
        losses = []
        try:
            self._hold()
            losses = self.training.advance(steps)
            self._hold()
        except DivergenceError as error:
            losses = error.losses
            raise
        finally:
            self.record.add(losses)

    def back(self):
        """Go to the moment before; say whether there was one."""
        went = self.trail.back()
        self.record.cut(self.training.number)
        return went

    def go_to(self, number, epoch, extent, curve):
        """A place in a run that is taken up again."""
        self.training.number, self.training.epoch = number, epoch
        self.record = LossRecord.resumed(*curve)
        self.scenery = self.scenery.within(extent)
        self._measured = self.scenery.measure(self.training.network)

    def place(self, X, y):
        """Other rows for the same network; if they do not fit, nothing has changed."""
        before = self.training.data
        self.training.data = X, y
        X, y = self.training.data
        scenery = self.scenery.with_rows(X, y)
        try:
            self._measured = scenery.measure(self.training.network)
        except OverflowError as error:
            self.training.data = before
            raise ValueError(f"X is too large for this network: {error}") from error
        self.scenery, self.data, self.placed = scenery, (X, y), (X, y)
        self.trail = Trail(self.training)
        self.edition += 1

    def set(self, name, value):
        """Give one weight or bias a value."""
        self._put(validation.known(name, "name", self._names), value)

    def take(self, name, value):
        """A hand holds this weight or bias until it lets go."""
        self._held = name, value

    def let_go(self):
        """No hand holds a parameter."""
        self._held = None

    def _hold(self):
        if self._held:
            self._put(*self._held)

    def _put(self, name, value):
        kind = "value" if name.startswith("W") else "bias"
        network = self.training.network
        self.training.network = network.replace(**names.place(name), **{kind: value})

    def measure(self):
        """Content, numbers and picture of this moment; what overflows leaves the last ones."""
        try:
            self._measured = self.scenery.measure(self.training.network)
        except OverflowError:
            pass
        content, numbers, picture = self._measured
        now = {"run": self.nth, "number": self.training.number, "epoch": self.training.epoch}
        now["past"] = bool(self.trail)
        return {**content, **now}, numbers, picture
