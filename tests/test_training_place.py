"""From a place where a training was, the same steps follow."""

import numpy as np
import pytest

from backprop_lib import SGD, Adam, AdamW, Network, datasets, train
from backprop_lib.normalization import BatchNorm
from backprop_lib.training_place import go_to, place


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.05), AdamW(0.05)], ids=repr)
def test_from_a_place_where_it_was_the_same_steps_follow(optimizer):
    X, y = datasets.moons(30)
    net = Network(
        [2, 4, 1], activations=["tanh", "sigmoid"], normalization=[BatchNorm(), None], seed=1
    )
    training = train(net, X, y, loss="bce", optimizer=optimizer, batch_size=8, seed=2)
    training.advance(6)  # in the midst of an epoch
    then = place(training)
    losses = training.advance(10)
    there = training.network
    go_to(training, then)
    assert (training.number, training.epoch) == (6, 2)
    assert training.advance(10) == losses
    np.testing.assert_array_equal(training.network.params, there.params)
    np.testing.assert_array_equal(training.network.running, there.running)


def test_a_place_does_not_move_with_its_training():
    X, y = datasets.xor()
    net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    training = train(net, X, y, loss="bce", optimizer=Adam(0.1))
    start = place(training)
    training.advance(3)
    go_to(training, start)
    training.advance(1)
    go_to(training, start)
    np.testing.assert_array_equal(training.network.params, net.params)
    assert training.number == 0
