"""Every figure of a network shows normalized layers and skips as the network computes them."""

import itertools
import sys

import networkx as nx
import numpy as np
import pytest

from backprop_lib import SGD, Network, datasets, fit, plots
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.plots import figure_alt_text, style, to_networkx
from backprop_lib.plots.parts.labels import number

PARTS = {
    "normalized": dict(normalization="batch"),
    "skips": dict(residual=True),
    "both": dict(normalization="batch", residual=True),
    "every_layer": dict(normalization=["batch"] * 3, residual=[False, True, False]),
}
SIZES, NAMES = [2, 3, 3, 1], ["leaky_relu", "tanh", "sigmoid"]


def made(sizes=SIZES, names=NAMES, seed=0, **parts):
    """A network whose gammas, betas and running statistics are no longer 1 and 0."""
    rng = np.random.default_rng(seed)
    net = Network(sizes, activations=names, seed=rng, **parts)
    params = net.params + 0.3 * rng.normal(size=net.params.shape)
    return net.with_numbers(params, rng.uniform(0.5, 1.5, net.running.shape))


@pytest.fixture(params=PARTS, ids=list(PARTS))
def deep(request):
    return made(**PARTS[request.param])


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    return rng.normal(size=(12, 2)), rng.integers(0, 2, size=(12, 1)).astype(float)


def passes(net, data, training=True):
    forward = net.forward(data[0], training=training)
    return forward, net.backward(forward, data[1], loss="bce")


# ---- the graph's data


def test_nodes_carry_u_and_scales_where_a_layer_is_normalized(deep, data):
    forward, backward = passes(deep, data)
    graph = to_networkx(deep, forward, backward)
    for l in range(1, 4):
        for j in range(SIZES[l]):
            node = graph.nodes[l, j]
            assert node["delta"] == backward.delta[l].mean(axis=0)[j]
            if deep.normalization[l - 1] is None:
                assert not {"u", "gamma", "beta", "dgamma", "dbeta"} & set(node)
                continue
            assert node["u"] == forward.u[l].mean(axis=0)[j]
            found = [node[name] for name in ("gamma", "beta", "dgamma", "dbeta")]
            records = deep.gamma, deep.beta, backward.dgamma, backward.dbeta
            assert found == [record[l][j] for record in records]


def test_edges_of_a_skip_say_so(deep):
    skips = nx.get_edge_attributes(to_networkx(deep), "skip")
    expected = {
        ((l - 1, j), (l, j)): 1.0
        for l, skip in enumerate(deep.residual, start=1)
        for j in range(SIZES[l])
        if skip
    }
    assert skips == expected


def test_parts_of_the_samples_have_the_batches_gradient_as_their_mean(deep, data):
    forward, backward = passes(deep, data)
    graphs = [to_networkx(deep, forward, backward, sample=s) for s in range(12)]
    assert "dgamma" not in graphs[0].nodes[1, 0]
    parts = [graph.edges[(1, 2), (2, 0)]["dW"] for graph in graphs]
    assert np.mean(parts) == pytest.approx(backward.dW[2][2, 0], rel=1e-12)


def test_graphml_keeps_every_value(deep, data, tmp_path):
    graph = to_networkx(deep, *passes(deep, data))
    nx.write_graphml(graph, tmp_path / "deep.graphml")
    read = nx.read_graphml(tmp_path / "deep.graphml")
    assert {node: read.nodes[str(node)] for node in graph} == dict(graph.nodes(data=True))
    for start, end, attributes in graph.edges(data=True):
        assert read.edges[str(start), str(end)] == attributes


def test_records_of_a_network_with_other_parts_are_named(data):
    net = made(normalization="batch")
    plain = Network.from_weights(net.W, net.b, activations=NAMES)
    skipping = Network.from_weights(net.W, net.b, activations=NAMES, residual=True)
    moved = net.with_numbers(net.params, net.running + 1)
    with pytest.raises(ValueError, match="forward was recorded with another network"):
        to_networkx(skipping, plain.forward(data[0]))
    with pytest.raises(ValueError, match="forward was recorded with another network"):
        to_networkx(net, moved.forward(data[0]))
    to_networkx(net, moved.forward(data[0], training=True))
    with pytest.raises(ValueError, match=r"dgamma of layers \[1, 2\], .* layers are \[\]"):
        to_networkx(plain, backward=passes(net, data)[1])


# ---- the picture


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_headings_name_the_normalized_layers_and_arrows_the_skips(deep, data):
    ax = plots.network_graph(deep, *passes(deep, data))
    for l, norm in enumerate(deep.normalization, start=1):
        between = "batch norm\n" if norm else ""
        assert f"layer {l}\n{between}{NAMES[l - 1]}" in texts(ax)
    arrows = {patch.get_label() for patch in ax.patches}
    assert arrows == {f"skip[{l}]" for l, skip in enumerate(deep.residual, start=1) if skip}
    for l, skip in enumerate(deep.residual, start=1):
        assert (f"+ a[{l - 1}]" in texts(ax)) == skip


@pytest.mark.parametrize("training", [True, False])
def test_caption_and_alt_text_say_whose_statistics(data, training):
    net = made(normalization="batch", residual=True)
    ax = plots.network_graph(net, *passes(net, data, training))
    whose = "the batch's statistics" if training else "running statistics"
    assert texts(ax)[-1].endswith(f"\nbatch norm by {whose}")
    told = figure_alt_text(ax.figure)
    assert f"Batch-normalized: layers 1 and 2, by {whose}. A skip adds a[1] to layer 2." in told


@pytest.mark.parametrize(
    ("sizes", "names"),
    [
        ([2, 3, 3, 1], ["tanh", "leaky_relu", "sigmoid"]),
        ([3, 4, 4, 4, 2], ["tanh", "leaky_relu", "tanh", "sigmoid"]),
        ([8, 8, 8, 8, 4], ["leaky_relu"] * 3 + ["sigmoid"]),
        ([3, 16, 16, 2], ["relu", "leaky_relu", "sigmoid"]),
        ([2, 2, 2, 2, 2, 2, 1], ["leaky_relu"] * 5 + ["sigmoid"]),
    ],
)
def test_headings_arrows_and_numbers_do_not_overlap(sizes, names):
    net = made(sizes, names, normalization="batch", residual=True)
    X, y = np.random.default_rng(1).normal(size=(6, sizes[0])), np.zeros((6, sizes[-1]))
    ax = plots.network_graph(net, *passes(net, (X, y)))
    ax.figure.canvas.draw()
    shown = [text for text in ax.texts if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    boxes += [(patch.get_label(), patch.get_window_extent()) for patch in ax.patches]
    for (one, box), (other, other_box) in itertools.combinations(boxes, 2):
        if one.startswith("+ a[") and other.startswith("skip["):
            continue  # the label sits on its own arrow's back
        width = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
        height = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
        assert min(width, height) < 1, f"{one!r} and {other!r} overlap"
    for text, box in boxes:
        assert ax.figure.bbox.fully_contains(*box.min), f"{text!r} is cut off"
        assert ax.figure.bbox.fully_contains(*box.max), f"{text!r} is cut off"


def test_backward_animation_tells_the_way_through_norm_and_skip(data):
    net = made(normalization="batch", residual=True)
    frames = plots.animate_backward(net, *data, loss="bce", sample=2).texts
    forward = net.forward(data[0][[2]])  # one sample: running statistics
    backward = net.backward(forward, data[1][[2]], loss="bce")
    assert frames[2].startswith("Forward: layer 2, normalized, a[1] added, answers a[2] = ")
    assert number(forward.a[2][0, 1]) in frames[2]
    assert frames[1].startswith("Forward: layer 1, normalized, answers a[1] = ")
    assert frames[3].startswith("Forward: layer 3 answers a[3] = ")
    assert frames[-2].startswith("Backward, through W[2] and the skip over it: delta[1] = ")
    assert number(backward.delta[1][0, 0], sign=True) in frames[-2]


@pytest.mark.parametrize("sizes", [[2, 3, 3, 1], [2, 8, 8, 1]])
def test_words_of_the_backward_animation_stay_clear_of_all_numbers(monkeypatch, sizes):
    shown = []
    module = sys.modules["backprop_lib.plots.animate_backward"]  # its name is the function's
    monkeypatch.setattr(module, "Animation", lambda *parts, **_: shown.append(parts))
    names = ["tanh"] * (len(sizes) - 2) + ["sigmoid"]
    net = made(sizes, names, normalization="batch", residual=True)
    plots.animate_backward(net, [[0.5, -0.8]], [[1.0]], loss="bce")
    ((figure, draw, count),) = shown
    (ax,) = figure.axes
    (caption,) = (text for text in ax.texts if text.get_gid() == "caption")
    for k in range(count):
        draw(k)
        figure.draw_without_rendering()
        box = caption.get_window_extent()
        assert figure.bbox.fully_contains(*box.min) and figure.bbox.fully_contains(*box.max)
        others = [text for text in ax.texts if text is not caption and text.get_visible()]
        others += [text for bar in ax.child_axes for text in bar.get_xticklabels()]
        hit = [t.get_text() for t in others if t.get_text() and box.overlaps(t.get_window_extent())]
        assert not hit, f"{caption.get_text()!r} runs into {hit}"


# ---- what the network answers, and its records


def test_answers_on_the_plane_are_by_running_statistics(deep, data):
    ax = plots.decision_boundary(deep, *data)
    (image,) = ax.images
    left, right, bottom, top = image.get_extent()
    step_x, step_y = (right - left) / 161, (top - bottom) / 161
    corner = [[left + 0.5 * step_x, bottom + 0.5 * step_y]]
    assert image.get_array()[0, 0] == pytest.approx(deep.forward(corner).output[0, 0], rel=1e-12)


@pytest.mark.parametrize("training", [True, False])
def test_histograms_count_the_activations_and_the_flat_slopes(deep, data, training):
    forward, _ = passes(deep, data, training)
    figure = plots.activation_histograms(forward)
    for l, ax in enumerate(figure.axes, start=1):
        assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)
        activation = ACTIVATIONS[NAMES[l - 1]]
        u = forward.u[l]
        tenth = 0.025 if activation.name == "sigmoid" else 0.1  # of the largest slope
        flat = abs(activation.derivative(u, activation.value(u))) < tenth
        assert f"{flat.mean():.0%} saturated" in ax.get_title(loc="left")


def test_maps_and_flow_are_those_of_the_backward_pass(deep, data):
    _, backward = passes(deep, data)
    (image,) = plots.delta_heatmap(backward, neurons=True).images
    np.testing.assert_array_equal(image.get_array(), np.hstack([*backward.delta]).T)
    lines = {line.get_label(): line for line in plots.gradient_flow(backward).lines}
    means = [abs(dW).mean() for dW in backward.dW]
    np.testing.assert_allclose(lines["mean |dW|"].get_ydata(), means)


def test_loss_against_a_weight_is_that_of_training(deep, data):
    ax = plots.loss_against_weight(deep, *data, loss="bce", layer=2, i=0, j=1)
    lines = {line.get_label(): line for line in ax.lines}
    forward, backward = passes(deep, data)
    (x0, x1), (y0, y1) = lines["tangent"].get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(backward.dW[2][0, 1], rel=1e-6)
    assert lines["here"].get_ydata()[0] == backward.loss
    weights, losses = lines["loss"].get_data()
    moved = deep.replace(layer=2, i=0, j=1, value=weights[10])
    assert losses[10] == moved.loss(moved.forward(data[0], training=True), data[1], "bce")


@pytest.mark.parametrize("across", [("W[1][0, 0]", "b[2][1]"), "random"])
def test_loss_surface_is_that_of_training(deep, data, across):
    ax = plots.loss_surface(deep, *data, loss="bce", across=across, seed=0)
    losses = ax.images[0].get_array()
    assert losses[20, 20] == pytest.approx(passes(deep, data)[1].loss, rel=1e-12)
    assert np.ptp(losses) > 0


def test_animated_training_ends_with_the_answers_of_the_trained_network():
    X, y = datasets.moons(40, noise=0.1, seed=0)
    net = made(normalization="batch", residual=True)
    settings = dict(loss="bce", optimizer=SGD(0.3), steps=20, batch_size=10, seed=0)
    frames = plots.animate_training(net, X, y, frames=2, **settings)
    trained = fit(net, X, y, **settings).network
    alone = plots.decision_boundary(trained, X, y)
    assert figure_alt_text(alone.figure) in frames.texts[-1]


def test_regression_and_digits_answer_by_running_statistics():
    X, y = datasets.curve(30, seed=0)
    net = made([1, 4, 4, 1], ["tanh", "tanh", "identity"], normalization="batch", residual=True)
    ax = plots.regression_fit(net, X, y)
    line = next(line for line in ax.lines if line.get_label() == "network")
    x, answers = line.get_data()
    np.testing.assert_array_equal(answers, net.forward(x[:, None]).output[:, 0])


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_of_a_notebook_has_both_looks(deep, data, dark):
    with style.use(dark=dark):
        ax = plots.network_graph(deep, *passes(deep, data))
        for patch in ax.patches:
            accent = style.current().palette["accent"]
            assert patch.get_edgecolor()[:3] == pytest.approx(style.mpl.colors.to_rgb(accent))
    assert plots.network_picture(deep, dark=dark)[0]["image/png"]
