"""A learner's copies come without outputs, are never overwritten, and none is ever lost."""

import importlib.util
import json
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("copies", ROOT / "tools" / "copies.py")
copies = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(copies)

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
v4 = nbformat.v4


def shown(text):
    return v4.new_output("stream", text=text)


def code(source, *tags, outputs=()):
    made = v4.new_code_cell(source, outputs=list(outputs), execution_count=3)
    made.metadata["tags"] = list(tags)
    return made


def write(path, *cells):
    notebook = v4.new_notebook(cells=list(cells))
    for number, cell in enumerate(cells):
        cell.id = f"01-{number:03}"
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def first_version(path):
    write(
        path,
        v4.new_markdown_cell("# Lesson"),
        code("picture", "keep", outputs=[shown("the opening picture")]),
        code("print(1)", outputs=[shown("1")]),
        v4.new_markdown_cell("## Section\n\n*core*"),
        code("def f():\n    ...", "exercise"),
    )


def second_version(path):
    write(
        path,
        v4.new_markdown_cell("# Lesson"),
        code("picture", "keep", outputs=[shown("the opening picture")]),
        code("print(2)", outputs=[shown("2")]),
        v4.new_markdown_cell("## Section\n\n*core*"),
        code("def f(x):\n    ...", "exercise"),
        v4.new_markdown_cell("A paragraph more."),
    )


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "notebooks" / "01_lesson.ipynb"
    path.parent.mkdir()
    first_version(path)
    return path


@pytest.fixture
def copy(lesson, tmp_path):
    assert copies.copy_lessons([lesson], tmp_path / "work") == []
    return tmp_path / "work" / lesson.name


def cells(path):
    return nbformat.read(path, as_version=4).cells


def test_copy_has_the_lessons_cells_and_no_output_but_those_that_are_kept(lesson, copy):
    assert [cell.source for cell in cells(copy)] == [cell.source for cell in cells(lesson)]
    assert [cell.id for cell in cells(copy)] == [cell.id for cell in cells(lesson)]
    _, picture, printed, _, exercise = cells(copy)
    assert (printed.outputs, printed.execution_count) == ([], None)
    assert (exercise.outputs, exercise.execution_count) == ([], None)
    said, kept = picture.outputs
    assert kept.text == "the opening picture" and picture.execution_count is None
    assert "Recorded when the course was built." in said.data["text/markdown"]
    nbformat.validate(nbformat.read(copy, as_version=4))


def test_a_cell_that_is_kept_and_shows_nothing_says_nothing(lesson, tmp_path):
    write(lesson, code("x = 1", "keep"))
    copies.copy_lessons([lesson], tmp_path / "work")
    assert cells(tmp_path / "work" / lesson.name)[0].outputs == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_prediction_is_answered_in_a_copy_of_a_lesson(path):
    copied = nbformat.reads(copies.as_copied(path).decode(), as_version=4)
    nbformat.validate(copied)
    stored = [cell for cell in cells(path) if not copies.is_for_colab(cell)]
    assert any(cell.get("outputs") for cell in stored)
    for cell, original in zip(copied.cells, stored, strict=True):
        kept = "keep" in original.metadata.get("tags", [])
        assert kept or not cell.get("outputs"), original.source
        assert cell.source == original.source


def test_what_is_no_notebook_is_copied_as_it_is(lesson, tmp_path):
    references = lesson.with_name("references.md")
    references.write_bytes("Σ, as it is\n".encode())
    copies.copy_lessons([references], tmp_path / "work")
    assert (tmp_path / "work" / "references.md").read_bytes() == references.read_bytes()


def test_learners_copy_is_never_overwritten(lesson, copy):
    copy.write_text("mine")
    assert copies.copy_lessons([lesson], copy.parent) == []
    second_version(lesson)
    for _ in range(2):
        assert copies.copy_lessons([lesson], copy.parent) == [lesson]
    assert copy.read_text() == "mine"


def test_renamed_copy_makes_room_for_the_new_lesson(lesson, copy):
    second_version(lesson)
    copy.rename(copy.with_name("mine.ipynb"))
    assert copies.copy_lessons([lesson], copy.parent) == []
    assert cells(copy)[2].source == "print(2)"
    assert copies.copy_lessons([lesson], copy.parent) == []


@pytest.mark.parametrize("text", ["not JSON", "[]", "3", ""])
def test_copy_of_unknown_origin_stays(lesson, copy, text):
    (copy.parent / copies.ORIGINS).write_text(text)
    copy.write_text("mine")
    assert copies.copy_lessons([lesson], copy.parent) == []
    assert copy.read_text() == "mine"
    assert copies.clean(copy.parent) == [copy]


def test_clean_removes_only_what_nobody_changed(lesson, copy):
    assert copies.clean(copy.parent) == []
    assert not copy.parent.exists()
    copies.copy_lessons([lesson], copy.parent)
    copy.write_text("mine")
    assert copies.clean(copy.parent) == [copy]
    assert copies.clean(copy.parent) == [copy]
    assert copy.read_text() == "mine"


def with_outputs(lesson, copy):
    """As it was when copies were made with outputs: the file itself, and one digest for both."""
    copy.write_bytes(lesson.read_bytes())
    origins = {lesson.name: copies.digest_of(lesson)}
    (copy.parent / copies.ORIGINS).write_text(json.dumps(origins), encoding="utf-8")


def test_a_copy_of_the_old_kind_is_still_known(lesson, copy):
    with_outputs(lesson, copy)
    assert copies.copy_lessons([lesson], copy.parent) == []
    second_version(lesson)
    assert copies.copy_lessons([lesson], copy.parent) == [lesson]
    assert copies.clean(copy.parent) == []
    assert not copy.parent.exists()


def test_an_old_copy_that_was_changed_stays_when_all_is_cleaned(lesson, copy):
    with_outputs(lesson, copy)
    copy.write_text("mine")
    assert copies.copy_lessons([lesson], copy.parent) == []
    assert copies.clean(copy.parent) == [copy]


def test_a_newer_lesson_is_laid_beside_the_copy_with_what_changed(lesson, copy):
    answered = json.loads(copy.read_text(encoding="utf-8"))
    answered["cells"][4]["source"] = "def f():\n    return 3"
    copy.write_text(json.dumps(answered), encoding="utf-8")
    mine = copy.read_bytes()
    second_version(lesson)
    beside, found = copies.lay_newer(lesson, copy.parent)
    assert beside.name == "01_lesson (newer).ipynb"
    assert beside.read_bytes() == copies.as_copied(lesson)
    assert copy.read_bytes() == mine
    # The exercise is not told: what stands there is the learner's.
    assert found == ["opening: changed: print(2)", "Section: new: A paragraph more."]
    assert copies.copy_lessons([lesson], copy.parent) == []  # it is there now
    assert copies.clean(copy.parent) == [copy]
    assert not beside.exists()


def test_what_is_written_in_a_newer_lesson_is_never_overwritten(lesson, copy):
    second_version(lesson)
    beside, _ = copies.lay_newer(lesson, copy.parent)
    assert copies.lay_newer(lesson, copy.parent)[0] == beside
    beside.write_text("mine, too")
    second, _ = copies.lay_newer(lesson, copy.parent)
    assert second.name == "01_lesson (newer 2).ipynb"
    assert beside.read_text() == "mine, too"


def test_a_lesson_is_reset_and_each_older_copy_is_kept(lesson, copy):
    for number, text in enumerate(["mine", "mine again"]):
        copy.write_text(text)
        old = copies.reset(lesson, copy.parent)
        assert old.name == ["01_lesson (yours).ipynb", "01_lesson (yours 2).ipynb"][number]
        assert old.read_text() == text
        assert copy.read_bytes() == copies.as_copied(lesson)
    copy.unlink()
    assert copies.reset(lesson, copy.parent) is None
    assert copies.copy_lessons([lesson], copy.parent) == []


def workspace(folder, current, path):
    """A workspace as JupyterLab 4.6 saves it."""
    data = {
        "layout-restorer:data": {"main": {"dock": {}, "current": current}, "left": {}},
        "notebook:a.ipynb": {"data": {"path": path, "factory": "Notebook"}},
    }
    folder.mkdir(exist_ok=True)
    file = folder / "default-37a8.jupyterlab-workspace"
    file.write_text(json.dumps({"data": data, "metadata": {"id": "default"}}), encoding="utf-8")
    return file


def test_jupyterlab_opens_where_the_learner_left(copy, tmp_path):
    saved = tmp_path / "workspaces"
    assert copies.last_open(saved, copy.parent) is None  # never opened
    file = workspace(saved, "notebook:a.ipynb", copy.name)
    assert copies.last_open(saved, copy.parent) == copy.name
    workspace(saved, "notebook:a.ipynb", "gone.ipynb")
    assert copies.last_open(saved, copy.parent) is None
    workspace(saved, "launcher:7", copy.name)
    assert copies.last_open(saved, copy.parent) is None
    file.write_text("{", encoding="utf-8")
    assert copies.last_open(saved, copy.parent) is None
