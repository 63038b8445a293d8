"""A check says when the function that it judges is older than the cell that was run last."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from backprop_lib.check.judging.newest import older

CHECK = "from backprop_lib import check\nreport = check.weighted_sum(weighted_sum)"
WRONG = "def weighted_sum(x, W, b):\n    return x @ W"


@pytest.fixture
def shell():
    hook = sys.excepthook
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()
    sys.excepthook = hook


def run(shell, *cells):
    for cell in cells:
        shell.run_cell(cell, store_history=True)
    return shell.user_ns["report"].text


def test_after_a_cell_that_python_could_not_read_the_check_says_that_its_function_is_older(shell):
    text = run(shell, WRONG, "def weighted_sum(x, W, b):\n    return x @ W + (b", CHECK)
    assert text.startswith("Your newest `weighted_sum` is not there")
    assert "SyntaxError" in text


@pytest.mark.parametrize(
    "cell",
    ["1 +", "def other(x):\n    return (x", "def weighted_sum(x, W, b):\n    return x\n1 / 0"],
)
def test_of_other_cells_and_of_a_function_that_is_there_it_says_nothing(shell, cell):
    assert "not there" not in run(shell, WRONG, cell, CHECK)


def test_without_ipython_it_says_nothing():
    assert older("weighted_sum") == ""
