"""What several engines recorded of the same computation, side by side."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch

from .parts import alt_text, style
from .parts.labels import plural

MOST = 30  # operations that can still be read in one panel
BOX = 1.7, 0.62  # width and height of a node's box; in units of the drawing
APART = 2.0, 1.05  # between two boxes of a row, and between two rows


@style.styled
def operation_graphs(graphs):
    """Draw graphs of operations, one panel each, from what was put in at the top down to the end.

    Parameters
    ----------
    graphs : mapping from str to networkx.DiGraph
        A title for each graph. A node has ``operation`` (str, empty for what was put in) and
        ``name`` (str), as `backprop_lib.frameworks.graph_of` makes them. An operation that has a
        name is marked.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there is no graph, or one is no record of a computation, or has more than 30 nodes.
    """
    from networkx import is_directed_acyclic_graph  # on first use: it is 12 MB

    for title, graph in graphs.items():
        if not 0 < len(graph) <= MOST or not is_directed_acyclic_graph(graph):
            raise ValueError(
                f"graphs[{title!r}] has {plural(len(graph), 'node')}; expected a graph without "
                f"circles, of 1 to {MOST}."
            )
    if not graphs:
        raise ValueError("graphs is empty; expected a title and a graph for each panel.")
    placed = {title: _positions(graph) for title, graph in graphs.items()}
    spans = [np.ptp([*places.values()], axis=0) for places in placed.values()]
    widths = [span[0] + BOX[0] + 0.6 for span in spans]
    height = max(span[1] for span in spans) + 1.2
    figure, axes = plt.subplots(
        1,
        len(graphs),
        squeeze=False,
        figsize=(0.95 * sum(widths), 0.72 * height + 0.5),
        width_ratios=widths,
        layout="constrained",
    )
    for ax, (title, graph) in zip(axes[0], graphs.items(), strict=True):
        _draw(ax, graph, placed[title], height)
        ax.set_title(title)
        alt_text.describe(ax, f"{title}: {_finding(graph)}")
    return figure


def _positions(graph):
    """Rows from top to bottom, what is put in just above where it is used."""
    from networkx import topological_sort

    row = {}
    for node in reversed([*topological_sort(graph)]):
        row[node] = max((row[after] for after in graph.successors(node)), default=-1) + 1
    last, rows, column = max(row.values()), {}, {}
    for node, k in row.items():
        rows.setdefault(k, []).append(node)
    for k in sorted(rows):  # from the end, each above what it goes into
        wanted = {
            node: np.mean([column[after] for after in graph.successors(node)] or [0.0])
            for node in rows[k]
        }
        computed = {node: bool(graph.nodes[node]["operation"]) for node in rows[k]}
        ordered = sorted(rows[k], key=lambda node: (wanted[node], not computed[node]))
        # What was itself computed stays in line with what it goes into.
        straight = next((n for n, node in enumerate(ordered) if computed[node]), 0)
        for place, node in enumerate(ordered):
            column[node] = wanted[ordered[straight]] + place - straight
    return {node: (APART[0] * column[node], APART[1] * (row[node] - last)) for node in graph}


def _draw(ax, graph, position, height):
    palette = style.current().palette
    columns = [x for x, _ in position.values()]
    around = [edge for edge in graph.edges if _passes_a_box(*(position[node] for node in edge))]
    ax.set(xlim=(min(columns) - 1.15 - 0.6 * bool(around), max(columns) + 1.15))
    ax.set(ylim=(-height + 0.6, 0.6))
    ax.axis("off")
    for start, end in graph.edges:
        (x0, y0), (x1, y1) = position[start], position[end]
        arrow = {"arrowstyle": "-|>", "color": palette["line"], "shrinkA": 0, "shrinkB": 0}
        if (start, end) in around:  # from side to side, past the boxes between
            bent = {**arrow, "linewidth": 2, "connectionstyle": f"arc3,rad={1.3 / (y0 - y1):.2f}"}
            left = BOX[0] / 2
            ax.annotate("", (x1 - left, y1), (x0 - left, y0), arrowprops=bent)
            continue
        x1 += np.clip(x0 - x1, -0.3 * BOX[0], 0.3 * BOX[0])  # beside the one from right above
        ax.annotate("", (x1, y1 + BOX[1] / 2), (x0, y0 - BOX[1] / 2), arrowprops=arrow)
    for node, (x, y) in position.items():
        _box(ax, graph.nodes[node], x, y)


def _passes_a_box(start, end):
    """Would a straight line run through what stands between? In a column, over more than a row."""
    (x0, y0), (x1, y1) = start, end
    return abs(x0 - x1) < 0.1 and y0 - y1 > 1.5 * APART[1]


def _box(ax, node, x, y):
    palette = style.current().palette
    marked = bool(node["operation"] and node["name"])
    width, height = BOX
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor=palette["paper" if node["operation"] else "activation_low"],
            edgecolor=palette["accent" if marked else "line"],
            linewidth=2.5 if marked else 1.2,
            zorder=4,
        )
    )
    text = f"{node['name']}: {node['operation']}" if marked else node["operation"] or node["name"]
    ax.text(
        *(x, y, text),
        size=style.FONT_SIZE - 2,
        weight="bold" if marked else "normal",
        ha="center",
        va="center_baseline",
        zorder=5,
    )


def _finding(graph):
    from networkx import lexicographical_topological_sort

    put_in = [data["name"] for _, data in graph.nodes(data=True) if not data["operation"]]
    order = [graph.nodes[node] for node in lexicographical_topological_sort(graph)]
    steps = [
        f"{node['operation']} ({node['name']})" if node["name"] else node["operation"]
        for node in order
        if node["operation"]
    ]
    return f"from {', '.join(put_in) or 'nothing'} by {', '.join(steps) or 'nothing'}."
