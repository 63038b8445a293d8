"""Print sheets of tasks, with other numbers for each learner, and one key for the teacher.

python tools/sheets.py --seed 7 --class 30       all lessons, thirty learners
python tools/sheets.py 2 3 --class 12            lessons 2 and 3, twelve learners

In build/sheets (--to names another folder): lessonN.pdf, a page a learner; key.pdf, a row a
learner; cards.pdf, a page of cards A to D a learner, to vote with. The same seed gives the same
files; take another one for another class.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from backprop_lib.questions import sheets  # noqa: E402

MOST = 200  # learners


def learners(text):
    """A class's size, from the command line."""
    if not (text.isdecimal() and 1 <= int(text) <= MOST):
        raise argparse.ArgumentTypeError(
            f"it is {text}; a class has 1 to {MOST} learners, as in --class 30"
        )
    return int(text)


def seed(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"it is {text}; a seed is a whole number from 0")
    return int(text)


def write(folder, lessons, seed, size):
    """Write the PDFs of a class; returns their paths."""
    import paper

    folder.mkdir(parents=True, exist_ok=True)
    by_lesson = {
        lesson: [sheets.sheet(lesson, seed, learner) for learner in range(1, size + 1)]
        for lesson in lessons
    }
    written = []
    for lesson, class_sheets in by_lesson.items():
        written.append(folder / f"lesson{lesson}.pdf")
        paper.write_sheets(written[-1], class_sheets)
    paper.write_key(folder / "key.pdf", by_lesson)
    paper.write_cards(folder / "cards.pdf", size)
    return [*written, folder / "key.pdf", folder / "cards.pdf"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "lessons", type=int, nargs="*", metavar="LESSON", help="1 to 6; all, if none is named"
    )
    parser.add_argument("--seed", type=seed, default=0)
    parser.add_argument("--class", dest="size", type=learners, default=1, metavar="LEARNERS")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "sheets", help="the folder")
    options = parser.parse_args()
    for lesson in options.lessons:
        if lesson not in sheets.BY_LESSON:
            parser.error(f"there is no lesson {lesson}; there are sheets for 1 to 6")
    lessons = options.lessons or list(sheets.BY_LESSON)
    try:
        files = write(options.to, lessons, options.seed, options.size)
    except ModuleNotFoundError as error:
        sys.exit(
            f"{error.name} is missing. To have it: {sys.executable} -m pip install {error.name}"
        )
    print(*files, sep="\n")


if __name__ == "__main__":
    main()
