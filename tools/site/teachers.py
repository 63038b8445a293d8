"""The teacher's guide: docs/site/teachers.md, with what is made of the lessons and their questions.

A line `% plan` of the guide is the place of what `plan` returns, and so on; in MyST such a line is
a comment. A page a lesson says of each question which wrong answers are usual and what to reply.
"""

import re
from functools import cache

import situations
import vote
from running import ROOT, notebooks

from backprop_lib.misconceptions import MISCONCEPTIONS
from backprop_lib.questions import printing

GUIDE = ROOT / "docs" / "site" / "teachers.md"
CLASS = 80  # minutes of ninety that are planned
SHORT = 45
# What goes home where a class has 45 minutes: of each of the two classes (lesson, section).
HOME = (
    {
        (1, "The bias"),
        (1, "Layer by layer, in one line each"),
        (1, "A whole network, by hand"),
        (1, "The pass in order"),
        (2, "(opening)"),
    },
    {
        (2, "Why it starts with a − y"),
        (2, "Walk through it"),
        (2, "The pass in order"),
        (3, "(opening)"),
        (3, "One step by hand"),
        (3, "Your own training loop"),
    },
)
PLAIN = ("slip", "guessed", "counted wrongly")  # no beliefs: of working it out


class Row:
    """A section of a lesson that is done in class."""

    def __init__(self, source, section, questions):
        self.source, self.section, self.questions = source, section, questions

    @property
    def lesson(self):
        return int(self.source.stem[:2])

    @property
    def title(self):
        return self.section.title

    @property
    def minutes(self):
        return self.section.minutes


@cache
def asked(source):
    """By a section's title its questions."""
    found, title = {}, "(opening)"
    for cell, _, question in notebooks.parted(source):
        if question:
            found.setdefault(title, []).append(question)
        elif cell.cell_type == "markdown":
            titles = re.findall(r"^## +(.*)$", cell.source, re.MULTILINE)
            title = titles[-1] if titles else title
    return found


@cache
def rows():
    """What the two classes hold, in order."""
    return [
        Row(source, section, asked(source).get(section.title, []))
        for source in notebooks.sources()
        for section in notebooks.sections(source)
        if section.mark == "class"
    ]


def classes():
    """The rows of each class: as many as fit, the rest in the next."""
    found = [[]]
    for row in rows():
        if sum(one.minutes for one in [*found[-1], row]) > CLASS:
            found.append([])
        found[-1].append(row)
    return found


def goes_home(number, row):
    """Whether a class of 45 minutes leaves a section to be done at home."""
    return (row.lesson, row.title) in HOME[number]


def where(row, chosen):
    """The section's name, as a link where its page is built."""
    title = "Opening" if row.title == "(opening)" else row.title
    if row.source not in chosen:
        return title
    anchor = re.sub(r"[^\w\- ]", "", row.title.lower()).replace(" ", "-")
    place = f"#{anchor}" if row.title != "(opening)" else ""
    return f"[{title}]({row.source.stem}.md{place})"


def ballot(question):
    """A link to the question, large."""
    return f'<a href="vote.html#{question.name}">{question.name}</a>'


def votable(question):
    return question.kind in vote.KINDS


def lettered(question):
    return vote.options(question) if votable(question) else []


def does(section):
    """What learners do in a section, counted."""
    counts = [
        (len(section.questions), "question", "questions"),
        (section.views, "view", "views"),
        (len(section.exercises), "exercise", "exercises"),
    ]
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n) or "reading"


def plan(chosen):
    """A table a class: from which minute to which, and where to stop and vote."""
    parts = []
    for number, held in enumerate(classes()):
        total = sum(row.minutes for row in held)
        short = sum(row.minutes for row in held if not goes_home(number, row))
        parts.append(f"### Class {number + 1}: {total} minutes, {short} where there are {SHORT}\n")
        parts.append("| minutes | lesson | section | what learners do | stop and vote | at 45 |")
        parts.append("|--:|--:|---|---|---|---|")
        at = 0
        for row in held:
            votes = ", ".join(ballot(q) for q in row.questions if votable(q)) or "–"
            cut = "home" if goes_home(number, row) else "stays"
            span = f"{at}–{at + row.minutes}"
            cells = (span, row.lesson, where(row, chosen), does(row.section), votes, cut)
            parts.append(f"| {' | '.join(map(str, cells))} |")
            at += row.minutes
        parts.append("")
    return "\n".join(parts)


def pages_of_answers(chosen):
    """The list of the pages with the usual wrong answers."""
    links = [f"- [Lesson {int(s.stem[:2])}](teachers_{s.stem[:2]}.md)" for s in chosen]
    hidden = "\n".join(f"teachers_{source.stem[:2]}" for source in chosen)
    return "\n".join(links) + f"\n\n```{{toctree}}\n:hidden:\n\n{hidden}\n```"


def ladder(chosen):
    return (ROOT / "classroom" / "ladder.md").read_text("utf-8")


def situation_links(chosen):
    """A list of links that open a view on the front page with the numbers of a lesson's moment."""
    return "\n".join(
        f'- Lesson {one.lesson}, {one.title}: <a href="index.html#{one.state}">{one.words}</a>'
        for one in situations.made()
    )


def answers(source):
    """The page of a lesson: each question with its usual wrong answers and what to reply."""
    number = int(source.stem[:2])
    parts = [f"# Lesson {number}: usual wrong answers\n", INTRODUCTION]
    for title, questions in asked(source).items():
        parts.append(f"## {'Opening' if title == '(opening)' else title}\n")
        parts += [told(question) for question in questions]
    return "\n".join(parts)


INTRODUCTION = """What a question asks, what is right, and for each wrong answer the belief that
it shows and a reply. The replies are what the lesson itself says to a learner who chooses that
answer. The name of a question opens it large, to be voted on.
"""


def told(question):
    """One question."""
    name = ballot(question) if votable(question) else question.name
    lines = [f"**{name}**\n", f"{printing.quoted(question.text)}\n"]
    if question.kind == "free":
        return "\n".join([*lines, f"For example: {question.options[0].text}\n"])
    letters = {option: f"{letter}: " for letter, option, _ in lettered(question)}
    for option in question.right:
        reason = f" {option.reason}" if option.reason else ""
        lines.append(f"- Right: **{letters.get(option, '')}{shown(question, option)}**.{reason}")
        lines += [f"  - Said too early: {words}" for _, words in option.after]
    for option in question.options:
        if not option.right:
            belief = MISCONCEPTIONS[option.misconception]
            shows = "" if option.misconception in PLAIN else f" *It shows: {belief}*"
            answer = f"{letters.get(option, '')}{shown(question, option)}"
            lines.append(f"- Wrong: {answer}.{shows} Reply: {option.reason}")
    return "\n".join([*lines, ""])


def shown(question, option):
    text = vote.number(option.value) if question.kind == "number" else option.text
    return text.rstrip(".")


MADE = {
    "plan": plan,
    "answers": pages_of_answers,
    "situations": situation_links,
    "ladder": ladder,
}


def pages(chosen):
    """{file's name: text} of the guide and of its page for each lesson."""

    def made(found):
        return MADE[found[1]](chosen)

    text = re.sub(r"^% (\w+)$", made, GUIDE.read_text("utf-8"), flags=re.MULTILINE)
    texts = {f"teachers_{source.stem[:2]}.md": answers(source) for source in chosen}
    return {"teachers.md": text, **texts}
