"""Where the lessons teach what the inventory asks: a table for docs/site/inventory-coverage.md.

python tools/taught.py        writes the page; it says what is missing, if anything is

For each concept the sections of the lessons are named here; what stands in them (questions,
exercises with their checks, views) is read from the lessons' sources. For each misconception the
questions that show it are read from the bank, the views of their sections from the sources, and the
mistakes from the checks.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from backprop_lib import inventory, questions  # noqa: E402
from backprop_lib.check.judging import beliefs  # noqa: E402
from backprop_lib.misconceptions import MISCONCEPTIONS  # noqa: E402

PAGE = ROOT / "docs" / "site" / "inventory-coverage.md"
NOT_VIEWS = {"ask"}
NOT_EXERCISES = {"mine", "ours", "patient"}
SLIPS = {"slip", "counted wrongly", "guessed"}  # of working it out: no beliefs
SECTIONS = {
    "bias": ["1 The weighted sum", "1 The bias", "1 Layer by layer, in one line each"],
    "shapes": [
        "1 Layer by layer, in one line each",
        "1 A whole network, by hand",
        "1 Your own forward pass",
        "1 Exit quiz",
    ],
    "loss": ["1 The loss", "1 Sure, right, and wrong", "3 The whole program"],
    "output-delta": [
        "2 Why it starts with a − y",
        "2 Walk through it",
        "2 Your whole backward pass",
        "4 One sample, all its deltas",
    ],
    "delta-is-a-slope": [
        "2 Nudge one weight",
        "2 The shared way is called delta",
        "5 Where your delta sits",
    ],
    "chain": ["2 A chain of slopes", "2 Your four lines"],
    "fork": ["2 Paths that add up", "2 Your four lines"],
    "weight-gradient": [
        "2 Paths that add up",
        "2 One hidden layer, in full",
        "2 Walk through it",
        "2 Your four lines",
    ],
    "gradient-shapes": [
        "2 One hidden layer, in full",
        "2 Any layer: four equations",
        "2 Walk through it",
        "2 Your whole backward pass",
        "2 Exit quiz",
    ],
    "shared-delta": [
        "2 The shared way is called delta",
        "2 Your whole backward pass",
        "2 How much does sharing save?",
    ],
    "saturation": [
        "2 The shared way is called delta",
        "2 Sure and wrong",
        "4 Make a delta die",
        "4 Patient C",
    ],
    "bias-learns": [
        "1 The bias",
        "2 The shared way is called delta",
        "3 (opening)",
        "3 One step by hand",
    ],
    "batch-mean": [
        "2 One hidden layer, in full",
        "3 Step, batch, epoch",
        "3 Real digits",
        "3 Batches of your own",
        "5 Where your delta sits",
    ],
    "order": ["2 Walk through it", "2 Three beliefs, tested", "3 Your own training loop"],
    "learning-rate": [
        "3 One step by hand",
        "3 Your hand on the learning rate",
        "3 The loss is a landscape",
    ],
    "falling-loss": ["2 Your gradient check", "2 The bug laboratory", "2 Exit quiz"],
    "twins": ["3 Twenty seeds", "4 Patient D"],
    "zero-slope": ["3 Twenty seeds", "3 Is it a local minimum?", "4 Patient D"],
    "dead": ["4 (opening)", "4 Make a delta die", "4 Patient A: a worked example", "6 (opening)"],
    "vanishing": ["6 A quarter a layer", "6 The depth slider"],
    "exploding": ["6 Which factor kills it?", "6 Cure 4: clipping, against explosion alone"],
    "cost": [
        "2 What it costs",
        "5 A number that remembers",
        "5 Every gradient, side by side",
        "5 What autograd records",
    ],
    "what-backward-writes": [
        "5 Every gradient, side by side",
        "5 One step of training",
        "5 Five slips, each shown failing",
        "5 Exit quiz",
    ],
    "gradient-check": ["2 Nudge one weight", "2 Your gradient check", "2 The bug laboratory"],
}
HEAD = """# What the lessons teach of the inventory

`python tools/taught.py` has written this page from the lessons' sources and the question bank.

## Concepts

| concept | passage | questions | exercise | view |
|---|---|---|---|---|
"""
MIDDLE = """
## Misconceptions

A view counts where it stands in the section of a question that shows the misconception; a check,
where one of the mistakes that it knows does.

| misconception | questions | views | mistakes that checks know |
|---|--:|---|--:|
"""


def sections():
    """By "2 Paths that add up" the source of that section."""
    found = {}
    for source in sorted((ROOT / "notebooks" / "src").glob("0*.md")):
        parts = re.split(r"^## (.+)$", source.read_text("utf-8"), flags=re.MULTILINE)
        number = int(source.name[:2])
        found[f"{number} (opening)"] = parts[0]
        found |= {f"{number} {parts[n]}": parts[n + 1] for n in range(1, len(parts), 2)}
    return found


def asked(text):
    return re.findall(r"^```\{question\} (\S+)", text, re.MULTILINE)


def views(text):
    return list(
        dict.fromkeys(v for v in re.findall(r"\blive\.(\w+)\(", text) if v not in NOT_VIEWS)
    )


def exercises(text):
    """The checks that are called, and those of the clinic."""
    found = re.findall(r"^(?:verdict = )?check\.(\w+)\(", text, re.MULTILINE)
    return list(dict.fromkeys(one for one in found if one not in NOT_EXERCISES))


def concepts():
    """By concept what teaches it: passages, questions, exercises, views, each a list."""
    texts, found = sections(), {}
    for concept in inventory.CONCEPTS:
        names = SECTIONS[concept]
        own = [texts[name] for name in names]
        found[concept] = {
            "passage": names,
            "questions": [name for text in own for name in asked(text)],
            "exercise": list(dict.fromkeys(one for text in own for one in exercises(text))),
            "view": list(dict.fromkeys(one for text in own for one in views(text))),
        }
    return found


def misconceptions():
    """By misconception: its questions, the views in their sections, the mistakes of checks."""
    where = {name: text for text in sections().values() for name in asked(text)}
    found = {key: ([], [], []) for key in MISCONCEPTIONS}
    for name in questions.names():
        for belief in {o.misconception for o in questions.get(name).options if o.misconception}:
            found[belief][0].append(name)
            found[belief][1].extend(views(where[name]))
    mistakes = defaultdict(list)
    for mistake, belief in beliefs._OF.items():
        mistakes[belief].append(mistake)
    return {
        key: (names, list(dict.fromkeys(seen)), mistakes[key])
        for key, (names, seen, _) in found.items()
    }


def missing():
    """What is not taught, as sentences."""
    found = [
        f"{concept}: no {what}"
        for concept, parts in concepts().items()
        for what, names in parts.items()
        if not names
    ]
    for belief, (names, seen, mistakes) in misconceptions().items():
        if not names:
            found.append(f"{belief}: no question")
        if not seen and not mistakes and belief not in SLIPS:
            found.append(f"{belief}: no view and no check")
    return found


def page():
    lines = [HEAD.rstrip("\n")]
    for concept, parts in concepts().items():
        passages = "; ".join(f"{name[0]}: {name[2:]}" for name in parts["passage"])
        cells = [passages, *(_few(parts[what]) for what in ("questions", "exercise", "view"))]
        lines.append(f"| {inventory.CONCEPTS[concept][0]} | {' | '.join(cells)} |")
    lines.append(MIDDLE.rstrip("\n"))
    for belief, (names, seen, mistakes) in misconceptions().items():
        lines.append(f"| {belief} | {len(names)} | {', '.join(seen) or '–'} | {len(mistakes)} |")
    return "\n".join(lines) + "\n"


def _few(names):
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(f"`{name}`" for name in names[:4]) + more


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print("\n".join(missing()) or "Nothing is missing.")
