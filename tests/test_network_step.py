"""One step of gradient descent, as a sentence: network.step(backward, learning_rate)."""

import numpy as np
import pytest

from backprop_lib import SGD, Network, train


def case(**options):
    rng = np.random.default_rng(3)
    net = Network([3, 4, 4, 2], activations="tanh", seed=rng, **options)
    X, y = rng.normal(size=(5, 3)), rng.uniform(size=(5, 2))
    return net, X, y, net.backward(net.forward(X, training=True), y, loss="mse")


@pytest.mark.parametrize(
    "options", [{}, {"normalization": "batch", "residual": True}], ids=["plain", "norm and skip"]
)
def test_it_is_the_step_that_training_takes(options):
    net, X, y, backward = case(**options)
    first = next(train(net, X, y, loss="mse", optimizer=SGD(0.3), steps=1)).network
    np.testing.assert_allclose(net.step(backward, 0.3).params, first.params, rtol=1e-12, atol=1e-15)


def test_the_network_itself_stays_and_keeps_its_kind():
    net, _, _, backward = case()
    was = net.params.copy()
    new = net.step(backward, learning_rate=0.5)
    assert (net.params == was).all() and new.architecture == net.architecture
    assert (new.W[2] == net.W[2] - 0.5 * backward.dW[2]).all()


def test_a_rate_below_0_climbs():
    net, X, y, backward = case()
    higher = net.step(backward, -0.1)
    assert higher.loss(higher.forward(X), y, "mse") > net.loss(net.forward(X), y, "mse")


def test_the_gradient_is_laid_out_as_the_parameters():
    net, _, _, backward = case(normalization="batch")
    twin = net.with_numbers(backward.gradient)
    for name in ("W", "b", "gamma", "beta"):
        for l, part in getattr(backward, f"d{name}").items():
            np.testing.assert_array_equal(getattr(twin, name)[l], part)


@pytest.mark.parametrize("rate", [np.inf, np.nan, "0.1", [0.1]])
def test_a_learning_rate_that_is_none_is_named(rate):
    net, _, _, backward = case()
    with pytest.raises(ValueError, match="learning_rate"):
        net.step(backward, rate)


def test_a_record_of_other_layers_is_refused():
    _, _, _, backward = case()
    with pytest.raises(ValueError, match=r"backward.dW has the shapes .*this network needs"):
        Network([3, 2], activations="tanh").step(backward, 0.1)
    with pytest.raises(ValueError, match="backward is a ForwardPass; expected the BackwardPass"):
        net, X, _, _ = case()
        net.step(net.forward(X), 0.1)


def test_a_step_out_of_the_floats_says_so(recwarn):
    net = Network.from_weights([[[0.5]]], [[0.0]], activations="identity")
    backward = net.backward(net.forward([[4.0]]), [[0.0]], loss="squared_error")  # dW is 8
    with pytest.raises(OverflowError, match="try a smaller learning_rate than 1e"):
        net.step(backward, 1e308)
    assert not recwarn.list
