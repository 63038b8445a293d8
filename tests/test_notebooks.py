"""The notebooks are what their sources build, and what they store is fit for every reader.

A notebook is compared with its source without executing it: cells, their ids, tags and metadata.
That its outputs are what the code gives is nbval's to say, which executes every cell anyway; nbval
passes over pictures, so what must be true of these is asserted here on the stored ones.
"""

import ast
import base64
import doctest
import importlib.util
import io
import json
import re
import symtable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)

import copies  # noqa: E402, from tools/, whose path that has added

SOURCES = notebooks.sources()
STORED = sorted(notebooks.NOTEBOOKS.glob("*.ipynb"))
per_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
per_notebook = pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)


def encoded(pixels, kind="PNG"):
    """An array of pixels as a picture in base64."""
    stored = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(stored, kind)
    return base64.b64encode(stored.getvalue()).decode("ascii")


def decoded(data):
    return Image.open(io.BytesIO(base64.b64decode(data)))


SAMPLE = '''\
# A sample

```{code-cell} ipython3
from types import SimpleNamespace
import ipywidgets

class Slider(ipywidgets.FloatSlider):
    def _repr_mimebundle_(self, **options):
        return {**super()._repr_mimebundle_(**options), "image/png": "PICTURE"}

def judge(function):
    passed = function(3) == 6
    return SimpleNamespace(passed=passed, text="yes" if passed else "Twice 3 is 6.")

check = SimpleNamespace(double=judge)
print("one")
```

First.

+++

```{code-cell} ipython3
:tags: [hide-input]
Slider()
```

```{code-cell} ipython3
:tags: [solution]
def double(x):
    """Twice x."""
    # One line will do.
    answer = 2 * x  # of course
    return answer
```

<details><summary>Hint 1</summary>

Add.

</details>

```{code-cell} ipython3
check.double(double)
```
'''.replace("PICTURE", encoded(np.full((1, 1, 3), 255)))


@pytest.fixture
def sample(tmp_path):
    source = tmp_path / "src" / "07_sample.md"
    source.parent.mkdir()
    source.write_text(SAMPLE, encoding="utf-8")
    return source


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def exercises(cells):
    return [cell for cell in cells if "exercise" in cell.metadata.get("tags", [])]


def alternatives(page):
    """The alt text of each picture in a page; None where a picture has none."""
    texts = [re.search(r'\balt="([^"]*)"', tag) for tag in re.findall(r"<img\b[^>]*>", page)]
    return [text and text[1].strip() for text in texts]


# What the sources build.


def test_every_source_has_its_notebook_and_every_notebook_its_source():
    assert [path.stem for path in STORED] == [source.stem for source in SOURCES]


@per_source
def test_notebook_is_what_its_source_builds(source):
    found = notebooks.differences(source, notebooks.NOTEBOOKS / f"{source.stem}.ipynb")
    assert not found, "\n".join([*found, "Run `make notebooks`."])


def test_rebuild_is_byte_identical(sample, tmp_path):
    built = []
    for folder in ("once", "again"):
        notebooks.build(sample, tmp_path / folder)
        built.append((tmp_path / folder / "07_sample.ipynb").read_bytes())
    assert built[0] == built[1]
    assert b"\r" not in built[0]
    assert built[0].endswith(b"}\n")
    assert not notebooks.differences(sample, tmp_path / "once" / "07_sample.ipynb")


def test_changed_source_is_noticed(sample, tmp_path):
    notebooks.build(sample, tmp_path)
    sample.write_text(SAMPLE.replace("First.", "Second."), encoding="utf-8")
    assert notebooks.differences(sample, tmp_path / "07_sample.ipynb") == [
        f"{tmp_path / '07_sample.ipynb'}: cell 07-003 is not what 07_sample.md:17 says"
    ]


def test_exercise_becomes_stub_check_and_folded_solution(sample):
    cells = notebooks.compose(sample)[0].cells
    assert [cell.cell_type[0] for cell in cells] == list("mcmccmcm")
    assert cells[4].source == (
        'def double(x):\n    """Twice x."""\n    # One line will do.\n    ...'
    )
    assert cells[7].source.startswith(
        "<details><summary>Solution</summary>\n\n```python\ndef double"
    )
    assert cells[3].metadata.jupyter.source_hidden
    assert [cell.id for cell in cells] == [f"07-{n:03}" for n in range(1, 9)]


QUESTION = """\
Before.

```{question} 7.twice
**Predict.** Twice 3?

- [x] 6
  3 + 3.
- [ ] 9
  {slip} 3 times 3.
```

After.
"""


def asking(sample, question=QUESTION):
    sample.write_text(SAMPLE.replace("First.", question), encoding="utf-8")
    return notebooks.compose(sample)[0].cells


def test_a_question_becomes_its_text_a_cell_that_asks_and_an_answer_at_the_end(sample):
    cells = asking(sample)
    before, text, ask, after = cells[2:6]
    assert (before.source, after.source) == ("Before.", "After.")
    assert text.source.startswith("> **Predict.** Twice 3?\n>\n> - (a) ")
    assert {line[-1] for line in text.source.splitlines()[2:]} == {"6", "9"}
    assert (ask.cell_type, ask.source) == ("code", 'ask("7.twice")')
    assert [cell.id for cell in cells] == [f"07-{n:03}" for n in range(1, len(cells) + 1)]
    assert "3 + 3" not in "".join(cell.source for cell in cells[:-1])
    assert re.search(r"<summary>7.twice: Twice 3\?</summary>\n\n\*\*\([ab]\) 6", cells[-1].source)
    assert [question.part for question in notebooks.questions(sample)] == ["warm-up"]


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("## One", "lesson"),
        ("## One\n\n*further*\n\nMore.", "further"),
        ("## Exit quiz", "exit"),
        ("Text.", "warm-up"),
    ],
)
def test_where_a_question_stands_is_told_by_the_title_above_it(sample, title, part):
    asking(sample, f"{title}\n\n{QUESTION}\n## Exit quiz\n")
    assert [question.part for question in notebooks.questions(sample)] == [part]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  3 + 3.\n", "", "question 7.twice: '6' has no reason"),
        ("[ ] 9\n  {slip} ", "[x] 9\n  ", "question 7.twice: 2 options are marked as right"),
        ("7.twice", "3.twice", "question 3.twice: its name begins with another lesson"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_with_its_line(sample, old, new, words):
    with pytest.raises(notebooks.LessonError, match=rf"07_sample\.md:\d+: {words}"):
        asking(sample, QUESTION.replace(old, new))


def test_a_question_that_stands_twice_is_an_error(sample):
    asking(sample, QUESTION + "\n" + QUESTION)
    with pytest.raises(
        notebooks.LessonError, match=r"07_sample\.md:\d+: question 7.twice .* twice"
    ):
        notebooks.questions(sample)


def test_a_stale_bank_is_noticed(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks.bank, "file_of", lambda number: tmp_path / f"lesson{number}.json")
    monkeypatch.setattr(notebooks, "differences", lambda source, path: [])
    asking(sample)
    stale = [f"{tmp_path / 'lesson7.json'} is not what 07_sample.md asks"]
    assert notebooks.out_of_date(sample) == stale
    notebooks.write_bank(sample)
    assert notebooks.out_of_date(sample) == []
    asking(sample, QUESTION.replace("3 + 3", "3 and 3"))
    assert notebooks.out_of_date(sample) == stale


def test_teachers_version_has_the_solution_in_place_of_the_stub(sample):
    cells = notebooks.compose(sample, solutions=True)[0].cells
    assert exercises(cells)[0].source.endswith("return answer")
    assert len(cells) == 7


def test_pictures_are_built_with_few_colours_that_are_near_their_own():
    column, row = np.meshgrid(np.arange(256), np.arange(120))
    pixels = np.stack([column, 2 * row, 255 - column], axis=-1)  # thousands of colours
    pixels[60, :] = 255, 0, 0  # and a thin line that a palette may not lose
    picture, gif = encoded(pixels), encoded(pixels, "GIF")
    page = f'<img alt="A" src="data:image/png;base64,{picture}"><p>base64,{picture[:8]}</p>'
    data = {"image/png": picture + "\n", "text/html": page, "image/gif": gif, "text/plain": "A"}
    output = nbformat.v4.new_output("display_data", data=dict(data))
    notebooks.shrink(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])]))
    stored = output.data["image/png"]
    assert decoded(stored).convert("RGB").getcolors() is not None  # None: more than 256
    found = np.asarray(decoded(stored).convert("RGB")).astype(int)
    assert abs(found - pixels).max() <= 24
    assert abs(found[60] - pixels[60]).max() <= 24
    assert output.data["text/html"] == page.replace(f"png;base64,{picture}", f"png;base64,{stored}")
    assert (output.data["image/gif"], output.data["text/plain"]) == (gif, "A")


def test_partly_transparent_picture_is_stored_as_it_came():
    pixels = np.zeros((2, 300, 4)) + np.arange(300)[:, np.newaxis] % 256
    assert notebooks.with_few_colours(encoded(pixels)) == encoded(pixels)


@pytest.mark.parametrize("colours", [2, 60, 125, 216])
def test_a_picture_keeps_as_many_colours_as_it_needs_to_stay_near_its_own(colours):
    side = np.linspace(0, 255, 6).round()  # 51 apart: none can stand for another
    all_colours = np.stack(np.meshgrid(side, side, side), axis=-1).reshape(-1, 3)
    pixels = np.repeat(all_colours[:colours], 40, axis=0).reshape(colours, 40, 3)
    stored = decoded(notebooks.with_few_colours(encoded(pixels)))
    assert abs(np.asarray(stored.convert("RGB")).astype(int) - pixels).max() <= notebooks.NEAR
    assert len(stored.getpalette()) // 3 <= next(n for n in notebooks.COLOURS if n >= colours)


def test_shades_that_the_eye_takes_for_one_share_a_colour():
    pixels = np.zeros((256, 20, 3)) + np.arange(256)[:, np.newaxis, np.newaxis]  # 256 greys
    stored = decoded(notebooks.with_few_colours(encoded(pixels))).convert("RGB")
    assert len(stored.getcolors()) <= 64


def test_failing_cell_is_named_by_its_line_in_the_source(sample):
    sample.write_text(SAMPLE.replace("Slider()", "Slider().no_such_thing"), encoding="utf-8")
    with pytest.raises(notebooks.LessonError, match=r"07_sample\.md:23: cell 07-004(?s:.*)no_such"):
        notebooks.build(sample, sample.parent)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("check.double(double)", "double(3)", "calls no check"),
        ("check.double(double)\n", "", "calls no check"),
        ("def double(x):", "double = lambda x: (", "never closed"),
        ("def double", "class double", "needs a function"),
    ],
)
def test_exercise_that_cannot_be_made_is_an_error(sample, old, new, words):
    sample.write_text(SAMPLE.replace(old, new), encoding="utf-8")
    with pytest.raises(notebooks.LessonError, match=rf"07_sample\.md:\d+: .*{words}"):
        notebooks.compose(sample)


def test_examples_in_the_builder_hold():
    assert doctest.testmod(notebooks).failed == 0


def test_stub_leaves_blanks_where_a_solution_marks_them():
    solution = (
        "def f(x, w):\n"
        "    z = (x\n         @ w)  # blank\n"
        "    é = {'é': z}; u, v = é, z\n"
        "    if u:\n        return v  # blank\n"
        "    return z"
    )
    assert notebooks.stub(solution) == (
        "def f(x, w):\n    z = ...\n    é = {'é': z}; u, v = é, z\n    if u:\n        return ...\n"
        "    return z"
    )


def test_stub_of_a_class_keeps_what_each_method_promises():
    solution = (
        'class N:\n    """A network."""\n\n    def __init__(self):\n'
        '        self.W = 1\n\n    def forward(self, X):\n        """a."""\n'
        "        # Sum first.\n        z = X * self.W\n        return z"
    )
    assert notebooks.stub(solution) == (
        'class N:\n    """A network."""\n\n    def __init__(self):\n'
        '        ...\n\n    def forward(self, X):\n        """a."""\n'
        "        # Sum first.\n        ..."
    )


def names(code):
    """The names that some code binds for later cells, and those that it takes from earlier ones."""
    tables = [symtable.symtable(code, "cell", "exec")]
    bound = {s.get_name() for s in tables[0].get_symbols() if s.is_assigned() or s.is_imported()}
    added_to = [
        node.target for node in ast.walk(ast.parse(code)) if isinstance(node, ast.AugAssign)
    ]
    used = {target.id for target in added_to if isinstance(target, ast.Name)}
    for table in tables:  # those of functions and comprehensions follow
        cell = table is tables[0]
        used |= {
            s.get_name()
            for s in table.get_symbols()
            if s.is_referenced() and (cell or s.is_global())
        }
        tables += table.get_children()
    return bound, used


def needed(cells):
    """The code cells that exercises and their checks need; nbval runs the others.

    From the last to the first: those that bind a name which a later one uses, or with a magic.
    """
    kept, wanted, probing = [], set(), False
    for cell in reversed([cell for cell in cells if cell.cell_type == "code"]):
        tags = cell.metadata.get("tags", [])
        if cell.source.lstrip().startswith("%") or "\n%" in cell.source:
            kept.append(cell)
            continue
        bound, used = names(cell.source)
        if probing or {"probe", "exercise"} & {*tags} or bound & wanted:
            kept.append(cell)
            wanted = wanted - bound | used
        probing = "probe" in tags  # then the one before it is the check
    return kept[::-1]


def probed(source):
    """A lesson in which each exercise is checked twice, as a stub and solved.

    A line of JSON after each check tells whether it passed and what it said.
    """

    def probe():
        return nbformat.v4.new_code_cell(
            "import json as _json\n"
            "_report = Out[len(In) - 2]  # what the cell before this one gave\n"
            "print(_json.dumps([bool(_report.passed), repr(_report)]))",
            metadata={"tags": ["probe"]},
        )

    stubs = iter(exercises(notebooks.compose(source)[0].cells))
    cells, solution = [], None
    for cell in notebooks.compose(source, solutions=True)[0].cells:
        if "exercise" in cell.metadata.get("tags", []):
            cells.append(next(stubs))
            solution = cell
        elif solution and cell.cell_type == "code":
            cells += [cell, probe(), solution, cell.copy(), probe()]
            solution = None
        else:
            cells.append(cell)
    cells = needed(cells)
    for position, cell in enumerate(cells):
        cell.id = f"probed-{position}"
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebooks.execute(notebook, [0] * len(cells), source)
    probes = [cell for cell in cells if "probe" in cell.metadata.get("tags", [])]
    reports = [json.loads(cell.outputs[0].text) for cell in probes]
    return list(zip(reports[::2], reports[1::2], strict=True))


def assert_checks_judge_rightly(source):
    found = probed(source)
    assert len(found) == len(exercises(notebooks.compose(source)[0].cells))
    for (stub_passed, says), (solution_passed, answer) in found:
        assert not stub_passed, f"an empty stub passes: {says}"
        assert len(says) > 10, f"this helps nobody: {says!r}"
        assert "Traceback (most recent" not in says
        assert solution_passed, f"the solution fails its check: {answer}"


def test_sample_fails_as_a_stub_and_passes_when_solved(sample):
    assert_checks_judge_rightly(sample)


@per_source
def test_each_stub_fails_its_check_and_each_solution_passes(source):
    assert_checks_judge_rightly(source)


# What the notebooks store.


@pytest.mark.once
@per_notebook
def test_cells_were_run_from_top_to_bottom_without_error(path):
    notebook = nbformat.read(path, as_version=4)
    ours = [c for c in notebook.cells if not copies.is_for_colab(c)]
    counts = [c.execution_count for c in ours if c.cell_type == "code" and c.source]
    assert counts == list(range(1, len(counts) + 1))
    assert not [output for output in outputs(notebook) if output.output_type == "error"]
    assert not [output.text for output in outputs(notebook) if output.get("name") == "stderr"]


@pytest.mark.once
@per_notebook
def test_nothing_of_the_machine_is_stored(path):
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    assert not [
        c.id for c in notebook.cells if "execution" in c.metadata or "trusted" in c.metadata
    ]
    for output in outputs(notebook):
        assert notebooks.WIDGET_VIEW not in output.get("data", {})
        texts = {k: v for k, v in output.get("data", {}).items() if not k.startswith("image/p")}
        text = re.sub(r"base64,[\w+/=]+", "", output.get("text", "") + json.dumps(texts))
        for trace in (
            r"\bat 0x[0-9a-f]+",
            r"/(?:home|root|tmp|Users|usr)/",
            r"\b[A-Z]:\\\\",
            "site-packages",
        ):
            assert not re.search(trace, text), text
        assert not re.search(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d", text), text


@pytest.mark.once
@per_notebook
def test_every_stored_picture_has_alt_text_in_its_metadata(path):
    for output in outputs(nbformat.read(path, as_version=4)):
        if "image/png" in output.get("data", {}):
            assert output.metadata.get("image/png", {}).get("alt", "").strip(), output.data.keys()


@pytest.mark.once
@per_notebook
def test_every_stored_picture_has_at_most_256_colours(path):
    for output in outputs(nbformat.read(path, as_version=4)):
        data = output.get("data", {})
        stored = notebooks.PNG_IN_PAGE.findall(data.get("text/html", ""))
        for picture in [*stored, *([data["image/png"]] if "image/png" in data else [])]:
            assert decoded(picture).convert("RGB").getcolors() is not None, output.metadata


@pytest.mark.once
@per_notebook
def test_alt_text_arrives_in_the_page(path):
    """JupyterLab and this page ignore that metadata; an `<img alt>` in text/html reaches both."""
    page, _ = HTMLExporter().from_filename(str(path))
    for text in alternatives(page):
        assert text not in (None, "", "No description has been provided for this image")
