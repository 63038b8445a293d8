"""Exercises to be handed in: the solutions get full points, a mistake gets its sentence.

Here the cells are run as they stand, without a grader; test_nbgrader.py and test_otter.py let the
graders themselves mark (`make test-classroom`).
"""

import re

import assignments
import known_mistakes
import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pytest
from exports import exercises, nbgrader, otter

import notebooks

pytestmark = pytest.mark.once
BY_LESSON = assignments.chosen(assignments.SOURCES)
EXERCISES = [(n, one) for n, (_, asked) in BY_LESSON.items() for one in asked]
per_lesson = pytest.mark.parametrize("lesson", BY_LESSON)


def sources(lesson):
    """The cells of a lesson's assignment by their names."""
    return {cell.id: cell.source for cell in nbgrader.source(*BY_LESSON[lesson]).cells}


def cleared(text):
    """What nbgrader makes of a cell with solutions: its rule, and our settings."""
    return re.sub(
        r"^( *)### BEGIN SOLUTION\n(?:.*\n)*? *### END SOLUTION(\n|$)", "", text, flags=re.M
    )


@pytest.fixture(autouse=True)
def no_window(monkeypatch):
    matplotlib.use("agg")
    yield
    plt.close("all")


@per_lesson
def test_every_exercise_of_the_lesson_is_there_and_says_its_number(lesson):
    source = assignments.SOURCES[lesson]
    solved = [c for c, _, _ in notebooks.parted(source) if "solution" in c.metadata.get("tags", [])]
    _, asked = BY_LESSON[lesson]
    assert [notebooks.BLANK.sub("", cell.source) for cell in solved] == [e.solution for e in asked]
    for number, exercise in enumerate(asked, start=1):
        assert f"**Exercise {number}.**" in exercise.text
        assert exercise.hints and exercise.points > 0


@per_lesson
def test_without_the_solutions_the_learners_cell_is_that_of_the_lesson(lesson):
    for exercise in BY_LESSON[lesson][1]:
        marked = exercises.with_regions(exercise, "### BEGIN SOLUTION", "### END SOLUTION")
        assert cleared(marked).rstrip("\n") == exercise.stub
        assert "SOLUTION" not in cleared(marked)


@per_lesson
def test_every_solution_gets_full_points_in_a_notebook_of_its_own(lesson):
    names = {}
    for name, source in sources(lesson).items():
        if name == "start" or name.endswith(("-yours", "-check")):
            exec(compile(source, name, "exec"), names)
    checks = [name for name in sources(lesson) if name.endswith("-check")]
    assert len(checks) == len(BY_LESSON[lesson][1])


@per_lesson
def test_every_stub_fails_its_check_and_the_next_exercise_does_not_care(lesson):
    names = {}
    exec(sources(lesson)["start"], names)
    for exercise in BY_LESSON[lesson][1]:
        try:
            exec(exercise.stub, names)
        except Exception:
            continue  # a blank that is used at once; the grader goes on, too
        with pytest.raises((AssertionError, NameError, ValueError)):
            exec(nbgrader.graded(exercise), names)


KNOWN = [(lesson, one, known_mistakes.of(one, lesson)) for lesson, one in EXERCISES]
WITH_MISTAKES = [(lesson, one, known) for lesson, one, known in KNOWN if known]
TEN = WITH_MISTAKES[:: max(1, len(WITH_MISTAKES) // 10)][:10]


@pytest.mark.parametrize(
    ("lesson", "exercise", "known"), TEN, ids=[f"{n}: {one.call}" for n, one, _ in TEN]
)
def test_a_known_mistake_gets_no_points_and_its_sentence(lesson, exercise, known):
    mistake, source = known[0]
    says = known_mistakes.said(exercise, lesson, mistake)
    names = {}
    exec(sources(lesson)["start"], names)
    exec(source, names)
    assert says
    with pytest.raises(AssertionError) as failed:
        exec(nbgrader.graded(exercise), names)
    assert says in str(failed.value)
    tests = {}
    exec(otter.test(exercise), tests)
    with pytest.raises(AssertionError) as failed:
        tests[f"test_{exercise.name}"](**{name: names[name] for name in exercise.names})
    assert says in str(failed.value)


def test_there_are_ten_mistakes_of_ten_exercises():
    assert len(TEN) == 10 and len({(lesson, one.name) for lesson, one, _ in TEN}) == 10


def test_a_check_that_was_named_anew_is_the_true_one_all_the_same():
    exercise = BY_LESSON[1][1][0]
    names = {}
    exec(sources(1)["start"], names)
    exec("class check:\n    weighted_sum = lambda f: type('R', (), {'passed': True})", names)
    exec("weighted_sum = lambda x, W, b: x @ W", names)
    with pytest.raises(AssertionError, match="The bias is missing"):
        exec(nbgrader.graded(exercise), names)


@per_lesson
def test_each_cell_says_to_nbgrader_what_it_is(lesson):
    notebook = nbgrader.source(*BY_LESSON[lesson])
    nbformat.validate(notebook)
    _, asked = BY_LESSON[lesson]
    hints = [cell.id for cell in notebook.cells if "nbgrader" not in cell.metadata]
    assert len(hints) == sum(len(e.hints) for e in asked) and all("-hints" in id for id in hints)
    marks = {c.id: c.metadata["nbgrader"] for c in notebook.cells if c.id not in hints}
    assert [m["grade_id"] for m in marks.values()] == list(marks)
    assert sum(m.get("points", 0) for m in marks.values()) == sum(e.points for e in asked)
    for name, mark in marks.items():
        assert mark["solution"] is name.endswith("-yours")
        assert mark["grade"] is name.endswith("-check")
        assert mark["locked"] is not name.endswith("-yours")
    # A check that a learner deletes comes back only behind a cell to be written or marked.
    order = list(marks)
    for exercise in asked:
        assert order[order.index(f"{exercise.name}-check") - 1] == f"{exercise.name}-yours"


@per_lesson
def test_the_masters_of_otter_open_and_close_each_block(lesson):
    notebook = otter.master(lesson, *BY_LESSON[lesson])
    nbformat.validate(notebook)
    raw = [c.source.splitlines()[0][2:] for c in notebook.cells if c.cell_type == "raw"]
    blocks = ["BEGIN QUESTION", "BEGIN SOLUTION", "END SOLUTION"]
    blocks += ["BEGIN TESTS", "END TESTS", "END QUESTION"]
    assert raw == ["ASSIGNMENT CONFIG", *blocks * len(BY_LESSON[lesson][1])]
    assert f"name: lesson{lesson}" in notebook.cells[0].source
