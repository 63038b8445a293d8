"""The way back through a layer with a skip: around it and through it."""

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def skip_backward(function):
    """Check ``f(arrives, slopes, W)``: the way back through a layer with a skip around it.

    Parameters
    ----------
    function : callable
        The layer is ``a_after = f(z) + a_before``, ``z = a_before @ W + b``. Given `arrives`, the
        slope of the loss along a_after, shape (batch, n), the slopes f'(z), (batch, n), and W,
        (n, n), it returns ``delta, handed_on``: the slopes of the loss along z and along a_before.

    Returns
    -------
    Report

    Examples
    --------
    >>> skip_backward(lambda arrives, slopes, W: (arrives * slopes, arrives)).mistake
    'the way through the layer forgotten'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    return [
        (
            cases.numbers(rng, batch, n),
            rng.integers(10, 100, size=(batch, n)) / 100,
            cases.numbers(rng, n, n),
        )
        for batch, n in ((1, 1), (1, 2), (2, 2), (3, 4), (4, 3))
    ]


def _right(arrives, slopes, W):
    delta = arrives * slopes
    return delta, delta @ W.T + arrives


def _with(delta=_right, handed_on=None):
    """An answer with another delta (what follows from it is as it should be), or another end."""

    def answer(arrives, slopes, W):
        own = delta(arrives, slopes, W)
        own = own[0] if isinstance(own, tuple) else own
        end = handed_on(arrives, slopes, W, own) if handed_on else own @ W.T + arrives
        return own, end

    return answer


EXERCISE = Exercise(
    "skip_backward",
    ("arrives", "slopes", "W"),
    ("delta", "handed_on"),
    _right,
    _cases,
    (
        WrongAnswer(
            "the skip's own path forgotten",
            "delta is right. What is handed on has gone through the layer alone: the path around\n"
            "it, the skip, is missing. Over all paths, add.",
            (_with(handed_on=lambda arrives, slopes, W, delta: delta @ W.T),),
        ),
        WrongAnswer(
            "the way through the layer forgotten",
            "delta is right. What is handed on has gone around the layer alone. A part of it came\n"
            "through f and W, and has to go back there.",
            (_with(handed_on=lambda arrives, slopes, W, delta: arrives),),
        ),
        WrongAnswer(
            "the skip passes the slope",
            "The path around the layer is multiplied by the slope. It meets no f: what arrives\n"
            "goes around as it is.",
            (_with(handed_on=lambda arrives, slopes, W, delta: delta @ W.T + arrives * slopes),),
        ),
        WrongAnswer(
            "the skip passes W",
            "The path around the layer goes through W. On its way forward the skip met no weight,\n"
            "so it meets none on its way back.",
            (_with(handed_on=lambda arrives, slopes, W, delta: (delta + arrives) @ W.T),),
        ),
        WrongAnswer(
            "the skip added to the wrong layer",
            "The path around is added to delta. It does not pass z of this layer: it joins only\n"
            "where a_before is, in front of it.",
            (
                lambda arrives, slopes, W: (
                    arrives * slopes + arrives,
                    (arrives * slopes + arrives) @ W.T,
                ),
                _with(delta=lambda arrives, slopes, W: arrives * slopes + arrives),
                lambda arrives, slopes, W: (
                    arrives * slopes + arrives,
                    (arrives * slopes) @ W.T,
                ),
            ),
        ),
        WrongAnswer(
            "slope forgotten",
            "On its way through the layer nothing is multiplied by f'(z). delta is the slope\n"
            "along z, so it lies behind the activation.",
            (_with(delta=lambda arrives, slopes, W: arrives + 0.0),),
        ),
        WrongAnswer(
            "paths multiplied",
            "The two paths are multiplied. Along one path slopes multiply; over all paths they\n"
            "add.",
            (_with(handed_on=lambda arrives, slopes, W, delta: (delta @ W.T) * arrives),),
        ),
        WrongAnswer(
            "paths averaged",
            "You take the mean of the two paths. Both pull with all they have: add.",
            (_with(handed_on=lambda arrives, slopes, W, delta: (delta @ W.T + arrives) / 2),),
        ),
        WrongAnswer(
            "W not turned",
            "W is used as on the way forward. It is square here, so nothing complains. Back it\n"
            "has to be turned on its side.",
            (_with(handed_on=lambda arrives, slopes, W, delta: delta @ W + arrives),),
        ),
        WrongAnswer(
            "the slope behind W",
            "What comes back through W is multiplied by the slopes. They belong to this layer's\n"
            "z, in delta; a_before, behind W, meets none of them.",
            (
                _with(handed_on=lambda arrives, slopes, W, delta: (delta @ W.T + arrives) * slopes),
                _with(handed_on=lambda arrives, slopes, W, delta: delta @ W.T * slopes + arrives),
                _with(
                    handed_on=lambda arrives, slopes, W, delta: (arrives @ W.T + arrives) * slopes
                ),
                _with(handed_on=lambda arrives, slopes, W, delta: arrives @ W.T * slopes + arrives),
            ),
        ),
        WrongAnswer(
            "slope once more",
            "The slope is in it twice: delta has it already.",
            (_with(handed_on=lambda arrives, slopes, W, delta: (delta * slopes) @ W.T + arrives),),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), "neurons": case[0].shape[1]},
)
