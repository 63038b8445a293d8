"""The sliders of a DepthLab, and how far each one goes."""

import math

import ipywidgets
import numpy as np

from .clock import alone

RANGES = {  # of the sliders: lowest and highest
    "depth": (1, 100),
    "width": (2, 128),
    "gain": (0.1, 100.0),
    "input_scale": (0.01, 100.0),
    "batch_size": (2, 256),
}
LABELS = {
    "depth": "depth",
    "width": "width",
    "gain": "gain",
    "input_scale": "input scale",
    "batch_size": "batch size",
    "layer": "layer shown",
}


def made(most):
    """The sliders by name, for batches of `most` rows at most."""
    sliders = {
        "depth": _whole(*RANGES["depth"]),
        "width": _whole(*RANGES["width"]),
        "gain": _logarithmic(*RANGES["gain"]),
        "input_scale": _logarithmic(*RANGES["input_scale"]),
        "batch_size": _whole(RANGES["batch_size"][0], most),
        "layer": _whole(1, RANGES["depth"][1]),
    }
    for name, slider in sliders.items():
        slider.description = LABELS[name]
    return sliders


def _whole(low, high):
    return ipywidgets.IntSlider(value=low, min=low, max=high, readout=False)


def _logarithmic(low, high):
    return ipywidgets.FloatLogSlider(
        value=1.0, base=10, min=math.log10(low), max=math.log10(high), step=1e-7, readout=False
    )


def setting(name):
    """A property that reads and sets a slider, and refuses what lies outside its range."""

    def get(self):
        return self._settings[name]

    @alone
    def set_(self, value):
        slider = self.sliders[name]
        low, high = RANGES.get(name, (slider.min, slider.max))
        if isinstance(slider, ipywidgets.IntSlider):
            low, high = slider.min, slider.max
            fits = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
            fits, kind = fits and low <= value <= high, "a whole number"
        else:
            fits, kind = (
                np.isscalar(value) and np.isreal(value) and low <= value <= high,
                "a number",
            )
        if not fits:
            raise ValueError(f"{name} is {value!r}; expected {kind} from {low} to {high}.")
        self._settings[name] = slider.value.__class__(value)
        self._following = True
        try:
            slider.value = value
        finally:
            self._following = False
        self._changed(name)

    return property(get, set_, doc=f"The {LABELS[name]}.")
