"""The curve that a network of one input and one output draws through its samples."""

import matplotlib.pyplot as plt
import numpy as np

from .. import validation
from .parts import alt_text, style
from .parts.labels import number, plural
from .parts.line_ends import name_lines

POINTS = 301
ROOM, ABOVE = 0.05, 0.3  # beside the samples, of their width, and above, of their height


@style.styled
def regression_fit(network, X, y, *, ax=None):
    """Draw the samples, and what the network answers between them.

    Parameters
    ----------
    network : Network
        Of one input and one output.
    X : array_like, shape (n, 1)
    y : array_like, shape (n, 1)
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its line is labelled "network", its collection "samples". Answers far from all samples
        leave the picture.

    Raises
    ------
    ValueError
        If the network has more inputs or outputs, or X or y do not fit.
    """
    if (network.sizes[0], network.sizes[-1]) != (1, 1):
        raise ValueError(
            f"network has {plural(network.sizes[0], 'input')} and "
            f"{plural(network.sizes[-1], 'output')}; expected one of each, to draw a curve."
        )
    forward = network.forward(X)
    X = forward.a[0][:, 0].astype(float)
    y = validation.batch(y, "y", 1, "outputs", float, len(X))[:, 0]
    if len(y) != len(X):
        raise ValueError(f"y has {len(y)} rows for {len(X)} samples; expected as many.")
    errors = forward.output[:, 0] - y
    room = ROOM * float(np.ptp(X)) or 1.0
    x = np.linspace(X.min() - room, X.max() + room, POINTS)
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    _draw(ax, X, y, x, network.forward(x[:, None]).output[:, 0])
    alt_text.describe(ax, _finding(X, y, errors))
    return ax


def _draw(ax, X, y, x, answers):
    palette = style.current().palette
    ax.scatter(
        X,
        y,
        s=40,
        facecolor=palette["paper"],
        edgecolor=palette["muted"],
        linewidth=1.5,
        label="samples",
        zorder=2,
    )
    ax.plot(x, answers, color=palette["accent"], linewidth=3, label="network", zorder=3)
    room = ABOVE * np.ptp(y) or 1.0
    ax.set(xlabel="input", ylabel="output", xlim=(x[0], x[-1]))
    ax.set_ylim(y.min() - room, y.max() + room)
    name_lines(ax, [(x[-1], answers[-1], "network", palette["accent"])])


def _finding(X, y, errors):
    worst = int(abs(errors).argmax())
    largest = abs(errors[worst]) or 1.0  # taken out: its square may be beyond all numbers
    size = float(largest * np.sqrt(np.mean((errors / largest) ** 2)))
    return (
        f"The network's curve misses {plural(len(y), 'sample')} by {number(size)} (root mean "
        f"square), where y itself varies by {number(float(y.std()))}. It is farthest off at x = "
        f"{number(float(X[worst]))}, by {number(float(abs(errors[worst])))}."
    )
