"""Twelve mistakes found in public code and questions: each is named. The code here is our own."""

import numpy as np
from backward_loop import in_a_loop, next_weights

from backprop_lib import check


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def trained(gradients):
    """An `update` whose step goes along ``gradients(X, y, W1, b1, W2, b2, rate)``."""

    def my_update(X, y, W1, b1, W2, b2, learning_rate, steps):
        for _ in range(steps):
            dW1, db1, dW2, db2 = gradients(X, y, W1, b1, W2, b2, learning_rate)
            W1, b1 = W1 - learning_rate * dW1, b1 - learning_rate * db1
            W2, b2 = W2 - learning_rate * dW2, b2 - learning_rate * db2
        return W1, b1, W2, b2

    return my_update


def test_no_slope_at_the_output_and_W2_updated_first():
    """github.com/Bot-Academy/NeuralNetworkFromScratch, pull request 3."""

    def my_update(X, y, W1, b1, W2, b2, learning_rate, steps):
        for _ in range(steps):
            a1 = sigmoid(X @ W1 + b1)
            d2 = sigmoid(a1 @ W2 + b2) - y
            W2 = W2 - learning_rate * a1.T @ d2 / len(X)
            b2 = b2 - learning_rate * d2.mean(axis=0)
            d1 = d2 @ W2.T * a1 * (1 - a1)
            W1 = W1 - learning_rate * X.T @ d1 / len(X)
            b1 = b1 - learning_rate * d1.mean(axis=0)
        return W1, b1, W2, b2

    report = check.update(my_update, loss="squared_error")
    assert report.mistake == "slope forgotten and updated W used"
    assert "Two mistakes at once" in report.text


def test_gradient_of_the_output_layer_made_before_its_slope():
    """stackoverflow.com/questions/59399842."""

    def gradients(X, y, W1, b1, W2, b2, rate):
        a1 = sigmoid(X @ W1 + b1)
        a2 = sigmoid(a1 @ W2 + b2)
        error, n = a2 - y, len(X)
        d1 = (error * a2 * (1 - a2)) @ W2.T * a1 * (1 - a1)
        return X.T @ d1 / n, d1.mean(axis=0), a1.T @ error / n, error.mean(axis=0)

    report = check.update(trained(gradients), loss="squared_error")
    assert report.mistake == "gradient before the slope"


def test_mean_over_all_entries_in_the_slope_of_the_loss():
    """github.com/cs-joy/Neural_Networks, Losses.py, and many others."""
    report = check.output_delta(
        lambda z, a, y: 2 * (a - y) / np.size(y) * a * (1 - a), loss="squared_error"
    )
    assert report.mistake == "a wrong size in it"
    assert "twice the right result, divided by the number of samples and of outputs" in report.text


def test_delta_shared_out_in_proportion_to_the_weights():
    """github.com/zivizlash/MLL, ErrorBackpropagationTools.cs."""

    def hidden(delta_next, W_next, z, a):
        share = abs(W_next) / abs(W_next).sum(axis=0)
        return delta_next @ share.T * a * (1 - a)

    assert check.hidden_delta(hidden).mistake == "shared out in proportion"


def test_one_sum_for_all_biases():
    """github.com/rasbt/stat453-deep-learning-ss21, issue 5."""

    def gradients(X, y, W1, b1, W2, b2, rate):
        a1 = sigmoid(X @ W1 + b1)
        d2, n = sigmoid(a1 @ W2 + b2) - y, len(X)
        d1 = d2 @ W2.T * a1 * (1 - a1)
        return X.T @ d1 / n, np.sum(d1) / n, a1.T @ d2 / n, np.sum(d2) / n

    report = check.update(trained(gradients))
    assert report.mistake == "axis forgotten"
    assert "without an axis" in report.text


def test_softmax_divided_by_the_sum_of_the_whole_batch():
    """github.com/rickwierenga/MLFundamentals, issue 1."""

    def my_forward(X, W1, b1, W2, b2):
        z = sigmoid(X @ W1 + b1) @ W2 + b2
        return np.exp(z) / np.sum(np.exp(z))

    assert check.forward(my_forward).mistake == "softmax for the sigmoid"


def test_equals_minus_for_minus_equals():
    """A public training script: ``W2 =- gradient2 * lmd``."""

    def my_update(W, b, dW, db, learning_rate):
        W = -learning_rate * dW
        b = -learning_rate * db
        return W, b

    report = check.update_rule(my_update)
    assert report.mistake == "old weights thrown away"
    assert "`=-`" in report.text and "W = -learning_rate * dW" in report.text


def test_step_without_its_brackets():
    """A public training loop: ``optimizer.step`` on a line of its own."""

    def my_step(model, loss_function, optimizer, X, y):
        optimizer.zero_grad()
        loss = loss_function(model(X), y)
        loss.backward()
        optimizer.step  # noqa: B018
        return loss

    report = check.training_step(my_step)
    assert report.mistake == "weights never move"
    assert "optimizer.step  # noqa" in report.text


def test_y_minus_a_without_a_slope_in_three_layers():
    """github.com/jiexunsee/Neural-Network-with-Python, issue 1."""
    my_backward = in_a_loop(lambda a, y: y - a, next_weights)
    report = check.backward(my_backward, loss="squared_error")
    assert set(report.mistake.split(" and ")) == {"sign flipped", "slope forgotten"}
    assert "BP1" in report.text and "Right, given your own numbers" in report.text


def test_no_learning_rate_and_no_step_for_the_biases():
    """github.com/paulhendricks/python-machine-learning, ch-01/07-NeuralNetwork-blind-3.py."""

    def gradients(X, y, W1, b1, W2, b2, rate):
        a1 = sigmoid(X @ W1 + b1)
        d2, n = sigmoid(a1 @ W2 + b2) - y, len(X)
        d1 = d2 @ W2.T * a1 * (1 - a1)
        return X.T @ d1 / n / rate, 0 * b1, a1.T @ d2 / n / rate, 0 * b2

    report = check.update(trained(gradients))
    assert report.mistake == "learning rate forgotten and biases never updated"


def test_a_of_the_wrong_layer_and_one_sum_for_all_biases():
    """A public script: ``dw2 = np.dot(a2.T, dz2)`` and ``db2 = np.sum(dz2)`` in one."""

    def my_backward(network, forward, y):
        L, a = len(network.W), forward.a
        delta = {L: a[L] - y}
        for l in range(L - 1, 0, -1):
            delta[l] = delta[l + 1] @ network.W[l + 1].T * a[l] * (1 - a[l])
        dW = {l: a[l].T @ delta[l] / len(y) for l in delta}
        return delta, dW, {l: np.sum(delta[l]) / len(y) for l in delta}

    report = check.backward(my_backward)
    assert report.mistake == "a of the wrong layer and axis forgotten"


def test_slope_of_the_next_layer():
    """github.com/unda-ml/unda, issue 1."""

    def my_backward(network, forward, y):
        L, a = len(network.W), forward.a
        delta = {L: a[L] - y}
        for l in range(L - 1, 0, -1):
            delta[l] = (delta[l + 1] * a[l + 1] * (1 - a[l + 1])) @ network.W[l + 1].T
        dW = {l: a[l - 1].T @ delta[l] / len(y) for l in delta}
        return delta, dW, {l: delta[l].mean(axis=0) for l in delta}

    report = check.backward(my_backward)
    assert report.mistake == "slope of the next layer"
    assert "Where to look: BP2" in report.text
