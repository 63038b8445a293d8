"""The gradient check by central differences, number by number."""

import ast
from functools import partial

import numpy as np

from ...network import Network
from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def central(function):
    """Check ``f(loss, params, epsilon)``: the slope of a loss along each number, by nudging it.

    Parameters
    ----------
    function : callable
        Given loss, a function of the parameters that returns one number, params, shape (n,), and
        the step epsilon, it returns the slopes, shape (n,): (L(p + epsilon) - L(p - epsilon)) /
        (2 epsilon) for each number p, all others as they are.

    Returns
    -------
    Report

    Examples
    --------
    >>> central(lambda loss, params, epsilon: (loss(params + epsilon) - loss(params)) / epsilon
    ... ).mistake
    'all nudged at once'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    found = []
    # (batch, sizes, epsilon): steps so large that a one-sided difference is seen to be another.
    for batch, sizes, epsilon in [
        (1, (1, 1), 0.1),
        (2, (1, 1), 0.05),
        (1, (2, 1), 0.1),
        (1, (1, 2, 1), 0.05),
        (3, (2, 3, 1), 0.1),
        (2, (2, 2, 2), 0.02),
    ]:
        W, b, X = cases.layers(rng, batch, sizes)
        network = Network.from_weights(W, b, activations="sigmoid")
        y = cases.targets(rng, batch, sizes[-1])
        found.append((partial(_loss, network, X, y), network.params.copy(), epsilon))
    return found


def _loss(network, X, y, params):
    moved = network.with_numbers(np.array(params, float))  # a copy: a network freezes its own
    return moved.loss(moved.forward(X), y, "bce")


def _each(slope):
    """An answer that asks ``slope(loss, params, k, epsilon)`` of every number."""

    def answer(loss, params, epsilon):
        return np.array([slope(loss, params, k, epsilon) for k in range(len(params))])

    return answer


def _moved(params, k, step):
    moved = params.copy()
    moved[k] += step
    return moved


def _with_step(step):
    """A central difference with the step ``step(number, epsilon)``."""

    def slope(loss, params, k, epsilon):
        own = step(params[k], epsilon)
        return (loss(_moved(params, k, own)) - loss(_moved(params, k, -own))) / (2 * own)

    return slope


def _difference(up, down, over):
    """Slopes whose two steps and whose divisor are these times epsilon."""
    return _each(
        lambda loss, params, k, e: (
            (loss(_moved(params, k, up * e)) - loss(_moved(params, k, down * e))) / (over(e))
        )
    )


def _piled_up(loss, params, epsilon):
    """Each number is nudged in place, and stays so while the next ones are."""
    moved, slopes = params.copy(), []
    for k in range(len(params)):
        moved[k] += epsilon
        up = loss(moved)
        moved[k] -= 2 * epsilon
        slopes.append((up - loss(moved)) / (2 * epsilon))
    return np.array(slopes)


def _piled_up_once(loss, params, epsilon):
    """The same with a one-sided difference."""
    moved, slopes, here = params.copy(), [], loss(params)
    for k in range(len(params)):
        moved[k] += epsilon
        slopes.append((loss(moved) - here) / epsilon)
    return np.array(slopes)


def _both_in_one(loss, params, epsilon):
    """`up` and `down` are two names of one array, so that both losses are the same."""
    return np.zeros(len(params))


def _at_once(loss, params, epsilon):
    slope = (loss(params + epsilon) - loss(params - epsilon)) / (2 * epsilon)
    return np.full(len(params), slope)


def _at_once_one_sided(loss, params, epsilon):
    return np.full(len(params), (loss(params + epsilon) - loss(params)) / epsilon)


def _without(part):
    """An answer in which some slopes stay 0."""

    def answer(loss, params, epsilon):
        slopes = CENTRAL(loss, params, epsilon)
        slopes[part] = 0.0
        return slopes

    return answer


def _second_name(node):
    """``p = params``, which copies nothing."""
    value = getattr(node, "value", None)
    return isinstance(node, ast.Assign) and isinstance(value, ast.Name) and value.id == "params"


CENTRAL = _difference(1, -1, lambda e: 2 * e)
EXERCISE = Exercise(
    "central",
    ("loss", "params", "epsilon"),
    ("slopes",),
    CENTRAL,
    _cases,
    (
        WrongAnswer(
            "sign flipped",
            "The sign is flipped. Which of the two losses comes first, the one after a step up or\n"
            "the one after a step down?\n"
            "Where to look: the difference.\nWhat shows it: Any input.",
            (_difference(-1, 1, lambda e: 2 * e),),
        ),
        WrongAnswer(
            "one side only",
            "This is a one-sided difference: from where the number stands to one side. Central is\n"
            "from a step below to a step above; its mistake shrinks like the square of the step.",
            (_difference(1, 0, lambda e: e), _difference(0, -1, lambda e: e)),
        ),
        WrongAnswer(
            "divided by one step",
            "The difference is divided by epsilon. From a step below to a step above it is twice\n"
            "as far.",
            (_difference(1, -1, lambda e: e),),
        ),
        WrongAnswer(
            "one side, over two steps",
            "The difference goes to one side, and is divided by the way to both. Is a copy\n"
            "missing? `p = params` is a second name for one array: what was nudged up is put back.",
            (_difference(1, 0, lambda e: 2 * e), _difference(0, -1, lambda e: 2 * e)),
            _second_name,
        ),
        WrongAnswer(
            "not divided",
            "This is how far the loss moved. A slope is that, divided by how far the number moved.",
            (_difference(1, -1, lambda e: 1.0), _difference(1, 0, lambda e: 1.0)),
        ),
        WrongAnswer(
            "brackets forgotten",
            "Brackets are missing below the line: `/ 2 * epsilon` divides by 2, and then\n"
            "multiplies by epsilon.",
            (_difference(1, -1, lambda e: 2 / e),),
        ),
        WrongAnswer(
            "not put back",
            "A number that was nudged stays nudged while the next ones are. Each slope is asked\n"
            "for with all others where they were: nudge a copy, or put the number back.",
            (_piled_up, _piled_up_once),
        ),
        WrongAnswer(
            "one array with two names",
            "Both losses are the same, so that every slope is 0. Are `up` and `down` two names of\n"
            "one array? `params.copy()` makes another one.",
            (_both_in_one,),
        ),
        WrongAnswer(
            "all nudged at once",
            "All numbers are nudged together. That is one slope, along all of them; asked for is\n"
            "one for each, while the others stand still.",
            (
                _at_once,
                _at_once_one_sided,
                lambda loss, params, epsilon: _at_once(loss, params, epsilon)[0],
                lambda loss, params, epsilon: _at_once_one_sided(loss, params, epsilon)[0],
            ),
        ),
        WrongAnswer(
            "another step",
            "The step is not epsilon. Use the one that you are given: who calls it chooses.",
            tuple(_each(_with_step(lambda p, e, own=own: own)) for own in (1e-3, 1e-4, 1e-5)),
        ),
        WrongAnswer(
            "step as a share",
            "The step is a share of the number itself. So large numbers get large steps, and a 0\n"
            "gets none.",
            (_each(_with_step(lambda p, e: e * p)),),
        ),
        WrongAnswer(
            "the first one forgotten",
            "The first slope is missing. We count from 0.",
            (_without(slice(0, 1)),),
        ),
        WrongAnswer(
            "the last one forgotten",
            "The last slope is missing: the loop ends one too early. The last number is a bias.",
            (_without(slice(-1, None)),),
        ),
        WrongAnswer(
            "only the first",
            "Only the first slope is there. One for each number is asked for: is `return` inside\n"
            "the loop?",
            (
                _without(slice(1, None)),
                lambda loss, params, epsilon: CENTRAL(loss, params, epsilon)[:1],
                lambda loss, params, epsilon: CENTRAL(loss, params, epsilon)[0],
            ),
        ),
    ),
    shown=lambda case: {"params": case[1], "epsilon": case[2]},
)
