"""Views that explain plain dense layers alone say so; NetworkView shows the others, too."""

import numpy as np
import pytest

from backprop_lib import Network, live


@pytest.mark.parametrize("parts", [dict(normalization="batch"), dict(residual=True)])
@pytest.mark.parametrize("view", ["NudgeTest", "BackwardStepper", "PathsView", "Predict", "BugLab"])
def test_a_network_that_a_view_cannot_explain_is_refused(view, parts):
    net = Network([2, 2, 2, 1], activations="sigmoid", seed=0, **parts)
    made = [[[0.5, 0.8], [0.1, 0.2]], [[1.0], [0.0]]] if view == "BugLab" else [[0.5, 0.8], [1.0]]
    more = dict(move=("W[1][0, 0]", 0.7)) if view == "Predict" else {}
    with pytest.raises(ValueError, match=f"{view} shows plain dense layers, but layer"):
        getattr(live, view)(net, *made, loss="bce", **more)


def test_a_backward_pass_of_ones_own_needs_dense_layers():
    net = Network([2, 2, 1], activations="sigmoid", seed=0, normalization="batch")
    with pytest.raises(ValueError, match="NetworkView with backward=… shows plain dense layers"):
        live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce", backward=lambda *given: given)


@pytest.fixture
def network():
    net = Network(
        [2, 3, 3, 1],
        activations=["tanh", "tanh", "sigmoid"],
        normalization=["batch", "batch", None],
        residual=[False, True, False],
        seed=1,
    )
    running = np.random.default_rng(0).uniform(0.3, 1.5, net.running.size)
    return net.with_numbers(net.params, running)


def test_network_view_moves_gamma_and_beta(network):
    view = live.NetworkView(network, [0.5, 0.8], [1.0], loss="bce")
    view.sliders["gamma[2][1]"].value = 2.0
    view.set("beta[1][0]", -0.5)
    assert view.network.gamma[2].tolist() == [1, 2, 1]
    assert view.network.beta[1].tolist() == [-0.5, 0, 0]
    expected = view.network.backward(view.network.forward([[0.5, 0.8]]), [[1.0]], "bce")
    assert view.backward.loss == expected.loss
    np.testing.assert_array_equal(view.backward.dgamma[2], expected.dgamma[2])
    view.undo()
    assert view.network.beta[1].tolist() == [0, 0, 0]
    view.reset()
    np.testing.assert_array_equal(view.network.params, network.params)


def test_network_views_state_keeps_normalization_skips_and_running_statistics(network):
    view = live.NetworkView(network, [0.5, 0.8], [1.0], loss="bce")
    view.set("gamma[1][0]", 2.0)
    again = live.NetworkView.from_state(view.state())
    assert again.network.architecture == network.architecture
    np.testing.assert_array_equal(again.network.params, view.network.params)
    np.testing.assert_array_equal(again.network.running, network.running)
    assert again.backward.loss == view.backward.loss


def test_random_weights_keep_the_layers(network):
    view = live.NetworkView(network, [0.5, 0.8], [1.0], loss="bce")
    view.randomize(3)
    assert view.network.architecture == network.architecture
    assert not np.array_equal(view.network.W[1], network.W[1])
    np.testing.assert_array_equal(view.network.running, network.running)
