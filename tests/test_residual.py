"""Skips: a layer's input added to its answer."""

import pickle

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, fit, gradcheck, train
from backprop_lib.activations import ACTIVATIONS

ELEMENTWISE = [name for name in ACTIVATIONS if name != "softmax"]
OUTPUTS = {"bce": "sigmoid", "cross_entropy": "softmax"}


def scene(activation="tanh", loss="squared_error", seed=5, rows=6, **more):
    rng = np.random.default_rng(seed)
    names = [activation] * 4 + [OUTPUTS.get(loss, "identity")]
    more = {"residual": True} | more
    net = Network([3, 4, 4, 4, 4, 2], activations=names, seed=rng, **more)
    net = net.with_numbers(net.params + 0.2 * rng.normal(size=net.params.shape))
    X, y = rng.normal(size=(rows, 3)), rng.uniform(size=(rows, 2))
    return net, X, y / y.sum(axis=1, keepdims=True)


def test_by_hand():
    """Both layers double, then add their input: 1 -> 3 -> 9. Slope along W[1]: 1 * (2 + 1) * 9."""
    net = Network.from_weights(
        [[[2.0]], [[2.0]]], [[0.0], [0.0]], activations="identity", residual=[True, True]
    )
    forward = net.forward([[1.0]])
    assert [z.item() for z in forward.z] == [2, 6]
    assert [a.item() for a in forward.a] == [1, 3, 9]
    backward = net.backward(forward, [[0.0]], loss="squared_error")
    assert [delta.item() for delta in backward.delta] == [27, 9]
    assert [dW.item() for dW in backward.dW] == [27, 27]


@pytest.mark.parametrize("normalization", [None, "batch"])
@pytest.mark.parametrize("loss", ["squared_error", "mse", "bce", "cross_entropy"])
@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_gradients_agree_with_both_numeric_methods(activation, loss, normalization):
    net, X, y = scene(activation, loss, normalization=normalization)
    forward = net.forward(X, training=True)
    if activation in ("relu", "leaky_relu"):
        assert min(abs(forward.u[l]).min() for l in (1, 2, 3, 4)) > 1e-4
    backward = net.backward(forward, y, loss=loss)
    central = gradcheck.central(net, X, y, loss, training=True)
    exact = gradcheck.complex_step(net, X, y, loss, training=True)
    assert gradcheck.largest_difference(backward, central) < 1e-7
    assert gradcheck.largest_difference(backward, exact) < 1e-12


@pytest.mark.parametrize("activation", ["sigmoid", "identity", "gelu"])
def test_gradients_with_a_skip_around_the_first_and_the_last_layer(activation):
    net = Network([3, 3, 3], activations=activation, residual=[True, True], seed=1)
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    for loss in ("squared_error", "mse"):
        backward = net.backward(net.forward(X), y, loss)
        exact = gradcheck.complex_step(net, X, y, loss)
        assert gradcheck.largest_difference(backward, exact) < 1e-12


def test_weights_of_zero_leave_the_identity():
    """Fifty layers of nothing: what came in comes out, and so does the gradient."""
    width, depth = 4, 50
    net = Network.from_weights(
        [np.zeros((width, width))] * depth + [np.ones((width, 1))],
        [np.zeros(width)] * depth + [np.zeros(1)],
        activations=[*["tanh"] * depth, "identity"],
        residual=True,
    )
    net = Network.from_weights(
        net.W, net.b, activations=net.activations, residual=[True] * depth + [False]
    )
    X = [[0.5, -1.0, 2.0, 0.25]]
    forward = net.forward(X)
    np.testing.assert_array_equal(forward.a[depth], X)
    delta = net.backward(forward, [[0.0]], loss="squared_error").delta
    np.testing.assert_array_equal(delta[1], delta[depth])


def test_true_is_for_every_hidden_layer_that_can_have_one():
    net = Network([64, 32, 32, 16, 16, 16, 16], activations="tanh", residual=True, seed=0)
    assert net.residual == (False, True, False, True, True, False)
    assert net.params.size == Network(net.sizes, activations="tanh", seed=0).params.size


def test_training_is_forward_backward_and_an_update():
    net, X, y = scene("relu", "cross_entropy", normalization="batch")
    for step in train(net, X, y, loss="cross_entropy", optimizer=SGD(0.1), steps=4):
        backward = net.backward(net.forward(X, training=True), y, "cross_entropy")
        assert step.loss == pytest.approx(backward.loss, rel=1e-12)
        for l in range(1, 6):
            np.testing.assert_allclose(
                step.network.W[l], net.W[l] - 0.1 * backward.dW[l], rtol=1e-12, atol=1e-14
            )
        net = step.network
    assert step.network.residual == (False, True, True, True, False)


def test_it_trains_a_depth_at_which_a_plain_network_does_not():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(64, 4))
    y = X[:, :1] * X[:, 1:2]

    def after(**how):
        net = Network(
            [4, *[8] * 40, 1], activations=[*["tanh"] * 40, "identity"], seed=1,
            init=lambda rng, n, m: 0.1 * rng.normal(size=(n, m)), **how,
        )  # fmt: skip
        return fit(net, X, y, loss="mse", optimizer=Adam(0.005), steps=200).loss[-1]

    assert after(residual=True) < 0.5 * y.var() < 0.9 * y.var() < after()


def test_save_pickle_and_repr_keep_it(tmp_path):
    net, X, _ = scene()
    net.save(tmp_path / "net.npz")
    for twin in (Network.load(tmp_path / "net.npz"), pickle.loads(pickle.dumps(net))):
        assert twin.architecture == net.architecture
        np.testing.assert_array_equal(twin.forward(X).output, net.forward(X).output)
    assert "  layer 2: 4 -> 4, tanh, + a[1]" in repr(net).splitlines()


@pytest.mark.parametrize(
    ("residual", "words"),
    [
        (
            [True, False, False],
            r"residual of layer 1 adds a\[0\] to its answer, but layer 0 has 2 neurons and layer 1 "
            "has 3",
        ),
        ([False, True, True], "layer 2 has 3 neurons and layer 3 has 1"),
        ([True], "residual is 1 entries for 3 layers"),
        ([False, 1, False], "residual of layer 2 is 1; expected True or False"),
        ("all", "residual is 3 entries for 3|residual of layer 1 is 'a'"),
    ],
)
def test_what_does_not_fit_is_named(residual, words):
    with pytest.raises(ValueError, match=words):
        Network([2, 3, 3, 1], activations="tanh", residual=residual)


def test_true_with_nothing_to_skip_is_an_error():
    with pytest.raises(ValueError, match=r"sizes \(2, 4, 1\) no hidden layer has as many"):
        Network([2, 4, 1], activations="tanh", residual=True)


def test_a_loss_from_z_needs_an_output_without_a_skip():
    net = Network([2, 2], activations="sigmoid", residual=[True], seed=0)
    with pytest.raises(ValueError, match="'bce' needs a 'sigmoid' output, but the skip"):
        net.loss(net.forward([[0.0, 0.0]]), [[1.0, 1.0]], loss="bce")
    net.loss(net.forward([[0.0, 0.0]]), [[1.0, 1.0]], loss="mse")


def test_an_a_too_large_is_named():
    net = Network.from_weights([[[1.0]]], [[0.0]], activations="identity", residual=[True])
    with pytest.raises(OverflowError, match=r"a\[1\] is too large for float64"):
        net.forward([[1e308]])
