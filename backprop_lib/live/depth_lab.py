"""DepthLab: what depth does to the signal and to the gradient, layer by layer."""

import json

import ipywidgets
import numpy as np
import traitlets

from .. import mean_field, plots, validation
from ..activations import ACTIVATIONS
from ..normalization import BatchNorm
from ..plots import style
from . import bundles, depth_numbers, problems, situation, state
from .clock import alone
from .depth_picture import draw
from .depth_scene import Scene
from .depth_sliders import LABELS, RANGES, made, setting
from .view import View

INITS = ("normal", "xavier_normal", "he_normal")
NORMALIZATIONS = ("none", "batch")
HIDDEN = tuple(name for name in ACTIVATIONS if name != "softmax")
CHOICES = ("activation", "init", "normalization", "residual", "seed")  # all but the sliders
OF_DATA = ("has_own", "features", "classes")  # of the spec: what a state says of the data
SAME = 1e-6  # relative: the page's slider rounds what it is given, and that is no change


class DepthLab(View):
    """Make a network as deep as you like and see what is left of its gradient, layer by layer.

    A new network is drawn for every setting, from the same seed; one batch goes through it and
    back. The kernel computes it, the page paints the numbers; a page without a kernel computes them
    itself, with draws of its own.

    Parameters
    ----------
    X : array_like, shape (n, features), optional
        Without X and y: the handwritten digits.
    y : array_like, shape (n, classes), optional
        One-hot: the output is a softmax, the loss cross-entropy.
    depth : int, default 20
        Hidden layers, from 1 to 100.
    width : int, default 64
        Neurons in each of them, from 2 to 128.
    activation : str, default "sigmoid"
    init : {"normal", "xavier_normal", "he_normal"}, default "xavier_normal"
        "normal" has a standard deviation of 0.01.
    gain : float, default 1
        What the weights are multiplied by, from 0.1 to 100.
    normalization : {"none", "batch"}, default "none"
        Of every hidden layer, by the statistics of the batch.
    residual : bool, default False
        A skip around every hidden layer with as many neurons as the one before it.
    input_scale : float, default 1
        What X is multiplied by, from 0.01 to 100.
    batch_size : int, optional
        Rows of X in the batch, from 2 to 256. Without it 64, or all where there are fewer.
    layer : int, default 1
        The hidden layer that the histogram shows.
    seed : int, default 0
        Draws the weights and the batch.

    Attributes
    ----------
    network : Network
    forward : ForwardPass
    backward : BackwardPass
    flow : magnitudes.Magnitudes
        What is painted: see `backprop_lib.magnitudes`.
    prediction : mean_field.Prediction or None
        What theory says: see `backprop_lib.mean_field`. None where its numbers overflow.
    message : str
        What overflowed, and where; these five are then still those of the setting before.
    projector : bool
        Everything larger, as the button Large makes it.
    sliders : dict of str to ipywidgets slider
        Of depth, width, gain, input_scale, batch_size, layer.

    All settings can be set, too: ``lab.depth = 50`` does what a hand does.

    Raises
    ------
    ValueError
        If a setting or the data do not fit.

    Examples
    --------
    >>> lab = DepthLab(depth=20, activation="sigmoid")
    >>> lab
    DepthLab of 20 hidden layers of 64, sigmoid, xavier_normal: |delta[1]| / |delta[21]| = 3.8e-13
    >>> lab.activation = "tanh"
    >>> bool(0.1 < lab.flow.delta[1] / lab.flow.delta[21] < 1)
    True
    """

    _esm = bundles.script("depth_lab")
    _css = bundles.style("depth_lab")

    spec = traitlets.Dict().tag(sync=True)
    activation = traitlets.Unicode("sigmoid").tag(sync=True)
    init = traitlets.Unicode("xavier_normal").tag(sync=True)
    normalization = traitlets.Unicode("none").tag(sync=True)
    residual = traitlets.Bool(False).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    projector = traitlets.Bool(False).tag(sync=True)
    # `shown` as one text, written once: ipywidgets would search thousands of numbers, and write
    # them twice.
    _shown = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Dict().tag(sync=True)  # see problems.py
    _rows = traitlets.Bytes().tag(sync=True)  # float64: rows of X, then of y; for a page alone
    _sliders = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(
        self,
        X=None,
        y=None,
        *,
        depth=20,
        width=64,
        activation="sigmoid",
        init="xavier_normal",
        gain=1.0,
        normalization="none",
        residual=False,
        input_scale=1.0,
        batch_size=None,
        layer=1,
        seed=0,
    ):
        self._ready = False  # True once every setting is there
        self._following = False  # True while the kernel itself moves a slider
        self._scene = Scene(X, y)
        rows, features = self._scene.X.shape
        most = min(RANGES["batch_size"][1], rows)
        self.sliders = made(most)
        super().__init__(
            _rows=self._scene.held(most),
            spec={
                "has_own": X is not None,
                "features": features,
                "classes": self._scene.y.shape[1],
                "epsilon": BatchNorm().epsilon,
                "sliders": list(self.sliders),
                "labels": LABELS,
                "activations": list(HIDDEN),
                "inits": list(INITS),
                "normalizations": list(NORMALIZATIONS),
                "palette": {"light": style.LIGHT, "dark": style.DARK},
            },
            activation=activation,
            init=init,
            normalization=normalization,
            residual=residual,
            seed=seed,
        )
        self._settings = dict(
            depth=depth,
            width=width,
            gain=gain,
            input_scale=input_scale,
            batch_size=min(64, most) if batch_size is None else batch_size,
            layer=layer,
        )
        for name, value in self._settings.items():
            setattr(self, name, value)
            self.sliders[name].observe(self._moved, "value")
        self._sliders = list(self.sliders.values())
        self._ready = True
        self._answer()
        if self.message:  # nothing to show yet
            raise ValueError(f"these settings overflow: {self.message}")

    @property
    def message(self):
        """What overflowed, and where; empty if nothing did."""
        return self.problem.get("message", "")

    def settings(self):
        """All settings by their names, the sliders' first."""
        return {name: getattr(self, name) for name in (*LABELS, *CHOICES)}

    def state(self):
        """All settings as a short text for `from_state`; data of one's own are not in it."""
        header = {"depth_lab": self.settings(), **{name: self.spec[name] for name in OF_DATA}}
        return state.encode(header, np.empty(0))

    @classmethod
    def from_state(cls, text, X=None, y=None):
        """The laboratory whose `state` this is.

        Parameters
        ----------
        text : str
        X, y : array_like, optional
            The data, where it had some of its own.

        Raises
        ------
        ValueError
            If the text is not a whole state, or of a laboratory with other data.
        """
        header, _ = state.decode(text)
        with situation.refusing():
            settings = {name: header["depth_lab"][name] for name in (*LABELS, *CHOICES)}
            if header["has_own"] and X is None:
                raise ValueError("it had data of its own: DepthLab.from_state(text, X, y)")
            made = cls(X, y, **settings)
            if any(header[name] != made.spec[name] for name in OF_DATA):
                raise ValueError(
                    f"its data had {header['features']!s:.20} features and "
                    f"{header['classes']!s:.20} classes"
                )
        return made

    def __repr__(self):
        L = len(self.network.W)
        parts = [f"{self.depth} hidden layers of {self.width}", self.activation, self.init]
        parts += [f"gain {self.gain:.3g}"] if self.gain != 1 else []
        parts += ["batch normalization"] if self.normalization == "batch" else []
        parts += ["skips"] if self.residual else []
        first, last = float(self.flow.delta[1]), float(self.flow.delta[L])
        ratio = f"{first / last:.1e}" if last else "0 / 0"
        return f"DepthLab of {', '.join(parts)}: |delta[1]| / |delta[{L}]| = {ratio}"

    def _still(self):
        return plots.picture(draw(self))

    # ---- settings

    @traitlets.validate("activation", "init", "normalization")
    def _a_known_name(self, proposal):
        name = proposal["trait"].name
        names = {"activation": HIDDEN, "init": INITS, "normalization": NORMALIZATIONS}[name]
        return validation.known(proposal["value"], name, names)

    @traitlets.validate("seed")
    def _a_seed(self, proposal):
        if proposal["value"] < 0:
            raise ValueError(f"seed is {proposal['value']}; expected a whole number of at least 0.")
        return proposal["value"]

    @traitlets.observe(*CHOICES)
    @alone
    def _chosen(self, change):
        self._answer()

    @alone
    def _moved(self, change):
        """A slider has a new value: from the page, or from a cell."""
        name = next(name for name, slider in self.sliders.items() if slider is change["owner"])
        before, now = self._settings[name], change["new"]
        if not self._following and abs(now - before) > SAME * abs(before):
            self._settings[name] = now
            self._changed(name)

    def _changed(self, name):
        if name != "layer":  # the page has the numbers of every layer
            self._answer()

    # ---- the answer

    def _answer(self, change=None):
        """Compute what the settings lead to and tell the page; what overflows leaves the last."""
        if not self._ready:
            return
        try:
            self._compute()
        except OverflowError as error:
            self.problem = problems.sentence(error)
        except Exception as error:
            self.problem = problems.whole(error)
            raise
        else:
            if self.problem:
                self.problem = {}

    def _compute(self):
        network, X, y = self._scene.of(self.settings())
        forward = network.forward(X, training=True)
        backward = network.backward(forward, y, "cross_entropy")
        found = depth_numbers.measured(forward, backward)
        try:
            prediction, note = mean_field.predict(forward), ""
        except OverflowError as error:
            prediction, note = None, f"No theory: {error}"
        self.network, self.forward, self.backward = network, forward, backward
        self.flow, self.prediction = found, prediction
        self.shown = depth_numbers.shown(self, note)
        self._shown = json.dumps(self.shown)


for _name in LABELS:
    setattr(DepthLab, _name, setting(_name))
