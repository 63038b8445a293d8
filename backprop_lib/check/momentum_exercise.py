"""One step of SGD with momentum: what is right, and which mistakes are known."""

from . import learning_cases as cases
from .exercise import Exercise, Mistake


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


MOMENTUM = Exercise(
    "momentum",
    ("W", "velocity", "dW", "learning_rate", "keep"),
    ("W", "velocity"),
    _momentum,
    cases.moving,
    (
        Mistake(
            "step uphill",
            "The step is added. The velocity is made of slopes, and slopes point uphill.",
            (
                _with(_right_velocity, lambda v, new, dW, rate, keep: -rate * new),
                _with(lambda v, dW, rate, keep: keep * v - dW, _right_step),
            ),
        ),
        Mistake(
            "velocity not used",
            "The velocity is computed, and then the step goes along the slope alone.",
            (
                _with(_right_velocity, lambda v, new, dW, rate, keep: rate * dW),
                _with(lambda v, dW, rate, keep: v, lambda v, new, dW, rate, keep: rate * dW),
                _with(lambda v, dW, rate, keep: dW, _right_step),
            ),
        ),
        Mistake(
            "velocity not handed on",
            "W is right, but the velocity comes back as it was: the next step would know nothing\n"
            "of this one.",
            (lambda W, v, dW, rate, keep: (_momentum(W, v, dW, rate, keep)[0], v),),
        ),
        Mistake(
            "old velocity used",
            "The step goes along the velocity of the step before. The new velocity comes first.",
            (
                _with(_right_velocity, lambda v, new, dW, rate, keep: rate * v),
                _with(_right_velocity, lambda v, new, dW, rate, keep: rate * keep * v),
            ),
        ),
        Mistake(
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
        Mistake(
            "learning rate taken twice",
            "The learning rate multiplies the slope in the velocity, and then the velocity again.",
            (_with(lambda v, dW, rate, keep: keep * v + rate * dW, _right_step),),
        ),
        Mistake(
            "learning rate forgotten",
            "The learning rate is forgotten: the whole velocity is subtracted.",
            (_with(_right_velocity, lambda v, new, dW, rate, keep: new),),
        ),
        Mistake(
            "averaged",
            "The slope is multiplied by what is missing from `keep` to 1: the velocity is an\n"
            "average then. Adam does that; in momentum the slope counts in full.",
            (_with(lambda v, dW, rate, keep: keep * v + (1 - keep) * dW, _right_step),),
        ),
        Mistake(
            "nothing fades",
            "The old velocity is kept in full, so that it never ends. Only a part of it is kept.",
            (_with(lambda v, dW, rate, keep: v + dW, _right_step),),
        ),
        Mistake(
            "`keep` on the wrong one",
            "`keep` multiplies the slope. It is the part of the old velocity that is kept.",
            (
                _with(lambda v, dW, rate, keep: v + keep * dW, _right_step),
                _with(lambda v, dW, rate, keep: keep * (v + dW), _right_step),
            ),
        ),
        Mistake(
            "slope taken twice",
            "The slope is subtracted beside the velocity, which has it in already.",
            (_with(_right_velocity, lambda v, new, dW, rate, keep: rate * (dW + new)),),
        ),
        Mistake(
            "a step ahead",
            "This is Nesterov's momentum: it looks one step ahead. A good method, but another one.",
            (_with(_right_velocity, lambda v, new, dW, rate, keep: rate * (dW + keep * new)),),
        ),
        Mistake(
            "results in the wrong order",
            "The numbers are right, and their order is not: first W, then the velocity.",
            (lambda *inputs: _momentum(*inputs)[::-1],),
        ),
    ),
)
