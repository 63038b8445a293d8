"""What an exercise is: the right answer, the cases it is tried on, the mistakes that are known."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class WrongAnswer:
    """One known wrong answer. Answers that always give equal numbers are one entry.

    Attributes
    ----------
    name : str
        Two or three words, such as ``"bias forgotten"``.
    says : str
        What the learner reads: names the mistake, points at the equation, gives no solution.
    answers : tuple of callable
        Functions of the exercise's inputs that make this mistake, each in one of the ways in
        which it is made. One may raise where the mistake would raise.
    """

    name: str
    says: str
    answers: tuple[Callable, ...]


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    name : str
        Also the name of the learner's function.
    inputs : tuple of str
        Names of what the function is given.
    outputs : tuple of str
        Names of what it returns: one array, or a tuple with one array for each name.
    truth : callable
        The right answer, a function of the inputs.
    cases : callable
        ``cases(rng)`` is a list of inputs (tuples of arrays), the smallest case first: it is
        the first failing one that the learner sees. Between them the cases have to tell every
        mistake from the truth and from each other; tests/check proves it.
    mistakes : tuple of WrongAnswer
        Where two fit, the first is named.
    read : callable, optional
        ``read(result, case)`` gives the results as arrays by name, and "" or what is wrong with
        them, where they are no plain arrays in the order of `outputs`.
    shown : callable, optional
        ``shown(case)`` gives what a report shows of a case, values by name, where that is not
        simply the inputs.
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    truth: Callable
    cases: Callable
    mistakes: tuple[WrongAnswer, ...]
    read: Callable | None = None
    shown: Callable | None = None

    @property
    def call(self):
        """Such as ``"weighted_sum(x, W, b)"``."""
        return f"{self.name}({', '.join(self.inputs)})"
