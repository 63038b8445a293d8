"""Two exercises of lesson 5: our arrays and deltas beside a framework's. Neither needs one."""

from .exercise import Exercise, Mistake
from .judge import judge


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
    return judge(LINEAR_ARRAYS, function)


def delta_from_hook(function):
    """Check ``f(slope)``: our delta, from the slope along z that a framework's hook shows.

    Parameters
    ----------
    function : callable
        Given the slope of the mean loss along z, shape (batch, neurons), it returns delta, of the
        same shape.

    Returns
    -------
    Report

    Examples
    --------
    >>> delta_from_hook(lambda slope: slope * len(slope)).passed
    True
    >>> delta_from_hook(lambda slope: slope).mistake
    'still of the mean'
    """
    return judge(DELTA_FROM_HOOK, function)


# Shapes.


def _numbers(rng, *shape):
    return rng.choice([-1, 1], size=shape) * rng.integers(10, 200, size=shape) / 100


def _layers(rng):
    # A square W hides a forgotten transpose from the shapes, not from the numbers.
    return [(_numbers(rng, *shape), _numbers(rng, shape[1])) for shape in ((2, 1), (2, 3), (3, 3))]


LINEAR_ARRAYS = Exercise(
    "linear_arrays",
    ("W", "b"),
    ("weight", "bias"),
    lambda W, b: (W.T, b),
    _layers,
    (
        Mistake(
            "not transposed",
            "weight is W as it was. A Linear keeps (out, in): one row for each neuron that the\n"
            "weights lead to.",
            (lambda W, b: (W, b),),
        ),
        Mistake(
            "reshaped, not transposed",
            "weight has the right shape, but its numbers have changed places. `reshape` reads row\n"
            "by row into a new shape; what stood at [i, j] has to stand at [j, i].",
            (lambda W, b: (W.reshape(W.shape[::-1]), b),),
        ),
        Mistake(
            "bias as a matrix",
            "bias has two dimensions. A Linear keeps it as we do: one number for each neuron,\n"
            "shape (out,).",
            (
                lambda W, b: (W.T, b[:, None]),
                lambda W, b: (W.T, b[None, :]),
            ),
        ),
        Mistake(
            "the wrong way round",
            "The two come in the wrong order: weight first, then bias.",
            (lambda W, b: (b, W.T),),
        ),
    ),
)


# Deltas.


def _slopes(rng):
    return [(_numbers(rng, batch, size),) for batch, size in ((2, 1), (4, 3), (3, 4), (5, 2))]


DELTA_FROM_HOOK = Exercise(
    "delta_from_hook",
    ("slope",),
    ("delta",),
    lambda slope: slope * len(slope),
    _slopes,
    (
        Mistake(
            "still of the mean",
            "This is the slope of the mean loss, as it came. In a mean each sample counts one\n"
            "batch-th; delta is the slope of a sample's own loss.",
            (lambda slope: slope + 0.0,),
        ),
        Mistake(
            "divided once more",
            "The mean has divided by the batch size already; here it is divided once more.\n"
            "To undo a division, go the other way.",
            (lambda slope: slope / len(slope),),
        ),
        Mistake(
            "times the number of neurons",
            "The factor is the number of columns, neurons. The mean was taken over the samples.",
            (lambda slope: slope * slope.shape[1], lambda slope: slope * slope.size),
        ),
        Mistake(
            "samples added up",
            "The samples are added up. That is a bias's slope; delta keeps one row a sample.",
            (
                lambda slope: slope.sum(axis=0),
                lambda slope: slope.sum(axis=0, keepdims=True),
                lambda slope: slope.mean(axis=0),
                lambda slope: slope.mean(axis=0, keepdims=True),
            ),
        ),
    ),
)
