"""The questions as files: one a lesson, built from the lesson's source."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from .. import other_names
from .question import Option, Question

FOLDER = Path(__file__).parent


def file_of(number):
    """Where the questions of a lesson stand."""
    return FOLDER / f"lesson{number}.json"


def written(questions):
    """The text of such a file."""
    entries = [
        {
            **{key: value for key, value in asdict(question).items() if value is not None},
            "options": [
                {key: value for key, value in asdict(option).items() if value not in (None, "", ())}
                for option in question.options
            ],
        }
        for question in questions
    ]
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"


def read(text):
    """The questions in such a text."""

    def question(entry):
        options = tuple(map(_option, entry["options"]))
        network = tuple(entry["network"]) if "network" in entry else None
        return Question(**entry | {"options": options, "network": network})

    return tuple(map(question, json.loads(text)))


def _option(entry):
    return Option(**entry | {"after": tuple(map(tuple, entry.get("after", ())))})


@cache
def lesson(number):
    """The questions of a lesson, in its order; none where it has none.

    Examples
    --------
    >>> lesson(1)[0].part
    'warm-up'
    """
    file = file_of(number)
    return read(file.read_text(encoding="utf-8")) if file.exists() else ()


def names():
    """The names of all questions, in the order of the course."""
    numbers = sorted(int(file.stem.removeprefix("lesson")) for file in FOLDER.glob("lesson*.json"))
    return tuple(question.name for number in numbers for question in lesson(number))


def get(name):
    """The question of that name.

    Raises
    ------
    ValueError
        If there is none; the nearest name is suggested.
    """
    number = str(name).partition(".")[0]
    for question in lesson(number):
        if question.name == name:
            return question
    known = names()
    near = other_names.nearest("question", name, known)
    of_lesson = [other for other in known if other.partition(".")[0] == number]
    hint = f" Did you mean {near!r}?" if near else ""
    raise ValueError(
        f"question {name!r} is unknown.{hint} "
        + (f"Lesson {number} has: {', '.join(of_lesson)}." if of_lesson else "Such as '1.blank'.")
    )
