"""Weights there and back, and the same answers."""

import numpy as np
import pytest

from backprop_lib import Network, frameworks
from backprop_lib.activations import ACTIVATIONS

X = np.random.default_rng(2).normal(size=(5, 3))


def network(name, dtype=np.float64):
    hidden = "tanh" if name == "softmax" else name
    made = Network([3, 4, 5, 2], activations=[hidden, hidden, name], seed=3, dtype=dtype)
    rng = np.random.default_rng(3)
    b = [rng.normal(size=b.shape) for b in made.b]
    return Network.from_weights(made.W, b, activations=made.activations, dtype=dtype)


class TestTorch:
    torch = pytest.importorskip("torch", reason="torch: make test-frameworks")

    @pytest.mark.parametrize("name", ACTIVATIONS)
    def test_answers_are_ours(self, name):
        module = frameworks.to_torch(network(name))
        answers = module(self.torch.tensor(X)).detach().numpy()
        assert answers.dtype == np.float64
        np.testing.assert_allclose(answers, network(name).forward(X).output, rtol=1e-13, atol=1e-15)

    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    @pytest.mark.parametrize("name", ACTIVATIONS)
    def test_there_and_back_nothing_has_changed(self, name, dtype):
        ours = network(name, dtype)
        back = frameworks.from_torch(frameworks.to_torch(ours))
        assert back.architecture == ours.architecture
        assert back.dtype == ours.dtype
        np.testing.assert_array_equal(back.params, ours.params)

    def test_weights_are_copies(self):
        ours = network("tanh")
        module = frameworks.to_torch(ours)
        before, back = ours.params.copy(), frameworks.from_torch(module)
        with self.torch.no_grad():
            module[0].weight.zero_()
        np.testing.assert_array_equal(ours.params, before)
        np.testing.assert_array_equal(back.params, before)

    def test_modules_that_people_write_are_read(self):
        nn = self.torch.nn
        module = nn.Sequential(
            nn.Sequential(nn.Linear(2, 3, bias=False), nn.ReLU(inplace=True)),
            nn.Linear(3, 4),
            nn.Linear(4, 2),
            nn.Softmax(dim=-1),
        )
        read = frameworks.from_torch(module)
        assert read.activations == ("relu", "identity", "softmax")
        assert read.b[1].tolist() == [0, 0, 0]
        assert read.dtype == np.float32
        x = np.array([[0.5, -1.0]], np.float32)
        theirs = module(self.torch.tensor(x)).detach().numpy()
        np.testing.assert_allclose(read.forward(x).output, theirs, rtol=1e-5)

    @pytest.mark.parametrize(
        ("build", "words"),
        [
            (lambda nn: nn.Linear(1, 1), "module is a Linear; expected a torch.nn.Sequential"),
            (lambda nn: nn.Sequential(nn.ReLU()), r"module\[0\] is ReLU\(\); expected a Linear"),
            (
                lambda nn: nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.ReLU()),
                r"module\[2\] is ReLU\(\); expected a Linear layer after an activation",
            ),
            (
                lambda nn: nn.Sequential(nn.Linear(1, 1), nn.Dropout(0.5)),
                r"module\[1\] is Dropout.*expected a Linear layer or one of Identity, Sigmoid",
            ),
            (
                lambda nn: nn.Sequential(nn.Linear(1, 1), nn.GELU()),
                r"module\[1\] is GELU.*the core's 'gelu' is GELU\(approximate='tanh'\)",
            ),
            (
                lambda nn: nn.Sequential(nn.Linear(1, 1), nn.LeakyReLU(0.2)),
                r"the core's 'leaky_relu' is LeakyReLU\(negative_slope=0.01\)",
            ),
            (lambda nn: nn.Sequential(nn.Linear(1, 1), nn.Softmax(dim=0)), "'softmax' is Softmax"),
            (lambda nn: nn.Sequential(), "W is empty"),
        ],
    )
    def test_what_the_core_has_not_is_an_error(self, build, words):
        with pytest.raises(ValueError, match=words):
            frameworks.from_torch(build(self.torch.nn))


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-13)])
def test_keras_answers_are_ours(name, dtype, tolerance):
    pytest.importorskip("keras", reason="keras: make test-frameworks")
    model = frameworks.to_keras(network(name), dtype=dtype)
    answers = model(X).numpy()
    assert answers.dtype == dtype
    np.testing.assert_allclose(answers, network(name).forward(X).output, rtol=tolerance, atol=1e-6)
    for l, W in network(name).W.items():
        np.testing.assert_allclose(model.layers[l - 1].kernel, W, rtol=tolerance)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_jax_answers_are_ours(name):
    jax = pytest.importorskip("jax", reason="jax: make test-frameworks")
    params, apply = frameworks.to_jax(network(name))
    answers = np.asarray(apply(params, X))
    assert answers.dtype == np.float64
    np.testing.assert_allclose(answers, network(name).forward(X).output, rtol=1e-13, atol=1e-15)
    count = sum(leaf.size for leaf in jax.tree.leaves(params))
    assert count == network(name).params.size
