"""How wrong the program says it is: its loss; right and wrong."""

import numpy as np

from ..judging.exercise import Exercise, WrongAnswer
from .answering import labels
from .ours import Program
from .running import METHODS, method_of


def _losses(rng):
    shapes = [(1, 1), (2, 1), (1, 2), (3, 1), (2, 2), (4, 3), (3, 4), (5, 2)]
    return [(rng.integers(5, 96, size=s) / 100, labels(rng, *s)) for s in shapes]


def _terms(a, y, log=np.log):
    return -(y * log(a) + (1 - y) * log(1 - a))


def _mean(terms):
    return lambda a2, y: terms(a2, y).sum() / len(y)


LOSS = Exercise(
    "loss",
    METHODS["loss"],
    ("loss",),
    method_of(Program, "loss"),
    _losses,
    (
        WrongAnswer(
            "sum for mean",
            "The samples' losses are added up. It is their mean: otherwise a larger batch looks\n"
            "worse, whatever it answers.",
            (lambda a2, y: _terms(a2, y).sum(),),
        ),
        WrongAnswer(
            "mean over outputs too",
            "This is the mean over samples *and* outputs. Outputs are added up; the mean is over\n"
            "samples alone. With one output it makes no difference.",
            (lambda a2, y: _terms(a2, y).mean(),),
        ),
        WrongAnswer(
            "sum over samples, mean over outputs",
            "Samples and outputs have changed places: outputs are added up, samples averaged.",
            (lambda a2, y: _terms(a2, y).sum() / y.shape[1],),
        ),
        WrongAnswer(
            "minus forgotten",
            "The sign is wrong: a logarithm of a number below 1 is negative, and a loss is not.",
            (
                _mean(lambda a2, y: -_terms(a2, y)),
                lambda a2, y: -_terms(a2, y).sum(),
                lambda a2, y: -_terms(a2, y).mean(),
            ),
        ),
        WrongAnswer(
            "only where the target is 1",
            "Only targets of 1 count. Where the target is 0, an answer near 1 has to cost as much.",
            (
                _mean(lambda a2, y: -y * np.log(a2)),
                lambda a2, y: -(y * np.log(a2)).sum(),
                lambda a2, y: -(y * np.log(a2)).mean(),
            ),
        ),
        WrongAnswer(
            "only where the target is 0",
            "Only targets of 0 count. Where the target is 1, an answer near 0 has to cost as much.",
            (_mean(lambda a2, y: -(1 - y) * np.log(1 - a2)),),
        ),
        WrongAnswer(
            "target forgotten",
            "The targets are not in it: an answer costs the same whatever was asked for.",
            (_mean(lambda a2, y: -np.log(a2)), lambda a2, y: -np.log(a2).mean()),
        ),
        WrongAnswer(
            "targets turned round",
            "0 and 1 have changed places: the right answer costs most.",
            (_mean(lambda a2, y: _terms(a2, 1 - y)), lambda a2, y: _terms(a2, 1 - y).mean()),
        ),
        WrongAnswer(
            "another logarithm",
            "The logarithm has another base. Ours is the natural one.",
            (
                _mean(lambda a2, y: _terms(a2, y, np.log10)),
                _mean(lambda a2, y: _terms(a2, y, np.log2)),
                lambda a2, y: _terms(a2, y, np.log10).mean(),
                lambda a2, y: _terms(a2, y, np.log2).mean(),
            ),
        ),
        WrongAnswer(
            "another loss",
            "This is made of squared errors. Here the loss is binary cross-entropy.",
            (
                _mean(lambda a2, y: (a2 - y) ** 2),
                _mean(lambda a2, y: (a2 - y) ** 2 / 2),
                lambda a2, y: ((a2 - y) ** 2).mean(),
                lambda a2, y: ((a2 - y) ** 2).sum(),
                lambda a2, y: ((a2 - y) ** 2).sum() / 2,
            ),
        ),
        WrongAnswer(
            "the slope for the loss",
            "This is a mean of a − y: a slope, of both signs. The loss is the height.",
            (_mean(lambda a2, y: a2 - y), lambda a2, y: (a2 - y).mean()),
        ),
        WrongAnswer(
            "one loss a sample",
            "Each sample has its own loss here. Asked for is one number: their mean.",
            (
                _terms,
                lambda a2, y: _terms(a2, y).sum(axis=1),
                lambda a2, y: _terms(a2, y).sum(axis=1, keepdims=True),
            ),
        ),
        WrongAnswer(
            "one loss an output",
            "Each output has its own loss here. Asked for is one number: outputs are added up.",
            (
                lambda a2, y: _terms(a2, y).mean(axis=0),
                lambda a2, y: _terms(a2, y).sum(axis=0),
            ),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), "outputs": case[0].shape[1]},
)
