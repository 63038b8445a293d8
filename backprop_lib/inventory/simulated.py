"""Simulated learners: what the inventory says of answers whose origin is known.

They show whether the instrument works as an instrument. They are no people.
"""

import numpy as np

from .form import form
from .table import ITEMS


def answers(questioned, rng, *, able=0.75, beliefs=(), strength=1.0):
    """The letters that a simulated learner chooses.

    Parameters
    ----------
    questioned : Form
    rng : numpy.random.Generator
    able : float, default 0.75
        How often an item is answered rightly where no belief answers it; an expert has 1, a
        guesser a quarter. What is not right is any of the three others.
    beliefs : sequence of str
        Misconceptions. An item that offers one of them is answered by it.
    strength : float, default 1.0
        How often it is; else the item is answered as any other.

    Returns
    -------
    list of str
        24 letters.
    """
    chosen = []
    for item in questioned.items:
        held = [k for k, o in item.options.items() if o.misconception in beliefs]
        if held and rng.random() < strength:
            chosen.append(held[rng.integers(len(held))])
        elif rng.random() < able:
            chosen.append(item.key)
        else:
            chosen.append("ABCD".replace(item.key, "")[rng.integers(3)])
    return chosen


def table(learners, when=("before",), seed=0):
    """A class's table, as `inventory.score` takes it.

    Parameters
    ----------
    learners : sequence of (int, dict or sequence of dict)
        For each the seed of the form, and what `answers` takes, once for all times or once for
        each.
    when : sequence of str
    seed : int, default 0

    Returns
    -------
    pandas.DataFrame
    """
    import pandas as pd

    rng, rows = np.random.default_rng(seed), []
    for number, (own, how) in enumerate(learners):
        for place, time in enumerate(when):
            given = how if isinstance(how, dict) else how[place]
            letters = answers(form(own, time), rng, **given)
            rows.append([f"s{number:03}", time, own, *letters])
    return pd.DataFrame(rows, columns=["code", "when", "seed", *ITEMS])
