"""An activation function and its slope."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from .. import validation
from ..activations import ACTIVATIONS, saturated
from .parts import alt_text, style
from .parts.labels import number

REACH = 6.0  # the curve is drawn from -6 to 6, and farther if a point is
CURVES = tuple(name for name, activation in ACTIVATIONS.items() if activation.derivative)


@style.styled
def activation_curve(name, *, at=None, ax=None):
    """Draw an activation function and its slope, and where some neurons are on it.

    Parameters
    ----------
    name : str
        A name from `backprop_lib.activations.ACTIVATIONS`, any but "softmax".
    at : float or array_like, shape (n,), optional
        z of the points to mark, each with its z, a and slope.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its lines are labelled "a", "slope", and "tangent" and "here" for each point.

    Raises
    ------
    ValueError
        If there is no such curve, or `at` holds no finite numbers.
    """
    if name == "softmax":
        raise ValueError(
            "name 'softmax' has no curve: each of its outputs depends on every z of the layer. "
            f"Known: {', '.join(map(repr, CURVES))}."
        )
    activation = ACTIVATIONS[validation.known(name, "name", CURVES)]
    points = validation.numbers([] if at is None else at, "at")
    if points.ndim > 1:
        raise ValueError(f"at has shape {points.shape}; expected one number or a list of numbers.")
    points = np.atleast_1d(points)

    reach = 1.15 * max([REACH / 1.15, *abs(points)])
    z = np.linspace(-reach, reach, 601)
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    _curves(ax, name, activation, z)
    marks = [(z_k, *_value_and_slope(activation, z_k)) for z_k in map(float, points)]
    _marks(ax, marks)
    alt_text.describe(ax, _finding(name, marks))
    return ax


def _value_and_slope(activation, z):
    z = np.array([z])
    a = activation.value(z)
    return a.item(), activation.derivative(z, a).item()


def _curves(ax, name, activation, z):
    colour = style.current().palette
    a = activation.value(z)
    slope = activation.derivative(z, a)
    ax.axhline(0, color=colour["line"], linewidth=0.8, zorder=0)
    ax.axvline(0, color=colour["line"], linewidth=0.8, zorder=0)
    ax.plot(z, slope, color=colour["muted"], linestyle=(0, (4, 2.5)), linewidth=2, label="slope")
    ax.plot(z, a, color=colour["ink"], linewidth=3, label="a")
    low, high = min(a.min(), 0.0), max(a.max(), slope.max())
    room = 0.12 * (high - low)
    ax.set(xlabel="z", xlim=(z[0], z[-1]), ylim=(low - room, high + room))
    # Written where the curve ends, so that no legend is to be looked up.
    ends = [(a[-1], f"a = {name}(z)", "ink"), (slope[-1], "its slope", "muted")]
    apart = 0.09 * (high - low)
    if abs(ends[0][0] - ends[1][0]) < apart:
        lower = 0 if ends[0][0] < ends[1][0] else 1
        ends[lower] = (ends[lower][0] - apart, *ends[lower][1:])
    for height, text, ink in ends:
        ax.annotate(
            text,
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=colour[ink],
            weight="bold",
            annotation_clip=False,
        )


def _marks(ax, marks):
    colour = style.current().palette
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for z, a, slope in marks:
        # As long on paper whatever the slope.
        half = 0.5 / np.hypot(7 / (right - left), 4 * slope / (top - bottom))
        ends = np.array([z - half, z + half])
        accent = {"color": colour["accent"], "zorder": 3}
        ax.plot(ends, a + slope * (ends - z), linewidth=3, label="tangent", **accent)
        ax.plot(
            [z],
            [a],
            marker="o",
            markersize=10,
            markeredgecolor=colour["paper"],
            markeredgewidth=2,
            linestyle="none",
            label="here",
            **accent,
        )
        # Curves rise: above and left of a point, or below and right of it, there is room.
        up, edge = a < (top + bottom) / 2, (right - abs(z)) / (right - left) < 0.2
        side = 0 if edge else -1 if up else 1
        ax.annotate(
            f"z = {number(z)}\na = {number(a)}\nslope {number(slope)}",
            (z, a),
            xytext=(12 * side, 12 if up else -12),
            textcoords="offset points",
            ha=("right", "center", "left")[side + 1],
            va="bottom" if up else "top",
            size=style.FONT_SIZE - 2,
            path_effects=[withStroke(linewidth=4, foreground=colour["paper"])],
            zorder=4,
            color=colour["accent"],
            weight="bold",
        )


def _finding(name, marks):
    if not marks:
        z = np.linspace(-REACH, REACH, 601)
        activation = ACTIVATIONS[name]
        slope = activation.derivative(z, activation.value(z))
        if np.ptp(slope) == 0:
            return f"The curve of {name}: a straight line of slope {number(slope[0])}."
        left, right = (f"{number(slope[k])} at z = {number(z[k])}" for k in (0, -1))
        ends = f"has slope {left} and {right}"
        if slope.max() == slope[-1]:
            return f"The curve of {name} {ends}."
        k = slope.argmax()
        return (
            f"The curve of {name} is steepest at z = {number(z[k])}, with slope "
            f"{number(slope[k])}; it {ends}."
        )
    told = [
        f"at z = {number(z)}, a is {number(a)} and the slope {number(slope)}"
        + (", nearly flat" if saturated(name, slope) else "")
        for z, a, slope in marks
    ]
    return f"The curve of {name}: {'; '.join(told)}."
