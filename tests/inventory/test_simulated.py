"""The instrument, tried on learners of whom we know what they believe."""

import importlib.util
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from backprop_lib import inventory
from backprop_lib.inventory import simulated, statistics
from backprop_lib.inventory.table import right

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("study", ROOT / "benchmarks" / "inventory.py")
study = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(study)


def test_who_answers_by_a_belief_is_found_and_others_are_hardly_named():
    found = study.recovered([(belief,) for belief in study.BELIEFS], 25, able=0.75)
    assert min(kept for kept, _, _ in found.values()) >= 0.95, found
    assert np.mean([beside for _, beside, _ in found.values()]) < 0.4


def test_a_guesser_is_right_on_a_quarter_and_an_expert_on_all():
    found = study.recovered([()], 150, able=0.25, seed=3)[()]
    assert found[2] == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / 24 / 150))
    beside, share = study.recovered([()], 5, able=1.0)[()][1:]
    assert (beside, share) == (0, 1)


def test_alpha_follows_its_theory():
    rng = np.random.default_rng(5)
    table = simulated.table([(0, {"able": p}) for p in rng.beta(2, 2, size=300)])
    assert statistics.alpha(right(table)) == pytest.approx(study.theory(2), abs=0.06)
    guessed = simulated.table([(0, {"able": 0.25})] * 300)
    assert abs(statistics.alpha(right(guessed))) < 0.25


def test_the_three_forms_are_as_hard_for_the_same_learners():
    table = simulated.table(
        [(n % 8, {"able": 0.6, "beliefs": ("uphill",)}) for n in range(160)], inventory.WHEN
    )
    share = table.assign(share=right(table).mean(axis=1)).groupby("when").share.mean()
    assert share.max() - share.min() < 5 * np.sqrt(0.25 / 24 / 160)


def test_the_study_writes_its_page_and_says_what_it_cannot_show(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(study, "BELIEFS", study.BELIEFS[:2])
    monkeypatch.setattr(study, "of_kinds", lambda count: ["kinds"])
    file = tmp_path / "page.md"
    monkeypatch.setattr(sys, "argv", ["inventory.py", "--quick", "--to", str(file)])
    monkeypatch.setattr(study, "of_forms", lambda seeds, count: (["", "", "| 50.0%"], 0.01))
    study.main()
    assert "Only people can tell" in file.read_text("utf-8")


def test_the_page_in_the_repository_holds_what_is_asked_of_it():
    text = (ROOT / "docs" / "site" / "inventory-simulation.md").read_text("utf-8")
    always = [int(one) for one in re.findall(r"^\| [^|]+ \| \d \| (\d+)%", text, re.MULTILINE)]
    assert len(always) == len(study.BELIEFS) and min(always) >= 95
    guessed = re.search(r"none, guesses \| – \| ([\d.]+)", text)
    assert "for three guessers about two beliefs" in text and 0.5 < float(guessed[1]) < 0.8
    assert "Only people can tell" in text
