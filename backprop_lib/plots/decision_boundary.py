"""What a network of two inputs answers everywhere on the plane, and where it draws its line."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patheffects import withStroke

from .parts import alt_text, classes, style
from .parts.colour_bars import colour_bar
from .parts.labels import plural

SIDE = 161  # points of the grid along either axis
ROOM = 0.15  # around the samples, of their width
WIDEST = 3.0  # a picture longer than this is not drawn with equal units


@style.styled
def decision_boundary(network, X, y, *, chosen=None, ax=None):
    """Draw what the network answers on the plane around the samples.

    With one output the ground is the output's activation, and a line stands where it is 0.5. With
    several, each class has its ground. A sample that is read as another class has a ring.

    Parameters
    ----------
    network : Network
        Of two inputs, and one output or up to six.
    X : array_like, shape (n, 2)
    y : array_like, shape (n, 1) of 0 and 1, or (n, outputs), one-hot
    chosen : int, optional
        A sample that has the ring, as on a live map; None: those that are read wrongly have it.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its image is labelled "output" or "class"; its collections "_boundary", "class 0",
        "class 1", … and, if there are any, "wrong", or "chosen".

    Raises
    ------
    ValueError
        If the network has other inputs or too many outputs, or X or y do not fit.
    """
    if network.sizes[0] != 2:
        raise ValueError(
            f"network has {plural(network.sizes[0], 'input')}; expected 2, to draw their plane."
        )
    count = classes.count_classes(network)
    if count > len(classes.MARKERS):
        raise ValueError(
            f"network has {count} outputs; expected at most {len(classes.MARKERS)} classes, "
            "which can be told apart."
        )
    forward = network.forward(X)
    X, read = forward.a[0], classes.read_classes(forward.output)
    true = classes.true_classes(y, network, len(X))
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    answers = drawn(ax, network, X, true, read, _extent(X), chosen)
    ax.set(xlabel="input 0", ylabel="input 1")
    alt_text.describe(ax, _finding(answers, true, read, count))
    return ax


def drawn(ax, network, X, true, read, extent, chosen=None):
    """Draw the ground, its line and the samples; the answers on the ground's grid."""
    count = classes.count_classes(network)
    answers = _answers(network, extent)
    if answers.shape[-1] == 1:
        _one_output(ax, answers[..., 0], extent)
    else:
        _regions(ax, answers, extent, count)
    _samples(ax, X, true, count, _ringed(true, read, chosen))
    width, height = extent[1] - extent[0], extent[3] - extent[2]
    ax.set(xlim=extent[:2], ylim=extent[2:])
    ax.set_aspect("equal" if 1 / WIDEST < width / height < WIDEST else "auto")
    return answers


def _extent(X):
    """Left, right, bottom, top; a width of zero becomes one."""
    low, high = X.min(axis=0).astype(float), X.max(axis=0).astype(float)
    span = np.where(high > low, high - low, 1.0)
    low, high = (low + high) / 2 - (0.5 + ROOM) * span, (low + high) / 2 + (0.5 + ROOM) * span
    return (low[0], high[0], low[1], high[1])


def _answers(network, extent):
    """Outputs on the grid, shape (SIDE, SIDE, outputs); its cells fill the extent."""
    x, y = _middles(*extent[:2]), _middles(*extent[2:])
    points = np.stack(np.meshgrid(x, y), axis=-1)
    output = network.forward(points.reshape(-1, 2)).output
    return output.reshape(SIDE, SIDE, -1)


def _middles(low, high):
    return low + (np.arange(SIDE) + 0.5) * (high - low) / SIDE


def _one_output(ax, answers, extent):
    look = style.current()
    image = _image(ax, answers, extent, cmap=look.activation, label="output")
    image.set_clim(0, 1)
    bar = colour_bar(ax, image, "output a: how sure of class 1", ticks=[0, 0.5, 1])
    if answers.min() < 0.5 < answers.max():
        bar.ax.axhline(0.5, color=look.palette["ink"], linewidth=2)
        _boundary(ax, answers, 0.5, extent)


def _regions(ax, answers, extent, count):
    numbers = answers.argmax(axis=-1)
    grounds = ListedColormap(classes.regions(count))
    image = _image(ax, numbers, extent, cmap=grounds, label="class")
    image.set_clim(-0.5, count - 0.5)
    for k in range(count):  # where class k is as large as the largest of the others
        margin = answers[..., k] - np.delete(answers, k, axis=-1).max(axis=-1)
        if margin.min() < 0 < margin.max():
            _boundary(ax, margin, 0.0, extent)


def _image(ax, values, extent, **options):
    label = options.pop("label")
    image = ax.imshow(
        values, extent=extent, origin="lower", interpolation="nearest", zorder=0, **options
    )
    image.set_label(label)
    return image


def _boundary(ax, values, level, extent):
    lines = ax.contour(
        _middles(*extent[:2]),
        _middles(*extent[2:]),
        values,
        levels=[level],
        colors=[style.current().palette["ink"]],
        linewidths=2,
        linestyles="solid",
        zorder=2,
    )
    lines.set_label("_boundary")  # a legend cannot hold it


def _ringed(true, read, chosen):
    """Which samples have a ring, and what it says."""
    if chosen is None:
        return true != read, "wrong"
    return np.arange(len(true)) == chosen, "chosen"


def _samples(ax, X, true, count, ringed):
    palette = style.current().palette
    size = np.clip(9000 / len(X), 20, 110)
    marks = []
    for k, (fill, edge) in enumerate(classes.fills(count)):
        mark = ax.scatter(
            *X[true == k].T,
            s=size,
            marker=classes.MARKERS[k],
            facecolor=fill,
            edgecolor=edge,
            linewidth=1,
            zorder=3,
            label=f"class {k}",
        )
        marks.append(mark)
    rows, label = ringed
    if rows.any():
        ring = ax.scatter(
            *X[rows].T,
            s=3 * size + 60,
            facecolor="none",
            edgecolor=palette["accent"],
            linewidth=2,
            zorder=4,
            label=label,
            path_effects=[withStroke(linewidth=4, foreground=palette["paper"])],
        )
        marks.append(ring)
    ax.legend(
        handles=marks,
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.0),
        ncols=4,
        frameon=False,
        handletextpad=0.1,
        columnspacing=1.0,
        fontsize=style.FONT_SIZE - 2,
    )


def _finding(answers, true, read, count):
    right = int((true == read).sum())
    numbers = classes.read_classes(answers.reshape(SIDE * SIDE, -1))
    shares = np.bincount(numbers, minlength=count) / SIDE**2
    if shares.max() == 1:
        ground = f"All of the plane shown is read as class {shares.argmax()}"
    else:
        parts = [f"{share:.0%} as class {k}" for k, share in enumerate(shares)]
        ground = f"Of the plane shown the network reads {', '.join(parts)}"
    return f"{right} of {plural(len(true), 'sample')} are read as their own class. {ground}."
