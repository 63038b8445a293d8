"""The picture of a network: neurons glow with a, edges show their weights, deltas stand below."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch
from matplotlib.patheffects import withStroke

from .parts import alt_text, style
from .parts.graph_data import Values
from .parts.graph_edges import NUMBERS, draw_edges
from .parts.graph_words import MOST, finding, write_words
from .parts.labels import number

HEADER, FOOTER, SIDE = 48, 48, 58  # points
LINE = 16  # more of them above and below a network that has more to say
SKIP = 18  # how high a skip's arrow rises


@style.styled
def network_graph(network, forward=None, backward=None, *, sample=0, ax=None):
    """Draw a network with the numbers of its passes.

    A neuron's fill is its activation a, written in it; its delta stands below, and a ring shows
    the delta's sign and size. An edge's colour is its weight, on a map whose middle is zero, and
    so is its width; small networks have the weights written on their edges, others sign marks
    and a colour bar. Of a layer of more than 12 neurons the first and last six are drawn. Beside
    each of several outputs stands its number: of a softmax, its class. A skip is one arrow over
    the two layers; "batch norm" stands above a normalized layer, whose gamma and beta are not drawn
    (see `to_networkx`).

    Parameters
    ----------
    network : Network
    forward : ForwardPass, optional
        What ``network.forward(X)`` returned.
    backward : BackwardPass, optional
        What ``network.backward(forward, y, loss)`` returned.
    sample : int or None, default 0
        Row of the batch to show; None: means over the batch.
    ax : matplotlib.axes.Axes, optional
        Where to draw: its axis is switched off. The labels of a small network need about 7 by 4
        inches, as the axes stands when this is called. None: a new figure, as large as it takes.

    Returns
    -------
    matplotlib.axes.Axes
        Its collections are labelled "weights" (a LineCollection; its array holds the weights),
        "activations" and "deltas" (one circle a neuron).

    Raises
    ------
    ValueError
        If a record is no record, or one of another network or another batch.
    IndexError
        If there is no such sample.
    """
    values = Values(network, forward, backward, sample)
    if ax is None:
        ax = plt.figure(figsize=figure_size(network)).add_axes((0, 0, 1, 1))
    _draw(ax, values)
    return ax


def network_picture(network, forward=None, backward=None, *, sample=0, dark=False):
    """`network_graph` as a notebook output, made beside pyplot: no figure is left open.

    Parameters and errors are those of `network_graph`.

    Returns
    -------
    data, metadata : dict
        See `alt_text.picture`.
    """
    figure = Figure(figsize=figure_size(network))
    with style.use(dark=dark):
        figure.set(dpi=plt.rcParams["figure.dpi"], facecolor=style.current().palette["paper"])
        network_graph(network, forward, backward, sample=sample, ax=figure.add_axes((0, 0, 1, 1)))
        return alt_text.picture(figure)


def _draw(ax, values):
    neurons = [_drawn(size) for size in values.network.sizes]
    nodes = values.nodes(neurons)
    width, height = ax.get_window_extent().size * 72 / ax.figure.dpi
    ax.set(xlim=(0, width), ylim=(0, height))  # so that one unit is one point
    ax.set_aspect("equal")
    ax.axis("off")
    position, gaps, row = _positions(values.network, width, height)
    radius = min(25.0, 0.3 * row)
    below = [
        _delta_box(*position[node], radius, row)
        for node, values_of in nodes.items()
        if "delta" in values_of
    ]
    draw_edges(ax, values.edges(neurons), position, radius, below)
    _nodes(ax, nodes, position, radius, row)
    _classes(ax, values.network, position, radius, row)
    _skips(ax, values.network.residual, position, radius)
    write_words(ax, values, position, gaps, row)
    alt_text.describe(ax, finding(values))


def figure_size(network):
    """Inches: room for every row, and between two columns for what is written on the edges."""
    sizes = network.sizes
    rows = max(map(_rows, sizes))
    row = 84 if rows <= 4 else 56 if rows <= 8 else 46
    height = max(252, rows * row + sum(_margins(network)))
    drawn = [len(_drawn(size)) for size in sizes]
    numbers = max(i * j for i, j in pairwise(drawn)) <= NUMBERS
    width = 2 * SIDE + (len(sizes) - 1) * (165 if numbers else 132)
    return max(7.2, width / 72), height / 72


def _margins(network):
    """Points above and below the neurons."""
    normalized, skips = any(network.normalization), any(network.residual)
    return HEADER + LINE * (normalized or skips), FOOTER + LINE * normalized


def _drawn(size):
    return [*range(size)] if size <= MOST else [*range(MOST // 2), *range(size - MOST // 2, size)]


def _rows(size):
    return size if size <= MOST else MOST + 1  # the row between the halves says what is left out


def _positions(network, width, height):
    """Where each drawn neuron is, where something is left out, and the height of a row."""
    sizes, (header, footer) = network.sizes, _margins(network)
    row = (height - header - footer) / max(map(_rows, sizes))
    middle = footer + (height - header - footer) / 2
    x = np.linspace(SIDE, width - SIDE, len(sizes))
    position, gaps = {}, {}
    for l, size in enumerate(sizes):
        top = middle + (_rows(size) - 1) / 2 * row
        for place, j in enumerate(_drawn(size)):
            below_gap = size > MOST and place >= MOST // 2
            position[l, j] = (x[l], top - (place + below_gap) * row)
        if size > MOST:
            gaps[l] = (x[l], middle)
    return position, gaps, row


def _nodes(ax, nodes, position, radius, row):
    look = style.current()
    circles = [Circle(position[node], radius) for node in nodes]
    a = np.array([numbers.get("a", np.nan) for numbers in nodes.values()])
    known = np.isfinite(a).all()
    fills = look.activation(np.clip(a, 0, 1)) if known else look.palette["paper"]
    ax.add_collection(
        PatchCollection(
            circles,
            facecolors=fills,
            edgecolors=look.palette["line"],
            linewidths=1.2,
            zorder=4,
            label="activations",
        ),
        autolim=False,
    )
    if known:
        texts = [number(value) for value in a]
        # The longest text decides, so that all have one size.
        size = radius * min(0.6, 1.75 / (0.64 * max(map(len, texts))))
        for node, text in zip(nodes, texts, strict=True):
            place = {"ha": "center", "va": "center", "zorder": 5, "gid": f"a[{node[0]}]"}
            ax.text(*position[node], text, size=size, **place)
    _deltas(ax, nodes, position, radius, row)


def _delta_box(x, y, radius, row):
    """Centre, width and height of the text below a neuron at (x, y), the widest ring counted in."""
    size = _delta_size(row)
    return x, y - 1.3 * radius - 0.75 * size, 0.65 * size * len("δ −1.2e−10"), 1.5 * size


def _delta_size(row):
    return min(style.FONT_SIZE - 1, 0.19 * row)


def _deltas(ax, nodes, position, radius, row):
    look = style.current()
    deltas = {node: numbers["delta"] for node, numbers in nodes.items() if "delta" in numbers}
    if not deltas:
        return
    values = np.array([*deltas.values()])
    norm = style.symmetric_norm(values)
    rings = 1 + 0.26 * radius * abs(values) / norm.vmax  # thickness in points
    ax.add_collection(
        PatchCollection(
            [Circle(position[node], radius + r) for node, r in zip(deltas, rings, strict=True)],
            facecolors=look.delta(norm(values)),
            linewidths=0,
            zorder=3,
            label="deltas",
        ),
        autolim=False,
    )
    for (node, delta), ring in zip(deltas.items(), rings, strict=True):
        x, y = position[node]
        sign = "delta_positive" if delta > 0 else "delta_negative" if delta < 0 else "muted"
        ax.text(
            x,
            y - radius - ring - 0.02 * row,
            f"δ {number(delta, sign=True)}",
            size=_delta_size(row),
            color=look.palette[sign],
            weight="bold",
            ha="center",
            va="top",
            zorder=5,
            gid=f"delta[{node[0]}]",
            path_effects=[withStroke(linewidth=3, foreground=look.palette["paper"])],
        )


def _classes(ax, network, position, radius, row):
    """Beside each of several outputs its number: of a softmax that is the class it answers for."""
    last = len(network.W)
    if network.sizes[last] == 1:
        return
    for (l, j), (x, y) in position.items():
        if l == last:
            place = {"ha": "left", "va": "center", "weight": "bold", "gid": f"class[{j}]"}
            ax.text(x + 1.3 * radius + 6, y, f"{j}", size=min(style.FONT_SIZE, 0.4 * row), **place)


def _skips(ax, residual, position, radius):
    """An arrow over each pair of layers between which there is a skip, with what it adds."""
    palette = style.current().palette
    for l, skip in enumerate(residual, start=1):
        if not skip:
            continue
        (start, y), (end, _) = position[l - 1, 0], position[l, 0]
        y += 1.2 * radius
        arrow = FancyArrowPatch(
            (start + 3, y),
            (end - 3, y),
            connectionstyle=f"arc3,rad={-2 * SKIP / (end - start)}",
            arrowstyle="-|>",
            mutation_scale=13,
            color=palette["accent"],
            linewidth=2,
            shrinkA=0,
            shrinkB=0,
            zorder=5,
            label=f"skip[{l}]",
        )
        ax.add_patch(arrow)
        size = style.FONT_SIZE - 2
        place = ((start + end) / 2, y + SKIP + 2)
        words = {"ha": "center", "va": "bottom", "color": palette["accent"], "weight": "bold"}
        ax.text(*place, f"+ a[{l - 1}]", size=size, **words)
