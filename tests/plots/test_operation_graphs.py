import networkx as nx
import pytest
from matplotlib.patches import FancyBboxPatch

from backprop_lib import plots


def chain(*operations, named=None):
    """w, and one operation after the other."""
    graph = nx.DiGraph()
    graph.add_node(0, operation="", name="w")
    for k, operation in enumerate(operations, start=1):
        graph.add_node(k, operation=operation, name="z" if k == named else "")
        graph.add_edge(k - 1, k)
    return graph


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_each_graph_has_a_panel_with_all_its_nodes():
    figure = plots.operation_graphs({"ours": chain("*", "tanh", named=1), "theirs": chain("mul")})
    assert [ax.get_title() for ax in figure.axes] == ["ours", "theirs"]
    assert [texts(ax) for ax in figure.axes] == [["w", "z: *", "tanh"], ["w", "mul"]]


def test_rows_run_down_from_what_was_put_in_and_arrows_with_them():
    (ax,) = plots.operation_graphs({"ours": chain("*", "tanh")}).axes
    heights = [text.get_position()[1] for text in ax.texts if text.get_text()]
    assert heights == sorted(heights, reverse=True)
    arrows = [text for text in ax.texts if not text.get_text()]
    assert len(arrows) == 2
    assert all(arrow.xy[1] < arrow.get_position()[1] for arrow in arrows)


def test_what_is_used_again_further_down_goes_around_the_boxes_between():
    graph = chain("*", "tanh", "+")
    graph.add_edge(0, 3)  # a skip
    (ax,) = plots.operation_graphs({"a skip": graph}).axes
    arrows = [text for text in ax.texts if not text.get_text()]
    boxes = [patch.get_bbox() for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    around = [arrow for arrow in arrows if arrow.get_position()[0] <= min(box.x0 for box in boxes)]
    assert (len(arrows), len(around)) == (4, 1)


def test_named_operation_is_marked_by_more_than_colour():
    (ax,) = plots.operation_graphs({"ours": chain("*", "tanh", named=1)}).axes
    widths = [p.get_linewidth() for p in ax.patches if isinstance(p, FancyBboxPatch)]
    assert widths[1] > widths[0] == widths[2]


def test_no_two_boxes_overlap():
    graph = chain("*", "*", "+")
    for k, end in ((4, 1), (5, 2), (6, 3)):
        graph.add_node(k, operation="", name=f"w{k}")
        graph.add_edge(k, end)
    (ax,) = plots.operation_graphs({"ours": graph}).axes
    boxes = [patch.get_bbox() for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert len(boxes) == 7
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:k])


def test_alt_text_says_what_was_done_to_what():
    figure = plots.operation_graphs({"ours": chain("*", "tanh", named=1)})
    assert plots.figure_alt_text(figure) == "ours: from w by * (z), tanh."


@pytest.mark.parametrize(
    ("graphs", "words"),
    [
        ({}, "graphs is empty"),
        ({"ours": nx.DiGraph()}, r"graphs\['ours'\] has 0 nodes; expected .* 1 to 30"),
        ({"ours": chain(*["+"] * 40)}, r"graphs\['ours'\] has 41 nodes"),
        ({"ours": nx.DiGraph([(0, 1), (1, 0)])}, "without circles"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(graphs, words):
    with pytest.raises(ValueError, match=words):
        plots.operation_graphs(graphs)
