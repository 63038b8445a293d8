"""ask without a browser: it answers, keeps, gives nothing away, and waits for nobody."""

import base64
import io
import json
import sys
from datetime import date, timedelta

import pytest
from PIL import Image

from backprop_lib import ask, questions
from backprop_lib.questions import kept


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch):
    monkeypatch.delenv(kept.VARIABLE, raising=False)


def test_a_cell_shows_the_same_before_and_after_an_answer_and_nothing_of_it():
    asked = ask("1.collapse")
    before = asked._repr_mimebundle_()
    asked.answer("yes, for every input")
    after = ask("1.collapse")._repr_mimebundle_()
    for data, metadata in (before, after):
        still = {key: value for key, value in data.items() if "widget" not in key}
        assert set(still) == {"image/png", "text/html", "text/plain"}
        assert still["text/plain"] == repr(asked) == "Question 1.collapse"
        assert "Run this cell" in metadata["image/png"]["alt"]
        assert "every input" not in json.dumps([still, metadata])
    assert before[0]["image/png"] == after[0]["image/png"]


def test_all_questions_show_one_small_picture():
    stills = [ask(name)._repr_mimebundle_()[0] for name in questions.names()]
    (picture,) = {still["image/png"] for still in stills}
    assert len(picture) < 8000
    assert Image.open(io.BytesIO(base64.b64decode(picture))).size == (280, 30)


def test_an_answer_from_a_cell_tells_and_is_remembered():
    asked = ask("1.collapse")
    wrong = asked.answer("no: 13 numbers can say more than 3")
    assert not wrong.right and wrong.misconceptions == ("depth alone",)
    assert asked.answer("yes, for every input").right
    assert [one["right"] for one in asked.tries] == [False, True]
    with pytest.raises(ValueError, match="unknown"):
        asked.answer("perhaps")


def test_options_come_in_the_order_that_the_seed_decides():
    texts = {tuple(o["text"] for o in ask("1.collapse", seed=s).spec["options"]) for s in range(9)}
    assert len(texts) > 2
    shown = [option.text for option in questions.get("1.collapse").shown()]
    assert [option["text"] for option in ask("1.collapse").spec["options"]] == shown


def test_what_was_answered_is_there_after_a_restart(monkeypatch, tmp_path):
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / kept.NAME))
    asked = ask("1.blank")
    asked.set_state({"tries": [{"given": 0.0, "right": False}]})  # from the page
    asked.answer(0.5)
    again = ask("1.blank")
    given = [(one["given"], one["right"]) for one in again.tries]
    assert given == [(0.0, False), (0.5, True)]
    assert ask("1.collapse").tries == []
    assert repr(again) == "Question 1.blank"


def test_an_answer_that_a_newer_course_does_not_offer_is_kept_and_not_shown(monkeypatch, tmp_path):
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / kept.NAME))
    old = {"given": "in other words", "right": False, "when": "2026-01-01"}
    kept.write("1.collapse", [old])
    asked = ask("1.collapse")
    assert asked.tries == []
    asked.answer("yes, for every input")
    assert [one["right"] for one in ask("1.collapse").tries] == [True]
    assert kept.read()["1.collapse"][0] == old


def test_an_answer_that_cannot_be_kept_is_said_and_stays_on_the_page(monkeypatch, tmp_path):
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "no folder" / kept.NAME))
    asked = ask("1.blank")
    assert asked.answer(0.5).right
    assert asked.problem["message"].startswith("Your answer is not kept: ")
    assert len(asked.tries) == 1
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / kept.NAME))
    asked.answer(0.5)
    assert asked.problem["message"] == ""


def test_an_unknown_question_gets_the_nearest_name():
    with pytest.raises(ValueError, match="Did you mean '1.collapse'"):
        ask("1.colapse")


@pytest.fixture
def file(monkeypatch, tmp_path):
    """Where answers are kept."""
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / kept.NAME))
    return tmp_path / kept.NAME


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    module = sys.modules[ask.__module__]
    monkeypatch.setattr(module, "display", lambda *objects: shown.append(objects))
    return shown


def test_without_a_record_the_cells_print_the_same_sentences(capsys, displayed, tmp_path):
    ask.due()
    ask.aims(1)
    said = capsys.readouterr().out
    assert said.count("this cell has found none.") == 2 and displayed == []
    assert ask.export() == "# What I answered"


def test_on_a_first_day_the_cells_miss_nothing(file, capsys):
    ask.due()
    ask.aims(1)
    said = capsys.readouterr().out
    assert said.startswith("Nothing is due yet: ") and "found none" not in said
    assert "Aim 1: 0 of " in said


def test_what_is_due_is_asked_again_with_other_numbers_and_kept_with_them(file, capsys, displayed):
    kept.write("2.exit-delta", [{"given": 9.0, "right": False}], file, today=date(2026, 3, 1))
    kept.write("1.collapse", [{"given": "no", "right": True}], file, today=date(2026, 3, 2))
    ask.due(today=date(2026, 3, 3))
    assert capsys.readouterr().out == "Due again: 1.\n"
    ((text, asked),) = displayed
    assert asked.question.text != questions.get("2.exit-delta").text
    assert asked.question.text.splitlines()[0] in text.data
    assert asked.tries == []  # the old answer was to other numbers
    assert asked.answer(asked.question.right[0].value).right
    # In its own place the question still has its own numbers, and its own answer.
    assert [one["given"] for one in ask("2.exit-delta").tries] == [9.0]
    assert len(kept.read(file)["2.exit-delta"]) == 2
    ask.due(today=date(2026, 3, 3))
    assert capsys.readouterr().out == "Nothing is due again today.\n"


def test_what_is_due_again_does_not_show_what_was_answered_then(file, displayed):
    right = {"given": "yes, for every input", "right": True}
    kept.write("1.collapse", [right], file, today=date.today() - timedelta(days=2))
    ask.due()
    ((_, asked),) = displayed
    assert asked.tries == []
    asked.answer("no: 13 numbers can say more than 3")
    ask.due()  # it is due again at once
    assert displayed[1][1].tries == []
    displayed[1][1].answer(right["given"])
    first, second, third = kept.read(file)["1.collapse"]
    assert first["when"] < second["when"] == third["when"] == date.today().isoformat()
    assert len(ask("1.collapse").tries) == 3  # in its own place all is there


def test_no_more_is_asked_again_than_a_few_and_that_is_said(file, displayed, capsys):
    for name in questions.names()[:9]:
        kept.write(name, [{"given": "x", "right": False}], file)
    ask.due(most=3)
    assert len(displayed) == 3
    said = "Due again: 9. Here are the first 3; once they are right, run this again.\n"
    assert capsys.readouterr().out == said


def test_aims_are_told_one_by_one(file, capsys):
    aim = [question.name for question in questions.lesson(1) if question.aim == 1]
    for name in aim[1:]:
        kept.write(name, [{"given": "x", "right": True}], file)
    ask.aims(1)
    first, second, _ = capsys.readouterr().out.splitlines()
    said = f"Aim 1: {len(aim) - 1} of {len(aim)} questions right; left: {aim[0]}."
    assert first == said and second.startswith("Aim 2: 0 of ")


def test_all_answers_are_a_text_that_can_be_given_away(file, tmp_path):
    kept.write("1.blank", [{"given": 0.0, "right": False}], file, today=date(2026, 3, 1))
    text = ask.export(tmp_path / "mine.md")
    assert repr(text) == str(text) and "- 0.0 (not yet, 2026-03-01)" in text
    assert (tmp_path / "mine.md").read_text(encoding="utf-8") == text + "\n"
