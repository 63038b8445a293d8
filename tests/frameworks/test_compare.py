"""Every gradient of random networks is what the frameworks' automatic differentiation finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_lib import SGD, Network, datasets, frameworks, train
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.frameworks import activation_table, jax_bridge, keras_bridge, torch_bridge
from backprop_lib.frameworks.requirements import BACKENDS
from backprop_lib.normalization import BatchNorm

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
OUTPUTS = [
    *(("squared_error", name) for name in HIDDEN),
    *(("mse", name) for name in HIDDEN),
    ("bce", "sigmoid"),
    ("cross_entropy", "softmax"),
]
INSTALLED = frameworks.installed()
per_backend = pytest.mark.parametrize(
    "backend",
    [
        pytest.param(
            name,
            marks=pytest.mark.skipif(name not in INSTALLED, reason=f"{name}: make test-frameworks"),
        )
        for name in BACKENDS
    ],
)


def targets(rng, loss, shape):
    if loss == "cross_entropy":
        y = rng.uniform(0.1, 1, shape)
        return y / y.sum(axis=1, keepdims=True)
    return rng.uniform(0, 1, shape)


@st.composite
def problems(draw):
    """A network, a batch and a loss that fits."""
    loss, output = draw(st.sampled_from(OUTPUTS))
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    names = [*draw(st.lists(st.sampled_from(HIDDEN), min_size=4, max_size=4)), output]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    W = [rng.normal(size=shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    b = [rng.normal(size=size) for size in sizes[1:]]
    network = Network.from_weights(W, b, activations=names[-len(W) :])
    batch = draw(st.integers(1, 7))
    X = rng.normal(size=(batch, sizes[0]))
    return network, X, targets(rng, loss, (batch, sizes[-1])), loss


@st.composite
def normalized_problems(draw):
    """The same with batch normalization in some layers and skips where they fit."""
    loss, output = draw(st.sampled_from(OUTPUTS))
    sizes = draw(st.lists(st.sampled_from([2, 4]), min_size=2, max_size=5))
    layers = len(sizes) - 1
    flags = st.lists(st.booleans(), min_size=layers, max_size=layers)
    fits = [a == b for a, b in zip(sizes[:-1], sizes[1:], strict=True)]
    if loss in ("bce", "cross_entropy"):
        fits[-1] = False
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    network = Network(
        sizes,
        activations=[*draw(st.lists(st.sampled_from(HIDDEN), min_size=4, max_size=4)), output][
            -layers:
        ],
        seed=rng,
        normalization=[BatchNorm(1e-3, 0.2) if norm else None for norm in draw(flags)],
        residual=[skip and fit for skip, fit in zip(draw(flags), fits, strict=True)],
    )
    params = network.params + 0.3 * rng.normal(size=network.params.shape)
    network = network.with_numbers(params, rng.uniform(0.5, 1.5, network.running.shape))
    batch = draw(st.integers(3, 7))
    X = rng.normal(size=(batch, sizes[0]))
    return network, X, targets(rng, loss, (batch, sizes[-1])), loss


def own(network, X, y, loss):
    return network.backward(network.forward(X, training=any(network.normalization)), y, loss)


def assert_agree(network, X, y, loss, backend, part, floor):
    ours = own(network, X, y, loss)
    theirs = frameworks.backward(network, X, y, loss, backend=backend)
    assert_same(ours, theirs, part, floor)


def assert_same(ours, theirs, part, floor):
    assert theirs.loss == pytest.approx(ours.loss, rel=part, abs=floor)
    for name in ("delta", "dW", "db", "dgamma", "dbeta"):
        for l, array in getattr(ours, name).items():
            other = getattr(theirs, name)[l]
            assert other.shape == array.shape
            scale = ours.delta[l] if name == "db" and l in dict(ours.dgamma.items()) else array
            assert abs(other - array).max() <= part * abs(scale).max() + floor, f"{name}[{l}]"


@settings(max_examples=100, deadline=None)
@given(problem=problems())
def test_gradients_agree_with_torch(problem):
    pytest.importorskip("torch", reason="torch: make test-frameworks")
    assert_agree(*problem, "torch", 1e-12, 1e-14)


@settings(max_examples=25, deadline=None)  # each shape is compiled anew
@given(problem=problems())
def test_gradients_agree_with_jax(problem):
    pytest.importorskip("jax", reason="jax: make test-frameworks")
    assert_agree(*problem, "jax", 1e-12, 1e-14)


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")  # of one output
@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_gradients_agree_with_keras(problem):
    """In float64 to the last digits; in float32, its default, to what float32 holds."""
    pytest.importorskip("keras", reason="keras: make test-frameworks")
    network, X, y, loss = problem
    ours = network.backward(network.forward(X), y, loss)
    double = keras_bridge.gradients(network, X, y, loss, dtype="float64")()
    assert_same(ours, double, 1e-12, 1e-14)

    small = Network(network.sizes, activations=network.activations, seed=X.shape[0])
    assert_agree(small, X, y, loss, "keras", 1e-6, 1e-6)


@settings(max_examples=100, deadline=None)
@given(problem=normalized_problems())
def test_gradients_through_normalization_and_skips_agree_with_torch(problem):
    pytest.importorskip("torch", reason="torch: make test-frameworks")
    assert_agree(*problem, "torch", 1e-10, 1e-13)


@settings(max_examples=25, deadline=None)
@given(problem=normalized_problems())
def test_gradients_through_normalization_and_skips_agree_with_jax(problem):
    pytest.importorskip("jax", reason="jax: make test-frameworks")
    assert_agree(*problem, "jax", 1e-10, 1e-13)


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
@settings(max_examples=40, deadline=None)
@given(problem=normalized_problems())
def test_gradients_through_normalization_and_skips_agree_with_keras(problem):
    pytest.importorskip("keras", reason="keras: make test-frameworks")
    double = keras_bridge.gradients(*problem, dtype="float64")()
    assert_same(own(*problem), double, 1e-10, 1e-13)


@per_backend
@pytest.mark.parametrize("name", HIDDEN)
def test_gradients_agree_at_the_kink(backend, name):
    """XOR's first corner, through biases of 0, is a z of exactly 0."""
    network = Network([2, 3, 1], activations=[name, "sigmoid"], seed=0)
    X, y = datasets.xor()
    assert network.forward(X).z[1][0].tolist() == [0, 0, 0]
    part, floor = (1e-6, 1e-7) if backend == "keras" else (1e-12, 1e-14)
    assert_agree(network, X, y, "bce", backend, part, floor)


@per_backend
def test_gradients_agree_where_a_probability_rounds_to_one(backend):
    """From the probability, the slope of this loss would be 0 or infinite."""
    for loss, output, y in (
        ("bce", "sigmoid", [[0.0, 1.0]]),
        ("cross_entropy", "softmax", [[0.0, 1.0]]),
    ):
        network = Network.from_weights([np.eye(2)], [[60.0, -60.0]], activations=output)
        assert_agree(network, [[0.0, 0.0]], y, loss, backend, 1e-6, 0)


@per_backend
def test_a_float32_network_is_compared_in_float32(backend):
    network = Network([3, 4, 2], activations=["tanh", "softmax"], seed=1, dtype=np.float32)
    record = frameworks.backward(
        network, np.ones((2, 3)), np.eye(2), "cross_entropy", backend=backend
    )
    assert {array.dtype for array in (*record.dW, *record.db, *record.delta)} == {np.dtype("f4")}


@pytest.mark.parametrize(("loss", "output"), OUTPUTS)
def test_a_hundred_steps_of_torch_end_where_ours_end(loss, output):
    torch = pytest.importorskip("torch", reason="torch: make test-frameworks")
    rng = np.random.default_rng(5)
    network = Network([3, 5, 4, 2], activations=["tanh", "gelu", output], seed=5)
    X = rng.normal(size=(6, 3))
    y = targets(rng, loss, (6, 2))
    ours = train(network, X, y, loss=loss, optimizer=SGD(0.1), steps=100).advance(100)

    module = frameworks.to_torch(network)
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1)
    X, y, theirs = torch.tensor(X), torch.tensor(y), []
    for _ in range(100):
        z = module[:-1](X)
        value = torch_bridge.mean_loss(z, module[-1](z), y, loss)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        theirs.append(value.item())
    np.testing.assert_allclose(theirs, ours, rtol=1e-9, atol=1e-12)
    assert ours[-1] < ours[0]


@pytest.mark.parametrize(("loss", "output"), OUTPUTS)
def test_a_hundred_steps_of_jax_end_where_ours_end(loss, output):
    jax = pytest.importorskip("jax", reason="jax: make test-frameworks")
    rng = np.random.default_rng(5)
    network = Network([3, 5, 4, 2], activations=["tanh", "gelu", output], seed=5)
    X = rng.normal(size=(6, 3))
    y = targets(rng, loss, (6, 2))
    ours = train(network, X, y, loss=loss, optimizer=SGD(0.1), steps=100).advance(100)

    params, _ = frameworks.to_jax(network)
    hidden = Network.from_weights(
        network.W, network.b, activations=[*network.activations[:-1], "identity"]
    )
    _, z_of = frameworks.to_jax(hidden)

    @jax.jit
    def step(params):
        def value(params):
            z = z_of(params, X)
            return jax_bridge.mean_loss(z, activation_table.ROWS[output].jax(jax)(z), y, loss)

        value, slopes = jax.value_and_grad(value)(params)
        return value, jax.tree.map(lambda p, slope: p - 0.1 * slope, params, slopes)

    theirs = []
    for _ in range(100):
        value, params = step(params)
        theirs.append(float(value))
    np.testing.assert_allclose(theirs, ours, rtol=1e-9, atol=1e-12)


# ---- the table


@pytest.mark.skipif(not INSTALLED, reason="no framework here: make test-frameworks")
def test_table_has_a_row_for_each_layer_of_each_installed_backend():
    network = Network([3, 4, 2, 1], activations="sigmoid", seed=0)
    table = frameworks.compare_gradients(network, np.ones((2, 3)), [[0.0], [1.0]], "bce")
    assert [(row.backend, row.layer) for row in table.rows] == [
        (name, l) for name in INSTALLED for l in (1, 2, 3)
    ]
    for row in table.rows:
        assert row.relative < (1e-6 if row.dtype == "float32" else 1e-12)
        assert row.seconds > 0
    assert table.seconds > 0


@pytest.mark.skipif(not INSTALLED, reason="no framework here: make test-frameworks")
def test_table_of_a_normalized_network_compares_gamma_and_beta_too():
    network = Network(
        [3, 4, 4, 1], activations="tanh", normalization="batch", residual=True, seed=0
    )
    X = np.random.default_rng(0).normal(size=(8, 3))
    table = frameworks.compare_gradients(network, X, np.ones((8, 1)), "mse")
    assert "over delta, dW, db, dgamma and dbeta." in repr(table)
    for row in table.rows:
        assert row.relative < (1e-5 if row.dtype == "float32" else 1e-12)


@pytest.mark.skipif(not INSTALLED, reason="no framework here: make test-frameworks")
def test_table_shows_itself_the_same_every_time():
    network = Network([2, 3, 1], activations="sigmoid", seed=0)
    once, again = (
        repr(frameworks.compare_gradients(network, *datasets.xor(), "bce", backends=INSTALLED[:1]))
        for _ in range(2)
    )
    assert once == again
    assert once.startswith("Gradients of 'bce', Network 2-3-1, 4 samples.\n")
    assert "below 1e-" in once


@pytest.mark.skipif(not INSTALLED, reason="no framework here: make test-frameworks")
def test_table_shows_a_difference(monkeypatch):
    """With a core that computes another loss than it is asked for."""
    network = Network([2, 3, 1], activations="sigmoid", seed=0)
    true = Network.backward
    monkeypatch.setattr(Network, "backward", lambda self, f, y, loss: true(self, f, y, "mse"))
    table = frameworks.compare_gradients(network, *datasets.xor(), "bce", backends=INSTALLED[:1])
    assert all(row.relative > 0.1 for row in table.rows)
    assert "below" not in repr(table)


@pytest.mark.skipif(not INSTALLED, reason="no framework here: make test-frameworks")
def test_errors_are_those_of_the_core():
    network = Network([2, 3, 1], activations="sigmoid", seed=0)
    X, y = datasets.xor()
    with pytest.raises(ValueError, match="needs a 'softmax' output"):
        frameworks.compare_gradients(network, X, y, "cross_entropy")
    with pytest.raises(ValueError, match=r"X has shape \(4, 1\)"):
        frameworks.compare_gradients(network, y, y, "bce")
    with pytest.raises(ValueError, match="y has 2 rows"):
        frameworks.compare_gradients(network, X, y[:2], "bce")


def test_unknown_backend_is_named():
    network = Network([2, 3, 1], activations="sigmoid", seed=0)
    with pytest.raises(ValueError, match="backend 'pytorch' is unknown.*Did you mean 'torch'"):
        frameworks.backward(network, *datasets.xor(), "bce", backend="pytorch")
