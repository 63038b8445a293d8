"""What the picture of a network shows is what the network and its records say."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.initializers import normal
from backprop_lib.plots import figure_alt_text, network_graph, network_picture, style
from backprop_lib.plots.parts.labels import number


def collection(ax, label):
    return next(c for c in ax.collections if c.get_label() == label)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def passes(sizes, activations, loss, *, samples=3, scale=1):
    """A random network and its records; large and small weights make long labels."""
    rng = np.random.default_rng(5)
    net = Network(sizes, activations=activations, init=normal(scale), seed=5)
    y = np.eye(sizes[-1])[rng.integers(sizes[-1], size=samples)]
    forward = net.forward(rng.normal(size=(samples, sizes[0])))
    return net, forward, net.backward(forward, y, loss=loss)


@pytest.mark.parametrize("dark", [False, True])
def test_edge_has_the_colour_of_its_weight(net, dark):
    with style.use(dark=dark):
        ax = network_graph(net)
        ax.figure.canvas.draw()
        look = style.current()
    lines = collection(ax, "weights")
    all_weights = np.concatenate([W.ravel() for W in net.W])
    np.testing.assert_array_equal(np.sort(lines.get_array()), np.sort(all_weights))
    norm = style.symmetric_norm(all_weights)
    np.testing.assert_allclose(lines.get_colors(), look.weights(norm(lines.get_array())))


def test_edge_runs_between_the_neurons_of_its_weight(net):
    lines = collection(network_graph(net), "weights")
    columns = sorted({segment[0][0] for segment in lines.get_segments()})
    for weight, (start, end) in zip(lines.get_array(), lines.get_segments(), strict=True):
        l = columns.index(start[0]) + 1
        (i,), (j,) = np.nonzero(net.W[l] == weight)
        heights = sorted({s[0][1] for s in lines.get_segments() if s[0][0] == start[0]})[::-1]
        assert heights[i] == start[1]
        heights = sorted({s[1][1] for s in lines.get_segments() if s[1][0] == end[0]})[::-1]
        assert heights[j] == end[1]


def test_width_grows_with_magnitude(net):
    lines = collection(network_graph(net), "weights")
    order = np.argsort(abs(lines.get_array()))
    assert (np.diff(np.array(lines.get_linewidths())[order]) > 0).all()


def test_small_network_has_its_weights_written_with_their_signs(net):
    shown = texts(network_graph(net))
    for W in net.W:
        assert all(number(weight, sign=True) in shown for weight in W.ravel())
    assert not [text for text in shown if text.startswith("δ")]


@pytest.mark.parametrize("sample", [0, 1, None])
def test_neurons_tell_a_and_delta(net, forward, backward, sample):
    ax = network_graph(net, forward, backward, sample=sample)

    def chosen(rows):
        return rows.mean(axis=0) if sample is None else rows[sample]

    a = np.concatenate([chosen(rows) for rows in forward.a])
    delta = np.concatenate([chosen(rows) for rows in backward.delta])
    shown = texts(ax)
    assert [text for text in shown if text in set(map(number, a))] == list(map(number, a))
    assert [text for text in shown if text.startswith("δ ")] == [
        f"δ {number(value, sign=True)}" for value in delta
    ]
    fills = collection(ax, "activations").get_facecolors()
    np.testing.assert_allclose(fills, style.activation(np.clip(a, 0, 1)))
    rings = collection(ax, "deltas").get_facecolors()
    np.testing.assert_allclose(rings, style.delta(style.symmetric_norm(delta)(delta)))


def test_caption_says_which_samples_and_the_loss(net, forward, backward):
    assert (
        "sample 1 of 2  ·  mean loss" in texts(network_graph(net, forward, backward, sample=1))[-1]
    )
    caption = texts(network_graph(net, forward, backward, sample=None))[-1]
    assert f"mean of 2  ·  mean loss {number(backward.loss)}" in caption


@pytest.mark.parametrize("value", [0.0, 0.5, -0.5])
@pytest.mark.filterwarnings("error")
def test_all_weights_alike_are_drawn_without_a_division_by_zero(value):
    net = Network([5, 5, 2], activations="sigmoid", init=lambda r, i, o: np.full((i, o), value))
    ax = network_graph(net)
    ax.figure.canvas.draw()
    lines = collection(ax, "weights")
    expected = style.weights({0.0: 0.5, 0.5: 1.0, -0.5: 0.0}[value])
    np.testing.assert_allclose(lines.get_colors(), [expected] * 35)
    assert np.isfinite(lines.get_linewidths()).all()


def test_crowded_network_has_sign_marks_and_a_colour_bar():
    net, *_ = passes([4, 4, 2], "tanh", "mse")
    ax = network_graph(net)
    weights = np.concatenate([W.ravel() for W in net.W])
    plus, minus = (c for c in ax.collections if c.get_zorder() == 2 and not c.get_label()[0] == "s")
    assert len(plus.get_offsets()) == (weights > 0).sum()
    assert len(minus.get_offsets()) == (weights < 0).sum()
    (bar,) = ax.child_axes
    assert bar.get_title() == "weight"
    largest = abs(weights).max()
    shown = [label.get_text() for label in bar.get_xticklabels()]
    assert shown == [number(-largest), "0", number(largest, sign=True)]


def test_sign_marks_stand_on_edges_of_their_sign():
    net, *_ = passes([4, 4, 2], "tanh", "mse")
    ax = network_graph(net)
    lines = collection(ax, "weights")
    segments = np.array(lines.get_segments())
    along = segments[:, 1] - segments[:, 0]
    plus, minus = (c for c in ax.collections if c.get_zorder() == 2 and not c.get_label()[0] == "s")
    for marks, sign in [(plus, 1), (minus, -1)]:
        own = np.sign(lines.get_array()) == sign
        for mark in marks.get_offsets():
            step = mark - segments[own, 0]
            distance = abs(step[:, 0] * along[own, 1] - step[:, 1] * along[own, 0])
            assert (distance / np.linalg.norm(along[own], axis=1)).min() < 1e-6


@pytest.mark.parametrize(
    ("sizes", "activations", "loss"),
    [
        ([1, 1], "sigmoid", "bce"),
        ([2, 3, 1], "sigmoid", "bce"),
        ([2, 4, 2], "tanh", "mse"),
        ([3, 3, 3, 2], "tanh", "mse"),
        ([3, 4, 4, 2], "tanh", "mse"),
        ([8, 8, 8, 4], ["tanh", "relu", "softmax"], "cross_entropy"),
        ([64, 16, 10], ["relu", "softmax"], "cross_entropy"),
        ([2, 2, 2, 2, 2, 2, 1], "sigmoid", "bce"),
    ],
)
@pytest.mark.parametrize("scale", [1, 0.01, 40])
def test_labels_do_not_overlap(sizes, activations, loss, scale):
    ax = network_graph(*passes(sizes, activations, loss, scale=scale))
    ax.figure.canvas.draw()
    shown = [
        *ax.texts,
        *(text for bar in ax.child_axes for text in [bar.title, *bar.get_xticklabels()]),
    ]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown if text.get_text()]
    for (one, box), (other, other_box) in itertools.combinations(boxes, 2):
        width = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
        height = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
        assert min(width, height) < 1, f"{one!r} and {other!r} overlap"
    for text, box in boxes:
        assert ax.figure.bbox.fully_contains(*box.min), f"{text!r} is cut off"
        assert ax.figure.bbox.fully_contains(*box.max), f"{text!r} is cut off"


def test_of_a_large_layer_the_ends_are_drawn_and_the_rest_is_counted():
    net, forward, backward = passes([64, 16, 10], ["relu", "softmax"], "cross_entropy")
    ax = network_graph(net, forward, backward)
    shown = texts(ax)
    assert "… 52 more" in shown
    assert "… 4 more" in shown
    assert len(collection(ax, "activations").get_paths()) == 12 + 12 + 10
    assert number(forward.a[0][0, 63]) in shown
    assert "Not drawn: 52 of layer 0, 4 of layer 1." in figure_alt_text(ax.figure)


def test_alt_text_tells_the_finding(net, forward, backward):
    text = figure_alt_text(network_graph(net, forward, backward).figure)
    assert text.startswith("Network 2-3-1. Input 0.50 and 0.80 gives output 0.")
    assert "The heaviest weight is W[2][0, 0] = 1.58." in text
    sizes = [f"{number(abs(backward.delta[l][0]).max())} in layer {l}" for l in (1, 2)]
    assert f"The largest delta has magnitude {', '.join(sizes)}." in text
    assert f"The loss is {number(backward.loss)}." in text
    assert "Sample 0 of 2 samples." in text


def test_draws_into_the_axes_it_is_given(net):
    figure, (left, right) = plt.subplots(1, 2, layout="constrained")
    assert network_graph(net, ax=right) is right
    assert plt.get_fignums() == [figure.number]
    assert not left.has_data()


def test_picture_leaves_no_figure_and_carries_its_alt_text(net, forward):
    data, metadata = network_picture(net, forward, dark=True)
    assert plt.get_fignums() == []
    text = metadata["image/png"]["alt"]
    assert text.startswith("Network 2-3-1.")
    assert data["text/html"].startswith(f'<img alt="{text}"')
    assert data["image/png"] == network_picture(net, forward, dark=True)[0]["image/png"]


def test_wrong_sample_is_an_index_error(net, forward):
    with pytest.raises(IndexError, match="sample=7"):
        network_graph(net, forward, sample=7)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(("outputs", "said"), [(1, []), (3, ["0", "1", "2"])])
def test_each_of_several_outputs_has_its_number_beside_it(outputs, said):
    net = Network([2, 4, outputs], activations=["tanh", "sigmoid"], seed=0)
    ax = network_graph(net)
    beside = [text for text in ax.texts if (text.get_gid() or "").startswith("class")]
    assert [text.get_text() for text in beside] == said
    assert all(text.get_window_extent().x1 < ax.bbox.x1 for text in beside)
