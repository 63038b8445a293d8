"""A question in the words and the kinds that other programs know: HTML, and choices."""

import hashlib
import math
from dataclasses import dataclass
from difflib import SequenceMatcher

from markdown_it import MarkdownIt

from backprop_lib.questions import judge, printing
from backprop_lib.questions.judging import OTHER
from backprop_lib.questions.question import CHOSEN

MARKDOWN = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True})
MANY = ("several",)
WHICH = "*Which of these orders is right?*"


@dataclass(frozen=True)
class Choice:
    """What can be chosen: its HTML, whether it is right, the HTML of its reason, what it shows."""

    text: str
    right: bool
    reason: str
    misconception: str | None = None


def is_choice(question):
    """Is it answered by choosing? An order is, too: no platform knows that several can be right."""
    return question.kind in (*CHOSEN, *MANY, "order")


def block(text):
    """The HTML of Markdown, in paragraphs; XML as well.

    >>> block("Is `a < b`?")
    '<p>Is <code>a &lt; b</code>?</p>'
    """
    return MARKDOWN.render(text).strip()


def inline(text):
    """The HTML of a line of Markdown."""
    return MARKDOWN.renderInline(text)


def asked(question):
    """The HTML of what is asked, with what kind of answer is wanted."""
    ask = printing.ASKS.get(question.kind, "").format(tolerance=question.tolerance)
    if question.kind == "order":
        ask = WHICH
    elif ask:
        ask = f"*{ask}*"
    return block(f"{question.text}\n\n{ask}")


def choices(question):
    """What is offered, in the lesson's order."""
    if question.kind == "order":
        return _orders(question)
    return [
        Choice(inline(option.text), option.right, inline(option.reason), option.misconception)
        for option in question.shown()
    ]


def numbers(question):
    """(value, width, right, HTML of the reason, misconception) of each number, the right one first.

    A platform takes the first that is as near as its width; the lesson, after the right one, takes
    the nearest. So where two wrong ones are near each other, each has half of what is between.
    """
    known = sorted(question.options, key=lambda option: not option.right)
    found = []
    for option in known:
        others = [abs(option.value - o.value) for o in known if not o.right and o is not option]
        half = min(others, default=math.inf) / 2
        width = question.tolerance if option.right else min(question.tolerance, half)
        found.append(
            (option.value, width, option.right, inline(option.reason), option.misconception)
        )
    return found


def other():
    """What is said of a number that nobody expected."""
    return inline(OTHER)


def model_answer(question):
    """The HTML of an answer to compare one's own sentence with."""
    return block(f"For example: {question.options[0].text}")


def _orders(question):
    """The author's order among wrong ones, each with the reason that the page gives to it."""
    right = [option.text for option in question.right]
    told = "\n".join(f"{n}. {o.reason}" for n, o in enumerate(question.right, start=1))
    found = [Choice(_listed(right), True, block(told))]
    for lines in (*_with_wrong_lines(question, right), _turned_round(question, right)):
        verdict = judge(question, lines)
        shows = verdict.misconceptions[0] if verdict.misconceptions else None
        found.append(Choice(_listed(lines), False, inline(verdict.reasons[0]), shows))
    return sorted(found, key=lambda choice: hashlib.sha256(choice.text.encode()).digest())


def _listed(lines):
    return "<ol>" + "".join(f"<li>{inline(line)}</li>" for line in lines) + "</ol>"


def _with_wrong_lines(question, right):
    """For each line that is not needed: the right order with it in the place of its like."""
    for option in question.options:
        if not option.right:
            alike = [_alike(line, option.text) for line in right]
            at = alike.index(max(alike))
            yield [*right[:at], option.text, *right[at + 1 :]]


def _alike(line, other):
    """How much one line is a version of another: that of the same name first."""
    same_name = line.partition(" = ")[0] == other.partition(" = ")[0]
    return same_name, SequenceMatcher(None, line, other).ratio()


def _turned_round(question, right):
    """The right order with two neighbours changed, the first two that have to stand as they do."""
    for n in range(len(right) - 1):
        lines = [*right[:n], right[n + 1], right[n], *right[n + 2 :]]
        if not judge(question, lines).right:
            return lines
    raise ValueError(f"question {question.name}: in whatever order, it stays right")
