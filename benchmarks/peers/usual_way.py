"""The scene as it is usually done: interact, networkx and matplotlib's inline figure.

Each move of a slider asks the kernel for a new picture. Colour, width and text are those of the
live view, no more and no less: activations in the nodes, deltas below them, weights and gradients
on the edges, the loss.
"""

import ipywidgets
import matplotlib.pyplot as plt
import networkx as nx


def show(network, x, y, loss, low, high, step):
    """Display the sliders and the picture; return the sliders by name."""
    graph, places = layout(network.sizes)
    parameters = {}  # slider's name -> what `replace` needs beside the value
    for l, W_l in network.W.items():
        for j in range(W_l.shape[1]):
            for i in range(W_l.shape[0]):
                parameters[f"W[{l}][{i}, {j}]"] = dict(layer=l, i=i, j=j)
            parameters[f"b[{l}][{j}]"] = dict(layer=l, j=j)
    sliders = {
        name: ipywidgets.FloatSlider(
            value=value_of(network, **at), min=low, max=high, step=step, description=name
        )
        for name, at in parameters.items()
    }

    def draw(**values):
        moved = network
        for name, at in parameters.items():
            kind = "value" if name[0] == "W" else "bias"
            moved = moved.replace(**at, **{kind: values[name]})
        forward = moved.forward([x])
        picture(graph, places, moved, forward, moved.backward(forward, [y], loss=loss))

    ipywidgets.interact(draw, **sliders)
    return sliders


def value_of(network, layer, j, i=None):
    return float(network.b[layer][j] if i is None else network.W[layer][i, j])


def layout(sizes):
    """The graph and where its nodes stand: one column a layer."""
    graph, places = nx.DiGraph(), {}
    for l, size in enumerate(sizes):
        for j in range(size):
            places[l, j] = (l, (size - 1) / 2 - j)
            if l:
                graph.add_edges_from(((l - 1, i), (l, j)) for i in range(sizes[l - 1]))
    return graph, places


def picture(graph, places, network, forward, backward):
    fig, ax = plt.subplots(figsize=(8, 4))
    weights = {(u, v): network.W[v[0]][u[1], v[1]] for u, v in graph.edges}
    slopes = {(u, v): backward.dW[v[0]][u[1], v[1]] for u, v in graph.edges}
    activations = {(l, j): forward.a[l][0, j] for l, j in graph.nodes}
    nx.draw_networkx_edges(
        graph,
        places,
        ax=ax,
        arrows=False,
        edgelist=list(weights),
        edge_color=["tab:blue" if w > 0 else "tab:orange" for w in weights.values()],
        width=[0.5 + 2 * abs(w) for w in weights.values()],
    )
    nx.draw_networkx_nodes(
        graph,
        places,
        ax=ax,
        nodelist=list(activations),
        node_color=list(activations.values()),
        vmin=0,
        vmax=1,
        cmap="viridis",
        node_size=1200,
    )
    nx.draw_networkx_labels(
        graph, places, {n: f"{a:.3f}" for n, a in activations.items()}, ax=ax, font_color="white"
    )
    nx.draw_networkx_labels(
        graph,
        {(l, j): (x, y - 0.35) for (l, j), (x, y) in places.items()},
        {(l, j): f"δ {backward.delta[l][0, j]:+.3f}" for l, j in graph.nodes if l},
        ax=ax,
    )
    nx.draw_networkx_edge_labels(
        graph,
        places,
        {edge: f"{w:+.3f}\ndW {slopes[edge]:+.3f}" for edge, w in weights.items()},
        ax=ax,
        label_pos=0.7,
        font_size=8,
    )
    ax.set_title(f"loss {backward.loss:.3f}")
    ax.axis("off")
    plt.show()
