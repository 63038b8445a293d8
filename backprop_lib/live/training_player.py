"""TrainingPlayer: a network that trains before your eyes and under your hands."""

from functools import partial

import ipywidgets
import traitlets

from .. import plots, validation
from ..optimizers import SGD
from ..training import DivergenceError
from . import (
    bundles,
    player_state,
    problems,
    training_answers,
    training_pins,
    training_scene,
    training_telling,
)
from .clock import Clock, alone
from .loss_record import LossRecord
from .training_pages import Pages
from .training_picture import draw
from .training_recipe import recipe
from .training_run import Run
from .training_settings import LABELS, Settings
from .view import View


class TrainingPlayer(View):
    """Play, pause and step through training, and change it while it runs.

    The kernel trains, in slices so short that cells and buttons are heard between them; where there
    is none, the page does; of a run that it takes over it knows the numbers, not what the optimizer
    remembers: momentum starts from rest, Adam's m and v from 0, and it says so. Learning rate,
    momentum, weight decay, batch size and the weights themselves can be changed at any moment;
    another data set, architecture, activation, initializer, noise or seed starts anew.

    Parameters
    ----------
    network : Network or str
        Where training starts; or the name of a data set, as ``dataset=``, with a network for it.
    X : array_like, shape (n, features), optional
    y : array_like, shape (n, outputs), optional
    loss : {"squared_error", "mse", "bce", "cross_entropy"}, optional
        Needed with X and y.
    optimizer : SGD, Adam or AdamW, default ``SGD(0.5)`` (of the curve, 0.2)
    batch_size : int, optional
        None: the whole data set at every step (of the digits, 32).
    dataset : str, optional
        "xor", "moons", "circles", "spirals", "spirals3" (three arms), "yin_yang", "curve" or
        "digits".
    hidden : sequence of int, optional
        Neurons of each hidden layer of a data set's network.
    activation : str, optional
        Of its hidden layers; "tanh" by default.
    init : str or callable, optional
        Draws its weights; with a network of your own, those that follow after `reset`.
    noise : float, optional
        Of "moons", "circles", "spirals", "spirals3", "yin_yang" and "curve".
    seed : int, default 0
        Draws the weights and mixes the batches; the data stay.
    speed : float, default 100
        From 1 (ten steps a second) to 10,000 (100,000, or what the machine can).

    Attributes
    ----------
    network : Network
        The newest one. Set it to go on from other weights.
    X, y : ndarray
        What it learns from: a data set, or the points that a hand drew on the map.
    training : Training
        The run itself; see `train`.
    playing : bool
    unseen : bool
        It pauses since no page that shows it was in sight for half a minute.
    projector : bool
        Everything larger, as the button Large makes it.
    number : int
        Steps taken.
    loss : float
        Of the newest network, over all rows (of more than 512, over the first 512), as training
        computes it: normalized layers use these rows' mean and variance. What it answers in the
        picture is by their running statistics.
    record : LossRecord
        The losses of all steps, thinned.
    pins : dict of str to LossRecord
        The runs that were pinned, by their labels.
    message : str
        Why it stopped, if it diverged; or what was refused.
    sliders : dict of str to ipywidgets slider
        Of learning_rate, momentum (SGD only), weight_decay, batch_size, speed.

    The five settings can be set, too, as ``player.learning_rate = 0.05``; and so can what starts
    anew: dataset, hidden, activation, init, noise, seed.

    Raises
    ------
    ValueError
        If a name, the data or a setting do not fit.

    Examples
    --------
    >>> player = TrainingPlayer("xor")
    >>> player.step(1000)
    >>> player
    TrainingPlayer of Network 2-4-1 on xor: step 1000, loss 0.0044 (bce)
    """

    _esm = bundles.script("training_player")
    _css = bundles.style("training_player")

    spec = traitlets.Dict().tag(sync=True)  # of the run: what changes only when it starts anew
    choices = traitlets.Dict().tag(sync=True)  # what "start anew" shows
    snapshot = traitlets.Dict().tag(sync=True)  # the whole picture, whenever it does not play
    pinned = traitlets.List().tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    unseen = traitlets.Bool(False).tag(sync=True)  # it pauses since nobody sees it
    log = traitlets.Bool(False).tag(sync=True)  # the loss axis
    projector = traitlets.Bool(False).tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)  # what a race calls it
    sample = traitlets.Int(0).tag(sync=True)  # the row that the network graph shows
    problem = traitlets.Dict().tag(sync=True)  # see problems.py
    refused = traitlets.Dict().tag(sync=True)  # {"name", "message"}: shown beside that control
    in_force = traitlets.Dict().tag(sync=True)  # what has been heard of each slider
    recipe = traitlets.Dict().tag(sync=True)  # what the page needs to train where no kernel does
    _clock_key = traitlets.Any().tag(sync=True, **ipywidgets.widget_serialization)  # see Clock
    _sliders = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(
        self,
        network=None,
        X=None,
        y=None,
        *,
        loss=None,
        optimizer=None,
        batch_size=None,
        dataset=None,
        hidden=None,
        activation=None,
        init=None,
        noise=None,
        seed=0,
        speed=100.0,
    ):
        scene, handed = training_scene.start(
            network,
            X,
            y,
            loss=loss,
            dataset=dataset,
            hidden=hidden,
            activation=activation,
            init=init,
            noise=noise,
            seed=seed,
        )
        if batch_size is None:
            batch_size = scene.batch_size()
        if optimizer is None:
            optimizer = SGD(scene.learning_rate())
        self.run = Run(scene, handed, optimizer, batch_size)
        self._shelf = {}  # pinned runs of other data sets
        refuse, heard = partial(self.set_trait, "refused"), partial(self.set_trait, "in_force")
        self.settings = Settings(self.training, len(self.data[0]), speed, refuse, heard)
        self.pages = Pages(self.measure, self._curve, lambda *message: self.send(*message))
        self.clock = None
        Clock(self)
        super().__init__(_sliders=list(self.sliders.values()))
        self._tell()
        self.on_msg(self._asked)

    # ---- what a learner reads and calls

    @property
    @alone
    def network(self):
        return self.training.network

    @network.setter
    @alone
    def network(self, network):
        self.training.network = network
        self.refresh()

    @property
    def training(self):
        return self.run.training

    @property
    def scene(self):
        return self.run.scene

    @property
    def scenery(self):
        return self.run.scenery

    @property
    def record(self):
        return self.run.record

    @property
    def data(self):
        return self.run.data

    @property
    def X(self):
        return self.data[0].copy()

    @property
    def y(self):
        return self.data[1].copy()

    @property
    def number(self):
        return self.training.number

    @property
    @alone
    def loss(self):
        return self.measure()[0]["loss"]

    @property
    def sliders(self):
        return self.settings.sliders

    @property
    @alone
    def pins(self):
        return {pin["label"]: LossRecord.unpacked(pin) for pin in self.pinned}

    @property
    def message(self):
        return self.problem.get("message", "") or self.refused.get("message", "")

    @alone
    def play(self):
        """Train while a page shows it; until one does, it waits. So do all players of its clock."""
        self.clock.play()

    @alone
    def pause(self):
        """Stop. All players of its clock do."""
        self.clock.pause()

    @alone
    def step(self, n=1):
        """Take steps now, whether a page shows it or not. All players of its clock do.

        Parameters
        ----------
        n : int, default 1
        """
        self.clock.step(validation.whole_number(n, "n", "steps to take"))

    @alone
    def back(self):
        """Go back to the picture before this one: before a step, or a frame while it played.

        All players of its clock do. What the optimizer remembered then is back, too; settings stay.

        Raises
        ------
        ValueError
            If nothing was trained that it could go back over.
        """
        if not self.clock.back():
            raise ValueError("there is nothing to go back to: no step was taken yet.")

    @alone
    def set_data(self, X, y):
        """Go on with other data of the same shape, as a hand does that draws points on the map.

        Weights, steps and what the optimizer remembers stay. `reset` starts anew on these data,
        and another data set leads away from them.

        Parameters
        ----------
        X : array_like, shape (n, features)
        y : array_like, shape (n, outputs)

        Raises
        ------
        ValueError
            If they do not fit the network, its loss or the batch size; nothing has changed then.
        """
        self.run.place(X, y)
        self.settings.begin(self.training, len(self.data[0]))
        self._tell()

    @alone
    def reset(self, seed=None):
        """Start anew with the same settings. All players of its clock do.

        Parameters
        ----------
        seed : int, optional
            Draw the weights and mix the batches from this seed.
        """
        self.clock.reset(**({} if seed is None else {"seed": training_scene.whole_seed(seed)}))

    @alone
    def pin(self, label=None):
        """Keep the loss curve of this run in the picture; the next one is drawn over it.

        Parameters
        ----------
        label : str, optional
            What to call it; by default its learning rate. A run of the same name is replaced.

        Raises
        ------
        ValueError
            If no step was taken yet, or five runs are pinned.
        """
        label = self.settings.label() if label is None else str(label)
        self.pinned = training_pins.with_run(self.pinned, self.record, label)

    @alone
    def unpin(self):
        """Take the pinned runs out of the picture."""
        self.pinned = []

    @alone
    def set(self, name, value):
        """Give one weight or bias a value, as a hand would.

        Parameters
        ----------
        name : str
            Such as ``"W[1][0, 2]"`` or ``"b[1][2]"``.
        value : float
        """
        self.run.set(name, value)
        self.refresh()

    @alone
    def state(self):
        """What is shown as a short text for `from_state`: network, settings, losses, own data.

        What the optimizer remembers (momentum) is not in it.
        """
        return player_state.text(self)

    @classmethod
    def from_state(cls, text):
        """The player whose `state` this is; its next step begins without momentum.

        Raises
        ------
        ValueError
            If the text is not the whole state of a player.
        """
        return player_state.player(cls, text)

    def __repr__(self):
        own = self.scene.dataset == training_scene.OWN
        return (
            f"TrainingPlayer of {self.network.name} on {'own data' if own else self.scene.dataset}"
            f": step {self.number}, loss {self.loss:.4f} ({self.training.loss})"
        )

    @alone
    def _still(self):
        return plots.picture(draw(self))

    # ---- what the clock calls, and a state that is taken up again

    def keep_time(self, clock, slider):
        """Keep step with a clock, which the page knows by this slider."""
        self.clock, self._clock_key = clock, slider

    def go_to(self, number, epoch, extent, curve):
        """A place in a run that is taken up again: what `from_state` calls."""
        self.run.go_to(number, epoch, extent, curve)
        self._tell()

    @alone
    def restart(self, **choices):
        """Start anew with other choices, in a race all; if they do not fit, nothing has changed."""
        self.clock.restart(self, **choices)

    def begin(self, **choices):
        """Start this run anew."""
        before, self.run = self.run, self.run.next(**choices)
        if before.compared() != self.run.compared():  # losses of other data are no comparison
            self._shelf[before.compared()] = self.pinned
            self.pinned = self._shelf.get(self.run.compared(), [])
        self.settings.begin(self.training, len(self.data[0]))
        self.pages.anew()
        self.forget_problems()
        self._tell()

    def advance(self, steps):
        """Take steps of this run without a word to the page."""
        try:
            self.run.advance(steps)
        except DivergenceError as error:
            self.problem = problems.sentence(error)
            self.playing = False
        except Exception as error:
            self.fail(error)
            raise

    def go_back(self):
        """To the moment before, this run alone; say whether there was one."""
        return self.run.back()

    def forget_problems(self):
        """What stopped this run, or was refused, is told no longer."""
        self.problem, self.refused = {}, {}

    # ---- what the page is told, and what it says

    def measure(self):
        """The numbers of this moment; what overflows leaves the last ones."""
        return self.run.measure()

    def _curve(self, whole):
        return training_telling.curve(self.run, self._beside(), whole)

    def _beside(self):
        return self.clock.beside(self) if self.clock else []

    def refresh(self):
        """The picture has changed; while it plays, the next frame shows it."""
        if not self.playing:
            self.snapshot = training_telling.snapshot(self.run, self._beside())

    def _tell(self):
        """Tell the page about a new run."""
        run = self.run
        with self.hold_sync():
            self.sample = min(self.sample, run.scenery.shown - 1)
            self.spec = training_telling.spec(run)
            self.choices = run.scene.choices(run.handed)
            self.recipe = recipe(run.scene, run.handed, run.training, bool(run.placed))
            self.snapshot = training_telling.snapshot(run, self._beside())

    @alone
    def _asked(self, _, content, buffers):
        training_answers.hear(self, content)

    def fail(self, error):
        """Stop, and show an error that nobody expected."""
        self.playing = False
        self.problem = problems.whole(error)

    @traitlets.validate("sample")
    def _a_sample(self, proposal):
        return validation.index(proposal["value"], "sample", self.scenery.shown, "what is shown")

    @traitlets.observe("playing")
    def _played(self, change):
        if not change["new"] and hasattr(self, "pages"):
            self.refresh()


def _setting(name):
    """A property of what acts at once."""

    def set_(self, value):
        self.settings.set(name, value)

    return property(lambda self: self.settings.get(name), set_, doc=f"The {LABELS[name]}.")


def _choice(name):
    """A property of the scene; setting it starts anew."""

    def set_(self, value):
        self.restart(**{name: value})

    return property(lambda self: getattr(self.scene, name), set_, doc="Setting it starts anew.")


for _name in LABELS:
    setattr(TrainingPlayer, _name, _setting(_name))
for _name in training_scene.CHECKS:
    setattr(TrainingPlayer, _name, _choice(_name))
