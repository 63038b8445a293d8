"""Gradients layer by layer: every mark is a size of dW."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import Network, datasets
from backprop_lib.plots import figure_alt_text, gradient_flow
from backprop_lib.plots.parts.labels import number

X, Y = datasets.moons(40)


def passes(network, X=X, y=Y, loss="bce"):
    return network.backward(network.forward(X), y, loss)


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_lines_are_the_sizes_of_dW(deep):
    backward = passes(deep)
    ax = gradient_flow(backward)
    for label, measure in {
        "mean |dW|": lambda dW: abs(dW).mean(),
        "max |dW|": lambda dW: abs(dW).max(),
        "norm of dW": np.linalg.norm,
    }.items():
        layers, sizes = line(ax, label).get_data()
        np.testing.assert_array_equal(layers, range(1, 9))
        np.testing.assert_allclose(sizes, [measure(dW) for dW in backward.dW])
    assert ax.get_yscale() == "log"


def test_alt_text_says_that_the_gradient_fades(deep):
    backward = passes(deep)
    text = figure_alt_text(gradient_flow(backward).figure)
    sizes = [number(abs(backward.dW[l]).mean()) for l in (8, 1)]
    assert text.startswith(
        f"The gradient fades on its way back: mean |dW| is {sizes[0]} in layer 8 and "
        f"{sizes[1]} in layer 1, "
    )


def test_alt_text_says_that_it_grows():
    chain = Network.from_weights([[[0.1]], [[10.0]]], np.zeros((2, 1)), activations="identity")
    backward = passes(chain, [[1.0]], [[0.0]], "squared_error")
    assert figure_alt_text(gradient_flow(backward).figure) == (
        "The gradient grows on its way back: mean |dW| is 0.10 in layer 2 and 10.00 in "
        "layer 1, 100 times larger."
    )


@pytest.mark.filterwarnings("error")
def test_layer_without_a_gradient_has_a_cross_and_a_zero():
    dead = Network.from_weights(
        [[[1.0], [1.0]], [[1.0]], [[1.0]]], [[-99.0], [0.0], [0.5]], activations="relu"
    )
    backward = passes(dead, loss="squared_error")
    ax = gradient_flow(backward)
    ax.figure.canvas.draw()
    assert abs(backward.dW[3]).max() == 0
    np.testing.assert_array_equal(line(ax, "zero").get_xdata(), [1, 2, 3])
    assert [text.get_text() for text in ax.texts] == ["0", "0", "0"]


@pytest.mark.filterwarnings("error")
def test_pass_without_any_gradient_is_drawn_and_said(zeros):
    ax = gradient_flow(zeros)
    ax.figure.canvas.draw()
    assert figure_alt_text(ax.figure).startswith("Every gradient is zero")


@pytest.mark.filterwarnings("error")
def test_one_layer():
    backward = passes(Network([2, 1], activations="sigmoid", seed=0))
    text = figure_alt_text(gradient_flow(backward).figure)
    assert text == f"The mean |dW| is {number(abs(backward.dW[1]).mean())} in layer 1."


def test_axis_of_equal_gradients_is_not_stretched():
    one = Network.from_weights([[[1.0]], [[1.0]]], [[0.0], [0.0]], activations="identity")
    backward = passes(one, [[1.0]], [[0.0]], "squared_error")
    low, high = gradient_flow(backward).get_ylim()
    assert high / low >= 50


def test_wrong_input_is_named(deep):
    with pytest.raises(ValueError, match="backward is a ForwardPass; expected the BackwardP"):
        gradient_flow(deep.forward(X))
    assert plt.get_fignums() == []
