"""Writing into a network leads to `replace` and `from_weights`; reading from it is plain NumPy."""

import copy
import pickle

import numpy as np
import pytest

from backprop_lib import SGD, Network, datasets, train

NET = Network([2, 4, 1], activations=["tanh", "sigmoid"], normalization="batch", seed=0)
BEFORE = NET.params.copy()


def put(name, l, value):
    getattr(NET, name)[l] = value


def in_place(operation):
    def line(name, l, value):
        array = getattr(NET, name)[l]
        getattr(array, f"__i{operation}__")(value)

    return line


def an_entry(name, l, value):
    getattr(NET, name)[l][0] = value


def a_slice(name, l, value):
    getattr(NET, name)[l][:] = value


def a_row_in_place(name, l, value):
    getattr(NET, name)[l][:1] -= value


def in_a_loop(name, l, value):
    for array in getattr(NET, name):
        array -= value


def in_a_loop_over_items(name, l, value):
    for _, array in getattr(NET, name).items():
        array *= value


def of_the_transpose(name, l, value):
    getattr(NET, name)[l].T[...] = value


def filled(name, l, value):
    getattr(NET, name)[l].fill(value)


WRITERS = [
    put,
    *map(in_place, ("add", "sub", "mul", "truediv", "pow")),
    *(an_entry, a_slice, a_row_in_place, in_a_loop, in_a_loop_over_items, of_the_transpose, filled),
]


@pytest.mark.parametrize("name", ["W", "b", "gamma", "beta", "running_mean", "running_var"])
@pytest.mark.parametrize("write", WRITERS)
def test_writing_into_a_network_leads_to_replace_and_from_weights(name, write):
    with pytest.raises((TypeError, ValueError), match=r"net\.replace\(.*Network\.from_weights\("):
        write(name, 1, 0.5)
    np.testing.assert_array_equal(NET.params, BEFORE)


def test_what_the_error_says_works():
    W = [W_l.copy() for W_l in NET.W]
    W[0] -= 0.5
    W[0][0, 0] = 7
    plain = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    new = Network.from_weights(W, plain.b, activations=plain.activations)
    assert new.W[1][0, 0] == 7 and plain.W[1][0, 0] != 7


def test_writing_into_a_record_leads_to_a_copy():
    forward = NET.forward([[0.0, 1.0]])
    with pytest.raises(TypeError, match=r"a\[1\] cannot be set: .*change a copy"):
        forward.a[1] = 0


def test_what_is_computed_from_a_network_is_plain_numpy():
    W = NET.W[1]
    computed = [W + 1, -W, W @ W.T, np.array(W), W.copy(), np.exp(W), W.sum(axis=0), W.T * 2]
    assert {type(array) for array in computed} == {np.ndarray}
    assert {type(number) for number in (W.sum(), W.max(), abs(W).max(), W[0, 0])} == {np.float64}
    assert repr(W) == repr(np.array(W)) and str(W) == str(np.array(W))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(W)), np.array(W))


def test_a_view_that_became_writable_can_be_written_to():
    column = np.concatenate([NET.b[1], NET.b[2]])
    column[0] = 3
    column -= 1
    twin = copy.deepcopy(NET.W[1])
    twin.flags.writeable = True
    twin[0, 0] = 9
    assert column[0] == 2 and twin[0, 0] == 9 and NET.W[1][0, 0] != 9


def test_training_and_passes_never_meet_these_views(monkeypatch):
    X, y = datasets.xor()
    from backprop_lib import frozen

    def met(self, *_):
        raise AssertionError("a view of a network's array was computed with")

    monkeypatch.setattr(frozen.array, "__array_wrap__", met)
    NET.backward(NET.forward(X), y, "bce")
    next(train(NET, X, y, loss="bce", optimizer=SGD(0.5)))
    with pytest.raises(AssertionError):
        NET.W[1] + 1


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_frameworks_take_them(framework):
    module = pytest.importorskip(framework)
    take = module.tensor if framework == "torch" else module.numpy.asarray
    np.testing.assert_allclose(np.asarray(take(NET.W[1])), np.array(NET.W[1]), rtol=1e-6)


def test_squeezed_arrays_stay_frozen():
    net = Network([2, 3, 1], activations="sigmoid", seed=0)
    squeezed = np.squeeze(net.forward([[0.5, 0.8]]).a[1])
    assert squeezed.shape == (3,)
    with pytest.raises(ValueError):
        squeezed[0] = 1.0


@pytest.mark.parametrize(
    "arithmetic", [lambda W: 0.5 * W, lambda W: W - 0.5, lambda W: W @ W, lambda W: W / 2]
)
def test_arithmetic_with_all_layers_at_once_says_to_take_one(arithmetic):
    network = Network([2, 3, 1], activations="sigmoid")
    with pytest.raises(TypeError, match=r"one array a layer.*W\[1\].*W\.items\(\)"):
        arithmetic(network.W)
