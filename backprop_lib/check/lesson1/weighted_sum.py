"""The weighted sum of a layer, for a whole batch."""

import numpy as np

from ...activations import sigmoid
from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def weighted_sum(function):
    """Check ``f(x, W, b)``: z of one layer, for a whole batch.

    Parameters
    ----------
    function : callable
        Given x, shape (batch, inputs), W, shape (inputs, neurons), and b, shape (neurons,), it
        returns z, shape (batch, neurons).

    Returns
    -------
    Report

    Examples
    --------
    >>> weighted_sum(lambda x, W, b: x @ W + b).passed
    True
    >>> weighted_sum(lambda x, W, b: x @ W).mistake
    'bias forgotten'
    """
    return judge(EXERCISE, function)


def _layer_cases(rng):
    # (batch, fan_in, fan_out): square ones let a transposed W through, the others stop it.
    sizes = [(1, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (1, 2, 3), (3, 3, 3), (4, 3, 2), (2, 5, 4)]
    found = []
    for batch, fan_in, fan_out in sizes:
        shapes = (batch, fan_in), (fan_in, fan_out), (fan_out,)
        found.append(tuple(cases.numbers(rng, *shape) for shape in shapes))
    return found


def _z(x, W, b):
    return x @ W + b


def _sizes(case):
    x, W, _ = case
    return {"samples": len(x), "inputs": len(W), "neurons": W.shape[1]}


def _pairs():
    """A wrong product with a wrong bias."""
    by_name = {wrong.name: wrong for wrong in EXERCISE.wrong_answers}
    products = {
        "W transposed": lambda x, W: x @ W.T,
        "W and x in the wrong order": lambda x, W: W @ x,
        "* instead of @": lambda x, W: x * W,
        "sum over the wrong axis": lambda x, W: (x @ W).sum(axis=0),
        "axis forgotten": lambda x, W: (x @ W).sum(),
        "only one sample": lambda x, W: x[0] @ W,
    }
    biases = {
        "bias forgotten": lambda z, b: z,
        "bias subtracted": lambda z, b: z - b,
        "bias added twice": lambda z, b: z + 2 * b,
        "bias multiplied": lambda z, b: z * b,
    }
    for one, product in products.items():
        for other, add in biases.items():
            yield (
                [by_name[one], by_name[other]],
                lambda x, W, b, product=product, add=add: add(product(x, W), b),
            )
    for name, add in biases.items():
        for f in (sigmoid, np.tanh):
            yield (
                [by_name[name], by_name["activation applied as well"]],
                lambda x, W, b, add=add, f=f: f(add(x @ W, b)),
            )


EXERCISE = Exercise(
    "weighted_sum",
    ("x", "W", "b"),
    ("z",),
    _z,
    _layer_cases,
    (
        WrongAnswer(
            "bias forgotten",
            "The bias is missing: the sum over the inputs is there, but b is never added.",
            (lambda x, W, b: x @ W,),
        ),
        WrongAnswer(
            "bias subtracted",
            "The bias is there with the wrong sign: z grows when b grows.",
            (lambda x, W, b: x @ W - b,),
        ),
        WrongAnswer(
            "bias added twice",
            "The bias is added twice. It is one input that is always 1, so it counts once.",
            (lambda x, W, b: x @ W + 2 * b,),
        ),
        WrongAnswer(
            "bias once per input",
            "The bias is added once for every input, so inside the sum over i. It stands outside\n"
            "that sum: once for each neuron, however many inputs the neuron has.",
            (lambda x, W, b: x @ W + x.shape[1] * b,),
        ),
        WrongAnswer(
            "bias added to the weights",
            "The bias is added to the weights before the product, so each input multiplies it.\n"
            "Nothing multiplies a bias.",
            (lambda x, W, b: x @ (W + b),),
        ),
        WrongAnswer(
            "bias multiplied",
            "The bias multiplies the sum. It shifts the sum: it is added.",
            (lambda x, W, b: (x @ W) * b,),
        ),
        WrongAnswer(
            "W transposed",
            "W is used transposed. W[i, j] leads from input i to neuron j: rows belong to inputs,\n"
            "columns to neurons. A square W hides this, any other shape stops it.",
            (lambda x, W, b: x @ W.T + b, lambda x, W, b: (x[:, :, None] * W.T).sum(axis=1) + b),
        ),
        WrongAnswer(
            "W and x in the wrong order",
            "x and W stand in the wrong order. With one row a sample, x comes first, so that the\n"
            "two inner sizes meet: (batch, inputs) with (inputs, neurons).",
            (
                lambda x, W, b: W @ x + b,
                lambda x, W, b: W @ x.T + b,
                lambda x, W, b: W.T @ x + b,
                lambda x, W, b: W.T @ x.T + b,
            ),
        ),
        WrongAnswer(
            "* instead of @",
            "`*` multiplies number by number and sums nothing. The sum over the inputs is missing.",
            (
                lambda x, W, b: x * W + b,
                lambda x, W, b: x * W.T + b,
                lambda x, W, b: x[:, :, None] * W + b,
            ),
        ),
        WrongAnswer(
            "sum over the wrong axis",
            "The sum runs over the wrong axis. It runs over the inputs i, and only over them:\n"
            "samples stay apart, and so do neurons.",
            (
                lambda x, W, b: (x[:, :, None] * W).sum(axis=2) + b,
                lambda x, W, b: (x[:, :, None] * W).sum(axis=0) + b,
                lambda x, W, b: (x @ W).sum(axis=0) + b,
                lambda x, W, b: (x @ W).sum(axis=1) + b,
                lambda x, W, b: (x @ W).sum(axis=0, keepdims=True) + b,
                lambda x, W, b: (x @ W).sum(axis=1, keepdims=True) + b,
                lambda x, W, b: (x * W).sum(axis=0) + b,
                lambda x, W, b: (x * W).sum(axis=1) + b,
            ),
        ),
        WrongAnswer(
            "axis forgotten",
            "Everything is added up to one number: a sum without an axis. It runs over the inputs\n"
            "i, and only over them.",
            (
                lambda x, W, b: (x @ W).sum() + b,
                lambda x, W, b: (x @ W + b).sum(),
                lambda x, W, b: (x * W).sum() + b,
                lambda x, W, b: (x[:, :, None] * W).sum() + b,
            ),
        ),
        WrongAnswer(
            "only one sample",
            "Only the first sample is worked out. x holds a whole batch, one row a sample;\n"
            "z has a row for each.",
            (lambda x, W, b: x[0] @ W + b, lambda x, W, b: x[:1] @ W + b),
        ),
        WrongAnswer(
            "activation applied as well",
            "This is already a, after an activation. The weighted sum z comes before it.",
            (
                lambda x, W, b: sigmoid(_z(x, W, b)),
                lambda x, W, b: np.tanh(_z(x, W, b)),
                lambda x, W, b: np.maximum(_z(x, W, b), 0),
            ),
        ),
    ),
    sizes=_sizes,
    rows=("x",),
    pairs=lambda: _pairs(),
)
