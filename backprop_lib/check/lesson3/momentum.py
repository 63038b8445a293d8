"""One step of SGD with momentum: what is right, and which wrong answers it lists."""

from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def momentum(function):
    """Check ``f(W, velocity, dW, learning_rate, keep)``: one step of SGD with momentum.

    Parameters
    ----------
    function : callable
        Given W, the velocity and the slope of the loss along W, three arrays of one shape, the
        learning rate, and how much of the old velocity is kept, it returns the new
        ``W, velocity``. The velocity is made of slopes, without the learning rate, as in `SGD`.

    Returns
    -------
    Report

    Examples
    --------
    >>> momentum(lambda W, v, dW, rate, keep: (W - rate * dW, keep * v + dW)).mistake
    'velocity not used'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    # `keep` is never one half, which would hide that it is on the wrong one.
    settings = [((1,), 0.5, 0.9), ((2,), 0.1, 0.9), ((2, 2), 2.0, 0.7), ((3, 2), 0.5, 0.8)]
    return [
        (*(cases.numbers(rng, *shape) for _ in range(3)), learning_rate, keep)
        for shape, learning_rate, keep in settings
    ]


def _momentum(W, velocity, dW, learning_rate, keep):
    velocity = keep * velocity + dW
    return W - learning_rate * velocity, velocity


def _with(velocity, step):
    """Momentum with another velocity, ``velocity(v, dW, rate, keep)``, or another step."""

    def answer(W, v, dW, learning_rate, keep):
        new = velocity(v, dW, learning_rate, keep)
        return W - step(v, new, dW, learning_rate, keep), new

    return answer


def _right_velocity(v, dW, rate, keep):
    return keep * v + dW


def _right_step(v, new, dW, rate, keep):
    return rate * new


EXERCISE = Exercise(
    "momentum",
    ("W", "velocity", "dW", "learning_rate", "keep"),
    ("W", "velocity"),
    _momentum,
    _cases,
    (
        WrongAnswer(
            "step uphill",
            "The step is added. The velocity is made of slopes, and slopes point uphill.",
            (
                _with(_right_velocity, lambda v, new, dW, rate, keep: -rate * new),
                _with(lambda v, dW, rate, keep: keep * v - dW, _right_step),
            ),
        ),
        WrongAnswer(
            "velocity not used",
            "The velocity is computed, and then the step goes along the slope alone.",
            (
                _with(_right_velocity, lambda v, new, dW, rate, keep: rate * dW),
                _with(lambda v, dW, rate, keep: v, lambda v, new, dW, rate, keep: rate * dW),
                _with(lambda v, dW, rate, keep: dW, _right_step),
            ),
        ),
        WrongAnswer(
            "velocity not handed on",
            "W is right, but the velocity comes back as it was: the next step would know nothing\n"
            "of this one.",
            (lambda W, v, dW, rate, keep: (_momentum(W, v, dW, rate, keep)[0], v),),
        ),
        WrongAnswer(
            "old velocity used",
            "The step goes along the velocity of the step before. The new velocity comes first.",
            (
                _with(_right_velocity, lambda v, new, dW, rate, keep: rate * v),
                _with(_right_velocity, lambda v, new, dW, rate, keep: rate * keep * v),
            ),
        ),
        WrongAnswer(
            "learning rate in the velocity",
            "The learning rate is inside the velocity. Some books write it so, and with a fixed\n"
            "rate the path is the same. Here the velocity is made of slopes alone and the rate\n"
            "comes after it, so that the rate can change on the way.",
            (
                _with(
                    lambda v, dW, rate, keep: keep * v + rate * dW,
                    lambda v, new, dW, rate, keep: new,
                ),
                _with(
                    lambda v, dW, rate, keep: keep * v - rate * dW,
                    lambda v, new, dW, rate, keep: -new,
                ),
            ),
        ),
        WrongAnswer(
            "learning rate taken twice",
            "The learning rate multiplies the slope in the velocity, and then the velocity again.",
            (_with(lambda v, dW, rate, keep: keep * v + rate * dW, _right_step),),
        ),
        WrongAnswer(
            "learning rate forgotten",
            "The learning rate is forgotten: the whole velocity is subtracted.",
            (_with(_right_velocity, lambda v, new, dW, rate, keep: new),),
        ),
        WrongAnswer(
            "averaged",
            "The slope is multiplied by what is missing from `keep` to 1: the velocity is an\n"
            "average then. Adam does that; in momentum the slope counts in full.",
            (_with(lambda v, dW, rate, keep: keep * v + (1 - keep) * dW, _right_step),),
        ),
        WrongAnswer(
            "nothing fades",
            "The old velocity is kept in full, so that it never ends. Only a part of it is kept.",
            (_with(lambda v, dW, rate, keep: v + dW, _right_step),),
        ),
        WrongAnswer(
            "`keep` on the wrong one",
            "`keep` multiplies the slope. It is the part of the old velocity that is kept.",
            (
                _with(lambda v, dW, rate, keep: v + keep * dW, _right_step),
                _with(lambda v, dW, rate, keep: keep * (v + dW), _right_step),
            ),
        ),
        WrongAnswer(
            "slope taken twice",
            "The slope is subtracted beside the velocity, which has it in already.",
            (_with(_right_velocity, lambda v, new, dW, rate, keep: rate * (dW + new)),),
        ),
        WrongAnswer(
            "a step ahead",
            "This is Nesterov's momentum: it looks one step ahead. A good method, but another one.",
            (_with(_right_velocity, lambda v, new, dW, rate, keep: rate * (dW + keep * new)),),
        ),
        WrongAnswer(
            "results in the wrong order",
            "The numbers are right, and their order is not: first W, then the velocity.",
            (lambda *inputs: _momentum(*inputs)[::-1],),
        ),
    ),
)
