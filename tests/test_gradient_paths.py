"""The products along all paths add up to the gradient that backpropagation computes."""

import numpy as np
import pytest

from backprop_lib import Network, gradient_paths
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.normalization import BatchNorm

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
ENDS = [
    ("bce", "sigmoid"),
    ("cross_entropy", "softmax"),
    ("squared_error", "tanh"),
    ("mse", "gelu"),
]


def drawn(depth, loss, output, seed):
    """A random network of that depth, one sample and its target."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 4, depth + 1).tolist()
    names = [*rng.choice(HIDDEN, depth - 1), output]
    W = [rng.normal(size=shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    network = Network.from_weights(W, [rng.normal(size=n) for n in sizes[1:]], activations=names)
    y = rng.uniform(size=(1, sizes[-1]))
    return network, rng.normal(size=(1, sizes[0])), y / y.sum()


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize(("loss", "output"), ENDS)
@pytest.mark.parametrize("seed", range(5))
def test_products_add_up_to_the_gradient_and_the_rest_to_delta(depth, loss, output, seed):
    network, X, y = drawn(depth, loss, output, seed)
    forward = network.forward(X)
    backward = network.backward(forward, y, loss)
    for l, W in network.W.items():
        for (i, j), slope in np.ndenumerate(backward.dW[l]):
            found = gradient_paths.to_loss(network, forward, y, loss, layer=l, i=i, j=j)
            assert len(found) == np.prod(network.sizes[l + 1 :])
            assert sum(path.product for path in found) == pytest.approx(slope, rel=1e-12, abs=1e-14)
            rest = sum(np.prod(path.factors[1:]) for path in found)
            assert rest == pytest.approx(backward.delta[l][0, j], rel=1e-12, abs=1e-14)
        for j, slope in enumerate(backward.db[l]):
            found = gradient_paths.to_loss(network, forward, y, loss, layer=l, j=j)
            assert sum(path.product for path in found) == pytest.approx(slope, rel=1e-12, abs=1e-14)
        assert W.shape == backward.dW[l].shape


@pytest.mark.parametrize(("loss", "output"), ENDS)
@pytest.mark.parametrize(
    "parts",
    [
        dict(normalization="batch"),
        dict(normalization=["batch"] * 4),
        dict(residual=True),
        dict(normalization="batch", residual=True),
        dict(residual=[False, True, True, True]),
    ],
)
def test_products_add_up_with_normalized_layers_and_skips(loss, output, parts):
    if loss in ("bce", "cross_entropy") and parts.get("residual") not in (None, True):
        parts = parts | dict(residual=[False, True, True, False])  # these need a plain output
    rng = np.random.default_rng(2)
    names = ["tanh", "gelu", "sigmoid", output]
    network = Network([3, 2, 2, 2, 2], activations=names, seed=rng, **parts)
    network = network.with_numbers(
        network.params + 0.3 * rng.normal(size=network.params.shape),
        rng.uniform(0.5, 1.5, network.running.shape),
    )
    forward, y = network.forward(rng.normal(size=(1, 3))), np.array([[0.3, 0.7]])
    backward = network.backward(forward, y, loss)
    for l in range(1, 5):
        for (i, j), slope in np.ndenumerate(backward.dW[l]):
            found = gradient_paths.to_loss(network, forward, y, loss, layer=l, i=i, j=j)
            assert sum(path.product for path in found) == pytest.approx(slope, rel=1e-12, abs=1e-15)
            rest = sum(np.prod(path.factors[1:]) for path in found)
            assert rest == pytest.approx(backward.delta[l][0, j], rel=1e-12, abs=1e-15)


def test_a_skip_is_a_way_of_its_own_and_a_normalized_layer_a_factor_more():
    network = Network.from_weights(
        [[[2.0]], [[3.0]]],
        [[0.0], [0.0]],
        activations="identity",
        normalization=[BatchNorm(epsilon=0.5), None],
        residual=[False, True],
        gamma=[[3.0]],
        running_var=[[1.75]],  # so that s is 1.5
    )
    found = gradient_paths.to_loss(
        network, network.forward([[1.0]]), [[0.0]], "squared_error", layer=1, j=0
    )
    start = ("1", "du/dz[1][0]", "f'(u[1][0])")
    assert [path.names for path in found] == [
        (*start, "W[2][0, 0]", "f'(z[2][0])", "dL/da[2][0]"),
        (*start, "skip[2][0]", "dL/da[2][0]"),
    ]
    # a[1] = 2 * 3 / 1.5 = 4, the output 3 * 4 + 4 = 16.
    assert [path.factors for path in found] == [(1, 2, 1, 3, 1, 16), (1, 2, 1, 1, 16)]


def test_paths_from_an_input_add_up_to_the_slope_along_it():
    network, X, y = drawn(3, "squared_error", "tanh", 8)
    forward = network.forward(X)
    d_x = network.backward(forward, y, "squared_error").delta[1][0] @ network.W[1].T
    for j, slope in enumerate(d_x):
        found = gradient_paths.to_loss(network, forward, y, "squared_error", layer=0, j=j)
        assert found[0].names[0] == f"W[1][{j}, 0]"
        assert sum(path.product for path in found) == pytest.approx(slope, rel=1e-12)


def test_factors_stand_in_the_order_of_the_path():
    network = Network([1, 2, 1], activations="tanh", seed=0)
    (path,) = gradient_paths.to_loss(
        network, network.forward([[1.0]]), [[0.0]], "mse", layer=1, i=0, j=1
    )
    assert path.names == ("a[0][0]", "f'(z[1][1])", "W[2][1, 0]", "f'(z[2][0])", "dL/da[2][0]")
    assert path.factors[2] == network.W[2][1, 0]
    assert path.product == np.prod(path.factors)


@pytest.mark.parametrize(
    ("where", "error", "words"),
    [
        (dict(layer=3, i=0, j=0), IndexError, "layer=3"),
        (dict(layer=1, i=0, j=2), IndexError, "j=2"),
        (dict(layer=1, i=1, j=0), IndexError, "i=1"),
        (dict(layer=0, i=0, j=0), ValueError, "an input x"),
    ],
)
def test_what_is_not_there_is_named(where, error, words):
    network = Network([1, 2, 1], activations="sigmoid", seed=0)
    with pytest.raises(error, match=words):
        gradient_paths.to_loss(network, network.forward([[1.0]]), [[0.0]], "bce", **where)


def test_one_sample_alone_has_paths():
    network = Network([1, 2, 1], activations="sigmoid", seed=0)
    with pytest.raises(ValueError, match="holds 2 samples"):
        gradient_paths.to_loss(
            network, network.forward([[1.0], [2.0]]), [[0.0], [1.0]], "bce", layer=1, i=0, j=0
        )
