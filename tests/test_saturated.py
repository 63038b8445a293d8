"""One meaning of "saturated": in the core, in figures and checks, and in the page."""

import re
from pathlib import Path

import numpy as np
import pytest

from backprop_lib import Network, magnitudes, plots
from backprop_lib.activations import ACTIVATIONS, SATURATED, saturated, steepest
from backprop_lib.check.clinic import illnesses

SRC = Path(illnesses.__file__).parents[2] / "live" / "src"
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]


def sigmoid_layer():
    """A layer of 50 neurons that is far out, for 200 rows."""
    rng = np.random.default_rng(4)
    net = Network([4, 50, 1], activations="sigmoid", init=lambda rng, n, m: rng.normal(size=(n, m)))
    X = rng.normal(scale=2, size=(200, 4))
    return net, net.forward(X)


def test_the_histogram_s_title_and_the_magnitudes_say_one_share():
    net, forward = sigmoid_layer()
    backward = net.backward(forward, np.ones((200, 1)), loss="bce")
    share = float(magnitudes.measure(forward, backward).saturated[1])
    title = plots.activation_histograms(forward).axes[0].get_title(loc="left")
    assert 0.02 < share < 0.9
    assert f"{share:.0%} saturated" in title


def test_a_sigmoid_is_saturated_from_a_slope_of_0_025_down():
    np.testing.assert_array_equal(saturated("sigmoid", np.array([0.026, 0.024])), [False, True])
    np.testing.assert_array_equal(saturated("tanh", np.array([-0.11, 0.09])), [False, True])


@pytest.mark.parametrize("name", HIDDEN)
def test_steepest_is_the_largest_slope(name):
    z = np.linspace(-40, 40, 100001)
    f = ACTIVATIONS[name]
    assert abs(f.derivative(z, f.value(z))).max() == pytest.approx(steepest(name), rel=1e-6)


@pytest.mark.parametrize("name", HIDDEN)
def test_the_page_has_the_same_largest_slope(name):
    text = (SRC / "core" / "pass.js").read_text(encoding="utf-8")
    entry = re.search(rf"^  {name}: {{.*?steepest: ([\d.]+)", text, re.S | re.M)
    assert float(entry[1]) == pytest.approx(steepest(name), rel=1e-6)


def test_the_page_has_the_same_part_of_it_and_says_it_once():
    found = {}
    for path in SRC.rglob("*.js"):
        for part in re.findall(r"(?:SATURATED|FLAT) = ([\d.]+)", path.read_text(encoding="utf-8")):
            found.setdefault(path.name, []).append(float(part))
    found = {name: [part for part in parts if part < 1] for name, parts in found.items()}
    assert {name: parts for name, parts in found.items() if parts} == {"pass.js": [SATURATED]}
