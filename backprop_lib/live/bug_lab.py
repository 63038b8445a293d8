"""BugLab: the network computes with a known mistake, and you find out how it gives itself away."""

import ipywidgets
import numpy as np
import traitlets

from .. import gradcheck, validation
from ..check import MISTAKES
from ..check.backward_pass import xor_trial as trial
from . import bundles, own_backward, situation
from .network_view import NetworkView

NONE = "none: the right way"
CHOOSE = "choose a diagnosis"
MOST_ASKED = 10_000  # mistakes that a score may tell of
RIGHT_SO_FAR = 1e-6  # of a slope and its finite difference: nearer than that they agree


class BugLab(NetworkView):
    """Choose a mistake that people make in backpropagation, and watch it compute.

    Wrong numbers stand beside the true ones (≠). The check by finite differences says of every
    parameter whether its gradient agrees. And a small network learns XOR with the mistake, next
    to one without: some mistakes still learn, some learn slowly, some never do.

    Parameters
    ----------
    network : Network
    x : array_like, shape (features,) or (batch, features)
    y : array_like, shape (outputs,) or (batch, outputs)
        With a batch, the check runs over all of it; many mistakes need two samples to show.
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    mistake : str, optional
        The one to begin with: a name from `check.MISTAKES`.
    blind : bool, default False
        Hide a mistake and ask for a diagnosis.
    seed : int, default 0
        Decides which mistakes a blind laboratory hides, one after the other.
    deltas : bool, default True
    controls : sequence of str, optional
    image_shape : (int, int), optional
        These three as in `NetworkView`, whose attributes and methods are here too.

    Attributes
    ----------
    mistake : str or None
        Its name; None for the right way, and while a blind laboratory hides it.
    differs : list of str
        Gradients that the check finds wrong, such as ``"dW[1][0, 2]"``.
    verdict : str
        What becomes of XOR: "learns", "learns slowly", "does not learn", "diverges", or "stops
        with an error".
    trial : Trial
        The run on XOR: its losses and why it ended.
    score : (int, int)
        Right diagnoses, and mistakes asked about.

    Raises
    ------
    ValueError
        If the data, the loss or a name do not fit.

    Examples
    --------
    >>> from backprop_lib import Network, datasets
    >>> lab = BugLab(Network([2, 3, 1], activations="sigmoid", seed=0), *datasets.xor(), loss="bce")
    >>> lab.mistake = "mean taken twice"
    >>> lab
    BugLab of Network 2-3-1: 'mean taken twice', 13 of 13 gradients differ, XOR learns slowly
    """

    _esm = bundles.script("bug_lab")
    _css = bundles.style("bug_lab")
    _only_dense = True
    _may_tell = ("blind", "seed")

    known = traitlets.Dict().tag(sync=True)  # name, sentence, equation, shows: none while hidden
    answer = traitlets.Dict().tag(sync=True)  # to the last diagnosis: {"right", "text"}
    score = traitlets.Tuple((0, 0)).tag(sync=True)
    check = traitlets.Dict().tag(sync=True)  # {"rows": [[name, own, difference, differs]], …}
    run = traitlets.Dict().tag(sync=True)  # {"steps", "right", "loss", "verdict", …}
    # Of a blind laboratory: which of the menu's mistakes it hides, from 0, and the last diagnosis.
    _riddle = traitlets.Int(-1).tag(sync=True)
    _guess = traitlets.Unicode("").tag(sync=True)
    _menu = traitlets.Instance(ipywidgets.Dropdown, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    def __init__(
        self,
        network,
        x,
        y,
        *,
        loss,
        mistake=None,
        blind=False,
        seed=0,
        deltas=True,
        controls=None,
        image_shape=None,
    ):
        if mistake is not None:
            validation.known(mistake, "mistake", tuple(MISTAKES))
        if mistake is not None and blind:
            raise ValueError("mistake and blind=True exclude each other: blind hides one itself.")
        self._blind = bool(blind)
        self._hidden = ""  # name of the mistake that computes
        super().__init__(
            network,
            x,
            y,
            loss=loss,
            deltas=deltas,
            controls=controls,
            backward=self._with_mistake,
            image_shape=image_shape,
            seed=seed,
        )
        rng = np.random.default_rng(self.spec["seed"])
        first_round = [str(name) for name in rng.permutation(list(MISTAKES))]
        self.spec = {
            **self.spec,
            "laboratory": True,
            "blind": self._blind,
            # What a page without a kernel computes with.
            "facts": [_told(name) for name in MISTAKES],  # without the names: the menu has them
            "batch": {"X": self._X.tolist(), "y": self._Y.tolist()},
            "order": [list(MISTAKES).index(name) for name in first_round] if self._blind else [],
            "trial": _trial(self._xor_loss),
        }
        first = CHOOSE if self._blind else NONE
        self._menu = ipywidgets.Dropdown(
            options=[(first, ""), *((name, name) for name in MISTAKES)],
            description="diagnosis" if self._blind else "mistake",
        )
        if self._blind:
            self._rng = rng
            self._drawn = self._queue(first_round)
            self.next()
        else:
            self._menu.observe(lambda change: self._compute_with(change["new"]), "value")
            self._menu.value = mistake or ""
            if not mistake:
                self._compute_with("")

    # ---- what a learner reads and calls

    @property
    def mistake(self):
        """Name of the mistake that computes."""
        return self.known.get("name")

    @mistake.setter
    def mistake(self, name):
        if self._blind:
            raise ValueError(
                "This laboratory is blind and chooses the mistake itself; "
                "lab.diagnose(name) answers, lab.next() goes on."
            )
        self._menu.value = validation.known(name, "mistake", tuple(MISTAKES)) if name else ""

    @property
    def differs(self):
        """Gradients that the check finds wrong."""
        return [name for name, _, _, differs in self.check["rows"] if differs]

    @property
    def trial(self):
        """The run on XOR."""
        return trial.run(self._hidden, loss=self._xor_loss)

    @property
    def verdict(self):
        """What becomes of XOR with this mistake."""
        return self.trial.verdict

    def diagnose(self, name):
        """Say which mistake a blind laboratory hides; the first answer counts.

        Parameters
        ----------
        name : str

        Returns
        -------
        bool

        Raises
        ------
        ValueError
            If the name is unknown, or the laboratory is not blind.
        """
        if not self._blind:
            raise ValueError("This laboratory hides nothing; make one with blind=True.")
        validation.known(name, "diagnosis", tuple(MISTAKES))
        right = name == self._hidden
        with self.hold_sync():
            if self._open:
                self.score = (self.score[0] + right, self.score[1] + 1)
                self._open = False
            self._guess = name
            if right:
                self.known = _facts(self._hidden)
                text = f"Right: {name}."
            else:
                text = f"Not '{name}'. A hint: look at {MISTAKES[self._hidden].equation}."
            self.answer = {"right": right, "text": text}
        return right

    def next(self):
        """Hide the next mistake.

        Raises
        ------
        ValueError
            If the laboratory is not blind.
        """
        if not self._blind:
            raise ValueError("This laboratory hides nothing; make one with blind=True.")
        self.answer, self.run = {}, {}  # drawing the next one takes a moment
        self._open, self._guess = True, ""
        self._menu.value = ""
        name = next(self._drawn)
        self._riddle = list(MISTAKES).index(name)
        self._compute_with(name)

    def state(self):
        """This situation, the mistake or the riddle too, as a short text for `from_state`."""
        if self._blind:
            lab = {"riddle": self._riddle, "guess": self._guess, "score": list(self.score)}
        else:
            lab = {"mistake": self.mistake}
        more = {"blind": self._blind, "seed": self.spec["seed"], "lab": lab}
        if len(self._X) > 1:
            more |= {"batch": self.spec["batch"], "sample": self.sample}
        return situation.text(self, self._values, **more)

    @classmethod
    def from_state(cls, text):
        """The laboratory whose `state` this is; the state of a `NetworkView` has no mistake.

        Raises
        ------
        ValueError
            If the text is not a whole state.
        """
        return situation.view(text, cls, _lab={})

    def __repr__(self):
        if not self.check["rows"]:
            gradients = "no gradients"
        else:
            gradients = f"{len(self.differs)} of {len(self.check['rows'])} gradients differ"
        name = "no mistake" if not self._hidden else repr(self.mistake or "a hidden mistake")
        return f"BugLab of {self.network.name}: {name}, {gradients}, XOR {self.verdict}"

    # ---- computing with it

    def _asked(self, widget, content, buffers):
        if "diagnose" in content:
            self.diagnose(content["diagnose"])
        elif "next" in content:
            self.next()
        else:
            super()._asked(widget, content, buffers)

    @property
    def _xor_loss(self):
        return self._loss if self._loss in trial.RATES else "bce"

    def _compute_with(self, name):
        self._hidden = name
        self.own, self.run = {}, {}
        self.known = {} if self._blind else _facts(name)
        self._answer(-1)
        right, made = trial.run(loss=self._xor_loss), self.trial
        self.run = {
            "right": [right.steps.tolist(), right.loss.tolist()],
            "mistake": [made.steps.tolist(), made.loss.tolist()] if name else [[], []],
            "reached": [right.reached, made.reached],
            "verdict": made.verdict,
            "message": made.message,
        }

    def _with_mistake(self, network, forward, y, name=None):
        hidden = self._hidden if name is None else name
        if not hidden:
            return network.backward(forward, y, self._loss)
        return MISTAKES[hidden].backward(network, forward, y, self._loss)

    def _numbers(self, network, forward, y, name=None):
        """Nested lists of what the mistake computes; or None, and what is wrong with it."""
        try:
            answer = self._with_mistake(network, forward, y, name)
            return own_backward.lists(answer, network, len(y)), ""
        except (ValueError, ArithmeticError) as error:
            return None, str(error)

    def _own_numbers(self, y):
        return self._numbers(self.network, self.forward, y)[0], {}

    def _set_record(self, k):
        super()._set_record(k)
        self.check = self._checked()

    def _checked(self, name=None):
        """Every gradient of the batch with the mistake, beside its finite difference."""
        X, Y = self._X.copy(), self._Y.copy()
        row, n = self.sample, self.network.params.size
        X[row], Y[row] = np.split(self._values[n:], [X.shape[1]])
        numeric = gradcheck.central(self.network, X, Y, self._loss)
        own, message = self._numbers(self.network, self.network.forward(X), Y, name)
        rows = []
        for l in range(1, len(self.network.sizes)) if own else ():
            for kind, true in (("dW", numeric.dW[l]), ("db", numeric.db[l])):
                found = np.array(own[kind][l])
                wrong = abs(found - true) > RIGHT_SO_FAR * (1 + abs(true))
                for at in np.ndindex(true.shape):
                    label = f"{kind}[{l}][{', '.join(map(str, at))}]"
                    rows.append([label, float(found[at]), float(true[at]), bool(wrong[at])])
        return {"rows": rows, "batch": len(X), "message": message}

    # ---- blind

    def _evidence(self, name):
        """All that a learner can see of a mistake."""
        checked, made = self._checked(name), trial.run(name, loss=self._xor_loss)
        rows = [(label, f"{own:.6g}", wrong) for label, own, _, wrong in checked["rows"]]
        losses = [f"{loss:.4g}" for loss in made.loss]
        return rows, checked["message"], losses, made.message

    def _go_to(self, lab):
        """The mistake, or the riddle and what was said of it."""
        if not self._blind:
            self.mistake = lab.get("mistake")
            return
        order = self.spec["order"]
        first = list(MISTAKES)[
            validation.index(lab["riddle"], "riddle", len(order), "the mistakes")
        ]
        names = [list(MISTAKES)[k] for k in order]
        self._drawn = self._queue(names[names.index(first) :])
        self.next()
        if lab["guess"]:
            self.diagnose(lab["guess"])
        right, asked = (
            validation.index(n, "score", MOST_ASKED, "what can be asked") for n in lab["score"]
        )
        if right > asked:
            raise ValueError(f"its score is {right} of {asked}")
        self.score = (right, asked)

    _lab = property(None, _go_to)

    def _queue(self, names):
        """Names of mistakes that show somehow, in these names' order, then again in another."""
        while True:
            for name in names:
                if self._evidence(name) != self._evidence(""):
                    yield name
            names = [str(name) for name in self._rng.permutation(list(MISTAKES))]


def _facts(name):
    return {"name": name, **_told(name)} if name else {}


def _told(name):
    mistake = MISTAKES[name]
    return {
        "sentence": " ".join(mistake.sentence.split()),
        "equation": mistake.equation,
        "shows": " ".join(mistake.shows.split()),
    }


def _trial(loss):
    """What the run on XOR starts from."""
    network, X, y = trial.start()
    return {
        "network": {
            "W": [None, *(W.tolist() for W in network.W)],
            "b": [None, *(b.tolist() for b in network.b)],
            "activations": [None, *network.activations],
        },
        "X": X.tolist(),
        "y": y.tolist(),
        "loss": loss,
        "rate": trial.RATES[loss],
        "steps": trial.STEPS,
        "every": trial.EVERY,
    }
