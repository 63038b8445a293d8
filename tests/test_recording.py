"""A recording is the run that `train` takes, and any of its moments comes back whole."""

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, datasets, record, train
from backprop_lib.optimizers import cosine

X, Y = datasets.xor()
NET = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
DEEP = [2, 4, 4, 1], ["tanh", "relu", "sigmoid"]
NORMALIZED = Network(DEEP[0], activations=DEEP[1], normalization="batch", residual=True, seed=3)
SKIPPING = Network(DEEP[0], activations=DEEP[1], residual=True, seed=3)


def core(network, forward, y):
    backward = network.backward(forward, y, "bce")
    return dict(backward.delta.items()), dict(backward.dW.items()), dict(backward.db.items())


def test_records_are_the_networks_of_the_same_training():
    run = record(NET, X, Y, loss="bce", optimizer=SGD(0.5, momentum=0.9), steps=25, every=10)
    assert run.steps.tolist() == [0, 10, 20, 25] and len(run) == 4
    steps = [NET.params]
    for step in train(NET, X, Y, loss="bce", optimizer=SGD(0.5, momentum=0.9), steps=25):
        steps.append(step.network.params)
    for network, taken in zip(run.networks, run.steps, strict=True):
        np.testing.assert_array_equal(network.params, steps[taken])


def test_batches_and_their_seed_are_the_trainings():
    settings = {"loss": "bce", "optimizer": Adam(0.01), "steps": 30, "batch_size": 3, "seed": 4}
    last = [step.network for step in train(NET, X, Y, **settings)][-1]
    run = record(NET, X, Y, every=30, **settings)
    np.testing.assert_array_equal(run.networks[-1].params, last.params)


def test_loss_and_norms_are_those_of_the_passes():
    run = record(NET, X, Y, loss="bce", optimizer=SGD(0.5), steps=40, every=8)
    for k in range(len(run)):
        forward, backward = run.forward(k), run.backward(k)
        assert forward.network is run.networks[k]
        assert run.loss[k] == backward.loss == forward.network.loss(forward, Y, "bce")
        for l in (1, 2):
            both = np.append(backward.dW[l], backward.db[l])
            assert run.gradient_norms[k, l - 1] == pytest.approx(np.linalg.norm(both), rel=1e-12)


@pytest.mark.parametrize("net", [NORMALIZED, SKIPPING], ids=["normalized", "skipping"])
def test_what_is_recorded_is_what_each_step_of_training_differentiated(net):
    settings = {"loss": "bce", "optimizer": SGD(0.3), "steps": 20}
    run = record(net, X, Y, **settings)
    for k, step in enumerate(train(net, X, Y, **settings)):
        assert run.loss[k] == pytest.approx(step.loss, rel=1e-12)
        np.testing.assert_allclose(run.gradient_norms[k], step.gradient_norms, rtol=1e-10)
        np.testing.assert_array_equal(run.networks[k + 1].params, step.network.params)
        np.testing.assert_array_equal(run.networks[k + 1].running, step.network.running)
    assert len(run) == 21 and run.loss[-1] < run.loss[0]


def test_passes_of_normalized_layers_use_the_statistics_of_all_rows():
    run = record(NORMALIZED, X, Y, loss="bce", steps=5, every=5)
    forward, backward = run.forward(-1), run.backward(-1)
    assert forward.training
    np.testing.assert_allclose(forward.batch_mean[1], forward.z[1].mean(axis=0))
    answers = run.networks[-1].forward(X)
    assert not np.allclose(answers.output, forward.output)
    parts = [backward.dW[2], backward.db[2], backward.dgamma[2], backward.dbeta[2]]
    whole = np.concatenate([part.ravel() for part in parts])
    assert run.gradient_norms[-1, 1] == pytest.approx(np.linalg.norm(whole), rel=1e-12)


def test_a_normalized_run_that_diverges_ends_with_its_last_finite_record():
    names = ["relu", "relu", "identity"]
    net = Network([2, 4, 4, 1], activations=names, normalization="batch", seed=0)
    run = record(net, X, Y, loss="mse", optimizer=SGD(1e6), steps=2000, every=5)
    assert "diverged" in run.message and np.isfinite(run.loss).all()
    assert np.isfinite(run.gradient_norms).all()


@pytest.mark.parametrize("optimizer", [SGD(0.5), SGD(cosine(0.5, steps=30), momentum=0.8), Adam()])
def test_an_own_backward_pass_that_is_right_trains_the_same(optimizer):
    settings = {"loss": "bce", "optimizer": optimizer, "steps": 30, "every": 10}
    own, run = record(NET, X, Y, backward=core, **settings), record(NET, X, Y, **settings)
    np.testing.assert_allclose(own.networks[-1].params, run.networks[-1].params, rtol=1e-10)
    assert own.gradient is core and run.gradient is None


def test_backward_gives_the_numbers_that_the_run_used():
    def flipped(network, forward, y):
        delta, dW, db = core(network, forward, y)
        return delta, {l: -part for l, part in dW.items()}, db

    run = record(NET, X, Y, loss="bce", optimizer=SGD(0.1), steps=3, backward=flipped)
    true = NET.backward(NET.forward(X), Y, "bce")
    np.testing.assert_array_equal(run.backward(0).dW[1], -true.dW[1])
    assert run.backward(0).loss == true.loss


@pytest.mark.parametrize("own", [None, lambda n, f, y: n.backward(f, y, "mse")])
def test_a_run_that_diverges_ends_with_its_last_finite_record(own):
    net = Network([2, 4, 1], activations=["relu", "identity"], seed=0)
    run = record(net, X, Y, loss="mse", optimizer=SGD(9.0), steps=2000, every=5, backward=own)
    assert "diverged" in run.message and "diverged" in repr(run)
    assert run.steps[-1] < 300 and len(run) == len(run.loss) == len(run.networks)
    assert np.isfinite(run.loss).all() and np.isfinite(run.gradient_norms).all()


def test_nothing_in_a_recording_can_be_changed():
    data = np.array(X)
    run = record(NET, data, Y, loss="bce", steps=2)
    data[0, 0] = 9.0
    assert run.X[0, 0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        run.loss[0] = 0.0
    with pytest.raises(AttributeError):
        run.message = ""


@pytest.mark.parametrize("k", [4, -5, 1.0, "0"])
def test_a_record_that_is_not_there_is_an_index_error(k):
    run = record(NET, X, Y, loss="bce", steps=3)
    with pytest.raises(IndexError, match="from 0 to 3"):
        run.forward(k)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"every": 0}, "every"),
        ({"steps": 0}, "steps"),
        ({"backward": core, "batch_size": 2}, "batch_size=2"),
        ({"backward": lambda n, f, y: ({}, {1: np.ones((4, 2)), 2: 0}, {})}, r"dW\[1\] has shape"),
        ({"backward": core, "network": NORMALIZED}, "a network with normalized layers"),
        ({"backward": core, "network": SKIPPING}, "a network with skips"),
    ],
)
def test_what_does_not_fit_is_named(wrong, says):
    settings = {"network": NET, "X": X, "y": Y, "loss": "bce", "steps": 3} | wrong
    with pytest.raises(ValueError, match=says):
        record(settings.pop("network"), settings.pop("X"), settings.pop("y"), **settings)
