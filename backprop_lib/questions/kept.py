"""What a learner answered, kept across a restart in a file beside their copies of the lessons.

Only where the environment names the file, as `make lab` does: tests, builds and other people's
notebooks write none. The file is written whole or not at all, and the one before it is kept.
"""

import json
import os
from datetime import date

from ..learner import VARIABLE
from ..learner import answers as path

__all__ = ["NAME", "VARIABLE", "last_good", "path", "read", "write"]
NAME = ".answers.json"


def last_good(file):
    """Where the version before the present one stands."""
    return file.with_name(f"{file.name}.last")


def read(file=None):
    """What was answered: by the question's name its tries, each ``{"given", "right", "when"}``.

    One whose numbers were drawn anew has ``"numbers"``, their seed, too; one that was kept before
    days were, no ``"when"``.

    A file that cannot be read is as if it were the one before it; without that, nothing is known.
    """
    file = file or path()
    for one in (file, last_good(file)) if file else ():
        found = _parsed(one)
        if found is not None:
            return found
    return {}


def write(name, tries, file=None, *, today=None):
    """Keep the tries of a question; where nothing is to be kept, do nothing.

    A try that is new gets its day, `today` as a `datetime.date`; without one it is this day.

    Raises
    ------
    OSError
        If the file cannot be written; the one before it is then as it was.
    """
    file = file or path()
    if not file:
        return
    when = (today or date.today()).isoformat()
    answers = {**read(file), name: [{**one, "when": one.get("when", when)} for one in tries]}
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        new.write_text(json.dumps(answers, indent=1, ensure_ascii=False), encoding="utf-8")
        if _parsed(file) is not None:
            os.replace(file, last_good(file))
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)


def _parsed(file):
    """The answers in a file, or None where it holds none."""
    try:
        answers = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(answers, dict) and all(
        isinstance(tries, list) and all(isinstance(one, dict) and "given" in one for one in tries)
        for tries in answers.values()
    )
    return answers if whole else None
