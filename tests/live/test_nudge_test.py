"""NudgeTest without a browser: its numbers are the core's for what is on screen."""

import numpy as np
import pytest

from backprop_lib import Network, gradcheck
from backprop_lib.live import NudgeTest


@pytest.fixture
def view(seed_network):
    return NudgeTest(seed_network, [0.5, 0.8], [1.0], loss="bce")


def test_the_numbers_are_the_cores_after_every_move(view):
    view.sliders["W[2][0, 0]"].value = -1.5
    view.selected = "W[1][1, 2]"
    view.epsilon = 1e-3
    scene = (view.network, [[0.5, 0.8]], [[1.0]], "bce")
    expected = gradcheck.nudge(*scene, layer=1, i=1, j=2, epsilon=1e-3)
    assert (view.parameter, view.epsilon) == ("W[1][1, 2]", 1e-3)
    assert view.predicted == view.backward.dW[1][1, 2] * 1e-3 == expected.predicted
    assert (view.actual, view.difference) == (expected.actual, expected.difference)
    curve = gradcheck.curve(*scene, layer=1, i=1, j=2)
    np.testing.assert_array_equal(view.curve.central, curve.central)
    assert view.floor == {
        "name": "W[1][1, 2]",
        "loss": view.backward.loss,
        "error": curve.complex_step,
        "kink": "",
    }


def test_a_bias_is_nudged_too_and_an_input_is_not(view):
    view.selected = "a[1][2]"
    assert view.parameter == "b[1][2]"
    assert view.predicted == view.backward.db[1][2] * view.epsilon
    view.selected = "x[0]"
    assert view.parameter == "b[1][2]"


def test_the_floor_follows_a_message_from_the_page(view):
    before = view.floor["loss"]
    view.sliders["W[1][0, 0]"].set_state({"value": 2.0})
    assert view.floor["loss"] == view.backward.loss != before
    view._epsilon.set_state({"value": 1e-6})
    assert view.epsilon == 1e-6


def test_a_batch_is_nudged_for_the_sample_on_screen(seed_network):
    X, y = np.array([[0.0, 1.0], [0.5, 0.8]]), np.array([[0.0], [1.0]])
    view = NudgeTest(seed_network, X, y, loss="bce")
    view.sample = 1
    assert view.predicted == view.backward.dW[1][0, 0] * view.epsilon
    assert (
        view.actual == gradcheck.nudge(seed_network, X[1:], y[1:], "bce", layer=1, i=0, j=0).actual
    )


@pytest.mark.parametrize("epsilon", [0, 1, 1e-9, np.nan, "a", [1e-3]])
def test_a_bad_epsilon_is_named_and_changes_nothing(view, seed_network, epsilon):
    with pytest.raises(ValueError, match="epsilon"):
        view.epsilon = epsilon
    with pytest.raises(ValueError, match="epsilon"):
        NudgeTest(seed_network, [0.5, 0.8], [1.0], loss="bce", epsilon=epsilon)
    assert view.epsilon == 1e-2


def test_repr_and_state(view):
    assert repr(view).startswith("NudgeTest of W[1][0, 0] by 0.01: loss predicted -0.0002442")
    twin = NudgeTest.from_state(view.state())
    assert twin.actual == view.actual


def test_it_says_where_a_relu_sits_on_its_kink_if_what_is_nudged_moves_it():
    net = Network([2, 3, 1], activations=["relu", "sigmoid"], seed=0)
    net = net.replace(layer=1, j=0, bias=0.5)
    view = NudgeTest(net, [0.0, 0.0], [1.0], loss="bce")
    view.selected = "b[1][1]"
    assert "neuron 1 of layer 1 sits on the kink of its 'relu' for sample 0" in view.kink
    assert view.kink in repr(view) and view.floor["kink"] == view.kink
    assert (
        abs(view.curve.central[-10] - abs(view.backward.delta[2] * net.W[2][1] / 2).item()) < 1e-6
    )
    view.selected = "b[1][0]"
    assert view.kink == view.floor["kink"] == ""
