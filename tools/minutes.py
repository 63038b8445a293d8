"""How many minutes a lesson takes, section by section, counted from its source.

    180 words a minute, outside folds            4 seconds a line of code that is not folded away
    45 seconds a prediction or a question        3 minutes an order of lines
    2 minutes a live view                        3, 8 or 15 minutes an exercise

An exercise is as large as what the learner writes: up to 2 lines, up to 6, or more. It is a cell
with the tag `solution`, or one with `...` where numbers belong.

Beneath the title of each section stands its mark, alone on its line:

*class*    what two classes of ninety minutes hold, in lessons 1 to 3
*core*     what everybody needs besides, alone or at home
*further*  for who wants more

The builder writes the minutes behind it (`*core · 5 minutes*`), and where a line of the opening
begins with `*minutes*` those of the lesson. What stands before the first section belongs to the
class where there is one, to the core elsewhere.
"""

import re
from dataclasses import dataclass, field

MARKS = ("class", "core", "further")
MARK = re.compile(rf"^\*({'|'.join(MARKS)})(?: · \d+ minutes?)?\*$", re.MULTILINE)
TOTALS = re.compile(r"^\*minutes\*", re.MULTILINE)
OPENING = "(opening)"

FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)
SECTION = re.compile(r"^## +(.*)$", re.MULTILINE)
LEFT = re.compile(r"\.\.\.,?$", re.MULTILINE)  # a blank: what the learner writes stands there
VIEW = re.compile(r"\blive\.[A-Za-z.]+\(")

WORDS_A_MINUTE = 180
SECONDS_A_LINE, SECONDS_A_QUESTION = 4, 45
MINUTES_AN_ORDER, MINUTES_A_VIEW = 3, 2
EXERCISES = ((2, 3), (6, 8), (float("inf"), 15))  # up to so many lines, so many minutes


@dataclass
class Section:
    """What a section asks of a learner."""

    title: str
    mark: str | None = None
    words: int = 0
    lines: int = 0
    questions: list = field(default_factory=list)  # their kinds; "prediction" in a view
    views: int = 0
    exercises: list = field(default_factory=list)  # (what is written, its number of lines)

    @property
    def minutes(self):
        """As a whole number: one at least."""
        orders = self.questions.count("order")
        seconds = SECONDS_A_LINE * self.lines
        seconds += SECONDS_A_QUESTION * (len(self.questions) - orders)
        exact = self.words / WORDS_A_MINUTE + seconds / 60
        exact += MINUTES_AN_ORDER * orders + MINUTES_A_VIEW * self.views
        exact += sum(minutes_of(lines) for _, lines in self.exercises)
        return max(1, int(exact + 0.5))


def minutes_of(lines):
    """The minutes of an exercise in which so many lines are written.

    >>> [minutes_of(lines) for lines in (1, 2, 3, 6, 7, 40)]
    [3, 3, 8, 8, 15, 15]
    """
    return next(minutes for most, minutes in EXERCISES if lines <= most)


def counted(cells):
    """The sections of a lesson, its opening first.

    Parameters
    ----------
    cells : iterable of (cell, question, stub)
        In the source's order: a cell of the source; the question that it answers, or None; and of a
        solved exercise the code that the learner finds, or None.

    Returns
    -------
    list of Section
    """
    found = [Section(OPENING)]
    for cell, question, stub in cells:
        if cell.cell_type == "markdown":
            before, *parts = re.split(r"(?m)^(?=## )", without_code(cell.source))
            _read(found[-1], before)
            for part in parts:
                found.append(Section(SECTION.match(part)[1]))
                _read(found[-1], part)
        elif question:
            found[-1].questions.append(question.kind)
        else:
            _run(found[-1], cell, stub)
    in_class = any(section.mark == "class" for section in found)
    found[0].mark = "class" if in_class else "core"
    return found


def without_code(markdown):
    """Markdown without what is folded away; of a fence only what stands in it."""
    return re.sub(r"^(`{3,}|~{3,}).*$", "", FOLDED.sub("", markdown), flags=re.MULTILINE)


def _read(section, text):
    if mark := MARK.search(text):
        section.mark = section.mark or mark[1]
    section.words += sum(any(c.isalnum() for c in word) for word in MARK.sub("", text).split())


def _run(section, cell, stub):
    code = cell.source if stub is None else stub
    if "hide-input" not in cell.metadata.get("tags", []):
        section.lines += len(_written(code))
    section.views += bool(VIEW.search(code))
    section.questions += ["prediction"] * code.count("live.Predict(")
    if left := len(LEFT.findall(code)):
        new = len(_written(cell.source)) - len(_written(code)) if stub is not None else 0
        section.exercises.append((_subject(cell.source), new + left))


def _written(code):
    """The lines of code that are neither empty nor a comment."""
    return [line for line in code.splitlines() if line.strip() and line.strip()[0] != "#"]


def _subject(code):
    """What is written: the function, the class, or the first name that is given a value."""
    found = re.search(r"^(?:def|class) +(\w+)", code, re.MULTILINE) or re.match(r" *(\w+)", code)
    return found[1] if found else "?"


def totals(sections):
    """The minutes of each mark, without those that do not occur."""
    found = {mark: sum(s.minutes for s in sections if s.mark == mark) for mark in MARKS}
    return {mark: minutes for mark, minutes in found.items() if minutes}


def told(minutes):
    """
    >>> told(1), told(5)
    ('1 minute', '5 minutes')
    """
    return f"{minutes} minute{'s' * (minutes != 1)}"


def printed(markdown, sections):
    """Markdown as the lesson has it: its minutes behind each mark, the totals in the opening."""
    by_title = {section.title: section for section in sections}
    parts = re.split(r"(?m)^(?=## )", markdown)
    for at, part in enumerate(parts):
        if title := SECTION.match(part):
            minutes = told(by_title[title[1]].minutes)
            parts[at] = MARK.sub(rf"*\1 · {minutes}*", part, count=1)
    return TOTALS.sub(lambda _: said(sections), "".join(parts))


def said(sections):
    """The lesson's minutes in a sentence.

    >>> said([Section("(opening)", "class", words=900), Section("More", "further", words=900)])
    'Counted minutes: *class* 5, *further* 5; 5 of them are this opening.'
    """
    marks = ", ".join(f"*{mark}* {minutes}" for mark, minutes in totals(sections).items())
    return f"Counted minutes: {marks}; {sections[0].minutes} of them are this opening."


def table(sections):
    """One line a section: what it asks, and its minutes."""
    lines = [
        f"{'':<45} {'words':>6} {'code':>5} {'asked':>6} {'views':>6} {'writes':>7} {'min':>4}"
    ]
    for s in sections:
        written = sum(lines for _, lines in s.exercises)
        numbers = f"{s.words:>6} {s.lines:>5} {len(s.questions):>6} {s.views:>6} {written:>7}"
        lines.append(f"{s.title[:34]:<35} {s.mark or '-':<9} {numbers} {s.minutes:>4}")
    lines.append("  ".join(f"{mark} {minutes}" for mark, minutes in totals(sections).items()))
    return "\n".join(lines)


def overview(lessons):
    """The course as a Markdown table: a row a lesson.

    Parameters
    ----------
    lessons : dict from a lesson's name to its list of Section
    """
    kinds = sorted({k for found in lessons.values() for s in found for k in s.questions})
    head = ["lesson", *kinds, *MARKS, "class + core", "what the learner writes"]
    rows = [head, ["---", *["--:"] * (len(head) - 2), "---"]]
    for name, found in lessons.items():
        asked = [kind for section in found for kind in section.questions]
        of = totals(found)
        writes = [f"{what} ({lines})" for section in found for what, lines in section.exercises]
        minutes = [of.get(mark, 0) for mark in MARKS]
        numbers = [*map(asked.count, kinds), *minutes, sum(minutes[:2])]
        rows.append([name, *map(str, numbers), ", ".join(writes)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
