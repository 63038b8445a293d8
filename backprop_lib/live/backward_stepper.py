"""BackwardStepper: both passes and the update of a small network, one step at a time."""

import ipywidgets
import traitlets

from .. import validation
from . import bundles, situation
from .network_view import NetworkView
from .parameter_sliders import MANY


def steps(network):
    """Names of all steps, in the order in which the numbers come to be.

    Parameters
    ----------
    network : Network

    Returns
    -------
    list of str
        ``"start"``; ``"z[l]"`` and ``"a[l]"`` layer by layer; ``"loss"``; then backward, one
        arrow a step, ``"delta[l][j]"``, ``"dW[l][i, j]"``, ``"db[l]"`` and, for what arrives at
        the layer below, ``"delta[l][j] * W[l][i, j]"``; ``"update"``. In a network with more than
        40 parameters a whole layer is one step of the backward pass too, ``"delta[l]"``,
        ``"dW[l]"``.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network([1, 1, 1], activations="sigmoid", seed=0)
    >>> steps(net)[:7]
    ['start', 'z[1]', 'a[1]', 'z[2]', 'a[2]', 'loss', 'delta[2][0]']
    >>> steps(net)[7:]  # doctest: +NORMALIZE_WHITESPACE
    ['dW[2][0, 0]', 'db[2]', 'delta[2][0] * W[2][0, 0]', 'delta[1][0]', 'dW[1][0, 0]', 'db[1]',
     'update']
    """
    sizes = network.sizes
    L = len(sizes) - 1
    names = ["start"]
    for l in range(1, L + 1):
        names += [f"z[{l}]", f"a[{l}]"]
    names.append("loss")
    for l in range(L, 0, -1):
        if network.params.size > MANY:
            names += [f"delta[{l}]", f"dW[{l}]", f"db[{l}]"]
            continue
        for j in range(sizes[l]):
            if l < L:
                names += [
                    f"delta[{l + 1}][{k}] * W[{l + 1}][{j}, {k}]" for k in range(sizes[l + 1])
                ]
            names.append(f"delta[{l}][{j}]")
        names += [f"dW[{l}][{i}, {j}]" for j in range(sizes[l]) for i in range(sizes[l - 1])]
        names.append(f"db[{l}]")
    return [*names, "update"]


class BackwardStepper(NetworkView):
    """Walk through the forward pass, the loss, the backward pass and the update, and back again.

    The picture shows what has been computed up to the current step. Beside it stands the
    equation, with this network's numbers; what the step computes carries the mark ◆ in both. The
    sliders move the network while the step stays.

    Parameters
    ----------
    network : Network
    x : array_like, shape (features,) or (batch, features)
    y : array_like, shape (outputs,) or (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    learning_rate : float, default 0.5
        For the last step, the update.
    controls, image_shape, seed
        As in `NetworkView`.

    Attributes
    ----------
    step : int
        Where you are in `steps`; set it to go there.
    steps : list of str
        Names of all steps: what the function `steps` returns.
    slider : ipywidgets.IntSlider
        The slider of the step, to link or to show elsewhere too.
    updated : Network
        The network after the update: each parameter minus learning_rate times its slope.
    learning_rate : float
    network, forward, backward, sliders
        As in `NetworkView`. The step does not change them: they are whole at every step.

    Raises
    ------
    ValueError
        If the data, the loss, the rate or a name do not fit.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations="identity")
    >>> stepper = BackwardStepper(net, [2.0], [0.0], loss="squared_error", learning_rate=0.1)
    >>> stepper.step = stepper.steps.index("dW[1][0, 0]")
    >>> stepper
    BackwardStepper of Network 1-1: step 5 of 7, dW[1][0, 0]; loss 0.5000 (squared_error)
    >>> stepper.updated.W[1]  # 0.5 - 0.1 * 2
    array([[0.3]])
    """

    _esm = bundles.script("backward_stepper")
    _css = bundles.style("backward_stepper")
    _only_dense = True
    _told = ("loss", "controls", "image_shape")

    steps = traitlets.List(traitlets.Unicode()).tag(sync=True)
    learning_rate = traitlets.Float(0.5).tag(sync=True)
    slider = traitlets.Instance(ipywidgets.IntSlider, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    def __init__(
        self,
        network,
        x,
        y,
        *,
        loss,
        learning_rate=0.5,
        controls=None,
        image_shape=None,
        seed=0,
    ):
        rate = _rate(learning_rate)
        super().__init__(
            network, x, y, loss=loss, controls=controls, image_shape=image_shape, seed=seed
        )
        self.show_z = True
        self.steps = steps(network)
        self.slider = ipywidgets.IntSlider(
            min=0, max=len(self.steps) - 1, description="step", readout=False
        )
        self.learning_rate = rate

    @property
    def step(self):
        """Where you are in `steps`."""
        return self.slider.value

    @step.setter
    def step(self, number):
        self.slider.value = validation.index(number, "step", len(self.steps), "the list of steps")

    def state(self):
        """This exact situation, the step too, as a short text for `from_state`."""
        return situation.text(self, self._values, step=self.step, learning_rate=self.learning_rate)

    @classmethod
    def from_state(cls, text):
        """The stepper whose `state` this is; the state of a `NetworkView` begins at the start.

        Raises
        ------
        ValueError
            If the text is not a whole state.
        """
        return situation.view(text, cls, step=0, learning_rate=0.5)

    def __repr__(self):
        where = f"step {self.step} of {len(self.steps) - 1}, {self.steps[self.step]}"
        loss = f"loss {self.backward.loss:.4f} ({self._loss})"
        return f"BackwardStepper of {self.network.name}: {where}; {loss}"

    @traitlets.validate("deltas")
    def _always_deltas(self, proposal):
        if not proposal["value"]:
            raise ValueError("deltas is False; a BackwardStepper hides them by its step alone.")
        return True

    @traitlets.validate("learning_rate")
    def _a_positive_rate(self, proposal):
        return _rate(proposal["value"])

    @traitlets.observe("learning_rate")
    def _new_rate(self, change):
        self._update()

    def _set_record(self, k):
        super()._set_record(k)
        self._update()

    def _update(self):
        self.updated = self.network.step(self.backward, self.learning_rate)


def _rate(value):
    rate = validation.numbers(value, "learning_rate")
    if rate.ndim or rate <= 0:
        raise ValueError(f"learning_rate is {value!r}; expected one number above 0.")
    return float(rate)
