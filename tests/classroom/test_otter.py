"""otter-grader itself marks: solutions, every known mistake, a cell away, a check changed."""

import json

import assignments
import nbformat
import pytest
from handed_in import run, with_mistakes

PROGRAM = assignments.ROOT / "build/venvs/otter/bin/otter"
pytestmark = [
    pytest.mark.classroom,
    pytest.mark.skipif(not PROGRAM.exists(), reason="no build/venvs/otter: `make otter`"),
]
BY_LESSON = assignments.chosen(assignments.SOURCES)


@pytest.fixture(scope="module", params=BY_LESSON)
def made(request, tmp_path_factory):
    """A lesson, the learner's notebook of it, and a function that has one marked."""
    lesson, folder = request.param, tmp_path_factory.mktemp("otter")
    assignments.write("otter", {lesson: BY_LESSON[lesson]}, folder)
    name = f"lesson{lesson}"
    run(PROGRAM, folder / name, "assign", f"{name}.ipynb", "dist", "--no-pdfs")
    dist = folder / name / "dist"
    (grader,) = dist.glob("autograder/*.zip")

    def marked(notebook):
        """By the exercise's name its points, and what the grader says."""
        place = folder / "handed in"
        place.mkdir(exist_ok=True)
        nbformat.write(notebook, place / f"{name}.ipynb")
        run(PROGRAM, place, "run", "-a", grader, "-o", place, "--no-logo", f"{name}.ipynb")
        results = json.loads((place / "results.json").read_text("utf-8"))
        tests = [one for one in results["tests"] if "max_score" in one]
        return {one["name"]: (one["score"], one["output"]) for one in tests}

    return lesson, dist / "student" / f"{name}.ipynb", marked


def handed_in(path, lesson, cells=None):
    """The learner's notebook with the solutions, or these cells, in the places of the stubs."""
    notebook = nbformat.read(path, 4)
    for exercise in BY_LESSON[lesson][1]:
        (cell,) = (one for one in notebook.cells if one.source == exercise.stub)
        cell.source = (cells or {}).get(exercise.name, exercise.solution)
    return notebook


def worth(lesson):
    return {exercise.name: exercise.points for exercise in BY_LESSON[lesson][1]}


def test_a_solved_notebook_gets_all_points(made):
    lesson, path, marked = made
    points = {name: score for name, (score, _) in marked(handed_in(path, lesson)).items()}
    assert points == worth(lesson)


def test_every_known_mistake_costs_its_points_and_its_sentence_arrives(made):
    lesson, path, marked = made
    for mistakes in with_mistakes(BY_LESSON[lesson][1], lesson):
        cells = {name: source for name, (_, source) in mistakes.items()}
        found = marked(handed_in(path, lesson, cells))
        for name, (score, output) in found.items():
            assert score == (0 if name in mistakes else worth(lesson)[name]), name
            if name in mistakes:
                assert " ".join(mistakes[name][0].split()) in " ".join(output.split())


def test_a_cell_that_is_away_costs_its_exercise_and_a_changed_check_gives_nothing(made):
    lesson, path, marked = made
    first = BY_LESSON[lesson][1][0]
    away = handed_in(path, lesson)
    away.cells = [cell for cell in away.cells if cell.source != first.solution]
    changed = handed_in(path, lesson, {first.name: "pass"})
    for cell in changed.cells:
        if f'grader.check("{first.name}")' in cell.source:
            cell.source = "print('right!')"
    for name in ("tests", "OK_FORMAT"):  # otter asks for both or none
        changed.metadata.get("otter", {}).pop(name, None)
    for notebook in (away, changed):
        points = {name: score for name, (score, _) in marked(notebook).items()}
        assert points == worth(lesson) | {first.name: 0}
