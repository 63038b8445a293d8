"""A network and its two passes as a graph: nodes and edges that carry their numbers."""

import numpy as np

from ... import network_checks, records, validation
from ...records import BackwardPass


def to_networkx(network, forward=None, backward=None, *, sample=None):
    """The network as a directed graph that carries its numbers.

    Parameters
    ----------
    network : Network
    forward : ForwardPass, optional
        What ``network.forward(X)`` returned: gives z and a.
    backward : BackwardPass, optional
        What ``network.backward(...)`` returned: gives delta, db and dW.
    sample : int, optional
        One row of the batch; its dW and db are then that sample's own (dW needs `forward`), or
        its part of the batch's after a pass with ``training=True`` through normalized layers.
        None: means over the batch.

    Returns
    -------
    networkx.DiGraph
        Node ``(l, j)`` is neuron j of layer l; layer 0 is the input. Nodes have ``layer`` and
        ``neuron`` (int) and, as far as known, ``z``, ``a``, ``delta``, ``b``, ``db`` (float), in a
        normalized layer also ``u``, ``gamma``, ``beta`` and, without `sample`, ``dgamma``,
        ``dbeta``. Edge ``(l - 1, i), (l, j)`` has ``weight``, which is ``W[l][i, j]``, and ``dW``;
        where layer l has a skip the edges ``(l - 1, j), (l, j)`` also have ``skip``, which is 1.0:
        so much of a[l - 1] is added to the answer.

    Raises
    ------
    ValueError
        If a record is no record, or one of another network or another batch.
    IndexError
        If there is no such sample.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5], [-1.0]]], [[0.1]], activations=["identity"])
    >>> graph = to_networkx(net, net.forward([[2.0, 1.0]]))
    >>> graph.edges[(0, 1), (1, 0)]["weight"], graph.nodes[1, 0]["b"]
    (-1.0, 0.1)
    """
    import networkx as nx  # on first use: it is 12 MB, and no picture of a network needs it

    values = Values(network, forward, backward, sample)
    every = [range(size) for size in network.sizes]
    graph = nx.DiGraph(name=network.name)
    graph.add_nodes_from(values.nodes(every).items())
    graph.add_edges_from((*edge, numbers) for edge, numbers in values.edges(every).items())
    return graph


class Values:
    """Checked records, reduced to one number a neuron: a mean over the batch, or one sample."""

    def __init__(self, network, forward, backward, sample):
        batch = _batch(network, forward, backward)
        if sample is not None and batch is not None:
            sample = validation.index(sample, "sample", batch, "the batch")
        self.network, self.batch, self.sample = network, batch, sample
        self.loss = backward.loss if backward else None
        self.training = forward.training if forward else None
        # name -> layer -> values, shape (fan_out,)
        learned = {"b": network.b, "gamma": network.gamma, "beta": network.beta}
        self.neurons = {name: dict(by_layer.items()) for name, by_layer in learned.items()}
        self.dW = {}
        if forward:
            self.neurons["z"] = self._reduced(forward.z)
            u = self._reduced(forward.u)
            self.neurons["u"] = {l: u[l] for l, _ in network.architecture.normalized()}
            self.neurons["a"] = self._reduced(forward.a)
        if backward:
            self.neurons["delta"] = self._reduced(backward.delta)
            if sample is None:
                for name in ("db", "dgamma", "dbeta"):
                    self.neurons[name] = dict(getattr(backward, name).items())
                self.dW = dict(backward.dW.items())
            else:
                self.neurons["db"] = self.neurons["delta"]
        if forward and backward and sample is not None:
            a, delta = self.neurons["a"], self.neurons["delta"]
            self.dW = {l: np.outer(a[l - 1], delta[l]) for l in delta}

    def _reduced(self, by_layer):
        rows = by_layer.items()
        return {l: r.mean(axis=0) if self.sample is None else r[self.sample] for l, r in rows}

    def nodes(self, neurons):
        """By node (l, j) the numbers of the chosen neurons of each layer."""
        nodes = {}
        for l, chosen in enumerate(neurons):
            known = {name: layers[l] for name, layers in self.neurons.items() if l in layers}
            for j in chosen:
                numbers = {name: float(values[j]) for name, values in known.items()}
                nodes[l, j] = {"layer": l, "neuron": j, **numbers}
        return nodes

    def edges(self, neurons):
        """By its two nodes the numbers of each edge between the chosen neurons."""
        edges = {}
        for l, W in self.network.W.items():
            known = {"weight": W, "dW": self.dW[l]} if l in self.dW else {"weight": W}
            for i in neurons[l - 1]:
                for j in neurons[l]:
                    numbers = {name: float(values[i, j]) for name, values in known.items()}
                    edges[(l - 1, i), (l, j)] = numbers
            if self.network.residual[l - 1]:
                for j in neurons[l]:
                    edges[(l - 1, j), (l, j)]["skip"] = 1.0
        return edges


def _batch(network, forward, backward):
    """The number of samples, after checks; None without records."""
    if forward is not None:
        network_checks.own_forward(network, forward)
    if backward is not None:
        records.expect(backward, BackwardPass)
        found = [dW.shape for dW in backward.dW]
        expected = [W.shape for W in network.W]
        if found != expected:
            raise ValueError(
                f"backward has dW of shapes {found}, but this network's W have {expected}; "
                "expected the record of this network."
            )
        found = [l for l, _ in backward.dgamma.items()]
        expected = [l for l, _ in network.architecture.normalized()]
        if found != expected:
            raise ValueError(
                f"backward has dgamma of layers {found}, but this network's normalized layers are "
                f"{expected}; expected the record of this network."
            )
    batches = [len(forward.output)] if forward else []
    batches += [len(backward.delta[1])] if backward else []
    if len(set(batches)) == 2:
        raise ValueError(
            f"forward holds {batches[0]} samples and backward {batches[1]}; expected two records "
            "of the same batch."
        )
    return batches[0] if batches else None
