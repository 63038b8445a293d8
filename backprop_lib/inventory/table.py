"""The table of a class: read, checked, and laid beside the forms that were answered."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from .concepts import CONCEPTS
from .form import WHEN, form

LETTERS = tuple("ABCD")
ITEMS = tuple(f"q{n}" for n in range(1, len(CONCEPTS) + 1))


def needed():
    """Raise ImportError, with what to type, where pandas or SciPy is missing."""
    missing = [name for name in ("pandas", "scipy") if find_spec(name) is None]
    if missing:
        names = " and ".join({"pandas": "pandas", "scipy": "SciPy"}[name] for name in missing)
        raise ImportError(
            f"inventory.score needs {names}. In the environment that runs this, type\n"
            f"    pip install {' '.join(missing)}",
            name=missing[0],
        )


def read(table, seed=None):
    """The table, checked, with letters or "" in the columns of the items.

    Parameters
    ----------
    table : pandas.DataFrame, or path of a CSV file
        See `inventory.scoring.score`.
    seed : int, optional

    Returns
    -------
    pandas.DataFrame
        Columns code, when, seed, q1 … q24.

    Raises
    ------
    ValueError
        If something is missing, stands twice, or is no answer.
    """
    import pandas as pd

    if isinstance(table, (str, Path)):
        table = pd.read_csv(table, dtype=str, keep_default_na=False)
    elif not isinstance(table, pd.DataFrame):
        raise ValueError(
            f"table is a {type(table).__name__}; expected a pandas DataFrame or the path of a CSV "
            'file, as in inventory.score("class.csv").'
        )
    table = table.rename(columns=lambda name: str(name).strip().lower())
    _has_columns(table, seed)
    if table.empty:
        raise ValueError("the table is empty; expected one row for each learner and form.")
    table = table.astype(object).where(table.notna(), "")
    if "seed" not in table:
        table["seed"] = seed
    for name in ("code", "when"):
        table[name] = table[name].astype(str).str.strip()
    table["when"] = table["when"].str.lower()
    table["seed"] = [_seed(value, code) for value, code in zip(table.seed, table.code, strict=True)]
    for name in ITEMS:
        table[name] = table[name].astype(str).str.strip().str.upper()
    _check(table)
    return table[["code", "when", "seed", *ITEMS]].reset_index(drop=True)


def _has_columns(table, seed):
    wanted = ["code", "when", *ITEMS] + ["seed"] * (seed is None)
    missing = [name for name in wanted if name not in table]
    if missing == ["seed"]:
        raise ValueError(
            "the table has no column 'seed', the number of each learner's form. If all had the "
            'same one, say so: inventory.score("class.csv", seed=7).'
        )
    if missing:
        raise ValueError(
            f"the table has no column {', '.join(map(repr, missing))}. It needs code, when, seed "
            f"and {ITEMS[0]} to {ITEMS[-1]}; it has {', '.join(map(str, table.columns))}."
        )
    twice = table.columns[table.columns.duplicated()].unique()
    if len(twice):
        raise ValueError(f"the table has two columns {twice[0]!r}; take one out.")


def _seed(value, code):
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if number < 0 or number != int(number):
        raise ValueError(
            f"the seed of {code!r} is {value!r}; expected the number on the form, such as 7 of "
            "7-before."
        )
    return int(number)


def _check(table):
    nameless = table.index[table.code == ""]
    if len(nameless):
        raise ValueError(f"row {nameless[0] + 1} has no code; each learner has one, at each time.")
    for code, when in zip(table.code, table.when, strict=True):
        if when not in WHEN:
            raise ValueError(f"'when' of {code!r} is {when!r}; expected {', '.join(WHEN)}.")
    twice = table[table.duplicated(["code", "when"])]
    if len(twice):
        code, when = twice.iloc[0][["code", "when"]]
        raise ValueError(
            f"the code {code!r} stands twice {when!r}. Two learners with one code: give one of "
            "them another, at each time. One learner twice: take one row out."
        )
    for name in ITEMS:
        wrong = table[~table[name].isin([*LETTERS, ""])]
        if len(wrong):
            code, given = wrong.iloc[0][["code", name]]
            raise ValueError(
                f"{name} of {code!r} is {given!r}; expected A, B, C or D, or nothing where it was "
                "left open."
            )


def right(table):
    """Whether each answer is right, (rows, items); what was left open is not."""
    keys = np.array([form(seed, when).key for seed, when in _forms(table)])
    return table[list(ITEMS)].to_numpy() == keys


def shown(table):
    """By row and item each misconception on offer: by how many options, and whether chosen."""
    import pandas as pd

    rows = []
    answers = table[list(ITEMS)].to_numpy()
    for row, (seed, when) in enumerate(_forms(table)):
        for number, item in enumerate(form(seed, when).items):
            chosen = answers[row, number]
            picked = item.misconception(chosen) if chosen else None
            offered = Counter(o.misconception for o in item.question.options if not o.right)
            rows += [
                (row, number, belief, options, belief == picked)
                for belief, options in sorted(offered.items())
            ]
    return pd.DataFrame(rows, columns=["row", "item", "misconception", "options", "chosen"])


def _forms(table):
    return zip(table.seed.tolist(), table.when.tolist(), strict=True)
