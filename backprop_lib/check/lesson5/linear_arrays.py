"""Our arrays, as a framework keeps them. No framework is needed."""

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def linear_arrays(function):
    """Check ``f(W, b)``: our arrays, as a ``torch.nn.Linear`` keeps them.

    Parameters
    ----------
    function : callable
        Given W, shape (fan_in, fan_out), and b, shape (fan_out,), it returns weight, shape
        (fan_out, fan_in), and bias, shape (fan_out,).

    Returns
    -------
    Report

    Examples
    --------
    >>> linear_arrays(lambda W, b: (W.T, b)).passed
    True
    >>> linear_arrays(lambda W, b: (W, b)).mistake
    'not transposed'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    # A square W hides a forgotten transpose from the shapes, not from the numbers.
    return [
        (cases.numbers(rng, *shape), cases.numbers(rng, shape[1]))
        for shape in ((2, 1), (2, 3), (3, 3))
    ]


EXERCISE = Exercise(
    "linear_arrays",
    ("W", "b"),
    ("weight", "bias"),
    lambda W, b: (W.T, b),
    _cases,
    (
        WrongAnswer(
            "not transposed",
            "weight is W as it was. A Linear keeps (out, in): one row for each neuron that the\n"
            "weights lead to.",
            (lambda W, b: (W, b),),
        ),
        WrongAnswer(
            "reshaped, not transposed",
            "weight has the right shape, but its numbers have changed places. `reshape` reads row\n"
            "by row into a new shape; what stood at [i, j] has to stand at [j, i].",
            (lambda W, b: (W.reshape(W.shape[::-1]), b),),
        ),
        WrongAnswer(
            "bias as a matrix",
            "bias has two dimensions. A Linear keeps it as we do: one number for each neuron,\n"
            "shape (out,).",
            (
                lambda W, b: (W.T, b[:, None]),
                lambda W, b: (W.T, b[None, :]),
            ),
        ),
        WrongAnswer(
            "the wrong way round",
            "The two come in the wrong order: weight first, then bias.",
            (lambda W, b: (b, W.T),),
        ),
    ),
    sizes=lambda case: {"inputs": case[0].shape[0], "neurons": case[0].shape[1]},
)
