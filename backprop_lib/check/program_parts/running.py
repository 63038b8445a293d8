"""How one method of a learner's class is run on its own: on given weights, with given arrays."""

import functools
import inspect
import io
from contextlib import redirect_stdout, suppress

import numpy as np

from ..judging import errors

WEIGHTS = ("W1", "b1", "W2", "b2")
METHODS = {  # what each is given, after self
    "__init__": ("inputs", "hidden", "outputs", "seed"),
    "forward": ("X",),
    "loss": ("a2", "y"),
    "backward": ("X", "a1", "a2", "y"),
    "update": ("dW1", "db1", "dW2", "db2", "learning_rate"),
    "train": ("X", "y", "learning_rate", "steps"),
    "predict": ("X",),
}
MOVING = ("update", "train")  # the others leave the weights alone


def made(program, weights):
    """An object of the learner's class with these weights, whatever its ``__init__`` does."""
    inputs, hidden, outputs = len(weights[0]), *np.shape(weights[2])
    try:
        network = program(inputs, hidden, outputs, seed=0)
    except Exception:  # a part of its own, judged by itself
        network = program.__new__(program)
    for name, value in zip(WEIGHTS, weights, strict=True):
        as_a_row = value.ndim == 1 and np.shape(getattr(network, name, None)) == (1, len(value))
        setattr(network, name, value[None].copy() if as_a_row else value.copy())
    return network


def method_of(program, name):
    """A method as a function of what it is given, and then of the weights: an exercise's inputs.

    It returns what the method returns; for "update" the new weights, for "train" these and the
    losses. Where a method moves weights that it should leave alone, their names are added to the
    function's `moved`.
    """
    method, count = getattr(program, name), len(METHODS[name])

    def run(*inputs):
        given, weights = inputs[:count], inputs[count:] or _ANY_WEIGHTS
        network = made(program, weights)
        with redirect_stdout(io.StringIO()):  # a loop may print its progress
            if name == "backward":  # a class may keep z in its forward pass
                with suppress(Exception):
                    network.forward(given[0])
            result = getattr(network, name)(*given)
        after = _biases_flat(getattr(network, weight) for weight in WEIGHTS)
        if name not in MOVING:
            run.moved.update(_moved(weights, after))
            return _rows(result) if name == "backward" else result
        still = result is None and not _moved(weights, after)
        if still and errors.unfilled(method):
            return ...
        return after if name == "update" else (*after, result)

    functools.update_wrapper(run, method)
    run.moved = set()
    return run


_ANY_WEIGHTS = tuple(np.full(shape, 0.5) for shape in ((2, 3), (3,), (3, 1), (1,)))


def _moved(weights, after):
    return [
        name
        for name, old, new in zip(WEIGHTS, weights, after, strict=True)
        if not np.array_equal(old, new)
    ]


def _biases_flat(parts):
    """A bias, or its slope, may be kept as one row, (1, n), which computes the same."""
    return tuple(
        part[0] if k % 2 and isinstance(part, np.ndarray) and part.shape[:-1] == (1,) else part
        for k, part in enumerate(parts)
    )


def _rows(result):
    four = isinstance(result, (tuple, list)) and len(result) == len(WEIGHTS)
    return _biases_flat(result) if four else result


def signature_problem(program, name):
    """Short name and sentence of a method that is missing or takes other inputs; None, ""."""
    expected = f"def {name}(self, {', '.join(METHODS[name])})"
    method = inspect.getattr_static(program, name, None)
    if method is None or (name == "__init__" and method is object.__init__):
        return "method missing", f"The class has no method `{name}`. Expected: `{expected}`."
    if not inspect.isfunction(method):
        return "no method", f"`{name}` is no method. Expected: `{expected}`."
    parameters = [*inspect.signature(method).parameters]
    try:
        inspect.signature(method).bind(None, *METHODS[name])
    except TypeError:
        says = f"It begins with `def {name}({', '.join(parameters)})`; expected `{expected}`."
        if "self" in parameters:
            return "other inputs", says
        return (
            "self forgotten",
            f"{says}\n`self` is the network itself: Python hands it over first.",
        )
    return None, ""
