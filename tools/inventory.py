"""Forms of the inventory, and what a class answered.

python tools/inventory.py form 7                 form 7: before, after, later; with its answers, and
                                                 as Moodle's XML, GIFT and a QTI package
python tools/inventory.py score class.csv        the class's page, beside the table
python tools/inventory.py example                a simulated class: its table and its page
"""

import argparse
import io
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from bank import pack  # noqa: E402
from exports import gift, moodle, qti  # noqa: E402

from backprop_lib import inventory  # noqa: E402
from backprop_lib.inventory import simulated  # noqa: E402

SIMULATED = "A simulated class (28 learners that are no people)"
COMMON = (
    "slope forgotten",
    "delta is blame",
    "batch mixed up",
    "one path only",
    "small is learned",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["form", "score", "example"])
    parser.add_argument("given", nargs="?", help="a seed, or a class's table as CSV")
    parser.add_argument("--seed", type=int, help="of a table in which all had the same form")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "inventory", help="the folder")
    options = parser.parse_args()
    if options.what != "example" and options.given is None:
        parser.error("a form needs its seed: form 7; a score its table: score class.csv")
    try:
        files = {"form": forms, "score": scored, "example": example}[options.what](options)
    except (ValueError, ImportError, OSError) as error:
        parser.exit(1, f"{error}\n")
    options.to.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (options.to / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        print(options.to / name)


def forms(options):
    if not options.given.isdecimal():
        raise ValueError(f"the seed is {options.given!r}; expected a whole number, such as 7.")
    made = [inventory.form(int(options.given), when) for when in inventory.WHEN]
    pages = {f"{form.name}.html": form.html() for form in made}
    pages |= {f"{form.name}-answers.html": form.answers_html() for form in made}
    return pages | {name: text for form in made for name, text in exported(form).items()}


def exported(form):
    """The form for a learning platform: as Moodle's XML, as GIFT, and as a QTI package."""
    by_lesson = {f"inventory {form.name}": form.questions}
    package = io.BytesIO()
    items = qti.files({f"inventory_{form.name}": form.questions})  # a space is no identifier's
    pack({n: t.replace("Lesson inventory_", "Inventory ") for n, t in items.items()}, package)
    return {f"{form.name}.zip": package.getvalue()} | {
        f"{form.name}.{ending}": kind.text(by_lesson).replace("/Lesson inventory", "/Inventory")
        for kind, ending in ((moodle, "xml"), (gift, "gift"))
    }


def scored(options):
    scores = inventory.score(options.given, options.seed)
    print(scores)
    return {f"{Path(options.given).stem}.html": scores.html(Path(options.given).stem)}


def example(_):
    table = example_class()
    scores = inventory.score(table)
    print(scores)
    return {
        "simulated-class.csv": table.to_csv(index=False),
        "simulated-class.html": scores.html(SIMULATED),
    }


def example_class():
    """28 simulated learners, three times: beliefs that most have before, and few after."""
    rng, learners = np.random.default_rng(20), []
    for _ in range(28):
        able = float(rng.uniform(0.25, 0.6))
        held = tuple(str(one) for one in rng.choice(COMMON, int(rng.integers(1, 4)), replace=False))
        kept = tuple(belief for belief in held if rng.random() < 0.35)
        won = float(rng.uniform(0.5, 0.75))
        after, later = able + won * (1 - able), able + 0.85 * won * (1 - able)
        learners.append(
            (
                int(rng.integers(30)),
                [
                    {"able": able, "beliefs": held, "strength": 0.85},
                    {"able": after, "beliefs": kept, "strength": 0.85},
                    {"able": later, "beliefs": kept, "strength": 0.85},
                ],
            )
        )
    return simulated.table(learners, inventory.WHEN, seed=20)


if __name__ == "__main__":
    main()
