"""The loss as a function of one weight, and its slope where we are."""

import matplotlib.pyplot as plt
import numpy as np

from .. import validation
from .parts import alt_text, style
from .parts.labels import number

POINTS = 161
SPAN = 4.0
FLAT = 1e-3  # a slope that leaves the curve by less than this part of its height looks flat


@style.styled
def loss_against_weight(network, X, y, *, loss, layer, i, j, span=None, ax=None):
    """Draw the loss against one weight, with the tangent where the network is.

    All other weights stay as they are. The tangent's slope is ``dW[layer][i, j]`` of `backward`.
    The loss is that of training: normalized layers use the mean and variance of these rows.

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    layer, i, j : int
        The weight ``W[layer][i, j]``: from neuron i of the layer before to neuron j of this one.
    span : float, default 4
        How far to look on both sides of the weight.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its lines are labelled "loss", "tangent" and "here".

    Raises
    ------
    ValueError
        If X, y, loss or span do not fit.
    IndexError
        If there is no such layer or weight.
    """
    W = network.W[layer]
    i = validation.index(i, "i", W.shape[0], f"layer {layer - 1}")
    j = validation.index(j, "j", W.shape[1], f"layer {layer}")
    span = _span(span)
    forward = network.forward(X, training=True)
    backward = network.backward(forward, y, loss)
    here, slope = float(W[i, j]), float(backward.dW[layer][i, j])

    def loss_at(weight):
        moved = network.replace(layer=layer, i=i, j=j, value=weight)
        return moved.loss(moved.forward(X, training=True), y, loss)

    weights = here + np.linspace(-span, span, POINTS)  # the middle one is `here`
    losses = np.array([loss_at(weight) for weight in weights])
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    name = f"W[{layer}][{i}, {j}]"
    _draw(ax, weights, losses, here, backward.loss, slope, name)
    ax.set(xlabel=f"weight {name}", ylabel=f"loss ({loss})")
    alt_text.describe(ax, _finding(name, here, slope, weights, losses))
    return ax


def _span(span):
    span = validation.numbers(SPAN if span is None else span, "span")
    if span.ndim != 0 or span <= 0:
        raise ValueError(f"span is {span}; expected one number above 0.")
    return float(span)


def _draw(ax, weights, losses, here, loss, slope, name):
    colour = style.current().palette
    low, high = _limits(losses)
    ax.plot(weights, losses, color=colour["ink"], label="loss")
    reach = _tangent_reach(weights, here, slope, high - low)
    ends = np.array([here - reach, here + reach])
    ax.plot(
        ends,
        loss + slope * (ends - here),
        color=colour["accent"],
        linewidth=3,
        label="tangent",
        zorder=3,
    )
    ax.plot(
        [here],
        [loss],
        marker="o",
        markersize=11,
        color=colour["accent"],
        markeredgecolor=colour["paper"],
        markeredgewidth=2,
        linestyle="none",
        label="here",
        zorder=4,
    )
    ax.set(xlim=(weights[0], weights[-1]), ylim=(low, high))
    ax.ticklabel_format(useOffset=False)
    ax.grid(axis="y", linewidth=0.8)
    ax.set_axisbelow(True)
    # On the side where a tangent of this slope leaves room: above a falling one's right half.
    ax.annotate(
        f"{name} = {number(here)}, loss {number(loss)}\nslope d{name} = {number(slope, sign=True)}",
        (here, loss),
        xytext=(14 if slope <= 0 else -14, 14),
        textcoords="offset points",
        ha="left" if slope <= 0 else "right",
        va="bottom",
        size=style.FONT_SIZE - 1,
        color=colour["accent"],
        weight="bold",
        zorder=5,
    )


def _limits(losses):
    """The axis' ends: with room, and not so near that rounding looks like a hill."""
    low, high = losses.min(), losses.max()
    least = 0.02 * max(abs(high), 1e-9)
    middle, half = (low + high) / 2, max(high - low, least) / 2
    return middle - 1.12 * half, middle + 1.35 * half


def _tangent_reach(weights, here, slope, height):
    """Half the tangent's width: a quarter of the picture, less where it is steep."""
    quarter = (weights[-1] - weights[0]) / 8
    return min(quarter, 0.3 * height / abs(slope)) if slope else quarter


def _finding(name, here, slope, weights, losses):
    lowest = weights[losses.argmin()]
    part = f"At {name} = {number(here)} the loss has slope {number(slope, sign=True)}: "
    if abs(slope) * (weights[-1] - weights[0]) <= FLAT * max(abs(losses).max(), 1e-9):
        return part + "it hardly answers to this weight here."
    way = "raising" if slope < 0 else "lowering"
    return (
        f"{part}{way} the weight lowers the loss. The lowest loss shown, "
        f"{number(losses.min())}, is at {number(lowest)}."
    )
