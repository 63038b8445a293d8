"""Predict: say what a move will do before you make it; the move then tells."""

import re

import numpy as np
import traitlets

from .. import validation
from . import bundles, situation
from .network_view import NetworkView

SIGNS = ("rises", "falls", "stays the same")
STILL = 1e-9  # a change below this part of the value is none: it is rounding
MOST = 12  # options of one question


class Predict(NetworkView):
    """Before a slider may be moved, the learner says what will happen. Then the move tells.

    Each question is about one move of one number, from the network as it was given. Its slider
    waits for an answer, which is picked by mouse or keyboard; then it is moved by a button or by
    hand, and the view says what happened and keeps the score. Nothing waits in the kernel: a
    notebook that runs without a person runs through.

    Parameters
    ----------
    network : Network
    x : array_like, shape (features,) or (batch, features)
    y : array_like, shape (outputs,) or (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    move : (str, float), or a sequence of them
        A name and by how much it moves: ``("W[1][0, 2]", +0.5)``. One question each.
    ask : {"sign", "size", "neuron"}, default "sign"
        Whether it rises or falls; how large the change is; or which neuron's activation changes
        most. For several moves, one for all or a sequence.
    of : str, default "loss"
        What the question is about: "loss", or ``"a[2][0]"``, ``"z[1][2]"``, ``"delta[1][0]"``,
        ``"dW[1][0, 2]"``, ``"db[1][2]"``. One for all or a sequence.
    question : str, optional
        Your own words instead of "What does the loss do?". One for all or a sequence.
    sizes : sequence of float, default (0.001, 0.01, 0.1)
        Where the answers to "size" part.
    deltas : bool, default False
        Show the backward pass from the start; with it the sign can be read off.
    controls : sequence of str, optional
        Sliders for these, and for what is moved.
    image_shape : (int, int), optional
    seed : int, default 0
        The last two as in `NetworkView`, whose attributes and methods are here too.

    Attributes
    ----------
    question : str
        The question in words.
    options : list of str
        The answers to choose from.
    truth : str
        The right one, by the core.
    picked : str
        The learner's; "" until there is one.
    score : (int, int)
        Right answers, and questions answered.

    Raises
    ------
    ValueError
        If the data, the loss, a move or a name do not fit.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["sigmoid"])
    >>> predict = Predict(net, [2.0], [1.0], loss="bce", move=("W[1][0, 0]", +0.5))
    >>> predict.question
    'W[1][0, 0] goes up by 0.5. What does the loss do?'
    >>> predict.pick("falls")
    >>> predict.reveal()
    True
    >>> predict
    Predict, question 1 of 1: W[1][0, 0] goes up by 0.5. What does the loss do? 1 of 1 right
    """

    _esm = bundles.script("predict")
    _css = bundles.style("predict")
    _only_dense = True
    _told = (*NetworkView._told, "asked")

    questions = traitlets.List().tag(sync=True)  # {"name", "by", "ask", "of", "text", "options"}
    number = traitlets.Int(0).tag(sync=True)  # of the question that is open, from 0
    picked = traitlets.Unicode("").tag(sync=True)
    answers = traitlets.List().tag(sync=True)  # [question's number, picked, truth], once revealed

    def __init__(
        self,
        network,
        x,
        y,
        *,
        loss,
        move,
        ask="sign",
        of="loss",
        question=None,
        sizes=(0.001, 0.01, 0.1),
        deltas=False,
        controls=None,
        image_shape=None,
        seed=0,
    ):
        moves = _moves(move)
        if controls is not None:
            controls = list(dict.fromkeys([*controls, *(name for name, _ in moves)]))
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
        self._sizes = _increasing(sizes)
        asks, about, words = (
            _each(given, len(moves), name)
            for given, name in ((ask, "ask"), (of, "of"), (question, "question"))
        )
        self.questions = [
            self._question(*parts) for parts in zip(moves, asks, about, words, strict=True)
        ]
        self.selected = moves[0][0]
        asked = {"move": moves, "ask": asks, "of": about, "question": words, "sizes": self._sizes}
        self.spec = {**self.spec, "asked": {name: list(parts) for name, parts in asked.items()}}

    # ---- what a learner reads and calls

    @property
    def question(self):
        """The open question in words."""
        return self.questions[self.number]["text"]

    @property
    def options(self):
        """The answers to choose from."""
        return list(self.questions[self.number]["options"])

    @property
    def truth(self):
        """The right answer to the open question."""
        return self._truth(self.questions[self.number])

    def _truth(self, asked):
        before, after = (self._records(values)[1:3] for values in self._ends(asked))
        if asked["ask"] == "neuron":
            by = np.concatenate(
                [abs(after[0].a[l] - before[0].a[l])[0] for l in range(1, len(self.network.sizes))]
            )
            return asked["options"][int(by.argmax())]
        was, now = (_number(asked["of"], *record) for record in (before, after))
        if asked["ask"] == "size":
            return asked["options"][int(np.searchsorted(self._sizes, abs(now - was), "right"))]
        if abs(now - was) <= STILL * (1 + abs(was)):
            return SIGNS[2]
        return SIGNS[0] if now > was else SIGNS[1]

    @property
    def score(self):
        """Right answers, and questions answered."""
        right = sum(picked == truth for _, picked, truth in self.answers)
        return right, len(self.answers)

    def pick(self, option):
        """Choose an answer, as a hand would.

        Raises
        ------
        ValueError
            If it is none of `options`, or the answer is known already.
        """
        validation.known(option, "option", self.options)
        if self._revealed:
            raise ValueError("This question is answered; predict.next() goes on.")
        self.picked = option

    def reveal(self):
        """Make the move.

        Returns
        -------
        bool or None
            Whether the picked answer is right; None where none is picked.
        """
        asked = self.questions[self.number]
        self._change_to(self._ends(asked)[1], f"predict {asked['name']}")
        self._tell()
        return self.picked == self.truth if self.picked else None

    def next(self):
        """Back to the network as it was, and on to the next question.

        Raises
        ------
        IndexError
            If this is the last one.
        """
        if self.number + 1 == len(self.questions):
            raise IndexError(f"This is the last of {len(self.questions)} question(s).")
        self.reset()
        with self.hold_sync():
            self.picked = ""
            self.number += 1
            self.selected = self.questions[self.number]["name"]

    def state(self):
        """Questions, answers and what is on screen, as a short text for `from_state`."""
        quiz = {
            "number": self.number,
            "picked": self.picked,
            "answers": [[number, picked] for number, picked, _ in self.answers],
        }
        more = {"before": situation.before(self), "quiz": quiz}
        return situation.text(self, self._values, asked=self.spec["asked"], **more)

    @classmethod
    def from_state(cls, text):
        """The view whose `state` this is.

        Raises
        ------
        ValueError
            If the text is not a whole state of questions.
        """
        return situation.view(text, cls, _quiz={})

    def __repr__(self):
        right, answered = self.score
        where = f"question {self.number + 1} of {len(self.questions)}"
        return f"Predict, {where}: {self.question} {right} of {answered} right"

    # ---- what happens

    def _ends(self, asked):
        """All values before the move and after it."""
        start = np.array(self.start)
        end = start.copy()
        end[self._index[asked["name"]]] += asked["by"]
        return start, end

    @property
    def _revealed(self):
        return any(number == self.number for number, _, _ in self.answers)

    def _tell(self):
        """Once the number is where the question moves it: keep the answer."""
        if not self.picked or self._revealed:
            return
        asked = self.questions[self.number]
        k, by = self._index[asked["name"]], asked["by"]
        if (self._values[k] - self.start[k]) * np.sign(by) >= abs(by) - STILL:
            self.answers = [*self.answers, [self.number, self.picked, self.truth]]

    def _answer(self, k):
        super()._answer(k)
        if k < 0 and self.questions:  # of a hand's moves the page keeps the answers itself
            self._tell()

    # ---- set-up

    def _go_to(self, quiz):
        """Where a state was in the questions; what is true is found anew."""
        number = validation.index(quiz["number"], "number", len(self.questions), "the questions")
        answers = []
        for asked, picked in quiz["answers"]:
            asked = validation.index(asked, "answers", len(self.questions), "the questions")
            question = self.questions[asked]
            validation.known(picked, "an answer", question["options"])
            answers.append([asked, picked, self._truth(question)])
        if len({asked for asked, *_ in answers}) < len(answers):
            raise ValueError("it has two answers to one question")
        if quiz["picked"]:
            validation.known(quiz["picked"], "picked", self.questions[number]["options"])
        self.number, self.picked, self.answers = number, quiz["picked"], answers

    _quiz = property(None, _go_to)

    def _question(self, move, ask, of, words):
        name, by = move
        k = self._index[validation.known(name, "move", self._names)]
        if not self.spec["shared"] and name not in self.sliders:
            raise ValueError(
                f"move is about {name}, which has no slider here: with a batch, inputs and "
                "targets come from its rows. Give one sample instead."
            )
        validation.known(ask, "ask", ("sign", "size", "neuron"))
        neurons = [
            f"a[{l}][{j}]"
            for l in range(1, len(self.network.sizes))
            for j in range(self.network.sizes[l])
        ]
        if ask == "neuron" and (len(neurons) > MOST or name[0] == "y"):
            why = (
                "no neuron changes with a target"
                if name[0] == "y"
                else f"{len(neurons)} neurons are too many to choose from (at most {MOST})"
            )
            raise ValueError(f"ask is 'neuron', but {why}.")
        asked = {"name": name, "by": by, "ask": ask, "of": of}
        for values in self._ends(asked):
            record = self._records(values)  # raises where the move does not fit
        _number(of, *record[1:3])  # raises where there is no such number
        if not self.spec["shared"]:
            slider, end = self.sliders[name], float(self._ends(asked)[1][k])
            slider.min, slider.max = min(slider.min, end), max(slider.max, end)
        options = {"sign": list(SIGNS), "size": _ranges(self._sizes), "neuron": neurons}[ask]
        thing = "the loss" if of == "loss" else of
        what = {
            "sign": f"What does {thing} do?",
            "size": f"By how much does {thing} change?",
            "neuron": "Which neuron's activation changes most?",
        }[ask]
        way = f"{name} goes {'up' if by > 0 else 'down'} by {abs(by):g}."
        return {
            **asked,
            "options": options,
            "sizes": self._sizes,
            "text": f"{way} {what if words is None else words}",
        }


def _moves(move):
    expected = 'expected a name and a number, such as ("W[1][0, 2]", 0.5), or a list of such pairs'
    pairs = [move] if isinstance(move, tuple) else move
    if not isinstance(pairs, (list, tuple)) or not pairs:
        raise ValueError(f"move is {move!r}; {expected}.")
    moves = []
    for pair in pairs:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise ValueError(f"move holds {pair!r}; {expected}.")
        by = validation.numbers(pair[1], "move")
        if by.ndim or by == 0:
            raise ValueError(f"move holds {pair!r}; the number has to be one, and not 0.")
        moves.append((pair[0], float(by)))
    return moves


def _each(given, count, name):
    """One for all, or a sequence of them."""
    if given is None or isinstance(given, str):
        return [given] * count
    given = list(given)
    if len(given) != count:
        raise ValueError(f"{name} has {len(given)} entries for {count} move(s).")
    return given


def _increasing(sizes):
    sizes = validation.numbers(sizes, "sizes")
    if sizes.ndim != 1 or not sizes.size or (sizes <= 0).any() or (np.diff(sizes) <= 0).any():
        raise ValueError(f"sizes is {sizes.tolist()}; expected rising numbers above 0.")
    return sizes.tolist()


def _ranges(sizes):
    between = [f"{low:g} to {high:g}" for low, high in zip(sizes, sizes[1:], strict=False)]
    return [f"less than {sizes[0]:g}", *between, f"{sizes[-1]:g} or more"]


def _number(of, forward, backward):
    """ "a[1][2]", "dW[1][0, 2]" or "loss" in these records."""
    if of == "loss":
        return backward.loss
    found = re.fullmatch(r"(a|z|delta|dW|db)\[(\d+)\]\[(\d+)(?:, (\d+))?\]", str(of))
    if not found or (found[1] == "dW") != (found[4] is not None):
        raise ValueError(
            f"of is {of!r}; expected 'loss', or a name such as 'a[2][0]', 'z[1][2]', "
            "'delta[1][0]', 'dW[1][0, 2]' or 'db[1][2]'."
        )
    kind, l, *at = found.groups()
    try:
        array = getattr(forward if kind in "az" else backward, kind)[int(l)]
        array = array if kind in ("dW", "db") else array[0]
        return float(array[tuple(int(i) for i in at if i is not None)])
    except IndexError as error:
        raise ValueError(f"of is {of!r}, which this network does not have: {error}") from error
