"""The whole program is judged method by method, however it is written."""

import contextlib
import io
import textwrap

import numpy as np
import pytest

from backprop_lib import check
from backprop_lib.check.program_parts.ours import Program
from backprop_lib.check.program_parts.running import METHODS


def as_the_seed_writes_it():
    class NeuralNetwork:
        def __init__(self, inputs, hidden, outputs, seed):
            rng = np.random.default_rng(seed)
            self.W1 = rng.standard_normal((inputs, hidden))
            self.b1 = np.zeros((1, hidden))
            self.W2 = rng.standard_normal((hidden, outputs))
            self.b2 = np.zeros((1, outputs))

        def sigmoid(self, z):
            return 1 / (1 + np.exp(-np.clip(z, -30, 30)))

        def forward(self, X):
            self.z1 = np.dot(X, self.W1) + self.b1
            self.a1 = self.sigmoid(self.z1)
            self.a2 = self.sigmoid(np.dot(self.a1, self.W2) + self.b2)
            return self.a1, self.a2

        def loss(self, a2, y):
            guard = 1e-15
            terms = y * np.log(a2 + guard) + (1 - y) * np.log(1 - a2 + guard)
            return -np.sum(terms) / y.shape[0]

        def backward(self, X, a1, a2, y):
            m = y.shape[0]
            delta2 = self.a2 - y
            slope = self.sigmoid(self.z1) * (1 - self.sigmoid(self.z1))
            delta1 = np.dot(delta2, self.W2.T) * slope
            dW2 = np.dot(self.a1.T, delta2) / m
            db2 = np.sum(delta2, axis=0, keepdims=True) / m
            return (
                np.dot(X.T, delta1) / m,
                np.sum(delta1, axis=0, keepdims=True) / m,
                dW2,
                db2,
            )

        def update(self, dW1, db1, dW2, db2, learning_rate):
            self.W1 -= learning_rate * dW1
            self.b1 -= learning_rate * db1
            self.W2 -= learning_rate * dW2
            self.b2 -= learning_rate * db2

        def train(self, X, y, learning_rate=0.1, steps=1000):
            losses = []
            for i in range(steps):
                a1, a2 = self.forward(X)
                losses.append(self.loss(a2, y))
                self.update(*self.backward(X, a1, a2, y), learning_rate)
                if i % 100 == 0:
                    print(f"Iteration {i}, Loss: {losses[-1]}")
            return losses

        def predict(self, X):
            return self.forward(X)[1] > 0.5

    return NeuralNetwork


def with_loops_and_where():
    class Mine:
        def __init__(self, inputs, hidden, outputs, seed):
            rng = np.random.default_rng(seed)
            self.W1, self.W2 = (
                rng.uniform(-1, 1, (inputs, hidden)),
                rng.normal(size=(hidden, outputs)),
            )
            self.b1, self.b2 = rng.normal(size=hidden), np.zeros(outputs)

        def forward(self, X):
            def layer(a, W, b):
                return 1 / (1 + np.exp(-(a @ W + b)))

            a1 = layer(X, self.W1, self.b1)
            return [a1, layer(a1, self.W2, self.b2)]

        def loss(self, a2, y):
            return np.where(y == 1, -np.log(a2), -np.log(1 - a2)).sum(axis=1).mean()

        def backward(self, X, a1, a2, y):
            found = [0, 0, 0, 0]
            for x, own1, own2, target in zip(X, a1, a2, y, strict=True):
                delta2 = own2 - target
                delta1 = self.W2 @ delta2 * own1 * (1 - own1)
                one = np.outer(x, delta1), delta1, np.outer(own1, delta2), delta2
                found = [total + part / len(X) for total, part in zip(found, one, strict=True)]
            return found

        def update(self, dW1, db1, dW2, db2, learning_rate):
            for name, slope in dict(W1=dW1, b1=db1, W2=dW2, b2=db2).items():
                setattr(self, name, getattr(self, name) - learning_rate * slope)

        def train(self, X, y, learning_rate, steps):
            return np.array([self.step(X, y, learning_rate) for _ in range(steps)])

        def step(self, X, y, learning_rate):
            a1, a2 = self.forward(X)
            slopes = self.backward(X, a1, a2, y)
            self.update(*slopes, learning_rate)
            return self.loss(a2, y)

        def predict(self, X):
            return np.round(self.forward(X)[1]).astype(int)

    return Mine


@pytest.mark.parametrize("make", [lambda: Program, as_the_seed_writes_it, with_loops_and_where])
def test_right_program_passes_however_it_is_written(make):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        report = check.program(make())
    assert report.passed, report
    assert not said.getvalue()  # a loop that prints its progress does not fill the report


def learners(**changed):
    """A right program with some methods in a learner's words: the lines of their bodies."""
    own, methods = {"np": np}, {}
    for name, body in changed.items():
        name = "__init__" if name == "start" else name
        lines = textwrap.indent(textwrap.dedent(body), "    ")
        exec(f"def {name}({', '.join(['self', *METHODS[name]])}):\n{lines}", own)
        methods[name] = own[name]
    return type("NeuralNetwork", (Program,), methods)


START = """
rng = np.random.default_rng(seed)
self.W1, self.b1 = {}, np.zeros(hidden)
self.W2, self.b2 = {}, np.zeros(outputs)
"""
GIVEN = "rng.normal(size=(inputs, hidden))", "rng.normal(size=(hidden, outputs))"


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        (
            START.format("np.zeros((inputs, hidden))", "np.zeros((hidden, outputs))"),
            "zeros as start",
        ),
        (START.format("np.ones((inputs, hidden))", "np.ones((hidden, outputs))"), "neurons alike"),
        (START.format(*(f"{draw} * 0.01" for draw in GIVEN)), "start near zero"),
        (START.format(*(f"{draw} * 100" for draw in GIVEN)), "start far from zero"),
        (START.format("rng.normal(size=(hidden, inputs))", GIVEN[1]), "W transposed"),
        (START.format("rng.normal(size=inputs)", GIVEN[1]), "wrong shape"),
        (START.format(*GIVEN).replace("seed", "0"), "always the same draw"),
        (START.format(*GIVEN).replace("seed", ""), "seed not used"),
        (START.format(*GIVEN).replace("self.W2, self.b2", "W2, b2"), "weights missing"),
        (START.format("'random'", GIVEN[1]), "no array"),
    ],
)
def test_wrong_start_is_named(body, mistake):
    report = check.program(learners(start=body))
    assert report.mistake == mistake
    assert "6 of 7 parts are right" in report.text and f"✗ __init__: {mistake}" in report.text


def test_small_last_layer_at_the_start_is_fine():
    assert check.program(learners(start=START.format(GIVEN[0], f"{GIVEN[1]} * 0.01"))).passed


FORWARD = """
a1 = 1 / (1 + np.exp(-(X @ self.W1 + self.b1)))
a2 = 1 / (1 + np.exp(-(a1 @ self.W2 + self.b2)))
return a1, a2
"""
LOSS = "return -np.sum(y * np.log(a2) + (1 - y) * np.log(1 - a2)) / len(y)"
BACKWARD = """
delta2 = a2 - y
delta1 = (delta2 @ self.W2.T) * a1 * (1 - a1)
dW2, db2 = a1.T @ delta2 / len(X), delta2.mean(axis=0)
dW1, db1 = X.T @ delta1 / len(X), delta1.mean(axis=0)
return dW1, db1, dW2, db2
"""
UPDATE = """
self.W1 = self.W1 - learning_rate * dW1
self.b1 = self.b1 - learning_rate * db1
self.W2 = self.W2 - learning_rate * dW2
self.b2 = self.b2 - learning_rate * db2
"""
TRAIN = """
losses = []
for _ in range(steps):
    a1, a2 = self.forward(X)
    losses.append(self.loss(a2, y))
    slopes = self.backward(X, a1, a2, y)
    self.update(*slopes, learning_rate)
return losses
"""
ONCE = """
a1, a2 = self.forward(X)
losses = []
for _ in range(steps):
    losses.append(self.loss(a2, y))
    slopes = self.backward(X, a1, a2, y)
    self.update(*slopes, learning_rate)
return losses
"""
BETWEEN = """
delta2 = a2 - y
dW2, db2 = a1.T @ delta2 / len(X), delta2.mean(axis=0)
self.W2 = self.W2 - 0.5 * dW2
delta1 = (delta2 @ self.W2.T) * a1 * (1 - a1)
return X.T @ delta1 / len(X), delta1.mean(axis=0), dW2, db2
"""
PLANTED = [
    ("forward", FORWARD.replace(" + self.b1", ""), "bias forgotten"),
    (
        "forward",
        FORWARD.replace("a1, a2", "a2, a1"),
        "results in the wrong order",
    ),
    ("loss", LOSS.replace(" / len(y)", ""), "sum for mean"),
    ("loss", LOSS.replace("-np.sum", "-np.mean").replace(" / len(y)", ""), "mean over outputs too"),
    ("loss", LOSS.replace("-np", "np"), "minus forgotten"),
    ("backward", BACKWARD.replace(" * a1 * (1 - a1)", ""), "slope forgotten"),
    ("backward", BACKWARD.replace("a2 - y", "y - a2"), "sign flipped"),
    ("backward", BACKWARD.replace(" / len(X)", "").replace("mean", "sum"), "mean forgotten"),
    ("backward", BETWEEN, "weights moved"),
    ("update", UPDATE.replace(" - ", " + "), "step uphill"),
    ("update", UPDATE.replace("self.W1 =", "W1 ="), "one parameter left out"),
    ("train", ONCE, "forward pass made once"),
    ("train", TRAIN.replace("    self.update(*slopes, learning_rate)\n", ""), "never updated"),
    ("train", TRAIN.replace("\nreturn", "\n    return"), "one step only"),
    ("predict", "return self.forward(X)[1]", "no threshold"),
    ("predict", "return self.forward(X)[0] > 0.5", "a1 for the answer"),
]


@pytest.mark.parametrize(
    "name, body",
    [
        ("forward", FORWARD),
        ("loss", LOSS),
        ("backward", BACKWARD),
        ("update", UPDATE),
        ("train", TRAIN),
    ],
)
def test_what_the_mistakes_are_planted_in_is_right(name, body):
    assert check.program(learners(**{name: body})).passed


@pytest.mark.parametrize(("name", "body", "mistake"), PLANTED)
def test_planted_mistake_is_named_and_the_other_parts_stay_right(name, body, mistake):
    report = check.program(learners(**{name: body}))
    assert mistake in report.mistake, report
    assert f"✗ {name}: " in report.text
    for other in {*METHODS} - {name, "train", "predict"}:
        assert f"✓ {other}" in report.text
    if name not in ("train", "predict", "forward"):
        assert f"– train: right by itself, but it calls {name}" in report.text


def test_a_prediction_from_the_hidden_layer_is_told_that_it_is_a1():
    report = check.program(learners(predict="return (self.forward(X)[0] > 0.5).astype(int)"))
    assert "a1, what the hidden neurons say" in report.text and "both" not in report.text.lower()


def test_each_wrong_part_is_named_and_the_first_is_told_in_full():
    report = check.program(learners(loss=LOSS.replace(" / len(y)", ""), train=ONCE))
    assert "5 of 7 parts are right" in report.text
    assert (
        "✗ loss: sum for mean" in report.text and "✗ train: forward pass made once" in report.text
    )
    assert report.mistake == "sum for mean" and "a larger batch looks" in report.text


def test_shapes_that_fit_one_sample_only_are_told():
    body = FORWARD.replace("X @ self.W1", "(X.reshape(-1) @ self.W1)")
    assert "stops with an error" in check.program(learners(forward=body)).text
    only = "return (1 / (1 + np.exp(-(X[0] @ self.W1 + self.b1))))[None] @ self.W2 * 0 > 1"
    assert not check.program(learners(predict=only)).passed


class Typed:  # a class with lines of its own, so that a report can quote them
    def update(self, dW1, db1, dW2, db2, learning_rate):
        W1 -= learning_rate * dW1  # noqa: F821, F841  the line to show

    def loss(self, a2, y):
        return W9  # noqa: F821


def test_error_in_a_method_is_told_with_its_line_and_what_it_may_have_meant():
    text = check.program(type("NeuralNetwork", (Typed, Program), {})).text
    assert "✗ loss: stops with an error" in text and "✗ update: stops with an error" in text
    assert "return W9" in text and "NameError" in text
    text = check.program(type("NeuralNetwork", (Program,), {"update": Typed.update})).text
    assert "W1 -= learning_rate * dW1" in text and "Did you mean `self.W1`?" in text


def test_self_forgotten_and_other_inputs_are_told():
    def predict(X):
        return X

    def loss(self, y):
        return y

    methods = {"predict": predict, "loss": loss}
    text = check.program(type("NeuralNetwork", (Program,), methods)).text
    assert "✗ predict: self forgotten" in text and "✗ loss: other inputs" in text
    assert "expected `def loss(self, a2, y)`" in text


def test_stub_is_not_written_yet_and_a_missing_method_is_told():
    class NeuralNetwork:
        def __init__(self, inputs, hidden, outputs, seed):
            """Weights and biases."""
            ...

        def forward(self, X):
            """a1 and a2."""
            ...

        def update(self, dW1, db1, dW2, db2, learning_rate):
            """A step."""
            ...

        def train(self, X, y, learning_rate, steps):
            """All steps."""
            ...

    text = check.program(NeuralNetwork).text
    for name in ("__init__", "forward", "update", "train"):
        assert f"… {name}: not written yet" in text
    assert "✗ loss: method missing" in text and "def loss(self, a2, y)" in text


@pytest.mark.parametrize("value", [Program(2, 3, 1, 0), None, "text", print, ...])
def test_what_is_no_class_is_told(value):
    report = check.program(value)
    assert not report.passed and "Hand over the class itself" in report.text
    assert " at 0x" not in report.text


@pytest.mark.parametrize("result", [None, ..., "text", [], [1, 2], object(), {1: 2}, np.ones(3)])
def test_any_result_of_any_method_gets_a_report(result):
    for name in METHODS:
        methods = {name: lambda self, *given, seed=0: result}
        report = check.program(type("NeuralNetwork", (Program,), methods))
        assert not report.passed and " at 0x" not in report.text
