"""The exercises of lesson 5: right answers pass, each known mistake is named by itself."""

import math

import numpy as np
import pytest
from exercises import each_mistake, of

from backprop_lib import autodiff, check
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson5 import training_step as step
from backprop_lib.check.lesson5 import walk_back as walk


@each_mistake(of("lesson5"))
def test_no_report_gives_the_solution(exercise, mistake, answer):
    report = judge(exercise, answer)
    for giveaway in ("W.T", "len(slope)", "optimizer.zero_grad()", "other.data", "reversed("):
        assert giveaway not in report.text


@pytest.mark.parametrize(
    "function",
    [
        lambda W, b: (np.transpose(W), b),
        lambda W, b: [W.T.copy(), b.copy()],
        lambda W, b: (np.array([[row[j] for row in W] for j in range(W.shape[1])]), list(b)),
    ],
)
def test_right_arrays_pass(function):
    assert check.linear_arrays(function).passed


class Value:
    """As the lesson's solution has it."""

    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.inputs, self.slopes, self.grad = data, inputs, slopes, 0.0

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        a = 1 / (1 + math.exp(-self.data))
        return Value(a, (self,), (a * (1 - a),))

    def nodes(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for source in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        return order


def test_a_right_value_passes_also_with_its_inputs_in_another_order():
    class Turned(Value):
        def __mul__(self, other):
            return Turned(self.data * other.data, [other, self], [self.data, other.data])

    assert check.value_engine(Value).passed
    assert check.value_engine(Turned).passed


def test_value_is_judged_part_by_part():
    class Partly(Value):
        def __mul__(self, other):
            return Partly(self.data * other.data, (self, other), (self.data, other.data))

        def sigmoid(self): ...

    report = check.value_engine(Partly)
    assert not report.passed
    assert report.mistake == "copies instead of swaps"
    assert "Right: +." in report.text
    assert "Not written yet: sigmoid." in report.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda self: Value(0.5, (self), (0.25,)), "with a comma"),
        (lambda self: Value(0.5, (Value(self.data),), (0.25,)), "no tie to them"),
        (lambda self: 1 / (1 + math.exp(-self.data)), "A plain number remembers nothing"),
        (lambda self: Value(0.5, (self,), (Value(0.25),)), "Its slopes are Values"),
        (lambda self: Value(self.dta, (self,), (0.25,)), "has no attribute 'dta'"),
    ],
)
def test_what_a_value_lacks_is_said(wrong, says):
    report = check.value_engine(type("Wrong", (Value,), {"sigmoid": wrong}))
    assert "Right: +, *." in report.text
    assert says in report.text


def test_the_line_of_an_error_in_a_value_is_the_learners_own():
    class Stumbles(Value):
        def __mul__(self, other):
            return Value(self.dta * other.data, (self, other), (0.0, 0.0))

    assert "return Value(self.dta * other.data" in check.value_engine(Stumbles).text


@pytest.mark.parametrize("other", [3, int, Value(2.0), type("Empty", (), {})])
def test_what_is_no_class_of_values_is_told(other):
    assert not check.value_engine(other).passed


def walk_with_nodes(end):
    for node in end.nodes():
        node.grad = 0.0
    end.grad = 1.0
    for node in reversed(end.nodes()):
        for source, slope in zip(node.inputs, node.slopes, strict=True):
            source.grad += node.grad * slope


def walk_with_an_order_of_its_own(end):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        node.grad = 0
        for source in node.inputs:
            visit(source)
        order.insert(0, node)

    visit(end)
    end.grad = 1
    for node in order:
        for k in range(len(node.inputs)):
            node.inputs[k].grad = node.inputs[k].grad + node.slopes[k] * node.grad


@pytest.mark.parametrize("function", [walk_with_nodes, walk_with_an_order_of_its_own])
def test_right_walks_pass(function):
    report = check.walk_back(function)
    assert report.passed, report


def test_what_passes_is_kept_and_is_what_the_lesson_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKPROP_ANSWERS", str(tmp_path / ".answers.json"))
    assert not check.mine("value_engine").yours
    for name, own in (
        ("value_engine", Value),
        ("walk_back", walk_with_nodes),
        ("training_step", zeroed_at_the_end),
    ):
        assert "Kept in mine.py" in getattr(check, name)(own).text
        assert check.mine(name).yours
    made, walk_through = check.mine("value_engine"), check.mine("walk_back")
    a = made(3.0)
    end = a * a + a
    walk_through(end)
    assert a.grad == 7.0


def test_the_check_can_be_run_again_after_the_lesson_has_taken_what_is_kept():
    assert check.value_engine(check.ours("value_engine")).passed


def test_what_the_lesson_runs_of_ours_works_together():
    made, walk_through = check.ours("value_engine"), check.ours("walk_back")
    a = made(3.0)
    walk_through(a * a + a)
    assert a.grad == 7.0


def test_a_walk_over_every_path_is_stopped_and_named():
    def walk_back(end):
        for node in end.nodes():
            node.grad = 0.0

        def carry(node, slope):
            node.grad += slope
            for source, along in zip(node.inputs, node.slopes, strict=True):
                carry(source, slope * along)

        carry(end, 1.0)

    assert check.walk_back(walk_back).mistake == "every path by itself"


def test_a_walk_without_an_end_is_stopped():
    def walk_back(end):
        while end.inputs:
            end.grad = 1.0

    assert "visits and no end" in check.walk_back(walk_back).text


def test_a_walk_that_is_a_stub_is_not_written_yet():
    def walk_back(end):
        """Fill the grads."""
        ...

    assert "not written yet" in check.walk_back(walk_back).text


def test_the_numbers_that_walks_are_tried_on_have_the_slopes_of_our_engine():
    rng = np.random.default_rng(3)
    for name, graph in walk.GRAPHS.items():
        numbers = rng.normal(size=graph.__code__.co_argcount)
        grads, _, _ = walk._walked(walk_with_nodes)(name, numbers)
        put_in = [autodiff.Value(number) for number in numbers]
        made = graph(*put_in)
        made[-1].backward()
        np.testing.assert_allclose(grads, [node.grad for node in (*put_in, *made)], rtol=1e-12)


@pytest.mark.parametrize(
    "function",
    [
        lambda slope: slope.shape[0] * slope,
        lambda slope: np.array([row * len(slope) for row in slope]),
        lambda slope: slope / (1 / len(slope)),
    ],
)
def test_right_deltas_pass(function):
    assert check.delta_from_hook(function).passed


@pytest.mark.parametrize(
    ("wrong", "mistake", "says"),
    [
        (lambda slope: 4 * slope, "a fixed number for a size", "number of samples is 4."),
        (lambda slope: slope * 5, "a fixed number for a size", "number of samples is 5."),
        (lambda slope: slope * slope.size, "times samples and neurons", "samples times neurons"),
        (lambda slope: slope * slope.shape[1], "times the number of neurons", "columns"),
    ],
)
def test_one_wrong_factor_is_one_mistake_and_is_named(wrong, mistake, says):
    report = check.delta_from_hook(wrong)
    assert report.mistake == mistake
    assert says in report.text and "at once" not in report.text


def test_stand_in_loss_has_the_slope_that_a_nudge_measures():
    rng = np.random.default_rng(0)
    weight, X, y = rng.normal(size=(2, 1)), rng.normal(size=(5, 2)), rng.normal(size=(5, 1))
    model = step.Model(weight)
    step.MeanLoss(model(X), y).backward()
    for k in range(2):
        nudge = 1e-6 * np.eye(2)[:, [k]]
        up, down = (step.MeanLoss(step.Model(weight + s * nudge)(X), y).item() for s in (1, -1))
        assert model.grad[k, 0] == pytest.approx((up - down) / 2e-6, rel=1e-8)


def loss_as_a_number(model, loss_function, optimizer, X, y):
    optimizer.zero_grad()
    loss = loss_function(model(X), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeroed_by_the_model(model, loss_function, optimizer, X, y):
    model.train()
    answer = model(X)
    model.zero_grad()
    loss = loss_function(answer, y)
    loss.backward()
    optimizer.step()
    return loss.detach()


def zeroed_at_the_end(model, loss_function, optimizer, X, y):
    loss = loss_function(model(X), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss)


@pytest.mark.parametrize("function", [loss_as_a_number, zeroed_by_the_model, zeroed_at_the_end])
def test_right_steps_pass(function):
    report = check.training_step(function)
    assert report.passed, report


def test_stub_is_not_written_yet():
    def training_step(model, loss_function, optimizer, X, y):
        """One step."""
        ...

    report = check.training_step(training_step)
    assert "not written yet" in report.text
    assert "returns nothing" in report.text
    assert " of your cell: ...\n" in report.text and "import" not in report.text


def test_error_is_shown_with_the_learners_own_line():
    def stumbles(model, loss_function, optimizer, X, y):
        return loss_function(X, y)

    report = check.training_step(stumbles)
    assert "given no answer of the model" in report.text
    assert "return loss_function(X, y)" in report.text


def test_no_function_is_told():
    assert "not a function" in check.training_step(3).text


def test_the_stand_ins_keep_the_rules_of_pytorch():
    torch = pytest.importorskip("torch", reason="torch: make test-frameworks")
    for weight, X, y in step.EXERCISE.cases(np.random.default_rng(0)):
        ours = step._steps(step._right)(weight, X, y)
        model = torch.nn.Linear(len(weight), 1, bias=False, dtype=torch.float64)
        with torch.no_grad():
            model.weight.copy_(torch.tensor(weight.T))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        X, y, weights, losses = torch.tensor(X), torch.tensor(y), [], []
        for _ in range(step.STEPS):
            losses.append(step._right(model, torch.nn.MSELoss(), optimizer, X, y).item())
            weights.append(model.weight.detach().numpy().ravel().copy())
        np.testing.assert_allclose(ours[0], weights, rtol=1e-12)
        np.testing.assert_allclose(ours[1], losses, rtol=1e-12)
