"""A class's table: what is said of it, worked out here once more, and what a bad one is told."""

import builtins
import importlib.util
import re

import numpy as np
import pandas as pd
import pytest

from backprop_lib import inventory
from backprop_lib.inventory import simulated, statistics
from backprop_lib.inventory.table import ITEMS

BELIEFS = ("uphill", "slope forgotten")


@pytest.fixture(scope="module")
def a_class():
    """Twelve learners before and after; each has a form of their own, and one comes only once."""
    learners = [
        (seed, [{"able": 0.4, "beliefs": BELIEFS}, {"able": 0.5 + seed / 30}]) for seed in range(12)
    ]
    return simulated.table(learners, ("before", "after"), seed=1).iloc[:-1]


@pytest.fixture(scope="module")
def scores(a_class):
    return inventory.score(a_class)


def by_hand(a_class):
    """Right or wrong, letter by letter."""
    found = []
    for _, row in a_class.iterrows():
        key = inventory.form(row.seed, row.when).key
        found.append([int(row[f"q{n + 1}"] == letter) for n, letter in enumerate(key)])
    return np.array(found)


def test_difficulty_and_discrimination_are_those_worked_out_by_hand(a_class, scores):
    points = by_hand(a_class)
    for when in ("before", "after"):
        own = points[(a_class.when == when).to_numpy()]
        part = scores.items[scores.items.when == when].reset_index(drop=True)
        np.testing.assert_allclose(part.difficulty, own.mean(axis=0))
        for n in range(24):
            rest = np.delete(own, n, axis=1).sum(axis=1)
            if own[:, n].std() and rest.std():
                expected = np.corrcoef(own[:, n], rest)[0, 1]
                assert part.discrimination[n] == pytest.approx(expected)
            else:
                assert np.isnan(part.discrimination[n])


def test_alpha_is_that_of_the_formula_and_stands_in_its_interval(a_class, scores):
    points = by_hand(a_class)
    for when in ("before", "after"):
        own = points[(a_class.when == when).to_numpy()]
        p, k = own.mean(axis=0), 24  # Kuder and Richardson's formula 20
        n = len(own)
        expected = k / (k - 1) * (1 - (p * (1 - p)).sum() / own.sum(axis=1).var())
        form = scores.forms.loc[when]
        assert form.alpha == pytest.approx(expected) and form.learners == n
        assert form.alpha_low <= form.alpha <= form.alpha_high


def test_the_gain_is_of_those_who_came_twice(a_class, scores):
    share = a_class.assign(share=by_hand(a_class).mean(axis=1))
    both = share[share.code.map(share.code.value_counts()) == 2]
    start, end = (both[both.when == when].share.mean() for when in ("before", "after"))
    row = scores.gains.loc["after"]
    assert row.learners == 11
    assert row.gain == pytest.approx((end - start) / (1 - start))
    assert row.low < row.gain < row.high


def test_a_misconception_that_is_held_is_named_and_its_share_told(a_class, scores):
    before = scores.misconceptions.loc[list(BELIEFS)]
    assert (before["before"] == 1).all() and (before["held before"] == 1).all()
    assert (before["after"] < 0.5).all() and (before["held after"] < 0.5).all()
    first = scores.learners[scores.learners.when == "before"].misconceptions
    assert all(belief in one.split(", ") for one in first for belief in BELIEFS)


def test_every_wrong_answer_is_counted_once(a_class, scores):
    wrong = (1 - by_hand(a_class)).sum()
    assert scores.distractors.chosen.sum() == wrong
    assert wrong == (24 - scores.learners.right).sum()


def test_what_is_left_open_is_wrong_and_shows_nothing(a_class):
    table = a_class.copy()
    table.loc[table.index[0], list(ITEMS)] = ""
    row = inventory.score(table).learners.iloc[0]
    assert (row.right, row.open, row.misconceptions) == (0, 24, "")


def test_a_file_is_read_as_a_table_is(a_class, scores, tmp_path):
    file = tmp_path / "class.csv"
    small = a_class.rename(columns=str.upper)
    small[["Q1", "Q2"]] = small[["Q1", "Q2"]].apply(lambda column: column.str.lower())
    small.to_csv(file, index=False)
    again = inventory.score(file)
    pd.testing.assert_frame_equal(again.learners, scores.learners)


def test_one_form_for_all_needs_no_column(a_class):
    before = a_class[a_class.when == "before"]
    with pytest.raises(ValueError, match=r"no column 'seed'.*seed=7\)"):
        inventory.score(before.drop(columns="seed"))
    found = inventory.score(before.drop(columns="seed"), seed=3)
    assert (found.learners.seed == 3).all()


def changed(column, value):
    def change(table):
        table = table.astype(object)
        table.loc[table.index[1], column] = value
        return table

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda table: table.drop(columns="q7"), r"no column 'q7'. It needs code, when, seed"),
        (lambda table: table.drop(columns="code"), r"no column 'code'"),
        (lambda table: table.iloc[:0], r"the table is empty"),
        (
            lambda table: table.to_dict(),
            r"table is a dict; expected a pandas DataFrame or the path",
        ),
        (changed("q5", "E"), r"q5 of 's000' is 'E'; expected A, B, C or D, or nothing"),
        (changed("when", "during"), r"'when' of 's000' is 'during'; expected before, after, later"),
        (changed("when", "before"), r"the code 's000' stands twice 'before'"),
        (changed("code", " "), r"row 2 has no code"),
        (changed("seed", "7-before"), r"the seed of 's000' is '7-before'; expected the number"),
        (changed("seed", -1), r"the seed of 's000' is -1; expected the number"),
        (lambda table: table.rename(columns={"q2": "Q1"}), r"no column 'q2'"),
    ],
)
def test_a_bad_table_is_told_what_is_wrong_with_it(a_class, change, says):
    with pytest.raises(ValueError, match=says):
        inventory.score(change(a_class.copy()))


def test_without_pandas_or_scipy_the_error_says_what_to_type(monkeypatch, a_class):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "backprop_lib.inventory.table.find_spec",
        lambda name: None if name in ("pandas", "scipy") else found(name),
    )
    with pytest.raises(ImportError, match=r"needs pandas and SciPy[\s\S]*pip install pandas scipy"):
        inventory.score(a_class)


def test_forms_need_neither(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.partition(".")[0] in ("pandas", "scipy"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert inventory.form(9999).html()


def test_the_page_says_what_the_scores_say(scores):
    page = scores.html("Class 7b <simulated>")
    assert "<h1>Class 7b &lt;simulated&gt;</h1>" in page
    assert re.search(r"https?://", page) is None
    alts = re.findall(r'<img alt="([^"]+)"', page)
    assert len(alts) == 3 and len(set(alts)) == 3
    means = scores.learners.groupby("when").right.mean()
    assert f"{means['before']:.1f} before, {means['after']:.1f} after" in alts[0]
    most = scores.misconceptions["before"].idxmax()
    assert f"Most chosen before: “{most}”" in alts[1]
    assert f"{scores.gains.gain['after']:.2f} (" in page
    assert page.count("<tr>") == 3 + 25 + 1 + len(scores.misconceptions)
    assert not any(code in page for code in scores.learners.code)


def test_one_learner_alone_gets_a_page_without_intervals():
    table = simulated.table([(0, {"able": 1.0})])
    found = inventory.score(table)
    assert found.learners.right[0] == 24 and np.isnan(found.forms.alpha["before"])
    assert "One learner: take" in found.html() and "– (– to –)" in found.html()


def test_alpha_of_equal_halves_is_known():
    """Two items: α is Spearman and Brown's 2 r / (1 + r), where the two vary alike."""
    rng = np.random.default_rng(0)
    first = rng.integers(0, 2, size=400)
    second = np.where(rng.random(400) < 0.7, first, 1 - first)
    a, b = (first - first.mean()) / first.std(), (second - second.mean()) / second.std()
    r = (a * b).mean()
    assert statistics.alpha(np.column_stack([a, b])) == pytest.approx(2 * r / (1 + r))


def test_an_interval_covers_the_mean_of_most_samples():
    """95 of 100, give or take what chance leaves of 60 samples."""
    rng = np.random.default_rng(4)
    samples = [rng.normal(3.0, 1.0, size=30) for _ in range(60)]
    inside = [low < 3.0 < high for low, high in (statistics.interval(np.mean, s) for s in samples)]
    assert 50 <= sum(inside) <= 60
