"""The exercises of a lesson, each by itself: text, solution, stub, hints, its check, what it needs.

A notebook to be graded holds these alone: it runs in seconds, and needs nothing of the lesson but
the few lines that a solution or its check use.
"""

import ast
import re
import symtable
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import nbformat  # noqa: E402

import notebooks  # noqa: E402

MARK = re.compile(r"^\*(class|core|further)\* *\n+", re.MULTILINE)
MAGIC = re.compile(r"^%.*$", re.MULTILINE)  # IPython's own lines give no name a value
WRITTEN = 3  # points for a function that is written whole; a blank has one


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    name : str
        "exercise1", by its place in the lesson.
    text : str
        The Markdown that asks it.
    solution, stub, marked : str
        Its code: whole, as the learner gets it, and as the lesson's source has it.
    hints : tuple of str
        Markdown, folded.
    call : str
        The check's own call, such as "check.weighted_sum(weighted_sum)".
    names : tuple of str
        The learner's names that the call uses.
    given : tuple of str
        The lesson's lines that solution and call need, as they stand there.
    points : int
    """

    name: str
    text: str
    solution: str
    stub: str
    marked: str
    hints: tuple
    call: str
    names: tuple
    given: tuple
    points: int


def title(source):
    """Such as "Lesson 1: the forward pass"."""
    return re.search(r"^# +(.*)$", source.read_text("utf-8"), re.MULTILINE)[1]


def of(source):
    """The exercises of a lesson, in its order."""
    found, text, before, open_one = [], "", [], None
    for cell, _, _ in notebooks.parted(source):
        if cell.cell_type == "markdown":
            if open_one:
                open_one[1].append(cell.source)
            else:
                text = MARK.sub("", cell.source)
        elif "solution" in cell.metadata.get("tags", []):
            open_one = cell.source, [], text
        elif open_one:
            solution, hints, asks = open_one
            found.append(_exercise(len(found) + 1, asks, solution, hints, cell.source, before))
            before += _statements(notebooks.BLANK.sub("", solution))
            open_one, text = None, ""
            before += _statements(cell.source)
        else:
            before += _statements(cell.source)
    return found


def _exercise(number, text, marked, hints, checked, before):
    solution = notebooks.BLANK.sub("", marked)
    (call,) = (
        ast.unparse(node)
        for node in ast.walk(ast.parse(checked))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("check.")
    )
    made = {name for _, _, binds in _statements(solution) for name in binds}
    blanks = len(notebooks.BLANK.findall(marked))
    methods = marked.count("    def ") if not blanks else 0
    return Exercise(
        f"exercise{number}",
        text,
        solution,
        notebooks.stub(marked),
        marked,
        tuple(hints),
        call,
        tuple(sorted(_asked(call) - {"check"})),
        tuple(given(f"{solution}\n{call}", before, made)),
        blanks or max(WRITTEN, methods),
    )


HEAD = """# {}: exercises

To be handed in. Work with the lesson beside it: what stands there is not repeated here. Each `...`
is a place for your own lines. Run the check below an exercise as often as you like: it says what is
right, and it knows the usual mistakes by name."""


def head(title):
    """The first words of a notebook to be handed in."""
    return HEAD.format(title)


def start(asked):
    """The lines of the lesson that its exercises need, each once."""
    return "\n".join(dict.fromkeys(line for exercise in asked for line in exercise.given))


def notebook(cells):
    return nbformat.v4.new_notebook(cells=cells, metadata=notebooks.METADATA, nbformat_minor=5)


def with_regions(exercise, begin, end):
    """The stub, and at each of its gaps, between two marks, the lines that fill it.

    What takes out all between the marks, and the marks, leaves the lesson's own stub.

    >>> one = _exercise(1, "", "def double(x):\\n    y = 2 * x  # blank\\n    return y", [],
    ...                 "check.double(double)", [])
    >>> print(with_regions(one, "# (", "# )"))
    def double(x):
        y = ...
        # (
        y = 2 * x
        # )
        return y
    """
    lines = exercise.marked.splitlines()
    for first, last, text in notebooks.cuts(exercise.marked):
        own = notebooks.BLANK.sub("", "\n".join(lines[first:last]))
        indent = text[: len(text) - len(text.lstrip())]
        lines[first:last] = _filled(own, text, f"{indent}{begin}", f"{indent}{end}")
    return "\n".join(lines)


def _filled(own, text, begin, end):
    """The stub's line, and its own lines, which count: they stand behind it, a `return` before."""
    statement = ast.parse(dedent(own)).body[0]
    if isinstance(statement, ast.Return):
        return [begin, own, end, text]
    target, equals, _ = text.partition(" = ")
    reads = [n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)] if equals else []
    if target.strip() in reads:
        # It needs the value that the stub's line would take away.
        indent = text[: len(text) - len(text.lstrip())]
        value = ast.unparse(statement.value)
        before = [begin, f"{indent}solved = {value}", end]
        return [*before, text, begin, f"{target} = solved", end]
    return [text, begin, own, end]


def given(code, before, made):
    """The statements of a lesson that give code the names which it does not make itself."""
    wanted, chosen = [(name, len(before)) for name in _asked(code) - made], set()
    while wanted:
        name, end = wanted.pop()
        at = next((n for n in range(end - 1, -1, -1) if name in before[n][2]), None)
        if at is not None and at not in chosen:
            chosen.add(at)
            wanted += [(other, at) for other in before[at][1]]
    return [before[n][0] for n in sorted(chosen)]


def _statements(code):
    """(source, names that it asks for, names that it gives a value) of each statement."""
    found, code = [], MAGIC.sub("pass", code)
    for node in ast.parse(code).body:
        text = ast.get_source_segment(code, node)
        table = symtable.symtable(text, "lesson", "exec")
        binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        binds |= {s.get_name() for s in table.get_symbols() if s.is_namespace()}
        found.append((text, _asked(text), binds))
    return found


def _asked(code):
    """The global names that code reads."""
    return _of_table(symtable.symtable(code, "lesson", "exec"))


def _of_table(table):
    top = table.get_type() == "module"
    own = {
        s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())
    }
    return own.union(*map(_of_table, table.get_children()))
