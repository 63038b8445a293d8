"""DepthLab: what depth does to the signal and to the gradient, layer by layer."""

import json
import math

import anywidget
import ipywidgets
import numpy as np
import traitlets

from .. import datasets, flat, magnitudes, mean_field, plots, validation
from ..activations import ACTIVATIONS
from ..network import Network
from ..normalization import BatchNorm
from ..plots import style
from . import bundles, problems, situation, state
from .clock import alone
from .depth_picture import draw

INITS = ("normal", "xavier_normal", "he_normal")
NORMALIZATIONS = ("none", "batch")
HIDDEN = tuple(name for name in ACTIVATIONS if name != "softmax")
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
CHOICES = ("activation", "init", "normalization", "residual", "seed")  # all but the sliders
OF_DATA = ("has_own", "features", "classes")  # of the spec: what a state says of the data
HELD = 256 * 80  # numbers of the data that a page holds, to compute without a kernel
SAME = 1e-6  # relative: the page's slider rounds what it is given, and that is no change
MEASURED = ("spread", "delta", "dW", "slope", "weight", "scale", "factor", "saturated")


class DepthLab(anywidget.AnyWidget):
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
        self._drawn_for = self._drawn = None
        self._X, self._y = _data(X, y)
        features, classes = self._X.shape[1], self._y.shape[1]
        most = min(RANGES["batch_size"][1], len(self._X))
        self.sliders = _made(most)
        super().__init__(
            _rows=_held(self._X, self._y, most),
            spec={
                "has_own": X is not None,
                "features": features,
                "classes": classes,
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

    def state(self):
        """All settings as a short text for `from_state`; data of one's own are not in it."""
        settings = {name: getattr(self, name) for name in (*LABELS, *CHOICES)}
        header = {"depth_lab": settings, **{name: self.spec[name] for name in OF_DATA}}
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

    def _repr_mimebundle_(self, **kwargs):
        """The live view, and a still picture with alt text for readers without a kernel."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if bundle is not None else ({}, {})
        still, alt = plots.picture(draw(self))
        return {**data, **still, "text/plain": repr(self)}, {**metadata, **alt}

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
        network, X, y = self._scene()
        forward = network.forward(X, training=True)
        backward = network.backward(forward, y, "cross_entropy")
        found = magnitudes.measure(forward, backward)
        for name in MEASURED:
            for l, value in getattr(found, name).items():
                if math.isinf(value) and name != "factor":  # it is where delta[l+1] is 0
                    raise OverflowError(f"{name}[{l}] is too large for {network.dtype}.")
        try:
            prediction, note = mean_field.predict(forward), ""
        except OverflowError as error:
            prediction, note = None, f"No theory: {error}"
        self.network, self.forward, self.backward = network, forward, backward
        self.flow, self.prediction = found, prediction
        self.shown = self._numbers(note)
        self._shown = json.dumps(self.shown)

    def _scene(self):
        """The network, X and y that the settings say."""
        rows = np.random.default_rng([self.seed, 1]).permutation(len(self._X))[: self.batch_size]
        return self._network(), self._X[rows] * self.input_scale, self._y[rows]

    def _network(self):
        """Drawn anew only where more than the gain has changed: drawing takes the longest."""
        settings = [self.depth, self.width, *(getattr(self, name) for name in CHOICES)]
        if settings != self._drawn_for:
            self._drawn_for, self._drawn = settings, self._draw()
        params = self._drawn.params.copy()
        for W_l in flat.split(params, self._drawn.sizes)[0]:
            W_l *= self.gain
        return self._drawn.with_numbers(params)

    def _draw(self):
        features, classes = self._X.shape[1], self._y.shape[1]
        sizes = [features, *[self.width] * self.depth, classes]
        hidden = range(1, self.depth + 1)
        return Network(
            sizes,
            activations=[*[self.activation] * self.depth, "softmax"],
            init=self.init,
            seed=np.random.default_rng([self.seed, 0]),
            normalization=None if self.normalization == "none" else "batch",
            residual=[*(self.residual and sizes[l] == sizes[l - 1] for l in hidden), False],
        )

    def _numbers(self, note):
        """What the page paints: lists that begin with layer 1 (spread: with layer 0)."""
        numbers = {name: _plain(getattr(self.flow, name)) for name in MEASURED}
        counted = magnitudes.histogram(self.forward)
        last = float(self.flow.delta[len(self.network.W)])
        theory = {"spread": [], "delta": [], "factor": []}
        if self.prediction is not None:
            with np.errstate(over="ignore"):
                theory = {
                    "spread": _plain(self.prediction.spread),
                    "delta": _plain([last * delta for delta in self.prediction.delta]),
                    "factor": _plain([math.sqrt(chi) for chi in self.prediction.chi]),
                }
        return {
            **numbers,
            "theory": theory,
            "reach": _plain(counted.reach),
            "counts": [counts.tolist() for counts in counted.counts],
            "flat": [flat.tolist() for flat in counted.flat],
            "loss": self.backward.loss,
            "depth": self.depth,
            "skips": [l for l, skip in enumerate(self.network.residual, start=1) if skip],
            "settings": {
                **{name: value for name, value in self._settings.items() if name != "layer"},
                **{name: getattr(self, name) for name in CHOICES},
            },
            "note": note,
        }


def _setting(name):
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


for _name in LABELS:
    setattr(DepthLab, _name, _setting(_name))


def _made(most):
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


def _data(X, y):
    if (X is None) != (y is None):
        raise ValueError("got one of X and y; expected both, or none for the digits.")
    if X is None:
        return datasets.digits()
    shape = validation.numbers(X, "X").shape
    X = validation.batch(X, "X", math.prod(shape[1:]), "features", np.float64)
    if len(X) < 2:
        raise ValueError(f"X has shape {X.shape}; expected (n, features), two rows or more.")
    numbers = validation.numbers(y, "y")
    one_hot = numbers.ndim == 2 and (numbers.shape[1] > 1 or (numbers == 1).all())
    classes = numbers.shape[1] if one_hot else max(2, int(numbers.max(initial=0)) + 1)
    return X, validation.targets(y, "cross_entropy", (len(X), classes), np.float64)


def _held(X, y, most):
    """The rows that a page holds, first those of X, then those of y."""
    rows = min(most, max(2, HELD // (X.shape[1] + y.shape[1])))
    return b"".join(part[:rows].astype("<f8").tobytes() for part in (X, y))


def _plain(values):
    """Floats for the page; None where there is no finite number."""
    return [float(value) if math.isfinite(value) else None for value in values]
