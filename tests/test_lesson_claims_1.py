"""What lesson 1 says in words, held to a computation: the words stand in it, and they are true."""

import math
import warnings
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from backprop_lib import Network, datasets
from backprop_lib.activations import ACTIVATIONS

SOURCE = Path(__file__).resolve().parents[1] / "notebooks" / "src" / "01_forward_pass.md"
TEXT = " ".join(SOURCE.read_text("utf-8").split())


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def threes_and_eights():
    """Ink at the upper and the lower left of every 3 and 8; which of them are 8s."""
    pictures, labels = datasets.digits()
    digit = labels.argmax(axis=1)
    chosen = (digit == 3) | (digit == 8)
    squares = pictures[chosen].reshape(-1, 8, 8)
    halves = [squares[:, rows, 1:3].mean(axis=(1, 2)) for rows in (slice(2, 4), slice(4, 6))]
    return np.column_stack(halves), digit[chosen] == 8


def test_logarithms_are_natural_and_the_lesson_says_so():
    at_a_quarter = Network.from_weights([[[1.0]]], [[-math.log(3)]], activations="sigmoid")
    loss = at_a_quarter.loss(at_a_quarter.forward([[0.0]]), [[1.0]], loss="bce")
    assert loss == pytest.approx(math.log(4)) and loss != pytest.approx(math.log10(4))
    assert "the **natural** logarithm, to the base $e = 2.718" in TEXT


def test_hand_made_neuron_is_the_best_of_729():
    ink, eight = threes_and_eights()
    right = {
        (w0, w1, b): ((ink @ [w0, w1] + b > 0) == eight).mean()
        for w0, w1, b in product(range(-4, 5), repeat=3)
    }
    assert len(right) == 729 and "ours is the best of the 729" in TEXT
    assert max(right, key=right.get) == (2, 4, -1)
    assert sorted(right.values())[-2] < right[2, 4, -1]
    assert f"right on {100 * right[2, 4, -1]:.0f} of 100 of the same pictures" in TEXT


def test_trying_every_network_of_331_numbers_is_out_of_reach():
    assert Network([64, 5, 1], activations="sigmoid", seed=0).params.size == 331
    assert f"a number of {len(str(9**331))} digits" in TEXT


def test_guards_avoid_a_warning_and_stop_the_loss_from_growing():
    def guarded(z):
        return -np.log(sigmoid(np.clip(z, -30, 30)) + 1e-15)

    def with_second_alone(z):
        return -np.log(sigmoid(z) + 1e-15)

    def from_z(z):
        net = Network.from_weights([[[1.0]]], [[z]], activations="sigmoid")
        return net.loss(net.forward([[0.0]]), [[1.0]], loss="bce")

    assert "beyond $z = -30$, or $-35$ with the second one alone, the loss stops growing" in TEXT
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert guarded(-30.0) == guarded(-40.0) == guarded(-1000.0)
        assert guarded(-29.0) > guarded(-28.0) + 0.9
        assert with_second_alone(-34.0) > with_second_alone(-33.0) + 0.2
        assert with_second_alone(-100.0) < with_second_alone(-36.0) + 0.3
        assert from_z(-1000.0) == pytest.approx(1000.0)
    with pytest.warns(RuntimeWarning):
        assert -np.log(sigmoid(np.array(-1000.0))) == np.inf


def test_more_is_asked_of_the_small_network_and_less_arrives():
    draw = np.random.RandomState(42)
    W1, W2 = draw.randn(2, 3), draw.randn(3, 1)
    asked, arrives = [], []
    for size in (1.0, 0.1):
        net = Network.from_weights(
            [size * W1, size * W2], [[0.0] * 3, [0.0]], activations="sigmoid"
        )
        record = net.backward(net.forward([[0.5, 0.8]]), [[1.0]], loss="bce")
        asked.append(record.delta[2][0, 0])
        arrives.append(record.delta[1][0, 0])
    assert abs(asked[1]) > abs(asked[0]) and abs(arrives[1]) < abs(arrives[0])
    words = [f"{d:.2f}".replace("-", "−") for d in (*arrives, *asked)]
    assert "hidden deltas, {} and {}, with the output's, {} and {}".format(*words) in TEXT


def test_loud_weight_cannot_make_a_silent_input_overtake():
    """The slider ends at 1.5 times the largest weight or bias; the loud product is not reached."""
    pictures, _ = datasets.digits()
    upper, lower = (pictures[851].reshape(8, 8)[rows, 1:3].mean() for rows in ([2, 3], [4, 5]))
    assert f"{lower:.3f} times the weight" in TEXT and f"the first one, {2 * upper:.2f}?" in TEXT
    assert 1.5 * 4 * lower < 2 * upper


def test_the_table_of_activations_is_true_of_the_heart():
    z = np.linspace(-9, 9, 2001)
    formulas = {
        "sigmoid": (1 / (1 + np.exp(-z)), lambda a: a * (1 - a), 0.25, (0, 1)),
        "tanh": (
            (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
            lambda a: 1 - a**2,
            1,
            (-1, 1),
        ),
        "relu": (np.where(z > 0, z, 0), lambda a: (z > 0) * 1.0, 1, (0, np.inf)),
    }
    for name, (a, slope, most, (low, high)) in formulas.items():
        heart = ACTIVATIONS[name]
        np.testing.assert_allclose(heart.value(z), a, atol=1e-12)
        np.testing.assert_allclose(heart.derivative(z, a), slope(a), atol=1e-12)
        assert (
            heart.derivative(z, a).max() == pytest.approx(most)
            and low <= a.min() <= a.max() <= high
        )
    for words in ("$a\\,(1 - a)$, at most 0.25", "$1 - a^2$, at most 1", "1 if $z > 0$, else 0"):
        assert words in TEXT
    assert "Tanh is a sigmoid stretched to both sides of 0" in TEXT
    np.testing.assert_allclose(np.tanh(z), 2 * sigmoid(2 * z) - 1, atol=1e-12)


def test_the_logarithm_grows_without_end_where_the_squared_error_stops_at_one_half():
    assert "the logarithm grows without end, the squared error stops at one half" in TEXT
    a = 10.0 ** -np.arange(1, 300)
    assert (np.diff(-np.log(a)) > 2.3).all() and -np.log(a[-1]) > 600
    assert ((1 - a) ** 2 / 2 < 0.5 + 1e-12).all()
