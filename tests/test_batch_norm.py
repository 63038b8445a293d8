"""Batch normalization: its numbers, its gradients, and what training makes of it."""

import copy
import pickle
import warnings

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, datasets, fit, gradcheck, train
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.normalization import BatchNorm

ELEMENTWISE = [name for name in ACTIVATIONS if name != "softmax"]
OUTPUTS = {"bce": "sigmoid", "cross_entropy": "softmax"}


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def scene(
    activation="tanh", loss="squared_error", *, normalization="batch", rows=7, seed=3, **more
):
    """A network whose gammas, betas and running statistics are no longer 1 and 0; X and y."""
    rng = np.random.default_rng(3)
    names = [activation] * 3 + [OUTPUTS.get(loss, "identity")]
    net = Network(
        [3, 4, 4, 4, 2],
        activations=names,
        normalization=normalization,
        init=lambda rng, n, m: 0.5 * rng.normal(size=(n, m)),
        seed=rng,
        **more,
    )
    params = net.params + 0.3 * rng.normal(size=net.params.shape)
    net = net.with_numbers(params, rng.uniform(0.5, 1.5, net.running.shape))
    X, y = rng.normal(size=(rows, 3)), rng.uniform(size=(rows, 2))
    return net, X, y / y.sum(axis=1, keepdims=True)


# ---- forward


def test_a_batch_of_three_by_hand():
    """z = 1, 2, 6: mean 3, variance (4 + 1 + 9) / 3."""
    net = Network.from_weights(
        [[[1.0]]],
        [[0.0]],
        activations="identity",
        normalization=[BatchNorm(epsilon=1 / 3)],
        gamma=[[2.0]],
        beta=[[10.0]],
    )
    forward = net.forward([[1.0], [2.0], [6.0]], training=True)
    np.testing.assert_allclose(forward.batch_mean[1], [3])
    np.testing.assert_allclose(forward.batch_var[1], [14 / 3])
    z_hat = np.array([[-2.0], [-1.0], [3.0]]) / np.sqrt(5)
    np.testing.assert_allclose(forward.z_hat[1], z_hat)
    np.testing.assert_allclose(forward.u[1], 2 * z_hat + 10)
    np.testing.assert_array_equal(forward.z[1], [[1], [2], [6]])
    np.testing.assert_array_equal(forward.output, forward.u[1])


def test_running_statistics_normalize_without_training():
    net = Network.from_weights(
        [[[1.0]]],
        [[0.0]],
        activations="identity",
        normalization=[BatchNorm(epsilon=1.0)],
        running_mean=[[2.0]],
        running_var=[[3.0]],
    )
    forward = net.forward([[6.0]])
    np.testing.assert_allclose(forward.output, [[(6 - 2) / 2]])
    np.testing.assert_allclose(forward.z_hat[1], [[2]])


def test_every_neuron_of_a_batch_has_mean_0_and_variance_1():
    net, X, _ = scene(rows=50)
    z_hat = net.forward(X, training=True).z_hat
    for l in (1, 2, 3):
        np.testing.assert_allclose(z_hat[l].mean(axis=0), 0, atol=1e-14)
        np.testing.assert_allclose(z_hat[l].var(axis=0), 1, rtol=1e-4)  # epsilon


def test_training_changes_nothing_in_a_plain_network():
    net, X, y = scene(normalization=None)
    one, two = net.forward(X), net.forward(X, training=True)
    np.testing.assert_array_equal(one.output, two.output)
    np.testing.assert_array_equal(
        net.backward(one, y, "mse").dW[1], net.backward(two, y, "mse").dW[1]
    )
    assert net.forward(X[:1], training=True).training


# ---- backward


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("loss", ["squared_error", "mse", "bce", "cross_entropy"])
@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_gradients_agree_with_both_numeric_methods(activation, loss, training):
    net, X, y = scene(activation, loss)
    if activation in ("relu", "leaky_relu"):  # no u near the kink: central would step over it
        forward = net.forward(X, training=training)
        assert min(abs(forward.u[l]).min() for l in (1, 2, 3)) > 1e-4
    backward = net.backward(net.forward(X, training=training), y, loss=loss)
    central = gradcheck.central(net, X, y, loss, training=training)
    exact = gradcheck.complex_step(net, X, y, loss, training=training)
    assert gradcheck.largest_difference(backward, central) < 1e-7
    assert gradcheck.largest_difference(backward, exact) < 1e-12


@pytest.mark.parametrize(
    "normalization", [[None, "batch", None, None], [None, None, None, "batch"]]
)
@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
def test_gradients_where_single_layers_are_normalized(normalization, loss):
    net, X, y = scene("sigmoid", loss, normalization=normalization)
    backward = net.backward(net.forward(X, training=True), y, loss=loss)
    exact = gradcheck.complex_step(net, X, y, loss, training=True)
    assert gradcheck.largest_difference(backward, exact) < 1e-11  # rounding, divided by a small s
    assert len(backward.dgamma) == len(net.beta) == 1


def test_delta_is_the_slope_of_the_sum_of_the_losses_along_z():
    """A z of layer 2 moves as its sample's a[1] does, if W[2] is the identity."""
    net, X, y = scene(normalization=[None, "batch", None, None])
    delta = net.backward(net.forward(X, training=True), y, "squared_error").delta[2]
    tail = Network.from_weights(
        [np.eye(4), *list(net.W)[2:]],
        [np.zeros(4), *list(net.b)[2:]],
        activations=net.activations[1:],
        normalization=net.normalization[1:],
        gamma=net.gamma,
        beta=net.beta,
    )
    z = np.array(net.forward(X, training=True).z[2])

    def summed(z):
        return len(X) * tail.loss(tail.forward(z, training=True), y, "squared_error")

    for n, j in np.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[n, j] += 1e-5
        down[n, j] -= 1e-5
        assert (summed(up) - summed(down)) / 2e-5 == pytest.approx(delta[n, j], abs=1e-8)


def test_what_shifts_or_stretches_z_does_not_matter_in_training():
    net, X, y = scene(rows=20)
    backward = net.backward(net.forward(X, training=True), y, "mse")
    for l in (1, 2, 3):
        np.testing.assert_allclose(backward.db[l], 0, atol=1e-15)
        np.testing.assert_allclose(backward.delta[l].sum(axis=0), 0, atol=1e-14)
        along_W = (backward.dW[l] * net.W[l]).sum(axis=0)
        np.testing.assert_allclose(along_W, 0, atol=1e-5)  # but for epsilon


def test_nudge_and_curve_take_the_same_mode():
    net, X, y = scene()
    at = dict(layer=2, i=0, j=1, training=True)
    found = gradcheck.nudge(net, X, y, "mse", epsilon=1e-4, **at)
    backward = net.backward(net.forward(X, training=True), y, "mse")
    assert found.slope == backward.dW[2][0, 1]
    assert found.actual == pytest.approx(found.predicted, rel=1e-2)
    assert gradcheck.curve(net, X, y, "mse", **at).complex_step < 1e-13


# ---- training


def test_running_statistics_follow_pytorchs_rule():
    """running = 0.9 running + 0.1 batch, the variance unbiased; the start is 0 and 1."""
    X, y = np.array([[1.0], [2.0], [6.0]]), np.zeros((3, 1))
    net = Network.from_weights([[[1.0]]], [[0.0]], activations="identity", normalization=["batch"])
    step = next(train(net, X, y, loss="mse", optimizer=SGD(0.1)))
    np.testing.assert_allclose(step.network.running_mean[1], [0.1 * 3])
    np.testing.assert_allclose(step.network.running_var[1], [0.9 + 0.1 * 7])  # (4 + 1 + 9) / 2
    assert net.running_mean[1] == 0 and net.running_var[1] == 1


def test_momentum_is_the_part_of_the_new():
    X = np.array([[1.0], [2.0], [6.0]])
    net = Network([1, 1], activations="identity", normalization=[BatchNorm(momentum=1)], seed=0)
    after = next(train(net, X, X, loss="mse")).network
    z = net.forward(X, training=True)
    np.testing.assert_allclose(after.running_mean[1], z.batch_mean[1])
    np.testing.assert_allclose(after.running_var[1], z.batch_var[1] * 3 / 2)


@pytest.mark.parametrize(
    "optimizer", [SGD(0.1, momentum=0.9, weight_decay=0.01), Adam(0.01, clip_norm=0.1)]
)
def test_training_is_forward_backward_and_an_update(optimizer):
    """Three steps with the public calls alone."""
    net, X, y = scene("tanh", "cross_entropy")
    training = train(net, X, y, loss="cross_entropy", optimizer=optimizer, steps=3)
    start = Network.from_weights(
        net.W,
        net.b,
        activations=net.activations,
        normalization=net.normalization,
        gamma=net.gamma,
        beta=net.beta,
        running_mean=net.running_mean,
        running_var=net.running_var,
    )
    for step in training:
        forward = net.forward(X, training=True)
        backward = net.backward(forward, y, "cross_entropy")
        assert step.loss == pytest.approx(backward.loss, rel=1e-12)
        norms = [
            np.sqrt(sum((part[l] ** 2).sum() for part in (backward.dW, backward.db)))
            for l in (1, 2, 3, 4)
        ]
        for l in (1, 2, 3):
            norms[l - 1] = np.sqrt(
                norms[l - 1] ** 2 + (backward.dgamma[l] ** 2).sum() + (backward.dbeta[l] ** 2).sum()
            )
        assert step.gradient_norms == pytest.approx(norms)
        for l in (1, 2, 3):
            np.testing.assert_allclose(
                step.network.running_mean[l],
                0.9 * net.running_mean[l] + 0.1 * forward.batch_mean[l],
            )
        net = step.network
    assert any((net.gamma[l] != start.gamma[l]).any() for l in (1, 2, 3))
    assert any((net.beta[l] != start.beta[l]).any() for l in (1, 2, 3))


def test_sgd_moves_gamma_and_beta_against_their_slopes_and_does_not_decay_them():
    net, X, y = scene()
    backward = net.backward(net.forward(X, training=True), y, "mse")
    after = next(
        train(net, X, y, loss="mse", optimizer=SGD(0.5, weight_decay=0.1), steps=1)
    ).network
    for l in (1, 2, 3):
        np.testing.assert_allclose(after.gamma[l], net.gamma[l] - 0.5 * backward.dgamma[l])
        np.testing.assert_allclose(after.beta[l], net.beta[l] - 0.5 * backward.dbeta[l])


def test_loop_advance_and_fit_are_the_same_run():
    def run(**how):
        net, X, y = scene(rows=10)
        return dict(network=net, X=X, y=y, loss="mse", batch_size=4, seed=5, **how)

    loop, leaps = train(**run(epochs=4)), train(**run(epochs=4))
    losses = [step.loss for step in loop]
    assert losses == leaps.advance(5) + leaps.advance(7)
    history = fit(**run(epochs=4))
    np.testing.assert_array_equal(history.loss, losses)
    for other in (leaps.network, history.network):
        np.testing.assert_array_equal(other.params, loop.network.params)
        np.testing.assert_array_equal(other.running, loop.network.running)


def test_a_diverging_run_keeps_finite_statistics():
    net = Network([1, 3, 1], activations="identity", normalization="batch", seed=0)
    history = fit(net, [[1.0], [2.0], [4.0]], [[1.0], [-1.0], [5.0]], loss="mse",
                  optimizer=SGD(1e6), steps=500)  # fmt: skip
    assert history.stopped == "diverged"
    assert np.isfinite(history.network.running).all()
    assert np.isfinite(history.network.params).all()
    history.network.forward([[1.0]])


def test_a_network_set_between_steps_brings_its_statistics():
    net, X, y = scene()
    training = train(net, X, y, loss="mse")
    training.advance(3)
    training.network = net
    np.testing.assert_array_equal(training.network.running, net.running)
    again = train(net, X, y, loss="mse")
    assert next(training).loss == again.advance(1)[0]
    with pytest.raises(ValueError, match="the same normalization"):
        training.network = Network([3, 4, 4, 4, 2], activations=net.activations)


def test_a_deep_network_learns_the_digits_with_it():
    X, y, *_ = datasets.digits()
    net = Network(
        [64, *[32] * 8, 10],
        activations=[*["tanh"] * 8, "softmax"],
        normalization="batch",
        seed=0,
    )
    history = fit(net, X, y, loss="cross_entropy", optimizer=SGD(0.1), epochs=3, batch_size=32,
                  seed=0)  # fmt: skip
    right = history.network.forward(X).output.argmax(axis=1) == y.argmax(axis=1)
    assert right.mean() > 0.9  # with the running statistics


def test_a_batch_of_one_is_told():
    net, X, y = scene(rows=9)
    with pytest.raises(ValueError, match="X is one sample.*at least two"):
        net.forward(X[:1], training=True)
    with pytest.raises(ValueError, match="batch_size 4 leaves a batch of one of the 9 rows"):
        train(net, X, y, loss="mse", batch_size=4)
    training = train(net, X, y, loss="mse", batch_size=5)
    with pytest.raises(ValueError, match="batch_size 1 leaves"):
        training.batch_size = 1
    with pytest.raises(ValueError, match="at least two"):
        train(net, X[:1], y[:1], loss="mse")
    with pytest.raises(ValueError, match="at least two"):
        gradcheck.central(net, X[:1], y[:1], "mse", training=True)


# ---- the network keeps it


def test_layers_without_it_say_so():
    net, X, _ = scene(normalization=["batch", None, "batch", None])
    assert [l for l, _ in net.gamma.items()] == [1, 3] and len(net.running_var) == 2
    with pytest.raises(IndexError, match=r"gamma\[2\] does not exist: this layer is not normal"):
        net.gamma[2]
    with pytest.raises(IndexError, match=r"batch_mean\[1\].*without training=True"):
        net.forward(X).batch_mean[1]


def test_params_hold_gamma_and_beta_after_the_weights():
    net, *_ = scene()
    dense = np.concatenate([p.ravel() for pair in zip(net.W, net.b, strict=True) for p in pair])
    scales = np.concatenate([p for pair in zip(net.gamma, net.beta, strict=True) for p in pair])
    np.testing.assert_array_equal(net.params, np.concatenate([dense, scales]))


def test_one_entry_is_for_the_hidden_layers():
    net = Network([2, 3, 3, 1], activations="tanh", normalization="batch", seed=0)
    assert net.normalization == (BatchNorm(), BatchNorm(), None)
    np.testing.assert_array_equal(net.gamma[1], 1)
    np.testing.assert_array_equal(net.beta[2], 0)
    plain = Network([2, 3, 3, 1], activations="tanh", seed=0)
    np.testing.assert_array_equal(net.W[3], plain.W[3])  # the same draw


def test_save_pickle_copy_replace_and_from_weights_keep_it(tmp_path):
    net, X, _ = scene(normalization=["batch", None, BatchNorm(1e-3, 0.01), None])
    net.save(tmp_path / "net.npz")
    twins = [
        Network.load(tmp_path / "net.npz"),
        pickle.loads(pickle.dumps(net)),
        copy.deepcopy(net),
        net.replace(layer=1, i=0, j=0, value=float(net.W[1][0, 0])),
        Network.from_weights(
            net.W,
            net.b,
            activations=net.activations,
            normalization=net.normalization,
            gamma=net.gamma,
            beta=net.beta,
            running_mean=net.running_mean,
            running_var=net.running_var,
        ),
    ]
    for twin in twins:
        assert twin.architecture == net.architecture
        np.testing.assert_array_equal(twin.params, net.params)
        np.testing.assert_array_equal(twin.running, net.running)
        np.testing.assert_array_equal(twin.forward(X).output, net.forward(X).output)
    assert "BatchNorm(epsilon=0.001, momentum=0.01)" in repr(twins[0])


def test_statistics_and_scales_are_read_only():
    net, X, _ = scene()
    forward = net.forward(X, training=True)
    for array in (net.gamma[1], net.running_var[2], net.running, forward.batch_mean[1],
                  forward.z_hat[1], forward.u[1]):  # fmt: skip
        with pytest.raises(ValueError, match="does not change|read-only"):
            array[...] = 0


def test_a_record_of_other_statistics_is_refused():
    net, X, y = scene()
    other = net.with_numbers(net.params, net.running + 1)
    with pytest.raises(ValueError, match="another network"):
        net.backward(other.forward(X), y, "mse")
    net.backward(other.forward(X, training=True), y, "mse")  # the batch's own: the same numbers


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (dict(normalization="batsh"), "normalization 'batsh' is unknown. Did you mean 'batch'"),
        (dict(normalization=["batch"]), "1 entries for 2 layers"),
        (dict(normalization=3), "normalization is 3; expected one entry for each layer"),
        (dict(normalization=[True, None]), "normalization True is unknown"),
        (dict(gamma=[[1.0]]), r"gamma has 1 arrays for 0 normalized layers"),
        (dict(normalization="batch", gamma=[[1.0]]), r"gamma\[1\] has shape \(1,\); expected \(2"),
        (dict(normalization="batch", beta=[[np.nan, 0]]), r"beta\[1\] holds nan"),
        (dict(normalization="batch", running_var=[[1.0, -1]]), r"running_var\[1\] holds -1"),
    ],
)
def test_what_does_not_fit_is_named(wrong, words):
    W, b = [np.ones((1, 2)), np.ones((2, 1))], [np.ones(2), np.ones(1)]
    with pytest.raises(ValueError, match=words):
        Network.from_weights(W, b, activations="tanh", **wrong)


def test_a_network_without_hidden_layers_asks_for_a_list():
    with pytest.raises(ValueError, match=r"normalization=\['batch'\]"):
        Network([2, 1], activations="tanh", normalization="batch")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (dict(epsilon=0), "epsilon is 0; expected a finite number, above 0"),
        (dict(epsilon=np.inf), "epsilon is inf"),
        (dict(momentum=1.5), "momentum is 1.5; .*at most 1"),
        (dict(momentum="0.1"), "momentum is '0.1'"),
    ],
)
def test_settings_out_of_range_are_named(settings, words):
    with pytest.raises(ValueError, match=words):
        BatchNorm(**settings)


def test_a_variance_too_large_is_named():
    net = Network.from_weights(
        [[[1e200]], [[1.0]]], [[0.0], [0.0]], activations="identity", normalization="batch"
    )
    with pytest.raises(OverflowError, match=r"the variance of z\[1\] is too large for float64"):
        net.forward([[1.0], [2.0]], training=True)


def test_float32_all_the_way():
    net, X, y = scene(dtype=np.float32, normalization="batch")
    net = net.with_numbers(net.params.astype(np.float32), net.running.astype(np.float32))
    training = train(net, X, y, loss="mse", optimizer=SGD(0.1))
    training.advance(5)
    assert training.network.params.dtype == training.network.running.dtype == np.float32
    assert training.network.forward(X).output.dtype == np.float32
