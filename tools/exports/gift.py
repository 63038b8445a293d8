"""Questions as GIFT, Moodle's plain text: https://docs.moodle.org/en/GIFT_format."""

import re

import numpy as np

from . import wording
from .moodle import ALL, TOP, WEIGHTS

SIGNS = re.compile(r"[\\~=#{}:]")


def text(by_lesson):
    """The file that holds these questions, a category for each lesson.

    Parameters
    ----------
    by_lesson : dict from int to sequence of Question
    """
    parts = []
    for lesson, questions in by_lesson.items():
        parts.append(f"$CATEGORY: {TOP}/Lesson {lesson}")
        parts += map(_question, questions)
    return "\n\n".join(parts) + "\n"


def escaped(words):
    """A text in which no sign of GIFT is one, on a single line: an empty one would end it.

    >>> print(escaped("{a: ~b} = #c"))
    \\{a\\: \\~b\\} \\= \\#c
    """
    return SIGNS.sub(lambda sign: f"\\{sign[0]}", words).replace("\n", " ")


def _question(question):
    head = f"::{escaped(question.name)}::[html]{escaped(wording.asked(question))}"
    if question.kind == "free":
        return f"{head}{{####{escaped(wording.model_answer(question))}}}"
    if question.kind == "number":
        lines = [
            f"=%{ALL * right}%{_digits(value)}:{_digits(width)}#{escaped(reason)}"
            for value, width, right, reason, _ in wording.numbers(question)
        ]
        lines.append(f"~#{escaped(wording.other())}")
    else:
        lines = [
            f"{_mark(question, choice)}{escaped(choice.text)}#{escaped(choice.reason)}"
            for choice in wording.choices(question)
        ]
    sign = "#" if question.kind == "number" else ""
    return "\n".join([f"{head}{{{sign}", *(f"\t{line}" for line in lines), "}"])


def _digits(value):
    """Without an exponent, which some readers of GIFT do not know."""
    return np.format_float_positional(value, trim="-")


def _mark(question, choice):
    if question.kind != "several":
        return "=" if choice.right else "~"
    return f"~%{WEIGHTS[len(question.right)] if choice.right else -ALL}%"
