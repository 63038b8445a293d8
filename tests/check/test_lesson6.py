"""Lesson 6's exercises: right answers pass, however written, and a learner's mistakes are named."""

import numpy as np
import pytest
from exercises import each_exercise, of

from backprop_lib import SGD, Adam, Network, check, initializers
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson6 import deepest, keeping_spread
from backprop_lib.optimizers import clip_scale

EXERCISES = of("lesson6")


@each_exercise(EXERCISES)
def test_mistakes_give_no_solution(exercise):
    for mistake in exercise.mistakes:
        assert not any(code in mistake.says for code in ("np.", "sqrt", "prod(", "/ 4", "**"))


@each_exercise(EXERCISES)
@pytest.mark.parametrize("value", [None, ...], ids=lambda value: type(value).__name__)
def test_stub_is_not_written_yet(exercise, value):
    assert "not written yet" in judge(exercise, lambda *inputs: value).text


@each_exercise(EXERCISES)
@pytest.mark.parametrize("value", ["text", [], ([[1], [2, 3]], "b"), {1: 2}, object()])
def test_any_result_gets_a_report(exercise, value):
    report = judge(exercise, lambda *inputs: value)
    assert not report.passed
    assert " at 0x" not in report.text


def bound_with_a_loop(weights):
    share = 1.0
    for w in weights:
        share *= abs(w) * 0.25
    return share


def bound_with_arrays(weights):
    return np.prod(np.abs(weights)) * 0.25 ** len(weights)


@pytest.mark.parametrize("function", [bound_with_a_loop, bound_with_arrays])
def test_right_bound_passes(function):
    assert check.at_most(function).passed


@pytest.mark.parametrize(
    "function",
    [
        lambda slopes, fan_in, fan_out: 1 / np.sqrt(fan_in * (slopes**2).mean()),
        lambda slopes, fan_in, fan_out: np.sqrt(len(slopes) / (slopes**2).sum()),
    ],
)
def test_right_spread_passes(function):
    assert check.keeping_spread(function).passed


def test_right_spread_is_he_for_relu_and_keeps_delta():
    rng = np.random.default_rng(0)
    slopes = (rng.normal(size=(200, 300)) > 0) * 1.0
    spread = float(keeping_spread.EXERCISE.truth(slopes, 300, 500))
    assert spread == pytest.approx(np.sqrt(2 / 300), rel=0.01)
    above = rng.normal(size=(200, 500))
    below = (above @ (rng.normal(size=(300, 500)) * spread).T) * slopes
    assert np.linalg.norm(below) == pytest.approx(np.linalg.norm(above), rel=0.02)


def test_fan_out_is_called_right_for_another_goal_and_it_is():
    rng = np.random.default_rng(0)
    slopes = rng.uniform(0.1, 1, (400, 300))

    def per_neuron(slopes, fan_in, fan_out):
        return 1 / np.sqrt(fan_out * (slopes**2).mean())

    assert "Right for another goal" in check.keeping_spread(per_neuron).text
    above = rng.normal(size=(400, 500))
    W = rng.normal(size=(300, 500)) * per_neuron(slopes, 300, 500)
    below = (above @ W.T) * slopes
    assert np.sqrt((below**2).mean()) == pytest.approx(np.sqrt((above**2).mean()), rel=0.03)


def clipped_as_the_optimizer_does(dW1, dW2, largest):
    both = np.concatenate([dW1.ravel(), dW2.ravel()])
    scale = clip_scale(np.linalg.norm(both), largest)
    return [dW1 * scale, dW2 * scale]


def clipped_with_if(dW1, dW2, largest):
    length = np.sqrt((dW1**2).sum() + (dW2**2).sum())
    if length > largest:
        dW1, dW2 = dW1 * largest / length, dW2 * largest / length
    return dW1, dW2


@pytest.mark.parametrize("function", [clipped_as_the_optimizer_does, clipped_with_if])
def test_right_clipping_passes(function):
    assert check.clipped(function).passed


# The deepest network.


def plain(depth, activation, init="xavier_normal", width=16, **options):
    sizes, names = [64, *[width] * depth, 10], [activation] * depth + ["softmax"]
    return Network(sizes, activations=names, init=init, seed=0, dtype=np.float32, **options)


def test_network_that_learns_gets_its_depth_as_its_score():
    report = check.deepest(plain(4, "tanh", width=32), Adam(0.003), seconds=60)
    assert report.passed
    assert "Your score: 4." in report.text


@pytest.mark.parametrize(
    ("network", "optimizer", "mistake", "says"),
    [
        (plain(10, "sigmoid"), SGD(0.1), "vanishing", "at most 1/4"),
        (plain(10, "relu", "normal"), SGD(0.1), "vanishing", "make them larger"),
        (
            plain(10, "relu", initializers.scaled("he_normal", 3)),
            SGD(1e-9),
            "exploding",
            "smaller",
        ),
        (
            plain(60, "relu", initializers.scaled("he_normal", 10)),
            SGD(1e-9),
            "exploding",
            "too large",
        ),
        (plain(8, "relu", "he_normal"), SGD(1e9), "diverged", "the steps are too long"),
        (plain(8, "relu", "he_normal"), SGD(0.0), "no time left", "all is well"),
        (plain(2, "relu", normalization="batch"), SGD(0.1), "not plain", "batch normalization"),
        (plain(2, "tanh", residual=True), SGD(0.1), "not plain", "skips"),
        (plain(2, "identity"), SGD(0.1), "not plain", "collapse"),
    ],
)
def test_failure_is_diagnosed(network, optimizer, mistake, says):
    report = check.deepest(network, optimizer, seconds=0.05)
    assert (report.passed, report.mistake) == (False, mistake), report
    assert says in report.text


@pytest.mark.parametrize(
    ("network", "optimizer", "says"),
    [
        (..., ..., "not written yet"),
        (3, SGD(0.1), "no Network"),
        (plain(1, "tanh"), SGD, "an optimizer, such as"),
        (Network([64, 3], activations="softmax", seed=0), SGD(0.1), "64 inputs and 10 outputs"),
        (Network([64, 10], activations="softmax", seed=0), SGD(0.1), "no hidden layer"),
    ],
)
def test_what_does_not_fit_gets_a_report(network, optimizer, says):
    assert says in check.deepest(network, optimizer).text


def test_deepest_stops_when_the_time_is_over(monkeypatch):
    monkeypatch.setattr(deepest, "LOOK", 1)
    assert not check.deepest(plain(2, "tanh"), SGD(0.01), seconds=0).passed
