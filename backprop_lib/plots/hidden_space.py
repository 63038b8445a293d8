"""The plane of two hidden neurons: where they put each sample, and the line that parts them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from ..activations import ACTIVATIONS
from ..network import Network
from .decision_boundary import drawn
from .parts import alt_text, classes, style
from .parts.labels import plural

LINES, POINTS = 9, 41  # of the sheet of inputs, each way, and the points of a line
MOST = 8  # samples that are named by their inputs
ROOM = 0.1  # around all, of its width
APART = 0.05  # places that share a name
EDGE = 0.25  # of the width: so near the edge a name stands inside


@style.styled
def hidden_space(network, X, y, *, ax=None):
    """Draw where two hidden neurons put the samples, and what the last layer makes of the places.

    The ground is what the last layer answers for each pair of activations; its line is straight.
    The grid is the plane of inputs as the hidden neurons bend it. What cannot be parted by a
    straight line there can be here.

    Parameters
    ----------
    network : Network
        Of two inputs and two neurons in its last hidden layer.
    X : array_like, shape (n, 2)
    y : array_like, shape (n, 1) of 0 and 1, or (n, outputs), one-hot
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        As of `decision_boundary`; the lines of the grid are labelled "_sheet".

    Raises
    ------
    ValueError
        If the network has other sizes, or X or y do not fit.
    """
    sizes = network.sizes
    if len(sizes) < 3 or sizes[0] != 2 or sizes[-2] != 2:
        hidden = plural(sizes[-2], "neuron") if len(sizes) > 2 else "no neuron"
        raise ValueError(
            f"network has {plural(sizes[0], 'input')} and {hidden} in its last hidden layer; "
            "expected two of each, such as Network([2, 2, 1], …)."
        )
    L = len(sizes) - 1
    last = Network.from_weights(
        [network.W[L]], [network.b[L]], activations=[network.activations[-1]]
    )
    forward = network.forward(X)
    X, places = forward.a[0], forward.a[L - 1]
    read = classes.read_classes(forward.output)
    true = classes.true_classes(y, network, len(X))
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    extent = _extent(network.activations[L - 2], places)
    drawn(ax, last, places, true, read, extent)
    _sheet(ax, network, X)
    _names(ax, X, places, extent)
    ax.set(xlabel=f"a[{L - 1}][0]", ylabel=f"a[{L - 1}][1]")
    alt_text.describe(
        ax,
        "In the plane of the two hidden neurons, the last layer's straight line has "
        f"{(read == true).sum()} of {plural(len(X), 'sample')} on their own side.",
    )
    return ax


def _extent(activation, places):
    """All that the activation can be, with some room; where it has no end, the samples' places."""
    low, high = ACTIVATIONS[activation].bounds or (places.min(), places.max())
    room = ROOM * (high - low) or 1.0
    return (low - room, high + room) * 2


def _sheet(ax, network, X):
    """The lines of a grid over the samples' inputs, each where the hidden neurons put it."""
    L = len(network.sizes) - 1
    low, high = X.min(axis=0), X.max(axis=0)
    along = np.linspace(0, 1, POINTS)
    for share in np.linspace(0, 1, LINES):
        for axis in (0, 1):
            points = np.full((POINTS, 2), share)
            points[:, axis] = along
            bent = network.forward(low + points * (high - low)).a[L - 1]
            ax.plot(
                *bent.T, color=style.current().palette["muted"], lw=0.6, zorder=1, label="_sheet"
            )


def _names(ax, X, places, extent):
    """Each sample's inputs beside it; of samples at one place all of them."""
    if len(X) > MOST:
        return
    at = {}
    for x, place in zip(X, places, strict=True):
        near = next((p for p in at if np.hypot(*np.subtract(p, place)) < APART), tuple(place))
        at.setdefault(near, []).append("({})".format(", ".join(f"{value:g}" for value in x)))
    middle, low, high = places.mean(axis=0), extent[0], extent[1]
    edge = EDGE * (high - low)
    for place, names in at.items():
        right, up = np.asarray(place) >= middle  # away from the others, but not out of the picture
        right = (right or place[0] < low + edge) and place[0] < high - edge
        up = (up or place[1] < low + edge) and place[1] < high - edge
        ax.annotate(
            " and ".join(names),
            place,
            xytext=(9 if right else -9, 7 if up else -7),
            ha="left" if right else "right",
            va="bottom" if up else "top",
            textcoords="offset points",
            fontsize=style.FONT_SIZE - 2,
            color=style.current().palette["ink"],
            zorder=5,
            path_effects=[withStroke(linewidth=3, foreground=style.current().palette["paper"])],
        )
