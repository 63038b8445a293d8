"""A scored class as one page: what it says in words, in pictures and in tables."""

import base64
import io
from html import escape

import numpy as np

from ..misconceptions import MISCONCEPTIONS
from . import pictures
from .concepts import CONCEPTS
from .page import HEAD, HERE

SMALL = 30  # learners; below, the intervals are wide and the page says so
BODY = """<main><h1>{title}</h1>{summary}
{figures}
<h2>Each item</h2>{items}
<h2>Each misconception</h2>{misconceptions}
<h2>How to read this</h2>{notes}
</main></body></html>
"""
NOTES = """<ul>
<li><b>Difficulty</b> is the share of right answers; a guess is right in one of four.
<b>Discrimination</b> is the correlation of an item with the score on all others: near 0 or below,
look at the item.</li>
<li><b>α</b> is Cronbach's; <b>gain</b> is the part of what was missing before that was won. Each
stands with a 95 % interval: what would come out if learners like these were drawn anew.</li>
<li><b>Chosen</b> says how often a misconception's option was chosen where it was offered; who
guesses chooses it in about one of four. <b>Held</b> is the share of learners whose answers name it:
they are fifteen times likelier with the belief than without it.</li>
<li>{size} One class shows what happened in it, not why. Without a group that was taught in another
way, a gain is no proof of a method.</li>
</ul>"""


def page(scores, title):
    """The page: one file that needs no network."""
    return HEAD.format(title=escape(title), style=(HERE / "form.css").read_text("utf-8")) + (
        BODY.format(
            title=escape(title),
            summary=_summary(scores),
            figures="\n".join(_figure(*made) for made in pictures.all_of(scores)),
            items=_items(scores),
            misconceptions=_misconceptions(scores),
            notes=NOTES.format(size=_size(scores)),
        )
    )


def _figure(figure, alt):
    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    data = base64.b64encode(file.getvalue()).decode()
    return (
        f'<figure><img alt="{escape(alt)}" src="data:image/png;base64,{data}">'
        f"<figcaption>{escape(alt)}</figcaption></figure>"
    )


def _summary(scores):
    rows = [
        [
            when,
            f"{form.learners:.0f}",
            f"{form['mean']:.0%}",
            _with_interval(form.alpha, form.alpha_low, form.alpha_high),
            _gain(scores, when),
        ]
        for when, form in scores.forms.iterrows()
    ]
    return _table(["form", "learners", "right", "α (95 % interval)", "gain (95 % interval)"], rows)


def _gain(scores, when):
    if when not in scores.gains.index:
        return "–"
    row = scores.gains.loc[when]
    both = f", {row.learners:.0f} learners with both"
    return _with_interval(row.gain, row.low, row.high) + both


def _with_interval(value, low, high):
    return f"{_number(value)} ({_number(low)} to {_number(high)})"


def _number(value):
    return "–" if not np.isfinite(value) else f"{value:.2f}".replace("-", "−")


def _items(scores):
    rows = []
    for (number, concept), part in scores.items.groupby(["item", "concept"], sort=False):
        part = part.set_index("when")
        wrong = scores.distractors[scores.distractors["item"] == number]
        wrong = wrong.groupby("misconception").chosen.sum().sort_values(ascending=False)
        told = "; ".join(f"{belief}: {count}" for belief, count in wrong.items() if count)
        rows.append(
            [
                str(number),
                CONCEPTS[concept][0],
                " → ".join(f"{value:.0%}" for value in part.difficulty),
                " → ".join(_number(value) for value in part.discrimination),
                told or "–",
            ]
        )
    return _table(["item", "about", "difficulty", "discrimination", "wrong answers"], rows)


def _misconceptions(scores):
    found, times = scores.misconceptions, list(scores.forms.index)
    rows = [
        [
            belief,
            MISCONCEPTIONS[belief],
            " → ".join(f"{found.loc[belief, when]:.0%}" for when in times),
            " → ".join(f"{found.loc[belief, f'held {when}']:.0%}" for when in times),
        ]
        for belief in found.sort_values(times[0], ascending=False).index
    ]
    return _table(["name", "what is believed", "chosen", "held"], rows)


def _size(scores):
    least = scores.forms.learners.min()
    if least >= SMALL:
        return f"{least} learners or more: the numbers of single items are rough all the same."
    few = "One learner" if least == 1 else f"Only {least} learners"
    return f"{few}: take the intervals at their word, and no single item."


def _table(head, rows):
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )
