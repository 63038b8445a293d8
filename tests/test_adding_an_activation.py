"""An activation lives in four sources, and this says in which of them one is missing.

1. `activations.py`: value and derivative.
2. `fast_formulas.py`: the twin that fills an array, for training.
3. `live/src/core/pass.js`: the page's value, slope, and the slope in words.
4. `frameworks/activation_table.py`: the same in PyTorch, Keras and JAX.
"""

import re
from pathlib import Path

import pytest

from backprop_lib import fast_formulas
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.frameworks.activation_table import ROWS

PACKAGE = Path(__file__).resolve().parents[1] / "backprop_lib"


def in_the_page():
    """Of each activation in pass.js the keys of its entry."""
    text = (PACKAGE / "live" / "src" / "core" / "pass.js").read_text(encoding="utf-8")
    table = re.search(r"^export const ACTIVATIONS = \{$(.*?)^\};$", text, re.MULTILINE | re.DOTALL)
    entries = re.split(r"^  (?=\w+: \{)", table[1], flags=re.MULTILINE)[1:]
    return {
        entry.partition(":")[0]: set(re.findall(r"(\w+):", entry.partition("{")[2]))
        for entry in entries
    }


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_training_knows_it(name):
    assert name in fast_formulas.ACTIVATIONS, f"fast_formulas.py has no activation {name!r}"


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_frameworks_know_it(name):
    assert name in ROWS, f"frameworks/activation_table.py has no row {name!r}"


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_page_knows_it(name):
    """Softmax has no slope of its own: only cross-entropy takes it, and cancels it."""
    entry = in_the_page().get(name)
    assert entry is not None, f"live/src/core/pass.js has no activation {name!r}"
    missing = {"value", "slope", "says", "steepest"} - entry
    assert not missing, f"live/src/core/pass.js, {name}: no {', '.join(sorted(missing))}"


def test_no_source_knows_one_that_the_core_does_not():
    assert set(ROWS) == set(fast_formulas.ACTIVATIONS) == set(ACTIVATIONS)
    assert set(in_the_page()) <= set(ACTIVATIONS)
