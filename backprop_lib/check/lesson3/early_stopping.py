"""When to stop, and which network to hand in: what is right, and which wrong answers it lists."""

import numpy as np

from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def early_stopping(function):
    """Check ``f(losses, patience)``: which look to hand in, when waiting ends after `patience`.

    Parameters
    ----------
    function : callable
        Given the validation losses of all looks, shape (looks,), it goes through them in their
        order and stops once `patience` looks in a row have brought nothing lower than the lowest so
        far. It returns the number of the lowest look until then, counted from 0.

    Returns
    -------
    Report

    Examples
    --------
    >>> early_stopping(lambda losses, patience: losses.argmin()).mistake
    'looks into the future'
    """
    return judge(EXERCISE, function)


def _cases(rng):
    found = [(np.array([0.5, 0.4, 0.6, 0.3]), 1), (np.array([0.5, 0.4, 0.6, 0.3]), 2)]
    for looks, patience in [(5, 1), (6, 2), (8, 3), (9, 2), (12, 3), (15, 4), (20, 3), (30, 4)]:
        found.append((rng.choice(np.arange(10, 100), looks, replace=False) / 100, patience))
        falling = np.linspace(0.9, 0.3, looks) + rng.integers(-9, 10, looks) / 100
        found.append((falling.round(3), patience))
    return found


def _stopped(extra=0, then=lambda losses, best, at: best, *, against="best", fresh=True):
    """The right walk, or one with something wrong in it."""

    def answer(losses, patience):
        best = waited = at = 0
        for at in range(1, len(losses)):
            lower = losses[at] < losses[best]
            better = lower if against == "best" else losses[at] < losses[at - 1]
            best = at if lower else best
            waited = (0 if fresh else waited) if better else waited + 1
            if not better and waited >= patience + extra:
                break
        return then(losses, best, at)

    return answer


def _better(losses, look, best):
    return look if losses[look] < losses[best] else best


def _better_than_before(losses, look, best):
    return look if losses[look] < losses[look - 1] else best


def _filled(best_of=_better, waited_of=lambda look, best: look - best):
    """The lesson's loop, its two blanks filled by ``best_of`` and ``waited_of``."""

    def answer(losses, patience):
        best = 0
        for look in range(len(losses)):
            best = best_of(losses, look, best)
            if waited_of(look, best) >= patience:
                break
        return best

    return answer


def _counted_from_look_0(losses, patience):
    """A count of bad looks; look 0, which is not lower than itself, is one."""
    best = waited = 0
    for look in range(len(losses)):
        better = losses[look] < losses[best]
        best, waited = (look, 0) if better else (best, waited + 1)
        if waited >= patience:
            break
    return best


EXERCISE = Exercise(
    "early_stopping",
    ("losses", "patience"),
    ("look",),
    _stopped(),
    _cases,
    (
        WrongAnswer(
            "looks into the future",
            "This is the lowest of all looks. But training had stopped before it: nobody knew.",
            (lambda losses, patience: losses.argmin(),),
        ),
        WrongAnswer(
            "where it stopped",
            "This is the look at which the training stops. Handed in is the best one before it.",
            (_stopped(then=lambda losses, best, at: at),),
        ),
        WrongAnswer(
            "the last look",
            "This is the last look of all, whatever the losses say.",
            (lambda losses, patience: len(losses) - 1, lambda losses, patience: len(losses)),
        ),
        WrongAnswer(
            "the loss, not its place",
            "This is the loss of the look. Asked for is its number, counted from 0.",
            (_stopped(then=lambda losses, best, at: losses[best]),),
        ),
        WrongAnswer(
            "a loss for a look",
            "`best` is a loss here. It is to be the number of a look: that is returned, and from\n"
            "it the waiting is counted.",
            (
                _filled(lambda losses, look, best: min(losses)),
                _filled(lambda losses, look, best: min(losses[: look + 1])),
                _filled(lambda losses, look, best: losses[look]),
            ),
        ),
        WrongAnswer(
            "a loss compared with a number",
            "This is always 0. Is a loss compared with `best`, or kept in it? `best` is the\n"
            "number of a look, not a loss.",
            (_filled(lambda losses, look, best: min(losses[look], best)),),
        ),
        WrongAnswer(
            "waited since the start",
            "All looks are counted, from the start. The waiting begins at the best one so far.",
            (
                _filled(waited_of=lambda look, best: look),
                _filled(waited_of=lambda look, best: look + 1),
            ),
        ),
        WrongAnswer(
            "look 0 counted as a bad one",
            "Look 0 is compared with itself, is not lower, and counts as a bad look. It is the\n"
            "best one so far.",
            (_counted_from_look_0,),
        ),
        WrongAnswer(
            "counted from 1",
            "The looks are counted from 1. Python, and we, count from 0.",
            (_stopped(then=lambda losses, best, at: best + 1),),
        ),
        WrongAnswer(
            "patience forgotten",
            "It stops at the first look that is not better, however much patience is asked for.",
            (lambda losses, patience: _stopped()(losses, 1),),
        ),
        WrongAnswer(
            "one look too patient",
            "It waits one look too long.",
            (_stopped(extra=1),),
        ),
        WrongAnswer(
            "one look too hasty",
            "It stops one look too early.",
            (
                _stopped(extra=-1),
                _filled(waited_of=lambda look, best: look - best + 1),
                _filled(waited_of=lambda look, best: (look - best + 1) * (look > 0)),
            ),
        ),
        WrongAnswer(
            "compared with the look before",
            "Each look is compared with the one before it. After a bad look a little less bad one\n"
            "is still no success: what counts is the lowest so far.",
            (
                _stopped(against="before"),
                _filled(_better_than_before),
            ),
        ),
        WrongAnswer(
            "waiting never starts anew",
            "Bad looks are counted over the whole run. After a better one the waiting starts anew.",
            (_stopped(fresh=False),),
        ),
        WrongAnswer(
            "the highest",
            "This is the highest loss, or what comes of looking for it. The lowest is best.",
            (
                lambda losses, patience: losses.argmax(),
                lambda losses, patience: _stopped()(-losses, patience),
            ),
        ),
    ),
    sizes=lambda case: {"looks": len(case[0])},
)
