"""deep_lab.js, a DepthLab's page without a kernel, measures what the core measures of its draws."""

import math
from itertools import pairwise

import numpy as np
import pytest

from backprop_lib import Network, live, magnitudes, mean_field
from backprop_lib.activations import ACTIVATIONS

FEATURES, CLASSES, ROWS, EPSILON = 12, 3, 40, 1e-5
RUN = """async ([data, settings]) => {
  const { makeDeepLab } = await import("/deep_lab.js");
  const [X, y] = [Float64Array.from(data.X), Float64Array.from(data.y)];
  const lab = makeDeepLab({ ...data, X, y });
  const scene = lab.sceneOf(settings);
  const W = scene.layers.map(({ U, scale }) => Array.from(U, (one) => one * scale));
  try {
    return { found: lab.compute(settings), W, X: [...scene.X], y: [...scene.y] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { message: error.message };
  }
}"""
START = {
    "depth": 6,
    "width": 12,
    "gain": 1.3,
    "input_scale": 2.0,
    "batch_size": 17,
    "activation": "tanh",
    "init": "xavier_normal",
    "normalization": "none",
    "residual": False,
    "seed": 0,
}


@pytest.fixture(scope="module")
def compute(modules):
    """A function: what the page computes for these settings, and from which numbers."""
    rng = np.random.default_rng(0)
    data = {
        "features": FEATURES,
        "classes": CLASSES,
        "epsilon": EPSILON,
        "X": rng.uniform(size=ROWS * FEATURES).tolist(),
        "y": np.eye(CLASSES)[rng.integers(CLASSES, size=ROWS)].ravel().tolist(),
    }
    return lambda **settings: modules.evaluate(RUN, [data, {**START, **settings}])


def core(answer, settings):
    """The core's own network of these weights, and both its records of the batch."""
    sizes = [FEATURES, *[settings["width"]] * settings["depth"], CLASSES]
    W = [np.reshape(w, (m, n)) for w, m, n in zip(answer["W"], sizes[:-1], sizes[1:], strict=True)]
    network = Network(
        sizes,
        activations=[*[settings["activation"]] * settings["depth"], "softmax"],
        normalization=None if settings["normalization"] == "none" else "batch",
        residual=[*(settings["residual"] and m == n for m, n in pairwise(sizes[:-1])), False],
        seed=0,
    )
    params = network.params.copy()
    flat = np.concatenate([part for w in W for part in (w.ravel(), np.zeros(w.shape[1]))])
    params[: flat.size] = flat
    network = network.with_numbers(params)
    forward = network.forward(np.reshape(answer["X"], (-1, FEATURES)), training=True)
    y = np.reshape(answer["y"], (-1, CLASSES))
    return forward, network.backward(forward, y, loss="cross_entropy")


SETTINGS = [
    *({"activation": name, "init": "he_normal"} for name in ACTIVATIONS if name != "softmax"),
    *({"activation": name, "normalization": "batch"} for name in ("sigmoid", "relu")),
    {"activation": "tanh", "residual": True, "init": "normal"},
    {"activation": "relu", "residual": True, "normalization": "batch", "width": 9, "depth": 4},
    {"width": 5, "depth": 1, "batch_size": 2, "seed": 7},
    {"activation": "sigmoid", "depth": 40},
]


@pytest.mark.parametrize("chosen", SETTINGS, ids=str)
def test_every_number_is_the_cores(compute, chosen):
    settings = {**START, **chosen}
    answer = compute(**chosen)
    found = answer["found"]
    forward, backward = core(answer, settings)
    true = magnitudes.measure(forward, backward)
    for name in ("spread", "delta", "dW", "slope", "weight", "scale", "factor", "saturated"):
        np.testing.assert_allclose(
            found[name], [float(value) for value in getattr(true, name)], rtol=1e-9, err_msg=name
        )
    assert found["loss"] == pytest.approx(backward.loss, rel=1e-12)
    theory = mean_field.predict(forward)
    last = float(true.delta[len(forward.network.W)])
    said = {
        "spread": [float(value) for value in theory.spread],
        "factor": [math.sqrt(chi) for chi in theory.chi],
        "delta": [last * float(delta) for delta in theory.delta],
    }
    for name, values in said.items():
        np.testing.assert_allclose(found["theory"][name], values, rtol=1e-9, err_msg=name)
    counted = magnitudes.histogram(forward)
    np.testing.assert_allclose(found["reach"], [float(reach) for reach in counted.reach], rtol=1e-9)
    for page, counts in zip(found["counts"], counted.counts, strict=True):
        assert sum(page) == counts.sum()
        assert np.abs(np.subtract(page, counts)).sum() <= 4  # a last bit moves one to a neighbour
    skips = [l for l, skip in enumerate(forward.network.residual, start=1) if skip]
    assert found["skips"] == skips and bool(skips) == settings["residual"]


def test_what_leaves_the_floats_is_said_and_theory_may_end_before(compute):
    loud = {"activation": "identity", "depth": 100}
    assert compute(**loud, gain=1000.0)["found"]["note"].startswith("No theory: in theory the var")
    assert "is too large for a float" in compute(**loud, gain=1e5)["message"]


def test_a_seed_draws_the_same_numbers_and_they_are_normal(compute):
    first, again, other = (compute(depth=8, width=40, seed=seed) for seed in (3, 3, 4))
    assert first["W"] == again["W"] and first["X"] == again["X"]
    assert first["W"] != other["W"] and first["X"] != other["X"]
    shared = compute(depth=3, width=40, seed=3)
    assert shared["W"][:3] == first["W"][:3]  # depth adds layers to those that are there
    W = np.array(first["W"][4]) / (1.3 * math.sqrt(2 / 80))
    assert abs(W.mean()) < 0.1 and abs(W.std() - 1) < 0.1
    assert abs((W**4).mean() - 3) < 0.6 and abs(np.corrcoef(W[1:], W[:-1])[0, 1]) < 0.1


@pytest.mark.parametrize("name", ["X", "y"])
def test_a_lab_brings_its_rows(name):
    lab = live.DepthLab()
    held = np.frombuffer(lab._rows, dtype="<f8")
    X = held[: 256 * 64].reshape(256, 64)
    np.testing.assert_allclose(
        X if name == "X" else held[256 * 64 :].reshape(256, 10),
        getattr(lab._scene, name)[:256],
        rtol=1e-7,
    )
