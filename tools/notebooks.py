"""Build the lessons' notebooks from their sources.

    python tools/notebooks.py build [NAME ...]      notebooks/NN_name.ipynb, executed
    python tools/notebooks.py solutions [NAME ...]  build/solutions/NN_name.ipynb, for teachers
    python tools/notebooks.py questions [NAME ...]  backprop_lib/questions/lessonN.json alone
    python tools/notebooks.py check [NAME ...]      are these what their sources build?
    python tools/notebooks.py minutes [NAME ...]    what each section asks, and its minutes
    python tools/notebooks.py overview [NAME ...]   the same of whole lessons, as one table

A source, notebooks/src/NN_name.md, is MyST Markdown as Jupytext reads it: a fence that opens with
`{code-cell} ipython3` is a code cell, what stands between two is a Markdown cell, and a line `+++`
divides Markdown into two cells. Tags stand on a cell's first line: `:tags: [hide-input]`.

solution             An exercise, solved. The learner gets a stub here, and the solution, folded,
                     after the next code cell, which has to call `check.…`. In the stub each
                     function and method keeps its signature, its docstring and the comments that
                     stand before its first statement. To leave only some blanks, end those
                     statements with `# blank`: they become `z = ...` or `return ...` and all else
                     stays.
keep                 Its output stays in the learners' copies (tools/copies.py); all others go.
hide-input           The code is folded away in JupyterLab; its output stays.
nbval-ignore-output  nbval runs the cell and compares nothing (measured times); nbval-skip: not run.

A fence that opens with `{question} NAME` holds a question; backprop_lib/questions/source.py has its
form. It becomes a Markdown cell with its options and a cell `ask("NAME")`; the answers stand
folded in the lesson's last cell, for where nothing runs.

A view that asks (`NAME = live.Predict(…)`) has its answers there, too. A fence that opens with
`{answer} NAME`, in the Markdown before the view, holds a line that asks, and for each question of
the view in turn an item, `- **the right answer**: why`.

Beneath each section's title stands its mark, `*class*`, `*core*` or `*further*`; its minutes are
counted (tools/minutes.py) and printed behind it.

A built lesson begins with a cell that installs the course on Colab (tools/colab.py).

Hints are Markdown: `<details><summary>Hint 1</summary>`, an empty line, text, `</details>`.

The same source and packages give the same bytes: a cell's id is its position, and neither times nor
versions nor the random ids of widgets are kept; a widget's output is its static picture. Pictures
are stored with 16 to 256 colours, which makes a third of their bytes or less.
"""

import argparse
import ast
import base64
import io
import re
import sys
from functools import cache
from html import escape
from pathlib import Path

import nbformat
from jupytext.myst import myst_to_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import colab  # noqa: E402
import minutes  # noqa: E402

from backprop_lib.questions import bank, printing  # noqa: E402
from backprop_lib.questions import source as question_source  # noqa: E402

NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "src"
SOLUTIONS = ROOT / "build" / "solutions"

# Fixed, as a kernel tells its Python's version and a machine names its kernel as it likes.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
FOLD = "<details><summary>Solution</summary>\n\n```python\n{}\n```\n\n</details>"
BLANK = re.compile(r" *# blank$", re.MULTILINE)
QUESTION = re.compile(r"^(`{3,})\{question\} *(\S+) *\n(.*?)^\1 *$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^(`{3,})\{answer\} *(\S+) *\n(.*?)\n(.*?)^\1 *\n?", re.MULTILINE | re.DOTALL)
ANSWERS = "**Answers to this lesson's questions**, for where no cell runs: on paper, on GitHub."
COLOURS = (16, 32, 64, 128, 256)  # of a stored picture
NEAR = 20  # of 255 levels, how far a pixel may be from its own colour
PNG_IN_PAGE = re.compile(r"(?<=data:image/png;base64,)[\w+/=]+")


class LessonError(Exception):
    """Something in a lesson's source has to change; the message says where."""


def sources():
    """The lessons' sources, in the order of the course."""
    return sorted(SOURCES.glob("[0-9][0-9]_*.md"))


def stub(solution):
    """The code of an exercise as the learner finds it.

    >>> print(stub("def double(x):\\n    '''Twice x.'''\\n    # One line.\\n    return 2 * x"))
    def double(x):
        '''Twice x.'''
        # One line.
        ...
    >>> print(stub("w, x = 2, 3\\nz = w * x  # blank\\nprint(z)"))
    w, x = 2, 3
    z = ...
    print(z)
    """
    lines, found = solution.splitlines(), cuts(solution)
    for first, last, text in found:  # from the end
        lines[first:last] = [text]
    stubbed = "\n".join(lines)
    if not found or BLANK.search(stubbed):
        raise ValueError("a solution needs a function, or `# blank` after an assignment or return")
    ast.parse(stubbed)  # a body on the line of its def, say, cannot be cut
    return stubbed


def cuts(solution):
    """What a stub leaves out, from the end: first line, end, and the line that stands there."""
    lines, tree, found = solution.splitlines(), ast.parse(solution), []
    for node in ast.walk(tree):
        valued = isinstance(node, ast.stmt) and hasattr(node, "value")
        if valued and BLANK.search(lines[node.end_lineno - 1]):
            node.value = ast.Constant(...)
            found.append((node, node.end_lineno, ast.unparse(node)))
    methods = [part for node in tree.body if isinstance(node, ast.ClassDef) for part in node.body]
    for function in [*tree.body, *methods] if not found else []:
        if isinstance(function, ast.FunctionDef):
            for first in function.body[ast.get_docstring(function) is not None :][:1]:
                found.append((first, function.end_lineno, "..."))
    return [
        (first.lineno - 1, last, " " * first.col_offset + text)
        for first, last, text in sorted(found, key=lambda cut: -cut[0].lineno)
    ]


def parted(source):
    """(cell, line in the source, question or None) of each cell; a question makes two cells."""
    lesson = myst_to_notebook(source.read_text(encoding="utf-8"), add_source_map=True)
    part = "warm-up"
    for cell, line in zip(lesson.cells, lesson.metadata["source_map"], strict=True):
        if told := ANSWER.findall(cell.source):
            cell.metadata["told"] = [_folded(*parts) for _, *parts in told]
            cell.source = ANSWER.sub("", cell.source).strip("\n")
        at = 0
        for found in QUESTION.finditer(cell.source) if cell.cell_type == "markdown" else ():
            before, at = cell.source[at : found.start()].strip("\n"), found.end()
            part = _part(before, part)
            if before:
                yield nbformat.v4.new_markdown_cell(before), line, None
            where = line + cell.source[: found.start()].count("\n")
            question = _question(found[2], found[3], part, source, where)
            yield nbformat.v4.new_markdown_cell(printing.asked(question)), where, None
            yield nbformat.v4.new_code_cell(f'ask("{question.name}")'), where, question
        rest = cell.source[at:].strip("\n") if at else cell.source
        part = _part(rest, part) if cell.cell_type == "markdown" else part
        if rest or not at:
            cell.source = rest
            yield cell, line, None


def _folded(view, asks, answers):
    """The answers of a view that asks, as they stand at the lesson's end."""
    summary = f"<summary>{view}: {escape(asks)}</summary>"
    return f"<details>{summary}\n\n{answers.strip()}\n\n</details>"


def _part(text, part):
    """Which part of a lesson stands after some of its Markdown."""
    titles = re.findall(r"^## +(.*)$", text, re.MULTILINE)
    if not titles:
        return part
    if "exit quiz" in titles[-1].lower():
        return "exit"
    mark = text.rpartition(f"## {titles[-1]}")[2].split(maxsplit=1)[:1]
    return "further" if mark == ["*further*"] else "lesson"


def _question(name, body, part, source, line):
    try:
        if name.partition(".")[0] != str(int(source.stem[:2])):
            raise ValueError(f"question {name}: its name begins with another lesson's number")
        return question_source.parse(name, body, part)
    except ValueError as error:
        raise LessonError(f"{source}:{line}: {error}") from error


def questions(source):
    """The questions of a lesson, in its order."""
    found = [(question, line) for _, line, question in parted(source) if question]
    for n, (question, line) in enumerate(found):
        if question.name in {other.name for other, _ in found[:n]}:
            raise LessonError(f"{source}:{line}: question {question.name} stands here twice")
    return [question for question, _ in found]


def bank_of(source):
    """The file in the package that holds a lesson's questions, and what has to stand in it."""
    return bank.file_of(int(source.stem[:2])), bank.written(questions(source))


def write_bank(source):
    file, text = bank_of(source)
    file.write_text(text, encoding="utf-8", newline="\n")


def sections(source, cells=None):
    """What each section of a lesson asks, and its minutes."""

    def left(cell, line):
        solved = "solution" in cell.metadata.get("tags", [])
        return _stub(cell, source, line) if solved else None

    cells = parted(source) if cells is None else cells
    return minutes.counted((cell, question, left(cell, line)) for cell, line, question in cells)


def _stub(cell, source, line):
    try:
        return stub(cell.source)
    except (SyntaxError, ValueError) as error:
        raise LessonError(f"{source}:{line}: {error}") from error


def compose(source, *, solutions=False):
    """A lesson's notebook before it is executed, and the line in the source of each cell."""
    cells, lines, waiting, asked, found = [], [], None, [], list(parted(source))
    counted = sections(source, found)
    for cell, line, question in found:
        asked += [printing.answered(question)] if question else cell.metadata.pop("told", [])
        if cell.cell_type == "markdown":
            cell.source = minutes.printed(cell.source, counted)
        tags = cell.metadata.get("tags", [])
        if "hide-input" in tags:
            cell.metadata["jupyter"] = {"source_hidden": True}
        if waiting and cell.cell_type == "code" and "check." not in cell.source:
            raise LessonError(f"{source}:{line}: the cell after a solution calls no check")
        cells.append(cell)
        lines.append(line)
        if "solution" in tags:
            waiting = BLANK.sub("", cell.source)
            cell.source = waiting if solutions else _stub(cell, source, line)
            cell.metadata["tags"] = ["exercise", *(tag for tag in tags if tag != "solution")]
        elif waiting and cell.cell_type == "code":
            if not solutions:
                cells.append(nbformat.v4.new_markdown_cell(FOLD.format(waiting)))
                lines.append(line)
            waiting = None
    if waiting:
        raise LessonError(f"{source}: its last solution is followed by no check")
    if asked:
        answers = "\n\n".join([ANSWERS, *asked])
        cells.append(nbformat.v4.new_markdown_cell(answers))
        lines.append(lines[-1])
    for position, cell in enumerate(cells, start=1):
        cell.id = f"{source.stem[:2]}-{position:03}"
    # Minor version 5 brought the ids; a later nbformat may write another by itself.
    return nbformat.v4.new_notebook(cells=cells, metadata=METADATA, nbformat_minor=5), lines


def execute(notebook, lines, source, *, widgets=False):
    """Run every cell, and keep what it shows: of a widget the picture, with `widgets` the view."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        record_timing=False,
        coalesce_streams=True,  # how a stream is cut into messages is chance
        resources={"metadata": {"path": str(source.parents[1])}},  # where nbval runs it, too
    )
    with client.setup_kernel():
        for index, (cell, line) in enumerate(zip(notebook.cells, lines, strict=True)):
            try:
                client.execute_cell(cell, index)
            except (CellControlSignal, DeadKernelError) as error:
                raise LessonError(f"{source}:{line}: cell {cell.id} fails\n{error}") from error
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                # The view's model dies with the kernel, and its id is random.
                view = data.pop(WIDGET_VIEW, None)
                if view and not data.keys() - {"text/plain"}:
                    raise LessonError(f"{source}:{line}: the widget brings no static picture")
                if view and widgets:
                    data[WIDGET_VIEW] = view
        if widgets:
            client.set_widgets_metadata()


@cache  # most pictures stand twice, as PNG and within a page
def with_few_colours(encoded):
    """The same PNG, in base64 as it came, with a palette; as it is if it is partly transparent.

    It gets the fewest of `COLOURS` that leave each pixel within `NEAR` of its own. "Maximum
    coverage" chooses a palette so that no colour of the picture is far from it, which keeps thin
    coloured lines ("median cut", the default, dulls what covers few pixels); k-means then smooths
    the gradients.
    """
    picture = Image.open(io.BytesIO(base64.b64decode(encoded)))
    if picture.convert("RGBA").getextrema()[3] != (255, 255):
        return encoded
    picture = picture.convert("RGB")
    for count in COLOURS:
        few = picture.quantize(
            count, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
        )
        off = ImageChops.difference(few.convert("RGB"), picture).getextrema()
        if max(most for _, most in off) <= NEAR:
            break
    stored = io.BytesIO()
    few.save(stored, "PNG", optimize=True)
    return base64.b64encode(stored.getvalue()).decode("ascii")


def shrink(notebook):
    """Give each PNG few colours, those within a page of HTML, too."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                data["image/png"] = with_few_colours(data["image/png"])
            if "text/html" in data:
                page = PNG_IN_PAGE.sub(lambda found: with_few_colours(found[0]), data["text/html"])
                data["text/html"] = page


def build(source, directory, *, solutions=False):
    """Write the executed notebook of one lesson into a directory."""
    notebook, lines = compose(source, solutions=solutions)
    execute(notebook, lines, source)
    shrink(notebook)
    if not solutions:
        _nothing_missing(notebook, lines, source)
        notebook.cells.insert(0, colab.cell(source.stem))
    directory.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(notebook) + "\n"
    (directory / f"{source.stem}.ipynb").write_text(text, encoding="utf-8", newline="\n")


def _nothing_missing(notebook, lines, source):
    """The stored outputs are those with every framework."""
    for cell, line in zip(notebook.cells, lines, strict=True):
        texts = [output.get("text", "") for output in cell.get("outputs", [])]
        if cell.source.startswith("# needs ") and any("not installed here" in t for t in texts):
            raise LessonError(f"{source}:{line}: {cell.source.splitlines()[0]}: make frameworks")


def differences(source, path):
    """Where the notebook at `path` is not what `source` builds, its outputs aside."""
    if not path.exists():
        return [f"{path} is missing"]
    expected, lines = compose(source)
    expected.cells.insert(0, colab.cell(source.stem))
    lines = [1, *lines]
    text = path.read_text(encoding="utf-8")
    stored = nbformat.reads(text, as_version=4)
    found = []
    if text != nbformat.writes(stored) + "\n" or stored.metadata != expected.metadata:
        found.append(f"{path} was written by another tool")
    if len(stored.cells) != len(expected.cells):
        found.append(f"{path} has {len(stored.cells)} cells, its source {len(expected.cells)}")
    for cell, wanted, line in zip(stored.cells, expected.cells, lines, strict=False):
        if wanted.cell_type == "code":
            wanted.update(outputs=cell.get("outputs"), execution_count=cell.get("execution_count"))
        if cell != wanted:
            found.append(f"{path}: cell {wanted.id} is not what {source.name}:{line} says")
    return found


def out_of_date(source):
    """Where the notebook or the questions of a lesson are not what its source builds."""
    file, text = bank_of(source)
    current = file.exists() and file.read_text(encoding="utf-8") == text
    found = [] if current else [f"{file} is not what {source.name} asks"]
    return found + differences(source, NOTEBOOKS / f"{source.stem}.ipynb")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "action", choices=["build", "questions", "solutions", "check", "minutes", "overview"]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="as 01_forward_pass, or just 01")
    arguments = parser.parse_args()
    wanted = tuple(arguments.names) or ("",)
    chosen = [source for source in sources() if source.stem.startswith(wanted)]
    if not chosen:
        parser.error(f"notebooks/src/ has no lesson called {' or '.join(wanted)}")
    if arguments.action == "overview":
        print(minutes.overview({source.stem: sections(source) for source in chosen}))
        return
    for source in chosen:
        print(source.stem, flush=True)
        if arguments.action in ("build", "questions"):
            write_bank(source)
        if arguments.action == "build":
            build(source, NOTEBOOKS)
        elif arguments.action == "solutions":
            build(source, SOLUTIONS, solutions=True)
        elif arguments.action == "minutes":
            print(minutes.table(sections(source)))
        elif arguments.action == "check" and (found := out_of_date(source)):
            raise LessonError("\n".join([*found, "Run `make notebooks`."]))


if __name__ == "__main__":
    try:
        main()
    except LessonError as error:
        sys.exit(str(error))
