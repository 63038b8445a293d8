"""Write the exercises as assignments that a grader marks, with points and the mistake's own name.

    python tools/assignments.py nbgrader        build/classroom/nbgrader, a course folder
    python tools/assignments.py otter           build/classroom/otter, master notebooks
    python tools/assignments.py otter 2 3       of lessons 2 and 3 alone
    python tools/assignments.py nbgrader --out ../my-course

An assignment holds the exercises of one lesson: what is asked, the learner's cell, the hints, the
lesson's own check as the graded cell. Both come from the lessons' sources. To make the learners'
copies of these, and to mark what they hand in, each grader has its own program and wants its own
environment: `make nbgrader` and `make otter` make both, docs/site/grading.md says how to go on.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from exports import exercises, nbgrader, otter  # noqa: E402

import notebooks  # noqa: E402

FORMS = {"nbgrader": nbgrader, "otter": otter}
SOURCES = {int(source.stem[:2]): source for source in notebooks.sources()}


def chosen(lessons):
    """By its lesson's number the title and the exercises of each lesson."""
    return {
        number: (exercises.title(SOURCES[number]), exercises.of(SOURCES[number]))
        for number in lessons
    }


def write(form, by_lesson, folder):
    """Write the files of one grader beneath a folder; others that stand there stay."""
    for name, text in FORMS[form].files(by_lesson).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("grader", choices=FORMS)
    parser.add_argument("lessons", nargs="*", type=int, metavar="LESSON", help="all without")
    parser.add_argument("--out", type=Path, help="the folder")
    arguments = parser.parse_args()
    unknown = [number for number in arguments.lessons if number not in SOURCES]
    if unknown:
        parser.error(f"there is no lesson {unknown[0]}; there are {', '.join(map(str, SOURCES))}")
    by_lesson = chosen(arguments.lessons or SOURCES)
    folder = arguments.out or ROOT / "build" / "classroom" / arguments.grader
    write(arguments.grader, by_lesson, folder)
    for number, (_, asked) in by_lesson.items():
        points = sum(exercise.points for exercise in asked)
        print(f"lesson {number}: {len(asked)} exercises, {points} points")
    print(folder)


if __name__ == "__main__":
    main()
