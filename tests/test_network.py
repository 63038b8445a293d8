"""Network: what it answers, that it never changes, and what it says to bad input."""

import copy
import pickle

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.initializers import INITIALIZERS, normal

W = [np.array([[1.0, -2.0], [0.5, 1.0]]), np.array([[2.0], [1.0]])]
B = [np.array([0.0, 1.0]), np.array([-1.0])]


@pytest.fixture
def net():
    return Network.from_weights(W, B, activations=["relu", "identity"])


# ---- the passes


def test_forward_by_hand(net):
    forward = net.forward([[1.0, 2.0]])
    np.testing.assert_array_equal(forward.z[1], [[2.0, 1.0]])  # 1 + 1, -2 + 2 + 1
    np.testing.assert_array_equal(forward.a[1], [[2.0, 1.0]])
    np.testing.assert_array_equal(forward.output, [[4.0]])  # 2*2 + 1*1 - 1
    np.testing.assert_array_equal(forward.a[0], [[1.0, 2.0]])


def test_backward_by_hand(net):
    backward = net.backward(net.forward([[1.0, 2.0]]), [[3.0]], loss="squared_error")
    assert backward.loss == 0.5
    np.testing.assert_array_equal(backward.delta[2], [[1.0]])
    np.testing.assert_array_equal(backward.delta[1], [[2.0, 1.0]])  # delta[2] @ W[2].T, slope 1
    np.testing.assert_array_equal(backward.dW[1], [[2.0, 1.0], [4.0, 2.0]])  # outer(x, delta[1])
    np.testing.assert_array_equal(backward.db[1], [2.0, 1.0])
    np.testing.assert_array_equal(backward.dW[2], [[2.0], [1.0]])


def test_dW_is_the_mean_over_the_batch_and_delta_is_not(net):
    one = net.backward(net.forward([[1.0, 2.0]]), [[3.0]], loss="squared_error")
    two = net.backward(net.forward([[1.0, 2.0]] * 2), [[3.0]] * 2, loss="squared_error")
    np.testing.assert_array_equal(two.delta[1], np.repeat(one.delta[1], 2, axis=0))
    np.testing.assert_array_equal(two.dW[1], one.dW[1])


def test_loss_is_backwards_loss(seed_network):
    forward = seed_network.forward([[0.5, 0.8]])
    assert seed_network.loss(forward, [[1]], loss="bce") == pytest.approx(
        seed_network.backward(forward, [[1]], loss="bce").loss, rel=1e-15
    )


def test_the_seeds_network_at_a_tenth(seed_network):
    small = Network.from_weights(
        [0.1 * w for w in seed_network.W], seed_network.b, activations="sigmoid"
    )
    forward = small.forward([[0.5, 0.8]])
    np.testing.assert_allclose(forward.output, [[0.52]], atol=5e-3)


# ---- nothing changes under its reader's eyes


def test_what_comes_in_is_copied_and_stays_writable():
    w, X = np.ones((2, 1)), np.ones((1, 2))
    net = Network.from_weights([w], [np.zeros(1)], activations="tanh")
    forward = net.forward(X)
    w[0, 0] = X[0, 0] = 9
    assert net.W[1][0, 0] == forward.a[0][0, 0] == 1


@pytest.mark.parametrize("read", ["W[1]", "b[2]", "params"])
def test_parameters_are_read_only(net, read):
    with pytest.raises(ValueError, match="read-only|a Network does not change"):
        eval(f"net.{read}")[...] = 0


@pytest.mark.parametrize(
    "read", ["forward.z[1]", "forward.a[0]", "backward.delta[1]", "backward.dW[2]"]
)
def test_records_are_read_only(net, read):
    forward = net.forward([[1.0, 2.0]])
    backward = net.backward(forward, [[3.0]], loss="mse")
    with pytest.raises(ValueError, match="read-only|a Network does not change"):
        eval(read, {"forward": forward, "backward": backward})[...] = 0
    with pytest.raises(AttributeError):
        backward.loss = 0


def test_setting_an_attribute_says_replace(net):
    with pytest.raises(AttributeError, match="replace"):
        net.W = W


def test_replace_returns_a_new_network(net):
    other = net.replace(layer=1, i=0, j=1, value=0.7)
    assert other.W[1][0, 1] == 0.7 and net.W[1][0, 1] == -2
    assert net.replace(layer=2, j=0, bias=0.3).b[2][0] == 0.3


def test_copies_and_pickles_are_equal_networks(net):
    for twin in (copy.deepcopy(net), pickle.loads(pickle.dumps(net))):
        np.testing.assert_array_equal(twin.params, net.params)
        assert twin.activations == net.activations and not twin.params.flags.writeable


# ---- indexing by layer


def test_layers_iterate_and_round_trip(net):
    twin = Network.from_weights(net.W, net.b, activations=net.activations)
    np.testing.assert_array_equal(twin.params, net.params)
    assert len(net.W) == 2 and [w.shape for w in net.W] == [(2, 2), (2, 1)]


@pytest.mark.parametrize(
    ("read", "words"), [("W[0]", "input layer has none"), ("W[3]", "1 to 2"), ("W[-1]", "1 to 2")]
)
def test_a_layer_that_is_not_there(net, read, words):
    with pytest.raises(IndexError, match=words):
        eval(f"net.{read}")
    with pytest.raises(IndexError, match="input layer has none"):
        net.forward([[1.0, 2.0]]).z[0]


def test_an_array_taken_for_a_layers_number_is_told_how_to_loop_over_both(net):
    with pytest.raises(IndexError, match=r"for l, array in W\.items\(\)"):
        [net.W[l] for l in net.W]


# ---- new networks


@pytest.mark.parametrize("init", INITIALIZERS)
def test_initializers_have_their_variance(init):
    net = Network([300, 200], activations="tanh", init=init, seed=0)
    variance = {"normal": 1e-4, "he": 2 / 300}.get(init.split("_")[0], 2 / 500)
    assert net.W[1].var() == pytest.approx(variance, rel=0.03)
    assert not net.b[1].any()


def test_normal_takes_a_scale():
    assert Network([300, 200], activations="tanh", init=normal(0.5), seed=0).W[
        1
    ].std() == pytest.approx(0.5, rel=0.02)


def test_the_same_seed_draws_the_same_network_and_touches_no_global_state():
    before = np.random.get_state()[1].copy()  # noqa: NPY002 (it is what must stay as it is)
    one, two = (Network([2, 3], activations="tanh", seed=5) for _ in range(2))
    np.testing.assert_array_equal(one.params, two.params)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    rng = np.random.default_rng(5)
    np.testing.assert_array_equal(Network([2, 3], activations="tanh", seed=rng).params, one.params)


def test_float32_all_the_way():
    net = Network([2, 2], activations="sigmoid", seed=0, dtype=np.float32)
    backward = net.backward(net.forward([[1, 2]]), [[0, 1]], loss="bce")
    assert {net.W[1].dtype, backward.dW[1].dtype, backward.delta[1].dtype} == {np.dtype(np.float32)}


def test_repr_is_readable(net):
    assert repr(net).splitlines() == [
        "Network 2-2-1, 9 parameters, float64",
        "  layer 1: 2 -> 2, relu",
        "  layer 2: 2 -> 1, identity",
    ]


# ---- files


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_save_and_load(tmp_path, dtype):
    net = Network([2, 3, 2], activations=["gelu", "softmax"], seed=1, dtype=dtype)
    net.save(tmp_path / "net.npz")
    twin = Network.load(tmp_path / "net.npz")
    np.testing.assert_array_equal(twin.params, net.params)
    assert (twin.sizes, twin.activations, twin.dtype) == (net.sizes, net.activations, net.dtype)


def test_load_refuses_other_files(tmp_path):
    np.savez(tmp_path / "other.npz", a=np.ones(3))
    (tmp_path / "text.npz").write_text("hello")
    np.savez(tmp_path / "pickle.npz", format=np.array([{}], dtype=object))
    for name in ("other", "text", "pickle"):
        with pytest.raises(ValueError, match="not a network that Network.save wrote"):
            Network.load(tmp_path / f"{name}.npz")


# ---- bad input

ONE = dict(W=[np.ones((2, 1))], b=[np.zeros(1)])


@pytest.mark.parametrize(
    ("X", "words"),
    [
        ([0.5, 0.8], r"X has shape \(2,\); expected \(batch, 2\).*write \[X\]"),
        ([[1.0, 2.0, 3.0]], r"X has shape \(1, 3\); expected \(batch, 2\)"),
        (np.empty((0, 2)), "X is empty"),
        ([[np.nan, 1.0]], r"X holds nan at index \[0, 0\]"),
        ([[1.0, np.inf]], r"X holds inf at index \[0, 1\]"),
        ([["a", "b"]], "X holds text, such as 'a' at"),
        ([[1.0, 2.0], [3.0]], "X is not a regular array"),
        ([[1j, 0]], "X is complex"),
        (None, "X is None; expected numbers"),
    ],
)
def test_forward_names_what_is_wrong_with_X(net, X, words):
    with pytest.raises(ValueError, match=f"(?s){words}"):
        net.forward(X)


@pytest.mark.parametrize(
    ("y", "loss", "words"),
    [
        ([1.0, 0.0], "bce", r"y has shape \(2,\).*reshape\(y, \(-1, 1\)\).*broadcast"),
        ([[1.0]], "bce", "y has 1 rows, but the forward pass holds 2 samples"),
        ([[1.0], [1.5]], "bce", r"labels in \[0, 1\]"),
        ([[1.0], [-0.1]], "bce", r"labels in \[0, 1\]"),
        ([[1.0], [0.0]], "bec", "Did you mean 'bce'"),
        ([[1.0], [0.0]], "cross_entropy", "needs a 'softmax' output.*'sigmoid'"),
        ([[1.0], [0.0]], None, "loss None is unknown"),
    ],
)
def test_backward_names_what_is_wrong_with_y_or_loss(y, loss, words):
    net = Network.from_weights(**ONE, activations="sigmoid")
    with pytest.raises(ValueError, match=f"(?s){words}"):
        net.backward(net.forward([[1.0, 2.0], [3.0, 4.0]]), y, loss=loss)


def test_class_numbers_are_told_to_become_one_hot():
    net = Network([2, 3], activations="softmax", seed=0)
    with pytest.raises(ValueError, match=r"np.eye\(3\)\[y\]"):
        net.backward(net.forward([[1.0, 2.0]]), [2], loss="cross_entropy")
    with pytest.raises(ValueError, match="one-hot or a distribution"):
        net.backward(net.forward([[1.0, 2.0]]), [[1.0, 1.0, 0.0]], loss="cross_entropy")


def test_softmax_takes_no_other_loss_and_no_hidden_place():
    net = Network([2, 3], activations="softmax", seed=0)
    with pytest.raises(ValueError, match="cross_entropy"):
        net.backward(net.forward([[1.0, 2.0]]), [[1.0, 0.0, 0.0]], loss="mse")
    with pytest.raises(ValueError, match="output layer only"):
        Network([2, 3, 1], activations=["softmax", "sigmoid"])


def test_backward_refuses_a_forward_of_other_weights(net):
    moved = net.replace(layer=1, i=0, j=0, value=9.0)
    with pytest.raises(ValueError, match="other weights"):
        moved.backward(net.forward([[1.0, 2.0]]), [[0.0]], loss="mse")
    with pytest.raises(ValueError, match="expected the ForwardPass"):
        net.backward(np.ones((1, 1)), [[0.0]], loss="mse")


@pytest.mark.parametrize(
    ("W", "b", "words"),
    [
        (
            [np.ones((2, 3)), np.ones((2, 1))],
            [np.zeros(3), np.zeros(1)],
            r"W\[2\] has shape \(2, 1\).*torch",
        ),
        ([np.ones((2, 3))], [np.zeros(2)], r"b\[1\] has shape \(2,\); expected \(3,\)"),
        ([np.ones((2, 3))], [np.zeros((1, 3))], r"b\[1\] has shape \(1, 3\)"),
        ([np.ones((2, 3))], [], "W has 1 arrays and b has 0"),
        ([], [], "W is empty"),
        ([np.ones(3)], [np.zeros(3)], r"W\[1\] has shape \(3,\)"),
        ([np.full((2, 3), np.nan)], [np.zeros(3)], r"W\[1\] holds nan"),
        ("abc", [np.zeros(3)], "W is 'abc'"),
    ],
)
def test_weights_that_do_not_fit_are_named(W, b, words):
    with pytest.raises(ValueError, match=f"(?s){words}"):
        Network.from_weights(W, b, activations=["tanh"] * max(1, len(W)) if W != "abc" else "tanh")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (dict(sizes=[2], activations=[]), "sizes"),
        (dict(sizes=[2, 0], activations="tanh"), "sizes"),
        (dict(sizes=[2, 1.5], activations="tanh"), "sizes"),
        (dict(sizes=3, activations="tanh"), "sizes"),
        (dict(sizes=[2, 1], activations="sigmiod"), "Did you mean 'sigmoid'"),
        (dict(sizes=[2, 1], activations=["tanh", "tanh"]), "activations has 2 names for 1 layers"),
        (dict(sizes=[2, 1], activations="tanh", init="xaviar"), "Did you mean 'xavier'"),
        (
            dict(sizes=[2, 1], activations="tanh", init=lambda r, m, n: np.ones(n)),
            "init returned shape",
        ),
        (dict(sizes=[2, 1], activations="tanh", dtype=int), "dtype"),
        (dict(sizes=[2, 1], activations="tanh", dtype="text?"), "dtype"),
    ],
)
def test_a_new_network_names_what_is_wrong(arguments, words):
    sizes = arguments.pop("sizes")
    with pytest.raises(ValueError, match=words):
        Network(sizes, **arguments)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (dict(layer=3, i=0, j=0, value=1), IndexError, "1 to 2"),
        (dict(layer=1, i=2, j=0, value=1), IndexError, "i=2 does not exist: layer 0 has 2"),
        (dict(layer=1, i=0, j=-1, value=1), IndexError, "j=-1"),
        (dict(layer=1, i=0, j=0, value=np.nan), ValueError, "value holds nan"),
        (dict(layer=1, i=0, j=0, value="1"), ValueError, "value"),
        (dict(layer=1, i=0, j=0), ValueError, "either"),
        (dict(layer=1, j=0, value=1), ValueError, "either"),
        (dict(layer=1, i=0, j=0, value=1, bias=1), ValueError, "either"),
    ],
)
def test_replace_names_what_is_wrong(net, arguments, error, words):
    with pytest.raises(error, match=words):
        net.replace(**arguments)


def test_an_overflow_says_where():
    net = Network.from_weights([[[1e200]], [[1e200]]], [[0.0], [0.0]], activations="identity")
    with pytest.raises(OverflowError, match=r"z\[2\] is too large"):
        net.forward([[1.0]])


@pytest.mark.parametrize("scale", [-1, np.inf, "a", None])
def test_a_bad_scale_is_named(scale):
    with pytest.raises(ValueError, match="scale"):
        normal(scale)
