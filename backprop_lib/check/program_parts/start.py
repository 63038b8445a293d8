"""The program's ``__init__``: it draws, so it is judged by what its weights are like."""

import numpy as np

from ..judging import errors
from ..judging.outcome import kind
from ..judging.report import Report
from .running import WEIGHTS

SIZES = 6, 5, 3  # inputs, hidden, outputs
SHAPES = {"W1": (6, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}
NEAR_ZERO, FAR = 0.05, 5.0  # of a typical weight


def start(program):
    """What is wrong with the weights that a new object has; a Report."""
    try:
        drawn = [program(*SIZES, seed=seed) for seed in (0, 0, 1)]
    except Exception as error:  # whatever it is, the learner sees it in the report
        if errors.blank(error):
            return _not_written()
        where = errors.told(f"{program.__name__}(6, 5, 3, seed=0)", error)
        return _failed(f"It stops with an error.\n{where}")
    first, again, other = ([getattr(one, name, None) for name in WEIGHTS] for one in drawn)
    if all(value is None or value is ... for value in first):
        return _not_written()
    mistake, says = _of_shapes(dict(zip(WEIGHTS, first, strict=True)))
    if mistake is None:
        mistake, says = _of_numbers(*first)
    if mistake is None and not _same(first, again):
        mistake, says = (
            "seed not used",
            ("The same seed gives other weights each time: they are not drawn with it."),
        )
    if mistake is None and _same(first, other):
        mistake, says = (
            "always the same draw",
            ("Every seed gives the same weights. The draw has to begin where `seed` says."),
        )
    if mistake:
        return _failed(says, mistake)
    return Report("__init__", True, "__init__: right.")


def _of_shapes(weights):
    for name, value in weights.items():
        expected = SHAPES[name]
        if value is None or value is ...:
            return "weights missing", (
                f"After NeuralNetwork(6, 5, 3, seed=0) there is no `self.{name}`. What has no "
                "`self.` before its\nname is forgotten when the method ends."
            )
        try:
            array = np.asarray(value, float)
        except (TypeError, ValueError):
            return "no array", f"`self.{name}` is {kind(value)}; expected an array."
        shape = array.shape[1:] if name[0] == "b" and array.shape[:1] == (1,) else array.shape
        if shape != expected:
            says = f"With 6 inputs, 5 hidden neurons and 3 outputs, {name} has shape {array.shape};"
            if name[0] == "W" and array.shape == expected[::-1]:
                return "W transposed", (
                    f"{says}\nexpected {expected}: a row belongs to where a weight comes from, a "
                    "column to where it leads."
                )
            return "wrong shape", f"{says} expected {expected}."
        if not np.isfinite(array).all():
            return "not finite", f"{name} has numbers in it that are not finite."
    return None, ""


def _of_numbers(W1, b1, W2, b2):
    W1, W2 = np.asarray(W1, float), np.asarray(W2, float)
    if not W1.any():
        return "zeros as start", (
            "All weights of W1 start at 0. Then the hidden neurons are all alike, get equal slopes,"
            "\nand stay alike for ever."
        )
    if np.ptp(W1, axis=1).max() == 0 and np.ptp(W2, axis=0).max() == 0:
        return "neurons alike", (
            "All hidden neurons start with the same weights. They get equal slopes, so they stay\n"
            "alike for ever: five of them are worth one. What makes them different?"
        )
    typical = {name: np.sqrt((W**2).mean()) for name, W in (("W1", W1), ("W2", W2))}
    if typical["W1"] < NEAR_ZERO:  # a small W2 alone does no harm
        return "start near zero", (
            f"A typical weight of W1 is {typical['W1']:.2g}. Then all hidden neurons answer "
            "nearly the same,\nand the loss can stay where it is for thousands of steps."
        )
    for name, size in typical.items():
        if size > FAR:
            return "start far from zero", (
                f"A typical weight of {name} is {size:.2g}. It pushes the sigmoids to where "
                "they are flat."
            )
    return None, ""


def _same(weights, others):
    return all(np.array_equal(one, other) for one, other in zip(weights, others, strict=True))


def _not_written():
    return _failed("")


def _failed(says, mistake=None):
    head = "__init__: not right yet." if says else "__init__: not written yet."
    return Report("__init__", False, f"{head}\n{says}".strip(), mistake=mistake)
