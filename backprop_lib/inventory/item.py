"""What an item of the inventory is made of, and how its numbers are written and drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..misconceptions import MISCONCEPTIONS
from ..network import Network
from ..questions import Option, Question

DRAWS = 500  # until four options can be told apart
APART = 0.03  # two numbers that are nearer, as a share of the larger, look like a rounding


@dataclass(frozen=True)
class Draft:
    """What a concept's function makes of a generator's draws.

    Attributes
    ----------
    text : str
        What is asked: Markdown with `code` and nothing else.
    given : dict
        The numbers that were drawn, by name.
    right : float, int or tuple
        As the core computed it.
    wrong : tuple of (str, value)
        Three misconceptions, each with the answer that its rule makes of the same numbers.
    say : callable
        How such a value is written.
    why : str
        Why the right answer is right.
    """

    text: str
    given: dict
    right: object
    wrong: tuple
    say: Callable
    why: str


@dataclass(frozen=True)
class Item:
    """One item of a form.

    Attributes
    ----------
    concept : str
        A key of `inventory.CONCEPTS`.
    question : questions.Question
        In the shape of the question bank: what judges, prints or exports those takes these, too.
    given : dict
        The numbers that were drawn, by name.
    """

    concept: str
    question: Question
    given: dict

    @property
    def options(self):
        """By letter the options, in the order in which they are offered."""
        return dict(zip("ABCD", self.question.shown(), strict=True))

    @property
    def key(self):
        """The letter of the right one."""
        return next(letter for letter, option in self.options.items() if option.right)

    def misconception(self, letter):
        """What a letter shows; None of the right one."""
        return self.options[letter].misconception


def made(concept, make, rng, surface, name, taken=()):
    """An item whose options can be told apart, with numbers that are not `taken`.

    Parameters
    ----------
    concept : str
    make : callable
        ``make(rng, surface)`` returns a `Draft`.
    rng : numpy.random.Generator
    surface : int
        Which of the wordings.
    name : str
        The question's.
    taken : sequence of dict
        What other forms were given.

    Returns
    -------
    Item
    """
    for _ in range(DRAWS):
        draft = make(rng, surface)
        if draft.given not in taken and _can_be_told_apart(draft):
            return Item(concept, _question(draft, name), draft.given)
    raise RuntimeError(f"{concept}: no such numbers in {DRAWS} draws")


def _can_be_told_apart(draft):
    values = [draft.right, *(value for _, value in draft.wrong)]
    texts = list(map(draft.say, values))
    if len(set(texts)) < len(texts):
        return False
    if len(texts[0]) > max(map(len, texts[1:])):  # the longest is not the right one
        return False
    numbers = [value for value in values if isinstance(value, float)]
    pairs = [(a, b) for n, a in enumerate(numbers) for b in numbers[:n]]
    return all(abs(a - b) > APART * max(abs(a), abs(b)) for a, b in pairs)


def _question(draft, name):
    wrong = tuple(
        Option(draft.say(value), False, MISCONCEPTIONS[belief], belief)
        for belief, value in draft.wrong
    )
    right = Option(draft.say(draft.right), True, draft.why)
    return Question(name, "choice", "exit", draft.text, (right, *wrong))


def drawn(rng, *values):
    """One of them, as Python's own number or text."""
    return values[int(rng.integers(len(values)))]


def several(rng, count, *values):
    """So many different ones, in any order."""
    return [values[int(n)] for n in rng.permutation(len(values))[:count]]


def plain(value):
    """A number as it stands in a text: short, with a true minus."""
    return f"{value + 0.0:g}".replace("-", "−")


def signed(digits=2):
    """Writes numbers with their sign and all with as many digits, so that none looks special."""

    def say(value):
        text = f"{value:+.{digits}f}".replace("-", "−")
        return text[1:] if float(text[1:]) == 0 else text

    return say


def record(W, b, activations, x, y, loss="squared_error"):
    """The network, its forward and its backward pass for one sample."""
    network = Network.from_weights(W, b, activations=activations)
    forward = network.forward([x])
    return network, forward, network.backward(forward, [y], loss)


def in_a_row(a, d, into, on):
    """A sigmoid neuron that answers a, between two weights, before a neuron with the delta d.

    Returns the network and its backward pass.
    """
    W, b = [[[into]], [[on]]], [[logit(a) - into], [0.0]]
    network = Network.from_weights(W, b, activations=["sigmoid", "identity"])
    forward = network.forward([[1.0]])
    return network, network.backward(forward, forward.output - d, "squared_error")


def logit(a):
    """The z at which a sigmoid answers a."""
    return float(np.log(a / (1 - a)))
