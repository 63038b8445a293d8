"""Two hidden neurons' plane: the samples where they put them, and a straight line between."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import Network, datasets
from backprop_lib.plots import figure_alt_text, hidden_space

X, Y = datasets.xor()
# "at least one" and "both": together they solve XOR
SOLVED = Network.from_weights(
    [[[20.0, 20.0], [20.0, 20.0]], [[20.0], [-20.0]]],
    [[-10.0, -30.0], [-10.0]],
    activations="sigmoid",
)


def marks(ax, label):
    return next(mark for mark in ax.collections if mark.get_label() == label)


def test_samples_stand_where_the_hidden_neurons_put_them():
    ax = hidden_space(SOLVED, X, Y)
    places = SOLVED.forward(X).a[1]
    for k in (0, 1):
        np.testing.assert_allclose(
            marks(ax, f"class {k}").get_offsets(), places[Y[:, 0] == k], atol=1e-9
        )
    assert ax.get_xlabel() == "a[1][0]" and ax.get_ylabel() == "a[1][1]"


def test_line_between_them_is_straight_and_is_that_of_the_last_layer():
    (path,) = marks(hidden_space(SOLVED, X, Y), "_boundary").get_paths()
    z = path.vertices @ SOLVED.W[2] + SOLVED.b[2]
    assert abs(z).max() < 0.2  # 20 a0 - 20 a1 - 10, on a grid of 161 places a side


def test_sheet_of_inputs_is_bent_as_the_hidden_neurons_bend_it():
    lines = [line for line in hidden_space(SOLVED, X, Y).lines if line.get_label() == "_sheet"]
    assert len(lines) == 18
    corners = np.vstack([line.get_xydata()[[0, -1]] for line in lines])
    for place in SOLVED.forward(X).a[1]:
        assert abs(corners - place).sum(axis=1).min() < 1e-9


def test_axes_stand_still_for_every_sigmoid_and_samples_at_one_place_share_a_name():
    ax = hidden_space(SOLVED, X, Y)
    assert ax.get_xlim() == ax.get_ylim() == (-0.1, 1.1)
    assert sorted(text.get_text() for text in ax.texts) == ["(0, 0)", "(0, 1) and (1, 0)", "(1, 1)"]
    small = Network([2, 2, 1], activations=["tanh", "sigmoid"], seed=0)
    assert hidden_space(small, X, Y).get_xlim() == (-1.2, 1.2)


def test_what_is_said_is_how_many_are_on_their_own_side():
    assert "4 of 4 samples on their own side" in figure_alt_text(hidden_space(SOLVED, X, Y).figure)
    assert "0 of 4 samples" in figure_alt_text(hidden_space(SOLVED, X, 1 - Y).figure)


def test_given_axes_are_drawn_in():
    _, ax = plt.subplots()
    assert hidden_space(SOLVED, X, Y, ax=ax) is ax


@pytest.mark.parametrize("sizes", [[2, 1], [2, 3, 1], [3, 2, 1]])
def test_other_sizes_are_refused_with_what_is_expected(sizes):
    network = Network(sizes, activations="sigmoid", seed=0)
    with pytest.raises(ValueError, match=r"expected two of each, such as Network\(\[2, 2, 1\]"):
        hidden_space(network, np.zeros((4, sizes[0])), Y)
