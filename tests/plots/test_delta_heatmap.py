"""Deltas by layer and sample, or by layer and time: every cell is a number of the records."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import datasets
from backprop_lib.plots import delta_heatmap, figure_alt_text, style
from backprop_lib.plots.parts.labels import number

X, Y = datasets.moons(40)


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_cells_are_the_mean_sizes_by_layer_and_sample(deep):
    backward = deep.backward(deep.forward(X), Y, "bce")
    (image,) = delta_heatmap(backward).images
    expected = [abs(delta).mean(axis=1) for delta in backward.delta]
    np.testing.assert_allclose(image.get_array(), expected)
    assert image.origin == "lower"


def test_every_neuron_has_its_signed_delta(net, backward):
    (image,) = delta_heatmap(backward, neurons=True).images
    np.testing.assert_allclose(image.get_array(), np.hstack([*backward.delta]).T)
    assert image.cmap is style.delta
    assert image.norm(0.0) == 0.5


def test_numbers_stand_in_few_cells(net, backward):
    ax = delta_heatmap(backward, neurons=True)
    expected = {number(value, sign=True) for delta in backward.delta for value in delta.flat}
    assert {text.get_text() for text in ax.texts} == expected


def test_list_of_records_is_drawn_over_time(net, batch):
    records = [net.backward(net.forward(batch[0]), y, "bce") for y in ([[0], [0]], [[1], [0]])]
    (sizes,) = delta_heatmap(records).images
    (signed,) = delta_heatmap(records, neurons=True).images
    for k, record in enumerate(records):
        np.testing.assert_allclose(
            sizes.get_array()[:, k], [abs(delta).mean() for delta in record.delta]
        )
        np.testing.assert_allclose(
            signed.get_array()[:, k],
            np.concatenate([delta.mean(axis=0) for delta in record.delta]),
        )


def test_signs_cancel_over_a_batch_and_sizes_do_not():
    deltas = {1: [[0.5], [-0.5]]}
    assert delta_heatmap([deltas], neurons=True).images[0].get_array().item() == 0
    assert delta_heatmap([deltas]).images[0].get_array().item() == 0.5


def test_dict_of_the_learners_own_is_drawn_by_layer_number():
    ax = delta_heatmap({2: [[1.0]], 1: [[0.1, -0.3]]})
    np.testing.assert_allclose(ax.images[0].get_array(), [[0.2], [1.0]])
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["layer 1", "layer 2"]


def test_colour_is_the_map_at_the_logarithm():
    ax = delta_heatmap({1: [[1e-4]], 2: [[1e-2]], 3: [[1.0]]})
    image = ax.images[0]
    np.testing.assert_allclose(image.norm(image.get_array()).ravel(), [0, 0.5, 1], atol=1e-9)
    assert image.cmap is style.current().amount


@pytest.mark.filterwarnings("error")
def test_zeros_have_a_cross():
    ax = delta_heatmap({1: [[0.0], [0.5]], 2: [[0.25], [0.5]]})
    ax.figure.canvas.draw()
    assert line(ax, "zero").get_xdata().tolist() == [0]
    assert "25% of the cells are zero" in figure_alt_text(ax.figure)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("neurons", [False, True])
def test_zero_deltas_are_drawn_and_said(neurons, zeros):
    ax = delta_heatmap(zeros, neurons=neurons)
    ax.figure.canvas.draw()
    assert figure_alt_text(ax.figure) == "Every delta is zero."


@pytest.mark.filterwarnings("error")
def test_equal_deltas_are_no_zero_span():
    delta_heatmap({1: [[0.5]]}).figure.canvas.draw()


@pytest.mark.parametrize(
    ("backward", "options", "words"),
    [
        ([], {}, r"backward is \[\]; expected a BackwardPass, a dict"),
        (3, {}, "backward is 3"),
        ([3], {}, r"backward\[0\] is a int; expected a BackwardPass or a dict"),
        ({1: [0.5]}, {}, r"backward\[1\] has shape \(1,\); expected \(batch, fan_out\)"),
        ({1: [[0.5]], 2: [[0.5], [0.1]]}, {}, "samples by layer; expected as many in each"),
        ([{1: [[0.5]]}, {1: [[0.5, 0.1]]}], {}, r"backward\[1\] has layers of \[2\] neurons"),
        ({1: np.ones((2, 65))}, {"neurons": True}, "backward has 65 neurons; .* at most 64"),
    ],
)
def test_wrong_input_is_named_and_leaves_no_figure(backward, options, words):
    with pytest.raises(ValueError, match=words):
        delta_heatmap(backward, **options)
    assert plt.get_fignums() == []
