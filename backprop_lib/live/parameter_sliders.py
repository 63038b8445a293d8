"""The real ipywidgets sliders of a view's numbers: which there are, and how far each one goes."""

import ipywidgets
import traitlets

from .. import validation
from .clock import alone

MANY = 40  # more parameters than this share one slider that follows the selection


class ParameterSlider(ipywidgets.FloatSlider):
    """An ipywidgets slider that says which parameter it moves, in the same message as the value."""

    # No echo of what the page said: it would move the slider back under a hand that has gone on.
    parameter = traitlets.Unicode().tag(sync=True, echo_update=False)
    value = traitlets.CFloat().tag(sync=True, echo_update=False)
    _said = {}  # what the page says, as long as that is heard

    @property
    def from_page(self):
        return bool(self._said)

    @alone
    def set_state(self, sync_data):
        """Hear the page. A move goes a shorter way than ipywidgets' own: one comes every frame."""
        self._said = sync_data
        try:
            if not sync_data.keys() <= {"parameter", "value"}:
                super().set_state(sync_data)
                return
            for name in ("parameter", "value"):  # in this order: it says whose value comes
                if name in sync_data:
                    setattr(self, name, sync_data[name])
        finally:
            self._said = {}

    def _should_send_property(self, key, value):
        known = key in self._said and self._said[key] == value
        return not known and super()._should_send_property(key, value)


def made(name, value, limits, loss):
    """The slider of one number of a view.

    Parameters
    ----------
    name : str
        Such as ``"W[1][0, 2]"``, ``"x[0]"``, ``"y[0]"``.
    value : float
    limits : (float, float)
        Those of the weights and biases; inputs and targets have their own.
    loss : str
        A loss of classes keeps its targets in [0, 1].
    """
    low, high = limits
    if name[0] == "y" and loss in ("bce", "cross_entropy"):
        low, high = 0.0, 1.0
    elif name[0] in "xy":
        low, high = min(-2.0, value), max(2.0, value)
    return ParameterSlider(
        value=value, min=low, max=high, step=None, readout=False, parameter=name, description=name
    )


def controlled(controls, names, parameters, samples):
    """Names that get a slider of their own; None: one slider is shared by all.

    Parameters
    ----------
    controls : sequence of str or None
        What the learner asked for.
    names : list of str
        All there are, the parameters first.
    parameters : int
        How many of them are parameters.
    samples : int
        Of several, inputs and targets have no sliders.
    """
    if controls is not None:
        wanted = [validation.known(name, "controls", names) for name in controls]
        if not wanted:
            raise ValueError("controls is empty; expected at least one name, or None for all.")
        return wanted
    if parameters > MANY:
        return None
    return names if samples == 1 else names[:parameters]
