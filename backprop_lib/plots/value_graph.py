"""The graph behind a `Value`: each number with its slope, each operation with what went in."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch

from ..autodiff import Value
from .parts import alt_text, style
from .parts.labels import number, plural

MOST = 60  # nodes that can still be read
BOX = 1.5, 0.78  # width and height of a node's box; in units of the drawing
COLUMN = 2.6


def value_digraph(value, *, names=None):
    """The graph behind a `Value`, from what was put in to `value` itself.

    Parameters
    ----------
    value : Value
    names : mapping from Value to str, optional
        What to call some of the nodes, as in ``{w: "w", x: "x"}``.

    Returns
    -------
    networkx.DiGraph
        Nodes are numbered from 0 in the order in which they can be computed; the last is `value`.
        They have ``data`` and ``grad`` (float), ``operation`` (str, empty for what was put in) and
        ``name`` (str). An edge has ``slope``, the slope of its end along its start; where a node
        goes in twice, as in ``x * x``, the two add up.

    Raises
    ------
    TypeError
        If `value` is no Value.

    Examples
    --------
    >>> x = Value(3.0)
    >>> graph = value_digraph(x * x, names={x: "x"})
    >>> graph.nodes[0]["name"], graph.nodes[1]["operation"], graph.edges[0, 1]["slope"]
    ('x', '*', 6.0)
    """
    if not isinstance(value, Value):
        raise TypeError(
            f"value is a {type(value).__name__}; expected a backprop_lib.autodiff.Value."
        )
    import networkx as nx  # on first use: it is 12 MB

    names, graph = names or {}, nx.DiGraph()
    numbers = {node: k for k, node in enumerate(value.nodes())}
    for node, k in numbers.items():
        name = names.get(node, "")
        graph.add_node(k, data=node.data, grad=node.grad, operation=node.operation, name=name)
        for source, slope in zip(node.inputs, node.slopes, strict=True):
            earlier = graph.get_edge_data(numbers[source], k, {"slope": 0.0})["slope"]
            graph.add_edge(numbers[source], k, slope=earlier + slope)
    return graph


@style.styled
def value_graph(value, *, names=None, ax=None):
    """Draw the graph behind a `Value`: data and grad in each node, slopes on the arrows.

    Parameters
    ----------
    value : Value
        Made of at most 60 numbers, itself included.
    names : mapping from Value to str, optional
        What to call some of the nodes, as in ``{w: "w", x: "x"}``.
    ax : matplotlib.axes.Axes, optional
        Where to draw: its axis is switched off. None: a new figure, as large as it takes.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError
        If `value` is no Value.
    ValueError
        If it was made of more than 60 numbers.
    """
    graph = value_digraph(value, names=names)
    if len(graph) > MOST:
        raise ValueError(
            f"value was made of {len(graph)} numbers; expected at most {MOST}, which can still be "
            "read. Draw a node near the start of it, or use value_digraph."
        )
    position = _positions(graph)
    places = np.array([*position.values()])
    low, high = places.min(axis=0) - (1.0, 0.6), places.max(axis=0) + (1.0, 0.6)
    if ax is None:
        ax = plt.figure(figsize=(high - low) * (0.95, 1.0)).add_axes((0, 0, 1, 1))
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.axis("off")
    for edge in graph.edges:
        _arrow(ax, graph, position, edge)
    for node in graph:
        _box(ax, graph.nodes[node], position[node])
    alt_text.describe(ax, _finding(graph))
    return ax


def _positions(graph):
    """Columns from left to right, what is put in just before it is used; few crossings."""
    column = {}
    for node in reversed([*graph]):  # they are numbered in an order of computation
        column[node] = min((column[after] for after in graph.successors(node)), default=0) - 1
    columns = {}
    for node, k in column.items():
        columns.setdefault(k, []).append(node)
    row = {}
    for k in sorted(columns, reverse=True):  # from the end, each beside what it goes into
        wanted = {
            node: np.mean([row[after] for after in graph.successors(node)] or [0.0])
            for node in columns[k]
        }
        ordered = sorted(columns[k], key=lambda node: (-wanted[node], node))
        middle = np.mean([*wanted.values()])
        for place, node in enumerate(ordered):
            row[node] = middle + (len(ordered) - 1) / 2 - place
    first = min(columns)
    return {node: (COLUMN * (column[node] - first), row[node]) for node in graph}


def _arrow(ax, graph, position, edge):
    look = style.current()
    (x0, y0), (x1, y1) = (position[node] for node in edge)
    start, end = (x0 + BOX[0] / 2, y0), (x1 - BOX[0] / 2, y1)
    ax.annotate(
        "",
        end,
        start,
        arrowprops={"arrowstyle": "-|>", "color": look.palette["line"], "shrinkA": 0, "shrinkB": 0},
    )
    at = 0.35
    ax.text(
        start[0] + at * (end[0] - start[0]),
        start[1] + at * (end[1] - start[1]),
        f"×{number(graph.edges[edge]['slope'])}",
        size=style.FONT_SIZE - 4,
        color=look.palette["muted"],
        ha="center",
        va="center",
        bbox={"facecolor": look.palette["paper"], "edgecolor": "none", "pad": 0.5},
        zorder=3,
    )


def _box(ax, node, place):
    look = style.current()
    x, y = place
    width, height = BOX
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor=look.palette["paper" if node["operation"] else "activation_low"],
            edgecolor=look.palette["line"],
            linewidth=1.2,
            zorder=4,
        )
    )
    grad = node["grad"]
    sign = "delta_positive" if grad > 0 else "delta_negative" if grad < 0 else "muted"
    title = "  ".join(filter(None, (node["name"], node["operation"]))) or "number"
    lines = [
        (title, 0.24, {"weight": "bold"}),
        (f"data {number(node['data'])}", 0.0, {}),
        (f"grad {number(grad, sign=True)}", -0.24, {"color": look.palette[sign]}),
    ]
    for text, up, words in lines:
        size = style.FONT_SIZE - 3
        ax.text(x, y + up, text, size=size, ha="center", va="center", zorder=5, **words)


def _finding(graph):
    end = graph.nodes[len(graph) - 1]
    put_in = [node for node in graph if not graph.nodes[node]["operation"]]
    sentences = [
        f"Graph of {plural(len(graph), 'number')}; its end is {number(end['data'])}, made by "
        f"{end['operation'] or 'nothing'} from {plural(len(put_in), 'number')} put in."
    ]
    named = [
        f"{graph.nodes[node]['name']} has grad {number(graph.nodes[node]['grad'])}"
        for node in graph
        if graph.nodes[node]["name"]
    ]
    if named:
        sentences.append(f"{', '.join(named)}.")
    elif not any(graph.nodes[node]["grad"] for node in graph):
        sentences.append("No slope has arrived yet.")
    return " ".join(sentences)
