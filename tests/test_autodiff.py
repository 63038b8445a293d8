"""The scalar engine against numeric derivatives, the matrix equations, and its own promises."""

import cmath
import gc
import math

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.autodiff import Value

# Each function of one number, in Values and in complex numbers: the complex step judges it.
CASES = {
    "+": (lambda x: x + 2.5, lambda z: z + 2.5),
    "right +": (lambda x: 2.5 + x, lambda z: 2.5 + z),
    "-": (lambda x: x - 2.5, lambda z: z - 2.5),
    "right -": (lambda x: 2.5 - x, lambda z: 2.5 - z),
    "*": (lambda x: x * 2.5, lambda z: z * 2.5),
    "right *": (lambda x: 2.5 * x, lambda z: 2.5 * z),
    "/": (lambda x: x / 2.5, lambda z: z / 2.5),
    "right /": (lambda x: 2.5 / x, lambda z: 2.5 / z),
    "** 3": (lambda x: x**3, lambda z: z**3),
    "** -2": (lambda x: x**-2, lambda z: z**-2),
    "** 0": (lambda x: x**0, lambda z: 1 + 0 * z),
    "right **": (lambda x: 2.5**x, lambda z: 2.5**z),
    "negative": (lambda x: -x, lambda z: -z),
    "exp": (lambda x: x.exp(), cmath.exp),
    "tanh": (lambda x: x.tanh(), cmath.tanh),
    "sigmoid": (lambda x: x.sigmoid(), lambda z: 1 / (1 + cmath.exp(-z))),
    "sin": (lambda x: x.sin(), cmath.sin),
    "cos": (lambda x: x.cos(), cmath.cos),
    "relu": (lambda x: x.relu(), lambda z: z if z.real > 0 else 0j),
    "two paths": (lambda x: x * x + x.sin() * x, lambda z: z * z + cmath.sin(z) * z),
    "deep": (
        lambda x: ((x * 0.3).tanh() / (x * x + 1)).exp(),
        lambda z: cmath.exp(cmath.tanh(z * 0.3) / (z * z + 1)),
    ),
}
POSITIVE = {
    "log": (lambda x: x.log(), cmath.log),
    "** 0.5": (lambda x: x**0.5, lambda z: z**0.5),
    "** itself": (lambda x: x**x, lambda z: z**z),
}


@pytest.mark.parametrize(
    ("ours", "theirs", "at"),
    [(*case, at) for case in CASES.values() for at in (-1.7, -0.2, 0.3, 2.1)]
    + [(*case, at) for case in POSITIVE.values() for at in (0.2, 1.0, 3.7)],
)
def test_value_and_slope_agree_with_the_complex_step(ours, theirs, at):
    x = Value(at)
    y = ours(x)
    y.backward()
    assert y.data == pytest.approx(theirs(complex(at)).real, rel=1e-14)
    assert x.grad == pytest.approx(theirs(at + 1e-20j).imag / 1e-20, rel=1e-13)


def test_two_values_agree_with_central_differences():
    def f(a, b):
        return (a * b - b / a) ** 2 + a**b - (a - b).tanh()

    a, b, h = Value(1.3), Value(0.7), 1e-5
    f(a, b).backward()
    for value, up, down in (
        (a, f(Value(1.3 + h), b), f(Value(1.3 - h), b)),
        (b, f(a, Value(0.7 + h)), f(a, Value(0.7 - h))),
    ):
        assert value.grad == pytest.approx((up.data - down.data) / (2 * h), rel=1e-8)


def layer(inputs, W, b, activation):
    sums = [sum((x * row[j] for x, row in zip(inputs, W, strict=True)), b[j]) for j in range(2)]
    return [getattr(z, activation)() for z in sums]


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "relu"])
def test_2_2_2_network_agrees_with_the_matrix_equations(hidden):
    net = Network([2, 2, 2], activations=[hidden, "sigmoid"], seed=4)
    X, y = [[0.5, -1.2], [1.5, 0.3], [-0.7, -0.4]], [[1, 0], [0, 1], [0.2, 0.7]]
    W = {l: [[Value(w) for w in row] for row in W_l] for l, W_l in net.W.items()}
    b = {l: [Value(v) for v in b_l] for l, b_l in net.b.items()}
    total = 0
    for row, targets in zip(X, y, strict=True):
        a = layer(layer(row, W[1], b[1], hidden), W[2], b[2], "sigmoid")
        for a_j, y_j in zip(a, targets, strict=True):
            total = total - (y_j * a_j.log() + (1 - y_j) * (1 - a_j).log())
    loss = total / len(X)
    loss.backward()
    right = net.backward(net.forward(X), y, loss="bce")
    assert loss.data == pytest.approx(right.loss, abs=1e-12)
    for l in (1, 2):
        grads = [[w.grad for w in row] for row in W[l]]
        np.testing.assert_allclose(grads, right.dW[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose([v.grad for v in b[l]], right.db[l], rtol=0, atol=1e-12)


def test_chain_of_100_000_nodes_neither_overflows_nor_crashes_when_it_goes():
    x = Value(1.0)
    y = x
    for _ in range(100_000):
        y = y + 1e-5
    y.backward()
    assert x.grad == 1.0
    y.reset()
    assert x.grad == 0.0
    del y
    gc.collect()


def test_wide_sharing_takes_each_node_once():
    """2 ** 200 paths lead through 200 nodes."""
    x = Value(1.0)
    y = x
    for _ in range(200):
        y = y + y
    assert len(y.nodes()) == 201
    y.backward()
    assert x.grad == 2.0**200


def test_second_backward_adds_up_exactly_and_reset_starts_anew():
    x = Value(3.0)
    y = (x * x).tanh() + x * x * x
    y.backward()
    once = x.grad
    y.backward()
    assert x.grad == pytest.approx(2 * once, rel=1e-15)
    y.reset()
    assert x.grad == y.grad == 0
    y.backward()
    assert x.grad == once


def test_backward_from_two_ends_adds_up():
    x = Value(2.0)
    square = x * x
    (square + 1).backward()
    (3 * square).backward()
    assert x.grad == 16.0


def test_sweep_starts_at_the_end_and_completes_each_node_before_it_is_passed_on():
    x = Value(0.4)
    end = x * x + x.sin()
    swept, grads = [], []
    for node in end.sweep():
        swept.append(node)
        grads.append(node.grad)
    assert swept == end.nodes()[::-1]
    assert grads == [node.grad for node in swept]


def test_number_of_numpy_works_on_both_sides():
    x = Value(2.0)
    for number in (np.float64(3), np.float32(3), np.int64(3)):
        for value in (number * x, x * number, number / x, x**number, number - x):
            assert isinstance(value, Value)


def test_integer_becomes_a_float():
    assert isinstance(Value(2).data, float)
    assert repr(Value(2) * 3) == "Value(data=6, grad=0)"


def test_relu_has_slope_0_at_the_kink_as_the_core_does():
    x = Value(0.0)
    x.relu().backward()
    relu = Network.from_weights([[[1.0]]], [[0.0]], activations="relu")
    core = relu.backward(relu.forward([[0.0]]), [[-1.0]], loss="squared_error")  # dL/da = 1
    assert x.grad == core.delta[1] == 0.0


@pytest.mark.parametrize("at", [-1000.0, 1000.0])
def test_sigmoid_does_not_overflow(at):
    x = Value(at)
    y = x.sigmoid()
    y.backward()
    assert y.data == (0.0 if at < 0 else 1.0)
    assert x.grad == 0.0


@pytest.mark.parametrize("data", ["1", None, 1j, [1.0], np.ones(2), True])
def test_what_is_no_number_is_refused(data):
    with pytest.raises(TypeError, match="expected one real number"):
        Value(data)


@pytest.mark.parametrize("other", ["1", None, 1j, [1.0]])
def test_operation_with_what_is_no_number_is_pythons_own_error(other):
    for operate in (lambda a, b: a + b, lambda a, b: b / a, lambda a, b: a**b):
        with pytest.raises(TypeError):
            operate(Value(1.0), other)


@pytest.mark.parametrize(
    ("operate", "error", "words"),
    [
        (lambda x: (x - 2).log(), ValueError, "above 0"),
        (lambda x: (x - 1).log(), ValueError, "above 0"),
        (lambda x: (x - 2) ** 0.5, ValueError, "at least 0"),
        (lambda x: (x - 2) ** x, ValueError, "base above 0"),
        (lambda x: (x - 1) ** -1, ZeroDivisionError, "other than 0"),
        (lambda x: (x - 1) ** 0.5, ZeroDivisionError, "no finite slope"),
        (lambda x: 1 / (x - 1), ZeroDivisionError, "other than 0"),
        (lambda x: (x * 1000).exp(), OverflowError, "range"),
    ],
)
def test_value_without_a_result_or_slope_says_so(operate, error, words):
    with pytest.raises(error, match=words):
        operate(Value(1.0))


def test_slope_of_a_power_at_0_is_known_where_it_exists():
    x = Value(0.0)
    (x**2 + x**1 + x**0).backward()
    assert x.grad == 1.0


def test_exp_and_log_undo_each_other():
    x = Value(0.8)
    y = x.exp().log()
    y.backward()
    assert (y.data, x.grad) == (pytest.approx(0.8), pytest.approx(1.0))
    assert math.isfinite(y.data)
