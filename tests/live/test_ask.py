"""ask without a browser: it answers, keeps, gives nothing away, and waits for nobody."""

import base64
import io
import json

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
    assert again.tries == [{"given": 0.0, "right": False}, {"given": 0.5, "right": True}]
    assert ask("1.collapse").tries == []
    assert repr(again) == "Question 1.blank"


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
