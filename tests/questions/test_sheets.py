"""Sheets for paper: every answer is worked out here once more, by hand, from the numbers given.

The PDFs are read back: what the key says is worked out from what its sheet says.
"""

import importlib.util
import math
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pypdf
import pytest

from backprop_lib import questions
from backprop_lib.questions import sheets

SEEDS = range(40)
ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "sheets.py"


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
def test_a_seed_gives_one_sheet_and_another_seed_or_learner_other_numbers(lesson):
    assert questions.sheet(lesson, 3, 5) == questions.sheet(lesson, 3, 5)
    ours, theirs = (
        {tuple(task.text for task in questions.sheet(lesson, seed, n).tasks) for n in range(1, 61)}
        for seed in (3, 4)
    )
    assert len(ours) == len(theirs) == 60 and not ours & theirs
    for place in range(len(sheets.BY_LESSON[lesson])):
        assert len({questions.sheet(lesson, s).tasks[place].text for s in SEEDS}) > 6


@pytest.mark.parametrize("lesson", sheets.BY_LESSON)
@pytest.mark.parametrize("seed", [0, 7, 2026])
def test_in_a_class_of_thirty_no_two_tasks_have_the_same_numbers(lesson, seed):
    given = [task.text for n in range(1, 31) for task in questions.sheet(lesson, seed, n).tasks]
    assert len(given) == len(set(given)) == 30 * len(sheets.BY_LESSON[lesson])


@pytest.mark.parametrize("lesson", sheets.BY_LESSON)
def test_in_the_largest_class_a_task_comes_again_only_when_all_have_been_given(lesson):
    class_sheets = [questions.sheet(lesson, 7, n) for n in range(1, 201)]
    for make in set(sheets.BY_LESSON[lesson]):
        places = [place for place, one in enumerate(sheets.BY_LESSON[lesson]) if one is make]
        times = Counter(sheet.tasks[place].text for sheet in class_sheets for place in places)
        assert len(times) == min(make.count, times.total())
        assert max(times.values()) - min(times.values()) <= 1


def test_no_answer_is_too_small_for_four_digits():
    for lesson in sheets.BY_LESSON:
        for seed in SEEDS:
            for task in questions.sheet(lesson, seed).tasks:
                for name, answer in task.answers.items():
                    if task.kind != "shapes" and abs(answer) > 1e-12:
                        assert task.written[name].strip("−0.") != "", (task, name)


def test_the_six_sheets_ask_for_all_that_is_to_be_asked():
    kinds = {task.kind for lesson in range(1, 7) for task in questions.sheet(lesson, 0).tasks}
    assert kinds == set(BY_HAND)


def test_an_unknown_lesson_is_told_with_those_that_are():
    with pytest.raises(ValueError, match="lesson is 7; there are sheets for: 1, 2, 3, 4, 5, 6"):
        questions.sheet(7, 0)


# ---- on paper

N = r"(−?\d+(?:\.\d+)?)"
SAYS = {  # how a printed task says its numbers
    "shapes": rf"A network {N}-{N}-{N} gets a batch of {N} samples",
    "forward": rf"has the weights {N} and {N} and the bias {N}. Its inputs are {N} and {N}\.",
    "loss": rf"has z = {N} there, and the target is {N}\. Work out its answer",
    "chain": rf"the weights are {N}, then {N}. The input is {N}, the target {N}, ",
    "fork": rf"has z = {N}. Two weights lead on from it, {N} and {N}, .* targets are {N} and {N},",
    "step": rf"has the weight {N} and the bias 0. The input is {N}, the target {N}, .* rate {N}\.",
    "tanh": rf"A tanh output has z = {N}, the target is {N}, and",
    "mse": rf"answer {N} and {N}; the targets are {N} and {N}\.",
    "skip": rf"with w = {N} and x = {N}\. The target is {N}, ",
    "softmax": rf"A softmax has z = \({N}, {N}, {N}\), and the right answer is number {N}\.",
    "mean": rf"is a mean over {N} samples. A hook on z shows the slope {N} of",
    "bound": rf"all weights {N}. At most .* at the neuron {N} places before",
}
ARGUMENTS = {
    "shapes": lambda a, b, c, m: (int(m), [int(a), int(b), int(c)]),
    "forward": lambda w0, w1, b, x0, x1: ([x0, x1], [w0, w1], b),
    "chain": lambda w1, w2, x, y: (x, w1, w2, y),
    "fork": lambda z, w0, w1, y0, y1: (z, [w0, w1], [y0, y1]),
    "step": lambda w, x, y, rate: (w, x, rate, y),
    "mse": lambda a0, a1, y0, y1: ([a0, a1], [y0, y1]),
    "skip": lambda w, x, y: (x, w, y),
    "softmax": lambda z0, z1, z2, right: ([z0, z1, z2], right - 1),
    "bound": lambda w, n: (n, w),
}


def run(monkeypatch, *arguments):
    """The sheets' program, as a teacher calls it."""
    monkeypatch.setattr("sys.path", [str(TOOL.parent), *sys.path])
    spec = importlib.util.spec_from_file_location("sheets_tool", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr("sys.argv", ["sheets.py", *map(str, arguments)])
    tool.main()


@cache
def texts(path):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def by_hand_from(page):
    """All answers of a printed sheet, in its order, from what stands on it."""
    found = []
    for text in re.split(r"(?:_|ln\.) [1-4]\. ", page)[1:]:
        (kind, numbers), *more = [
            (kind, said.groups()) for kind, says in SAYS.items() if (said := re.search(says, text))
        ]
        assert not more, (text, kind, more)
        numbers = [float(number.replace("−", "-")) for number in numbers]
        arguments = ARGUMENTS.get(kind, lambda *numbers: numbers)(*numbers)
        answers = BY_HAND[kind](*arguments)
        if kind == "shapes":
            asked = re.findall(r"\b(\w+\[\d\]) =", text)
            answers = {name: answers[name] for name in asked}
        found += answers.values()
    return found


def rows_of(key):
    """By learner the answers as the key prints them."""
    cell = r"\(\d+, ?\d*\)|−?\d+\.\d{4}"
    rows = re.findall(rf"(?<=\s)(\d+)((?: (?:{cell}))+)", key)
    return {int(n): re.findall(cell, cells) for n, cells in rows}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    with pytest.MonkeyPatch.context() as monkeypatch:
        run(monkeypatch, "--seed", 7, "--class", 12, "--to", folder)
    return folder


@pytest.mark.parametrize("lesson", sheets.BY_LESSON)
def test_each_number_of_the_key_follows_from_what_its_sheet_says(printed, lesson):
    pages = texts(printed / f"lesson{lesson}.pdf")
    key = rows_of(texts(printed / "key.pdf")[lesson - 1])
    assert len(pages) == 12 and list(key) == list(range(1, 13))
    for learner, page in enumerate(pages, start=1):
        assert f"sheet {learner} (seed 7)" in page
        answers = by_hand_from(page)
        assert len(answers) == len(key[learner]) >= 6
        for answer, told in zip(answers, key[learner], strict=True):
            if isinstance(answer, tuple):
                assert told == str(answer)
            else:
                assert float(told.replace("−", "-")) == pytest.approx(answer, abs=5.1e-5)
            assert told not in page  # a sheet does not give its answers away


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_class(
    printed, tmp_path, monkeypatch
):
    for seed, name in ((7, "same"), (8, "other")):
        run(monkeypatch, 2, "--seed", seed, "--class", 12, "--to", tmp_path / name)
    assert sorted(path.name for path in (tmp_path / "same").iterdir()) == [
        "cards.pdf",
        "key.pdf",
        "lesson2.pdf",
    ]
    first = (printed / "lesson2.pdf").read_bytes()
    assert (tmp_path / "same" / "lesson2.pdf").read_bytes() == first
    ours, theirs = (texts(f / "lesson2.pdf") for f in (printed, tmp_path / "other"))
    assert not {page.partition("1. ")[2] for page in ours} & {
        page.partition("1. ")[2] for page in theirs
    }


def test_letters_of_mathematics_are_set_and_their_font_is_in_the_file(printed):
    page = texts(printed / "lesson2.pdf")[0]
    assert "δ[2]" in page and "∂L/∂W[1]" in page and "δ1" in page
    assert "(a − y)²" in texts(printed / "lesson6.pdf")[0]
    fonts = pypdf.PdfReader(printed / "lesson2.pdf").pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert any("DejaVuSans" in name for name in names)


def test_every_learner_gets_a_page_of_four_cards(printed):
    pages = texts(printed / "cards.pdf")
    assert len(pages) == 12 and set(pages) == {"A B C D"}


@pytest.mark.parametrize("size", ["0", "-1", "1000", "thirty"])
def test_a_class_that_cannot_be_is_told_in_a_sentence(size, tmp_path, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, f"--class={size}", "--to", tmp_path)
    said = capsys.readouterr().err
    assert f"it is {size}; a class has 1 to 200 learners, as in --class 30" in said
    assert not list(tmp_path.iterdir())


def test_a_lesson_that_is_not_there_is_told(tmp_path, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, 9, "--to", tmp_path)
    assert "there is no lesson 9; there are sheets for 1 to 6" in capsys.readouterr().err
