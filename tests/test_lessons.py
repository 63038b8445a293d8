"""The house rules for lessons that a machine can check, on their sources.

A lesson opens with its title, a line "**Aims**" with a list of three, and the map "You are here".
Beneath its title each `## Section` has its mark, *class*, *core* or *further*. One of them is the
exit quiz: questions **1.** to **5.**, one of them for a δ by hand.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notebooks)

# At most so many minutes of class and core.
AT_MOST = {"01": 90, "02": 90, "03": 90, "04": 90, "05": 90, "06": 90}
pytestmark = [
    pytest.mark.once,
    pytest.mark.parametrize("source", notebooks.sources(), ids=lambda source: source.stem),
]


composed = cache(lambda source: notebooks.compose(source)[0])


def cells(source, kind):
    return [cell for cell in composed(source).cells if cell.cell_type == kind]


@cache
def prose(source):
    """The lesson's Markdown, without fenced code in it: a comment there is no heading."""
    text = "\n\n".join(cell.source for cell in cells(source, "markdown"))
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def sections(source):
    """The opening, and each section's text by its title."""
    opening, *parts = re.split(r"^## +", prose(source), flags=re.MULTILINE)
    return opening, {title: body for title, _, body in (part.partition("\n") for part in parts)}


def aims(source):
    listed = re.search(r"^\*\*Aims\*\*.*\n+((?:\d\. .*\n?)+)", sections(source)[0], re.MULTILINE)
    assert listed, "a line **Aims**, then a list numbered 1. 2. 3."
    return re.findall(r"^\d\. (.*)$", listed[1], re.MULTILINE)


def test_lesson_has_one_title_and_opens_with_it(source):
    assert re.findall(r"^# .*", prose(source), re.MULTILINE) == [prose(source).partition("\n")[0]]


def test_lesson_opens_on_three_aims_and_closes_on_the_same(source):
    assert len(aims(source)) == 3
    for aim in aims(source):
        assert prose(source).count(aim) >= 2, f"the lesson does not come back to: {aim}"


def test_opening_says_where_the_learner_is(source):
    assert "you are here" in sections(source)[0].lower()


def test_a_learners_copy_shows_the_opening_picture(source):
    """Its cell is tagged `keep`, and stands before the first section."""
    for cell in notebooks.compose(source)[0].cells:
        assert not cell.source.startswith("## "), "no picture before the first section is kept"
        if "keep" in cell.metadata.get("tags", []):
            return


def test_each_section_has_its_mark_beneath_its_title(source):
    for title, body in sections(source)[1].items():
        line = body.strip().partition("\n")[0].strip()
        assert notebooks.minutes.MARK.fullmatch(line), f"beneath '## {title}': *core*, say"
    assert [section.title for section in notebooks.sections(source)[1:]] == [*sections(source)[1]]
    assert "Counted minutes: " in sections(source)[0]


def test_what_stands_above_a_fold_is_not_said_again_beneath_it(source):
    for title, body in sections(source)[1].items():
        mark, *paragraphs = re.split(r"\n{2,}", body.strip())
        if not mark.startswith("*further") or len(paragraphs) < 2:
            continue
        above, beneath = (re.split(r"[.?:]", one)[0] for one in paragraphs[:2])
        assert above != beneath, f"## {title}: {above}"


def test_class_and_core_take_no_longer_than_the_course_promises(source):
    totals = notebooks.minutes.totals(notebooks.sections(source))
    assert totals.get("class", 0) + totals["core"] <= AT_MOST[source.stem[:2]]


def test_exit_quiz_asks_five_questions_one_of_them_for_a_delta_by_hand(source):
    quiz = [question for question in notebooks.questions(source) if question.part == "exit"]
    assert [re.match(r"\*\*(\d)\.\*\* ", question.text)[1] for question in quiz] == list("12345")
    assert [question for question in quiz if question.kind == "number" and "δ" in question.text]


def test_lesson_opens_with_three_questions_that_recall(source):
    asked = [question for question in notebooks.questions(source) if question.part == "warm-up"]
    assert len(asked) == 3
    assert all(question.text.startswith("**Warm-up.** ") for question in asked)


def test_lesson_opens_with_what_is_due_again_and_closes_with_what_was_reached(source):
    cells = notebooks.compose(source)[0].cells
    titles = [number for number, cell in enumerate(cells) if cell.source.startswith("## ")]
    due = [number for number, cell in enumerate(cells) if cell.source == "ask.due()"]
    (reached,) = (n for n, c in enumerate(cells) if c.source == f"ask.aims({int(source.stem[:2])})")
    assert len(due) == 1 and due[0] < titles[0] and titles[-1] < reached
    for number in (1, 2, 3):
        shown = [one for one in notebooks.questions(source) if one.aim == number]
        assert len(shown) >= 2, f"aim {number} is shown by no two questions"
        assert any(one.part == "exit" for one in shown)


def test_every_prediction_can_be_answered(source):
    """By a question of its own; or in a view of the next cell that asks for it, as Predict does."""
    cells = notebooks.compose(source)[0].cells
    for cell, following in zip(cells, cells[1:], strict=False):
        if cell.cell_type == "markdown" and re.search(r"\*\*(Predict|Your turn)\.", cell.source):
            assert following.source.startswith("ask(") or "live.Predict(" in following.source


def test_each_exercise_has_three_levels_of_hints(source):
    stubs = [c for c in cells(source, "code") if "exercise" in c.metadata.get("tags", [])]
    for level in (1, 2, 3):
        assert len(re.findall(rf"<summary>Hint {level}\b", prose(source))) == len(stubs)


def test_folds_are_closed_and_their_markdown_is_rendered(source):
    for cell in cells(source, "markdown"):
        assert cell.source.count("<details") == cell.source.count("</details>")
        # Without an empty line Markdown is taken for HTML, and formulas stay raw.
        assert not re.search(r"</summary>\n(?!\n)", cell.source)


def test_markdown_is_what_jupyterlab_and_github_render(source):
    known = "code-cell|question|answer"
    fences = re.findall(
        rf"^(?:```|~~~|:::)+\{{(?!{known}).*", source.read_text("utf-8"), re.MULTILINE
    )
    assert not fences, "admonitions are blockquotes here"
    assert not re.search(r"\{[a-z:]+\}`", prose(source)), "no MyST roles"
    assert not re.search(r"^:::", prose(source), re.MULTILINE)


def test_code_runs_the_same_under_nbval(source):
    """nbval keeps no history: a closing semicolon silences nothing there, and Out is empty."""
    for cell in cells(source, "code"):
        assert not cell.source.rstrip().endswith(";"), f"assign instead: {cell.source}"
        assert not re.search(r"\bOut\[|\binteract\(|\bwidgets\.Output\(", cell.source), cell.source
