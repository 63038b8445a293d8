"""What all slopes of a network cost: each number nudged by itself, or one backward pass."""

import matplotlib.pyplot as plt
import numpy as np

from .. import validation
from .parts import alt_text, style

CAREFUL = 3  # alt text claims a third of what was measured: a repeated measurement agrees


@style.styled
def gradient_cost(parameters, nudging, backward, *, ax=None):
    """Draw measured times against the number of weights and biases, on logarithmic axes.

    Parameters
    ----------
    parameters : array_like, shape (n,)
        Numbers of weights and biases, from the smallest network to the largest.
    nudging : array_like, shape (n,)
        Seconds that it takes to find all slopes by nudging every weight and bias.
    backward : array_like, shape (n,)
        Seconds of one forward and one backward pass.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its lines are labelled "nudging" and "backward"; between them stands their ratio.

    Raises
    ------
    ValueError
        If the lengths differ, or anything is not above 0.
    """
    columns = {"parameters": parameters, "nudging": nudging, "backward": backward}
    columns = {name: _column(value, name) for name, value in columns.items()}
    parameters, nudging, backward = columns.values()
    if not len(parameters) == len(nudging) == len(backward):
        lengths = ", ".join(f"{name} {len(column)}" for name, column in columns.items())
        raise ValueError(f"lengths differ: {lengths}; expected one number each a network.")
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    _draw(ax, parameters, nudging, backward)
    alt_text.describe(ax, _finding(parameters, nudging / backward))
    return ax


def _column(value, name):
    column = validation.numbers(value, name)
    if column.ndim != 1 or not len(column):
        raise ValueError(f"{name} has shape {column.shape}; expected a list of numbers.")
    if (column <= 0).any():
        raise ValueError(f"{name} holds {column.min():g}; expected numbers above 0.")
    return column.astype(float)


def _draw(ax, parameters, nudging, backward):
    colour = style.current().palette
    ax.set(xscale="log", yscale="log")
    ax.vlines(parameters, backward, nudging, color=colour["line"], linewidth=1, zorder=1)
    lines = [  # each is named at the end where the other one is far
        ("nudging", nudging, "accent", "s", "nudge them one by one", -1, (-14, 0)),
        ("backward", backward, "ink", "o", "one backward pass", 0, (0, -14)),
    ]
    for label, seconds, ink, marker, words, end, offset in lines:
        ax.plot(parameters, seconds, color=colour[ink], marker=marker, markersize=8, label=label)
        ax.annotate(
            words,
            (parameters[end], seconds[end]),
            xytext=offset,
            textcoords="offset points",
            ha="left" if end == 0 else "right",
            va="top" if end == 0 else "center",
            color=colour[ink],
            weight="bold",
        )
    for n, high, low in zip(parameters, nudging, backward, strict=True):
        ax.annotate(
            _times(high / low),
            (n, np.sqrt(high * low)),
            xytext=(-6, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            size=style.FONT_SIZE - 2,
            color=colour["muted"],
        )
    ax.margins(x=0.12, y=0.18)
    ax.set(xlabel="weights and biases", ylabel="seconds for all slopes")


def _times(ratio):
    """
    >>> _times(8.76), _times(50864)
    ('8.8 ×', '51,000 ×')
    """
    return f"{ratio:.1f} ×" if ratio < 10 else f"{float(f'{ratio:.1e}'):,.0f} ×"


def _finding(parameters, ratio):
    least = ratio[-1] / CAREFUL
    cheaper = "One backward pass finds all slopes faster than nudging the weights one by one"
    if least < 10 or len(ratio) == 1:
        return f"{cheaper}." if (ratio > 1).all() else "Neither way is faster at all sizes."
    times = 10 ** int(np.log10(least))
    return (
        f"{cheaper}. The gap widens with the network: at {parameters[-1]:,.0f} weights and "
        f"biases nudging takes more than {times:,} times as long."
    )
