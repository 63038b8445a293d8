"""The still picture of a DepthLab: for readers without a kernel."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .. import plots
from ..plots import style
from ..plots.parts.labels import number
from .caption import STILL


def draw(lab):
    """Spread, |delta|, |dW| and the factor of every layer, as the lab shows them.

    Parameters
    ----------
    lab : DepthLab

    Returns
    -------
    matplotlib.figure.Figure
    """
    found, theory = lab.flow, lab.prediction
    L = len(lab.network.W)
    with style.use():
        figure = Figure(figsize=(11, 6.4), dpi=85, layout="constrained")
        figure.suptitle(repr(lab).partition(":")[0], fontsize=style.FONT_SIZE)
        (spread, delta), (dW, factor) = figure.subplots(2, 2)
        _bars(spread, "spread of a[l]", found.spread, theory and [*theory.spread])
        scale = found.delta[L]
        _bars(delta, "|delta[l]|", found.delta, theory and [scale * d for d in theory.delta])
        _bars(dW, "|dW[l]|", found.dW, None)
        _factors(factor, found, theory)
        for ax in (dW, factor):
            ax.set_xlabel("layer")
            ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        figure.supxlabel(STILL, fontsize=style.FONT_SIZE, color=style.LIGHT["muted"])
        first, last = float(found.delta[1]), float(found.delta[L])
        plots.describe(
            figure,
            f"{lab!r}. From layer {L} back to layer 1 the length of delta goes from "
            f"{number(last)} to {number(first)}, a factor of "
            f"{number(_a_layer(first, last, L))} a layer; the spread of the activations from "
            f"{number(float(found.spread[1]))} in layer 1 to "
            f"{number(float(found.spread[L - 1]))} in layer {L - 1}.",
        )
    return figure


def _a_layer(first, last, L):
    return (first / last) ** (1 / (L - 1)) if first and last else 0.0


def _bars(ax, name, measured, theory):
    layers = np.array([l for l, _ in measured.items()])
    values = np.array([float(value) for value in measured])
    seen = values > 0
    ax.set(yscale="log", ylabel=name)
    if seen.any():
        low = values[seen].min() / 3
        palette = style.LIGHT
        ax.bar(layers[seen], values[seen] - low, bottom=low, color=palette["line"], width=0.8)
        if theory is not None:
            ax.plot(layers[: len(theory)], theory, color=palette["ink"], ls="--", label="theory")
            ax.legend(frameon=False)
        ax.set_ylim(low, values.max() * 3)


def _factors(ax, found, theory):
    palette = style.LIGHT
    layers = [l for l, _ in found.factor.items()]
    looks = {"slope": ("o", "none"), "size of W": ("s", palette["line"])}
    parts = {
        "slope": [float(found.slope[l]) for l in layers],
        "size of W": [float(found.weight[l + 1]) for l in layers],
    }
    if len(found.scale):
        parts["normalization"] = [float(found.scale[l]) for l in layers]
        looks["normalization"] = ("^", "none")
    for name, values in parts.items():
        marker, face = looks[name]
        ax.plot(
            layers, values, marker, markerfacecolor=face, color=palette["muted"], ms=5, label=name
        )
    ax.plot(layers, [*found.factor], "-", color=palette["accent"], lw=2, label="factor")
    if theory is not None:
        ax.plot(layers, np.sqrt([*theory.chi]), "--", color=palette["ink"], label="theory")
    ax.axhline(1, color=palette["line"], lw=1)
    ax.set(yscale="log", ylabel="|delta[l]| / |delta[l+1]|")
    ax.legend(frameon=False, fontsize=style.FONT_SIZE - 3, ncols=2)
