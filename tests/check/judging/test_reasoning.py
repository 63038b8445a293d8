"""What no list holds is reasoned: how a result is related to the right one, and what is right."""

import random

import numpy as np
import pytest

from backprop_lib import check
from backprop_lib.check.backward_pass import entries, wrong_pieces
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson1 import forward, weighted_sum
from backprop_lib.check.lesson2 import (
    backward,
    bias_gradient,
    hidden_delta,
    output_delta,
    update,
    weight_gradient,
)
from backprop_lib.check.lesson3 import training_loop
from backprop_lib.check.lesson6 import at_most

PIECES = [
    weighted_sum.EXERCISE,
    output_delta.EXERCISES["squared_error"],
    hidden_delta.EXERCISE,
    weight_gradient.EXERCISE,
    bias_gradient.EXERCISE,
]
each_piece = pytest.mark.parametrize("exercise", PIECES, ids=lambda exercise: exercise.name)


@each_piece
@pytest.mark.parametrize("factor", [2.0, 0.5, -2.0, 3.7])
@pytest.mark.parametrize("seed", [2024, 1])
def test_a_constant_times_the_right_result_is_named_with_its_factor(exercise, factor, seed):
    report = judge(exercise, lambda *inputs: factor * exercise.truth(*inputs), seed=seed)
    assert report.mistake == "a constant factor"
    words = {2.0: "twice", 0.5: "half of", -2.0: "minus twice", 3.7: "3.7 times"}[factor]
    assert words in report.text


@each_piece
def test_minus_the_right_result_is_a_flipped_sign(exercise):
    assert judge(exercise, lambda *inputs: -exercise.truth(*inputs)).mistake == "sign flipped"


@each_piece
def test_a_size_that_is_divided_by_is_named(exercise):
    def by_columns(*inputs):
        return exercise.truth(*inputs) / inputs[0].shape[1]

    report = judge(exercise, by_columns)
    assert report.mistake == "a wrong size in it"
    assert "divided by the number of" in report.text


@pytest.mark.parametrize("number", [3, 4, 7])
def test_a_number_that_stands_for_the_batch_is_one_mistake(number):
    for report in (
        check.weight_gradient(lambda a, delta: a.T @ delta / number),
        check.bias_gradient(lambda delta: delta.sum(axis=0) / number),
        check.delta_from_hook(lambda slope: number * slope),
    ):
        assert report.mistake == "a fixed number for a size", report
        assert f"right only where the number of samples is {number}." in report.text


def test_a_batch_too_many_and_another_size_for_it():
    report = check.weight_gradient(lambda a, delta: a.T @ delta / a.shape[1])
    assert "times the number of samples, divided by the number of inputs" in report.text


@pytest.mark.parametrize(
    ("function", "mistake", "says"),
    [
        (lambda d, W, z, a: (d @ W.T) * a, "a for the slope", "how steep"),
        (lambda d, W, z, a: (d @ W.T) * (a * (1 - a)) ** 2, "a factor too many", "the slope"),
        (lambda d, W, z, a: (d @ W.T) * a * (1 - a) * z, "a factor too many", "too many: z"),
        (lambda d, W, z, a: abs((d @ W.T) * a * (1 - a)), "signs lost", "signs"),
        (lambda d, W, z, a: ((d @ W.T) * a * (1 - a))[::-1], "rows in reverse", "reverse"),
        (lambda d, W, z, a: np.round((d @ W.T) * a * (1 - a), 2), "rounded", "2 digits"),
        (lambda d, W, z, a: (d @ W.T) * a * (1 - a) + 0.5, "a constant added", "+0.5"),
        (lambda d, W, z, a: (d @ W.T) * a * (1 - a) + z, "z added", "z is added besides"),
        (lambda d, W, z, a: -(d @ W) * a * (1 - a), "W not transposed and sign flipped", "Two"),
        (lambda d, W, z, a: 2 * (d @ W.T), "slope forgotten and a constant factor", "twice"),
    ],
)
def test_what_is_done_to_a_hidden_delta_is_named(function, mistake, says):
    report = check.hidden_delta(function)
    assert report.mistake == mistake
    assert says in report.text


@pytest.mark.parametrize(
    ("checked", "function", "mistake"),
    [
        (check.weight_gradient, lambda a, d: (a.T @ d).mean(axis=0), "mean of the wrong thing"),
        (check.weight_gradient, lambda a, d: (a.T @ d).mean(), "axis forgotten"),
        (check.hidden_delta, lambda d, W, z, a: (d @ W.T) * a, "a for the slope"),
        (
            check.weight_gradient,
            lambda a, d: d.T @ a,
            "mean forgotten and rows and columns swapped",
        ),
        (check.weight_gradient, lambda a, d: a[:, :, None] * d[:, None, :], "sum missing"),
        (check.bias_gradient, lambda d: d.mean(), "axis forgotten"),
        (check.bias_gradient, lambda d: -d.sum(axis=0), "mean forgotten and sign flipped"),
        (check.at_most, lambda w: np.prod(w) * 0.25, "signs kept and slope taken once"),
        (check.output_delta, lambda z, a, y: -(y / a - (1 - y) / (1 - a)), "slope along a"),
        (check.output_delta, lambda z, a, y: (a - y) ** 2, "loss for its slope"),
        (check.output_delta, lambda z, a, y: np.round(a) - y, "rounded answers"),
    ],
)
def test_more_wrong_answers_are_named(checked, function, mistake):
    assert checked(function).mistake == mistake


# Written for one sample, or for columns: found by running it so.


def sum_of_one(x, W, b):
    return [sum(x[i] * W[i, j] for i in range(len(x))) + b[j] for j in range(len(b))]


def hidden_of_one(delta_next, W_next, z, a):
    delta = np.zeros(len(z))
    for i in range(len(z)):
        delta[i] = sum(float(w * d) for w, d in zip(W_next[i], delta_next, strict=True))
    return delta * a * (1 - a)


def gradient_of_one(a_before, delta):
    return [[float(x) * float(d) for d in delta] for x in a_before]


@pytest.mark.parametrize(
    ("checked", "function"),
    [
        (check.weighted_sum, sum_of_one),
        (check.hidden_delta, hidden_of_one),
        (check.weight_gradient, gradient_of_one),
    ],
)
def test_a_function_for_one_sample_is_told_so(checked, function):
    report = checked(function)
    assert report.mistake == "only one sample", report
    assert "one row a sample" in report.text


def test_a_function_for_columns_is_told_so():
    def in_columns(X, W1, b1, W2, b2):
        a1 = 1 / (1 + np.exp(-(W1 @ X + b1)))
        return 1 / (1 + np.exp(-(W2 @ a1 + b2)))

    report = check.forward(in_columns)
    assert report.mistake == "columns for rows"
    assert "each sample is a column" in report.text


def test_right_only_for_one_sample_is_told_so():
    report = check.weighted_sum(lambda x, W, b: x @ W + b + np.cos(x[0, 0]) * (len(x) > 1))
    assert report.mistake == "right only for one of the samples"


# Two at once.


def sampled(pairs, count, seed=0):
    return random.Random(seed).sample([*pairs], count)


@pytest.mark.parametrize(
    "exercise",
    [weighted_sum.EXERCISE, forward.EXERCISE, training_loop.EXERCISE, at_most.EXERCISE],
    ids=lambda exercise: exercise.name,
)
def test_two_mistakes_at_once_are_named_or_what_is_equal_to_them(exercise):
    for made, answer in sampled(exercise.pairs(), 10):
        report = judge(exercise, answer)
        assert report.mistake is not None, [m.name for m in made]
        if " and " in report.mistake and "at once" in report.text:
            continue  # the answer of the named pair was compared in every case
        assert not report.passed


@pytest.mark.parametrize("loss", entries.LOSSES)
def test_two_pieces_of_a_backward_pass_wrong_at_once_are_both_named(loss):
    ways = [w for w in entries.single_ways() if w[0].name != "broadcast by accident"]
    tried = 0
    for (one, way), (other, another) in sampled(zip(ways, reversed(ways), strict=True), 12):
        if way.keys() == another.keys() or one is other:
            continue

        def as_answer(parts):
            run = wrong_pieces.run_with(parts)
            return lambda network, forward, y: run(
                network.W, network.activations, forward.z, forward.a, y, loss, 0.5
            )

        wrong = [
            known.name
            for known, alone in ((one, way), (other, another))
            if not judge(backward.EXERCISES[loss], as_answer(alone)).passed
        ]
        report = judge(backward.EXERCISES[loss], as_answer({**way, **another}))
        assert all(name in report.mistake for name in wrong), (wrong, report.mistake)
        tried += 1
    assert tried > 4


def test_a_step_and_a_piece_wrong_at_once_are_both_named():
    for made, answer in sampled(
        [pair for pair in update.EXERCISES["bce"].pairs() if pair[0][1].name == "updated W used"], 3
    ):
        report = judge(update.EXERCISES["bce"], answer)
        assert report.passed or report.mistake is not None, [m.name for m in made]


# Where nothing fits.


def test_what_is_right_is_said_by_equation_given_the_learners_own_numbers():
    def my_backward(network, forward, y):
        L, a = len(network.W), forward.a
        delta = {L: a[L] - y}
        for l in range(L - 1, 0, -1):
            delta[l] = delta[l + 1] @ network.W[l + 1].T * np.cos(a[l])
        dW = {l: a[l - 1].T @ delta[l] / len(y) for l in delta}
        return delta, dW, {l: delta[l].mean(axis=0) for l in delta}

    report = check.backward(my_backward)
    assert report.mistake is None
    text = report.text
    assert "Given your own numbers, right is BP1" in text and "BP4" in text and "BP3" in text
    assert "Not: BP2, the delta of a hidden layer." in text
    assert "Right in every case: delta[3]" in text


def test_what_is_right_is_said_by_column():
    def first_neuron_only(x, W, b):
        z = x @ W + b
        z[:, 1:] = np.cos(z[:, 1:])
        return z

    report = check.weighted_sum(first_neuron_only)
    assert "number of neurons is 1" in report.text


@pytest.mark.parametrize("seed", range(3))
def test_right_answers_in_other_idioms_pass(seed):
    def out(x, W, b):
        z = np.empty((len(x), len(b)), np.float32)
        np.matmul(x.astype(np.float32), W.astype(np.float32), out=z)
        return np.add(z, b, dtype=np.float32)

    def rows(delta_next, W_next, z, a):
        return np.stack([(W_next @ d) * s * (1 - s) for d, s in zip(delta_next, a, strict=True)])

    def sums(a_before, delta):
        return sum(np.outer(x, d) for x, d in zip(a_before, delta, strict=True)) / len(delta)

    for exercise, function in (
        (weighted_sum.EXERCISE, out),
        (weighted_sum.EXERCISE, lambda x, W, b: np.c_[x, np.ones(len(x))] @ np.r_[W, [b]]),
        (hidden_delta.EXERCISE, rows),
        (weight_gradient.EXERCISE, sums),
        (weight_gradient.EXERCISE, lambda a, d: np.tensordot(a, d, (0, 0)) / d.shape[0]),
        (bias_gradient.EXERCISE, lambda d: np.average(d, axis=0)),
    ):
        report = judge(exercise, function, seed=seed)
        assert report.passed, report
