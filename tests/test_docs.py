"""What README, CONTRIBUTING and docs/ point at is there."""

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


@pages
def test_links_lead_somewhere(page):
    broken = [to for to in LINK.findall(page.read_text("utf-8")) if not (page.parent / to).exists()]
    assert not broken


@pages
def test_paths_that_are_named_exist(page):
    named = PATH.findall(page.read_text("utf-8"))
    missing = [path for path in named if "NN_name" not in path and not (ROOT / path).exists()]
    assert not missing


def test_commands_that_are_named_exist():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = re.findall(r"(?:`|^)make\s+([a-z-]+)", text, re.MULTILINE)
    assert set(named) - set(targets) == set()
