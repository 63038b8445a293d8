"""Checks name their mistakes' misconceptions from the list that questions use."""

import ast
from pathlib import Path

import pytest
from exercises import LESSONS, of

from backprop_lib import check
from backprop_lib.check.judging.beliefs import MADE_BY, beliefs_of
from backprop_lib.misconceptions import MISCONCEPTIONS

FOLDER = Path(check.__file__).parent
# How numbers are related to the right ones is no mistake with a name of its own.
RELATIONS = {"changes.py", "multiples.py", "related.py", "tried_otherwise.py"}
LISTED = [name for names in MADE_BY.values() for name in " ".join(names.split()).split("; ")]


def trees():
    for path in sorted(FOLDER.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def text_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def named():
    """Every mistake that a check can name: of exercises, and where a check returns (name, says)."""
    found = {wrong.name for lesson in LESSONS for one in of(lesson) for wrong in one.wrong_answers}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "WrongAnswer":
                found.add(text_of(node.args[0]))
            pair = getattr(node, "value", None)
            if path.name in RELATIONS or not isinstance(node, ast.Return | ast.Assign):
                continue
            if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 and says(pair.elts[1]):
                found.add(text_of(pair.elts[0]))
    return sorted(found - {""})


def says(node):
    """Is it a sentence?"""
    return isinstance(node, ast.JoinedStr) or text_of(node).endswith((".", "?", ")"))


@pytest.mark.parametrize("mistake", named())
def test_every_mistake_that_a_check_names_shows_a_misconception_or_is_called_a_slip(mistake):
    shown = beliefs_of(mistake)
    assert len(shown) == 1 and shown[0] in MISCONCEPTIONS, (
        f"{mistake!r} shows {shown or 'no belief'}: put it under exactly one key of MADE_BY in "
        "backprop_lib/check/judging/beliefs.py, the belief of who makes it, or under 'slip'."
    )


def test_what_a_check_finds_in_other_ways_is_found_here_too():
    assert {"points joined", "zeros as start", "seed not used", "^ for a power"} <= {*named()}


def test_no_mistake_shows_two_beliefs_and_none_is_listed_that_no_check_names():
    assert len(LISTED) == len({*LISTED}) and {*MADE_BY} <= {*MISCONCEPTIONS}
    assert not {*LISTED} & {*check.MISTAKES} - {
        name for name in check.MISTAKES if (check.MISTAKES[name].misconception,) == beliefs_of(name)
    }
    texts = {text_of(node) for _, tree in trees() for node in ast.walk(tree)}
    assert not [name for name in LISTED if name not in texts]


def test_most_mistakes_are_no_mere_slips():
    slips = [name for name in named() if beliefs_of(name) == ("slip",)]
    assert len(slips) < len(named()) / 2


def test_a_report_says_which_misconceptions_its_mistakes_show():
    assert check.weighted_sum(lambda x, W, b: x @ W).misconceptions == ("bias is small",)
    assert check.weighted_sum(lambda x, W, b: x @ W + b).misconceptions == ()
    both = check.weighted_sum(lambda x, W, b: W @ x - b)
    assert both.mistake == "W and x in the wrong order and bias subtracted"
    assert both.misconceptions == ("shapes swapped", "sign turned")
