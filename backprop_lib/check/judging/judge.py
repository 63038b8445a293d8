"""Run a learner's function on small random cases, and say what came of it."""

import ast
import inspect
import re
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from ..written.keeping import keep as kept
from . import errors, reasoning
from .in_parts import part_by_part
from .newest import older
from .outcome import kind, outcome_of, same
from .report import Report, amount, comparison, rows, shapes
from .what_is_right import what_is_right
from .wrong_answers import IN_PLACE

SEED = 2024


def judge(exercise, function, *, seed=SEED, keep=True):
    """Check one function.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The learner's. Anything else gets a report that says so.
    seed : int
        Where the cases are drawn from. A learner always gets the same.
    keep : bool, default True
        Whether a right function is kept in mine.py, where there is a learner's folder.

    Returns
    -------
    Report
        Nothing that the function does raises here (but Ctrl-C still stops it).
    """
    # A wrong function's numbers may be no numbers; the report says so. Not as a decorator: a judge
    # within a judge would then leave NumPy 1's warnings switched off.
    with np.errstate(all="ignore"):
        report = _judged(exercise, function, seed, keep)
    said = older(exercise.name)
    return replace(report, text=said + report.text) if said else report


def _judged(exercise, function, seed, keep):
    if not callable(function):
        return _failed(exercise, _no_function(exercise, function))
    cases = exercise.cases(np.random.default_rng(seed))
    right = [outcome_of(exercise, exercise.truth, case) for case in cases]
    found = []
    for case in cases:
        found.append(outcome_of(exercise, function, case))
        if _unwritten(found[-1]):
            return _not_written(exercise, function, found[-1])
    wrong = [k for k in range(len(cases)) if not same(found[k], right[k])]
    if wrong:
        return _explain(exercise, function, cases, found, right, wrong)
    changed = next((k for k, outcome in enumerate(found) if outcome.changed), None)
    if changed is not None:
        return _changed(exercise, cases[changed], found[changed], right[changed])
    largest = _largest_difference(found, right)
    text = (
        f"{exercise.name}: right.\nThe same numbers as the true ones on {len(cases)} random cases "
        f"(largest difference: {amount(largest)})."
    )

    def is_right(own):
        pairs = zip(cases, right, strict=True)
        return all(same(outcome_of(exercise, own, case), true) for case, true in pairs)

    said = kept(exercise.name, function, is_right) if keep and exercise.keep else ""
    return Report(
        exercise.name,
        True,
        f"{text}\n{said}" if said else text,
        yours=MappingProxyType(found[-1].values),
        true=MappingProxyType(right[-1].values),
        largest_difference=largest,
    )


def _unwritten(outcome):
    """A stub returns None; one whose blanks are still `...` returns that, or stumbles over it."""
    if outcome.error:
        return errors.blank(outcome.error)
    return outcome.problem.startswith(("It returns None", "It returns ...;"))


# The words.


def _failed(exercise, text, **details):
    return Report(exercise.name, False, text, **details)


def _no_function(exercise, value):
    return (
        f"{exercise.name}: this is {kind(value)}, not a function.\n"
        "Hand over the function itself, without calling it: "
        f"check.{exercise.name}({exercise.name})."
    )


def _not_written(exercise, function, outcome):
    empty = outcome.problem.startswith("It returns None")
    if empty and _does_something(function):
        return _failed(
            exercise,
            f"{exercise.name}: not right yet.\nIt returns nothing: its work is lost when it ends. "
            "Does it end with `return`?\n(What `print` shows is for you; the caller gets what is "
            "returned.)",
            mistake="return forgotten",
        )
    lines = [
        f"{exercise.name}: not written yet.",
        "It returns nothing." if empty else "A `...` is still in it.",
        "Replace the `...` with your own lines, run that cell, then run this one again.",
    ]
    if inspect.isfunction(function) and (where := errors.first_blank(function)):
        lines.insert(2, where)  # the blank itself, not the line below it that stumbled over it
    if empty:
        lines.append("(If you did write it: does it end with `return`?)")
    return _failed(exercise, "\n".join(lines))


def _does_something(function):
    """Has it lines of its own, no `...`, and no `return` with a value?"""
    tree = errors.source(function) if inspect.isfunction(function) else None
    if tree is None or errors.unfilled(function):
        return False
    nodes = [*ast.walk(tree)]
    lines = any(isinstance(n, (ast.Assign, ast.AugAssign, ast.For, ast.Call)) for n in nodes)
    return lines and not any(isinstance(n, (ast.Return, ast.Lambda, ast.Yield)) for n in nodes)


def _changed(exercise, case, outcome, right):
    names = " and ".join(outcome.changed)
    is_not, was = ("is not", "it was") if len(outcome.changed) == 1 else ("are not", "they were")
    its = "its input" if len(outcome.changed) == 1 else "its inputs"
    return _failed(
        exercise,
        f"{exercise.name}: right numbers, but {names} {is_not} what {was} before the call.\n"
        f"Your function changes {its} in place: `+=`, `*=` or `{outcome.changed[0]}[...] =` "
        "write into the\narray that the caller still uses. Give the result a new name.\n"
        f"Smallest case that shows it: {shapes(_shown(exercise, case))}.",
        mistake=IN_PLACE,
        yours=MappingProxyType(outcome.values),
        true=MappingProxyType(right.values),
        largest_difference=_largest_difference([outcome], [right]),
    )


def _explain(exercise, function, cases, found, right, wrong):
    """The report on a wrong function; `wrong` has the numbers of the cases that it fails."""
    elsewhere = next((own.error for own in found if own.error), None)
    mistake, says = reasoning.diagnose(exercise, function, cases, found, right)
    first = _telling(exercise, cases, wrong, mistake)
    outcome, true = found[first], right[first]
    if mistake is None and outcome.changed:
        mistake = IN_PLACE
    lines = [f"{exercise.name}: not right yet."]
    if says:
        lines.append(says)
    elif outcome.error:
        lines.append("Your function stops with an error.")
        lines += what_is_right(exercise, cases, found, right)
    elif outcome.problem:
        lines.append(outcome.problem)
    else:
        lines.append("The numbers differ, and I do not know how they came about. What I can say:")
        lines += what_is_right(exercise, cases, found, right)
    if says:
        lines += part_by_part(exercise, cases, found, right, says)
    if outcome.changed:
        names = " and ".join(outcome.changed)
        lines.append(f"It also changes {names} in place; give the result a new name.")
    if outcome.error:
        lines.append(errors.told(exercise.call, outcome.error))
        if errors.unfilled(function):
            lines.append("(A `...` is still in it, too.)")
    elif elsewhere and mistake is None:
        lines.append("In a larger case it stops with an error.")
        lines.append(errors.told(exercise.call, elsewhere))
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


def _telling(exercise, cases, wrong, mistake):
    """The first case that a function fails; one with several samples where it lost all but one."""
    if not re.search("only (one|the first|the last) sample", mistake or "") or not exercise.sizes:
        return wrong[0]
    several = (k for k in wrong if exercise.sizes(cases[k]).get("samples", 0) > 1)
    return next(several, wrong[0])


def _shown(exercise, case):
    if exercise.shown:
        return exercise.shown(case)
    return dict(zip(exercise.inputs, case, strict=True))


def _largest_difference(found, right):
    differences = []
    for outcome, true in zip(found, right, strict=True):
        for name, value in true.values.items():
            mine = outcome.values.get(name)
            if mine is None or mine.shape != value.shape:
                return None
            differences.append(float(abs(mine - value).max()))
    return max(differences)
