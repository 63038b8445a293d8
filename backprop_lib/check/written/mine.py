"""What a lesson runs: the learner's own function, or ours where there is none that is right."""

import pkgutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from ... import other_names
from ..judging.judge import judge
from ..judging.report import printable
from . import file as own_file

CHECKS = "backprop_lib.check"


@dataclass(frozen=True, eq=False)
class Mine:
    """A function to be called as it is; left last in a cell, it says whose it is.

    Attributes
    ----------
    function : callable
    yours : bool
    says : str
        Such as "backward: yours, my_backward in mine.py."
    as_source : str
        An expression that finds it again.
    """

    function: object
    yours: bool
    says: str
    as_source: str

    @property
    def __wrapped__(self):  # where a source or a line of it is looked for
        return self.function

    def __call__(self, *inputs, **named):
        return self.function(*inputs, **named)

    def __repr__(self):
        return printable(self.says, getattr(sys.stdout, "encoding", None))


def mine(check):
    """Your function for a check, from mine.py, or ours where yours is missing or not right.

    Parameters
    ----------
    check : str
        The check's name, such as "backward".

    Returns
    -------
    Mine
        It is called like the function itself; left last in a cell, it says whose it is.

    Raises
    ------
    ValueError
        If there is no such check.

    Examples
    --------
    >>> weighted_sum = mine("weighted_sum")
    >>> weighted_sum
    weighted_sum: ours, as nothing of yours is kept here.
    """
    module, file = _module(check), own_file.path()
    if file is None:
        return ours(check, "as nothing of yours is kept here")
    try:
        text = own_file.read(file)
        function = own_file.loaded(text, check, file)
    except own_file.Broken as why:
        return ours(check, f"as the one in {own_file.NAME} cannot be run ({why})")
    if function is None:
        return ours(check, f"until yours has passed check.{check}")
    report = _judged(module, function)
    if not report.passed:
        named = f" ({report.mistake})" if report.mistake else ""
        return ours(check, f"as the one in {own_file.NAME} does not pass its check{named}")
    name = own_file.sections(text)[check][0]
    return Mine(function, True, f"{check}: yours, {name} in {own_file.NAME}.", _call("mine", check))


def ours(check, why=""):
    """Our function for a check, whatever you wrote.

    Parameters
    ----------
    check : str
    why : str, optional
        What is said of it, behind "ours".

    Returns
    -------
    Mine

    Raises
    ------
    ValueError
        If there is no such check.

    Examples
    --------
    >>> import numpy as np
    >>> ours("weighted_sum")(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0]))
    array([[16.]])
    """
    says = f"{check}: ours, {why}." if why else f"{check}: ours."
    module = _module(check)
    own = module.OURS if hasattr(module, "OURS") else _exercise(module).truth
    return Mine(own, False, says, _call("ours", check))


def _call(which, check):
    return f'check.{which}("{check}")'


def _module(check):
    found = _modules()
    if check not in found:
        near = other_names.nearest("check", check, tuple(found))
        hint = f" Did you mean {near!r}?" if near else ""
        raise ValueError(f"check {check!r} is unknown.{hint} help(check) lists them all.")
    return found[check]


def _judged(module, function):
    if hasattr(module, "OURS"):  # no single function: a module that judges by itself
        return module.judged(function)
    return judge(_exercise(module), function, keep=False)


def _exercise(module):
    """The exercise: that of the loss that the lessons use, if there are several."""
    kept = [*getattr(module, "EXERCISES", {}).values()] or [module.EXERCISE]
    return next(exercise for exercise in kept if exercise.keep)


@cache
def _modules():
    """The module of each exercise by its name: a file of its own in its lesson's folder."""
    modules = {}
    for folder in sorted(Path(__file__).parents[1].glob("lesson*")):
        for info in pkgutil.iter_modules([str(folder)]):
            module = import_module(f"{CHECKS}.{folder.name}.{info.name}")
            if any(hasattr(module, name) for name in ("EXERCISE", "EXERCISES", "OURS")):
                modules[info.name] = module
    return modules
