"""Write a lesson as a SCORM 1.2 package for a learning platform.

    python tools/scorm.py          build/classroom/scorm/lesson1.zip … of all lessons
    python tools/scorm.py 3        of lesson 3 alone
    python tools/scorm.py 3 --out ../packages

It packs the lesson's page in one file, so `make site` (or `python tools/site/build.py 03`) comes
first. In the platform the page tells which questions were answered, whether rightly, and which
misconception an answer shows; how many of a hundred are solved; and that all have been answered.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import bank  # noqa: E402
from exports import exercises, scorm  # noqa: E402

import notebooks  # noqa: E402
from backprop_lib import questions  # noqa: E402

SOURCES = {int(source.stem[:2]): source for source in notebooks.sources()}


def pack(number, site, folder):
    """Write the package of one lesson into a folder; return its file.

    Raises
    ------
    FileNotFoundError
        If the site has no page of that lesson.
    """
    source = SOURCES[number]
    page = site / "single" / f"{source.stem}.html"
    if not page.exists():
        raise FileNotFoundError(
            f"{page} is missing. Build it first: python tools/site/build.py {source.stem[:2]}"
        )
    title = exercises.title(source)
    asked = questions.lesson(number)
    texts = scorm.files(page.read_text("utf-8"), title, asked)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"lesson{number}.zip"
    bank.pack(texts, file)
    return file


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lessons", nargs="*", type=int, metavar="LESSON", help="all without")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built pages")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "classroom" / "scorm")
    arguments = parser.parse_args()
    unknown = [number for number in arguments.lessons if number not in SOURCES]
    if unknown:
        parser.error(f"there is no lesson {unknown[0]}; there are {', '.join(map(str, SOURCES))}")
    for number in arguments.lessons or SOURCES:
        try:
            print(pack(number, arguments.site, arguments.out))
        except FileNotFoundError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
