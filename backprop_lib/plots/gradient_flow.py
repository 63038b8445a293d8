"""How large the gradients of each layer are: do they reach the first one?"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator

from .. import records
from ..records import BackwardPass
from .parts import alt_text, style
from .parts.labels import number, plural
from .parts.line_ends import name_lines

FADES = 10.0  # mean |dW| that falls or grows by this factor from the last layer to the first
WIDE = 50.0  # the largest size over the smallest, from which the axis ends near them
EMPTY = (1e-3, 1.0)  # the axis of a pass in which every gradient is zero

MEASURES = {  # name: how it is computed, colour, marker, dashes
    "norm of dW": (np.linalg.norm, "muted", "s", (0, (1, 1.3))),
    "max |dW|": (lambda dW: abs(dW).max(), "accent", "^", (0, (5, 2))),
    "mean |dW|": (lambda dW: abs(dW).mean(), "ink", "o", "-"),
}


@style.styled
def gradient_flow(backward, *, ax=None):
    """Draw mean |dW|, max |dW| and the norm of dW of every layer on a logarithmic axis.

    Parameters
    ----------
    backward : BackwardPass
        What ``network.backward(forward, y, loss)`` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its lines are labelled "norm of dW", "max |dW|" and "mean |dW|", and "zero" where a
        layer's dW is all zero: a logarithmic axis has no zero, so it stands at the bottom.

    Raises
    ------
    ValueError
        If `backward` is no BackwardPass.
    """
    records.expect(backward, BackwardPass)
    layers = np.arange(1, len(backward.dW) + 1)
    sizes = {
        name: np.array([float(measure(dW)) for dW in backward.dW])
        for name, (measure, *_) in MEASURES.items()
    }
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    _draw(ax, layers, sizes)
    alt_text.describe(ax, _finding(sizes["mean |dW|"]))
    return ax


def _draw(ax, layers, sizes):
    palette = style.current().palette
    ax.set(yscale="log", xlim=(0.6, layers[-1] + 0.4))
    for name, (_, colour, marker, dashes) in MEASURES.items():
        seen = np.where(sizes[name] > 0, sizes[name], np.nan)
        ax.plot(
            layers,
            seen,
            color=palette[colour],
            marker=marker,
            markersize=8,
            linestyle=dashes,
            label=name,
        )
    mean = sizes["mean |dW|"]
    if not mean.any():
        ax.set_ylim(EMPTY)
    else:
        _at_least(ax, mean[mean > 0].min(), sizes["norm of dW"].max())
    _zeros(ax, layers[mean == 0])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set(xlabel="layer; the backward pass goes from right to left", ylabel="size of dW")
    ax.grid(axis="y", linewidth=0.8)
    ax.set_axisbelow(True)
    ends = [
        (layers[sizes[name] > 0][-1], sizes[name][sizes[name] > 0][-1], name, palette[colour])
        for name, (_, colour, *_) in MEASURES.items()
        if sizes[name].any()
    ]
    name_lines(ax, ends)


def _at_least(ax, low, high):
    """Two decades: a shorter axis makes a little difference look like much."""
    if high < WIDE * low:
        middle = np.sqrt(low * high)
        ax.set_ylim(middle / 10, middle * 10)


def _zeros(ax, layers):
    if not len(layers):
        return
    warning = style.current().palette["warning"]
    low = ax.get_ylim()[0]
    ax.set_ylim(bottom=low)
    ax.plot(
        layers,
        np.full(len(layers), low),
        marker="X",
        markersize=10,
        color=warning,
        linestyle="none",
        clip_on=False,
        zorder=5,
        label="zero",
    )
    for layer in layers:
        ax.annotate(
            "0",
            (layer, low),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            color=warning,
            weight="bold",
        )


def _finding(mean):
    L = len(mean)
    zero = [str(l) for l, size in enumerate(mean, start=1) if size == 0]
    if len(zero) == L:
        return "Every gradient is zero: no weight of any layer would move."
    if zero:
        where = f"layer {zero[0]}" if len(zero) == 1 else f"layers {', '.join(zero)}"
        return f"No gradient reaches {where}: there dW is zero. The largest mean |dW| is " + (
            f"{number(mean.max())}, in layer {mean.argmax() + 1}."
        )
    ends = f"mean |dW| is {number(mean[-1])} in layer {L} and {number(mean[0])} in layer 1"
    if L == 1:
        return f"The {ends.split(' and ')[0]}."
    ratio = mean[-1] / mean[0]
    if ratio >= FADES:
        return f"The gradient fades on its way back: {ends}, {_times(ratio)} smaller."
    if ratio <= 1 / FADES:
        return f"The gradient grows on its way back: {ends}, {_times(1 / ratio)} larger."
    steady = f"The gradient keeps its size through {plural(L, 'layer')}"
    return f"{steady}: {ends}."


def _times(ratio):
    return f"{float(f'{ratio:.1e}'):,.0f} times" if ratio < 1e6 else f"{number(ratio)} times"
