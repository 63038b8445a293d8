"""The lessons teach what the inventory asks; the page that says so is of today's sources."""

import importlib.util
from pathlib import Path

import pytest

from backprop_lib import inventory

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("taught", ROOT / "tools" / "taught.py")
taught = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(taught)


def test_nothing_is_missing():
    assert taught.missing() == []


@pytest.mark.parametrize("concept", inventory.CONCEPTS)
def test_each_concept_has_a_passage_a_question_an_exercise_and_a_view(concept):
    assert all(taught.concepts()[concept].values())


def test_what_is_missing_would_be_said(monkeypatch):
    monkeypatch.setitem(taught.SECTIONS, "bias", ["2 Any layer: four equations"])
    monkeypatch.setitem(taught.MISCONCEPTIONS, "new belief", "Nobody asks it.")
    said = taught.missing()
    assert "bias: no exercise" in said and "bias: no view" in said
    assert "new belief: no question" in said and "new belief: no view and no check" in said


def test_the_page_is_of_todays_sources():
    stored = taught.PAGE.read_text("utf-8")
    assert stored == taught.page(), "stale: python tools/taught.py"
