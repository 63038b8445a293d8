"""Right answers pass, however they are written; the mistakes are in test_judge.py."""

import numpy as np
import pytest

from backprop_lib import Network, check


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def with_loops(x, W, b):
    z = np.zeros((len(x), W.shape[1]))
    for n in range(len(x)):
        for j in range(W.shape[1]):
            z[n, j] = b[j]
            for i in range(W.shape[0]):
                z[n, j] += x[n, i] * W[i, j]
    return z


def with_rows(x, W, b):
    rows = []
    for sample in x:
        rows.append([sum(sample[i] * W[i, j] for i in range(len(W))) + b[j] for j in range(len(b))])
    return rows


def in_columns(x, W, b):
    return (W.T @ x.T + b[:, None]).T


def bias_as_an_input_of_one(x, W, b):
    return np.hstack([x, np.ones((len(x), 1))]) @ np.vstack([W, b])


def in_place_on_its_own_array(x, W, b):
    z = x @ W
    z += b
    return z


@pytest.mark.parametrize(
    "function",
    [
        with_loops,
        with_rows,
        in_columns,
        bias_as_an_input_of_one,
        in_place_on_its_own_array,
        lambda x, W, b: x @ W + b,
        lambda x, W, b: b + np.dot(x, W),
        lambda x, W, b: np.matmul(x, W) + b.reshape(1, -1),
        lambda x, W, b: np.einsum("ni,ij->nj", x, W) + b,
        lambda x, W, b: (x[:, :, None] * W[None]).sum(axis=1) + b,
        lambda x, W, b: np.add(np.tensordot(x, W, axes=1), b),
        lambda x, W, b: np.vstack([row @ W + b for row in x]),
    ],
)
def test_right_weighted_sums_pass(function):
    report = check.weighted_sum(function)
    assert report.passed, report


def with_the_core(X, W1, b1, W2, b2):
    net = Network.from_weights([W1, W2], [b1, b2], activations="sigmoid")
    return net.forward(X).output


def with_a_loop_over_layers(X, W1, b1, W2, b2):
    a = X
    for W, b in ((W1, b1), (W2, b2)):
        a = sigmoid(a @ W + b)
    return a


def with_tanh(X, W1, b1, W2, b2):
    def other_sigmoid(z):
        return 0.5 * (1 + np.tanh(z / 2))

    return other_sigmoid(other_sigmoid(X @ W1 + b1) @ W2 + b2)


def sample_by_sample(X, W1, b1, W2, b2):
    return [sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2) for x in X]


@pytest.mark.parametrize(
    "function",
    [
        with_the_core,
        with_a_loop_over_layers,
        with_tanh,
        sample_by_sample,
        lambda X, W1, b1, W2, b2: sigmoid(b2 + np.dot(sigmoid(b1 + np.dot(X, W1)), W2)),
        lambda X, W1, b1, W2, b2: sigmoid((W2.T @ sigmoid((X @ W1 + b1).T)).T + b2),
        lambda X, W1, b1, W2, b2: np.exp(-np.log1p(np.exp(-(sigmoid(X @ W1 + b1) @ W2 + b2)))),
    ],
)
def test_right_forward_passes_pass(function):
    report = check.forward(function)
    assert report.passed, report


def test_a1_beside_a2_is_told_what_is_expected():
    report = check.forward(lambda X, W1, b1, W2, b2: (X @ W1, W2))
    assert not report.passed
    assert "a2" in report.text


def test_stub_made_of_an_ellipsis_is_not_written_yet():
    def weighted_sum(x, W, b):
        """z of a layer."""
        ...

    assert "not written yet" in repr(check.weighted_sum(weighted_sum))


def test_a_name_left_over_from_an_earlier_cell_in_the_place_of_the_one_given_is_told():
    w = 0.4

    def weighted_sum(x, W, b):
        return x @ w + b

    text = check.weighted_sum(weighted_sum).text
    assert "`w`: a single number" in text
    assert "`W`, which your function has, is another name" in text
