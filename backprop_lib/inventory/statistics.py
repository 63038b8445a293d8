"""What is said of a table of right and wrong: reliability, discrimination, gain, who holds what."""

import numpy as np

RESAMPLES = 2000
LEVEL = 0.95
HOLDS = 0.95  # how often somebody who holds a belief answers by it, as the rule supposes
ODDS = 15  # so many times likelier with the belief than without it: then it is named


def alpha(right):
    """Cronbach's α, the reliability of a form's score; NaN where nobody differs.

    Parameters
    ----------
    right : array_like of bool, shape (learners, items)

    Notes
    -----
    α = k / (k − 1) · (1 − Σ variances of the items / variance of the score)
    (Cronbach 1951, eq. 2); for right and wrong it is Kuder and Richardson's formula 20.

    Examples
    --------
    >>> float(alpha([[1, 1, 1], [0, 0, 0], [1, 1, 1]]))
    1.0
    """
    right = np.asarray(right, dtype=float)
    count = right.shape[1]
    total = right.sum(axis=1).var(ddof=1) if len(right) > 1 else 0.0
    if total == 0:
        return np.nan
    return count / (count - 1) * (1 - right.var(axis=0, ddof=1).sum() / total)


def discrimination(right):
    """By item the correlation of its points with the score on all others; NaN where all agree."""
    from scipy import stats

    right = np.asarray(right, dtype=float)
    rest = right.sum(axis=1, keepdims=True) - right
    flat = (right.std(axis=0) == 0) | (rest.std(axis=0) == 0)
    return np.array(
        [
            np.nan if still else stats.pointbiserialr(own, others).statistic
            for own, others, still in zip(right.T, rest.T, flat, strict=True)
        ]
    )


def gain(before, after):
    """The group's normalized gain: of what was missing before, the part that was won.

    Notes
    -----
    (mean after − mean before) / (1 − mean before) (Hake 1998), of shares of right answers.

    Examples
    --------
    >>> round(float(gain([0.2, 0.4], [0.6, 0.7])), 3)
    0.5
    """
    start = np.mean(before)
    return (np.mean(after) - start) / (1 - start) if start < 1 else np.nan


def interval(statistic, *arrays, seed=0):
    """A 95 % interval by drawing learners anew (percentiles of 2,000 draws); NaN below three.

    Parameters
    ----------
    statistic : callable
        Of arrays whose first axis is the learners.
    arrays : ndarray
        Drawn together: each learner keeps their own rows.
    seed : int, default 0
    """
    from scipy import stats

    count = len(arrays[0])
    if count < 3:
        return np.nan, np.nan
    drawn = stats.bootstrap(
        (np.arange(count),),
        lambda chosen: statistic(*(array[chosen.astype(int)] for array in arrays)),
        vectorized=False,
        n_resamples=RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).bootstrap_distribution
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn):
        return np.nan, np.nan
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def holds(chosen, right, options=1):
    """Whether a learner's answers on the items that offer a belief say that it is held.

    They are compared with those of somebody who does not hold it, and who is right as often on
    these items as this learner is on all others; a wrong answer of theirs is any of three.

    Parameters
    ----------
    chosen : array_like of bool
        On each item that offers the belief, whether its option was chosen.
    right : array_like of bool
        The learner's answers to all other items.
    options : array_like of int, default 1
        By how many of its options an item offers the belief.

    Examples
    --------
    >>> holds([True, True], [True] * 15 + [False] * 7)
    True
    >>> holds([True, False], [True] * 15 + [False] * 7)
    False
    """
    chosen, right = np.asarray(chosen, dtype=bool), np.asarray(right, dtype=bool)
    able = (right.sum() + 1) / (len(right) + 2)
    by_chance = np.asarray(options) * np.clip((1 - able) / 3, 0.02, 0.25)
    likely = np.where(chosen, HOLDS / by_chance, (1 - HOLDS) / (1 - by_chance))
    return bool(likely.prod() >= ODDS)
