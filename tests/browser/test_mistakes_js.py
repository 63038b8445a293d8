"""mistakes.js and laboratory.js: what the page computes of a mistake is what the checks compute."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_pass_js import Scene, close, scenes

from backprop_lib import Network, datasets, own_gradients
from backprop_lib.check import MISTAKES
from backprop_lib.check.backward_pass import xor_trial
from backprop_lib.live import BugLab

CHAOTIC = "slope forgotten"  # too large a step: within sixty a last bit becomes a number
RUN = """async ([names, scenes]) => {
  const { numbersOf } = await import("/laboratory.js");
  const { forward } = await import("/pass.js");
  return scenes.map(({ X, y, loss, ...network }) => {
    const passed = forward(network, X);
    const numbers = (name) => [name, numbersOf(name, network, passed, y, loss)];
    return Object.fromEntries(names.map(numbers));
  });
}"""
TRY = """async ([name, how]) => {
  const { tried } = await import("/laboratory.js");
  return tried(name, how, name ? tried("", how).reached : null);
}"""
CHECK = """async ([name, network, X, y, loss, sizes]) => {
  const { checked } = await import("/laboratory.js");
  const { places } = await import("/numbers.js");
  return checked(name, network, X, y, loss, places(sizes));
}"""


def expected(name, scene):
    """delta, dW and db of a laboratory in Python; None where it has no numbers to show."""
    net, y = scene.network, scene.y
    try:
        answer = MISTAKES[name].backward(net, net.forward(scene.X), y, scene.loss)
        return own_gradients.read(answer, net, len(y))
    except (ValueError, ArithmeticError):
        return None


def judge(modules, drawn):
    answers = modules.evaluate(RUN, [[*MISTAKES], [scene.for_the_page() for scene in drawn]])
    for scene, answer in zip(drawn, answers, strict=True):
        for name, found in answer.items():
            true = expected(name, scene)
            assert (true is None) == (found["own"] is None) == bool(found["message"]), name
            for part in true or ():
                for l, array in enumerate(true[part], start=1):
                    # A large whole number arrives as an int, which NumPy cannot hold.
                    own = np.array(found["own"][part][l], dtype=float)
                    close(own, array, f"{name}: {part}[{l}]")


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(scenes(), min_size=3, max_size=8))
def test_every_mistake_has_the_same_numbers_on_random_networks(modules, drawn):
    judge(modules, drawn)


def test_where_numpy_broadcasts_by_accident_so_does_the_page(modules):
    sizes = ((1, 1), (3, 3), (2, 2), (1, 3))
    judge(
        modules,
        [
            Scene([size] * 4, ["tanh", "sigmoid"], "sigmoid", "bce", batch, 1.0, size)
            for size, batch in sizes
        ],
    )


@pytest.mark.parametrize("loss", xor_trial.RATES)
def test_xor_ends_alike_with_every_mistake(modules, loss):
    how = BugLab(Network([2, 2, 1], activations="sigmoid", seed=0), *datasets.xor(), loss=loss)
    for name in ("", *MISTAKES):
        true, found = (
            xor_trial.run(name, loss=loss),
            modules.evaluate(TRY, [name, how.spec["trial"]]),
        )
        assert found["verdict"] == true.verdict, name
        assert bool(found["message"]) == bool(true.message), name
        same = slice(8 if name == CHAOTIC else None)
        np.testing.assert_allclose(
            found["losses"][same], true.loss[same], rtol=1e-6, atol=1e-12, err_msg=name
        )
        if name != CHAOTIC:
            assert found["reached"] == true.reached, name
            assert found["steps"] == true.steps.tolist(), name


def test_the_check_says_of_every_gradient_what_the_kernels_says(modules):
    rng = np.random.default_rng(0)
    net = Network([2, 3, 2], activations=["tanh", "softmax"], seed=1)
    X, y = rng.normal(size=(3, 2)), rng.dirichlet([1, 1], size=3)
    network = {
        "W": [None, *(W.tolist() for W in net.W)],
        "b": [None, *(b.tolist() for b in net.b)],
        "activations": [None, *net.activations],
    }
    for name in MISTAKES:
        lab = BugLab(net, X, y, loss="cross_entropy", mistake=name)
        found = modules.evaluate(
            CHECK, [name, network, X.tolist(), y.tolist(), "cross_entropy", list(net.sizes)]
        )
        assert [row[::3] for row in found["rows"]] == [row[::3] for row in lab.check["rows"]], name
        for (_, own, numeric, _), (_, mine, other, _) in zip(
            found["rows"], lab.check["rows"], strict=True
        ):
            assert own == pytest.approx(mine, rel=1e-12, abs=1e-12)
            assert numeric == pytest.approx(other, abs=1e-9)
