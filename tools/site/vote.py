"""One page that shows a question of the bank large and counts votes: vote.html, whole in itself."""

import sys
from pathlib import Path
from string import ascii_uppercase

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from backprop_lib.live import pages  # noqa: E402
from backprop_lib.questions import bank, get, printing  # noqa: E402
from backprop_lib.questions.question import plain  # noqa: E402

KINDS = ("choice", "sign", "number")  # that cards can answer
CARDS = 4  # A to D: as many options can be voted on
PARTS = ROOT / "docs" / "site" / "vote"
LEAD = 70  # letters of a question in the menu
ENDS = ("Predict.", "Warm-up.")


def questions():
    """The questions that cards can answer: one option is right, and there are a few."""
    found = map(get, bank.names())
    return [question for question in found if question.kind in KINDS]


def options(question):
    """(letter, option, its text) as they are shown; of a number the commonest wrong ones."""
    if question.kind != "number":
        return [
            (letter, option, option.text)
            for letter, option in zip(ascii_uppercase[:CARDS], question.shown(), strict=False)
        ]
    wrong = [option for option in question.options if not option.right][: CARDS - 1]
    chosen = sorted([*question.right, *wrong], key=lambda option: option.value)
    return [
        (letter, option, number(option.value))
        for letter, option in zip(ascii_uppercase, chosen, strict=False)
    ]


def number(value):
    """
    >>> number(-0.25), number(729.0)
    ('−0.25', '729')
    """
    return f"{value:.4g}".replace("-", "−")


def entry(question, markdown):
    lead = plain(question.text)
    for start in ENDS:
        lead = lead.removeprefix(f"{start} ")
    return {
        "name": question.name,
        "title": f"{question.name}: {printing.shortened(lead, LEAD)}",
        "text": markdown.render(question.text),
        "options": [
            {
                "letter": letter,
                "text": markdown.renderInline(text),
                "right": option.right,
                "reason": markdown.renderInline(option.reason),
            }
            for letter, option, text in options(question)
        ],
    }


def page():
    """The page's text."""
    markdown = MarkdownIt("commonmark", {"html": False})
    entries = [entry(question, markdown) for question in questions()]
    parts = {path.suffix: path.read_text("utf-8") for path in PARTS.iterdir()}
    text = parts[".html"].replace("{style}", parts[".css"])
    text = text.replace("{script}", parts[".js"])
    return text.replace("{bank}", pages.script_text(entries))


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vote.html").write_text(page(), encoding="utf-8", newline="\n")
