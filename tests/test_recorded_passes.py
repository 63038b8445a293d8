"""The passes of checked arrays are those that a Network records."""

import numpy as np
import pytest

from backprop_lib import Network, passes, recorded_passes
from backprop_lib.activations import ACTIVATIONS


@pytest.fixture
def net():
    return Network([2, 3, 1], activations=["tanh", "identity"], normalization="batch", seed=0)


@pytest.mark.parametrize("training", [False, True])
def test_records_are_those_of_the_network(net, training):
    X, y = np.array([[0.5, 0.8], [-1.0, 0.3], [0.1, 0.1]]), np.array([[1.0], [0.0], [0.5]])
    forward = recorded_passes.forward(net, X, training)
    theirs = net.forward(X, training=training)
    for l in (1, 2):
        np.testing.assert_array_equal(forward.z[l], theirs.z[l])
    backward = recorded_passes.backward(net, forward, y, "mse")
    np.testing.assert_array_equal(backward.gradient, net.backward(theirs, y, "mse").gradient)


def test_what_grows_too_large_is_said(net):
    with pytest.raises(OverflowError, match=r"z\[1\] is too large for float64"):
        recorded_passes.forward(net, np.array([[1.7e308, 1.7e308]]))


def test_layers_are_what_the_passes_take_and_do_not_change(net):
    X = np.array([[0.5, 0.8]])
    np.testing.assert_array_equal(passes.forward(net.layers, X).a[2], net.forward(X).output)
    with pytest.raises(TypeError):
        net.layers.W[1] = np.zeros((2, 3))


def test_slopes_are_those_that_the_pass_multiplied_by():
    net = Network(
        [2, 3, 3, 2], activations=["gelu", "tanh", "softmax"], residual=[False, True, False], seed=0
    )
    forward = net.forward([[0.5, 0.8], [-1.0, 0.3]])
    backward = net.backward(forward, [[1, 0], [0, 1]], "cross_entropy")
    for l, name in ((1, "gelu"), (2, "tanh")):
        slope = ACTIVATIONS[name].derivative(forward.u[l], forward.f_u[l])
        np.testing.assert_array_equal(backward.slope[l], slope)
    with pytest.raises(IndexError, match="cancels"):
        backward.slope[3]
    arrives = backward.delta[3] @ net.W[3].T
    np.testing.assert_allclose(backward.delta[2], arrives * backward.slope[2])
    alone = Network([1, 1], activations="tanh", seed=0)
    forward = alone.forward([[0.5]])
    slope = alone.backward(forward, [[1.0]], "squared_error").slope[1]
    np.testing.assert_array_equal(slope, 1 - forward.a[1] ** 2)  # here nothing cancels
