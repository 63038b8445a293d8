"""What to write when data does not fit: the call that repairs this very input.

Each function returns a sentence for an error. Calls are of a form that works for whatever came,
a list or a table as well as an array: ``np.reshape(y, (-1, 1))``, not ``y.reshape(-1, 1)``.
"""

from math import prod

import numpy as np

LARGE = 10  # data beyond this size are to be scaled


def of_shape(value, array, name, width, role, rows):
    """How `value`, as `array` of a wrong shape, becomes (batch, width); "" where nobody knows.

    `role` is "features" or "outputs", `rows` the number of samples, if it is known.
    """
    shape = array.shape
    if width == 1 and array.ndim == 2 and role == "outputs" and _is_one_hot(array):
        return f" For class numbers write np.argmax(np.asarray({name}), axis=1)[:, None]."
    if width == 1 and array.size == max(shape, default=1):
        why = ": left as it is, it would broadcast against the batch" if role == "outputs" else ""
        return f" Write np.reshape({name}, (-1, 1)){why}."
    one = array.size == width and rows in (None, 1)
    if role == "outputs" and not one and array.size == max(shape, default=1) and _is_whole(array):
        return _one_hot(value, array, name, width)
    if array.ndim == 1 and array.size == width:
        return f" For one sample write [{name}]."
    if array.size == width:
        return f" For one sample write np.reshape({name}, (1, -1))."
    if array.ndim > 2 and prod(shape[1:]) == width:
        return f" Write np.reshape({name}, (len({name}), -1))."
    if array.ndim == 2 and shape[0] == width and rows in (None, shape[1]):
        return f" If each column is a sample, write np.transpose({name})."
    if array.ndim < 2:
        return ""
    columns, where = prod(shape[1:]), "begin" if role == "features" else "end"
    of = f"Rows of {columns}"
    if array.ndim > 2:
        of = f"np.reshape({name}, (len({name}), -1)) makes rows of {columns}, which"
    return f" {of} need a network whose sizes {where} with {columns}."


def _is_whole(array):
    return array.size > 0 and not (array % 1).any()


def _is_one_hot(array):
    return array.shape[1] > 1 and np.isin(array, (0, 1)).all() and (array.sum(axis=1) == 1).all()


def _one_hot(value, array, name, width):
    """What makes one-hot rows of class numbers."""
    low, high = int(array.min()), int(array.max())
    if low < 0 or high > width or (high == width and low == 0):
        return (
            f" Class numbers from {low} to {high} need a network with {high - low + 1} outputs; "
            f"this one has {width}."
        )
    given = np.asarray(value)
    plain = given.ndim == 1 and given.dtype.kind in "iu" and not isinstance(value, tuple)
    numbers = name if plain else f"np.ravel({name}).astype(int)"
    if high == width:
        return f" For class numbers from 1 write np.eye({width})[np.ravel({name}).astype(int) - 1]."
    return f" For class numbers write np.eye({width})[{numbers}]."


def of_objects(value, name):
    """What is wrong with a value that NumPy cannot read as numbers, and what repairs it."""
    if hasattr(value, "detach"):  # a tensor that records gradients, or lives elsewhere
        return f"{name} is a tensor that NumPy cannot read. Write {name}.detach().cpu().numpy()."
    if hasattr(value, "toarray"):
        return f"{name} is a sparse matrix. Write {name}.toarray()."
    if hasattr(value, "__next__"):
        return f"{name} is a {type(value).__name__}, which has no shape. Write list({name})."
    try:
        array = np.asarray(value)
    except Exception:  # rows of different lengths, or what a framework thinks of it
        return f"{name} is not a regular array of numbers: {_rows_that_differ(value)}."
    if array.ndim == 0:
        return f"{name} is {value!r:.60}; expected numbers."
    if _stacks(array):
        return f"{name} holds an array in each entry. Write np.stack(list({name}))."
    where, entry = next((at, e) for at, e in np.ndenumerate(array) if not is_number(e))
    return _of_entry(value, array, name, where, entry)


def of_text(value, array, name):
    """The same for an array of text."""
    first = next((at for at, e in np.ndenumerate(array) if not _reads_as_number(e)), None)
    if first is None and array.size:
        return (
            f"{name} holds {array.dtype} values, numbers written as text, such as "
            f"{str(array.flat[0])!r}; expected numbers. {_as_float(value, name)}"
        )
    if not array.size:
        return f"{name} holds {array.dtype} values; expected numbers."
    return _of_entry(value, array, name, first, array[first])


def _of_entry(value, array, name, where, entry):
    """What one entry that is no number means."""
    at = list(map(int, where))
    if isinstance(entry, (str, bytes)):
        if all(is_number(e) or _reads_as_number(e) for e in array.flat):
            return (
                f"{name} holds numbers written as text, such as {entry!r} at {at} (dtype "
                f"{array.dtype}). {_as_float(value, name)}"
            )
        said = f"{name} holds text, such as {str(entry)!r:.40} at {at}; expected numbers."
        if hasattr(value, "columns"):
            return (
                f"{said} Column {value.columns[where[-1]]!r} is text: pandas.get_dummies({name}) "
                "makes columns of numbers of it."
            )
        if name == "y" and array.size == max(array.shape):
            return (
                f"{said} To number the classes write "
                f"np.unique(np.ravel({name}), return_inverse=True)[1]."
            )
        return said
    if entry is None or type(entry).__name__ in ("NAType", "NaTType"):
        said = f"{name} holds {entry!r}, a missing value, at {at}; expected numbers."
        if hasattr(value, "fillna"):
            return f"{said} Leave that row out of X and y, or fill it: {name}.fillna(0)."
        return f"{said} Leave that row out of X and y, or put a number there."
    if isinstance(entry, int):
        return f"{name} holds a whole number too large for float64 at {at}."
    if isinstance(entry, complex):
        return f"{name} is complex at {at}; expected real numbers. Write np.real({name})."
    return (
        f"{name} is not a regular array of numbers: it holds {entry!r:.40} at {at} "
        f"(dtype {array.dtype}). {_as_float(value, name)}"
    )


def is_number(entry):
    """Whether an entry of an array of objects is a real number; text is none."""
    if isinstance(entry, (str, bytes)) or entry is None:
        return False
    try:
        float(entry)
    except (TypeError, ValueError, OverflowError):
        return False
    return not hasattr(entry, "__len__")


def _reads_as_number(entry):
    try:
        float(entry)
    except (TypeError, ValueError):
        return False
    return True


def _as_float(value, name):
    if hasattr(value, "astype"):
        return f"Write {name}.astype(float)."
    return f"Write np.asarray({name}, dtype=float)."


def _stacks(array):
    try:
        return np.stack(list(array)).dtype.kind in "biuf" and array.dtype.kind == "O"
    except (ValueError, TypeError):
        return False


def _rows_that_differ(value):
    """Two rows whose lengths differ, or what else the matter is."""
    try:
        lengths = [np.shape(row) for row in value]
        k = next(k for k, length in enumerate(lengths) if length != lengths[0])
    except Exception:  # rows inside of rows
        return "its rows differ in length"
    return f"its rows differ in length: entry 0 has shape {lengths[0]}, entry {k} has {lengths[k]}"


def of_missing(value, name, where):
    """What to do about a NaN; `where` is its index."""
    if hasattr(value, "fillna"):
        return f" Leave row {where[0]} out of X and y, or fill it: {name}.fillna(0)."
    return f" Leave row {where[0]} out of X and y, or fill it: np.nan_to_num({name})."


def of_labels(y, name):
    """What makes labels from 0 to 1 of others, for "bce"."""
    seen = np.unique(y)
    if len(seen) == 2:
        low, high = map(float, seen)
        return f" For the classes {low:g} and {high:g} write np.equal({name}, {high!r})."
    if _is_whole(y) and seen.min() >= 0:
        return (
            f" Class numbers up to {seen.max():g} need as many outputs, 'softmax', and "
            "loss='cross_entropy'."
        )
    return " For numbers that are no labels use an 'identity' output and loss='mse'."


def of_distribution(y, name):
    """What makes rows that sum to 1, for "cross_entropy"."""
    if (y < 0).any():
        return ""
    if np.isin(y, (0, 1)).all() and (y.sum(axis=1) > 1).any():
        return " For several classes at once use 'sigmoid' outputs and loss='bce'."
    if (y.sum(axis=1) > 0).all():
        return f" Write np.divide({name}, np.sum(np.asarray({name}), axis=1, keepdims=True))."
    return ""


def of_scale(X, y):
    """How data that are large become of size 1, a sentence each; "" if they are not."""
    said = ""
    for name, values in (("X", X), ("y", y)):
        if (largest := abs(values).max()) > LARGE:
            flat = np.ptp(values, axis=0).min() == 0  # a column of one value has no deviation
            deviation = f"(np.std({name}, axis=0) + 1e-9)" if flat else f"np.std({name}, axis=0)"
            said += (
                f"{name} holds {largest:.3g}: scale it to a size of about 1, "
                f"{name} = ({name} - np.mean({name}, axis=0)) / {deviation}. "
            )
    return said
