"""A lesson's minutes are counted from its source, and printed where it says."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)
minutes = notebooks.minutes

LESSON = """\
# Lesson 7

One two three.

*minutes* More of it.

## First

*class*

{prose}

{cells}

## Second

*further*
"""
CODE = "```{{code-cell}} ipython3\n{}\n```\n"
ORDER = """```{question} 7.o
:kind: order

Put it in order.

- [x] one
  It is first.
- [x] two
  It is second.
- [x] three
  It is third.
```
"""
CHOICE = """```{question} 7.c
Which?

- [x] this
  Yes.
- [ ] that
  {guessed} No.
```
"""


@pytest.fixture
def lesson(tmp_path):
    """A function: a lesson whose first section has this prose and these cells."""

    def write(prose="", cells=""):
        source = tmp_path / "07_sample.md"
        source.write_text(LESSON.format(prose=prose, cells=cells), encoding="utf-8")
        return source

    return write


def first(source):
    opening, section, _ = notebooks.sections(source)
    return section


def test_words_are_counted_outside_folds_and_180_of_them_are_a_minute(lesson):
    fold = "<details><summary>More</summary>\n\n" + "word " * 900 + "\n\n</details>\n"
    section = first(lesson("word " * 540 + "\n\n" + fold))
    assert section.words - len("First".split()) == 540
    assert section.minutes == 3


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (CODE.format("x = 1\n" * 30), 2),
        (CODE.format("x = 1\n\n# why\n" * 30), 2),  # neither empty lines nor comments
        (CODE.format(":tags: [hide-input]\n" + "x = 1\n" * 30), 1),
        (CODE.format("live.NetworkView(net)") + CODE.format("view = live.race(\n  live.A())"), 4),
        (CODE.format("live.Predict(net)"), 3),
        (CHOICE, 1),
        (CHOICE + "\n" + CHOICE + "\n" + CHOICE + "\n" + CHOICE, 3),
        (ORDER, 3),
    ],
    ids=["code", "comments", "folded", "views", "predict", "question", "questions", "order"],
)
def test_each_thing_costs_what_the_rule_says(lesson, cells, expected):
    assert first(lesson(cells=cells)).minutes == expected


@pytest.mark.parametrize(("lines", "expected"), [(1, 3), (2, 3), (3, 8), (6, 8), (7, 15)])
def test_an_exercise_is_as_large_as_what_is_written_in_it(lesson, lines, expected):
    body = "    x = 1\n" * (lines - 1) + "    return x"
    solved = ":tags: [solution]\ndef f(x):\n" + body
    section = first(lesson(cells=CODE.format(solved) + CODE.format("check.f(f)")))
    assert section.exercises == [("f", lines)]
    blanks = CODE.format("mine = {\n" + '"z": ...,\n' * lines + "}")
    assert first(lesson(cells=blanks)).exercises == [("mine", lines)]
    assert minutes.minutes_of(lines) == expected
    assert expected <= section.minutes <= expected + 1  # to read the stub


def test_blanks_alone_are_written_where_a_solution_marks_them(lesson):
    solved = (
        ":tags: [solution]\ndef f(x):\n    y = 2 * x  # blank\n    z = y\n    return z  # blank"
    )
    section = first(lesson(cells=CODE.format(solved) + CODE.format("check.f(f)")))
    assert section.exercises == [("f", 2)]


def test_minutes_are_printed_behind_the_mark_and_the_totals_in_the_opening(lesson):
    source = lesson("word " * 540)
    cells = notebooks.compose(source)[0].cells
    text = "\n".join(cell.source for cell in cells)
    assert "## First\n\n*class · 3 minutes*\n" in text
    assert "## Second\n\n*further · 1 minute*" in text
    said = "Counted minutes: *class* 4, *further* 1; 1 of them are this opening. More of it."
    assert said in text


def test_the_same_minutes_stand_in_the_solved_lesson_and_old_ones_are_written_anew(lesson):
    solved = CODE.format(":tags: [solution]\ndef f(x):\n    return x") + CODE.format("check.f(f)")
    source = lesson(cells=solved)
    old = source.read_text(encoding="utf-8").replace("*class*", "*class · 99 minutes*")
    for text in (source.read_text(encoding="utf-8"), old):
        source.write_text(text, encoding="utf-8")
        for solutions in (False, True):
            cells = notebooks.compose(source, solutions=solutions)[0].cells
            assert any("*class · 3 minutes*" in cell.source for cell in cells)


def test_the_opening_belongs_to_the_class_where_there_is_one(lesson):
    source = lesson()
    assert notebooks.sections(source)[0].mark == "class"
    text = source.read_text(encoding="utf-8").replace("*class*", "*core*")
    source.write_text(text, encoding="utf-8")
    assert notebooks.sections(source)[0].mark == "core"
    assert minutes.totals(notebooks.sections(source)) == {"core": 2, "further": 1}


def test_the_table_adds_up_to_the_totals(lesson):
    found = notebooks.sections(lesson("word " * 300, CHOICE))
    *_, last = minutes.table(found).splitlines()
    assert last == "class 3  further 1"
    assert sum(section.minutes for section in found) == 4


def test_the_overview_counts_questions_by_kind_minutes_and_what_is_written(lesson):
    solved = CODE.format(":tags: [solution]\ndef f(x):\n    return x") + CODE.format("check.f(f)")
    found = notebooks.sections(lesson(cells=f"{CHOICE}\n{ORDER}\n{solved}"))
    head, _, row = minutes.overview({"07_sample": found}).splitlines()
    cells = dict(zip(head.split(" | "), row.split(" | "), strict=True))
    assert (cells["choice"], cells["order"]) == ("1", "1")
    assert cells["class + core"] == cells["class"] == str(minutes.totals(found)["class"])
    assert cells["what the learner writes |"] == "f (1) |"


def test_two_classes_of_ninety_minutes_hold_what_is_marked_for_them():
    """Eighty of the ninety, each: the rest is for finding a seat and for what comes up."""
    of = [minutes.totals(notebooks.sections(source)) for source in notebooks.sources()]
    assert 100 < sum(one.get("class", 0) for one in of[:3]) <= 2 * 80
    assert not any("class" in one for one in of[3:])
    assert max(one.get("class", 0) + one["core"] for one in of) <= 90
