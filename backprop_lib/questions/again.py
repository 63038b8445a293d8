"""What is due again, what was answered as a text, and which aims are reached.

All of it follows from what was kept and, where days matter, from a date that is handed in.
"""

from datetime import date

from . import bank
from .question import plain

AFTER = (2, 7)  # days until a question comes back: after the first right day, after the second
MARKS = {True: "right", False: "not yet", None: "kept"}


def due(answers, today):
    """Names of the questions that are due again: those that went wrong first, then the oldest.

    A question whose last answer was wrong is due at once. One that was answered rightly is due
    after two days, and once it was right on a second day after seven; then it has been learned.

    Parameters
    ----------
    answers : dict
        As `kept.read` gives it.
    today : datetime.date

    Examples
    --------
    >>> tries = [{"given": 0.5, "right": True, "when": "2026-03-01"}]
    >>> due({"1.blank": tries}, date(2026, 3, 2)), due({"1.blank": tries}, date(2026, 3, 3))
    ((), ('1.blank',))
    """
    found = []
    for place, name in enumerate(bank.names()):
        tries = in_order(answers.get(name, []))
        if not tries or tries[-1]["right"] is None:
            continue
        last, wrong = tries[-1].get("when", ""), not tries[-1]["right"]
        if wrong or _rested(tries, today):
            found.append((not wrong, last, place, name))
    return tuple(name for *_, name in sorted(found))


def in_order(tries):
    """The tries of a question by their days."""
    return sorted(tries, key=lambda one: one.get("when", ""))


def _rested(tries, today):
    """Whether the last right answer is as long ago as it takes."""
    since = 1 + max((n for n, one in enumerate(tries) if one["right"] is False), default=-1)
    days = sorted({one["when"] for one in tries[since:] if "when" in one})
    if not 1 <= len(days) <= len(AFTER):
        return False
    return (today - date.fromisoformat(days[-1])).days >= AFTER[len(days) - 1]


def told(answers):
    """What was answered, as a text (Markdown): by lessons, each try with its day.

    Examples
    --------
    >>> print(told({"1.blank": [{"given": 0.5, "right": True, "when": "2026-03-01"}]}))
    # What I answered
    <BLANKLINE>
    ## Lesson 1
    <BLANKLINE>
    **1.blank** Both inputs are 0, the weights are 2 and 4. What is the answer of the neuron?
    <BLANKLINE>
    - 0.5 (right, 2026-03-01)
    """
    lines, number = ["# What I answered"], None
    for name in bank.names():
        if not answers.get(name):
            continue
        if name.partition(".")[0] != number:
            number = name.partition(".")[0]
            lines += ["", f"## Lesson {number}"]
        text = plain(bank.get(name).text).removeprefix("Predict. ")
        lines += ["", f"**{name}** {text}", ""]
        for one in in_order(answers[name]):
            given = one["given"]
            given = " / ".join(given) if isinstance(given, list) else given
            more = [MARKS[one["right"]], one.get("when"), "other numbers" * ("numbers" in one)]
            lines.append(f"- {given} ({', '.join(filter(None, more))})")
    return "\n".join(lines)


def reached(lesson, answers):
    """By the number of each aim: its questions, in lists of names.

    Parameters
    ----------
    lesson : int
    answers : dict
        As `kept.read` gives it.

    Returns
    -------
    dict
        "right" (the last time), "left", and "further": those that are not right and stand in a
        section that may be left out.
    """
    found = {}
    for question in bank.lesson(lesson):
        if question.aim is None:
            continue
        aim = found.setdefault(question.aim, {"right": [], "left": [], "further": []})
        tries = in_order(answers.get(question.name, []))
        is_right = bool(tries and tries[-1]["right"])
        kind = "right" if is_right else "further" if question.part == "further" else "left"
        aim[kind].append(question.name)
    return dict(sorted(found.items()))
