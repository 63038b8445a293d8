"""Sheets for paper: every answer is worked out here once more, by hand, from the numbers given."""

import importlib.util
import math
import re
from pathlib import Path

import pytest

from backprop_lib import questions
from backprop_lib.questions import sheets

SEEDS = range(40)
ROOT = Path(__file__).resolve().parents[2]


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def shapes(m, sizes):
    n0, n1, n2 = sizes
    found = {"W[1]": (n0, n1), "W[2]": (n1, n2), "dW[1]": (n0, n1), "dW[2]": (n1, n2)}
    found |= {"b[1]": (n1,), "db[1]": (n1,), "a[1]": (m, n1), "a[2]": (m, n2)}
    return found | {"delta[1]": (m, n1), "delta[2]": (m, n2)}


def forward(x, w, b):
    z = x[0] * w[0] + x[1] * w[1] + b
    return {"z": z, "a": sigmoid(z)}


def loss(z, y):
    a = sigmoid(z)
    return {"a": a, "loss": -math.log(a if y else 1 - a)}


def chain(x, w1, w2, y):
    a1 = sigmoid(x * w1)
    delta2 = sigmoid(a1 * w2) - y
    delta1 = delta2 * w2 * a1 * (1 - a1)
    return {"delta[2]": delta2, "delta[1]": delta1, "dW[1]": x * delta1}


def fork(z, w, y):
    a = sigmoid(z)
    deltas = [sigmoid(a * one) - target for one, target in zip(w, y, strict=True)]
    arrives = deltas[0] * w[0] + deltas[1] * w[1]
    found = dict(zip(("first output", "second output"), deltas, strict=True))
    return found | {"hidden": arrives * a * (1 - a)}


def step(w, x, rate, y):
    delta = sigmoid(w * x) - y
    return {"w": w - rate * x * delta, "b": -rate * delta}


def tanh(z, y):
    a = math.tanh(z)
    return {"delta": (a - y) * (1 - a * a)}


def mse(a, y):
    return {"first": a[0] - y[0], "second": a[1] - y[1]}  # 2 (a − y) / 2


def skip(x, w, y):
    bent = math.tanh(w * x)
    error = bent + x - y
    delta = error * (1 - bent**2)
    return {"delta": delta, "along x": delta * w + error}


def softmax(z, right):
    total = sum(map(math.exp, z))
    a = {f"a {n}": math.exp(one) / total for n, one in enumerate(z, start=1)}
    return a | {f"delta {n}": a[f"a {n}"] - (n == right + 1) for n in (1, 2, 3)}


def mean(m, s):
    return {"delta": m * s}


def bound(n, w):
    return {"at most": (w / 4) ** n}


BY_HAND = {
    one.__name__: one
    for one in (shapes, forward, loss, chain, fork, step, tanh, mse, skip, softmax, mean, bound)
}


@pytest.mark.parametrize("lesson", sheets.BY_LESSON)
def test_every_answer_is_what_the_task_gives_by_hand(lesson):
    for seed in SEEDS:
        for task in questions.sheet(lesson, seed).tasks:
            by_hand = BY_HAND[task.kind](**task.given)
            for name, answer in task.answers.items():
                expected = by_hand[name]
                if task.kind == "shapes":
                    assert answer == expected
                    continue
                assert answer == pytest.approx(expected, rel=1e-9, abs=1e-12), (task, seed)


@pytest.mark.parametrize("lesson", sheets.BY_LESSON)
def test_every_number_that_is_needed_stands_in_the_task(lesson):
    """In this order, though others may stand between."""
    for seed in SEEDS:
        for task in questions.sheet(lesson, seed).tasks:
            said = [float(n.replace("−", "-")) for n in re.findall(r"−?\d+(?:\.\d+)?", task.text)]
            if task.kind == "shapes":
                said = [abs(number) for number in said]
            given = [
                v
                for value in task.given.values()
                for v in (value if isinstance(value, list) else [value])
            ]
            if task.kind == "softmax":
                given[-1] += 1
            assert set(given) <= set(said), (task.text, given)


@pytest.mark.parametrize("lesson", sheets.BY_LESSON)
def test_a_seed_gives_one_sheet_and_another_seed_other_numbers(lesson):
    assert questions.sheet(lesson, 3) == questions.sheet(lesson, 3)
    assert questions.sheet(lesson, 3).html() == questions.sheet(lesson, 3).html()
    texts = {questions.sheet(lesson, seed).markdown().partition("\n")[2] for seed in SEEDS}
    assert len(texts) == len(SEEDS)
    for place in range(len(sheets.BY_LESSON[lesson])):
        assert len({questions.sheet(lesson, s).tasks[place].text for s in SEEDS}) > 6


def test_the_six_sheets_ask_for_all_that_is_to_be_asked():
    kinds = {task.kind for lesson in range(1, 7) for task in questions.sheet(lesson, 0).tasks}
    assert kinds == set(BY_HAND)


def test_answers_stand_on_a_page_of_their_own():
    sheet = questions.sheet(2, seed=5)
    asked, told = sheet.markdown().split("\n---\n")
    page, answers = sheet.html().split('<section class="answers">')
    assert "break-before: page" in page
    for task in sheet.tasks:
        assert task.text in asked and task.answer in told and task.answer not in asked
        for value in task.answers.values():
            written = str(value) if isinstance(value, tuple) else f"{abs(value):.4f}"
            assert written in answers and written not in page


def test_an_unknown_lesson_is_told_with_those_that_are():
    with pytest.raises(ValueError, match="lesson is 7; there are sheets for: 1, 2, 3, 4, 5, 6"):
        questions.sheet(7, 0)


def test_a_class_gets_a_sheet_each(monkeypatch, tmp_path, capsys):
    spec = importlib.util.spec_from_file_location("sheet_tool", ROOT / "tools" / "sheet.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(
        "sys.argv", ["sheet.py", "2", "--seed", "4", "--count", "3", "--to", str(tmp_path)]
    )
    tool.main()
    names = [f"lesson2_sheet{seed}.html" for seed in (4, 5, 6)]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    first = (tmp_path / names[0]).read_text(encoding="utf-8")
    assert first == questions.sheet(2, 4).html()
