"""A form as a page: to answer on, to print, and, for the teacher, with its answers."""

import re
from html import escape
from pathlib import Path

from ..misconceptions import MISCONCEPTIONS
from .concepts import CONCEPTS, MINUTES

HERE = Path(__file__).parent
RULES = (
    "Choose one answer to each question. A pencil is enough. If you do not know, choose what you "
    "think is most likely. There are {minutes} minutes, and no marks."
)
CODE = "a word and two digits that only you know, the same each time; not your name"
HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{style}</style></head><body>
"""
FORM = """<main><h1>Inventory of backpropagation</h1>
<p class="form">Form {name}</p>
<p>{rules}</p>
<form data-seed="{seed}" data-when="{when}">
<p class="code"><label>Your code <input name="code" maxlength="40" autocomplete="off"
 aria-describedby="code-is"></label> <span id="code-is">({code})</span></p>
{items}
<p class="end"><button>Save my answers</button> <span role="status"></span></p>
<p class="saved" hidden><label>Or copy this and hand it in:
<textarea readonly rows="3"></textarea></label></p>
</form></main><script>{script}</script></body></html>
"""
ANSWERS = """<main><h1>Inventory of backpropagation: form {name}, answers</h1>
<p>For the teacher. Beside each wrong letter stands the misconception that it shows.</p>
<table><thead><tr><th>item</th><th>about</th><th>right</th><th>wrong</th></tr></thead>
<tbody>{rows}</tbody></table><h2>The misconceptions</h2><dl>{list}</dl></main></body></html>
"""


def page(form):
    """The form without its answers: one file that needs no network."""
    items = "\n".join(_item(n, item) for n, item in enumerate(form.items, start=1))
    return _head(f"Form {form.name}") + FORM.format(
        name=form.name,
        seed=form.seed,
        when=form.when,
        rules=RULES.format(minutes=MINUTES),
        code=CODE,
        items=items,
        script=(HERE / "form.js").read_text("utf-8"),
    )


def answers(form):
    """The right letters, and what each wrong one shows."""
    rows, shown = [], {}
    for n, item in enumerate(form.items, start=1):
        wrong = {letter: o.misconception for letter, o in item.options.items() if not o.right}
        shown |= dict.fromkeys(wrong.values())
        told = "; ".join(f"{letter}: {belief}" for letter, belief in wrong.items())
        cells = (n, CONCEPTS[item.concept][0], item.key, told)
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    listed = "".join(
        f"<dt>{escape(key)}</dt><dd>{escape(text)}</dd>"
        for key, text in MISCONCEPTIONS.items()
        if key in shown
    )
    title = f"Form {form.name}: answers"
    return _head(title) + ANSWERS.format(name=form.name, rows="\n".join(rows), list=listed)


def _head(title):
    style = (HERE / "form.css").read_text("utf-8")
    return HEAD.format(title=escape(title), style=style)


def _item(number, item):
    options = "".join(
        f'<label><input type="radio" name="q{number}" value="{letter}">'
        f"<b>{letter}</b> <span>{inline(option.text)}</span></label>"
        for letter, option in item.options.items()
    )
    longest = max(len(option.text) for option in item.options.values())
    width = "short" if longest <= 14 else "middle" if longest <= 34 else "long"
    return (
        f"<fieldset><legend><b>{number}</b></legend><p>{inline(item.question.text)}</p>"
        f'<div class="{width}">{options}</div></fieldset>'
    )


def inline(text):
    """A text with `code` as HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
