"""A run that leaves the numbers: it explains, keeps a finite network, and never warns."""

import warnings

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, fit, train
from backprop_lib.training import DivergenceError

PAIRS = [
    ("identity", "mse"),
    ("tanh", "squared_error"),
    ("sigmoid", "bce"),
    ("sigmoid", "squared_error"),
    ("relu", "mse"),
    ("softmax", "cross_entropy"),
]


@pytest.fixture(autouse=True)
def no_warning():
    """Nothing here may warn, least of all of an overflow."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def data(net, rows, seed=0):
    """Samples for any network: targets in (0, 1), rows that sum to 1 for a softmax."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(rows, net.sizes[0])), rng.uniform(0.1, 0.9, (rows, net.sizes[-1]))
    return X, y / y.sum(axis=1, keepdims=True) if net.activations[-1] == "softmax" else y


def runaway(dtype=np.float64):
    """A run that diverges: one weight, a learning rate at which every step overshoots."""
    net = Network([1, 1], activations="identity", seed=0, dtype=dtype)
    return net, [[1.0], [2.0]], [[1.0], [-1.0]]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_diverging_fit_explains_and_keeps_the_last_finite_network(dtype):
    net, inputs, y = runaway(dtype)
    history = fit(net, inputs, y, loss="mse", optimizer=SGD(10.0), steps=5000)
    assert history.stopped == "diverged"
    assert 1 < len(history) < 5000
    assert np.isfinite(history.loss).all()
    assert np.isfinite(history.network.params).all()
    assert history.message.startswith(f"Training diverged at step {len(history) + 1}: loss ")
    for word in (
        "largest weight",
        "largest gradient",
        "smaller learning rate than 10",
        "clip_norm",
    ):
        assert word in history.message
    assert "nan" not in repr(history).lower()
    last = history.network
    assert np.isfinite(last.loss(last.forward(inputs), y, loss="mse"))


def test_a_diverging_loop_raises_and_keeps_the_last_finite_network():
    net, inputs, y = runaway()
    training = train(net, inputs, y, loss="mse", optimizer=SGD(10.0))
    losses = []
    with pytest.raises(DivergenceError, match="Training diverged at step") as caught:
        for step in training:
            losses.append(step.loss)
    error = caught.value
    assert error.number == training.number + 1 == len(losses) + 1
    np.testing.assert_array_equal(error.network.params, training.network.params)
    assert np.isfinite(losses).all()
    assert f"step {error.number}" in str(error)


def test_the_network_that_is_kept_is_the_newest_whose_loss_is_finite():
    net, inputs, y = runaway()
    training = train(net, inputs, y, loss="mse", optimizer=SGD(10.0))
    networks = [net]
    with pytest.raises(DivergenceError):
        for step in training:
            networks.append(step.network)
    finite = []
    with np.errstate(over="ignore"):
        for network in networks:
            loss = network.loss(network.forward(inputs), y, loss="mse")
            finite.append(network.params) if np.isfinite(loss) else None
    np.testing.assert_array_equal(training.network.params, finite[-1])


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_after_a_divergence_a_smaller_learning_rate_goes_on_from_there(momentum):
    net, inputs, y = runaway()
    training = train(net, inputs, y, loss="mse", optimizer=SGD(10.0, momentum=momentum))
    with pytest.raises(DivergenceError):
        training.advance(100_000)
    taken, high = training.number, next(train(training.network, inputs, y, loss="mse")).loss
    training.optimizer = SGD(0.01, momentum=momentum)
    losses = training.advance(20)
    assert losses[0] == high > losses[-1]
    assert training.number == taken + 20


@pytest.mark.parametrize("optimizer", [SGD(0.05, momentum=0.9), Adam(0.05)])
def test_after_a_divergence_other_weights_start_from_rest(optimizer):
    net, inputs, y = runaway()
    training = train(net, inputs, y, loss="mse", optimizer=SGD(1e9, momentum=0.9))
    with pytest.raises(DivergenceError):
        training.advance(100_000)
    training.optimizer, training.network = optimizer, net
    anew = train(net, inputs, y, loss="mse", optimizer=optimizer)
    assert training.advance(5) == anew.advance(5)


def test_a_run_that_diverges_again_and_again_says_so_each_time():
    net, inputs, y = runaway()
    training = train(net, inputs, y, loss="mse", optimizer=SGD(1e200))
    for _ in range(3):
        with pytest.raises(DivergenceError):
            training.advance(10)
        assert np.isfinite(training.network.params).all()
        last = training.network
        assert np.isfinite(last.loss(last.forward(inputs), y, loss="mse"))


def test_mini_batches_that_diverge_keep_a_finite_network():
    net = Network([3, 8, 2], activations=["relu", "identity"], seed=0)
    inputs, y = data(net, 20)
    history = fit(net, inputs, y, loss="mse", optimizer=SGD(1e3), epochs=500, batch_size=6, seed=0)
    assert history.stopped == "diverged"
    assert np.isfinite(history.network.params).all()
    assert np.isfinite(history.loss).all()


def test_a_diverging_run_with_validation_data_is_no_error():
    """Large weights overflow on the validation data first: that is a divergence, too."""
    net, inputs, y = runaway()
    other = [[1e150], [-1e150]], [[0.0], [1.0]]
    history = fit(
        net, inputs, y, loss="mse", optimizer=SGD(10.0), epochs=5000, validation_data=other
    )
    assert history.stopped == "diverged"
    assert np.isfinite(history.validation_loss).all()
    assert np.isfinite(history.network.params).all()


@pytest.mark.parametrize("optimizer", [SGD(1e300), Adam(1e300), SGD(1e308, momentum=0.9)])
@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_no_absurd_learning_rate_brings_a_nan_or_a_warning(optimizer, output, loss):
    net = Network([3, 5, 2], activations=["tanh", output], seed=1)
    inputs, y = data(net, 7)
    history = fit(net, inputs, y, loss=loss, optimizer=optimizer, steps=20)
    assert np.isfinite(history.loss).all()
    assert np.isfinite(history.network.params).all()
    assert history.stopped in ("finished", "diverged")
