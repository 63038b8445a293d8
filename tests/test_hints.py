"""A hint says what to think of, and never holds what is to be written."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from jupytext.myst import myst_to_notebook

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)

SOURCES = [source for source in notebooks.sources() if source.stem[:2] in ("01", "02")]
HINT = re.compile(r"<summary>Hint \d.*?</summary>(.*?)</details>", re.DOTALL)


def unparsed(code):
    """All operations and calls in some code, as texts; the code itself where it is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return {code}
    return {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.Call))}


def to_be_written(source):
    """The operations and calls that the lesson's exercises leave to the learner."""
    for cell in myst_to_notebook(source.read_text("utf-8")).cells:
        if "solution" in cell.metadata.get("tags", []):
            solution = notebooks.BLANK.sub("", cell.source)
            yield from unparsed(solution) - unparsed(notebooks.stub(cell.source))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_no_hint_holds_what_is_to_be_written(source):
    hints = " ".join(HINT.findall(source.read_text("utf-8")))
    held = [unparsed(" ".join(code.split())) for code in re.findall(r"`([^`]+)`", hints)]
    assert not set(to_be_written(source)) & set().union(*held)
