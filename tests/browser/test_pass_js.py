"""pass.js, the page's copy of the two passes, agrees with the core in a real browser."""

import base64
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lab_driver import ROOT

from backprop_lib import Network
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.normalization import BatchNorm

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
OUTPUTS = {"squared_error": HIDDEN, "mse": HIDDEN, "bce": ["sigmoid"], "cross_entropy": ["softmax"]}
FITTING = [(loss, name) for loss, names in OUTPUTS.items() for name in names]
RUN = """async ([source, scenes]) => {
  const pass = await import(source);
  return scenes.map(({X, y, loss, ...network}) => {
    const forward = pass.forward(network, X);
    const backward = pass.backward(network, forward, y, loss);
    return {...forward, ...backward};
  });
}"""


class Scene:
    """A network, a batch and a loss, all drawn from one seed."""

    def __init__(self, sizes, hidden, output, loss, batch, scale, seed, *, training=False, **parts):
        rng = np.random.default_rng(seed)
        self.loss, self.training = loss, training
        self.network = Network(
            sizes,
            activations=[*hidden, output],
            init=lambda rng, n, m: rng.normal(scale=scale, size=(n, m)),
            seed=rng,
            **parts,
        )
        params = self.network.params.copy()
        is_zero = params == 0  # biases, and beta
        params[is_zero] = rng.normal(scale=scale, size=is_zero.sum())
        running = rng.uniform(0.5, 2, size=self.network.running.shape)
        self.network = self.network.with_numbers(params, running)
        self.X = rng.normal(size=(batch, sizes[0]))
        self.y = {
            "bce": lambda shape: rng.uniform(size=shape).round(rng.integers(3)),
            "cross_entropy": lambda shape: rng.dirichlet(np.full(shape[1], 0.3), size=shape[0]),
        }.get(loss, lambda shape: rng.normal(size=shape))((batch, sizes[-1]))

    def for_the_page(self):
        """Layers count from 1 there, too: index 0 is empty."""
        net = self.network
        return {
            "W": [None, *(W.tolist() for W in net.W)],
            "b": [None, *(b.tolist() for b in net.b)],
            "activations": [None, *net.activations],
            "norms": [None, *(self._norm(l) for l in range(1, len(net.sizes)))],
            "residual": [None, *net.residual],
            "X": self.X.tolist(),
            "y": self.y.tolist(),
            "loss": self.loss,
        }

    def _norm(self, l):
        net = self.network
        norm = net.normalization[l - 1]
        if norm is None:
            return None
        own = {"gamma": net.gamma[l].tolist(), "beta": net.beta[l].tolist()}
        running = {"mean": net.running_mean[l].tolist(), "var": net.running_var[l].tolist()}
        return own | {"epsilon": norm.epsilon} | ({} if self.training else running)

    def judge(self, page):
        """Compare what the page computed with the core's records."""
        net = self.network
        forward = net.forward(self.X, training=self.training)
        backward = net.backward(forward, self.y, loss=self.loss)
        close(page["loss"], backward.loss, "loss")
        for l, a in forward.a.items():
            close(page["a"][l], a, f"a[{l}]")
        L = len(net.W)
        for l, z in forward.z.items():
            close(page["z"][l], z, f"z[{l}]")
            close(page["u"][l], forward.u[l], f"u[{l}]")
            for name in ("delta", "dW", "db"):
                close(page[name][l], getattr(backward, name)[l], f"{name}[{l}]")
            for name in ("dgamma", "dbeta") if net.normalization[l - 1] else ():
                close(page[name][l], getattr(backward, name)[l], f"{name}[{l}]")
            if any(net.normalization) or any(net.residual):
                continue
            if l < L:
                close(page["arrives"][l], backward.delta[l + 1] @ net.W[l + 1].T, f"arrives[{l}]")
            derivative = ACTIVATIONS[net.activations[l - 1]].derivative
            if derivative is None:  # softmax: its slope is a matrix
                assert np.isnan(page["slope"][l]).all()
            else:
                close(page["slope"][l], derivative(z, forward.a[l]), f"slope[{l}]")
            if l == L and self.loss in ("bce", "cross_entropy"):  # the output's own slope cancels
                close(page["arrives"][l], backward.delta[l], f"arrives[{l}]")
            else:
                product = np.multiply(page["arrives"][l], page["slope"][l])
                close(product, backward.delta[l], f"arrives[{l}] * slope[{l}]")


def close(actual, expected, name):
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.fixture(scope="module")
def module():
    """The address of pass.js."""
    source = (ROOT / "backprop_lib" / "live" / "src" / "core" / "pass.js").read_bytes()
    return f"data:text/javascript;base64,{base64.b64encode(source).decode()}"


@pytest.fixture(scope="module")
def compute(chromium, module):
    """A function: what pass.js computes for these scenes, in the browser."""
    page = chromium.new_page()
    yield lambda *scenes: page.evaluate(RUN, [module, [s.for_the_page() for s in scenes]])
    page.close()


@st.composite
def scenes(draw):
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    depth = len(sizes) - 1
    loss, output = draw(st.sampled_from(FITTING))
    # In a deep network large weights magnify the last bit of every sum past 1e-12, on both sides.
    largest = {1: 4, 2: 1.5, 3: 1, 4: 0.5}[depth]
    return Scene(
        sizes,
        draw(st.lists(st.sampled_from(HIDDEN), min_size=depth - 1, max_size=depth - 1)),
        output,
        loss,
        batch=draw(st.integers(1, 5)),
        scale=10 ** draw(st.floats(-3, largest)),
        seed=draw(st.integers(0, 2**32 - 1)),
    )


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_random_networks_agree_to_1e_12(compute, data):
    drawn = data.draw(st.lists(scenes(), min_size=1, max_size=8))
    for scene, page in zip(drawn, compute(*drawn), strict=True):
        scene.judge(page)


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_every_activation_with_every_loss_agrees(compute, loss, output):
    cases = itertools.product(HIDDEN, range(1, 5), (1, 5))
    drawn = [
        Scene([3] * depth + [2], [hidden] * (depth - 1), output, loss, batch, 1.0, seed)
        for seed, (hidden, depth, batch) in enumerate(cases)
    ]
    for scene, page in zip(drawn, compute(*drawn), strict=True):
        scene.judge(page)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_normalization_and_skips_agree(compute, loss, output, training):
    last = loss in ("squared_error", "mse")
    drawn = [
        Scene(
            [3] * depth + [3],
            [hidden] * (depth - 1),
            output,
            loss,
            5 if training else 1 + seed % 5,
            0.7,
            seed,
            training=training,
            normalization=[BatchNorm(1e-2) if seed >> l & 1 else None for l in range(depth)],
            residual=[l % 2 == seed % 2 and (last or l < depth - 1) for l in range(depth)],
        )
        for seed, (hidden, depth) in enumerate(itertools.product(HIDDEN, range(1, 5)))
    ]
    for scene, page in zip(drawn, compute(*drawn), strict=True):
        scene.judge(page)


@pytest.mark.parametrize(("loss", "output"), [("bce", "sigmoid"), ("cross_entropy", "softmax")])
def test_loss_of_a_sure_and_wrong_output_is_finite(compute, loss, output):
    scene = Scene([1, 2], [], output, loss, batch=2, scale=0, seed=0)
    scene.network = Network.from_weights([[[900.0, -900.0]]], [[0, 0]], activations=[output])
    scene.X, scene.y = np.array([[1.0], [-1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    (page,) = compute(scene)
    assert page["loss"] == 1800
    scene.judge(page)


def test_one_way_are_the_activations_that_grow_without_end_to_one_side_alone(chromium, module):
    page = chromium.new_page()
    ask = "async ([source, names]) => names.map((await import(source)).isOneWay)"
    one_way = dict(zip(HIDDEN, page.evaluate(ask, [module, HIDDEN]), strict=True))
    page.close()
    far = np.array([[-1e3, 1e3]])
    ends = {name: ACTIVATIONS[name].value(far)[0] for name in HIDDEN}
    assert one_way == {name: low > -20 and high > 500 for name, (low, high) in ends.items()}
    assert any(one_way.values()) and not all(one_way.values())
