"""Sizes of signal and gradient, a number a layer."""

import dataclasses

import numpy as np
import pytest

from backprop_lib import Network, magnitudes


def scene(**more):
    names = ["tanh", "relu", "sigmoid", "softmax"]
    net = Network([4, 6, 6, 6, 3], activations=names, seed=2, **more)
    rng = np.random.default_rng(0)
    forward = net.forward(rng.normal(size=(9, 4)), training=True)
    y = np.eye(3)[rng.integers(3, size=9)]
    return net, forward, net.backward(forward, y, loss="cross_entropy")


@pytest.mark.parametrize("more", [{}, dict(normalization="batch"), dict(residual=True)])
def test_each_number_is_what_it_says(more):
    net, forward, backward = scene(**more)
    found = magnitudes.measure(forward, backward)
    slopes = {
        1: 1 - np.tanh(forward.u[1]) ** 2,
        2: (forward.u[2] > 0) * 1.0,
        3: np.exp(-forward.u[3]) / (1 + np.exp(-forward.u[3])) ** 2,
    }
    for l in range(5):
        assert found.spread[l] == pytest.approx(forward.a[l].std())
    for l in range(1, 5):
        lengths = np.linalg.norm(backward.delta[l], axis=1)
        assert found.delta[l] == pytest.approx(np.sqrt((lengths**2).mean()))
        assert found.dW[l] == pytest.approx(np.linalg.norm(backward.dW[l]))
        assert found.weight[l] == pytest.approx(np.sqrt(len(net.W[l]) * (net.W[l] ** 2).mean()))
    for l, slope in slopes.items():
        assert found.slope[l] == pytest.approx(np.sqrt((slope**2).mean()))
        assert found.factor[l] == found.delta[l] / found.delta[l + 1]
        flat = slope < (0.025 if l == 3 else 0.1)
        assert found.saturated[l] == flat.mean()
        if net.normalization[0]:
            s = np.sqrt(forward.batch_var[l] + 1e-5)
            assert found.scale[l] == pytest.approx(np.sqrt((net.gamma[l] / s) ** 2).mean(), rel=0.3)
            assert found.scale[l] == pytest.approx(np.sqrt(((net.gamma[l] / s) ** 2).mean()))
    with pytest.raises(IndexError, match="softmax is a matrix"):
        found.slope[4]
    if not more:
        with pytest.raises(IndexError, match="not normalized"):
            found.scale[1]


def test_a_record_without_slopes_measures_the_same():
    _, forward, backward = scene()
    without = dataclasses.replace(backward, slope=None)  # as a framework's is
    found, same = magnitudes.measure(forward, backward), magnitudes.measure(forward, without)
    assert [float(one) for one in found.slope] == [float(one) for one in same.slope]


def test_the_factor_is_nearly_the_product_of_its_parts():
    net = Network([64, 64, 64, 64], activations="tanh", init="he", seed=1)
    rng = np.random.default_rng(0)
    forward = net.forward(rng.normal(size=(100, 64)))
    y = forward.output + rng.normal(size=(100, 64))  # what is left to learn points anywhere
    found = magnitudes.measure(forward, net.backward(forward, y, loss="mse"))
    for l in (1, 2):
        assert found.factor[l] == pytest.approx(
            float(found.slope[l] * found.weight[l + 1]), rel=0.1
        )


def test_lengths_survive_where_their_squares_do_not():
    """Slopes of 1e-200 and of 1e200: the squares are 0 and infinite."""
    for size in (1e-200, 1e200):
        net = Network.from_weights([[[1.0]], [[size]]], [[0.0], [0.0]], activations="identity")
        forward = net.forward([[0.0], [0.0]])
        found = magnitudes.measure(forward, net.backward(forward, [[-3.0], [3.0]], "squared_error"))
        assert found.delta[1] == pytest.approx(3 * size)
        assert found.weight[2] == pytest.approx(size)
    assert magnitudes.rms(np.array([3e200, 4e200])) == pytest.approx(np.sqrt(12.5) * 1e200)


def test_nothing_left_of_a_gradient_is_zero_and_no_warning():
    net = Network.from_weights(
        [[[1.0]], [[1.0]], [[1.0]]],
        [[-1.0], [-1.0], [0.0]],
        activations=["relu", "relu", "identity"],
    )
    forward = net.forward([[0.5]])
    found = magnitudes.measure(forward, net.backward(forward, [[1.0]], "mse"))
    assert found.delta[1] == found.spread[1] == found.dW[1] == 0
    assert found.saturated[1] == 1
    assert np.isnan(found.factor[1]) and found.factor[2] == 0


def test_a_histogram_counts_every_u_once():
    _, forward, _ = scene(normalization="batch")
    found = magnitudes.histogram(forward, bins=20)
    for l in (1, 2, 3):
        u = forward.u[l]
        assert found.reach[l] == abs(u).max()
        expected, _ = np.histogram(u, bins=20, range=(-abs(u).max(), abs(u).max()))
        np.testing.assert_array_equal(found.counts[l], expected)
    np.testing.assert_array_equal(found.flat[2], np.arange(20) < 10)  # relu: below zero
    with pytest.raises(IndexError, match="softmax"):
        found.counts[4]


def test_a_histogram_of_nothing_but_zeros():
    net = Network.from_weights([[[0.0]]], [[0.0]], activations="tanh")
    found = magnitudes.histogram(net.forward([[1.0], [2.0]]), bins=4)
    assert found.reach[1] == 0 and found.counts[1].tolist() == [0, 0, 2, 0]
