"""Backpropagation against two methods that know nothing of it."""

import warnings

import numpy as np
import pytest

from backprop_lib import Network, datasets, gradcheck
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.losses import LOSSES

ELEMENTWISE = [name for name in ACTIVATIONS if name != "softmax"]
KINKED = ("relu", "leaky_relu")
OUTPUTS = {"bce": "sigmoid", "cross_entropy": "softmax"}


def scene(activation, loss, depth, batch, seed=0):
    """A random network, X and y; no z of a kinked layer within 1e-3 of its kink."""
    output = OUTPUTS.get(loss, activation)
    sizes = [3, *[4] * (depth - 1), 2]
    net = Network(
        sizes, activations=[*[activation] * (depth - 1), output], init="xavier", seed=seed
    )
    rng = np.random.default_rng(seed + 1)
    X, y = rng.normal(size=(200, 3)), rng.uniform(size=(200, 2))
    if loss == "cross_entropy":
        y /= y.sum(axis=1, keepdims=True)
    z = net.forward(X).z
    near = np.zeros(len(X), dtype=bool)
    for l, name in enumerate(net.activations, start=1):
        if name in KINKED:
            near |= (abs(z[l]) < 1e-3).any(axis=1)
    rows = np.flatnonzero(~near)[:batch]
    assert len(rows) == batch
    return net, X[rows], y[rows]


@pytest.mark.parametrize("batch", [1, 7])
@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_gradients_agree_with_both_numeric_methods(activation, loss, depth, batch):
    net, X, y = scene(activation, loss, depth, batch)
    backward = net.backward(net.forward(X), y, loss=loss)
    central = gradcheck.central(net, X, y, loss)
    exact = gradcheck.complex_step(net, X, y, loss)
    assert gradcheck.largest_difference(backward, central) < 1e-7
    assert gradcheck.largest_difference(backward, exact) < 1e-12


def test_a_wrong_gradient_is_caught():
    net, X, y = scene("tanh", "squared_error", depth=2, batch=3)
    wrong = net.backward(net.forward(X), 2 * y, loss="squared_error")
    assert gradcheck.largest_difference(wrong, gradcheck.central(net, X, y, "squared_error")) > 1e-3


def test_delta_is_the_slope_of_each_samples_own_loss_along_z():
    # db of a batch of one is its delta, so the mean of the deltas is db of the batch.
    net, X, y = scene("sigmoid", "mse", depth=3, batch=5)
    delta = net.backward(net.forward(X), y, loss="mse").delta
    for n in range(5):
        alone = gradcheck.complex_step(net, X[n : n + 1], y[n : n + 1], "mse")
        for l in (1, 2, 3):
            np.testing.assert_allclose(delta[l][n], alone.db[l], rtol=1e-12, atol=1e-15)


def test_float32_networks_are_checked_in_float64():
    net = Network([2, 2], activations="tanh", seed=0, dtype=np.float32)
    numeric = gradcheck.central(net, [[0.1, 0.2]], [[0.0, 1.0]], "mse")
    assert numeric.dW[1].dtype == np.float64


@pytest.mark.parametrize("epsilon", [0, -1e-5, np.nan, [1e-5]])
def test_a_bad_epsilon_is_named(epsilon):
    net = Network([1, 1], activations="tanh", seed=0)
    with pytest.raises(ValueError, match="epsilon"):
        gradcheck.central(net, [[0.1]], [[0.0]], "mse", epsilon=epsilon)


# ---- one parameter: the nudge, and the V


AT = dict(layer=1, i=0, j=2)


def test_forward_differences_agree_within_epsilon():
    net, X, y = scene("tanh", "bce", depth=3, batch=4)
    backward = net.backward(net.forward(X), y, "bce")
    found = gradcheck.forward_difference(net, X, y, "bce", epsilon=1e-6)
    assert 1e-10 < gradcheck.largest_difference(backward, found) < 1e-5


def test_a_nudge_is_the_slope_times_epsilon_and_what_the_loss_did():
    net, X, y = scene("sigmoid", "mse", depth=2, batch=3)
    backward = net.backward(net.forward(X), y, "mse")
    found = gradcheck.nudge(net, X, y, "mse", **AT, epsilon=0.1)
    moved = net.replace(**AT, value=net.W[1][0, 2] + 0.1)
    assert found.predicted == backward.dW[1][0, 2] * 0.1
    change = moved.loss(moved.forward(X), y, "mse") - backward.loss
    assert found.actual == pytest.approx(change, abs=1e-16)
    assert found.difference == found.actual - found.predicted
    bias = gradcheck.nudge(net, X, y, "mse", layer=2, j=1, epsilon=0.1)
    assert bias.slope == backward.db[2][1]


def test_what_a_nudge_misses_shrinks_as_epsilon_squared():
    net, X, y = scene("tanh", "bce", depth=2, batch=3)
    missed = [
        gradcheck.nudge(net, X, y, "bce", **AT, epsilon=epsilon).difference
        for epsilon in (1e-2, 1e-3, 1e-4)
    ]
    assert missed[0] / missed[1] == pytest.approx(100, rel=0.05)
    assert missed[1] / missed[2] == pytest.approx(100, rel=0.05)


def test_the_curve_is_a_v_with_the_complex_step_below_it():
    net, X, y = scene("tanh", "bce", depth=2, batch=3)
    curve = gradcheck.curve(net, X, y, "bce", **AT)
    for error, best in ((curve.central, 1e-5), (curve.forward, 1e-8)):
        at = curve.epsilon[error.argmin()]
        assert best / 50 < at < best * 50
        assert error[0] > 100 * error.min() < error[-1]
    assert curve.complex_step < 1e-15 and curve.central.min() < curve.forward.min()
    central = gradcheck.central(net, X, y, "bce", epsilon=1e-2).dW[1][0, 2]
    (error,) = gradcheck.curve(net, X, y, "bce", **AT, epsilons=[1e-2]).central
    assert error == abs(central - curve.slope)


def test_a_parameter_that_is_not_there_is_an_index_error():
    net, X, y = scene("tanh", "mse", depth=2, batch=1)
    for at in (dict(layer=3, j=0), dict(layer=1, j=9), dict(layer=1, i=7, j=0)):
        with pytest.raises(IndexError):
            gradcheck.nudge(net, X, y, "mse", **at)
    with pytest.raises(ValueError, match="epsilon"):
        gradcheck.curve(net, X, y, "mse", **AT, epsilons=[0.1, -1])


# ---- kinks


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
@pytest.mark.parametrize("way", [gradcheck.central, gradcheck.forward_difference])
def test_a_difference_quotient_says_which_neuron_sits_on_its_kink_for_which_sample(name, way):
    X, y = datasets.xor()  # of sample 0 every z is a bias, 0
    net = Network([2, 4, 1], activations=[name, "sigmoid"], seed=0).replace(layer=1, j=0, bias=0.3)
    with pytest.warns(UserWarning, match=rf"neuron 1 of layer 1 .* {name!r} for sample 0") as seen:
        way(net, X, y, "bce")
    assert "and 2 more" in str(seen[0].message)
    assert gradcheck.kinks(net, X) == [(1, 1, 0), (1, 2, 0), (1, 3, 0)]


def test_at_a_kink_the_quotient_and_backpropagation_do_differ_and_beside_it_they_agree():
    X, y = datasets.xor()
    net = Network([2, 4, 1], activations=["relu", "sigmoid"], init="he", seed=0)
    exact = net.backward(net.forward(X), y, "bce")
    with pytest.warns(UserWarning, match="kink"):
        assert gradcheck.largest_difference(gradcheck.central(net, X, y, "bce"), exact) > 1e-3
    X = X + 0.01
    exact = net.backward(net.forward(X), y, "bce")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert gradcheck.largest_difference(gradcheck.central(net, X, y, "bce"), exact) < 1e-8


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "gelu", "identity"])
def test_no_other_activation_has_a_kink(name):
    net = Network([2, 4, 1], activations=name, seed=0)
    assert gradcheck.kinks(net, [[0.0, 0.0]]) == []


def test_a_large_input_carries_a_step_further_across_a_kink():
    net = Network.from_weights([[[1.0]]], [[-2000.005]], activations="relu")
    assert gradcheck.kinks(net, [[2000.0]], epsilon=1e-5) == [(1, 0, 0)]
    assert gradcheck.kinks(net, [[2000.0]], epsilon=1e-6) == []


def test_a_normalized_layer_is_judged_by_what_its_activation_sees():
    net = Network([2, 3, 1], activations=["relu", "sigmoid"], normalization="batch", seed=0)
    assert gradcheck.kinks(net, [[0.0, 0.0]]) == [(1, 0, 0), (1, 1, 0), (1, 2, 0)]
    assert gradcheck.kinks(net, [[0.0, 0.0], [1.0, 2.0]], training=True) == []
