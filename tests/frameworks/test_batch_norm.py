"""Batch normalization and skips are PyTorch's and Keras's, conventions translated."""

import numpy as np
import pytest

from backprop_lib import SGD, Network, train
from backprop_lib.normalization import BatchNorm

SIZES = [3, 5, 5, 5, 2]
ROWS = 7


def scene(norm):
    """A network whose gammas, betas and running statistics are no longer 1 and 0."""
    rng = np.random.default_rng(4)
    net = Network(
        SIZES,
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


def module_of(torch, net):
    """The same network in PyTorch, and a function that passes a batch through it."""
    nn = torch.nn
    acts = {
        "tanh": nn.Tanh(),
        "relu": nn.ReLU(),
        "sigmoid": nn.Sigmoid(),
        "identity": nn.Identity(),
    }
    linears, norms = nn.ModuleList(), nn.ModuleList()
    for l, W in net.W.items():
        linears.append(nn.Linear(*W.shape, dtype=torch.float64))
        norm = net.normalization[l - 1]
        norms.append(
            nn.BatchNorm1d(W.shape[1], norm.epsilon, norm.momentum, dtype=torch.float64)
            if norm
            else nn.Identity()
        )
        with torch.no_grad():
            linears[-1].weight.copy_(torch.tensor(W.T))
            linears[-1].bias.copy_(torch.tensor(net.b[l]))
            if norm:
                norms[-1].weight.copy_(torch.tensor(net.gamma[l]))
                norms[-1].bias.copy_(torch.tensor(net.beta[l]))
                norms[-1].running_mean.copy_(torch.tensor(net.running_mean[l]))
                norms[-1].running_var.copy_(torch.tensor(net.running_var[l]))
    module = nn.ModuleList([linears, norms])

    def passed(a):
        zs = []
        for l, name in enumerate(net.activations):
            z = linears[l](a)
            z.retain_grad() if z.requires_grad else None
            zs.append(z)
            f = acts[name](norms[l](z))
            a = f + a if net.residual[l] else f
        return a, zs

    return module, linears, norms, passed


@pytest.mark.parametrize("training", [True, False])
def test_a_pass_is_pytorchs(torch, training):
    net, X, y = scene(BatchNorm(2e-4, 0.3))
    module, linears, norms, passed = module_of(torch, net)
    module.train(training)
    output, zs = passed(torch.tensor(X))
    torch.nn.functional.mse_loss(output, torch.tensor(y)).backward()
    forward = net.forward(X, training=training)
    backward = net.backward(forward, y, "mse")

    def same(ours, theirs):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-10, atol=1e-12)

    same(forward.output, output)
    for l in range(1, 5):
        same(backward.dW[l].T, linears[l - 1].weight.grad)
        same(backward.db[l], linears[l - 1].bias.grad)
        same(backward.delta[l] / ROWS, zs[l - 1].grad)  # theirs: of the mean
    for l, dgamma in backward.dgamma.items():
        same(dgamma, norms[l - 1].weight.grad)
        same(backward.dbeta[l], norms[l - 1].bias.grad)


def test_steps_and_running_statistics_are_pytorchs(torch):
    net, X, y = scene("batch")
    module, linears, norms, passed = module_of(torch, net)
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9)
    for step in train(net, X, y, loss="mse", optimizer=SGD(0.1, momentum=0.9), steps=30):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(passed(torch.tensor(X))[0], torch.tensor(y))
        loss.backward()
        optimizer.step()
        assert step.loss == pytest.approx(loss.item(), rel=1e-9)
    reached = step.network
    for l, mean in reached.running_mean.items():
        theirs = norms[l - 1]
        np.testing.assert_allclose(mean, theirs.running_mean, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(reached.running_var[l], theirs.running_var, rtol=1e-9)
        np.testing.assert_allclose(reached.gamma[l], theirs.weight.detach(), rtol=1e-9, atol=1e-12)
    module.eval()
    answer = passed(torch.tensor(X))[0].detach().numpy()
    np.testing.assert_allclose(reached.forward(X).output, answer, rtol=1e-9, atol=1e-10)


# ---- Keras


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
        gamma=[rng.normal(size=4)],
        beta=[rng.normal(size=4)],
    )
    theirs = keras.layers.BatchNormalization(dtype="float64")
    theirs.build(X.shape)
    theirs.gamma.assign(net.gamma[1])
    theirs.beta.assign(net.beta[1])
    output = np.asarray(theirs(X, training=True))
    np.testing.assert_allclose(net.forward(X, training=True).output, output, rtol=1e-10)

    after = next(train(net, X, X, loss="mse", optimizer=SGD(0.0))).network
    np.testing.assert_allclose(after.running_mean[1], theirs.moving_mean, rtol=1e-10)
    unbiased = (np.asarray(theirs.moving_variance) - 0.99) * ROWS / (ROWS - 1) + 0.99
    np.testing.assert_allclose(after.running_var[1], unbiased, rtol=1e-10)
    assert abs(after.running_var[1] - theirs.moving_variance).max() > 1e-3
