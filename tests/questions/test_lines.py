"""Lines to be put in order: an order is right exactly if it computes the right numbers."""

import importlib.util
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from backprop_lib import Network, datasets, gradcheck, questions
from backprop_lib.questions import Option, Question, source
from backprop_lib.questions.lines import with_order

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)


def proven():
    """Each question of this kind with a truth: its name, its lines' numbers, its truth."""
    for lesson in notebooks.sources():
        for found in notebooks.QUESTION.finditer(lesson.read_text("utf-8")):
            settings, _, _ = source._parts(found[3])
            if settings.get("kind") == ["order"] and "truth" in settings:
                yield found[2], settings.get("given", []), settings["truth"][0]


PROVEN = {name: (given, truth) for name, given, truth in proven()}


def runner(name):
    """A function: do these lines, run in this order, make the question's truth true?"""
    given, truth = PROVEN[name]
    names = {"np": np, "Network": Network, "datasets": datasets, "gradcheck": gradcheck}
    exec("\n".join(given), names)
    check = compile(truth, "truth", "eval")
    compiled = {}

    def run(texts):
        known = dict(names)
        try:
            for text in texts:
                code = compiled.setdefault(text, compile(text.strip("`"), text, "exec"))
                exec(code, known)
            return bool(eval(check, known))
        except (NameError, ValueError):  # not there yet; shapes that do not meet
            return False

    return run


def test_the_lessons_ask_for_the_order_of_the_forward_and_of_the_backward_pass():
    assert {"1.pass-in-order", "2.pass-in-order"} <= set(PROVEN)


@pytest.mark.parametrize("name", PROVEN)
def test_an_order_is_right_exactly_if_it_computes_the_right_numbers(name):
    question, run = questions.get(name), runner(name)
    lines = [option.text for option in question.right]
    orders = [*permutations(lines)]
    assert len(orders) <= 5040, "too many lines to try"
    right = [order for order in orders if questions.judge(question, list(order)).right]
    assert [order for order in orders if run(order)] == right
    assert tuple(lines) in right


@pytest.mark.parametrize("name", PROVEN)
def test_each_wrong_line_spoils_the_numbers_wherever_it_stands(name):
    """In the place of any line, or between any two: an error or other numbers, or nothing at all
    where a line after it makes the same thing anew."""
    question, run = questions.get(name), runner(name)
    lines = [option.text for option in question.right]
    for wrong in (option.text for option in question.options if not option.right):
        target = wrong.strip("`").partition(" ")[0]
        (n,) = [k for k, line in enumerate(lines) if line.strip("`").startswith(f"{target} ")]
        assert not run([*lines[:n], wrong, *lines[n + 1 :]]), wrong


def lines(*texts):
    options = with_order([Option(f"`{text}`", True, "Because.") for text in texts])
    return Question("1.x", "order", "exit", "?", options)


@pytest.mark.parametrize(
    ("texts", "order", "said"),
    [
        (["a = x", "b = x", "c = a + b"], "abc", None),
        (["a = x", "b = x", "c = a + b"], "bac", None),
        (["a = x", "b = x", "c = a + b"], "acb", "Line 2 comes too early: it uses `b`, which does"),
        (["d = e @ W.T", "W = W - d", "z = W + d"], "bac", "Line 1 comes too early: it uses `d`"),
        (["d = e", "e = W", "W = W - d"], "acb", "Line 2 comes too early: it changes `W`, and"),
        (["W = W - d", "y = W", "z = 1"], "bac", "Line 1 comes too early: it uses `W`, which has"),
        (["n += 1", "m = n", "k = 2"], "bac", "Line 1 comes too early: it uses `n`, which has not"),
        (["d[2] = a", "d[1] = d[2] @ W", "g = d[1]"], "acb", "uses `d[1]`, which does not exist"),
        (["a, b = f(x)", "c = b", "d = a"], "bac", "uses `b`, which does not exist yet"),
    ],
)
def test_what_is_wrong_with_an_order_is_said_of_its_first_line_too_early(texts, order, said):
    question = lines(*texts)
    given = [f"`{texts['abc'.index(letter)]}`" for letter in order]
    verdict = questions.judge(question, given)
    assert verdict.right is (said is None)
    if said:
        assert said in verdict.reasons[0] and verdict.reasons[0].endswith(". Because.")


def test_lines_in_words_have_one_order():
    options = with_order([Option(text, True, "") for text in ("first", "then", "last")])
    question = Question("1.x", "order", "exit", "?", options)
    assert questions.judge(question, ["first", "then", "last"]).right
    verdict = questions.judge(question, ["first", "last", "then"])
    assert verdict.reasons == ("Line 2 comes too early or too late.",)


def test_lines_that_do_not_make_the_truth_true_are_refused():
    body = """
:kind: order
:given: x = 2
:truth: c == {}

Order?

- [x] `a = x`
  Why.
- [x] `b = 2 * a`
  Why.
- [x] `c = a + b`
  Why.
"""
    assert source.parse("1.x", body.format(6)).options[2].after
    with pytest.raises(ValueError, match="do not make the truth true"):
        source.parse("1.x", body.format(7))
