"""Where the activations of each layer lie, and how many of them let a delta through."""

import matplotlib.pyplot as plt
import numpy as np

from .. import records
from ..activations import ACTIVATIONS, saturated
from ..records import ForwardPass
from .parts import alt_text, style
from .parts.labels import number, plural

BINS = 24
ROW = 5  # panels side by side


@style.styled
def activation_histograms(forward):
    """Draw the activations of every layer, all neurons and all samples of a batch, as bars.

    Above each panel stands how many of them are saturated: their slope is less than a tenth of the
    largest that the activation has. A neuron that is so for every sample is counted apart: it is
    called dead if it is a ReLU.

    Parameters
    ----------
    forward : ForwardPass
        What ``network.forward(X)`` returned.

    Returns
    -------
    matplotlib.figure.Figure
        One Axes a layer, from 1 to L; the bars' heights are shares of the layer, in per cent.

    Raises
    ------
    ValueError
        If `forward` is no ForwardPass.
    """
    records.expect(forward, ForwardPass)
    names = forward.network.activations
    layers = len(names)
    columns = min(ROW, layers)
    rows = -(-layers // columns)
    figure = plt.figure(figsize=(max(3.2, 2.3 * columns), 2.7 * rows), layout="constrained")
    told = []
    for l, name in enumerate(names, start=1):
        ax = figure.add_subplot(rows, columns, l)
        _bars(ax, forward.a[l], name)
        share, always = _saturated(name, forward.u[l])
        ax.set_title(
            f"layer {l}, {name}\n{_share(name, share, always)}",
            size=style.FONT_SIZE - 2,
            loc="left",
        )
        ax.tick_params(labelsize=style.FONT_SIZE - 3)
        if (l - 1) % columns == 0:
            ax.set_ylabel("% of activations", size=style.FONT_SIZE - 2)
        if l > layers - columns:
            ax.set_xlabel("a", size=style.FONT_SIZE - 2)
        told.append(_told(l, name, forward.a[l], share, always))
    alt_text.describe(figure, " ".join(told))
    return figure


def _bars(ax, a, name):
    look = style.current()
    low, high = ACTIVATIONS[name].bounds or (0.0, 0.0)
    low, high = min(a.min(), low), max(a.max(), high)  # a skip adds to what the function gave
    if not high - low > 1e-9 * max(abs(low), abs(high)):
        low, high = low - 0.5, high + 0.5
    counts, edges = np.histogram(a, bins=BINS, range=(low, high))
    middles = (edges[:-1] + edges[1:]) / 2
    ax.bar(
        middles,
        100 * counts / a.size,
        width=edges[1] - edges[0],
        color=look.activation(np.clip(middles, 0, 1)),
        edgecolor=look.palette["line"],
        linewidth=1,
    )
    ax.set(xlim=(low, high), ylim=(0, None))
    ax.locator_params(nbins=3)


def _saturated(name, u):
    """Share of activations with hardly a slope, and neurons that have none for any sample."""
    activation = ACTIVATIONS[name]
    if activation.derivative is None:  # softmax: the loss cancels its slope
        return None, 0
    flat = saturated(name, activation.derivative(u, activation.value(u)))
    return float(flat.mean()), int(flat.all(axis=0).sum())


def _share(name, share, always):
    if share is None:
        return ""
    count = f"\n{always} {'dead' if name == 'relu' else 'always'}" if always else ""
    return f"{share:.0%} saturated{count}"


def _told(l, name, a, share, always):
    text = f"Layer {l}: a from {number(float(a.min()))} to {number(float(a.max()))}"
    if share is not None:
        text += f", {share:.0%} saturated"
    if always:
        text += f", {plural(always, 'neuron')} {'dead' if name == 'relu' else 'in every sample'}"
    return f"{text}."
