"""A sheet of tasks for paper, one a lesson: numbers drawn from a seed, answers from the core."""

import itertools
import re
from dataclasses import dataclass
from html import escape

import numpy as np

from . import tasks


@dataclass(frozen=True)
class Sheet:
    """The tasks of a lesson with their answers: see `sheet`."""

    lesson: int
    seed: int
    tasks: tuple

    @property
    def title(self):
        return f"Lesson {self.lesson} on paper, sheet {self.seed}"

    def markdown(self):
        """Tasks, then, behind a rule, the answers."""
        asked = [f"{n}. {task.text}" for n, task in enumerate(self.tasks, start=1)]
        told = [f"{n}. {task.answer}" for n, task in enumerate(self.tasks, start=1)]
        head = [f"# {self.title}", RULES]
        return "\n\n".join([*head, *asked, "---", f"# {self.title}: answers", *told]) + "\n"

    def html(self):
        """A page to print: the tasks with room to write, the answers on a page of their own."""
        asked = "".join(f"<li>{_inline(task.text)}</li>" for task in self.tasks)
        told = "".join(f"<li>{_inline(task.answer)}</li>" for task in self.tasks)
        return PAGE.format(title=escape(self.title), rules=_inline(RULES), asked=asked, told=told)


RULES = "Round to four digits after the point. A calculator helps with sigmoid, tanh, exp and ln."
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 12pt/1.45 Georgia, serif; max-width: 44em; margin: 2em auto; padding: 0 1em; }}
code {{ font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }}
.tasks li {{ padding-bottom: 6.5em; break-inside: avoid; }}
.answers {{ break-before: page; }}
</style></head><body>
<h1>{title}</h1><p>Name: ______________________ {rules}</p><ol class="tasks">{asked}</ol>
<section class="answers"><h1>{title}: answers</h1><ol>{told}</ol></section>
</body></html>
"""


BY_LESSON = {
    1: (tasks.shapes_forward, tasks.forward, tasks.forward, tasks.loss),
    2: (tasks.shapes_backward, tasks.chain, tasks.fork, tasks.softmax),
    3: (tasks.step, tasks.chain, tasks.mse, tasks.step),
    4: (tasks.tanh, tasks.fork, tasks.chain, tasks.shapes_backward),
    5: (tasks.mean, tasks.mse, tasks.softmax, tasks.shapes_backward),
    6: (tasks.bound, tasks.chain, tasks.skip, tasks.tanh),
}


def sheet(lesson, seed):
    """The sheet of a lesson: the same seed gives the same sheet, another one other numbers.

    Parameters
    ----------
    lesson : int
        1 to 6.
    seed : int

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
    draws = (np.random.default_rng([seed, lesson, place]) for place in itertools.count())
    made = (make(draw) for make, draw in zip(BY_LESSON[lesson], draws, strict=False))
    return Sheet(lesson, seed, tuple(made))


def _inline(text):
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
