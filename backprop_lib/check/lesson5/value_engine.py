"""An exercise of lesson 5: the class `Value`, a number that remembers, operation by operation.

Nothing here walks back: what an operation leaves behind, `inputs` and `slopes`, is read as it is.
So a mistake in the walk hides none here, and the other way round (see `walk_back`).
"""

import math
from functools import wraps

import numpy as np

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..judging.outcome import kind
from ..judging.report import Report
from ..written.keeping import judged_and_kept
from .number import Number

NAME = "value_engine"
NAMES = ("data", "inputs", "slopes", "grad")
DO = {
    "+": ("__add__", lambda a, b: a + b),
    "*": ("__mul__", lambda a, b: a * b),
    "sigmoid": ("sigmoid", lambda z: z.sigmoid()),
}
UNWRITTEN = "not written yet"


def value_engine(made):
    """Check the class ``Value(data, inputs=(), slopes=())``: its ``+``, ``*`` and ``sigmoid()``.

    Parameters
    ----------
    made : type
        The learner's class. Its objects keep `data`, a number; `inputs`, the Values that it was
        made of; `slopes`, plain numbers, one for each of the inputs; and `grad`, 0.0 at first.

    Returns
    -------
    Report
        Of each operation by itself: right, not written yet, or the mistake.

    Examples
    --------
    >>> value_engine(3).passed
    False
    """
    return judged_and_kept("value_engine", made, judged)


def judged(made):
    """A Report on a class; nothing is kept."""
    made = getattr(made, "__wrapped__", made)  # what check.mine gave
    problem = _no_class(made)
    if problem:
        return Report(NAME, False, f"{NAME}: {problem}")
    reports = {name: judge(exercise, _of(made, name)) for name, exercise in EXERCISES.items()}
    right = [name for name, report in reports.items() if report.passed]
    if len(right) == len(reports):
        return Report(
            NAME,
            True,
            f"{NAME}: right.\n{', '.join(right)}: each gives the right number, and the right slope "
            "along each of its inputs.",
        )
    open_ = [name for name, report in reports.items() if UNWRITTEN in report.text[:40]]
    wrong = {n: r for n, r in reports.items() if n not in (*right, *open_)}
    lines = [f"{NAME}: {'not right' if wrong else 'not written'} yet."]
    lines += [f"Right: {', '.join(right)}."] if right else []
    lines += [f"Not written yet: {', '.join(open_)}."] if open_ else []
    for name, report in wrong.items():
        lines.append(f"{name}: {report.mistake or 'not right'}.")
        lines.append(report.text.partition("\n")[2])
    named = [report.mistake for report in wrong.values() if report.mistake]
    first = next(iter(wrong.values()), None)
    return Report(
        NAME,
        False,
        "\n".join(lines),
        mistake=" and ".join(dict.fromkeys(named)) or None,
        **({"yours": first.yours, "true": first.true} if first else {}),
    )


def _no_class(made):
    """What is wrong before any operation: no class, or one whose objects keep other things."""
    if not isinstance(made, type):
        return (
            f"this is {kind(made)}, not a class.\n"
            "Hand over the class itself, without calling it: check.value_engine(Value)."
        )
    try:
        one = made(2.0, (), ())
        missing = [name for name in NAMES if not hasattr(one, name)]
    except Exception as error:
        return f"Value(2.0, (), ()) stops with {type(error).__name__}: {error}"
    if missing:
        return (
            f"a Value has no {' and no '.join(f'`{name}`' for name in missing)}. "
            "`__init__` of the cell as it came sets all four."
        )
    return ""


def _of(made, name):
    """The operation of a class, as a function of plain numbers."""
    method, do = DO[name]

    def run(*numbers):
        inputs = [made(number) for number in numbers]
        return do(*inputs), inputs

    own = getattr(made, method, None)
    return wraps(own, updated=())(run) if hasattr(own, "__code__") else run


def _told(result, case):
    """data and slopes of what an operation made, or what is wrong with it."""
    node, inputs = result
    if node is None or node is ...:
        return {}, f"It returns {'None' if node is None else '...'}; expected a Value."
    if not all(hasattr(node, name) for name in NAMES):
        return {}, (
            f"It returns {kind(node)}; expected a Value. A plain number remembers nothing of how\n"
            "it was made."
        )
    if any(part is ... for part in (node.data, node.inputs, node.slopes)):
        return {}, "It returns ...; expected a Value with data, inputs and slopes."
    names = ("a", "b")[: len(inputs)] if len(inputs) > 1 else ("z",)
    slopes = _slopes(node, inputs)
    if isinstance(slopes, str):
        return {}, slopes
    try:
        data = float(node.data)
    except (TypeError, ValueError):
        return {}, f"Its data is {kind(node.data)}; expected a plain number."
    named = {f"slope along {n}": np.array(s) for n, s in zip(names, slopes, strict=True)}
    return {"data": np.array(data), **named}, ""


def _slopes(node, inputs):
    """The slope along each input; or a text that says what is wrong."""
    try:
        pairs = list(zip(node.inputs, node.slopes, strict=True))
    except (TypeError, ValueError):
        return (
            "inputs and slopes do not go together. Both are tuples, with one slope for each\n"
            "input; of one alone it is written (self,), with a comma."
        )
    if any(not any(source is own for source, _ in pairs) for own in inputs):
        return (
            "Not every number that it was made of is among its inputs. Keep the Values\n"
            "themselves there (self, other): a copy, or a plain number, has no tie to them."
        )
    if any(hasattr(slope, "data") and hasattr(slope, "grad") for _, slope in pairs):
        return "Its slopes are Values; expected plain numbers. The number in a Value is its data."
    try:
        return [sum(float(s) for source, s in pairs if source is own) for own in inputs]
    except (TypeError, ValueError):
        return "Its slopes are no numbers."


def _answer(data, slopes):
    """A wrong or right operation, from what it computes of plain numbers."""

    def run(*numbers):
        inputs = [Number(number) for number in numbers]
        return Number(data(*numbers), tuple(inputs), slopes(*numbers)), inputs

    return run


def _sigmoid(z):
    return 1 / (1 + math.exp(-z))


def _add(a, b):
    return a + b


def _multiply(a, b):
    return a * b


def _two(rng):
    return [tuple(float(n) for n in cases.numbers(rng, 2)) for _ in range(6)]


def _one(rng):
    return [(float(n),) for n in cases.numbers(rng, 6)]


def _values_for_slopes(*numbers):
    return tuple(Number(number) for number in reversed(numbers))


def _exercise(inputs, truth, drawn, mistakes):
    return Exercise(
        NAME,
        inputs,
        ("data", *(f"slope along {n}" for n in inputs)),
        truth,
        drawn,
        mistakes,
        read=_told,
        shown=lambda case: {" and ".join(inputs): np.array(case)},
        keep=False,
    )


ADD = _exercise(
    ("a", "b"),
    _answer(_add, lambda a, b: (1.0, 1.0)),
    _two,
    (
        WrongAnswer(
            "slopes of a product",
            "These slopes are those of a product. Raise a by a little: the sum rises by just as\n"
            "much, whatever b is.",
            (_answer(_add, lambda a, b: (b, a)), _answer(_add, lambda a, b: (a, b))),
        ),
        WrongAnswer(
            "slope shared out",
            "The slope is divided among the two. Nothing is shared out: raise one of them by a\n"
            "little, and the sum rises by as much.",
            (_answer(_add, lambda a, b: (0.5, 0.5)),),
        ),
    ),
)

MULTIPLY = _exercise(
    ("a", "b"),
    _answer(_multiply, lambda a, b: (b, a)),
    _two,
    (
        WrongAnswer(
            "copies instead of swaps",
            "Each number has itself for its slope. Take a = 2, b = 10 and raise a by 0.1: by how\n"
            "much does a * b rise? Which of the two numbers was the factor?",
            (_answer(_multiply, lambda a, b: (a, b)),),
        ),
        WrongAnswer(
            "slopes of a sum",
            "These slopes are those of a sum. Take a = 2, b = 10 and raise a by 0.1: a * b rises\n"
            "by more than 0.1.",
            (_answer(_multiply, lambda a, b: (1.0, 1.0)),),
        ),
        WrongAnswer(
            "the product for a slope",
            "The product itself stands where a slope should. How much it rises does not depend\n"
            "on how large it is.",
            (_answer(_multiply, lambda a, b: (a * b, a * b)),),
        ),
        WrongAnswer(
            "Values for slopes",
            "The slopes are Values. A slope is a plain number: what a Value holds is its data.",
            (_answer(_multiply, _values_for_slopes),),
        ),
        WrongAnswer(
            "added",
            "The numbers are added where they should be multiplied.",
            (
                _answer(_add, lambda a, b: (b, a)),
                _answer(_add, lambda a, b: (1.0, 1.0)),
            ),
        ),
    ),
)

SIGMOID = _exercise(
    ("z",),
    _answer(_sigmoid, lambda z: (_sigmoid(z) * (1 - _sigmoid(z)),)),
    _one,
    (
        WrongAnswer(
            "slope of z instead of a",
            "z stands in the slope where the answer a should. It is a(1 - a): taken at what the\n"
            "sigmoid gives, not at what it is given.",
            (_answer(_sigmoid, lambda z: (z * (1 - z),)),),
        ),
        WrongAnswer(
            "the sigmoid once more",
            "The slope is taken at the sigmoid of a. The sigmoid was applied already.",
            (
                _answer(
                    _sigmoid,
                    lambda z: (_sigmoid(_sigmoid(z)) * (1 - _sigmoid(_sigmoid(z))),),
                ),
            ),
        ),
        WrongAnswer(
            "slope forgotten",
            "The slope is 1, as if a sigmoid let everything through. It is flatter than that.",
            (_answer(_sigmoid, lambda z: (1.0,)),),
        ),
        WrongAnswer(
            "a for the slope",
            "The answer stands where its slope should.",
            (_answer(_sigmoid, lambda z: (_sigmoid(z),)),),
        ),
        WrongAnswer(
            "half of the slope",
            "Only one of the two factors of the slope is there: 1 - a.",
            (_answer(_sigmoid, lambda z: (1 - _sigmoid(z),)),),
        ),
        WrongAnswer(
            "slope of tanh",
            "This is the slope of tanh. Is a sigmoid's, in the middle, 1?",
            (_answer(_sigmoid, lambda z: (1 - _sigmoid(z) ** 2,)),),
        ),
        WrongAnswer(
            "minus forgotten",
            "The curve falls where it should rise: a minus is missing before z, in the exponent.",
            (
                _answer(
                    lambda z: _sigmoid(-z),
                    lambda z: (_sigmoid(-z) * (1 - _sigmoid(-z)),),
                ),
            ),
        ),
        WrongAnswer(
            "sign of the slope",
            "The slope has the wrong sign. A sigmoid rises everywhere.",
            (_answer(_sigmoid, lambda z: (-_sigmoid(z) * (1 - _sigmoid(z)),)),),
        ),
    ),
)

EXERCISES = {"+": ADD, "*": MULTIPLY, "sigmoid": SIGMOID}
OURS = Number  # what the lesson runs until a learner's own is right
