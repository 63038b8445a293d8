"""Scrubber: travel through a recorded run; every figure shows the same moment."""

import re

import ipywidgets
import numpy as np
import traitlets

from .. import names, plots, validation
from ..activations import ACTIVATIONS
from ..plots import style
from ..recording import Recording, learned
from . import bundles, situation, state, training_frame
from .scrubber_picture import draw
from .view import View

MOST_SAMPLES = 256  # of which the page computes both passes in one frame
MOST_BYTES = 32e6  # of all records
DECADES = 12  # of the axis of the gradient norms, at most
DIVERGING = 10  # a run that diverges is followed up to so many times its first loss


class Scrubber(View):
    """Scrub through a run of training: the network, the loss, the gradients, the deltas, the
    activations, all at the same moment. Normalized layers are shown as training computes them, by
    the mean and variance of all samples; their gamma and beta are not drawn.

    The records are sent to the page once; it computes the passes of the moment that is shown, so
    the slider needs no kernel. Axes and colours stay as they are over the whole run. A neuron that
    is selected in one figure is marked in all.

    Parameters
    ----------
    recording : Recording
        What `record` returned, of at most 256 samples.
    at : int, default 0
        The record to begin with; -1 is the last.
    neuron : str, default ""
        The neuron that is selected, such as ``"a[1][2]"``.
    sample : int, default 0
        The row that the network graph shows.

    Attributes
    ----------
    recording : Recording
    at : int
        Number of the record that is shown; set it to go there.
    step : int
        How many steps of training that is.
    neuron : str
    sample : int
    projector : bool
        Everything larger, as the button Large makes it.
    forward, backward
        The kernel's records of that moment, over all samples.
    slider : ipywidgets.IntSlider
        Of `at`, to link or to show elsewhere, too.

    Raises
    ------
    ValueError
        If it is no Recording, or one that is too large for a page.

    Examples
    --------
    >>> from backprop_lib import SGD, Network, datasets, record
    >>> net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    >>> run = record(net, *datasets.xor(), loss="bce", optimizer=SGD(0.5), steps=100, every=10)
    >>> scrubber = Scrubber(run)
    >>> scrubber.at = -1
    >>> scrubber
    Scrubber of Network 2-4-1: record 10 of 10, step 100
    """

    _esm = bundles.script("scrubber")
    _css = bundles.style("scrubber")

    spec = traitlets.Dict().tag(sync=True)
    records = traitlets.Bytes().tag(sync=True)  # see live/src/core/recording.js
    neuron = traitlets.Unicode("").tag(sync=True)
    sample = traitlets.Int(0).tag(sync=True)
    projector = traitlets.Bool(False).tag(sync=True)
    slider = traitlets.Instance(ipywidgets.IntSlider, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    def __init__(self, recording, *, at=0, neuron="", sample=0):
        if not isinstance(recording, Recording):
            raise ValueError(
                f"recording is a {type(recording).__name__}; expected the Recording that "
                "record(network, X, y, …) returned."
            )
        self.recording = recording
        passes = _Passes(recording)
        super().__init__(spec=passes.spec(), records=passes.packed())
        self.slider = ipywidgets.IntSlider(
            min=0, max=len(recording) - 1, description="record", readout=False
        )
        self.at, self.neuron, self.sample = at, neuron, sample

    @property
    def at(self):
        """Number of the record that is shown."""
        return self.slider.value

    @at.setter
    def at(self, k):
        count = len(self.recording)
        if isinstance(k, (int, np.integer)) and -count <= k < 0:
            k += count
        self.slider.value = validation.index(k, "at", count, "the recording")

    @property
    def step(self):
        """Steps of training at the moment that is shown."""
        return int(self.recording.steps[self.at])

    @property
    def forward(self):
        """The ForwardPass of this moment, over all samples."""
        return self.recording.forward(self.at)

    @property
    def backward(self):
        """The BackwardPass of this moment, over all samples."""
        return self.recording.backward(self.at)

    def state(self):
        """The place in the run, as a short text for `from_state`; the run itself is not in it."""
        place = {"at": self.at, "step": self.step, "neuron": self.neuron, "sample": self.sample}
        return state.encode({"sizes": self.spec["sizes"], "run": place}, np.empty(0))

    @classmethod
    def from_state(cls, text, recording):
        """The scrubber whose `state` this is.

        Parameters
        ----------
        text : str
        recording : Recording
            The run, which the text does not hold.

        Raises
        ------
        ValueError
            If the text is not a whole state, or tells of another run.
        """
        made = cls(recording)
        header, _ = state.decode(text)
        with situation.refusing():
            place = header["run"]
            if header["sizes"] != made.spec["sizes"]:
                raise ValueError(f"it tells of a run of sizes {header['sizes']!s:.60}")
            made.at = place["at"]
            if made.step != place["step"]:
                raise ValueError(f"its record {made.at} is step {place['step']!s:.20}")
            made.neuron, made.sample = place["neuron"], place["sample"]
        return made

    @traitlets.validate("neuron")
    def _a_neuron(self, proposal):
        name = re.sub(r"\s", "", proposal["value"])
        if name:
            validation.known(name, "neuron", tuple(names.neurons(self.spec["sizes"])))
        return name

    @traitlets.validate("sample")
    def _a_sample(self, proposal):
        return validation.index(
            proposal["value"], "sample", self.spec["samples"], "the recorded data"
        )

    def __repr__(self):
        name = self.recording.networks[0].name
        return f"Scrubber of {name}: record {self.at} of {self.slider.max}, step {self.step}"

    def _still(self):
        return plots.picture(draw(self.recording, self.at, self.sample))


class _Passes:
    """All passes of a recording, worked out once: what the page is sent of them."""

    def __init__(self, recording):
        self.run, self.network = recording, recording.networks[0]
        samples, records = len(recording.X), len(recording)
        if samples > MOST_SAMPLES:
            raise ValueError(
                f"recording has {samples} samples; a page shows at most {MOST_SAMPLES} at once. "
                "Record the run on fewer rows, such as record(network, X[:100], y[:100], …)."
            )
        neurons = sum(self.network.sizes[1:])
        own = recording.gradient is not None
        width = self.network.params.size * (1 + own) + neurons * (1 + own * samples)
        if 8 * records * width > MOST_BYTES:
            raise ValueError(
                f"recording has {records} records, {8e-6 * records * width:.0f} MB for the page; "
                f"expected at most {MOST_BYTES / 1e6:.0f} MB. Record with a larger every=…."
            )
        self.backward = [recording.backward(k) for k in range(records)]

    def packed(self):
        """Float64 numbers in the order that live/src/core/recording.js says."""
        run = self.run
        parts = [
            [network.params for network in run.networks],
            run.loss,
            run.gradient_norms,
            [np.concatenate([*map(_column_norms, learned(b))]) for b in self.backward],
            run.X,
            run.y,
        ]
        if run.gradient is not None:
            parts.append([np.hstack([*b.delta]) for b in self.backward])
            parts.append([b.gradient for b in self.backward])
        return np.concatenate([np.ravel(np.asarray(part, "<f8")) for part in parts]).tobytes()

    def spec(self):
        run, network = self.run, self.network
        largest = max(max(abs(d).max() for d in b.delta) for b in self.backward)
        if run.loss_name in ("bce", "cross_entropy"):
            largest = min(largest, 1.0)  # no output's delta is larger
        return {
            "sizes": list(network.sizes),
            "activations": list(network.activations),
            **training_frame.parts(network),
            "loss": run.loss_name,
            "steps": run.steps.tolist(),
            "samples": len(run.X),
            "own": run.gradient is not None,
            "message": run.message,
            "delta_limit": float(largest) or 1.0,
            "ranges": self._ranges(),
            "axes": {
                "steps": _ticks(run.steps[-1]),
                "loss": _ticks(self._highest_loss()),
                "norms": _decades(run.gradient_norms),
            },
            "palette": {"light": style.LIGHT, "dark": style.DARK},
        }

    def _highest_loss(self):
        loss = self.run.loss
        if self.run.message:  # it diverges: its last losses would press all others flat
            return min(loss.max(), DIVERGING * loss[0])
        return loss.max()

    def _ranges(self):
        """From where to where each layer's activations lie, over the whole run."""
        layers = zip(self.network.activations, self.network.residual, strict=True)
        ranges = [None if skip else ACTIVATIONS[name].bounds for name, skip in layers]
        if all(ranges):
            return ranges
        passes = [self.run.forward(k) for k in range(len(self.run))]
        for m, known in enumerate(ranges):
            if known is None:
                low = min(0.0, *(float(forward.a[m + 1].min()) for forward in passes))
                high = max(float(forward.a[m + 1].max()) for forward in passes)
                ranges[m] = (low, high if high > low else low + 1.0)
        return ranges


def _column_norms(parts):
    """The norm of what each neuron learns: the weights that lead into it, its bias, its scales."""
    dW, *others = parts
    return np.sqrt((dW**2).sum(axis=0) + sum(part**2 for part in others))


def _ticks(highest):
    """From 0 to at least `highest`, four to six round numbers."""
    highest = float(highest) or 1.0
    power = 10.0 ** np.floor(np.log10(highest / 4))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if highest / (power * k) <= 5)
    count = int(np.ceil(highest / step - 1e-9))
    return [float(f"{k * step:.12g}") for k in range(count + 1)]


def _decades(norms):
    """Powers of ten around all norms above 0: at least two, and so few that they can be read."""
    above = norms[norms > 0]
    if not above.size:
        return [1e-3, 1e-2, 1e-1, 1.0]
    top = int(np.ceil(np.log10(above.max())))
    low = int(np.floor(np.log10(max(above.min(), above.max() * 10.0**-DECADES))))
    low = min(low, top - 2)
    every = -(-(top - low) // 6)
    top += -(top - low) % every
    return [10.0**k for k in range(low, top + 1, every)]
