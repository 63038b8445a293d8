"""An error inside a learner's function is told as that error, with its line, and explained."""

import math
import warnings

import numpy as np
import pytest

from backprop_lib import check


def test_a_typo_in_a_training_step_is_told_as_a_typo():
    def my_step(model, loss_function, optimizer, X, y):
        optimizer.zero_grad()
        loss = loss_function(model(X), Y)  # noqa: F821 the typo
        loss.backward()
        return loss

    text = check.training_step(my_step).text
    assert "not written yet" not in text and "`...`" not in text
    assert "NameError" in text and "loss_function(model(X), Y)" in text
    assert "Did you mean `y`?" in text


def test_an_index_of_dots_is_no_blank():
    def my_backward(network, forward, y):
        forward.a[1][...] = 0
        return {}, {}, {}

    assert check.backward(my_backward).mistake == "input changed in place"


def test_an_error_beside_a_blank_is_told_first():
    def my_sum(x, W, b):
        later = ...  # noqa: F841
        return x @ W + bias  # noqa: F821

    text = check.weighted_sum(my_sum).text
    assert "not right yet" in text and "NameError" in text
    assert "(A `...` is still in it, too.)" in text


@pytest.mark.parametrize(
    "body", ["z = ...\n    return z @ W", "return ... + b", "d = {1: ...}\n    return x @ d[1]"]
)
def test_a_blank_that_is_used_is_not_written_yet(body, tmp_path):
    path = tmp_path / "cell.py"
    path.write_text(f"def f(x, W, b):\n    {body}\n")
    space = {}
    exec(compile(path.read_text(), str(path), "exec"), space)
    assert "not written yet" in check.weighted_sum(space["f"]).text


def test_shapes_that_do_not_meet_are_explained_without_gufunc():
    def my_sum(x, W, b):
        return x @ W.T @ W + b

    text = check.weighted_sum(my_sum).text
    assert "gufunc" not in text
    assert "two inner sizes" in text


def test_both_sides_of_a_product_are_named_with_their_shapes():
    text = check.weight_gradient(lambda a, d: a @ d / np.cos(len(d))).text
    assert "`a @ d`: a is (2, 1), d is (2, 1)" in text


def _one_is_a_number():
    """Whether this NumPy, as those before 2.4 do, still takes an array of one number for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(math.exp(np.zeros((1, 1))))
        except TypeError:
            return False


ONE_IS_A_NUMBER = _one_is_a_number()


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (lambda x, W, b: math.exp(x @ W + b), "math for arrays"),
        (lambda x, W, b: (x @ W + b) ^ 2, "^ for a power"),
        (lambda x, W, b: b(x @ W), "* forgotten"),
    ],
)
def test_slips_of_the_language_are_named(function, mistake):
    report = check.weighted_sum(function)
    assert report.mistake == mistake
    if (
        mistake != "math for arrays" or not ONE_IS_A_NUMBER
    ):  # there the smallest case raises nothing
        assert "Line " in report.text


def test_work_without_a_return_is_named():
    def my_sum(x, W, b):
        z = x @ W + b
        print(z.shape, end="")

    report = check.weighted_sum(my_sum)
    assert report.mistake == "return forgotten"
    assert "not written yet" not in report.text


def test_several_inputs_changed_are_told_in_the_plural():
    def my_update(W, b, dW, db, learning_rate):
        W -= learning_rate * dW
        b -= learning_rate * db
        return W, b

    assert "W and b are not what they were" in check.update_rule(my_update).text


def test_brackets_that_a_sigmoid_lacks_are_shown_with_their_line():
    def my_forward(X, W1, b1, W2, b2):
        def sigmoid(z):
            return 1 / 1 + np.exp(-z)

        return sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)

    report = check.forward(my_forward)
    assert report.mistake == "brackets in the sigmoid"
    assert "return 1 / 1 + np.exp(-z)" in report.text
