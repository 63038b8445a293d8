"""The loss against one weight, and the activations: curve, point and tangent are the core's."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.plots import activation_curve, figure_alt_text, loss_against_weight
from backprop_lib.plots.parts.labels import number


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def slope_of(line):
    x, y = line.get_data()
    return (y[-1] - y[0]) / (x[-1] - x[0])


def annotations(ax):
    return " ".join(text.get_text() for text in ax.texts)


@pytest.mark.parametrize(("layer", "i", "j"), [(1, 0, 0), (1, 1, 2), (2, 1, 0)])
def test_tangent_has_the_slope_that_backward_gives(net, backward, batch, layer, i, j):
    ax = loss_against_weight(net, *batch, loss="bce", layer=layer, i=i, j=j)
    dW = backward.dW[layer][i, j]
    assert slope_of(line(ax, "tangent")) == pytest.approx(dW, rel=1e-9)
    assert f"slope dW[{layer}][{i}, {j}] = {number(dW, sign=True)}" in annotations(ax)


def test_point_is_where_the_network_is_and_on_the_curve(net, backward, batch):
    ax = loss_against_weight(net, *batch, loss="bce", layer=1, i=0, j=2)
    (here,), (loss,) = line(ax, "here").get_data()
    weights, losses = line(ax, "loss").get_data()
    assert (here, loss) == (net.W[1][0, 2], backward.loss)
    assert losses[weights == here] == pytest.approx(loss, rel=1e-12)
    assert (weights[0], weights[-1]) == (here - 4, here + 4)


def test_curve_is_the_loss_of_the_network_with_that_weight(net, batch):
    X, y = batch
    ax = loss_against_weight(net, X, y, loss="squared_error", layer=2, i=2, j=0, span=1.5)
    for weight, loss in line(ax, "loss").get_xydata()[::40]:
        moved = net.replace(layer=2, i=2, j=0, value=weight)
        assert loss == moved.loss(moved.forward(X), y, "squared_error")


def test_alt_text_says_which_way_is_down(net, batch):
    ax = loss_against_weight(net, *batch, loss="bce", layer=2, i=0, j=0)
    text = figure_alt_text(ax.figure)
    assert text.startswith("At W[2][0, 0] = 1.58 the loss has slope +0.15")
    assert "lowering the weight lowers the loss" in text


@pytest.mark.filterwarnings("error")
def test_flat_loss_is_drawn_flat_and_said_to_be():
    dead = Network.from_weights(
        [[[-1.0]], [[1.0]]], [[-9.0], [0.0]], activations=["relu", "sigmoid"]
    )
    ax = loss_against_weight(dead, [[1.0]], [[1.0]], loss="bce", layer=1, i=0, j=0)
    ax.figure.canvas.draw()
    assert slope_of(line(ax, "tangent")) == 0
    assert "it hardly answers to this weight here" in figure_alt_text(ax.figure)
    low, high = ax.get_ylim()
    assert low < np.log(2) < high


def test_wrong_weight_or_span_is_named_and_leaves_no_figure(net, batch):
    def draw(**changes):
        loss_against_weight(net, *batch, **{"loss": "bce", "layer": 1, "i": 0, "j": 0} | changes)

    with pytest.raises(IndexError, match=r"W\[3\] does not exist"):
        draw(layer=3)
    with pytest.raises(IndexError, match="i=2 does not exist: layer 0 has 2"):
        draw(i=2)
    with pytest.raises(IndexError, match="j=-1 does not exist: layer 1 has 3"):
        draw(j=-1)
    with pytest.raises(ValueError, match="'bec' is unknown. Did you mean 'bce'"):
        draw(loss="bec")
    for span in (0, -1, [1, 2]):
        with pytest.raises(ValueError, match="expected one number above 0"):
            draw(span=span)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_curves_are_the_cores(name):
    ax = activation_curve(name)
    z, a = line(ax, "a").get_data()
    np.testing.assert_array_equal(a, ACTIVATIONS[name].value(z))
    np.testing.assert_array_equal(line(ax, "slope").get_ydata(), ACTIVATIONS[name].derivative(z, a))
    assert (z[0], z[-1]) == (-6, 6)
    assert f"a = {name}(z)" in annotations(ax)
    assert name in figure_alt_text(ax.figure)


def test_marked_points_tell_z_a_and_slope():
    ax = activation_curve("sigmoid", at=[0, 5])
    points = [line.get_xydata()[0] for line in ax.lines if line.get_label() == "here"]
    sigmoid = 1 / (1 + np.exp(-5))
    np.testing.assert_allclose(points, [[0, 0.5], [5, sigmoid]])
    slopes = [slope_of(line) for line in ax.lines if line.get_label() == "tangent"]
    np.testing.assert_allclose(slopes, [0.25, sigmoid * (1 - sigmoid)])
    assert "z = 0.00\na = 0.50\nslope 0.25" in annotations(ax)
    text = figure_alt_text(ax.figure)
    assert "at z = 5.00, a is 0.99 and the slope 0.0066, nearly flat" in text
    assert text.count("nearly flat") == 1


def test_axis_reaches_to_a_point_far_out():
    ax = activation_curve("tanh", at=-20.0)
    assert ax.get_xlim()[0] < -20


def test_tangents_are_equally_long_whatever_the_slope():
    ax = activation_curve("relu", at=[-2.0, 2.0])
    ax.figure.canvas.draw()
    ends = [
        ax.transData.transform(line.get_xydata())
        for line in ax.lines
        if line.get_label() == "tangent"
    ]
    flat, steep = (np.linalg.norm(end[1] - end[0]) for end in ends)
    assert 0.6 < flat / steep < 1.6


@pytest.mark.parametrize(
    ("name", "at", "words"),
    [
        ("softmax", None, "has no curve"),
        ("sigmod", None, "Did you mean 'sigmoid'"),
        ("tanh", [[1.0]], r"at has shape \(1, 1\)"),
        ("tanh", np.nan, "at holds nan"),
        ("tanh", "three", "at holds"),
    ],
)
def test_wrong_name_or_point_is_named_and_leaves_no_figure(name, at, words):
    with pytest.raises(ValueError, match=words):
        activation_curve(name, at=at)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("plot", ["loss", "activation"])
def test_draws_into_the_axes_it_is_given(net, batch, plot):
    figure, (left, right) = plt.subplots(1, 2)
    if plot == "loss":
        drawn = loss_against_weight(net, *batch, loss="bce", layer=1, i=0, j=0, ax=right)
    else:
        drawn = activation_curve("relu", ax=right)
    assert drawn is right
    assert plt.get_fignums() == [figure.number]
    assert not left.has_data()
