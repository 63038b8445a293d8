"""The exercises as Otter Assign's master notebooks: https://otter-grader.readthedocs.io."""

import nbformat
import yaml

from . import exercises

CONFIG = {
    "init_cell": True,
    "check_all_cell": False,
    "export_cell": {"pdf": False},
    "generate": {"show_stdout": True, "show_all_public": True},
    "tests": {"ok_format": False},
    "show_question_points": True,
}


def files(by_lesson):
    """The texts of the master notebooks by their names, each in a folder of its own.

    Parameters
    ----------
    by_lesson : dict from int to (title, sequence of Exercise)
    """
    return {
        f"lesson{lesson}/lesson{lesson}.ipynb": nbformat.writes(master(lesson, *told)) + "\n"
        for lesson, told in by_lesson.items()
    }


def master(lesson, title, asked):
    """The notebook of which `otter assign` makes the learner's, and the grader's zip."""
    cells = [_raw("ASSIGNMENT CONFIG", {"name": f"lesson{lesson}", **CONFIG})]
    cells.append(nbformat.v4.new_markdown_cell(exercises.head(title)))
    cells.append(nbformat.v4.new_code_cell(exercises.start(asked)))
    for exercise in asked:
        words = exercises.with_regions(exercise, "# BEGIN SOLUTION NO PROMPT", "# END SOLUTION")
        cells += [
            _raw("BEGIN QUESTION", {"name": exercise.name, "points": exercise.points}),
            nbformat.v4.new_markdown_cell("\n\n".join([exercise.text, *exercise.hints])),
            _raw("BEGIN SOLUTION"),
            nbformat.v4.new_code_cell(words),
            _raw("END SOLUTION"),
            _raw("BEGIN TESTS"),
            nbformat.v4.new_code_cell(test(exercise)),
            _raw("END TESTS"),
            _raw("END QUESTION"),
        ]
    for position, cell in enumerate(cells):
        cell.id = f"cell-{position:03}"
    return exercises.notebook(cells)


def test(exercise):
    """A test that is given the learner's names, None where one is missing."""
    return (
        f"def test_{exercise.name}({', '.join(exercise.names)}):\n"
        "    from backprop_lib import check\n\n"
        f"    report = {exercise.call}\n"
        "    assert report.passed, report.text"
    )


def _raw(mark, settings=None):
    text = f"\n{yaml.safe_dump(settings, sort_keys=False).rstrip()}" if settings else ""
    return nbformat.v4.new_raw_cell(f"# {mark}{text}")
