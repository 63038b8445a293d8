"""The page of references: every source that the course names is on it, and every link finds it."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "notebooks" / "references.md"
SOURCES = sorted((ROOT / "notebooks" / "src").glob("[0-9][0-9]_*.md"))
CODE = sorted((ROOT / "backprop_lib").rglob("*.py"))
LINK = re.compile(r"\[([^\]]+)\]\(references\.md\)")
OTHERS = r"(?: et al\.| (?:and|&) others|(?:,? [A-Z][a-z]+)*,? (?:and|&) [A-Z][a-z]+)?"
CITED = re.compile(rf"\b([A-Z][a-z]+){OTHERS}(?:,| in| \()? ?((?:19|20)\d\d)\b")
ENTRY = re.compile(r"^- ([A-Z][a-z]+), .*?\(((?:19|20)\d\d)\)\. (.+)$", re.MULTILINE)
per_lesson = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


def entries():
    """(surname, year) of each entry, with the lessons that it says name it."""
    found = {}
    for name, year, rest in ENTRY.findall(PAGE.read_text(encoding="utf-8")):
        lessons = re.search(r"\(Lessons? ([\d and,]+)\.\)$", rest)
        found[name, year] = re.findall(r"\d", lessons[1]) if lessons else []
    return found


def linked(source):
    """(surname, year) of each link to the page in a lesson."""
    texts = [" ".join(text.split()) for text in LINK.findall(source.read_text(encoding="utf-8"))]
    for text in texts:
        assert re.fullmatch(r"([A-Z]\w+).* ((?:19|20)\d\d)", text), f"no name and year: {text}"
    return {(text.split()[0].rstrip(","), text[-4:]) for text in texts}


def comments(path):
    """What a module says in docstrings and comments, as one text."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    kinds = ast.Module | ast.FunctionDef | ast.ClassDef
    said = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    said += [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]
    return " ".join(" ".join(said).split())


def test_every_line_of_the_list_is_an_entry_with_author_year_and_title():
    lines = [x for x in PAGE.read_text(encoding="utf-8").splitlines() if x.startswith("- ")]
    assert len(lines) == len(entries()) > 5


@per_lesson
def test_every_link_of_a_lesson_to_the_page_finds_its_entry(source):
    assert linked(source) <= entries().keys()


@per_lesson
def test_who_is_named_with_a_year_is_linked(source):
    text = " ".join(LINK.sub("", source.read_text(encoding="utf-8")).split())
    assert CITED.findall(text) == []


@per_lesson
def test_whoever_is_on_the_page_and_named_in_a_lesson_is_linked_there(source):
    text = LINK.sub("", source.read_text(encoding="utf-8"))
    names = {name for name, _ in entries()} - {"He"}  # also a word
    named = {name for name in names if re.search(rf"\b{name}\b", text)}
    assert named <= {name for name, _ in linked(source)}


def test_every_source_that_the_code_names_has_its_entry():
    cited = {pair for path in CODE for pair in CITED.findall(comments(path))}
    assert cited <= entries().keys()


def test_every_entry_is_named_in_the_lessons_that_it_says_or_in_the_code():
    in_code = {pair for path in CODE for pair in CITED.findall(comments(path))}
    for entry, said in entries().items():
        lessons = [source.stem[1] for source in SOURCES if entry in linked(source)]
        assert lessons == said, entry
        assert lessons or entry in in_code, f"nobody names {entry}"


@pytest.mark.parametrize("path", [PAGE, *SOURCES], ids=lambda path: path.stem)
def test_every_relative_link_has_its_target(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [t for t in re.findall(r"\]\(([^)\s]+)\)", text) if not t.startswith(("http", "#"))]
    for target in targets:
        # A lesson stands beside the page: its notebook is built into notebooks/.
        assert (ROOT / "notebooks" / target.partition("#")[0]).is_file(), target
