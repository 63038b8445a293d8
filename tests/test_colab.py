"""A lesson's first cell installs the course on Colab (a stand-in), and elsewhere does nothing."""

import json
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).resolve().parents[1]


sys.path.append(str(ROOT / "tools"))
import colab  # noqa: E402
import copies  # noqa: E402


@pytest.fixture
def shell(monkeypatch):
    """An IPython in which %pip only tells what it was asked."""
    shell = InteractiveShell()
    shell.asked = []
    shell.register_magic_function(shell.asked.append, magic_name="pip")
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail(f"asked: {question}"))
    return shell


def stand_in(monkeypatch, done):
    output, package = ModuleType("google.colab.output"), ModuleType("google.colab")
    output.enable_custom_widget_manager = lambda: done.append("widgets")
    package.output = output
    monkeypatch.setitem(sys.modules, "google.colab", package)
    monkeypatch.setitem(sys.modules, "google.colab.output", output)


def run(shell, capsys):
    shell.run_cell(colab.cell("01_forward_pass").source).raise_error()
    return capsys.readouterr()


def test_elsewhere_it_does_nothing_and_shows_nothing(shell, capsys):
    assert run(shell, capsys) == ("", "")
    assert shell.asked == [] and "output" not in shell.user_ns


def test_on_colab_it_installs_the_course_and_then_lets_widgets_in(monkeypatch, shell, capsys):
    monkeypatch.setattr("builtins.input", lambda question: " ada/backprop ")
    stand_in(monkeypatch, shell.asked)
    run(shell, capsys)
    course = '"backprop-lib @ git+https://github.com/ada/backprop"'
    assert shell.asked == [f"install --quiet {course}", "widgets"]


def test_on_colab_nothing_is_asked_where_the_course_knows_its_place(
    monkeypatch, shell, capsys, tmp_path
):
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nurls = {Source = "https://github.com/ada/course"}\n'
    )
    monkeypatch.setattr(colab, "ROOT", tmp_path)
    stand_in(monkeypatch, shell.asked)
    run(shell, capsys)
    assert shell.asked[0] == 'install --quiet "backprop-lib @ git+https://github.com/ada/course"'


def test_the_name_that_pip_is_asked_for_is_the_packages():
    assert '\nname = "backprop-lib"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_a_learners_copy_has_no_such_cell_and_calls_it_no_difference(tmp_path):
    lesson = tmp_path / "01_forward_pass.ipynb"
    rest = nbformat.v4.new_markdown_cell("# Lesson 1")
    notebook = nbformat.v4.new_notebook(cells=[colab.cell(lesson.stem), rest])
    nbformat.validate(notebook)
    nbformat.write(notebook, lesson)
    assert [c["source"] for c in json.loads(copies.as_copied(lesson))["cells"]] == [["# Lesson 1"]]
    copies.copy_lessons([lesson], tmp_path / "work")
    assert copies.lay_newer(lesson, tmp_path / "work")[1] == []
