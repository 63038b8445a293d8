"""Batch normalization and skips are the frameworks', conventions translated."""

import numpy as np
import pytest

from backprop_lib import SGD, Network, frameworks, train
from backprop_lib.normalization import BatchNorm

ROWS = 7


def scene(norm):
    """A network whose gammas, betas and running statistics are no longer 1 and 0."""
    rng = np.random.default_rng(4)
    net = Network(
        [3, 5, 5, 5, 2],
        activations=["tanh", "relu", "sigmoid", "identity"],
        normalization=[norm, norm, None, norm],
        residual=[False, True, True, False],
        seed=rng,
    )
    params = net.params + 0.3 * rng.normal(size=net.params.shape)
    net = net.with_numbers(params, rng.uniform(0.5, 1.5, net.running.shape))
    return net, rng.normal(size=(ROWS, 3)), rng.normal(size=(ROWS, 2))


# ---- PyTorch


@pytest.fixture
def torch():
    return pytest.importorskip("torch", reason="torch: make test-frameworks")


@pytest.mark.parametrize("training", [True, False])
def test_pytorchs_answers_are_ours(torch, training):
    net, X, _ = scene(BatchNorm(2e-4, 0.3))
    module = frameworks.to_torch(net)
    assert not module.training
    answers = module.train(training)(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(net.forward(X, training=training).output, answers, rtol=1e-10)


def test_steps_and_running_statistics_are_pytorchs(torch):
    net, X, y = scene("batch")
    module = frameworks.to_torch(net).train()
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
    for step in train(net, X, y, loss="mse", optimizer=SGD(0.1, momentum=0.9), steps=30):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(module(torch.tensor(X)), torch.tensor(y))
        loss.backward()
        optimizer.step()
        assert step.loss == pytest.approx(loss.item(), rel=1e-9)
    reached, theirs = step.network, frameworks.from_torch(module)
    np.testing.assert_allclose(theirs.params, reached.params, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(theirs.running, reached.running, rtol=1e-9, atol=1e-12)
    answer = module.eval()(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(reached.forward(X).output, answer, rtol=1e-9, atol=1e-10)


def test_there_and_back_nothing_has_changed(torch):
    net, _, _ = scene(BatchNorm(2e-4, 0.3))
    back = frameworks.from_torch(frameworks.to_torch(net))
    assert back.architecture == net.architecture
    np.testing.assert_array_equal(back.params, net.params)
    np.testing.assert_array_equal(back.running, net.running)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (
            lambda nn: [nn.BatchNorm1d(1)],
            r"module\[0\] is BatchNorm1d.*expected a Linear layer first",
        ),
        (
            lambda nn: [nn.Linear(1, 1), nn.ReLU(), nn.BatchNorm1d(1)],
            r"module\[2\] is BatchNorm1d.*expected a Linear layer after an activation",
        ),
        (lambda nn: [nn.Linear(1, 1), nn.BatchNorm1d(1, affine=False)], "that is affine, tracks"),
        (lambda nn: [nn.Linear(1, 1), nn.BatchNorm1d(1, momentum=None)], "has a momentum"),
    ],
)
def test_a_normalization_that_the_core_has_not_is_an_error(torch, build, words):
    with pytest.raises(ValueError, match=words):
        frameworks.from_torch(torch.nn.Sequential(*build(torch.nn)))


# ---- Keras


@pytest.mark.parametrize("training", [True, False])
def test_kerass_answers_are_ours(training):
    pytest.importorskip("keras", reason="keras: make test-frameworks")
    net, X, _ = scene(BatchNorm(2e-4, 0.3))
    answers = np.asarray(frameworks.to_keras(net, dtype="float64")(X, training=training))
    np.testing.assert_allclose(net.forward(X, training=training).output, answers, rtol=1e-10)


def test_keras_keeps_what_we_take_in_and_its_running_variance_is_the_biased_one():
    """Its defaults are BatchNorm(epsilon=1e-3, momentum=0.01) here, but for the variance."""
    keras = pytest.importorskip("keras", reason="keras: make test-frameworks")
    rng = np.random.default_rng(2)
    X = rng.normal(2, 3, size=(ROWS, 4))
    net = Network.from_weights(
        [np.eye(4)],
        [np.zeros(4)],
        activations="identity",
        normalization=[BatchNorm(epsilon=1e-3, momentum=0.01)],
    )
    model = frameworks.to_keras(net, dtype="float64")
    (theirs,) = (layer for layer in model.layers if "normalization" in layer.name)
    usual = keras.layers.BatchNormalization()
    assert (theirs.epsilon, theirs.momentum) == (usual.epsilon, usual.momentum)

    model(X, training=True)
    after = next(train(net, X, X, loss="mse", optimizer=SGD(0.0))).network
    np.testing.assert_allclose(after.running_mean[1], theirs.moving_mean, rtol=1e-10)
    unbiased = (np.asarray(theirs.moving_variance) - 0.99) * ROWS / (ROWS - 1) + 0.99
    np.testing.assert_allclose(after.running_var[1], unbiased, rtol=1e-10)
    assert abs(after.running_var[1] - theirs.moving_variance).max() > 1e-3


# ---- JAX


@pytest.mark.parametrize("training", [True, False])
def test_jaxs_answers_are_ours(training):
    pytest.importorskip("jax", reason="jax: make test-frameworks")
    net, X, _ = scene(BatchNorm(2e-4, 0.3))
    params, apply = frameworks.to_jax(net)
    answers = np.asarray(apply(params, X, training=training))
    np.testing.assert_allclose(net.forward(X, training=training).output, answers, rtol=1e-10)
    assert sorted(params[1]) == ["W", "b", "beta", "gamma"] and sorted(params[3]) == ["W", "b"]
