"""What an exercise is: the right answer, the cases it is tried on, the wrong answers it lists."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class WrongAnswer:
    """One wrong answer of an exercise. Answers that always give equal numbers are one entry.

    Attributes
    ----------
    name : str
        Two or three words, such as ``"bias forgotten"``.
    says : str
        What the learner reads: names the mistake, points at the equation, gives no solution.
    answers : tuple of callable
        Functions of the exercise's inputs that make this mistake, each in one of the ways in
        which it is made. One may raise where the mistake would raise.
    line : callable, optional
        ``line(node)`` says whether a node of the learner's syntax tree is where it was made; a
        report then shows that line.
    """

    name: str
    says: str
    answers: tuple[Callable, ...]
    line: Callable | None = None


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
        wrong answer from the truth and from each other; tests/check proves it.
    wrong_answers : tuple of WrongAnswer
        Where two fit, the first is named.
    read : callable, optional
        ``read(result, case)`` gives the results as arrays by name, and "" or what is wrong with
        them, where they are no plain arrays in the order of `outputs`.
    shown : callable, optional
        ``shown(case)`` gives what a report shows of a case, values by name, where that is not
        simply the inputs.
    sizes : callable, optional
        ``sizes(case)`` gives numbers by name, such as ``{"samples": 3}``: what a result may be
        multiplied or divided by. It is asked, too, whether a function is right only for one.
    factors : callable, optional
        ``factors(case)`` gives arrays by name that stand in the equation, or could by mistake.
    rows : tuple of str
        The inputs that have one row a sample; where they are given, a wrong function is tried on
        one sample at a time, and on columns.
    mean : bool
        Is the result the mean of what the samples give?
    simpler : callable, optional
        ``simpler(case, values)`` makes of the results what they are easier to compare in, such as
        the slopes that a step went along; None where it cannot.
    parts : callable, optional
        ``parts(case, values)`` takes a result apart: (where, exercise, its inputs, its result) of
        each part, the inputs made of the learner's own values.
    pairs : callable, optional
        ``pairs()`` yields ([wrong answer, …], answer): some of them, and a function that makes
        all of them at once.
    keep : bool
        Is what passes kept in mine.py, as the one that lessons run?
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    truth: Callable
    cases: Callable
    wrong_answers: tuple[WrongAnswer, ...]
    read: Callable | None = None
    shown: Callable | None = None
    sizes: Callable | None = None
    factors: Callable | None = None
    rows: tuple[str, ...] = ()
    mean: bool = False
    simpler: Callable | None = None
    parts: Callable | None = None
    pairs: Callable | None = None
    keep: bool = True

    @property
    def call(self):
        """Such as ``"weighted_sum(x, W, b)"``."""
        return f"{self.name}({', '.join(self.inputs)})"
