"""The same expression leaves the same graph behind, whoever recorded it."""

import networkx as nx
import pytest

from backprop_lib import frameworks
from backprop_lib.autodiff import Value

ALIKE = {"*": "mul", "logistic": "sigmoid", "-": "neg"}


def shape(graph):
    """Operations, each with the operations that feed it; what was put in only by name."""
    called = {
        node: data["operation"] and ALIKE.get(data["operation"], data["operation"])
        for node, data in graph.nodes(data=True)
    }
    return sorted(
        (called[node], sorted(called[source] for source in graph.predecessors(node)))
        for node in graph
        if called[node]
    )


def names(graph):
    return {data["name"] for _, data in graph.nodes(data=True) if data["name"]}


def ours():
    w1, w2 = Value(0.5), Value(-1.5)
    z = w2 * (w1 * w1).sigmoid()
    return frameworks.graph_of(-z.sigmoid().log(), names={w1: "w1", w2: "w2", z: "z"})


def test_every_graph_runs_from_what_was_put_in_to_its_end():
    graph = ours()
    assert nx.is_directed_acyclic_graph(graph)
    assert [*graph.nodes] == list(range(len(graph)))
    assert all(source < node for source, node in graph.edges)
    assert graph.nodes[len(graph) - 1]["operation"] == "-"
    assert names(graph) == {"w1", "w2", "z"}


def test_torch_recorded_the_same():
    torch = pytest.importorskip("torch", reason="torch: make test-frameworks")
    w1, w2 = (torch.tensor(w, requires_grad=True) for w in (0.5, -1.5))
    z = w2 * torch.sigmoid(w1 * w1)
    end = -torch.log(torch.sigmoid(z))
    graph = frameworks.graph_of(end, names={w1: "w1", w2: "w2", z: "z"})
    assert shape(graph) == shape(ours())
    assert names(graph) == names(ours())
    (named,) = [k for k, data in graph.nodes(data=True) if data["name"] == "z"]
    assert graph.nodes[named]["operation"] == "mul"


def test_jax_recorded_the_same():
    jax = pytest.importorskip("jax", reason="jax: make test-frameworks")
    from jax.ad_checkpoint import checkpoint_name

    def function(w1, w2):
        z = checkpoint_name(w2 * jax.nn.sigmoid(w1 * w1), "z")
        return -jax.numpy.log(jax.nn.sigmoid(z))

    graph = frameworks.graph_of(jax.make_jaxpr(function)(0.5, -1.5), names=["w1", "w2"])
    assert shape(graph) == shape(ours())
    assert names(graph) == names(ours())


def test_jax_functions_within_are_unfolded():
    jax = pytest.importorskip("jax", reason="jax: make test-frameworks")

    def function(x):
        return jax.jit(lambda u: jax.numpy.tanh(u) + 3.0)(x * x)

    graph = frameworks.graph_of(jax.make_jaxpr(function)(0.5))
    operations = [data["operation"] for _, data in graph.nodes(data=True)]
    assert [name for name in operations if name] == ["mul", "tanh", "add"]
    assert names(graph) == {"input 0", "3"}


def test_tensor_that_nothing_was_recorded_for_is_an_error():
    torch = pytest.importorskip("torch", reason="torch: make test-frameworks")
    with pytest.raises(ValueError, match="no grad_fn.*requires_grad"):
        frameworks.graph_of(torch.tensor(1.0) * 2)


def test_anything_else_is_an_error():
    with pytest.raises(TypeError, match="end is a float; expected a Value, a torch.Tensor"):
        frameworks.graph_of(1.0)
