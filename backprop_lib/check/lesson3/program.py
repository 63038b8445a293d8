"""The whole program: a class with seven methods, each judged by itself."""

import inspect

from ..judging.judge import judge
from ..judging.outcome import kind
from ..judging.report import Report
from ..program_parts.answering import FORWARD, PREDICT
from ..program_parts.learning import BACKWARD, TRAIN, UPDATE
from ..program_parts.loss import LOSS
from ..program_parts.ours import Program
from ..program_parts.running import METHODS, method_of, signature_problem
from ..program_parts.start import start
from ..written.keeping import judged_and_kept

PARTS = {part.name: part for part in (FORWARD, LOSS, BACKWARD, UPDATE, TRAIN, PREDICT)}
OURS = Program
RIGHT = (
    "program: right, all seven parts. Each gives the same numbers as the true one on random\n"
    "cases. Now it is a program: let it train."
)
CALLS = {"train": ("forward", "loss", "backward", "update"), "predict": ("forward",)}


def program(cls):
    """Check a class that trains itself: two layers of sigmoids, the loss "bce", the whole batch.

    Each method is run on its own, on weights and arrays that are given to it, so that a mistake in
    one does not hide what is right in another. Samples are rows, and m is their number:

    ======================================================  ==================================
    method                                                  what it gives
    ======================================================  ==================================
    ``__init__(self, inputs, hidden, outputs, seed)``       ``self.W1``, (inputs, hidden),
                                                            ``self.b1``, (hidden,),
                                                            ``self.W2``, (hidden, outputs),
                                                            ``self.b2``, (outputs,)
    ``forward(self, X)``                                    ``a1``, (m, hidden),
                                                            ``a2``, (m, outputs)
    ``loss(self, a2, y)``                                   one number
    ``backward(self, X, a1, a2, y)``                        ``dW1, db1, dW2, db2``
    ``update(self, dW1, db1, dW2, db2, learning_rate)``     nothing; it moves the weights
    ``train(self, X, y, learning_rate, steps)``             the loss of each step, before its
                                                            update
    ``predict(self, X)``                                    0 or 1, (m, outputs)
    ======================================================  ==================================

    Parameters
    ----------
    cls : class
        The class itself, not an object of it.

    Returns
    -------
    Report
        Part by part; the first part that is not right in full.

    Examples
    --------
    >>> class Lazy:
    ...     def forward(self, X):
    ...         return None
    >>> print(program(Lazy).text.splitlines()[0])
    program: 0 of 7 parts are right.
    """
    return judged_and_kept("program", cls, judged)


def judged(cls):
    """The same, and nothing is kept."""
    if not inspect.isclass(cls):
        name = type(cls).__name__ if hasattr(cls, "forward") else "NeuralNetwork"
        return Report(
            "program",
            False,
            f"program: this is {kind(cls)}, not a class.\n"
            f"Hand over the class itself, without calling it: check.program({name}).",
        )
    reports = {}
    for name in METHODS:
        reports[name] = _judged(cls, name, reports)
    wrong = [name for name, report in reports.items() if not report.passed]
    if not wrong:
        return Report("program", True, RIGHT)
    first = next((n for n in wrong if "not written" not in reports[n].text), wrong[0])
    return Report(
        "program",
        False,
        "\n".join(
            [
                f"program: {len(METHODS) - len(wrong)} of {len(METHODS)} parts are right.",
                *(_line(name, report) for name, report in reports.items()),
                reports[first].text,
            ]
        ),
        mistake=reports[first].mistake,
        yours=reports[first].yours,
        true=reports[first].true,
        largest_difference=reports[first].largest_difference,
    )


def _judged(cls, name, reports):
    """A Report on one method, given what is known of those before it."""
    mistake, says = signature_problem(cls, name)
    if mistake:
        return _failed(name, says, mistake)
    if name == "__init__":
        return start(cls)
    run = method_of(cls, name)
    report = judge(PARTS[name], run, keep=False)
    if run.moved:
        names = " and ".join(sorted(run.moved))
        return _failed(
            name,
            f"It moves weights during the call: {names}. To move them is `update`'s "
            "part: all\nslopes belong to one point, the weights of the forward pass.",
            "weights moved",
        )
    ill = [other for other in CALLS.get(name, ()) if not reports[other].passed]
    if report.passed or not ill or "not written" in report.text:
        return report
    healthy = {other: vars(Program)[other] for other in ill}
    mended = judge(PARTS[name], method_of(type(cls.__name__, (cls,), healthy), name), keep=False)
    if mended.passed:
        says = f"right by itself, but it calls {_listed(ill)}"
        return _failed(name, says, FOLLOWS)
    return mended


FOLLOWS = "follows from another part"


def _failed(name, says, mistake):
    return Report(name, False, f"{name}: not right yet.\n{says}", mistake=mistake)


def _line(name, report):
    if report.passed:
        return f"  ✓ {name}"
    if "not written" in report.text:
        return f"  … {name}: not written yet"
    if report.mistake == FOLLOWS:
        return f"  – {name}: {report.text.splitlines()[1]}"
    stops = "stops with an error" if "with an error." in report.text else "not right yet"
    return f"  ✗ {name}: {report.mistake or stops}"


def _listed(names):
    *some, last = names
    return f"{', '.join(some)} and {last}" if some else last
