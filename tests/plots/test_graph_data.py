"""The networkx graph carries exactly the numbers of the network and its records."""

import networkx as nx
import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.plots import to_networkx


def test_edges_and_nodes_are_those_of_the_network(net):
    graph = to_networkx(net)
    assert isinstance(graph, nx.DiGraph)
    assert graph.name == "Network 2-3-1"
    assert [*graph] == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 0)]
    weights = {
        ((l - 1, i), (l, j)): W[i, j] for l, W in net.W.items() for i, j in np.ndindex(W.shape)
    }
    assert nx.get_edge_attributes(graph, "weight") == weights
    assert nx.get_node_attributes(graph, "b") == {
        (l, j): b[j] for l, b in net.b.items() for j in range(len(b))
    }


def test_only_what_is_known_is_there(net, forward):
    assert set(to_networkx(net).nodes[1, 0]) == {"layer", "neuron", "b"}
    assert set(to_networkx(net).nodes[0, 0]) == {"layer", "neuron"}
    assert set(to_networkx(net, forward).nodes[0, 0]) == {"layer", "neuron", "a"}
    assert set(to_networkx(net, forward).nodes[1, 0]) == {"layer", "neuron", "b", "z", "a"}
    assert set(to_networkx(net).edges[(0, 0), (1, 0)]) == {"weight"}


def test_all_values_are_plain_numbers(net, forward, backward):
    graph = to_networkx(net, forward, backward, sample=0)
    assert set(graph.nodes[1, 0]) == {"layer", "neuron", "b", "z", "a", "delta", "db"}
    for attributes in [*graph.nodes.values(), *graph.edges.values()]:
        assert {type(value) for value in attributes.values()} <= {int, float}


def test_without_sample_values_are_means_over_the_batch(net, forward, backward):
    graph = to_networkx(net, forward, backward)
    assert graph.nodes[1, 2]["a"] == forward.a[1].mean(axis=0)[2]
    assert graph.nodes[1, 2]["z"] == forward.z[1].mean(axis=0)[2]
    assert graph.nodes[1, 2]["delta"] == backward.delta[1].mean(axis=0)[2]
    assert graph.nodes[1, 2]["db"] == backward.db[1][2]
    assert graph.edges[(0, 1), (1, 2)]["dW"] == backward.dW[1][1, 2]


def test_sample_has_its_own_gradient(net, forward, backward, batch):
    X, y = batch
    alone = net.backward(net.forward(X[1:]), y[1:], loss="bce")
    graph = to_networkx(net, forward, backward, sample=1)
    assert graph.nodes[1, 2]["a"] == forward.a[1][1, 2]
    assert graph.nodes[2, 0]["delta"] == backward.delta[2][1, 0]
    for l in (1, 2):
        for i, j in np.ndindex(alone.dW[l].shape):
            assert graph.edges[(l - 1, i), (l, j)]["dW"] == pytest.approx(
                alone.dW[l][i, j], rel=1e-12
            )
            assert graph.nodes[l, j]["db"] == pytest.approx(alone.db[l][j], rel=1e-12)


def test_backward_alone_gives_what_it_knows(net, backward):
    assert "dW" in to_networkx(net, backward=backward).edges[(0, 0), (1, 0)]
    assert "dW" not in to_networkx(net, backward=backward, sample=0).edges[(0, 0), (1, 0)]


def test_graphml_keeps_every_value(net, forward, backward, tmp_path):
    graph = to_networkx(net, forward, backward)
    nx.write_graphml(graph, tmp_path / "network.graphml")
    read = nx.read_graphml(tmp_path / "network.graphml")
    assert {node: read.nodes[str(node)] for node in graph} == dict(graph.nodes(data=True))
    for start, end, attributes in graph.edges(data=True):
        assert read.edges[str(start), str(end)] == attributes


def test_wrong_records_are_named(net, forward, backward):
    other = Network([2, 3, 1], activations="sigmoid", seed=0)
    deep = Network([2, 3, 2, 1], activations="sigmoid", seed=0)
    X = [[0.5, 0.8]]
    with pytest.raises(ValueError, match="forward is a ndarray; expected the ForwardPass"):
        to_networkx(net, forward.a[1])
    with pytest.raises(ValueError, match="backward is a dict; expected the BackwardPass"):
        to_networkx(net, forward, {})
    with pytest.raises(ValueError, match="recorded with another network .* or other weights"):
        to_networkx(net, other.forward(X))
    with pytest.raises(ValueError, match="backward has dW of shapes"):
        to_networkx(deep, backward=backward)
    with pytest.raises(ValueError, match="forward holds 1 samples and backward 2"):
        to_networkx(net, net.forward(X), backward)
    with pytest.raises(IndexError, match="sample=2 does not exist: the batch has 2"):
        to_networkx(net, forward, sample=2)
