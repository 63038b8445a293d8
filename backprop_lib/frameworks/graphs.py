"""What a framework recorded of a computation, as one kind of graph for all of them."""

import re

import networkx as nx

from ..autodiff import Value, inputs_first


def graph_of(end, *, names=None):
    """The graph that automatic differentiation walks back through.

    Parameters
    ----------
    end : Value, torch.Tensor or jax.core.ClosedJaxpr
        The last number of a computation by `backprop_lib.autodiff` or by PyTorch; for JAX what
        ``jax.make_jaxpr(function)(*inputs)`` returned.
    names : mapping, optional
        What to call some of the numbers: from Value or tensor to str. For JAX: a list of str, one
        for each input; within, ``jax.ad_checkpoint.checkpoint_name(z, "z")`` names a number.

    Returns
    -------
    networkx.DiGraph
        Edges lead from what went in to what came out. A node has ``operation`` (str, empty for
        what was put in) and ``name`` (str). They are numbered in an order in which they can be
        computed; the last one is `end`.

    Raises
    ------
    TypeError
        If `end` is none of these.
    ValueError
        If it is a tensor that PyTorch recorded nothing for.

    Examples
    --------
    >>> w = Value(3.0)
    >>> graph = graph_of((w * w).sigmoid(), names={w: "w"})
    >>> [data["operation"] or data["name"] for _, data in graph.nodes(data=True)]
    ['w', '*', 'sigmoid']
    """
    if isinstance(end, Value):
        return _of_value(end, names or {})
    if hasattr(end, "grad_fn"):
        return _of_tensor(end, names or {})
    if hasattr(end, "jaxpr") and hasattr(end, "consts"):
        return _of_jaxpr(end, names or [])
    raise TypeError(
        f"end is a {type(end).__name__}; expected a Value, a torch.Tensor, or what "
        "jax.make_jaxpr(function)(…) returned."
    )


def _of_value(end, names):
    graph = nx.DiGraph()
    numbers = {node: k for k, node in enumerate(end.nodes())}
    for node, k in numbers.items():
        name = names.get(node, "" if node.operation else f"{node.data:g}")
        graph.add_node(k, operation=node.operation, name=name)
        graph.add_edges_from((numbers[source], k) for source in node.inputs)
    return graph


def _of_tensor(end, names):
    """`grad_fn` by `grad_fn`. A plain number is no node: PyTorch keeps it inside the operation."""
    if end.grad_fn is None:
        raise ValueError(
            "end has no grad_fn: PyTorch recorded nothing. Was it made of tensors with "
            "requires_grad=True, and outside torch.no_grad()?"
        )
    called = {}  # by grad_fn; of what was put in, by its AccumulateGrad's variable
    for tensor, name in names.items():
        called[tensor.grad_fn or id(tensor)] = name
    numbers, graph = {}, nx.DiGraph()
    for node in inputs_first(end.grad_fn, lambda node: [f for f, _ in node.next_functions if f]):
        k = numbers[node] = len(numbers)
        variable = getattr(node, "variable", None)
        if variable is None:
            operation = re.sub(r"Backward\d*$", "", type(node).__name__).lower()
            graph.add_node(k, operation=operation, name=called.get(node, ""))
        else:
            graph.add_node(k, operation="", name=called.get(id(variable), "number"))
        graph.add_edges_from((numbers[f], k) for f, _ in node.next_functions if f in numbers)
    return graph


def _of_jaxpr(closed, names):
    """Equation by equation; one that calls a function of its own is replaced by its equations."""
    graph, made = nx.DiGraph(), {}

    def node(variable):
        """The number of a variable's node; a number written in the program gets one now."""
        if hasattr(variable, "val"):
            graph.add_node(len(graph), operation="", name=f"{variable.val:g}")
            return len(graph) - 1
        return made[variable]

    def walk(jaxpr):
        for equation in jaxpr.eqns:
            inner = equation.params.get("jaxpr") or equation.params.get("call_jaxpr")
            if inner is not None:
                inner = getattr(inner, "jaxpr", inner)
                made.update(zip(inner.invars, map(node, equation.invars), strict=True))
                walk(inner)
                results = map(node, inner.outvars)
                made.update(zip(equation.outvars, results, strict=True))
                continue
            sources = [node(variable) for variable in equation.invars]
            if equation.primitive.name == "name":  # what jax.ad_checkpoint.checkpoint_name leaves
                graph.nodes[sources[0]]["name"] = equation.params["name"]
                made.update(dict.fromkeys(equation.outvars, sources[0]))
                continue
            k = len(graph)
            graph.add_node(k, operation=equation.primitive.name, name="")
            graph.add_edges_from((source, k) for source in sources)
            made.update(dict.fromkeys(equation.outvars, k))

    names = [*names, *(f"input {i}" for i in range(len(names), len(closed.jaxpr.invars)))]
    for variable, name in zip(closed.jaxpr.invars, names, strict=False):
        made[variable] = len(graph)
        graph.add_node(len(graph), operation="", name=name)
    for variable, value in zip(closed.jaxpr.constvars, closed.consts, strict=True):
        made[variable] = len(graph)
        graph.add_node(len(graph), operation="", name=f"{value:g}")
    walk(closed.jaxpr)
    return graph
