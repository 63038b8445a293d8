"""An exercise of lesson 5: the walk back through what a `Value` remembers.

It runs on numbers of ours, whose operations are right: so a mistake in the learner's `Value` hides
none here.
"""

from functools import wraps

import numpy as np

from .. import cases
from ..judging import errors
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..judging.outcome import kind
from ..written.keeping import judged_and_kept
from .number import Number

TIMES = 16  # what is doubled so often has 65,536 paths, and 17 numbers


def walk_back(function):
    """Check ``f(end)``: it fills `grad` of every number that `end` was made of.

    Parameters
    ----------
    function : callable
        Given a number that remembers, it sets, in that number and in all of ``end.nodes()``,
        `grad` to the slope of `end` along it. A second call starts anew.

    Returns
    -------
    Report

    Examples
    --------
    >>> walk_back(lambda end: None).mistake
    'no slope at the end'
    """
    return judged_and_kept("walk_back", function, judged)


def judged(function):
    """A Report on a walk; nothing is kept."""
    if not callable(function):
        return judge(FIRST, function)
    report = judge(FIRST, _walked(function, 1))
    return judge(AGAIN, _walked(function, 2)) if report.passed else report


def _chained(w, x):
    z = w * x
    a = z.sigmoid()
    return [z, a, a * a]


def _used_first(a, b):
    c = a * b
    s = c.sigmoid()
    return [c, s, c + s]


def _used_last(a, b):
    c = a + b
    s = c.sigmoid()
    return [c, s, s * c]


def _doubled(a):
    made = [a]
    for _ in range(TIMES):
        made.append(made[-1] + made[-1])
    return made[1:]


GRAPHS = {
    "a, b, end = a * b": lambda a, b: [a * b],
    "a, end = a + a": lambda a: [a + a],
    "w, x, z = w * x, a = sigmoid(z), end = a * a": _chained,
    "a, b, c = a * b, s = sigmoid(c), end = c + s": _used_first,
    "a, b, c = a + b, s = sigmoid(c), end = s * c": _used_last,
    f"a, doubled {TIMES} times by +": _doubled,
}


def _walked(function, walks=1):
    """The grads after one walk, or after two, as a function of a graph and its numbers."""

    @wraps(function, updated=())
    def run(graph, numbers):
        put_in = [Number(number) for number in numbers]
        made = GRAPHS[graph](*put_in)
        for _ in range(walks):
            result = function(made[-1])
        return [node.grad for node in (*put_in, *made)], result, errors.unfilled(function)

    return run


def _told(result, case):
    """What `_walked` gave, as an array: grads in the order in which the numbers are named."""
    grads, returned, stub = result
    if stub and not any(grads):
        return {}, "It returns ...; expected grads that are filled."
    if returned is not None and not any(grads):
        return {}, (
            f"It returns {kind(returned)}, and leaves every grad at 0. Nothing has to be\n"
            "returned: the slopes go into the grad of each number."
        )
    try:
        return {"grads": np.array([float(grad) for grad in grads])}, ""
    except (TypeError, ValueError):
        return {}, "In some grad there is no number when it ends."


def _cases(rng):
    counts = [graph.__code__.co_argcount for graph in GRAPHS.values()]
    return [(name, cases.numbers(rng, n)) for name, n in zip(GRAPHS, counts, strict=True)]


def _cleared(end):
    for node in end.nodes():
        node.grad = 0.0
    end.grad = 1.0


def _swept(order=lambda end: reversed(end.nodes()), start=_cleared, part=None, add=True):
    """A walk in which one thing may be another: the order, the start, what is handed on, how."""
    part = part or (lambda node, slope: node.grad * slope)

    def walk(end):
        start(end)
        for node in order(end):
            for source, slope in zip(node.inputs, node.slopes, strict=True):
                source.grad = add * source.grad + part(node, slope)

    return walk


def _forward_first(end):
    """In the order in which they are met, each once, the first met first."""
    order = [end]
    for node in order:
        order += [source for source in dict.fromkeys(node.inputs) if source not in order]
    return order


def _as_met(end):
    """In the order in which a search comes to them, before what they were made of."""
    order = []

    def visit(node):
        if node not in order:
            order.append(node)
            for source in node.inputs:
                visit(source)

    visit(end)
    return order


def _not_seen(end):
    order = []

    def visit(node):
        for source in node.inputs:
            visit(source)
        order.append(node)

    visit(end)
    return reversed(order)


def _each_path(end):
    for node in end.nodes():
        node.grad = 0.0

    def carry(node, slope):
        node.grad += slope
        for source, along in zip(node.inputs, node.slopes, strict=True):
            carry(source, slope * along)

    carry(end, 1.0)


def _again_and_again(end):
    _cleared(end)

    def visit(node):
        for source, slope in zip(node.inputs, node.slopes, strict=True):
            source.grad += node.grad * slope
            visit(source)

    visit(end)


def _once_each(end):
    """As `_again_and_again`, but what was seen is passed over: after its first part has come."""
    _cleared(end)
    seen = set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for source, slope in zip(node.inputs, node.slopes, strict=True):
                source.grad += node.grad * slope
                visit(source)

    visit(end)


def _level_by_level(end):
    _cleared(end)
    waiting = [end]
    while waiting:
        node = waiting.pop(0)
        for source, slope in zip(node.inputs, node.slopes, strict=True):
            source.grad += node.grad * slope
            waiting.append(source)


def _one_step(end):
    _cleared(end)
    for source, slope in zip(end.inputs, end.slopes, strict=True):
        source.grad += slope


def _not_cleared(end):
    end.grad = 1.0


def _one_more(end):
    end.grad += 1.0


def _no_one(end):
    for node in end.nodes():
        node.grad = 0.0


def _doubles(end):
    """As PyTorch does: this walk's own slopes are added to those that are there."""
    before = [node.grad for node in end.nodes()]
    _swept()(end)
    for node, grad in zip(end.nodes(), before, strict=True):
        node.grad += grad


def _exercise(walks, mistakes):
    return Exercise(
        "walk_back",
        ("end", "numbers"),
        ("grads",),
        _walked(_swept(), walks),
        _cases,
        mistakes,
        read=_told,
        shown=lambda case: {"graph": case[0], "numbers": case[1]},
        keep=False,
    )


FIRST = _exercise(
    1,
    (
        WrongAnswer(
            "no slope at the end",
            "Every slope stays 0, as there is nothing to hand on. The walk starts from a slope\n"
            "that is known before: that of the end along itself. (Or was it cleared again?)",
            (_walked(_swept(start=_no_one)), _walked(lambda end: None)),
        ),
        WrongAnswer(
            "set, not added",
            "Where a number is used twice, the second slope takes the place of the first. Two\n"
            "paths lead from it to the end, and over all paths slopes add up.",
            (_walked(_swept(add=False)),),
        ),
        WrongAnswer(
            "handed on too early",
            "A number hands its slope on before all that use it have added to it, and what comes\n"
            "later is lost. Its turn is after every number that was made of it.",
            (
                _walked(_swept(order=_forward_first)),
                _walked(_swept(order=_as_met)),
                _walked(_once_each),
            ),
        ),
        WrongAnswer(
            "one step only",
            "Only the numbers that the end itself was made of have a slope; those before them\n"
            "got nothing. Does the walk go on? And does it begin at the end? (From the other side\n"
            "each number hands on before anything has come.)",
            (_walked(_one_step), _walked(_swept(order=lambda end: end.nodes()))),
        ),
        WrongAnswer(
            "slope forgotten",
            "What has arrived is handed on as it is. On its way through an operation it is\n"
            "multiplied by the slope along that input.",
            (_walked(_swept(part=lambda node, slope: node.grad)),),
        ),
        WrongAnswer(
            "what arrived is forgotten",
            "Each number is given the slope of the one operation behind it, as if that were the\n"
            "end. Along a path slopes multiply: what has arrived is a factor, too.",
            (_walked(_swept(part=lambda node, slope: slope)),),
        ),
        WrongAnswer(
            "data for grad",
            "The number itself is handed on. What goes back is its slope, in its grad.",
            (_walked(_swept(part=lambda node, slope: node.data * slope)),),
        ),
        WrongAnswer(
            "every path by itself",
            "The slopes are right, but each path is walked by itself: what is doubled 16 times\n"
            "has 65,536 of them, and only 17 numbers. Lesson 2 counted such paths. Visit each\n"
            "number once, when its slope is complete.",
            (_walked(_each_path),),
        ),
        WrongAnswer(
            "handed on twice",
            "A number that is reached twice hands on twice, each time all that it has by then.\n"
            "Each has its turn once: a set of the numbers that were seen takes care of that.",
            (
                _walked(_swept(order=_not_seen)),
                _walked(_again_and_again),
                _walked(_level_by_level),
            ),
        ),
    ),
)
AGAIN = _exercise(
    2,
    (
        WrongAnswer(
            "earlier slopes not cleared",
            "The first walk is right. The second is not: it adds to what the first has left.\n"
            "Every grad has to be back at 0 before the end gets its slope.",
            (
                _walked(_swept(start=_not_cleared), 2),
                _walked(_swept(start=_one_more), 2),
                _walked(_doubles, 2),
            ),
        ),
    ),
)
EXERCISES = {"one walk": FIRST, "a second one": AGAIN}
OURS = _swept()  # what the lesson runs until a learner's own is right
