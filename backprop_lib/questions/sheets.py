"""Sheets of tasks for paper, one a learner: numbers shuffled by a seed, answers from the core.

A task's numbers come again in a class only where all that there are have been given out: that is
after thirty learners or more.

`tools/sheets.py` prints them.
"""

import collections
from dataclasses import dataclass

import numpy as np

from . import tasks


@dataclass(frozen=True)
class Sheet:
    """The tasks of a lesson with their answers: see `sheet`."""

    lesson: int
    seed: int
    learner: int
    tasks: tuple


RULES = "Round to four digits after the point. A calculator helps with sigmoid, tanh, exp and ln."

BY_LESSON = {
    1: (tasks.shapes_forward, tasks.forward, tasks.forward, tasks.loss),
    2: (tasks.shapes_backward, tasks.chain, tasks.fork, tasks.softmax),
    3: (tasks.step, tasks.chain, tasks.mse, tasks.step),
    4: (tasks.tanh, tasks.fork, tasks.chain, tasks.shapes_backward),
    5: (tasks.mean, tasks.mse, tasks.softmax, tasks.shapes_backward),
    6: (tasks.bound, tasks.chain, tasks.skip, tasks.tanh),
}


def sheet(lesson, seed, learner=1):
    """The sheet of one learner: the same three numbers give the same sheet.

    No other learner of that seed has a task with the same numbers, in a class of thirty.

    Parameters
    ----------
    lesson : int
        1 to 6.
    seed : int
        One a class and a day: another seed gives every learner other numbers.
    learner : int
        From 1.

    Returns
    -------
    Sheet

    Raises
    ------
    ValueError
        If there is no such lesson.

    Examples
    --------
    >>> [task.kind for task in sheet(2, seed=0).tasks]
    ['shapes', 'chain', 'fork', 'softmax']
    """
    if lesson not in BY_LESSON:
        known = ", ".join(map(str, BY_LESSON))
        raise ValueError(f"lesson is {lesson!r}; there are sheets for: {known}.")
    makers = BY_LESSON[lesson]
    turns = collections.Counter({make: (learner - 1) * makers.count(make) for make in makers})
    made = []
    for make in makers:
        order = np.random.default_rng([seed, lesson, makers.index(make)]).permutation(make.count)
        made.append(make(int(order[turns[make] % make.count])))
        turns[make] += 1
    return Sheet(lesson, seed, learner, tuple(made))
