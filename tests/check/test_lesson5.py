"""The exercises of lesson 5: right answers pass, each known mistake is named by itself."""

import numpy as np
import pytest
from exercises import each_mistake, of

from backprop_lib import check
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson5 import training_step as step


@each_mistake(of("lesson5"))
def test_no_report_gives_the_solution(exercise, mistake, answer):
    report = judge(exercise, answer)
    for giveaway in ("W.T", "len(slope)", "optimizer.zero_grad()"):
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
