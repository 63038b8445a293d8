"""Mini-batches: which rows come when. The order is the learner's to draw, so it is not compared.

What is compared is what holds for every right order: how many rows each batch has, that each row
comes once an epoch with its own y, and that the order is mixed, and mixed anew in each epoch.
"""

import numpy as np

from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..judging.outcome import kind


def mini_batches(function):
    """Check ``f(X, y, batch_size, epochs, rng)``: the batches of some epochs, in their order.

    Parameters
    ----------
    function : callable
        Given X, shape (n, inputs), y, shape (n, outputs), the size of a batch, the number of
        epochs and a `numpy.random.Generator`, it returns (or yields) pairs: some rows of X, and
        the rows of y that belong to them. In each epoch every row comes once, in an order drawn
        anew; the last batch of an epoch takes what is left.

    Returns
    -------
    Report

    Examples
    --------
    >>> mini_batches(lambda X, y, batch_size, epochs, rng: [(X, y)] * epochs).mistake
    'whole data in every batch'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    """Rows are numbered, so that each can be told: X has 10k and 10k + 1 in row k, y has k."""
    settings = [(1, 1, 1), (4, 2, 1), (5, 2, 1), (3, 5, 2), (6, 3, 2), (12, 5, 1), (13, 4, 3)]
    found = []
    for n, batch_size, epochs in settings:
        k = np.arange(1.0, n + 1)[:, None]
        draws = np.random.default_rng(rng.integers(2**32))
        found.append((np.hstack([10 * k, 10 * k + 1]), k, batch_size, epochs, draws))
    return found


ENOUGH = 12  # rows: with fewer, chance lets a wrong order through too often


def _batches(X, y, batch_size, epochs, rng, *, order=None, drop=False):
    """All batches; ``order(rng, n, epoch)`` draws the order of one epoch."""
    found = []
    for epoch in range(epochs):
        rows = order(rng, len(X), epoch) if order else rng.permutation(len(X))
        end = len(X) - batch_size + 1 if drop else len(X)
        for start in range(0, end, batch_size):
            chosen = rows[start : start + batch_size]
            found.append((X[chosen], y[chosen]))
    return found


def _in(order):
    return lambda *inputs: _batches(*inputs, order=order)


def _apart(X, y, batch_size, epochs, rng):
    """X is mixed and y is not."""
    mixed = _batches(X, y, batch_size, epochs, rng)
    straight = _batches(X, y, batch_size, epochs, rng, order=lambda rng, n, epoch: np.arange(n))
    return [(rows, own) for (rows, _), (_, own) in zip(mixed, straight, strict=True)]


def _once(X, y, batch_size, epochs, rng):
    return _batches(X, y, batch_size, epochs, rng, order=_fixed(rng.permutation(len(X))))


def _fixed(rows):
    return lambda rng, n, epoch: rows


def _as_many_batches(X, y, batch_size, epochs, rng):
    """`batch_size` batches."""
    found = []
    for _ in range(epochs):
        parts = np.array_split(rng.permutation(len(X)), batch_size)
        found += [(X[rows], y[rows]) for rows in parts]
    return found


def _first_rows(X, y, batch_size, epochs, rng):
    return [(X[:batch_size], y[:batch_size])] * (epochs * -(-len(X) // batch_size))


def _step_of_one(X, y, batch_size, epochs, rng):
    found = []
    for _ in range(epochs):
        rows = rng.permutation(len(X))
        for start in range(len(X)):
            chosen = rows[start : start + batch_size]
            found.append((X[chosen], y[chosen]))
    return found


def _end_at_the_size(X, y, batch_size, epochs, rng):
    found = []
    for _ in range(epochs):
        rows = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            found.append((X[rows[start:batch_size]], y[rows[start:batch_size]]))
    return found


def _one_long_epoch(X, y, batch_size, epochs, rng):
    rows = rng.permutation(np.tile(np.arange(len(X)), epochs))
    parts = [rows[start : start + batch_size] for start in range(0, len(rows), batch_size)]
    return [(X[part], y[part]) for part in parts]


# How a result is read: sizes first; if they are right, what is wrong with the rows.


def _read(result, case):
    X, y, batch_size, epochs, _ = case
    if not isinstance(result, (list, tuple)):
        return {}, f"It returns {kind(result)}; expected a list of pairs (rows of X, rows of y)."
    pairs = []
    for batch in result:
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            return {}, f"A batch is {kind(batch)}; expected a pair: rows of X, and rows of y."
        try:
            pair = [np.asarray(part) for part in batch]
        except Exception:  # ragged, or an object that refuses
            return {}, "A batch holds something that is no array of rows."
        for part, name, whole in zip(pair, "Xy", (X, y), strict=True):
            if part.dtype.kind not in "biuf" or part.ndim != 2 or part.shape[1] != whole.shape[1]:
                return {}, (
                    f"A batch's part of {name} has shape {part.shape}; "
                    f"expected (rows, {whole.shape[1]})."
                )
        if len(pair[0]) != len(pair[1]):
            return {}, f"A batch has {len(pair[0])} rows of X and {len(pair[1])} rows of y."
        pairs.append(pair)
    sizes = np.array([len(rows) for rows, _ in pairs], float)
    right = [len(X[start : start + batch_size]) for start in range(0, len(X), batch_size)] * epochs
    problem = _wrong_rows(pairs, X, y, epochs) if sizes.tolist() == right else ""
    values = {"batches": np.array(float(len(sizes))), "rows in each": sizes}
    return ({}, problem) if problem else (values, "")


def _wrong_rows(pairs, X, y, epochs):
    rows, own = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    same = (rows[:, None, :] == X).all(axis=2)
    if not same.any(axis=1).all():
        return "Some rows are no rows of X."
    order = same.argmax(axis=1)
    if len(X) < ENOUGH:
        return ""
    if not np.array_equal(y[order], own):
        return "Some rows of y do not belong to the rows of X beside them."
    order = order.reshape(epochs, len(X))
    if (np.sort(order, axis=1) != np.arange(len(X))).any():
        return "In one epoch some rows come twice, and others never."
    if (order == np.arange(len(X))).all(axis=1).any():
        return "The rows come in the order of the data."
    if epochs > 1 and (order == order[0]).all():
        return "The order is the same in every epoch."
    return ""


def _shown(case):
    return dict(zip(("X", "y", "batch_size", "epochs"), case, strict=False))


EXERCISE = Exercise(
    "mini_batches",
    ("X", "y", "batch_size", "epochs", "rng"),
    ("batches", "rows in each"),
    _batches,
    _cases,
    (
        WrongAnswer(
            "y left behind",
            "X and y are not mixed in the same way: a picture gets the label of another one. Draw\n"
            "one order, and use it for both.",
            (_apart,),
        ),
        WrongAnswer(
            "not mixed",
            "The rows come in the order of the data. Draw an order for each epoch.",
            (_in(lambda rng, n, epoch: np.arange(n)),),
        ),
        WrongAnswer(
            "mixed once only",
            "The order is drawn once, so that every epoch shows the same batches. Draw it anew in\n"
            "each epoch.",
            (_once,),
        ),
        WrongAnswer(
            "drawn with repeats",
            "In one epoch some rows come twice and others never. An epoch is one pass over the\n"
            "data: every row once.",
            (_in(lambda rng, n, epoch: rng.integers(n, size=n)), _first_rows),
        ),
        WrongAnswer(
            "last batch dropped",
            "The rows that do not fill a batch are dropped. The last batch takes what is left.",
            (lambda *inputs: _batches(*inputs, drop=True),),
        ),
        WrongAnswer(
            "one epoch only",
            "There are batches for one epoch, however many are asked for. Look at `epochs`.",
            (lambda X, y, batch_size, epochs, rng: _batches(X, y, batch_size, 1, rng),),
        ),
        WrongAnswer(
            "whole data in every batch",
            "Every batch holds all rows. A batch holds `batch_size` of them.",
            (
                lambda X, y, batch_size, epochs, rng: [(X, y)] * epochs,
                lambda X, y, batch_size, epochs, rng: _batches(X, y, len(X), epochs, rng),
                lambda X, y, batch_size, epochs, rng: (
                    [(X, y)] * (epochs * -(-len(X) // batch_size))
                ),
            ),
        ),
        WrongAnswer(
            "batch_size taken as a number of batches",
            "The rows are divided into `batch_size` batches. It says how many rows a batch has.",
            (_as_many_batches,),
        ),
        WrongAnswer(
            "slice ends at batch_size",
            "All batches of an epoch but the first are empty. In a slice `[i:k]` the k is the\n"
            "place where it ends, not how many rows it takes. Where does the second batch end?",
            (_end_at_the_size,),
        ),
        WrongAnswer(
            "batches overlap",
            "Each batch starts one row after the one before. It starts where that one ended.",
            (_step_of_one,),
        ),
        WrongAnswer(
            "epochs run together",
            "All epochs are mixed as one, so a batch can reach from one epoch into the next. A\n"
            "row can come twice before another comes once.",
            (_one_long_epoch,),
        ),
    ),
    read=_read,
    shown=_shown,
)
