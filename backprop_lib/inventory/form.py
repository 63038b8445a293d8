"""Forms: 24 items each, the same concepts with other numbers and other words."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .. import validation
from ..questions import printing
from . import page
from .concepts import CONCEPTS, MINUTES
from .item import made

WHEN = ("before", "after", "later")
SURFACES = 2


@dataclass(frozen=True)
class Form:
    """A form of the inventory: see `form`.

    Attributes
    ----------
    seed : int
    when : {"before", "after", "later"}
    items : tuple of Item
        One for each concept, in the order of `CONCEPTS`.
    """

    seed: int
    when: str
    items: tuple

    @property
    def name(self):
        """Such as "7-before"; it stands on the paper."""
        return f"{self.seed}-{self.when}"

    @property
    def questions(self):
        """The items in the question bank's shape."""
        return tuple(item.question for item in self.items)

    @property
    def key(self):
        """The right letters, one for each item."""
        return tuple(item.key for item in self.items)

    def markdown(self):
        """The questions with their options, then, behind a rule, the answers with all reasons."""
        asked = [printing.asked(question) for question in self.questions]
        told = [printing.answered(question) for question in self.questions]
        return "\n\n".join([f"# {self.name}", *asked, "---", *told]) + "\n"

    def html(self):
        """One page to answer on, and to print: A4, without the answers."""
        return page.page(self)

    def answers_html(self):
        """One page for the teacher: the right letters, and what each wrong one shows."""
        return page.answers(self)

    def __repr__(self):
        return f"Form {self.name}: {len(self.items)} items, {MINUTES} minutes"


@lru_cache(maxsize=256)
def form(seed=0, when="before"):
    """A form of the inventory; the same seed and the same time give the same form.

    The three forms of a seed are parallel: the same concepts in the same order, and for each
    concept other numbers. What is worded one way before is worded the other way after.

    Parameters
    ----------
    seed : int
        A class may share one, or each learner may have one.
    when : {"before", "after", "later"}
        "later" is two weeks after.

    Returns
    -------
    Form

    Raises
    ------
    ValueError
        If the seed is no whole number from 0 up, or there is no such time.

    Examples
    --------
    >>> before, after = form(7), form(7, "after")
    >>> before
    Form 7-before: 24 items, 20 minutes
    >>> any(a.given == b.given for a, b in zip(before.items, after.items))
    False
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"seed is {seed!r}; expected a whole number from 0 up, such as form(7).")
    place = WHEN.index(validation.known(when, "when", WHEN))
    items = (_item(int(seed), concept, place) for concept in CONCEPTS)
    return Form(int(seed), when, tuple(items))


@lru_cache(maxsize=1024)
def _item(seed, concept, place):
    """The item at one time; no numbers come twice, so those before it are made, too."""
    number = list(CONCEPTS).index(concept)
    first = int(np.random.default_rng([seed, number]).integers(SURFACES))
    taken = [_item(seed, concept, earlier).given for earlier in range(place)]
    return made(
        concept,
        CONCEPTS[concept][1],
        np.random.default_rng([seed, number, place]),
        (first + place) % SURFACES,
        f"inventory.{concept}-{seed}-{WHEN[place]}",
        taken,
    )
