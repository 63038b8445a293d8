"""Write the course's questions for a learning platform, with a reason for each option.

    python tools/bank.py moodle            build/bank/questions.xml: Moodle, import "Moodle XML"
    python tools/bank.py gift              build/bank/questions.gift: the plain text of Moodle
    python tools/bank.py qti               build/bank/questions.zip: a QTI 2.2 package
    python tools/bank.py gift 2 3          of lessons 2 and 3 alone
    python tools/bank.py qti --part exit   the exit quizzes alone (or warm-up, lesson, further)
    python tools/bank.py gift --out quiz.gift

The questions are those in the package (backprop_lib/questions), so nothing has to be built first.
"""

import argparse
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from exports import gift, moodle, qti  # noqa: E402

from backprop_lib import questions  # noqa: E402

LESSONS = sorted({int(name.partition(".")[0]) for name in questions.names()})
FILES = {"moodle": "questions.xml", "gift": "questions.gift", "qti": "questions.zip"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same questions give the same bytes


def chosen(lessons, part=None):
    """By its lesson's number the questions of each lesson, those of one part alone."""
    found = {
        number: [one for one in questions.lesson(number) if part in (None, one.part)]
        for number in lessons
    }
    return {number: asked for number, asked in found.items() if asked}


def write(kind, by_lesson, file):
    """Write the questions in one of the three forms."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "qti":
        pack(qti.files(by_lesson), file)
    else:
        words = {"moodle": moodle, "gift": gift}[kind].text(by_lesson)
        file.write_text(words, encoding="utf-8", newline="\n")


def pack(texts, file):
    """A zip of these texts, or bytes, by their names; the same ones give the same file."""
    with zipfile.ZipFile(file, "w") as package:
        for name, content in texts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=FILES)
    parser.add_argument("lessons", nargs="*", type=int, metavar="LESSON", help="all without")
    parser.add_argument("--part", choices=["warm-up", "lesson", "further", "exit"])
    parser.add_argument("--out", type=Path, help="the file")
    arguments = parser.parse_args()
    unknown = [number for number in arguments.lessons if number not in LESSONS]
    if unknown:
        parser.error(f"there is no lesson {unknown[0]}; there are {', '.join(map(str, LESSONS))}")
    by_lesson = chosen(arguments.lessons or LESSONS, arguments.part)
    if not by_lesson:
        parser.error(f"these lessons have no question in the part {arguments.part!r}")
    file = arguments.out or ROOT / "build" / "bank" / FILES[arguments.kind]
    write(arguments.kind, by_lesson, file)
    print(f"{file}: {sum(map(len, by_lesson.values()))} questions")


if __name__ == "__main__":
    main()
