"""Lesson 6's exercises: right answers pass, however written, and a learner's mistakes are named."""

import numpy as np
import pytest
from exercises import each_exercise, of

from backprop_lib import SGD, Adam, Network, check, initializers, normalization
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson6 import (
    batch_norm_backward,
    deepest,
    keeping_spread,
    skip_backward,
)
from backprop_lib.optimizers import clip_scale

EXERCISES = of("lesson6")


@each_exercise(EXERCISES)
def test_mistakes_give_no_solution(exercise):
    for mistake in exercise.wrong_answers:
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


@pytest.mark.parametrize("one", [np.max, np.mean])
def test_one_weight_for_all_in_the_bound_is_named(one):
    report = check.at_most(lambda weights: (one(abs(weights)) * 0.25) ** len(weights))
    assert report.mistake == "one weight for all"


def test_a_slope_that_waits_behind_W_is_named():
    for handed_on in (
        lambda arrives, slopes, W: (arrives * slopes @ W.T + arrives) * slopes,
        lambda arrives, slopes, W: (arrives @ W.T) * slopes + arrives,
    ):
        report = check.skip_backward(
            lambda arrives, slopes, W, end=handed_on: (arrives * slopes, end(arrives, slopes, W))
        )
        assert report.mistake == "the slope behind W"


def spreads_one_by_one(slopes, fan_in, fan_out):
    rms = np.sqrt((slopes**2).mean())
    return 1 / np.sqrt(fan_in) / rms, 1 / np.sqrt(fan_out) / rms


def spreads_of_sums(slopes, fan_in, fan_out):
    squares = (slopes**2).sum() / len(slopes)
    return [np.sqrt(1 / squares), np.sqrt(fan_in / (fan_out * squares))]


@pytest.mark.parametrize("function", [spreads_one_by_one, spreads_of_sums])
def test_right_spreads_pass(function):
    assert check.keeping_spread(function).passed


def test_one_spread_keeps_deltas_length_the_other_the_size_of_its_numbers():
    rng = np.random.default_rng(0)
    slopes = (rng.normal(size=(200, 300)) > 0) * 1.0
    for_length, for_size = keeping_spread.EXERCISE.truth(slopes, 300, 500)
    assert for_length == pytest.approx(np.sqrt(2 / 300), rel=0.01)  # He's rule
    next_delta, drawn = rng.normal(size=(200, 500)), rng.normal(size=(300, 500))
    own = (next_delta @ (drawn * for_length).T) * slopes
    assert np.linalg.norm(own) == pytest.approx(np.linalg.norm(next_delta), rel=0.02)
    own = (next_delta @ (drawn * for_size).T) * slopes
    assert np.sqrt((own**2).mean()) == pytest.approx(np.sqrt((next_delta**2).mean()), rel=0.02)


def test_each_of_the_two_spreads_is_called_right_where_the_other_is_not():
    def fan_in_alone(slopes, fan_in, fan_out):
        return (1 / np.sqrt(fan_in * (slopes**2).mean()),) * 2

    def fan_out_alone(slopes, fan_in, fan_out):
        return (1 / np.sqrt(fan_out * (slopes**2).mean()),) * 2

    assert "for_length is right" in check.keeping_spread(fan_in_alone).text
    assert "for_size is right" in check.keeping_spread(fan_out_alone).text


# A skip, and batch normalization.


def skip_with_the_paths_one_by_one(arrives, slopes, W):
    delta = slopes * arrives
    around, through = arrives.copy(), np.array([W @ row for row in delta])
    return [delta, around + through]


def test_right_skip_passes():
    assert check.skip_backward(skip_with_the_paths_one_by_one).passed


def test_the_skip_asked_for_is_the_cores():
    rng = np.random.default_rng(1)
    names, sizes = ["tanh", "tanh", "identity"], [3, 3, 3, 3]
    network = Network(sizes, activations=names, residual=[False, True, False], seed=1)
    forward, y = network.forward(rng.normal(size=(4, 3))), rng.normal(size=(4, 3))
    backward = network.backward(forward, y, loss="squared_error")
    arrives = backward.delta[3] @ network.W[3].T
    slopes = 1 - np.tanh(forward.z[2]) ** 2
    delta, handed_on = skip_backward.EXERCISE.truth(arrives, slopes, network.W[2])
    np.testing.assert_allclose(delta, backward.delta[2], rtol=1e-12)
    own = handed_on * (1 - forward.a[1] ** 2)
    np.testing.assert_allclose(own, backward.delta[1], rtol=1e-12)


def batch_norm_path_by_path(du, z, gamma, epsilon):
    n, mean = len(z), z.mean(axis=0)
    s = np.sqrt(((z - mean) ** 2).mean(axis=0) + epsilon)
    dz_hat = du * gamma
    dvar = -0.5 * (dz_hat * (z - mean)).sum(axis=0) / s**3
    dmean = -dz_hat.sum(axis=0) / s
    dz = dz_hat / s + dvar * 2 * (z - mean) / n + dmean / n
    return dz, (du * (z - mean) / s).mean(axis=0), du.mean(axis=0)


def test_right_batch_norm_passes():
    report = check.batch_norm_backward(batch_norm_path_by_path)
    assert report.passed, report


def test_the_batch_norm_asked_for_is_the_cores():
    rng = np.random.default_rng(2)
    z, du, gamma = rng.normal(size=(6, 4)), rng.normal(size=(6, 4)), rng.uniform(0.5, 2, 4)
    norm = normalization.Norm(gamma, np.zeros(4), 0.01)
    _, normalized = normalization.normalize(z, norm)
    found = batch_norm_backward.EXERCISE.truth(du, z, gamma, 0.01)
    for mine, true in zip(found, normalization.normalize_back(du, norm, normalized), strict=True):
        np.testing.assert_allclose(mine, true, rtol=1e-12)


def test_a_path_forgotten_is_named_also_where_it_is_written_path_by_path():
    def without_the_mean(du, z, gamma, epsilon):
        dz, dgamma, dbeta = batch_norm_path_by_path(du, z, gamma, epsilon)
        s = np.sqrt(z.var(axis=0) + epsilon)
        return dz + (du * gamma).mean(axis=0) / s, dgamma, dbeta

    assert check.batch_norm_backward(without_the_mean).mistake == "the mean's path forgotten"


# Clipping.


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
