"""Our delta, from the slope that a framework's hook shows. No framework is needed."""

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


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
    return judge(EXERCISE, function)


def _cases(rng):
    return [(cases.numbers(rng, batch, size),) for batch, size in ((2, 1), (4, 3), (3, 4), (5, 2))]


EXERCISE = Exercise(
    "delta_from_hook",
    ("slope",),
    ("delta",),
    lambda slope: slope * len(slope),
    _cases,
    (
        WrongAnswer(
            "still of the mean",
            "This is the slope of the mean loss, as it came. In a mean each sample counts one\n"
            "batch-th; delta is the slope of a sample's own loss.",
            (lambda slope: slope + 0.0,),
        ),
        WrongAnswer(
            "divided once more",
            "The mean has divided by the batch size already; here it is divided once more.\n"
            "To undo a division, go the other way.",
            (lambda slope: slope / len(slope),),
        ),
        WrongAnswer(
            "times the number of neurons",
            "The factor is the number of columns, neurons. The mean was taken over the samples.",
            (lambda slope: slope * slope.shape[1],),
        ),
        WrongAnswer(
            "times samples and neurons",
            "The factor is the number of all entries, samples times neurons. The mean was taken\n"
            "over the samples alone.",
            (lambda slope: slope * slope.size,),
        ),
        WrongAnswer(
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
    sizes=lambda case: {"samples": len(case[0]), "neurons": case[0].shape[1]},
)
