"""The plane is what the network answers there, and every sample has the mark of its class."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from backprop_lib import Network, datasets
from backprop_lib.plots import decision_boundary, figure_alt_text, style

LINE = Network.from_weights([[[4.0], [0.0]]], [[0.0]], activations=["sigmoid"])  # x = 0
X, Y = [[-1.0, 0.0], [1.0, 1.0], [0.5, 0.5], [-0.5, 1.0]], [[0], [1], [0], [0]]


def marks(ax, label):
    return next(mark for mark in ax.collections if mark.get_label() == label)


def image(ax):
    (image,) = ax.images
    return image


def places(image):
    """The middles of an image's cells, shape (rows, columns, 2)."""
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return np.stack(np.meshgrid(x, y), axis=-1)


def test_ground_is_the_output_on_the_map_of_activations():
    ground = image(decision_boundary(LINE, X, Y))
    expected = LINE.forward(places(ground).reshape(-1, 2)).output.reshape(ground.get_array().shape)
    np.testing.assert_allclose(ground.get_array(), expected)
    assert ground.cmap is style.current().activation
    assert ground.get_clim() == (0, 1)
    assert ground.origin == "lower"


def test_line_stands_where_the_output_is_a_half():
    (path,) = marks(decision_boundary(LINE, X, Y), "_boundary").get_paths()
    np.testing.assert_allclose(path.vertices[:, 0], 0, atol=1e-9)


def test_samples_stand_where_they_are_with_a_shape_a_class():
    ax = decision_boundary(LINE, X, Y)
    np.testing.assert_array_equal(marks(ax, "class 0").get_offsets(), np.array(X)[[0, 2, 3]])
    np.testing.assert_array_equal(marks(ax, "class 1").get_offsets(), np.array(X)[[1]])
    shapes = [marks(ax, f"class {k}").get_paths()[0].vertices.shape for k in (0, 1)]
    assert shapes[0] != shapes[1]
    assert tuple(marks(ax, "class 1").get_facecolor()[0]) == to_rgba(style.LIGHT["ink"])


def test_what_is_misread_has_a_ring():
    np.testing.assert_array_equal(
        marks(decision_boundary(LINE, X, Y), "wrong").get_offsets(), [[0.5, 0.5]]
    )
    right = decision_boundary(LINE, X, [[0], [1], [1], [0]])
    assert "wrong" not in [mark.get_label() for mark in right.collections]


def test_the_ring_stands_around_a_chosen_sample_as_on_a_live_map():
    ax = decision_boundary(LINE, X, Y, chosen=1)
    np.testing.assert_array_equal(marks(ax, "chosen").get_offsets(), [X[1]])
    assert "wrong" not in [mark.get_label() for mark in ax.collections]


def test_several_outputs_have_a_ground_each():
    net = Network([2, 5, 3], activations=["tanh", "softmax"], seed=0)
    X, y = datasets.spirals(60, arms=3)
    ax = decision_boundary(net, X, y)
    ground = image(ax)
    read = net.forward(places(ground).reshape(-1, 2)).output.argmax(axis=1)
    np.testing.assert_array_equal(ground.get_array().ravel(), read)
    colours = ground.cmap(ground.norm([0, 1, 2]))
    assert len(np.unique(colours, axis=0)) == 3
    labels = [mark.get_label() for mark in ax.collections]
    assert {"class 0", "class 1", "class 2"} <= {*labels}


def test_two_softmax_outputs_are_two_classes():
    net = Network([2, 2], activations="softmax", seed=0)
    X, y = datasets.moons(20)
    ax = decision_boundary(net, X, np.hstack([1 - y, y]))
    np.testing.assert_array_equal(marks(ax, "class 1").get_offsets(), X[y[:, 0] == 1])


def test_alt_text_counts_the_samples_and_the_plane():
    text = figure_alt_text(decision_boundary(LINE, X, Y).figure)
    assert text == (
        "3 of 4 samples are read as their own class. "
        "Of the plane shown the network reads 50% as class 0, 50% as class 1."
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("activation", ["sigmoid", "identity"])
def test_network_that_answers_the_same_everywhere_has_no_line(activation):
    flat = Network.from_weights([[[0.0], [0.0]]], [[2.0]], activations=[activation])
    ax = decision_boundary(flat, X, Y)
    ax.figure.canvas.draw()
    assert "_boundary" not in [mark.get_label() for mark in ax.collections]
    assert "All of the plane shown is read as class 1." in figure_alt_text(ax.figure)


@pytest.mark.filterwarnings("error")
def test_one_sample_and_samples_on_a_line_have_room():
    decision_boundary(LINE, [[0.5, 0.5]], [[1]]).figure.canvas.draw()
    ax = decision_boundary(LINE, [[0.0, 0.0], [100.0, 0.0]], [[0], [1]])
    assert ax.get_aspect() == "auto"


def test_legend_of_the_learners_own_raises_no_warning(recwarn):
    decision_boundary(LINE, X, Y).legend()
    assert not recwarn.list


@pytest.mark.parametrize(
    ("network", "X", "y", "words"),
    [
        (Network([3, 1], activations="sigmoid"), X, Y, "network has 3 inputs; expected 2"),
        (Network([2, 7], activations="softmax"), X, Y, "network has 7 outputs; expected at most 6"),
        (LINE, [[1.0, 2.0, 3.0]], Y, "X has shape"),
        (LINE, X, Y[:2], "y has 2 rows for 4 samples"),
        (LINE, X, [[-1], [1], [1], [1]], "y holds -1; expected classes, written as 0 and 1"),
        (LINE, X, [0, 1, 0, 1], "y has shape"),
        (Network([2, 3], activations="softmax"), X, [[1, 1, 0]] * 4, "y has a row with no 1"),
    ],
)
def test_wrong_input_is_named_and_leaves_no_figure(network, X, y, words):
    with pytest.raises(ValueError, match=words):
        decision_boundary(network, X, y)
    assert plt.get_fignums() == []
