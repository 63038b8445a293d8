"""Figures are drawn into memory, and none is left open."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import Network

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def net():
    """The course's 2-3-1 network: standard normal weights from seed 42, biases told apart."""
    draws = np.random.RandomState(42).normal(size=9)
    return Network.from_weights(
        [draws[:6].reshape(2, 3), draws[6:].reshape(3, 1)],
        [[0.1, 0.2, 0.3], [0.4]],
        activations=["sigmoid", "sigmoid"],
    )


@pytest.fixture
def batch():
    return [[0.5, 0.8], [-1.0, 0.3]], [[1.0], [0.0]]


@pytest.fixture
def forward(net, batch):
    return net.forward(batch[0])


@pytest.fixture
def backward(net, forward, batch):
    return net.backward(forward, batch[1], loss="bce")


@pytest.fixture
def zeros():
    """The backward pass of a network in which everything is zero."""
    weights = [np.zeros((2, 3)), np.zeros((3, 1))], [np.zeros(3), np.zeros(1)]
    network = Network.from_weights(*weights, activations="tanh")
    return network.backward(network.forward([[0.0, 0.0]]), [[0.0]], "squared_error")


@pytest.fixture
def deep():
    """Eight layers of sigmoids, in which the gradient fades."""
    return Network([2] + [6] * 7 + [1], activations=["sigmoid"] * 8, seed=0)
