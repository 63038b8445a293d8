"""The settings of a TrainingPlayer that act at once: a slider each."""

import dataclasses

import ipywidgets
import numpy as np

from ..optimizers import SGD
from .clock import alone

LABELS = {
    "learning_rate": "learning rate",
    "momentum": "momentum",
    "weight_decay": "weight decay",
    "batch_size": "batch size",
    "speed": "speed",
}
OF_OPTIMIZER = ("learning_rate", "momentum", "weight_decay")
DIGITS = 4  # of a number that a slider was dragged to


class Settings:
    """Sliders, and the optimizer and the batch size of a run, which follow them.

    Parameters
    ----------
    training : Training
    rows : int
        Of its data.
    speed : float
    refuse : callable
        Called with {"name", "message"} when a slider was put back, and with {} at its next move.
    heard : callable
        Called with all values, by their labels, whenever one has changed.

    Attributes
    ----------
    sliders : dict of str to ipywidgets slider
    rates : list
        The learning rates of the run so far, the newest last.
    """

    def __init__(self, training, rows, speed, refuse, heard):
        self._training, self._rows, self._following = training, rows, False
        self._refuse, self._refused, self._heard = refuse, False, heard
        self.sliders = {
            "learning_rate": ipywidgets.FloatLogSlider(value=0.5, min=-5, max=2, step=0.01),
            "momentum": ipywidgets.FloatSlider(value=0.0, min=0, max=0.99, step=0.01),
            "weight_decay": ipywidgets.FloatSlider(value=0.0, min=0, max=0.1, step=0.001),
            "batch_size": ipywidgets.IntSlider(value=1, min=1, max=rows),
            "speed": ipywidgets.FloatLogSlider(value=100.0, min=0, max=4, step=0.01),
        }
        optimizer = training.optimizer
        if not isinstance(optimizer, SGD):
            del self.sliders["momentum"]
        for name in OF_OPTIMIZER:
            value = getattr(optimizer, name, None)
            if value is not None and not callable(value):
                self.set(name, value)
        self.set("batch_size", training.batch_size or rows)
        self.set("speed", speed)
        for name, slider in self.sliders.items():
            slider.description, slider.readout = LABELS[name], False
            slider.observe(self._moved, "value")
            slider.observe(lambda _: self._tell(), "value")
        self._tell()
        self.rates = [optimizer.learning_rate]

    def begin(self, training, rows):
        """A new run with the same settings."""
        self._training, self._rows = training, rows
        slider = self.sliders["batch_size"]
        self._following = True
        try:
            slider.max = max(slider.max, self._rows)
            slider.value = training.batch_size or self._rows
            slider.max = self._rows
        finally:
            self._following = False
        self.rates = [training.optimizer.learning_rate]

    @alone
    def get(self, name):
        """The exact value; None for a batch of all rows."""
        slider = self._slider(name)
        if name == "speed":
            return slider.value
        return getattr(self._training if name == "batch_size" else self._training.optimizer, name)

    @alone
    def set(self, name, value):
        """Set one from a cell.

        Raises
        ------
        ValueError
            If it is no number in the slider's range; nothing has changed then.
        """
        slider = self._slider(name)
        if name == "batch_size" and value is None:
            value = self._rows
        low, high = _range(slider)
        whole = isinstance(slider, ipywidgets.IntSlider)
        number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not number or not low <= value <= high or (whole and value != int(value)):
            kind = "a whole number" if whole else "a number"
            raise ValueError(f"{name} is {value!r}; expected {kind} from {low:g} to {high:g}.")
        value = int(value) if whole else float(value)
        self._act(name, value)
        self._put(slider, value)

    @alone
    def label(self):
        """What a run with these settings is called: its learning rate, and what is unusual."""
        optimizer, rates = self._training.optimizer, self.rates
        rates = rates if len(rates) < 3 else [rates[0], rates[-1]]
        words = " → ".join("a schedule" if callable(rate) else f"{rate:.3g}" for rate in rates)
        if not isinstance(optimizer, SGD):
            return f"{type(optimizer).__name__}, learning rate {words}"
        momentum = f", momentum {optimizer.momentum:g}" if optimizer.momentum else ""
        return f"learning rate {words}{momentum}"

    @alone
    def _moved(self, change):
        """A slider was moved in the page, or from a cell by its value."""
        if self._following:
            return
        (name,) = (name for name, slider in self.sliders.items() if slider is change["owner"])
        value = change["new"]
        if _is_rounding(change["owner"], value, self.get(name)):
            return
        refused = {}
        try:
            self._act(name, value if name == "batch_size" else float(f"{value:.{DIGITS}g}"))
        except ValueError as error:  # a batch of one row, which cannot be normalized
            refused = {"name": name, "message": str(error)}
            self._put(change["owner"], change["old"])
        if refused or self._refused:
            self._refuse(refused)
        self._refused = bool(refused)

    def _tell(self):
        self._heard({LABELS[name]: slider.value for name, slider in self.sliders.items()})

    def _put(self, slider, value):
        self._following = True
        try:
            slider.value = value
        finally:
            self._following = False

    def _act(self, name, value):
        training = self._training
        if name == "batch_size":
            training.batch_size = None if value >= self._rows else value
        elif name in OF_OPTIMIZER:
            training.optimizer = dataclasses.replace(training.optimizer, **{name: value})
        if name == "learning_rate" and hasattr(self, "rates") and value != self.rates[-1]:
            self.rates = [*self.rates, value] if training.number else [value]

    def _slider(self, name):
        if name not in self.sliders:
            kind = type(self._training.optimizer).__name__
            raise ValueError(f"{name} is no setting of {kind}, with which this player trains.")
        return self.sliders[name]


def _is_rounding(slider, value, exact):
    """Whether a logarithmic slider only tells its own step that is nearest to the exact value.

    ipywidgets' slider does so by itself. What a learner types, however near, is no such step.
    """
    if not isinstance(slider, ipywidgets.FloatLogSlider) or callable(exact):
        return False
    steps = np.log([value, exact]) / np.log(slider.base) / slider.step
    return abs(steps[0] - round(steps[1])) < 1e-4 and abs(steps[1] - steps[0]) < 0.51


def _range(slider):
    if isinstance(slider, ipywidgets.FloatLogSlider):
        return slider.base**slider.min, slider.base**slider.max
    return slider.min, slider.max
