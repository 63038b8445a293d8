"""What a class answered: each item, each misconception, the reliability, the gain."""

from dataclasses import dataclass

import numpy as np

from . import statistics, table
from .concepts import CONCEPTS
from .form import WHEN


@dataclass(frozen=True)
class Scores:
    """What `score` found, as tables of pandas.

    Attributes
    ----------
    learners : DataFrame
        One row for each code and time: code, when, seed, right (of 24), open, and the
        misconceptions that the answers name, joined by commas.
    items : DataFrame
        One row for each item and time: difficulty (the share of right answers), discrimination
        (correlation with the score on all other items), open (the share left open).
    distractors : DataFrame
        One row for each item, time and misconception: how many chose its option.
    misconceptions : DataFrame
        One row for each misconception: by time the share of its options that were chosen
        ("before", …), and of learners whose answers name it ("held before", …).
    forms : DataFrame
        One row for each time: learners, mean (share of right answers), alpha, alpha_low,
        alpha_high.
    gains : DataFrame
        For "after" and "later", against before, of the learners who answered both: learners,
        before, after, gain, low, high.
    """

    learners: object
    items: object
    distractors: object
    misconceptions: object
    forms: object
    gains: object

    def html(self, title="A class and the inventory of backpropagation"):
        """All of it on one page, with pictures: a text, to be written into a file."""
        from .report import page

        return page(self, title)

    def __repr__(self):
        lines = [
            f"{when}: {row.learners:.0f} learners, {row['mean']:.0%} right, "
            f"α {row.alpha:.2f} ({row.alpha_low:.2f} to {row.alpha_high:.2f})"
            for when, row in self.forms.iterrows()
        ]
        lines += [
            f"gain {when}: {row.gain:.2f} ({row.low:.2f} to {row.high:.2f}), "
            f"{row.learners:.0f} learners"
            for when, row in self.gains.iterrows()
        ]
        return "\n".join(lines)


def score(answers, seed=None):
    """What a class answered.

    Parameters
    ----------
    answers : pandas.DataFrame, or path of a CSV file
        One row for each learner and time: ``code`` (chosen by the learner, no name), ``when``
        ("before", "after" or "later"), ``seed`` (the number of the form), and ``q1`` to ``q24``
        (A, B, C or D; nothing where it was left open, which counts as wrong).
    seed : int, optional
        Where the table has no column ``seed``: the form that all of them had.

    Returns
    -------
    Scores

    Raises
    ------
    ValueError
        If a column is missing, the table is empty, a code stands twice at one time, or an answer
        is none of A to D.
    ImportError
        If pandas or SciPy is not installed.
    """
    table.needed()
    answers = table.read(answers, seed)
    right = table.right(answers)
    shown = table.shown(answers)
    named = _named(right, shown)
    times = [when for when in WHEN if (answers.when == when).any()]
    return Scores(
        learners=_learners(answers, right, named),
        items=_items(answers, right, times),
        distractors=_distractors(answers, shown, times),
        misconceptions=_misconceptions(answers, named, shown, times),
        forms=_forms(answers, right, times),
        gains=_gains(answers, right, times),
    )


def _named(right, shown):
    """By row the misconceptions that its answers name."""
    named = [[] for _ in right]
    for (row, belief), part in shown.groupby(["row", "misconception"]):
        others = np.delete(right[row], part["item"].to_numpy())
        if statistics.holds(part.chosen.to_numpy(), others, part.options.to_numpy()):
            named[row].append(belief)
    return named


def _learners(answers, right, named):
    found = answers[["code", "when", "seed"]].copy()
    found["right"] = right.sum(axis=1)
    found["open"] = (answers[list(table.ITEMS)] == "").sum(axis=1)
    found["misconceptions"] = [", ".join(one) for one in named]
    return found


def _items(answers, right, times):
    import pandas as pd

    parts = []
    for when in times:
        rows = (answers.when == when).to_numpy()
        part = pd.DataFrame({"item": range(1, len(CONCEPTS) + 1), "concept": list(CONCEPTS)})
        part["when"] = when
        part["difficulty"] = right[rows].mean(axis=0)
        part["discrimination"] = statistics.discrimination(right[rows])
        part["open"] = (answers.loc[rows, list(table.ITEMS)] == "").mean(axis=0).to_numpy()
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _distractors(answers, shown, times):
    found = shown.assign(when=answers.when.to_numpy()[shown.row])
    found = found.groupby(["item", "when", "misconception"], as_index=False).chosen.sum()
    found["concept"] = np.array(list(CONCEPTS))[found["item"]]
    found["item"] += 1
    found["when"] = found["when"].astype("category").cat.set_categories(times, ordered=True)
    columns = ["item", "concept", "when", "misconception", "chosen"]
    return found.sort_values(["item", "when"], ignore_index=True)[columns]


def _misconceptions(answers, named, shown, times):
    import pandas as pd

    shown = shown.assign(when=answers.when.to_numpy()[shown.row])
    share = shown.pivot_table(index="misconception", columns="when", values="chosen")[times]
    named = pd.Series(named, index=answers.index)
    for when in times:
        here = named[answers.when == when]
        share[f"held {when}"] = [sum(b in one for one in here) / len(here) for b in share.index]
    share.columns.name = None
    return share


def _forms(answers, right, times):
    import pandas as pd

    rows = {}
    for when in times:
        own = right[(answers.when == when).to_numpy()]
        low, high = statistics.interval(statistics.alpha, own)
        rows[when] = {
            "learners": len(own),
            "mean": own.mean(),
            "alpha": statistics.alpha(own),
            "alpha_low": low,
            "alpha_high": high,
        }
    return pd.DataFrame.from_dict(rows, orient="index").astype({"learners": int})


def _gains(answers, right, times):
    import pandas as pd

    share = pd.DataFrame(
        {"code": answers.code, "when": answers.when, "right": right.mean(axis=1)}
    ).pivot(index="code", columns="when", values="right")
    rows = {}
    for when in times:
        if when == "before" or "before" not in times:
            continue
        both = share[["before", when]].dropna().to_numpy()
        if not len(both):
            continue
        low, high = statistics.interval(statistics.gain, both[:, 0], both[:, 1])
        rows[when] = {
            "learners": len(both),
            "before": both[:, 0].mean(),
            "after": both[:, 1].mean(),
            "gain": statistics.gain(both[:, 0], both[:, 1]),
            "low": low,
            "high": high,
        }
    columns = ["learners", "before", "after", "gain", "low", "high"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return found.astype({"learners": int})
