"""Views that ask have their answers at the lesson's end, and the views say the same."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)

VIEW = re.compile(r"^(\w+) = live\.Predict\(", re.MULTILINE)
FOLD = r"<details><summary>{}: [^\n]*\?</summary>\n\n(.*?)\n\n</details>"


def _views():
    for source in notebooks.sources():
        cells = notebooks.compose(source)[0].cells
        for at, cell in enumerate(cells):
            if cell.cell_type == "code" and (found := VIEW.search(cell.source)):
                yield pytest.param(cells, at, found[1], id=f"{source.stem[:2]} {found[1]}")


VIEWS = pytest.mark.parametrize(("cells", "at", "name"), list(_views()))


def binds(statement):
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in statement.names}
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    if not isinstance(statement, ast.Assign):
        return set()
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and stored(node)}


def stored(node):
    return isinstance(node.ctx, ast.Store)


def view_alone(cells, at, name):
    """The view, made by the statements of the cells above that it needs, and no others."""
    statements = [
        statement
        for cell in cells[: at + 1]
        if cell.cell_type == "code" and "%" not in cell.source[:1]
        for statement in ast.parse(cell.source).body
    ]
    kept, wanted = [], {name}
    for statement in reversed(statements):
        if binds(statement) & wanted:
            kept.insert(0, statement)
            wanted |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    known = {}
    exec(compile(ast.Module(kept, []), "<lesson>", "exec"), known)
    return known[name]


@VIEWS
def test_a_views_answers_stand_at_the_lessons_end_as_the_core_computes_them(cells, at, name):
    written = re.search(FOLD.format(name), cells[-1].source, re.DOTALL)
    assert written, f"no {{answer}} {name} before the view"
    said = re.findall(r"^- \*\*(.+?)\*\*: \S", written[1], re.MULTILINE)
    view = view_alone(cells, at, name)
    true = []
    for number in range(len(view.questions)):
        view.number = number
        true.append(view.truth)
    assert said == true


@VIEWS
def test_what_a_view_asks_stands_in_the_text_before_it(cells, at, name):
    before = cells[at - 1]
    assert before.cell_type == "markdown" and "**Predict" in before.source
    assert "?" in before.source
