"""Losses against their definitions, and at z where a logarithm of a would overflow."""

import numpy as np
import pytest

from backprop_lib.activations import sigmoid, softmax
from backprop_lib.losses import LOSSES

RNG = np.random.default_rng(3)
Z = RNG.normal(size=(6, 4)) * 3
Y = RNG.uniform(size=(6, 4))


def per_sample(loss, z, a, y):
    return LOSSES[loss].terms(z, a, y).sum(axis=1)


def test_squared_error_is_half_the_sum_of_squares():
    assert per_sample("squared_error", None, np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]])) == [
        2.5
    ]


def test_mse_is_the_mean_of_squares():
    assert per_sample("mse", None, np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]])) == [2.5]
    assert per_sample("mse", None, np.array([[1.0, 1.0]]), np.array([[0.0, 1.0]])) == [0.5]


def test_bce_from_z_is_its_definition_in_a():
    a = sigmoid(Z)
    expected = -(Y * np.log(a) + (1 - Y) * np.log(1 - a)).sum(axis=1)
    np.testing.assert_allclose(per_sample("bce", Z, a, Y), expected, rtol=1e-13)


def test_cross_entropy_from_z_is_its_definition_in_a():
    y = Y / Y.sum(axis=1, keepdims=True)
    expected = -(y * np.log(softmax(Z))).sum(axis=1)
    np.testing.assert_allclose(per_sample("cross_entropy", Z, softmax(Z), y), expected, rtol=1e-13)


@pytest.mark.parametrize("z", [40.0, 800.0, 1e100, 1e308])
def test_bce_at_large_z_is_z_where_wrong_and_0_where_right(z, recwarn):
    value = per_sample(
        "bce", np.array([[z], [-z], [z], [-z]]), None, np.array([[0.0], [1], [1], [0]])
    )
    np.testing.assert_allclose(value, [z, z, 0, 0], atol=1e-17)
    assert not recwarn.list


@pytest.mark.parametrize("z", [40.0, 800.0, 1e100, 8e307])
def test_cross_entropy_at_large_z(z, recwarn):
    rows = np.array([[z, -z], [z, -z]])
    value = per_sample("cross_entropy", rows, softmax(rows), np.array([[1.0, 0.0], [0.0, 1.0]]))
    np.testing.assert_allclose(value, [0, 2 * z], atol=1e-30)
    assert not recwarn.list


def test_bce_keeps_its_digits_where_the_output_rounds_to_1():
    assert sigmoid(np.array([[40.0]])) == 1  # so log(1 - a) would be minus infinity
    np.testing.assert_allclose(
        per_sample("bce", np.array([[40.0]]), None, np.array([[1.0]])),
        [np.exp(-40)],
        rtol=1e-12,
    )
