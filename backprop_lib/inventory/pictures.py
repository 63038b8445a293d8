"""The pictures of a scored class, each with the sentence that says what it shows."""

from collections import defaultdict

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from ..plots import style
from .concepts import CONCEPTS

MARKS = {"before": "o", "after": "s", "later": "^"}  # and each is named: grey print is enough


def all_of(scores):
    """(figure, alternative text) for each picture, in the order of the page."""
    with style.use():
        return [scored(scores), believed(scores), difficulties(scores)]


def _colours():
    palette = style.current().palette
    return {"before": palette["negative"], "after": palette["positive"], "later": palette["ink"]}


def scored(scores):
    """How many learners had how many right answers, at each time."""
    times = list(scores.forms.index)
    figure = Figure(figsize=(7.2, 1.2 + 1.5 * len(times)), layout="constrained")
    axes = figure.subplots(len(times), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for ax, when in zip(axes, times, strict=True):
        own = scores.learners[scores.learners.when == when].right
        counts = np.bincount(own, minlength=len(CONCEPTS) + 1)
        ax.bar(range(len(counts)), counts, color=_colours()[when])
        ax.axvline(own.mean(), color=style.current().palette["ink"], lw=1.5, ls="--")
        ax.set_title(f"{when}: mean {own.mean():.1f}", loc="left")
        ax.set_ylabel("learners")
        ax.yaxis.get_major_locator().set_params(integer=True)
    axes[-1].set_xlabel(f"right answers, of {len(CONCEPTS)} (six by chance)")
    means = scores.learners.groupby("when").right.mean()[times]
    told = ", ".join(f"{mean:.1f} {when}" for when, mean in means.items())
    return figure, f"Right answers of {len(CONCEPTS)}, in the mean: {told}."


def believed(scores):
    """What was chosen of each misconception's options: a line from before to the last time."""
    times, found = list(scores.forms.index), scores.misconceptions
    found = found.sort_values(times[0])
    figure = Figure(figsize=(7.2, 1.2 + 0.31 * len(found)), layout="constrained")
    ax = figure.add_subplot()
    places = np.arange(len(found))
    ax.hlines(places, found[times].min(axis=1), found[times].max(axis=1), lw=1.5, color="#7d8796")
    for when in times:
        ax.plot(found[when], places, MARKS[when], color=_colours()[when], label=when, ms=7)
    ax.axvline(0.25, color=style.current().palette["muted"], lw=1, ls=":")
    ax.set_yticks(places, found.index)
    ax.set(xlabel="chosen where offered (dotted: by chance)", xlim=(-0.02, None))
    ax.set_ylim(-0.7, len(found) - 0.3)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.legend(loc="lower right", frameon=False)
    first, last = found[times[0]], found[times[-1]]
    told = f"Most chosen {times[0]}: “{first.idxmax()}”, in {first.max():.0%} of the items with it."
    if len(times) > 1:
        falls = (first - last).idxmax()
        told += (
            f" The largest fall: “{falls}”, from {first[falls]:.0%} to {last[falls]:.0%}. "
            f"Most chosen {times[-1]}: “{last.idxmax()}”, {last.max():.0%}."
        )
    return figure, told


def difficulties(scores):
    """Difficulty and discrimination of each item at the last time, by its number."""
    when = scores.forms.index[-1]
    part = scores.items[scores.items.when == when]
    figure = Figure(figsize=(7.2, 4.6), layout="constrained")
    ax = figure.add_subplot()
    ax.axhline(0, color=style.current().palette["line"], lw=1)
    level = part.discrimination.fillna(0)  # where all answered alike, nothing is told apart
    ax.plot(part.difficulty, level, " ")
    at_one_place = defaultdict(list)
    for number, x, y in zip(part["item"], part.difficulty, level, strict=True):
        at_one_place[round(x, 3), round(y, 2)].append(str(number))
    for place, numbers in at_one_place.items():
        ax.annotate(", ".join(numbers), place, ha="center", va="center", fontsize=11)
    ax.set(xlabel=f"difficulty {when}: share of right answers", ylabel="discrimination")
    ax.set_xlim(-0.05, 1.05)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    hard, easy = part.loc[part.difficulty.idxmin()], part.loc[part.difficulty.idxmax()]
    low = int((part.discrimination < 0.1).sum())
    return figure, (
        f"Items by difficulty and discrimination, {when}. Hardest: {hard['item']} "
        f"({hard.concept}, {hard.difficulty:.0%} right). Easiest: {easy['item']} ({easy.concept}, "
        f"{easy.difficulty:.0%}). {low} of {len(part)} tell strong from weak learners hardly "
        "(below 0.1)."
    )
