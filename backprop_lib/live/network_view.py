"""NetworkView: a small network under your hands, its two passes painted in the same frame."""

import ipywidgets
import numpy as np
import traitlets

from .. import architecture, names, plots, recorded_passes, validation
from ..network import Network
from . import bundles, gestures, network_spec, own_backward, parameter_sliders, problems, situation
from . import network_picture as picture
from .clock import alone
from .gestures import SAME
from .view import View


class NetworkView(View):
    """Drag a weight: every activation, delta and gradient answers in the same frame.

    The page computes what it paints; the kernel computes the same with `backprop_lib`, and its
    records are on the view for the next cell to read.

    A normalized layer uses its running mean and variance, as `Network.forward` does: one sample
    has no statistics of its own.

    Parameters
    ----------
    network : Network
    x : array_like, shape (features,) or (batch, features)
        One sample, or a batch to choose a sample from with a slider.
    y : array_like, shape (outputs,) or (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    deltas : bool, default True
        Show the backward pass too.
    controls : sequence of str, optional
        Show sliders for these alone, such as ``["W[1][0, 0]", "x[0]"]``.
    backward : callable, optional
        A function of your own, ``backward(network, forward, y) -> (delta, dW, db)``, each a dict
        from layer number to array. The kernel runs it on every move; the view paints its numbers
        and marks those that differ from the true ones. For networks of plain dense layers.
    image_shape : (int, int), optional
        Draw the inputs as a picture with so many rows and columns.
    seed : int, default 0
        The seed that the "Random" button starts with.

    Attributes
    ----------
    network : Network
    forward : ForwardPass
    backward : BackwardPass
        The kernel's records for what is on screen.
    sliders : dict of str to ipywidgets.FloatSlider
        By name, ``view.sliders["W[1][0, 2]"].value = 0.7`` does what a hand does.
    selected : str
        What the formula card explains: ``"W[1][0, 2]"``, or a neuron, ``"a[1][0]"``.
    deltas, show_z, projector : bool
    sample : int
        Row of the batch that is on screen.

    Raises
    ------
    ValueError
        If the data, the loss or a name do not fit the network.

    Examples
    --------
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["sigmoid"])
    >>> view = NetworkView(net, [2.0], [1.0], loss="bce")
    >>> view.sliders["W[1][0, 0]"].value = 1.0
    >>> view
    NetworkView of Network 1-1: loss 0.1269 (bce)
    """

    _esm = bundles.script("network_view")
    _css = bundles.style("network_view")
    _only_dense = False  # True of views that explain plain dense layers alone
    _told = ("loss", "deltas", "controls", "image_shape")  # arguments that a state keeps
    _may_tell = ()  # those that the state of another view may not have

    spec = traitlets.Dict().tag(sync=True)  # what does not change
    start = traitlets.List().tag(sync=True)  # parameters, inputs, targets: flat, in that order
    history = traitlets.List().tag(sync=True)  # gestures: {"label", "changes": [[k, old, new], …]}
    position = traitlets.Int(0).tag(sync=True)  # how many of them are in force
    selected = traitlets.Unicode().tag(sync=True)
    deltas = traitlets.Bool(True).tag(sync=True)
    show_z = traitlets.Bool(False).tag(sync=True)
    projector = traitlets.Bool(False).tag(sync=True)
    confirmed = traitlets.List([]).tag(sync=True)  # [k, its value, the kernel's loss]
    own = traitlets.Dict().tag(sync=True)  # the learner's own delta, dW, db
    problem = traitlets.Dict().tag(sync=True)  # see problems.py
    _sliders = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)
    _sample = traitlets.Instance(ipywidgets.IntSlider, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    def __init__(
        self,
        network,
        x,
        y,
        *,
        loss,
        deltas=True,
        controls=None,
        backward=None,
        image_shape=None,
        seed=0,
    ):
        if not isinstance(network, Network):
            raise ValueError(f"network is a {type(network).__name__}; expected a Network.")
        name = type(self).__name__
        if self._only_dense or backward is not None:
            architecture.only_dense(
                network, name if self._only_dense else f"{name} with backward=…"
            )
        self._X, self._Y = network_spec.samples(network, x, y, loss)
        if backward is not None and not callable(backward):
            raise ValueError(f"backward is {backward!r}; expected a function or None.")
        self._backward = backward
        self._loss, self._first = loss, network
        sizes, parameters = network.sizes, names.parameters(network.architecture)
        self._names = [*parameters, *names.inputs(sizes), *names.targets(sizes)]
        self._index = {name: k for k, name in enumerate(self._names)}
        self._values = np.concatenate([network.params, self._X[0], self._Y[0]]).astype(float)
        self._following = False  # True while the kernel itself moves its sliders
        spec = network_spec.told(
            network, loss, backward=backward, image_shape=image_shape, seed=seed
        )
        spec["batch"] = network_spec.held(self._X, self._Y)
        chosen = parameter_sliders.controlled(
            controls, self._names, network.params.size, len(self._X)
        )
        spec["shared"] = chosen is None
        super().__init__(spec=spec, start=self._values.tolist(), deltas=deltas)
        self._set_record(-1)
        made = [self._slider(name) for name in chosen or [self._names[0]]]
        self.sliders = {slider.parameter: slider for slider in made}
        self._sliders = made
        self.selected = made[0].parameter
        if len(self._X) > 1:
            self._sample = ipywidgets.IntSlider(
                min=0, max=len(self._X) - 1, description="sample", continuous_update=True
            )
            self._sample.observe(lambda change: self._show_sample(change["new"]), "value")
        self.on_msg(self._asked)

    # ---- what a learner reads and calls

    @property
    def loss(self):
        """Name of the loss."""
        return self._loss

    @property
    def sample(self):
        """Row of the batch that is on screen."""
        return self._sample.value if self._sample else 0

    @sample.setter
    def sample(self, row):
        row = validation.index(row, "sample", len(self._X), "the batch")
        if self._sample:
            self._sample.value = row

    @alone
    def set(self, name, value):
        """Give one parameter, input or target a value, as a hand would.

        Parameters
        ----------
        name : str
            Such as ``"W[1][0, 2]"``, ``"b[1][2]"``, ``"x[0]"``, ``"y[0]"``.
        value : float

        Raises
        ------
        ValueError
            If the name is unknown or the value does not fit; what was shown stays.
        """
        k = self._index[validation.known(name, "name", self._names)]
        value = validation.numbers(value, name)
        if value.ndim:
            raise ValueError(f"{name} got an array of shape {value.shape}; expected one number.")
        changed = self._values.copy()
        changed[k] = value
        self._records(changed)  # raises before anything changes
        self._remember(name, [[k, float(self._values[k]), float(value)]])

    @alone
    def undo(self):
        """One gesture back."""
        self.position = max(0, self.position - 1)

    @alone
    def redo(self):
        """One gesture forward."""
        self.position = min(len(self.history), self.position + 1)

    @alone
    def reset(self):
        """Back to the exact start; undo leads back here."""
        self._change_to(np.array(self.start), "reset")

    @alone
    def randomize(self, seed):
        """New Xavier weights from this seed; inputs and target stay.

        Parameters
        ----------
        seed : int

        Raises
        ------
        ValueError
            If `seed` is not a whole number of at least 0.
        """
        if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
            raise ValueError(f"seed is {seed!r}; expected a whole number of at least 0.")
        sizes, *others = self.network.architecture
        keys = ("activations", "normalization", "residual")
        drawn = Network(sizes, **dict(zip(keys, others, strict=True)), seed=int(seed))
        values = self._values.copy()
        values[: drawn.params.size] = drawn.params
        self._change_to(values, f"random, seed {seed}")

    def state(self):
        """This exact situation as a short text, for `from_state`."""
        return situation.text(self, self._values)

    @classmethod
    def from_state(cls, text):
        """The view whose `state` this is.

        Raises
        ------
        ValueError
            If the text is not a whole state.
        """
        return situation.view(text, cls)

    def __repr__(self):
        return f"NetworkView of {self.network.name}: loss {self.backward.loss:.4f} ({self._loss})"

    def _still(self):
        return plots.picture(picture.draw(self))

    # ---- how a change arrives: what the page says and what a cell calls may come in two threads

    @alone
    def set_state(self, sync_data):
        super().set_state(sync_data)

    @traitlets.validate("selected")
    def _a_known_name(self, proposal):
        name = proposal["value"]
        for kind in ("a[", "z[", "delta["):  # a neuron is known by its bias, an input by its value
            if name.startswith(kind):
                inner = name.removeprefix(kind)
                name = "x" + inner.removeprefix("0]") if inner.startswith("0]") else "b[" + inner
        return validation.known(name, "selected", self._names)

    @alone
    def _moved(self, change):
        """A slider has a new value: from the page, or from a cell."""
        slider = change["owner"]
        k = self._index[slider.parameter]
        if self._following or abs(slider.value - self._values[k]) < SAME:
            return
        if slider.from_page:  # the page keeps the history of its gestures itself
            self._values[k] = slider.value
            self._answer(k)
        else:
            self._remember(slider.parameter, [[k, float(self._values[k]), slider.value]])

    @traitlets.observe("history", "position", "start")
    @alone
    def _travelled(self, change):
        if not hasattr(self, "sliders"):
            return
        values = self._replay()
        if (abs(values - self._values) >= SAME).any():
            self._values = values
            self._follow()
            self._answer(-1)

    def _replay(self):
        """The values at this point of the history."""
        return gestures.replay(self.start, self.history[: self.position])

    @alone
    def _asked(self, _, content, buffers):
        if "randomize" in content:
            try:
                self.randomize(content["randomize"])
            except ValueError as error:
                self.problem = problems.sentence(error)

    @alone
    def _show_sample(self, row):
        values = self._values.copy()
        n = self.network.params.size
        values[n:] = np.concatenate([self._X[row], self._Y[row]])
        # Looking at another sample is no change of the network: it goes into the start too.
        start = np.array(self.start)
        start[n:] = values[n:]
        self._values = values
        self.start = start.tolist()
        self._follow()
        self._answer(-1)

    def _change_to(self, values, label):
        """A change of many numbers at once, as one gesture."""
        changes = gestures.changes(self._values, values)
        if changes:
            self._remember(label, changes)

    def _remember(self, label, changes):
        # What a hand on the page has moved and not let go of yet comes first, or it would be lost.
        moved = gestures.changes(self._replay(), self._values, least=SAME)
        loose = [gestures.gesture(self._names[k], [[k, was, now]]) for k, was, now in moved]
        last = gestures.gesture(label, changes)
        with self.hold_sync(), self.hold_trait_notifications():
            self.history = [*self.history[: self.position], *loose, last]
            self.position = len(self.history)

    def _follow(self):
        """Put the kernel's sliders where the values are."""
        self._following = True
        try:
            for slider in self._sliders:
                value = float(self._values[self._index[slider.parameter]])
                slider.min, slider.max = min(slider.min, value), max(slider.max, value)
                slider.value = value
        finally:
            self._following = False

    def _answer(self, k):
        """Compute the new records and tell the page; a failure leaves the last good ones."""
        try:
            self._set_record(k)
        except (ValueError, ArithmeticError) as error:
            self.problem = problems.sentence(error)
        except Exception as error:
            self.problem = problems.whole(error)
            raise

    def _records(self, values):
        """The network that has these values, its two passes, and y; each number is checked once."""
        checked = validation.numbers(values, "values", self._first.dtype)
        n, features = self._first.params.size, self._first.sizes[0]
        network = self._first.with_numbers(checked[:n])
        x = checked[None, n : n + features]
        y = validation.labels(checked[None, n + features :], self._loss)
        forward = recorded_passes.forward(network, x)
        return network, forward, recorded_passes.backward(network, forward, y, self._loss), y

    def _set_record(self, k):
        self.network, self.forward, self.backward, y = self._records(self._values)
        confirmed = [int(k), float(self._values[k]), self.backward.loss]
        if k >= 0 and self._backward is None and not self.problem:
            self._confirm(confirmed)
            return
        with self.hold_sync():
            self.confirmed = confirmed
            if self._backward is not None:
                own, problem = self._own_numbers(y)
                self.own, self.problem = own or {}, problem
            else:
                self.problem = {}

    def _confirm(self, confirmed):
        """`self.confirmed = confirmed` on a shorter way, as it is said at every move of a hand."""
        self._trait_values["confirmed"] = confirmed
        self._send({"method": "update", "state": {"confirmed": confirmed}, "buffer_paths": []})

    def _own_numbers(self, y):
        return own_backward.run(self._backward, self.network, self.forward, y)

    # ---- set-up

    def _slider(self, name):
        value = float(self._values[self._index[name]])
        slider = parameter_sliders.made(name, value, self.spec["range"], self._loss)
        slider.observe(self._moved, "value")
        return slider
