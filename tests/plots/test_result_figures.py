"""What a trained network does: weights as pictures, the classes it mixes up, the curve it draws."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from backprop_lib import Network, datasets
from backprop_lib.plots import (
    confusion_matrix,
    figure_alt_text,
    first_layer_weights,
    regression_fit,
    style,
)

DIGITS = Network([64, 5, 10], activations=["tanh", "softmax"], seed=0)
STEP = Network.from_weights([[[4.0]]], [[0.0]], activations=["sigmoid"])  # class 1 for x > 0
CURVE = Network([1, 6, 1], activations=["tanh", "identity"], seed=0)


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_pictures_are_the_weights_of_each_neuron_on_one_map():
    figure = first_layer_weights(DIGITS, columns=3)
    images = [ax.images[0] for ax in figure.axes if ax.images]
    assert len(images) == 5
    largest = abs(DIGITS.W[1]).max()
    for j, image in enumerate(images):
        np.testing.assert_array_equal(image.get_array(), DIGITS.W[1][:, j].reshape(8, 8))
        assert image.cmap is style.weights
        assert image.get_clim() == (-largest, largest)
    assert figure.axes[4].get_title() == "neuron 4"


def test_pixels_need_not_be_square():
    net = Network([6, 2], activations="tanh", seed=0)
    image = first_layer_weights(net, (2, 3)).axes[0].images[0]
    np.testing.assert_array_equal(image.get_array(), net.W[1][:, 0].reshape(2, 3))


def test_heaviest_pixel_is_said():
    W = np.zeros((64, 2))
    W[8 * 3 + 5, 1] = -2.0
    W[0, 0] = 1.0
    net = Network.from_weights([W], [np.zeros(2)], activations="tanh")
    assert figure_alt_text(first_layer_weights(net)) == (
        "Weights of 2 neurons as pictures. The heaviest is −2.00, into neuron 1 from row 3, "
        "column 5. The longest weight vector, of neuron 1, has length 2.00, the shortest, of "
        "neuron 0, 1.00."
    )


@pytest.mark.filterwarnings("error")
def test_weights_of_zero_are_the_middle_of_the_map():
    net = Network([4, 1], activations="tanh", init=lambda rng, *shape: np.zeros(shape))
    figure = first_layer_weights(net, (2, 2))
    figure.canvas.draw()
    image = figure.axes[0].images[0]
    assert image.cmap(image.norm(0.0)) == style.weights(0.5)


@pytest.mark.parametrize(
    ("shape", "options", "words"),
    [
        ((8, 7), {}, r"image_shape is \(8, 7\), 56 pixels, but the network has 64 inputs"),
        (64, {}, "image_shape is 64; expected height and width"),
        ((8.0, 8), {}, r"image_shape\[0\] is 8.0"),
        ((8, 8), {"columns": 0}, "columns is 0"),
    ],
)
def test_wrong_shapes_are_named_and_leave_no_figure(shape, options, words):
    with pytest.raises(ValueError, match=words):
        first_layer_weights(DIGITS, shape, **options)
    assert plt.get_fignums() == []


def counts(ax):
    (image,) = ax.images
    return np.array([int(text.get_text()) for text in ax.texts]).reshape(image.get_array().shape)


def test_cells_count_the_samples():
    X, y = datasets.digits("test")
    ax = confusion_matrix(DIGITS, X, y)
    true, read = y.argmax(axis=1), DIGITS.forward(X).output.argmax(axis=1)
    for row, column in np.ndindex(10, 10):
        assert counts(ax)[row, column] == ((true == row) & (read == column)).sum()
    shares = counts(ax) / counts(ax).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(ax.images[0].get_array(), shares)


def test_one_output_is_two_classes_and_what_is_misread_has_a_frame():
    ax = confusion_matrix(STEP, [[1], [2], [-1], [3]], [[1], [1], [0], [0]])
    assert counts(ax).tolist() == [[1, 1], [0, 2]]
    (frame,) = ax.patches
    assert (frame.get_x() + frame.get_width() / 2, frame.get_y() + frame.get_height() / 2) == (
        pytest.approx((1, 0))
    )
    assert figure_alt_text(ax.figure) == (
        "3 of 4 samples (75.0%) are read as their own class. "
        "The commonest mistake: class 0 is read as 1, 1 time."
    )


def test_numbers_can_be_read_on_their_cells():
    ax = confusion_matrix(STEP, [[1], [2], [-1], [3]], [[1], [1], [0], [0]])
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["2"] == style.LIGHT["paper"]  # the whole row: dark
    assert colours["1"] == style.LIGHT["ink"]


@pytest.mark.filterwarnings("error")
def test_class_without_a_sample_has_an_empty_row():
    ax = confusion_matrix(STEP, [[1]], [[1]])
    assert counts(ax).tolist() == [[0, 0], [0, 1]]
    assert figure_alt_text(ax.figure) == "1 of 1 sample (100.0%) are read as their own class."


@pytest.mark.parametrize(
    ("network", "y", "words"),
    [
        (STEP, [[1]], "y has 1 rows for 2 samples"),
        (STEP, [[1], [0.5]], "y holds 0.5; expected classes"),
        (Network([1, 21], activations="softmax"), np.eye(21)[:2], "network has 21 outputs"),
    ],
)
def test_wrong_classes_are_named_and_leave_no_figure(network, y, words):
    with pytest.raises(ValueError, match=words):
        confusion_matrix(network, [[1.0], [2.0]], y)
    assert plt.get_fignums() == []


def test_curve_is_what_the_network_answers():
    X, y = datasets.curve(30)
    ax = regression_fit(CURVE, X, y)
    x, answers = line(ax, "network").get_data()
    np.testing.assert_array_equal(answers, CURVE.forward(x[:, None]).output[:, 0])
    assert x[0] < X.min()
    assert x[-1] > X.max()
    (samples,) = ax.collections
    np.testing.assert_array_equal(samples.get_offsets(), np.hstack([X, y]))


def test_alt_text_says_how_far_the_curve_is_off():
    straight = Network.from_weights([[[1.0]]], [[0.0]], activations=["identity"])
    ax = regression_fit(straight, [[0.0], [2.0]], [[3.0], [6.0]])
    assert figure_alt_text(ax.figure) == (
        "The network's curve misses 2 samples by 3.54 (root mean square), where y itself varies "
        "by 1.50. It is farthest off at x = 2.00, by 4.00."
    )


@pytest.mark.filterwarnings("error")
def test_answers_beyond_all_measure_leave_the_picture():
    wild = Network.from_weights([[[1e200]]], [[0.0]], activations=["identity"])
    ax = regression_fit(wild, [[-1.0], [1.0]], [[0.0], [1.0]])
    ax.figure.canvas.draw()
    assert ax.get_ylim() == (-0.3, 1.3)
    assert "by 1.0e200 (root mean square)" in figure_alt_text(ax.figure)


@pytest.mark.filterwarnings("error")
def test_one_sample_has_room():
    regression_fit(CURVE, [[0.5]], [[0.5]]).figure.canvas.draw()


@pytest.mark.parametrize(
    ("network", "X", "y", "words"),
    [
        (DIGITS, [[0.5]], [[0.5]], "network has 64 inputs and 10 outputs; expected one of each"),
        (CURVE, [0.5, 0.7], [[0.5], [0.7]], r"X has shape \(2,\)"),
        (CURVE, [[0.5], [0.7]], [0.5, 0.7], r"y has shape \(2,\)"),
        (CURVE, [[0.5], [0.7]], [[0.5]], "y has 1 rows for 2 samples"),
    ],
)
def test_wrong_samples_are_named_and_leave_no_figure(network, X, y, words):
    with pytest.raises(ValueError, match=words):
        regression_fit(network, X, y)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("dark", [False, True])
def test_style_of_the_block_is_used(dark):
    with style.use(dark=dark):
        ax = regression_fit(CURVE, [[0.5]], [[0.5]])
    paper = (style.DARK if dark else style.LIGHT)["paper"]
    assert ax.get_facecolor() == to_rgba(paper)


@pytest.mark.parametrize("draw", [confusion_matrix, regression_fit])
def test_given_axes_is_used(draw):
    ax = plt.figure().add_subplot()
    assert draw(STEP, [[0.5]], [[1.0]], ax=ax) is ax
