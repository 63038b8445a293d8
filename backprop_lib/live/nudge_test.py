"""NudgeTest: one weight moves by epsilon; its slope predicts the loss, and the loss answers."""

import ipywidgets
import traitlets

from .. import gradcheck, names, validation
from . import bundles, situation
from .network_view import NetworkView

SMALLEST, LARGEST = -8, -1  # powers of ten of the slider


class NudgeTest(NetworkView):
    """What is a gradient? Nudge one weight and compare what its slope says with what happens.

    Select an edge (or a neuron, for its bias) and choose epsilon. The view shows the predicted
    change of the loss, slope times epsilon, beside the actual one; their difference shrinks as
    epsilon^2 until rounding takes over. The chart is the gradient check: how far difference
    quotients are from backpropagation's slope, for every epsilon.

    Parameters
    ----------
    network : Network
    x : array_like, shape (features,) or (batch, features)
    y : array_like, shape (outputs,) or (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    epsilon : float, default 1e-2
        From 1e-8 to 1e-1.
    deltas : bool, default True
    controls : sequence of str, optional
    image_shape : (int, int), optional
    seed : int, default 0
        These four as in `NetworkView`, whose attributes and methods are here too.

    Attributes
    ----------
    epsilon : float
    parameter : str
        What is nudged: the weight or bias that was selected last.
    predicted, actual, difference : float
        Changes of the loss, computed by the core (`gradcheck.nudge`).
    curve : gradcheck.Curve
    kink : str
        Which neuron sits on the kink of its ReLU or leaky ReLU, where difference quotients and
        backpropagation differ; "" if none does.

    Raises
    ------
    ValueError
        If the data, the loss, epsilon or a name do not fit.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> test = NudgeTest(net, [2.0], [0.0], loss="squared_error", epsilon=0.1)
    >>> test
    NudgeTest of W[1][0, 0] by 0.1: loss predicted +0.2, actual +0.22 (squared_error)
    >>> test.epsilon = 0.01
    >>> print(f"{test.difference:.6f}")
    0.000200
    """

    _esm = bundles.script("nudge_test")
    _css = bundles.style("nudge_test")
    _only_dense = True

    # {"name", "loss", "error"}: the complex step's; "kink": which ReLU sits on its kink, if any
    floor = traitlets.Dict().tag(sync=True)
    _epsilon = traitlets.Instance(ipywidgets.FloatLogSlider, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    def __init__(
        self,
        network,
        x,
        y,
        *,
        loss,
        epsilon=1e-2,
        deltas=True,
        controls=None,
        image_shape=None,
        seed=0,
    ):
        super().__init__(
            network,
            x,
            y,
            loss=loss,
            deltas=deltas,
            controls=controls,
            image_shape=image_shape,
            seed=seed,
        )
        self._epsilon = ipywidgets.FloatLogSlider(
            value=_epsilon(epsilon),
            base=10,
            min=SMALLEST,
            max=LARGEST,
            step=0.1,
            readout=False,
            description="epsilon",
        )

    @property
    def epsilon(self):
        """The nudge."""
        return self._epsilon.value

    @epsilon.setter
    def epsilon(self, value):
        self._epsilon.value = _epsilon(value)

    @property
    def parameter(self):
        """Name of the weight or bias that is nudged."""
        return self._parameter

    @property
    def predicted(self):
        """The slope times epsilon."""
        return self._nudge().predicted

    @property
    def actual(self):
        """L(p + epsilon) - L(p)."""
        return self._nudge().actual

    @property
    def difference(self):
        """actual - predicted."""
        return self._nudge().difference

    @property
    def curve(self):
        """The gradient check of this parameter for many epsilons, a `gradcheck.Curve`."""
        return gradcheck.curve(*self._scene(), **names.place(self._parameter))

    @property
    def kink(self):
        """Which ReLU (or leaky ReLU) sits on its kink, so that slopes differ there; "" if none."""
        network, X, _, _ = self._scene()
        moved = names.place(self._parameter)
        found = [
            kink
            for kink in gradcheck.kinks(network, X, epsilon=10.0**SMALLEST)
            if kink[:2] == (moved["layer"], moved["j"]) or kink.layer > moved["layer"]
        ]
        return gradcheck.at_kinks(network, found)

    def state(self):
        """This exact situation, epsilon too, as a short text for `from_state`."""
        return situation.text(self, self._values, epsilon=self.epsilon)

    @classmethod
    def from_state(cls, text):
        """The view whose `state` this is; that of a `NetworkView` has the first epsilon.

        Raises
        ------
        ValueError
            If the text is not a whole state.
        """
        return situation.view(text, cls, epsilon=1e-2)

    def _nudge(self):
        return gradcheck.nudge(
            *self._scene(), **names.place(self._parameter), epsilon=self._epsilon.value
        )

    def __repr__(self):
        found = self._nudge()
        kink = f"; {self.kink}" if self.kink else ""
        return (
            f"NudgeTest of {self._parameter} by {found.epsilon:.3g}: loss predicted "
            f"{found.predicted:+.4g}, actual {found.actual:+.4g} ({self._loss}){kink}"
        )

    def _scene(self):
        y = self._values[-self.network.sizes[-1] :]
        return self.network, self.forward.a[0], [y], self._loss

    @traitlets.observe("selected")
    def _follow_selected(self, change):
        if self.selected[0] in "Wb":
            self._parameter = self.selected
            self._find_floor()

    def _set_record(self, k):
        super()._set_record(k)
        if self.selected:  # else the view is still being made
            self._find_floor()

    def _find_floor(self):
        one = gradcheck.curve(*self._scene(), **names.place(self._parameter), epsilons=[])
        self.floor = {
            "name": self._parameter,
            "loss": self.backward.loss,
            "error": one.complex_step,
            "kink": self.kink,
        }


def _epsilon(value):
    epsilon = validation.numbers(value, "epsilon")
    if epsilon.ndim or not 10.0**SMALLEST <= epsilon <= 10.0**LARGEST:
        raise ValueError(f"epsilon is {value!r}; expected one number from 1e-8 to 1e-1.")
    return float(epsilon)
