"""Write sheets of tasks for paper, with their answers on a page of their own.

python tools/sheet.py 2                    build/sheets/lesson2_sheet0.html, to be printed
python tools/sheet.py 2 --seed 7           other numbers
python tools/sheet.py 2 --count 30         sheets 0 to 29: one for each in the class
python tools/sheet.py 2 --markdown         as Markdown
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from backprop_lib.questions import sheets  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lesson", type=int, choices=sheets.BY_LESSON)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "sheets", help="the folder")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    for seed in range(options.seed, options.seed + options.count):
        one = sheets.sheet(options.lesson, seed)
        ending, text = ("md", one.markdown()) if options.markdown else ("html", one.html())
        file = options.to / f"lesson{options.lesson}_sheet{seed}.{ending}"
        file.write_text(text, encoding="utf-8", newline="\n")
        print(file)


if __name__ == "__main__":
    main()
