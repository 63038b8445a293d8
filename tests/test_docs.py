"""What README, CONTRIBUTING and docs/ point at is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
# A path is what begins with one of our folders, or is a file at the top; NN_name stands for any.
PATH = re.compile(
    r"`((?:backprop_lib|tests|notebooks|benchmarks|tools|docs|assets)/[\w./-]*|[\w-]+\.(?:toml|yml))`"
)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


SHORT = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|js|mjs|json))`")  # such as `live/clock.py`
SOURCES = [ROOT, ROOT / "backprop_lib", ROOT / "tests"]
MADE = {"mine.py"}  # by a learner's checks
ROW = re.compile(r"^\| (\[.*\)) \| .* \| (\d+) \|$", re.MULTILINE)


@pages
def test_links_lead_somewhere(page):
    broken = [to for to in LINK.findall(page.read_text("utf-8")) if not (page.parent / to).exists()]
    assert not broken


@pages
def test_paths_that_are_named_exist(page):
    named = PATH.findall(page.read_text("utf-8"))
    missing = [path for path in named if "NN_name" not in path and not (ROOT / path).exists()]
    assert not missing


@pages
def test_files_that_are_named_in_short_exist(page):
    names = {path.name for place in ("backprop_lib", "tools") for path in (ROOT / place).rglob("*")}
    missing = [
        path
        for path in set(SHORT.findall(page.read_text("utf-8"))) - MADE
        if "NN_name" not in path
        and not any((folder / path).exists() for folder in SOURCES)
        and ("/" in path or path not in names)
    ]
    assert not missing


def test_every_copy_of_a_formula_is_listed_with_the_test_that_holds_it():
    """A file says itself that it is a copy: in its first lines, "the page's copy of"."""
    page = (ROOT / "docs" / "design.md").read_text("utf-8")
    rows = [row for row in page.splitlines() if re.match(r"\| `.*`tests/.*` \|$", row)]
    sources = (ROOT / "backprop_lib" / "live" / "src" / "core").glob("*.js")
    heads = {path: path.read_text("utf-8").partition("\n\n")[0] for path in sources}
    copies = [path for path, head in heads.items() if "page's copy of" in head]
    assert copies
    listed = "\n".join(rows)
    assert [path.name for path in copies if f"{path.name}`" not in listed] == []


def code_lines(path):
    """Lines of Python that are neither empty nor comment nor docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    lines = {n for node in ast.walk(tree) if hasattr(node, "lineno") for n in (node.lineno,)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return len(lines)


def test_minutes_of_the_reading_order_are_ten_lines_of_code_each():
    text = (ROOT / "docs" / "reading-order.md").read_text("utf-8")
    rows = ROW.findall(text)
    assert len(rows) >= 10
    for files, minutes in rows:
        paths = [ROOT / "docs" / link for link in LINK.findall(files)]
        lines = sum(map(code_lines, paths))
        assert 0.9 <= int(minutes) / (lines / 10) <= 1.6, (files, minutes, lines)
    heart = text.partition("## An evening")[0]
    assert sum(int(minutes) for _, minutes in ROW.findall(heart)) <= 30


def test_commands_that_are_named_exist():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = re.findall(r"(?:`|^)make\s+([a-z-]+)", text, re.MULTILINE)
    assert set(named) - set(targets) == set()
