"""nbgrader itself marks: solutions, every known mistake, a deleted cell, a check that was changed.

One notebook holds a mistake of each exercise of its lesson (handed_in.py).
"""

import csv
import re
from html import unescape

import assignments
import nbformat
import pytest
from exports import nbgrader
from handed_in import run, with_mistakes

PROGRAM = assignments.ROOT / "build/venvs/nbgrader/bin/nbgrader"
pytestmark = [
    pytest.mark.classroom,
    pytest.mark.skipif(not PROGRAM.exists(), reason="no build/venvs/nbgrader: `make nbgrader`"),
]
BY_LESSON = assignments.chosen(assignments.SOURCES)


def handed_in(lesson):
    """By a learner's name their notebook, and what is said of the mistakes in each."""
    _, asked = BY_LESSON[lesson]
    found = {"solved": nbgrader.source(*BY_LESSON[lesson])}
    known = {f"mistake{n:03}": one for n, one in enumerate(with_mistakes(asked, lesson))}
    for learner, mistakes in known.items():
        found[learner] = nbgrader.source(*BY_LESSON[lesson])
        for name, (_, source) in mistakes.items():
            cell(found[learner], f"{name}-yours").source = source
    first = asked[0].name
    for what in ("yours", "check"):
        found[f"without-{what}"] = nbgrader.source(*BY_LESSON[lesson])
        found[f"without-{what}"].cells.remove(cell(found[f"without-{what}"], f"{first}-{what}"))
    found["changed"] = nbgrader.source(*BY_LESSON[lesson])
    cell(found["changed"], f"{first}-yours").source = "pass"
    check = cell(found["changed"], f"{first}-check")
    check.source = "print('right!')"
    check.metadata["nbgrader"]["points"] = 100
    return found, known


def cell(notebook, name):
    return next(one for one in notebook.cells if one.id == name)


def words(path):
    """The text of nbgrader's feedback, without its elements and its line ends."""
    text = unescape(re.sub(r"<[^>]+>", "", path.read_text("utf-8")))
    return " ".join(text.split())


@pytest.fixture(scope="module", params=BY_LESSON)
def marked(request, tmp_path_factory):
    """A lesson, what was handed in, the points of each learner, and where the feedback is."""
    lesson, course = request.param, tmp_path_factory.mktemp("course")
    assignments.write("nbgrader", {lesson: BY_LESSON[lesson]}, course)
    name = f"lesson{lesson}"
    run(PROGRAM, course, "generate_assignment", name)
    notebooks, known = handed_in(lesson)
    for learner, notebook in notebooks.items():
        place = course / "submitted" / learner / name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{name}.ipynb")
    run(PROGRAM, course, "autograde", name)
    run(PROGRAM, course, "generate_feedback", name)
    run(PROGRAM, course, "export")
    with (course / "grades.csv").open() as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    return lesson, known, points, course


def test_the_learners_notebook_has_the_stubs_and_no_solution(marked):
    lesson, _, _, course = marked
    release = nbformat.read(course / f"release/lesson{lesson}/lesson{lesson}.ipynb", 4)
    for exercise in BY_LESSON[lesson][1]:
        source = cell(release, f"{exercise.name}-yours").source
        assert written(source) == written(exercise.stub)


def written(source):
    """Its lines but for empty ones: one is left of each solution."""
    return [line for line in source.splitlines() if line.strip()]


def test_a_solved_notebook_gets_all_points(marked):
    lesson, _, points, _ = marked
    assert points["solved"] == sum(exercise.points for exercise in BY_LESSON[lesson][1])


def test_every_known_mistake_costs_its_points_and_its_sentence_arrives(marked):
    lesson, known, points, course = marked
    worth = {exercise.name: exercise.points for exercise in BY_LESSON[lesson][1]}
    for learner, mistakes in known.items():
        said = words(course / f"feedback/{learner}/lesson{lesson}/lesson{lesson}.html")
        for says, _ in mistakes.values():
            assert " ".join(says.split()) in said, (learner, says)
        assert points[learner] == points["solved"] - sum(worth[name] for name in mistakes)


def test_a_deleted_cell_costs_its_exercise_or_comes_back(marked):
    lesson, _, points, _ = marked
    first = BY_LESSON[lesson][1][0]
    assert points["without-yours"] == points["solved"] - first.points
    assert points["without-check"] == points["solved"]


def test_a_check_that_was_changed_is_as_it_was(marked):
    lesson, _, points, _ = marked
    assert points["changed"] == points["solved"] - BY_LESSON[lesson][1][0].points
