"""What one call of a learner's function gave, and whether two calls gave the same."""

import warnings
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice

import numpy as np

TOLERANCE = 1e-6  # loose enough for float32; no listed mistake is as near as that
MOST = 1000  # of what a generator yields: it may have no end


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call gave: arrays by name, or a complaint, or an error."""

    values: dict
    problem: str = ""
    error: Exception | None = None
    changed: tuple = ()  # names of inputs that the call changed


def same(outcome, other):
    """Do two calls give the same arrays, or the same kind of error?"""
    if outcome.error or other.error:
        return type(outcome.error) is type(other.error)
    if outcome.problem or other.problem:
        return outcome.problem == other.problem
    return all(near(outcome.values[name], value) for name, value in other.values.items())


def near(array, other):
    if array.shape != other.shape:
        return False
    with np.errstate(invalid="ignore"):
        return bool((abs(array - other) <= TOLERANCE * (1 + abs(other))).all())


def outcome_of(exercise, function, case):
    given = [_own(value) for value in case]
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(*given)
            if isinstance(result, Iterator):  # its body runs only now
                result = list(islice(result, MOST))
    except Exception as error:  # whatever it is, the learner sees it in the report
        return Outcome({}, error=error)
    changed = tuple(
        name
        for name, before, after in zip(exercise.inputs, case, given, strict=True)
        if isinstance(before, np.ndarray) and not np.array_equal(before, after)
    )
    values, problem = exercise.read(result, case) if exercise.read else _arrays(exercise, result)
    return Outcome(values, problem, changed=changed)


def _own(value):
    """A copy of what a function could change."""
    if isinstance(value, np.random.Generator):
        return deepcopy(value)
    return value.copy() if isinstance(value, np.ndarray) else value


def _arrays(exercise, result):
    """The results by name, as arrays; or nothing and what is wrong with them."""
    names = exercise.outputs
    if len(names) == 1:
        result = (result,)
    elif not isinstance(result, (tuple, list)) or len(result) != len(names):
        return {}, f"It returns {kind(result)}; expected {len(names)} results: {', '.join(names)}."
    values = {}
    for name, value in zip(names, result, strict=True):
        try:
            array = np.asarray(value)
        except Exception:  # ragged, or an object that refuses
            array = np.empty(0, object)
        if array.dtype.kind not in "biuf" or isinstance(
            value, tuple
        ):  # `return z,` or `return a1, a2`
            return {}, f"It returns {kind(value)}; expected {name} as one array of numbers."
        values[name] = array.astype(float)
    return values, ""


def kind(value):
    if value is None or value is ...:
        return repr(value).replace("Ellipsis", "...")
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a value of type {type(value).__name__}"
