"""A course folder for nbgrader: its settings, and the exercises of each lesson as an assignment.

https://nbgrader.readthedocs.io has the form of the cells' metadata (schema version 3).
"""

import nbformat

from . import exercises

SETTINGS = '''"""Settings of this course; `nbgrader --help-all` lists them."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "backpropagation"
# Nothing stands where the solution was: the dots beside it are the lesson's own.
c.ClearSolutions.code_stub = {"python": ""}
# A check that a learner has deleted comes back, and one that was changed is as it was.
c.OverwriteCells.add_missing_cells = True
c.Execute.timeout = 300  # seconds a cell: patients are trained
'''
FRESH = "# whatever the name means above"


def files(by_lesson):
    """The texts of the folder's files by their names.

    Parameters
    ----------
    by_lesson : dict from int to (title, sequence of Exercise)
    """
    found = {"nbgrader_config.py": SETTINGS}
    for lesson, (title, asked) in by_lesson.items():
        notebook = source(title, asked)
        found[f"source/lesson{lesson}/lesson{lesson}.ipynb"] = nbformat.writes(notebook) + "\n"
    return found


def source(title, asked):
    """The notebook with solutions, of which `nbgrader generate_assignment` makes the learner's."""
    cells = [_text("title", exercises.head(title))]
    cells.append(_code("start", exercises.start(asked), locked=True))
    for exercise in asked:
        cells.append(_text(exercise.name, exercise.text))
        words = exercises.with_regions(exercise, "### BEGIN SOLUTION", "### END SOLUTION")
        cells.append(_code(f"{exercise.name}-yours", words, solution=True))
        # Plain cells: nbgrader puts a check that was deleted behind the learner's own cell, and
        # looks for that directly before it among the cells that it knows.
        cells += [
            nbformat.v4.new_markdown_cell(words, id=f"{exercise.name}-hints{n}")
            for n, words in enumerate(exercise.hints)
        ]
        cells.append(_code(f"{exercise.name}-check", graded(exercise), points=exercise.points))
    return exercises.notebook(cells)


def graded(exercise):
    """The cell that decides: it fails with the check's own words, which the feedback shows."""
    return (
        f"from backprop_lib import check  {FRESH}\n\n"
        f"report = {exercise.call}\n"
        "assert report.passed, report.text\n"
        "print(report)"
    )


def _text(name, words):
    cell = nbformat.v4.new_markdown_cell(words, id=name)
    cell.metadata["nbgrader"] = _metadata(name, locked=True)
    return cell


def _code(name, words, **how):
    cell = nbformat.v4.new_code_cell(words, id=name)
    cell.metadata["nbgrader"] = _metadata(name, **how)
    return cell


def _metadata(name, *, locked=False, solution=False, points=None):
    """Of a cell that is read only, one to be written, or one that gives points."""
    grade = points is not None
    found = {"grade": grade, "grade_id": name, "locked": locked or grade, "schema_version": 3}
    found |= {"solution": solution, "task": False}
    return found | {"points": points} if grade else found
