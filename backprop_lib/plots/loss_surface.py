"""The loss over two weights, or over two random directions, and the way that training took."""

from functools import partial

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LogNorm, Normalize
from matplotlib.patheffects import withStroke

from .. import validation
from ..network import Network
from . import loss_slices
from .parts import alt_text, style
from .parts.colour_bars import colour_bar
from .parts.labels import number, plural

POINTS = 41  # along either axis; an odd number: the middle one is the network
SPAN = {"weights": 4.0, "random": 1.0}
LEVELS = 8  # contour lines
STEEP = 20.0  # from here on, largest loss over smallest, the map is logarithmic
FLAT = 1e-9  # a loss that changes by less than this part of itself is rounding


@style.styled
def loss_surface(
    network,
    X,
    y,
    *,
    loss,
    across=("W[1][0, 0]", "W[2][0, 0]"),
    path=None,
    span=None,
    seed=None,
    ax=None,
):
    """Draw the loss as a map over two of a network's weights; all others stay as they are.

    The loss is that of training: normalized layers use the mean and variance of these rows.

    Parameters
    ----------
    network : Network
        It is in the middle, unless there is a path.
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    across : pair of str or "random"
        Two weights or biases by name. "random": two random directions in the space of all
        weights, each neuron's part as long as the neuron's own weights; biases stay, and so do
        gamma and beta.
    path : sequence of Network, optional
        Networks on the way that training took, the first one first. The map reaches over it, and
        shows the loss of `network` moved, which is that of the path if only the two weights moved.
    span : float, optional
        How far to look on each side: of the network, 4 by default, or 1 for "random", where 1 is
        once the length of its weights; or of the path, by default a quarter of its width.
    seed : int or numpy.random.Generator, optional
        Where "random" directions are drawn from.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its image holds the losses; its lines are labelled "path", "start" and "here".

    Raises
    ------
    ValueError
        If a name, the path, X, y, the loss or span do not fit.
    IndexError
        If there is no such weight.

    Notes
    -----
    Random directions as in Li et al. 2018, "filter normalization". They hardly see a path, which
    lies in few of the many dimensions (section 7 there): so a path needs two weights.
    """
    here = network.loss(network.forward(X, training=True), y, loss)  # says what does not fit
    span = _span(span)
    if isinstance(across, str) and across == "random":
        if path is not None:
            raise ValueError(
                "path is given with across='random', but random directions hardly see a path; "
                f"name two weights, such as across={loss_slices.EXAMPLE}."
            )
        names = ("direction 1", "direction 2")
        start, places = np.zeros(2), None
        x = y_ = np.linspace(-1, 1, POINTS) * (span or SPAN["random"])
        moved = partial(loss_slices.along, network, loss_slices.random_directions(network, seed))
    else:
        one, other = loss_slices.two_parameters(network, across)
        names = tuple(name.strip() for name in across)
        start = np.array([one.of(network), other.of(network)])
        places = None if path is None else _places(network, path, one, other)
        x, y_ = _axes(start[None] if path is None else np.vstack([places, start]), span)

        def moved(x, y):
            return other.moved(one.moved(network, x), y)

    losses = np.array([[_loss(moved(x_k, y_k), X, y, loss) for x_k in x] for y_k in y_])
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    _surface(ax, x, y_, losses, loss)
    _way(ax, start, places)
    ax.set(xlabel=names[0], ylabel=names[1])
    alt_text.describe(ax, _finding(names, x, y_, losses, here, places))
    return ax


def _span(span):
    if span is None:
        return None
    span = validation.numbers(span, "span")
    if span.ndim != 0 or span <= 0:
        raise ValueError(f"span is {span}; expected one number above 0.")
    return float(span)


def _places(network, path, one, other):
    """Where the networks of a path are, shape (n, 2)."""
    networks = [path] if isinstance(path, Network) else list(path)
    if not networks:
        raise ValueError("path is empty; expected at least one network.")
    for k, step in enumerate(networks):
        if not isinstance(step, Network):
            raise ValueError(
                f"path[{k}] is a {type(step).__name__}; expected networks, such as step.network."
            )
        if step.sizes != network.sizes:
            raise ValueError(f"path[{k}] is {step.name}; expected {network.name}, as `network`.")
    return np.array([(one.of(step), other.of(step)) for step in networks])


def _axes(places, span):
    """Both axes, as long as one another, so that a step looks as long as it is."""
    low, high = places.min(axis=0), places.max(axis=0)
    widest = (high - low).max()
    room = span or widest / 4 or SPAN["weights"]
    return [
        middle + np.linspace(-1, 1, POINTS) * (widest / 2 + room) for middle in (low + high) / 2
    ]


def _loss(network, X, y, loss):
    """Infinite where a number grows past what the dtype can hold."""
    try:
        return network.loss(network.forward(X, training=True), y, loss)
    except OverflowError:
        return np.inf


def _surface(ax, x, y_, losses, loss):
    look = style.current()
    finite = losses[np.isfinite(losses)]
    low, high = finite.min(), finite.max()
    steep = low > 0 and high > STEEP * low
    norm = LogNorm(low, high) if steep else Normalize(low, high)
    half_x, half_y = (x[1] - x[0]) / 2, (y_[1] - y_[0]) / 2
    image = ax.imshow(
        losses,
        origin="lower",
        aspect="equal",
        interpolation="bilinear",
        extent=(x[0] - half_x, x[-1] + half_x, y_[0] - half_y, y_[-1] + half_y),
        cmap=look.amount,
        norm=norm,
    )
    colour_bar(ax, image, f"loss ({loss})")
    ax.locator_params(nbins=6)
    if high - low <= FLAT * max(abs(high), FLAT):
        return
    spread = np.geomspace if steep else np.linspace
    levels = spread(low, high, LEVELS + 2)[1:-1]
    lines = ax.contour(
        x, y_, losses, levels=levels, colors=[look.palette["ink"]], linewidths=0.8, alpha=0.8
    )
    ax.clabel(lines, fmt=number, fontsize=style.FONT_SIZE - 4)


def _way(ax, here, places):
    palette = style.current().palette
    mark = {"color": palette["accent"], "marker": "o", "linestyle": "none", "zorder": 5}
    if places is not None:
        ax.plot(
            *places.T,
            color=palette["accent"],
            marker=".",
            markersize=7,
            linewidth=1.5,
            label="path",
            path_effects=[withStroke(linewidth=4, foreground=palette["paper"])],
            zorder=4,
        )
        start = {"markersize": 10, "markerfacecolor": palette["paper"], "markeredgewidth": 2.5}
        ax.plot(*places[0], label="start", **start, **mark)
    end = {"markersize": 12, "markeredgecolor": palette["paper"], "markeredgewidth": 2}
    ax.plot(*here, label="here", **end, **mark)


def _finding(names, x, y_, losses, here, places):
    finite = np.isfinite(losses)
    low, high = losses[finite].min(), losses[finite].max()
    if high - low <= FLAT * max(abs(high), FLAT):
        text = f"The loss is {number(here)} everywhere on the map: it does not answer to these two."
    else:
        row, column = np.unravel_index(np.where(finite, losses, np.inf).argmin(), losses.shape)
        text = (
            f"The loss of this network is {number(here)}; on the map it goes from {number(low)}, "
            f"at {names[0]} = {number(x[column])} and {names[1]} = {number(y_[row])}, to "
            f"{number(high)}."
        )
    if places is not None and len(places) > 1:
        ends = [" and ".join(number(value) for value in place) for place in places[[0, -1]]]
        text += f" The path of {plural(len(places), 'network')} leads from {ends[0]} to {ends[1]}."
    return text
