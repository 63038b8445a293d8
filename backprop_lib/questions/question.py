"""What a question is made of."""

import hashlib
import re
from dataclasses import dataclass

KINDS = ("choice", "several", "sign", "number", "order", "place", "free")
CHOSEN = ("choice", "sign", "place")  # one option is the answer


@dataclass(frozen=True)
class Option:
    """One answer.

    Attributes
    ----------
    text : str
        What is offered; of a "free" question the model answer, of a number its expression.
    right : bool
        Of an "order": whether the line is one of those that are needed.
    reason : str
        Why it is right, or what tempts and why it is wrong all the same.
    misconception : str or None
        The one that a wrong option shows: a key of `misconceptions.MISCONCEPTIONS`.
    value : float or None
        Of a number, as the core computed it.
    after : tuple of (str, str)
        Of a line to be put in order: the text of each line that has to stand before it, and what
        is said if it does not (`lines.py`).
    """

    text: str
    right: bool
    reason: str = ""
    misconception: str | None = None
    value: float | None = None
    after: tuple = ()


@dataclass(frozen=True)
class Question:
    """A question as its lesson asks it.

    Attributes
    ----------
    name : str
        The lesson's number and a word: "3.twins".
    kind : {"choice", "several", "sign", "number", "order", "place", "free"}
    part : {"warm-up", "lesson", "further", "exit"}
        Where in the lesson it stands; "further" for who wants more.
    text : str
        Markdown with `code`, *emphasis* and **weight**, no TeX.
    options : tuple of Option
        As the author wrote them; the lines of an "order" as they belong.
    tolerance : float or None
        How far a number may be from the true one.
    network : tuple of int or None
        The layers of the picture in which a "place" is chosen.
    aim : int or None
        Which of its lesson's three aims it shows to be reached.
    body : str or None
        What its author wrote, where its numbers can be drawn anew (`source.fresh`).
    """

    name: str
    kind: str
    part: str
    text: str
    options: tuple
    tolerance: float | None = None
    network: tuple | None = None
    aim: int | None = None
    body: str | None = None

    @property
    def right(self):
        """The options that are right, in the author's order."""
        return tuple(option for option in self.options if option.right)

    def shown(self, seed=0):
        """The options in the order in which they are offered: the author's only of a sign.

        The order depends on the texts and the seed alone, so a page, a print and a kernel agree.

        Examples
        --------
        >>> two = Question("1.x", "choice", "exit", "?", (Option("a", True), Option("b", False)))
        >>> {tuple(option.text for option in two.shown(seed)) for seed in range(9)} == {
        ...     ("a", "b"), ("b", "a")}
        True
        """
        if self.kind == "sign":
            return self.options

        def drawn(option):
            return hashlib.sha256(f"{seed} {self.name} {option.text}".encode()).digest()

        return tuple(sorted(self.options, key=drawn))


def plain(text):
    """Markdown as it is read aloud: without its signs.

    >>> plain("**Predict.** Does `w` rise?\\n\\nOr *fall*?")
    'Predict. Does w rise? Or fall?'
    >>> plain("*Then* `z * w`")
    'Then z * w'
    """
    text = re.sub(r"^```.*$", "", text, flags=re.MULTILINE)
    parts = text.split("`")  # every other one is code, where a star is a product
    parts[::2] = [part.replace("*", "") for part in parts[::2]]
    return " ".join("".join(parts).split())
