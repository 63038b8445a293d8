"""The edges of a network's picture: colour, width, and the number or the sign of each weight."""

import numpy as np
from matplotlib.collections import LineCollection

from . import style
from .labels import number

# Up to 9 edges between two layers get their number, where there is room for all; else the 128
# heaviest edges of the picture get a sign mark.
NUMBERS, MARKS = 9, 128


def draw_edges(ax, edges, position, radius, occupied):
    """Draw all these edges into an axes whose unit is one point.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    edges : dict
        (start, end) -> the edge's numbers, its weight among them.
    position : dict
        Node -> (x, y), where the neurons of a layer share x.
    radius : float
        Of a neuron.
    occupied : list of (x, y, width, height)
        Where numbers and marks must not go.
    """
    look = style.current()
    # The heaviest last, so that it is on top.
    edges = sorted(edges.items(), key=lambda edge: abs(edge[1]["weight"]))
    weights = np.array([numbers["weight"] for _, numbers in edges])
    segments = np.array([(position[start], position[end]) for (start, end), _ in edges])
    norm = style.symmetric_norm(weights)
    crowd = max(np.bincount([end[0] for (_, end), _ in edges]))  # between two layers
    widest = 7.0 if crowd <= NUMBERS else 5.0 if crowd <= 36 else 3.5
    lines = LineCollection(
        segments,
        array=weights,
        cmap=look.weights,
        norm=norm,
        linewidths=0.8 + (widest - 0.8) * abs(weights) / norm.vmax,
        capstyle="round",
        label="weights",
        zorder=1,
    )
    ax.add_collection(lines, autolim=False)
    if crowd > NUMBERS or not _edge_numbers(ax, segments, weights, radius, occupied):
        _edge_marks(ax, segments, weights, lines, radius, occupied)
        _colour_bar(ax, lines)


def _edge_numbers(ax, segments, weights, radius, occupied):
    """Each weight on its edge, with its sign; False, and nothing, if there is no room for it."""
    look = style.current()
    texts = [number(weight, sign=True) for weight in weights]
    size = style.FONT_SIZE - 2
    boxes = np.array([(0.7 * size * len(text), 1.5 * size) for text in texts])
    places, fit = _spread(segments, boxes, 1.3 * radius, occupied)
    if not fit:
        return False
    for place, weight, text in zip(places, weights, texts, strict=True):
        ax.text(
            *place,
            text,
            size=size,
            color=look.palette["positive" if weight >= 0 else "negative"],
            weight="bold",
            ha="center",
            va="center",
            zorder=2,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": look.palette["paper"], "linewidth": 0},
        )
    return True


def _edge_marks(ax, segments, weights, lines, radius, occupied):
    """A disc with + or − on the edges; in a crowd, on the heaviest of them."""
    heaviest = np.argsort(abs(weights), kind="stable")[-MARKS:]
    heaviest = heaviest[weights[heaviest] != 0]
    if not len(heaviest):
        return
    weights, size = weights[heaviest], 0.62 * radius
    boxes = np.full((len(heaviest), 2), size)
    places, _ = _spread(segments[heaviest], boxes, 1.3 * radius, occupied)
    discs = {"s": size**2 * 0.8, "c": lines.to_rgba(weights), "linewidths": 0}
    ax.scatter(*places.T, **discs, zorder=2, label="sign marks")
    for marker, chosen in [("+", weights > 0), ("_", weights < 0)]:
        ax.scatter(
            *places[chosen].T,
            s=size**2 * 0.4,
            marker=marker,
            color=style.current().palette["paper"],
            linewidths=max(0.8, 0.12 * size),
            zorder=2,
        )


def _spread(segments, boxes, clear, occupied):
    """A point on each segment for something as large as its box (width, height).

    It stays `clear` of the segment's ends, and as far as it can from what has a place already
    (`occupied`: x, y, width, height), from other edges, and then from the ends. The second value
    tells whether no two boxes overlap.
    """
    along = segments[:, 1] - segments[:, 0]
    steepness = abs(along[:, 1] / along[:, 0])
    taken = np.array(occupied).reshape(-1, 4)
    places, fit = np.empty((len(segments), 2)), True
    for k in reversed(range(len(segments))):  # the heaviest choose first
        margin = min(0.45, (clear + boxes[k, 0] / 2) / along[k, 0])
        part = np.linspace(margin, 1 - margin, 25)
        candidates = segments[k, 0] + part[:, None] * along[k]
        # 1 where two boxes touch; more than half a box of air is as good as any distance.
        apart = 2 * abs(candidates[:, None] - taken[:, :2]) / (boxes[k] + taken[:, 2:])
        room = np.minimum(apart.max(axis=2).min(axis=1, initial=1.5), 1.5)
        # 1 where no other edge between the same two layers runs through the box.
        beside = segments[:, 0, 0] == segments[k, 0, 0]
        beside[k] = False
        others = segments[beside, 0, 1, None] + part * along[beside, 1, None]
        gap = abs(others - candidates[:, 1]) - steepness[beside, None] * boxes[k, 0] / 2
        free = np.clip(2 * gap.min(axis=0, initial=boxes[k, 1]) / boxes[k, 1], 0, 1)
        best = (room - 2 * (room < 1) + 0.5 * free - 0.2 * abs(part - 0.5)).argmax()
        fit = fit and room[best] >= 1
        places[k] = candidates[best]
        taken = np.vstack([taken, (*places[k], *boxes[k])])
    return places, fit


def _colour_bar(ax, lines):
    """Below the last layer: its right end is where the edges end."""
    right = max(segment[1][0] for segment in lines.get_segments())
    inside = ax.inset_axes((right - 150, 20, 150, 7), transform=ax.transData)
    bar = ax.figure.colorbar(lines, cax=inside, orientation="horizontal")
    bar.outline.set_visible(False)
    largest = lines.norm.vmax
    ticks = [-largest, 0, largest]
    bar.set_ticks(ticks, labels=[number(-largest), "0", number(largest, sign=True)])
    bar.ax.tick_params(length=0, pad=2, labelsize=style.FONT_SIZE - 3)
    bar.ax.set_title("weight", size=style.FONT_SIZE - 3, weight="normal", pad=3)
    bar.ax.title.set_color(style.current().palette["muted"])
