"""Run a learner's function on small random cases, and find out which mistake it made."""

import linecache
import sysconfig
import traceback
from pathlib import Path
from types import MappingProxyType

import numpy as np

from .outcome import kind, near, outcome_of, same
from .report import INDENT, Report, amount, comparison, rows, shapes

SEED = 2024
IN_PLACE = "input changed in place"
PACKAGE = str(Path(__file__).resolve().parents[2])
LIBRARIES = tuple({PACKAGE, *(sysconfig.get_path(key) for key in ("stdlib", "purelib", "platlib"))})


def judge(exercise, function, *, seed=SEED):
    """Check one function.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The learner's. Anything else gets a report that says so.
    seed : int
        Where the cases are drawn from. A learner always gets the same.

    Returns
    -------
    Report
        Nothing that the function does raises here (but Ctrl-C still stops it).
    """
    if not callable(function):
        return _failed(exercise, _no_function(exercise, function))
    cases = exercise.cases(np.random.default_rng(seed))
    right = [outcome_of(exercise, exercise.truth, case) for case in cases]
    found = []
    for case in cases:
        found.append(outcome_of(exercise, function, case))
        if _unwritten(function, found[-1]):
            return _failed(exercise, _not_written(exercise, found[-1]))
    wrong = [k for k in range(len(cases)) if not same(found[k], right[k])]
    if wrong:
        return _explain(exercise, cases, found, right, wrong[0])
    changed = next((k for k, outcome in enumerate(found) if outcome.changed), None)
    if changed is not None:
        return _changed(exercise, cases[changed], found[changed], right[changed])
    largest = _largest_difference(found, right)
    return Report(
        exercise.name,
        True,
        f"{exercise.name}: right.\nThe same numbers as the true ones on {len(cases)} random cases "
        f"(largest difference: {amount(largest)}).",
        yours=MappingProxyType(found[-1].values),
        true=MappingProxyType(right[-1].values),
        largest_difference=largest,
    )


def _unwritten(function, outcome):
    """A stub returns None; one whose blanks are still `...` returns that, or stumbles over it."""
    if outcome.error:
        return any(value is ... for value in getattr(function, "__code__", EMPTY).co_consts)
    return outcome.problem.startswith(("It returns None", "It returns ...;"))


EMPTY = (lambda: 0).__code__


# The words.


def _failed(exercise, text, **details):
    return Report(exercise.name, False, text, **details)


def _no_function(exercise, value):
    return (
        f"{exercise.name}: this is {kind(value)}, not a function.\n"
        "Hand over the function itself, without calling it: "
        f"check.{exercise.name}({exercise.name})."
    )


def _not_written(exercise, outcome):
    empty = outcome.problem.startswith("It returns None")
    lines = [
        f"{exercise.name}: not written yet.",
        "It returns nothing." if empty else "A `...` is still in it.",
        "Replace the `...` with your own lines, run that cell, then run this one again.",
    ]
    if outcome.error:
        lines.append(_learners_line(exercise, outcome.error))
    if empty:
        lines.append("(If you did write it: does it end with `return`?)")
    return "\n".join(lines)


def _changed(exercise, case, outcome, right):
    names = " and ".join(outcome.changed)
    return _failed(
        exercise,
        f"{exercise.name}: right numbers, but {names} is not what it was before the call.\n"
        f"Your function changes its input in place: `+=`, `*=` or `{outcome.changed[0]}[...] =` "
        "write into the\narray that the caller still uses. Give the result a new name.\n"
        f"Smallest case that shows it: {shapes(_shown(exercise, case))}.",
        mistake=IN_PLACE,
        yours=MappingProxyType(outcome.values),
        true=MappingProxyType(right.values),
        largest_difference=_largest_difference([outcome], [right]),
    )


def _explain(exercise, cases, found, right, first):
    """The report on a wrong function; `first` is the first case that it fails."""
    outcome, true = found[first], right[first]
    mistake, says = _diagnose(exercise, cases, found, right)
    if mistake is None and outcome.changed:
        mistake = IN_PLACE
    lines = [f"{exercise.name}: not right yet."]
    if says:
        lines.append(says)
    elif outcome.error:
        lines.append("Your function stops with an error.")
    elif outcome.problem:
        lines.append(outcome.problem)
    else:
        lines.append("The numbers differ, and none of the mistakes known here explains it.")
    if outcome.changed:
        names = " and ".join(outcome.changed)
        lines.append(f"It also changes {names} in place; give the result a new name.")
    if outcome.error:
        lines.append(_learners_line(exercise, outcome.error))
    shown = _shown(exercise, cases[first])
    lines.append(f"Smallest case that shows it: {shapes(shown)}.")
    if outcome.values:
        lines.append(rows({name: value for name, value in shown.items() if np.ndim(value)}))
        lines.append(comparison(outcome.values, true.values))
    return _failed(
        exercise,
        "\n".join(lines),
        mistake=mistake,
        yours=MappingProxyType(outcome.values),
        true=MappingProxyType(true.values),
        largest_difference=_largest_difference(found, right),
    )


def _shown(exercise, case):
    if exercise.shown:
        return exercise.shown(case)
    return dict(zip(exercise.inputs, case, strict=True))


def _diagnose(exercise, cases, found, right):
    """Name and sentence of the mistake that gives these outcomes in every case, else of none."""
    if any("read-only" in str(outcome.error) for outcome in found):  # a record's arrays are frozen
        return IN_PLACE, (
            "Your function writes into an array that it was given: `+=`, `*=` or `[...] =` change "
            "it in\nplace. A forward pass is a record and cannot be changed; give the result a new "
            "name."
        )
    for mistake in exercise.mistakes:
        for answer in mistake.answers:
            if all(
                same(ours, outcome_of(exercise, answer, case))
                for ours, case in zip(found, cases, strict=True)
            ):
                return mistake.name, mistake.says
    flat = any(array.ndim < 2 for true in right for array in true.values.values())
    for name, says, change in _FLAT_SHAPES if flat else _SHAPES:
        if all(_same_after(change, ours, true) for ours, true in zip(found, right, strict=True)):
            return name, says
    return None, ""


def _same_after(change, outcome, true):
    return bool(outcome.values) and all(
        near(change(array, true.values[name].shape), true.values[name])
        for name, array in outcome.values.items()
    )


# Right numbers in another shape. Each function takes the learner's array and the right shape.
_SHAPES = (
    (
        "wrong shape",
        "The numbers are right, but the shape is not: the result is 2-D, one row a sample, one\n"
        "column a neuron, even where there is only one of them. (n,) is not (n, 1).",
        lambda array, shape: array.reshape(shape) if array.size == np.prod(shape) else array,
    ),
    (
        "rows and columns swapped",
        "The numbers are right, but rows and columns are swapped: one row a sample, please.",
        lambda array, shape: array.T,
    ),
)


_FLAT_SHAPES = (
    (
        "wrong shape",
        "The numbers are right, but a shape is not: (n,), (n, 1) and (1, n) are three shapes.\n"
        "A gradient has the shape of what it is the gradient of.",
        _SHAPES[0][2],
    ),
)


def _learners_line(exercise, error):
    """The error, and the last line of the learner's own that led to it: no path, none of ours."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(LIBRARIES)
    ]
    says = f"{INDENT}{type(error).__name__}: {error}"
    if not own:
        return f"It was called as {exercise.call}.\n{says}"
    line = own[-1].line or linecache.getline(own[-1].filename, own[-1].lineno).strip()
    where = f"Line {own[-1].lineno} of your cell"
    return f"{where}: {line}\n{says}" if line else f"{where}:\n{says}"


def _largest_difference(found, right):
    differences = []
    for outcome, true in zip(found, right, strict=True):
        for name, value in true.values.items():
            mine = outcome.values.get(name)
            if mine is None or mine.shape != value.shape:
                return None
            differences.append(float(abs(mine - value).max()))
    return max(differences)
