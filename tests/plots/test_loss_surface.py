"""The map is the loss of moved networks, and the path lies where its networks are."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import SGD, Network, datasets, train
from backprop_lib.plots import figure_alt_text, loss_slices, loss_surface
from backprop_lib.plots.parts.labels import number

X, Y = datasets.xor()


@pytest.fixture
def xor_net():
    return Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=1)


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def axes(image):
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return x, y


def loss_of(network):
    return network.loss(network.forward(X), Y, "bce")


def test_map_is_the_loss_of_the_network_with_these_two_weights(xor_net):
    (image,) = loss_surface(xor_net, X, Y, loss="bce", across=("W[1][1, 2]", "b[2][0]")).images
    assert image.origin == "lower"
    x, y = axes(image)
    for row, column in [(0, 0), (3, 17), (20, 20), (40, 5)]:
        moved = xor_net.replace(layer=1, i=1, j=2, value=x[column])
        moved = moved.replace(layer=2, j=0, bias=y[row])
        assert image.get_array()[row, column] == pytest.approx(loss_of(moved), rel=1e-9)


def test_network_is_in_the_middle_of_a_map_without_a_path(xor_net):
    ax = loss_surface(xor_net, X, Y, loss="bce", span=2)
    here = xor_net.W[1][0, 0], xor_net.W[2][0, 0]
    np.testing.assert_allclose(line(ax, "here").get_xydata(), [here])
    x, y = axes(ax.images[0])
    np.testing.assert_allclose((x[0], x[20], x[-1]), here[0] + np.array([-2, 0, 2]))
    np.testing.assert_allclose((y[0], y[20], y[-1]), here[1] + np.array([-2, 0, 2]))
    assert ax.images[0].get_array()[20, 20] == pytest.approx(loss_of(xor_net))


def test_path_lies_where_its_networks_are_and_in_the_map(xor_net):
    run = train(xor_net, X, Y, loss="bce", optimizer=SGD(1.0), steps=30)
    path = [xor_net, *(step.network for step in run)]
    ax = loss_surface(path[-1], X, Y, loss="bce", path=path)
    places = [(network.W[1][0, 0], network.W[2][0, 0]) for network in path]
    np.testing.assert_allclose(line(ax, "path").get_xydata(), places)
    np.testing.assert_allclose(line(ax, "start").get_xydata(), places[:1])
    np.testing.assert_allclose(line(ax, "here").get_xydata(), places[-1:])
    x, y = axes(ax.images[0])
    low, high = np.min(places, axis=0), np.max(places, axis=0)
    assert x[0] < low[0] <= high[0] < x[-1]
    assert y[0] < low[1] <= high[1] < y[-1]
    assert "The path of 31 networks leads from" in figure_alt_text(ax.figure)


def test_both_axes_have_one_scale(xor_net):
    path = [xor_net, xor_net.replace(layer=1, i=0, j=0, value=9.0)]
    ax = loss_surface(xor_net, X, Y, loss="bce", path=path)
    x, y = axes(ax.images[0])
    assert x[-1] - x[0] == pytest.approx(y[-1] - y[0])
    assert ax.get_aspect() == 1


def test_random_directions_are_as_long_as_each_neurons_weights(xor_net):
    sizes = xor_net.sizes
    for direction in loss_slices.random_directions(xor_net, 0):
        part = Network.from_weights(*loss_slices.flat.split(direction, sizes), activations="tanh")
        for W, own, b in zip(part.W, xor_net.W, part.b, strict=True):
            np.testing.assert_allclose(np.linalg.norm(W, axis=0), np.linalg.norm(own, axis=0))
            assert not b.any()


def test_random_map_is_the_loss_along_the_directions(xor_net):
    (image,) = loss_surface(xor_net, X, Y, loss="bce", across="random", seed=4).images
    one, other = loss_slices.random_directions(xor_net, 4)
    moved = xor_net.with_numbers(xor_net.params - one + 0.5 * other)
    assert image.get_array()[30, 0] == pytest.approx(loss_of(moved), rel=1e-9)
    assert image.get_array()[20, 20] == pytest.approx(loss_of(xor_net), rel=1e-12)


def test_same_seed_draws_the_same_map(xor_net):
    maps = [
        loss_surface(xor_net, X, Y, loss="bce", across="random", seed=seed).images[0].get_array()
        for seed in (2, np.random.default_rng(2), 3)
    ]
    np.testing.assert_array_equal(maps[0], maps[1])
    assert not np.array_equal(maps[0], maps[2])


def test_map_is_computed_in_the_networks_dtype():
    net = Network([2, 1], activations="sigmoid", seed=1, dtype=np.float32)
    (image,) = loss_surface(net, X, Y, loss="bce", across="random", seed=0).images
    assert image.get_array()[20, 20] == loss_of(net)


def test_alt_text_names_the_lowest_place(xor_net):
    ax = loss_surface(xor_net, X, Y, loss="bce")
    (image,) = ax.images
    x, y = axes(image)
    row, column = np.unravel_index(image.get_array().argmin(), image.get_array().shape)
    text = figure_alt_text(ax.figure)
    assert f"W[1][0, 0] = {number(x[column])} and W[2][0, 0] = {number(y[row])}" in text
    assert f"The loss of this network is {number(loss_of(xor_net))}" in text


@pytest.mark.filterwarnings("error")
def test_flat_loss_is_drawn_flat_and_said_to_be():
    dead = Network.from_weights(
        [[[1.0], [1.0]], [[1.0]]], [[-99.0], [0.5]], activations=["relu", "sigmoid"]
    )
    ax = loss_surface(dead, X, Y, loss="bce")
    ax.figure.canvas.draw()
    assert "does not answer to these two" in figure_alt_text(ax.figure)
    assert not ax.collections


@pytest.mark.filterwarnings("error")
def test_loss_beyond_all_numbers_is_left_white():
    chain = Network.from_weights(np.full((4, 1, 1), 1e60), np.zeros((4, 1)), activations="identity")
    ax = loss_surface(chain, [[1e-240]], [[0.0]], loss="squared_error", span=1e100)
    ax.figure.canvas.draw()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"across": "W[1][0, 0]"}, r"across is \['W\[1\]\[0, 0\]'\]; expected two names"),
        ({"across": ("W[1][0]", "b[1][0]")}, r"across has 'W\[1\]\[0\]'; expected names such as"),
        ({"across": ("b[1][0, 0]", "b[1][0]")}, "across has"),
        ({"across": (1, 2)}, "across has 1"),
        ({"across": ("b[1][0]", "b[ 1 ][0]")}, "across has"),
        ({"across": ("b[1][0]", " b[1][0]")}, "twice; expected two different weights"),
        ({"path": []}, "path is empty"),
        ({"path": [3]}, r"path\[0\] is a int; expected networks, such as step.network"),
        ({"path": [Network([1, 1], activations="tanh")]}, r"path\[0\] is Network 1-1; expected"),
        ({"span": 0}, "span is 0"),
        ({"loss": "mae"}, "loss 'mae' is unknown"),
        ({"across": "random", "path": []}, "random directions hardly see a path"),
    ],
)
def test_wrong_input_is_named_and_leaves_no_figure(xor_net, options, words):
    with pytest.raises(ValueError, match=words):
        loss_surface(xor_net, X, Y, **({"loss": "bce"} | options))
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    "name", ["W[3][0, 0]", "W[0][0, 0]", "W[1][2, 0]", "W[1][0, 3]", "b[2][1]"]
)
def test_weight_that_is_not_there_is_an_index_error(xor_net, name):
    with pytest.raises(IndexError):
        loss_surface(xor_net, X, Y, loss="bce", across=(name, "W[1][0, 0]"))
