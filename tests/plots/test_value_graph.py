"""The graph behind a Value, as data and as a figure."""

import matplotlib.pyplot as plt
import networkx as nx
import pytest

from backprop_lib import plots
from backprop_lib.autodiff import Value


@pytest.fixture
def neuron():
    w, x, b = Value(0.5), Value(2.0), Value(-0.3)
    loss = ((w * x + b).tanh() - 1) ** 2
    loss.backward()
    return loss, {w: "w", x: "x", b: "b"}


def test_digraph_carries_data_and_grad_of_every_node(neuron):
    loss, names = neuron
    graph = plots.value_digraph(loss, names=names)
    assert nx.is_directed_acyclic_graph(graph)
    for k, node in enumerate(loss.nodes()):
        assert graph.nodes[k]["data"] == node.data
        assert graph.nodes[k]["grad"] == node.grad
        assert graph.nodes[k]["operation"] == node.operation
        assert graph.nodes[k]["name"] == names.get(node, "")


def test_products_of_slopes_along_all_paths_add_up_to_grad():
    x = Value(0.7)
    end = x * x + (x * 2).sin() * x
    end.backward()
    graph = plots.value_digraph(end)
    start = end.nodes().index(x)
    total = 0.0
    for path in nx.all_simple_paths(graph, start, len(graph) - 1):
        product = 1.0
        for edge in zip(path[:-1], path[1:], strict=True):
            product *= graph.edges[edge]["slope"]
        total += product
    assert total == pytest.approx(x.grad, rel=1e-14)


def test_node_that_goes_in_twice_has_one_edge_with_both_slopes():
    x = Value(3.0)
    assert plots.value_digraph(x * x).edges[0, 1]["slope"] == 6.0


def test_figure_writes_every_number_and_name(neuron):
    loss, names = neuron
    ax = plots.value_graph(loss, names=names)
    texts = [text.get_text() for text in ax.texts]
    assert {"w", "x", "b", "*", "+", "tanh", "**2"} <= set(texts)
    assert texts.count("data 0.50") == 1
    assert sum(text.startswith("grad ") for text in texts) == len(loss.nodes())
    ax.figure.canvas.draw()


def test_slopes_wear_the_colour_of_their_sign():
    up, down = Value(1.0), Value(2.0)
    end = up - down + Value(3.0) * 0
    end.backward()
    palette = plots.style.current().palette
    texts = plots.value_graph(end).texts
    colours = {text.get_text(): text.get_color() for text in texts if "grad" in text.get_text()}
    assert colours == {
        "grad +1.00": palette["delta_positive"],
        "grad +3.00": palette["delta_positive"],
        "grad −1.00": palette["delta_negative"],
        "grad 0.00": palette["muted"],
    }


def test_boxes_do_not_overlap(neuron):
    ax = plots.value_graph(neuron[0])
    boxes = [patch.get_window_extent() for patch in ax.patches if hasattr(patch, "get_boxstyle")]
    assert len(boxes) == len(neuron[0].nodes())
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[k + 1 :])


def test_alt_text_says_the_slopes(neuron):
    loss, names = neuron
    text = plots.figure_alt_text(plots.value_graph(loss, names=names).figure)
    assert "w has grad" in text
    loss.reset()
    assert "No slope has arrived yet" in plots.figure_alt_text(plots.value_graph(loss).figure)


def test_axes_that_is_given_is_drawn_into(neuron):
    ax = plt.figure().add_subplot()
    assert plots.value_graph(neuron[0], ax=ax) is ax


def test_single_value_is_a_graph_too():
    assert plots.value_graph(Value(1.0)).texts


def test_too_many_nodes_are_refused_for_a_figure_alone():
    y = Value(1.0)
    for _ in range(40):
        y = y + 1
    with pytest.raises(ValueError, match="at most 60"):
        plots.value_graph(y)
    assert len(plots.value_digraph(y)) == 81


@pytest.mark.parametrize("value", [1.0, None, "x"])
def test_what_is_no_value_is_refused(value):
    with pytest.raises(TypeError, match="expected a backprop_lib.autodiff.Value"):
        plots.value_digraph(value)
