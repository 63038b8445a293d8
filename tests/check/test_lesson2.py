"""Lesson 2's exercises: right answers pass, however written, and a learner's mistakes are named.

The mistakes here are written as a learner would; test_mistakes.py feeds the list's own functions.
"""

import re

import numpy as np
import pytest
from backward_loop import in_a_loop, next_weights
from exercises import each_mistake

from backprop_lib import check
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson2 import (
    backward,
    bias_gradient,
    central,
    hidden_delta,
    output_delta,
    update,
    weight_gradient,
)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


# Right answers.


def hidden_with_loops(delta_next, W_next, z, a):
    delta = np.zeros_like(z)
    for n in range(len(z)):
        for i in range(z.shape[1]):
            for j in range(W_next.shape[1]):
                delta[n, i] += W_next[i, j] * delta_next[n, j] * a[n, i] * (1 - a[n, i])
    return delta


def hidden_in_steps(delta_next, W_next, z, a):
    delta = delta_next.dot(W_next.transpose())
    delta *= a
    delta *= 1 - a
    return delta


def weights_with_outer(a_before, delta):
    total = np.zeros((a_before.shape[1], delta.shape[1]))
    for row, slope in zip(a_before, delta, strict=True):
        total += np.outer(row, slope)
    return total / len(delta)


RIGHT_PIECES = [
    (output_delta.EXERCISES["bce"], f)
    for f in (
        lambda z, a, y: a - y,
        lambda z, a, y: -(y - a),
        lambda z, a, y: sigmoid(z) - y,
        lambda z, a, y: np.subtract(a, y).tolist(),
        lambda z, a, y: (1 - y) * a - y * (1 - a),
        lambda z, a, y: (-y / a + (1 - y) / (1 - a)) * a * (1 - a),
    )
]
RIGHT_PIECES += [
    (output_delta.EXERCISES["squared_error"], f)
    for f in (
        lambda z, a, y: (a - y) * sigmoid_prime(z),
        lambda z, a, y: a * (1 - a) * (a - y),
        lambda z, a, y: (a - y) * np.exp(-z) / (1 + np.exp(-z)) ** 2,
        lambda z, a, y: -(y - a) * (a - a**2),
    )
]
RIGHT_PIECES += [
    (hidden_delta.EXERCISE, f)
    for f in (
        hidden_with_loops,
        hidden_in_steps,
        lambda delta_next, W_next, z, a: (delta_next @ W_next.T) * sigmoid_prime(z),
        lambda delta_next, W_next, z, a: (W_next @ delta_next.T).T * a * (1 - a),
        lambda d, W, z, a: np.einsum("nj,ij,ni->ni", d, W, a * (1 - a)),
        lambda d, W, z, a: (d[:, None, :] * W).sum(axis=2) * (a - a * a),
        lambda d, W, z, a: np.array([W @ row for row in d]) * sigmoid_prime(z),
        lambda d, W, z, a: np.array([np.diag(s * (1 - s)) @ W @ r for s, r in zip(a, d)]),  # noqa: B905
    )
]
RIGHT_PIECES += [
    (weight_gradient.EXERCISE, f)
    for f in (
        weights_with_outer,
        lambda a_before, delta: a_before.T @ delta / len(delta),
        lambda a_before, delta: a_before.T @ (delta / delta.shape[0]),
        lambda a_before, delta: (delta.T @ a_before).T / a_before.shape[0],
        lambda a_before, delta: np.einsum("ni,nj->ij", a_before, delta) / len(delta),
        lambda a_before, delta: (a_before[:, :, None] * delta[:, None, :]).mean(axis=0),
        lambda a_before, delta: np.mean([np.outer(*p) for p in zip(a_before, delta)], 0),  # noqa: B905
    )
]
RIGHT_PIECES += [
    (bias_gradient.EXERCISE, f)
    for f in (
        lambda delta: delta.mean(axis=0),
        lambda delta: np.mean(delta, 0),
        lambda delta: delta.sum(axis=0) / len(delta),
        lambda delta: np.ones(len(delta)) @ delta / len(delta),
        lambda delta: [sum(column) / len(column) for column in delta.T],
        lambda delta: (np.ones((1, len(delta))) @ delta / len(delta)).ravel(),
    )
]


@pytest.mark.parametrize(("exercise", "function"), RIGHT_PIECES)
@pytest.mark.parametrize("seed", range(5))
def test_right_piece_passes_however_it_is_written(exercise, function, seed):
    report = judge(exercise, function, seed=seed)
    assert report.passed, report


def backward_in_a_loop(network, forward, y):
    L, n = len(network.W), len(y)
    delta, dW, db = {L: forward.a[L] - y}, {}, {}
    for l in range(L, 0, -1):
        dW[l] = forward.a[l - 1].T @ delta[l] / n
        db[l] = delta[l].mean(axis=0)
        if l > 1:
            slope = forward.a[l - 1] * (1 - forward.a[l - 1])
            delta[l - 1] = delta[l] @ network.W[l].T * slope
    return delta, dW, db


def backward_sample_by_sample(network, forward, y):
    L, n = len(network.W), len(y)
    delta = {l: np.zeros_like(forward.a[l]) for l in range(1, L + 1)}
    dW, db = ({l: np.zeros_like(p) for l, p in ps.items()} for ps in (network.W, network.b))
    for k in range(n):
        for l in range(L, 0, -1):
            if l == L:
                delta[l][k] = forward.output[k] - y[k]
            else:
                delta[l][k] = network.W[l + 1] @ delta[l + 1][k] * sigmoid_prime(forward.z[l][k])
            dW[l] += np.outer(forward.a[l - 1][k], delta[l][k]) / n
            db[l] += delta[l][k] / n
    return delta, dW, db


def backward_with_columns(network, forward, y):
    """Nielsen's equations, on the transpose of everything."""
    L, n = len(network.W), len(y)
    columns = {L: (forward.a[L] - y).T}
    for l in range(L - 1, 0, -1):
        W = network.W[l + 1].T  # (out, in)
        columns[l] = W.T @ columns[l + 1] * sigmoid_prime(forward.z[l].T)
    dW = {l: (columns[l] @ forward.a[l - 1] / n).T for l in columns}
    return {l: c.T for l, c in columns.items()}, dW, {l: c.mean(axis=1) for l, c in columns.items()}


def backward_in_lists(network, forward, y):
    delta, dW, db = backward_in_a_loop(network, forward, y)
    return [[None, *(part[l].tolist() for l in sorted(part))] for part in (delta, dW, db)]


def backward_of_the_core(network, forward, y):
    return network.backward(forward, y, loss="bce")


RIGHT_BACKWARD = [
    backward_in_a_loop,
    backward_sample_by_sample,
    backward_with_columns,
    backward_in_lists,
    backward_of_the_core,
]


@pytest.mark.parametrize("function", RIGHT_BACKWARD)
def test_right_backward_never_fails_on_200_random_networks(function):
    exercise = backward.EXERCISES["bce"]
    networks = 0
    for seed in range(20):
        report = judge(exercise, function, seed=seed)
        assert report.passed, report
        networks += len(exercise.cases(np.random.default_rng(seed)))
    assert networks >= 200


def gradients(X, y, W1, b1, W2, b2):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    delta2 = a2 - y
    delta1 = delta2 @ W2.T * a1 * (1 - a1)
    n = len(X)
    return X.T @ delta1 / n, delta1.mean(axis=0), a1.T @ delta2 / n, delta2.mean(axis=0)


def update_with_new_names(X, y, W1, b1, W2, b2, learning_rate, steps):
    for _ in range(steps):
        dW1, db1, dW2, db2 = gradients(X, y, W1, b1, W2, b2)
        W1, b1 = W1 - learning_rate * dW1, b1 - learning_rate * db1
        W2, b2 = W2 - learning_rate * dW2, b2 - learning_rate * db2
    return W1, b1, W2, b2


def update_copies_in_place(X, y, W1, b1, W2, b2, learning_rate, steps):
    params = [W1.copy(), b1.copy(), W2.copy(), b2.copy()]
    for _ in range(steps):
        for param, slope in zip(params, gradients(X, y, *params), strict=True):
            param -= learning_rate * slope
    return params


def update_by_recursion(X, y, W1, b1, W2, b2, learning_rate, steps):
    if steps == 0:
        return W1, b1, W2, b2
    step = [learning_rate * slope for slope in gradients(X, y, W1, b1, W2, b2)]
    params = (p - s for p, s in zip((W1, b1, W2, b2), step, strict=True))
    return update_by_recursion(X, y, *params, learning_rate, steps - 1)


@pytest.mark.parametrize(
    "function", [update_with_new_names, update_copies_in_place, update_by_recursion]
)
@pytest.mark.parametrize("seed", range(10))
def test_right_update_passes(function, seed):
    report = judge(update.EXERCISES["bce"], function, seed=seed)
    assert report.passed, report


# Mistakes, as a learner writes them.


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda z, a, y: y - a, "sign flipped"),
        (lambda z, a, y: (a - y) * a * (1 - a), "slope too many"),
        (lambda z, a, y: (a - y) * sigmoid_prime(a), "slope too many"),
        (lambda z, a, y: (a - y) / len(y), "delta divided by the batch"),
        (lambda z, a, y: a - y.reshape(-1), "broadcast by accident"),
        (lambda z, a, y: a.flatten() - y, "broadcast by accident"),
        (lambda z, a, y: z - y, "z for a"),
        (lambda z, a, y: (a - y)[:, 0] if y.shape[1] == 1 else a - y, "wrong shape"),
    ],
)
def test_output_delta_names_the_mistake(function, mistake):
    assert check.output_delta(function).mistake == mistake


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda z, a, y: a - y, "slope forgotten"),
        (lambda z, a, y: (a - y) * sigmoid_prime(a), "slope at a"),
        (lambda z, a, y: (a - y) * z * (1 - z), "slope's formula given z"),
        (lambda z, a, y: (y - a) * sigmoid_prime(z), "sign flipped"),
        (lambda z, a, y: (a - y.ravel()) * sigmoid_prime(z), "broadcast by accident"),
    ],
)
def test_output_delta_of_squared_error_names_the_mistake(function, mistake):
    assert check.output_delta(function, loss="squared_error").mistake == mistake


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda d, W, z, a: d @ W.T, "slope forgotten"),
        (lambda d, W, z, a: (d @ W.T) * sigmoid_prime(a), "slope at a"),
        (lambda d, W, z, a: (d @ W.T) * z * (1 - z), "slope's formula given z"),
        (lambda d, W, z, a: np.dot(d, W) * sigmoid_prime(z), "W not transposed"),
        (lambda d, W, z, a: (W.T @ d) * sigmoid_prime(z), "columns for rows"),
        (lambda d, W, z, a: d * W.T * a * (1 - a), "* instead of @"),
        (lambda d, W, z, a: -d @ W.T * a * (1 - a), "sign flipped"),
        (lambda d, W, z, a: (d[:, None] * W).sum(1) * a * (1 - a), "sum over the wrong axis"),
        (lambda d, W, z, a: d @ W.T * a * (1 - a) / len(d), "delta divided by the batch"),
    ],
)
def test_hidden_delta_names_the_mistake(function, mistake):
    assert check.hidden_delta(function).mistake == mistake


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda a, d: a.T @ d, "mean forgotten"),
        (lambda a, d: a.T @ (d / len(d)) / len(d), "mean taken twice"),
        (lambda a, d: -a.T @ d / len(d), "sign flipped"),
        (lambda a, d: d.T @ a / len(d), "dW transposed"),
        (lambda a, d: a @ d.T / len(d), "columns for rows"),
        (lambda a, d: a * d / len(d), "* instead of @"),
        (lambda a, d: (a[:, :, None] * d[:, None, :]).mean(axis=1), "sum over the wrong axis"),
    ],
)
def test_weight_gradient_names_the_mistake(function, mistake):
    assert check.weight_gradient(function).mistake == mistake


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda delta: delta, "bias gradient not summed"),
        (lambda delta: delta.sum(axis=0), "mean forgotten"),
        (lambda delta: delta.mean(axis=0) / len(delta), "mean taken twice"),
        (lambda delta: delta.mean(axis=1), "sum over the wrong axis"),
        (lambda delta: delta.mean(), "axis forgotten"),
        (lambda delta: delta.mean(axis=0, keepdims=True), "bias gradient as a row"),
        (lambda delta: delta.mean(axis=0)[:, None], "wrong shape"),
        (lambda delta: -delta.mean(axis=0), "sign flipped"),
    ],
)
def test_bias_gradient_names_the_mistake(function, mistake):
    assert check.bias_gradient(function).mistake == mistake


def test_input_changed_in_place_is_named_though_the_numbers_are_right():
    def my_delta(z, a, y):
        a -= y
        return a

    report = check.output_delta(my_delta)
    assert report.mistake == "input changed in place"
    assert "a is not what it was" in report.text


def test_write_into_a_record_is_named():
    def my_backward(network, forward, y):
        delta = forward.output
        delta -= y
        return delta

    report = check.backward(my_backward)
    assert report.mistake == "input changed in place"
    assert "delta -= y" in report.text


def test_updated_W2_is_named():
    def my_update(X, y, W1, b1, W2, b2, learning_rate, steps):
        for _ in range(steps):
            a1 = sigmoid(X @ W1 + b1)
            delta2 = sigmoid(a1 @ W2 + b2) - y
            W2 = W2 - learning_rate * a1.T @ delta2 / len(X)
            b2 = b2 - learning_rate * delta2.mean(axis=0)
            delta1 = delta2 @ W2.T * a1 * (1 - a1)
            W1 = W1 - learning_rate * X.T @ delta1 / len(X)
            b1 = b1 - learning_rate * delta1.mean(axis=0)
        return W1, b1, W2, b2

    assert check.update(my_update).mistake == "updated W used"


def test_accumulated_gradients_are_named():
    def my_update(X, y, W1, b1, W2, b2, learning_rate, steps):
        params, sums = [W1, b1, W2, b2], [0, 0, 0, 0]
        for _ in range(steps):
            sums = [s + g for s, g in zip(sums, gradients(X, y, *params), strict=True)]
            params = [p - learning_rate * s for p, s in zip(params, sums, strict=True)]
        return params

    assert check.update(my_update).mistake == "gradients accumulated"


def stepwise(change):
    """A right `update` but for ``change(slopes, learning_rate)``, what is subtracted."""

    def my_update(X, y, W1, b1, W2, b2, learning_rate, steps):
        params = [W1, b1, W2, b2]
        for _ in range(steps):
            step = change(gradients(X, y, *params), learning_rate)
            params = [p - s for p, s in zip(params, step, strict=True)]
        return params

    return my_update


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (stepwise(lambda g, rate: [rate * g[0], 0, rate * g[2], 0]), "biases never updated"),
        (stepwise(lambda g, rate: [-rate * slope for slope in g]), "sign flipped"),
        (stepwise(lambda g, rate: g), "learning rate forgotten"),
        (lambda *inputs: update_with_new_names(*inputs[:-1], 1), "one step only"),
    ],
)
def test_update_names_the_mistake(function, mistake):
    assert check.update(function).mistake == mistake


def test_update_in_place_is_named():
    def my_update(X, y, W1, b1, W2, b2, learning_rate, steps):
        for _ in range(steps):
            for param, slope in zip((W1, b1, W2, b2), gradients(X, y, W1, b1, W2, b2), strict=True):
                param -= learning_rate * slope
        return W1, b1, W2, b2

    assert check.update(my_update).mistake == "input changed in place"


# The words.


def test_unknown_mistake_shows_expected_and_got_for_a_1_1_1_network():
    def my_backward(network, forward, y):
        delta, dW, db = backward_in_a_loop(network, forward, y)
        off = 0.1 * np.sign(forward.a[0][0, 0])  # no constant
        return delta, dW, {l: slope + off for l, slope in db.items()}

    report = check.backward(my_backward)
    assert report.mistake is None
    assert report.largest_difference == pytest.approx(0.1)
    for words in ("W[1]", "W[2] (1, 1)", "db[1] yours", "db[1] true", "largest difference: 0.1"):
        assert words in report.text
    assert set(report.true) == {f"{name}[{l}]" for name in ("delta", "dW", "db") for l in (1, 2)}


def test_a_wrong_shape_is_told_beside_the_right_one_and_by_the_rule_of_its_kind():
    text = check.weight_gradient(lambda a, delta: (a.T @ delta / len(a))[None]).text
    assert "dW is (1, 1, 1), expected (1, 1).\nA gradient has the shape of" in text
    text = check.output_delta(lambda z, a, y: (a - y)[:, :, None]).text
    assert "delta is (1, 1, 1), expected (1, 1).\nOne row a sample" in text


def test_function_for_two_layers_is_told_which_layer_is_missing():
    def my_backward(network, forward, y):
        delta2 = forward.a[2] - y
        delta1 = delta2 @ network.W[2].T * forward.a[1] * (1 - forward.a[1])
        delta = {1: delta1, 2: delta2}
        dW = {l: forward.a[l - 1].T @ delta[l] / len(y) for l in delta}
        return delta, dW, {l: delta[l].mean(axis=0) for l in delta}

    text = check.backward(my_backward).text
    assert "delta[3] is missing for a Network 1-1-1-1" in text
    assert "Any number of layers has to work" in text


@pytest.mark.parametrize(
    "value",
    [None, ..., (..., ..., ...), (None, None, None), ({1: ..., 2: ...}, {}, {})],
    ids=lambda value: type(value).__name__,
)
def test_stub_of_backward_is_not_written_yet(value):
    assert "not written yet" in check.backward(lambda network, forward, y: value).text


@pytest.mark.parametrize(
    "value",
    ["text", 3.0, ({}, {}, {}), ([1.0], [2.0], [3.0]), (1, 2, 3), {1: 2}, ({1: "a"}, {}, {})]
    + [({1: [[1], [2, 3]], "b": 1, 2: 3}, {}, {}), object(), np.ones((3, 3))],
    ids=lambda value: repr(value).partition(" at 0x")[0],  # alike in each of two processes
)
def test_any_result_of_backward_gets_a_report(value):
    report = check.backward(lambda network, forward, y: value)
    assert not report.passed
    assert len(report.text) > 20


def test_error_shows_the_learners_line():
    def my_backward(network, forward, y):
        return network.weights  # the line to show

    text = check.backward(my_backward).text
    assert "return network.weights  # the line to show" in text
    assert "AttributeError" in text


@pytest.mark.parametrize("loss", ["mse", "cross_entropy", "nonsense", None])
def test_loss_that_the_exercise_does_not_have_is_a_value_error(loss):
    with pytest.raises(ValueError, match="squared_error"):
        check.output_delta(lambda z, a, y: a - y, loss=loss)


def slope_forgotten(network, forward, y):
    delta, _, _ = backward_in_a_loop(network, forward, y)
    for l in range(len(network.W) - 1, 0, -1):
        delta[l] = delta[l + 1] @ network.W[l + 1].T
    dW = {l: forward.a[l - 1].T @ delta[l] / len(y) for l in delta}
    return delta, dW, {l: delta[l].mean(axis=0) for l in delta}


def test_each_part_of_a_backward_pass_is_judged_and_what_follows_is_no_mistake_of_its_own():
    report = check.backward(slope_forgotten)
    assert report.mistake == "slope forgotten"
    for part in (
        "BP1, the delta of the output: right",
        "BP2, the delta of a hidden layer: slope forgotten",
        "BP3, the gradient of b: right",
        "BP4, the gradient of W: right",
    ):
        assert f"\n  {part}\n" in report.text
    assert "\ndW[1], db[1] are wrong only because delta[1] is.\n" in report.text


def test_of_two_mistakes_at_once_it_is_said_what_follows_from_them():
    def my_backward(network, forward, y):
        delta = {l: -d for l, d in slope_forgotten(network, forward, y)[0].items()}
        dW = {l: forward.a[l - 1].T @ delta[l] / len(y) for l in delta}
        return delta, dW, {l: delta[l].mean(axis=0) for l in delta}

    report = check.backward(my_backward)
    assert report.mistake == "sign flipped and slope forgotten"
    said = "dW[1], dW[2], db[1], db[2] are wrong only because delta[1], delta[2] are."
    assert said in report.text and "Part by part" not in report.text


def test_what_is_wrong_by_itself_too_is_not_said_to_be_wrong_only_because_of_another():
    report = check.backward(
        in_a_loop(lambda a, y: y - a, next_weights, db_of=lambda delta: delta.sum(axis=0))
    )
    assert report.mistake == "sign flipped and mean forgotten", report
    assert "dW[1], dW[2], delta[1] are wrong only because delta[2] is." in report.text


def test_a_mean_in_the_outputs_delta_is_looked_for_there_and_nowhere_else():
    report = check.backward(in_a_loop(lambda a, y: (a - y) / len(y), next_weights))
    assert report.mistake == "mean taken twice"
    assert "Where to look: BP1, the delta of the output.\n" in report.text
    assert "\n  BP3, the gradient of b: right\n" in report.text


@pytest.mark.filterwarnings("error")
def test_weights_of_the_layer_itself_on_the_way_back_are_named_without_a_warning():
    report = check.backward(in_a_loop(lambda a, y: a - y, lambda n, l: n.W[l]))
    assert report.mistake == "W of the wrong layer"
    assert "Where to look: BP2, the delta of a hidden layer.\n" in report.text


@pytest.mark.filterwarnings("error")
def test_numbers_that_are_none_get_a_report_without_a_warning():
    report = check.backward(in_a_loop(lambda a, y: (a - y) / np.zeros((1, 1)), lambda n, l: n.W[l]))
    assert not report.passed


# The gradient check, written by the learner.


def central_on_copies(loss, params, epsilon):
    slopes = np.zeros(len(params))
    for k in range(len(params)):
        up, down = params.copy(), params.copy()
        up[k] += epsilon
        down[k] -= epsilon
        slopes[k] = (loss(up) - loss(down)) / (2 * epsilon)
    return slopes


def central_put_back(loss, params, epsilon):
    slopes = []
    for k, old in enumerate(params.copy()):
        params[k] = old + epsilon
        up = loss(params)
        params[k] = old - epsilon
        slopes.append((up - loss(params)) / (2 * epsilon))
        params[k] = old
    return slopes


def central_with_a_row_a_step(loss, params, epsilon):
    steps = epsilon * np.eye(len(params))
    return [(loss(params + step) - loss(params - step)) / (2 * epsilon) for step in steps]


@pytest.mark.parametrize(
    "function", [central_on_copies, central_put_back, central_with_a_row_a_step]
)
@pytest.mark.parametrize("seed", range(3))
def test_right_gradient_check_passes_however_it_is_written(function, seed):
    report = judge(central.EXERCISE, function, seed=seed)
    assert report.passed, report


@each_mistake([central.EXERCISE])
@pytest.mark.parametrize("seed", [2024, 0, 1])
def test_each_known_mistake_of_the_gradient_check_is_named(exercise, mistake, answer, seed):
    assert judge(exercise, answer, seed=seed).mistake == mistake.name


def in_place(loss, params, epsilon):
    slopes = []
    for k in range(len(params)):
        params[k] += epsilon
        up = loss(params)
        params[k] -= 2 * epsilon
        slopes.append((up - loss(params)) / (2 * epsilon))
    return slopes


def no_copy(loss, params, epsilon):
    slopes = np.zeros(len(params))
    for k in range(len(params)):
        p = params
        p[k] += epsilon
        up = loss(p)
        p = params
        p[k] -= epsilon
        slopes[k] = (up - loss(p)) / (2 * epsilon)
    return slopes


def test_a_missing_copy_is_named_where_it_is_missing():
    report = check.central(no_copy)
    assert "a second name" in report.text
    assert "of your cell: p = params\n" in report.text
    one_sided = check.central(
        lambda loss, params, e: [
            (loss(params + e * row) - loss(params)) / (2 * e) for row in np.eye(len(params))
        ]
    )
    assert one_sided.mistake == report.mistake and "of your cell" not in one_sided.text


def two_names(loss, params, epsilon):
    slopes = np.zeros(len(params))
    for k in range(len(params)):
        up = down = params.copy()
        up[k] += epsilon
        down[k] -= epsilon
        slopes[k] = (loss(up) - loss(down)) / (2 * epsilon)
    return slopes


@pytest.mark.parametrize(
    ("function", "mistake"), [(in_place, "not put back"), (two_names, "one array with two names")]
)
def test_the_gradient_checks_mistakes_are_named_as_a_learner_makes_them(function, mistake):
    assert check.central(function).mistake == mistake


def test_a_blank_that_stops_numpy_is_told_without_numpys_own_words():
    def my_backward(network, forward, y):
        delta = {len(network.W): ...}
        return delta, {1: forward.a[0].T @ delta[len(network.W)]}, {}

    report = check.backward(my_backward)
    assert "A `...` is still in it." in report.text and "gufunc" not in report.text


def test_an_untouched_blank_is_shown_without_pythons_own_words():
    text = check.hidden_delta(lambda delta_next, W_next, z, a: ... * ...).text
    assert "not written yet" in text and "TypeError" not in text


def test_a_report_on_parts_has_no_longer_lines_than_others():
    def with_a_for_the_slope(network, forward, y):
        delta = {2: forward.a[2] - y} if len(network.W) == 2 else {}
        last = len(network.W)
        delta[last] = forward.a[last] - y
        for l in range(last - 1, 0, -1):
            delta[l] = (delta[l + 1] @ network.W[l + 1].T) * forward.a[l]
        dW = {l: forward.a[l - 1].T @ delta[l] for l in delta}
        return delta, dW, {l: delta[l].mean() for l in delta}

    report = check.backward(with_a_for_the_slope)
    assert "a for the slope" in report.mistake and "mean forgotten" in report.mistake
    assert max(map(len, report.text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("judge", "function"),
    [
        (check.weighted_sum, lambda x, W, b: x[0] @ W + b),
        (check.bias_gradient, lambda delta: delta[0]),
        (check.weight_gradient, lambda a, delta: np.outer(a[-1], delta[-1])),
    ],
)
def test_who_works_out_one_sample_alone_is_shown_a_case_with_several(judge, function):
    report = judge(function)
    assert "sample" in report.mistake
    assert not re.search(r"shows it: \w+ \(1, ", report.text)
