"""Mean-field theory: its integrals against closed forms, its predictions against wide networks."""

import math

import numpy as np
import pytest

from backprop_lib import Network, magnitudes, mean_field
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.initializers import scaled

SMOOTH = ["identity", "sigmoid", "tanh", "gelu"]


# ---- moments


@pytest.mark.parametrize("variance", [1e-300, 1e-8, 0.3, 1.0, 40.0, 1e8, 1e299])
def test_moments_of_relu_and_identity_in_closed_form(variance):
    root = math.sqrt(variance / (2 * math.pi))
    expected = {
        "relu": (root, variance / 2, 0.5),
        "identity": (0, variance, 1),
        "leaky_relu": (0.99 * root, variance * (1 + 1e-4) / 2, (1 + 1e-4) / 2),
    }
    for name, moments in expected.items():
        assert mean_field.moments(name, variance) == pytest.approx(
            moments, rel=1e-10, abs=1e-12 * variance
        )


@pytest.mark.parametrize("activation", SMOOTH)
def test_moments_agree_with_gauss_hermite(activation):
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    f = ACTIVATIONS[activation].value(nodes * 0.7)
    slope = ACTIVATIONS[activation].derivative(nodes * 0.7, f)
    weights = weights / math.sqrt(2 * math.pi)
    expected = weights @ f, weights @ f**2, weights @ slope**2
    assert mean_field.moments(activation, 0.49) == pytest.approx(expected, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("variance", [1e10, 1e200])
def test_a_wide_distribution_sees_the_spike_of_tanhs_slope(variance):
    """Where z is spread wide its density near 0 is flat: the integral of sech^4 is 4/3."""
    expected = 4 / 3 / math.sqrt(2 * math.pi * variance)
    assert mean_field.moments("tanh", variance).slope_square == pytest.approx(expected, rel=1e-8)
    assert mean_field.moments("tanh", variance).square == pytest.approx(1, abs=1e-4)


def test_no_variance_is_the_value_at_zero():
    assert mean_field.moments("sigmoid", 0.0) == (0.5, 0.25, 0.0625)


def test_the_bound_of_sigmoid():
    """Its slope is a quarter at most: chi is at most sigma_w^2 / 16, and that at z = 0."""
    assert mean_field.chi("sigmoid", 1e-12, sigma_w=1.0) == pytest.approx(1 / 16)
    assert mean_field.chi("sigmoid", 1.0, sigma_w=1.0) < 1 / 16


# ---- predictions


def averages(names, *, width=150, seeds=5, rows=100, gain=1.0, init="xavier_normal", **more):
    """Measured and predicted, geometric means over seeds: log |delta[l]| / |delta[L]|, spread."""
    measured, predicted = [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        net = Network(
            [50, *[width] * (len(names) - 1), width],
            activations=names,
            init=scaled(init, gain),
            seed=rng,
            **more,
        )
        forward = net.forward(rng.normal(0.2, 1.3, size=(rows, 50)), training=True)
        y = rng.normal(size=(rows, width)) + forward.output
        found = magnitudes.measure(forward, net.backward(forward, y, loss="mse"))
        theory = mean_field.predict(forward)
        delta = np.array([*found.delta])
        measured.append([np.log(delta / delta[-1]), np.log([*found.spread])])
        predicted.append([np.log([*theory.delta]), np.log([*theory.spread])])
    return [np.array([run[k] for run in runs]).mean(axis=0)
            for k in (0, 1) for runs in (measured, predicted)]  # fmt: skip


@pytest.mark.parametrize(
    ("activation", "gain"), [("tanh", 1.0), ("tanh", 1.7), ("sigmoid", 1.0), ("relu", 1.4)]
)
def test_it_predicts_a_wide_plain_network(activation, gain):
    delta, in_theory, spread, spread_in_theory = averages([activation] * 12, gain=gain)
    np.testing.assert_allclose(delta, in_theory, atol=0.12)
    if activation == "tanh":
        np.testing.assert_allclose(spread, spread_in_theory, atol=0.1)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_it_predicts_skips(activation):
    delta, in_theory, spread, spread_in_theory = averages(
        [activation] * 12, residual=[False, *[True] * 10, False]
    )
    np.testing.assert_allclose(delta, in_theory, atol=0.12)
    np.testing.assert_allclose(spread, spread_in_theory, atol=0.12)


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_it_predicts_normalized_layers_in_a_large_batch(activation, residual):
    delta, in_theory, spread, spread_in_theory = averages(
        [activation] * 7 + ["identity"],
        rows=400,
        seeds=3,
        gain=0.3,
        normalization="batch",
        residual=residual,
    )
    np.testing.assert_allclose(delta, in_theory, atol=0.15)
    np.testing.assert_allclose(spread, spread_in_theory, atol=0.12)


def test_normalized_relu_layers_explode_by_pi_over_pi_minus_1():
    rng = np.random.default_rng(0)
    net = Network([50] * 6, activations="relu", normalization=["batch"] * 5, seed=0, init="he")
    theory = mean_field.predict(net.forward(rng.normal(size=(20, 50)), training=True))
    size = [np.linalg.norm(W) for W in net.W]
    for l in (2, 3, 4):
        alike = theory.chi[l] * (size[l - 1] / size[l]) ** 2  # as if the W were all of one size
        assert alike == pytest.approx(math.pi / (math.pi - 1), rel=1e-4)  # epsilon
        assert theory.variance[l] == pytest.approx(1, rel=1e-4)


def test_delta_is_the_root_of_the_product_of_chi():
    rng = np.random.default_rng(0)
    net = Network([5, *[8] * 100, 3], activations=["sigmoid"] * 100 + ["softmax"], seed=0)
    theory = mean_field.predict(net.forward(rng.normal(size=(4, 5))))
    assert theory.delta[101] == 1 and len(theory.chi) == 100
    product = np.prod(np.sqrt([*theory.chi]))
    assert theory.delta[1] == pytest.approx(product) and 0 < product < 1e-50
    with pytest.raises(IndexError, match="softmax"):
        theory.spread[101]


def test_trained_scales_and_biases_are_known_to_it():
    rng = np.random.default_rng(1)
    net = Network([400, 400, 400], activations="identity", normalization=["batch"] * 2, seed=0)
    net = Network.from_weights(
        net.W, net.b, activations="identity", normalization=net.normalization,
        gamma=[np.full(400, 3.0)] * 2, beta=[2 * rng.normal(size=400)] * 2,
    )  # fmt: skip
    forward = net.forward(rng.normal(size=(300, 400)), training=True)
    assert mean_field.predict(forward).spread[2] == pytest.approx(forward.output.std(), rel=0.05)


def test_statistics_that_theory_does_not_know_are_refused():
    X = np.random.default_rng(0).normal(size=(8, 4))
    net = Network([4, 4, 4, 2], activations="tanh", normalization="batch", seed=0)
    with pytest.raises(ValueError, match="training=True.*training=False"):
        mean_field.predict(net.forward(X))
    some = Network([4, 4, 4, 2], activations="tanh", normalization=["batch", None, None], seed=0)
    with pytest.raises(ValueError, match="every hidden layer normalized, or none"):
        mean_field.predict(some.forward(X, training=True))
