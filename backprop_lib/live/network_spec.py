"""What a view of a network is given, checked; and what its page is told of that, once."""

import numpy as np

from .. import validation
from ..plots import style
from . import training_frame

FEW = 2000  # numbers


def samples(network, x, y, loss):
    """One sample or a batch, as X and Y with a row a sample, that fit the network and the loss."""
    validation.loss_name(loss, network.activations[-1], network.residual[-1])
    X = _rows(x, "x", network.sizes[0], "features")
    Y = _rows(y, "y", network.sizes[-1], "outputs", len(X))
    return X, validation.targets(Y, loss, (len(X), network.sizes[-1]), np.float64)


def told(network, loss, *, backward, image_shape, seed):
    """What does not change while the view lives: a dict of plain values."""
    limit = float(max(4, np.ceil(1.5 * abs(network.params).max())))
    return {
        "sizes": list(network.sizes),
        "activations": list(network.activations),
        **training_frame.parts(network),
        "running": network.running.tolist(),
        "loss": loss,
        "range": [-limit, limit],
        "image_shape": _image(image_shape, network.sizes[0]),
        "own": backward is not None,
        "whose": _name(backward),
        "dtype": str(network.dtype),
        "seed": validation.numbers(seed, "seed", np.int64).item(),
        "palette": {"light": style.LIGHT, "dark": style.DARK},
    }


def held(X, Y):
    """A batch for a page without a kernel; None where it is one sample, or too many numbers."""
    few = len(X) > 1 and X.size + Y.size <= FEW
    return {"X": X.tolist(), "y": Y.tolist()} if few else None


def _name(function):
    """What a page calls a function of the learner's."""
    name = getattr(function, "__name__", "")
    return name if name.isidentifier() else "your function"


def _rows(value, name, width, role, rows=None):
    array = validation.numbers(value, name)
    if array.shape == (width,) and rows in (None, 1):
        return array[None]
    return validation.batch(value, name, width, role, float, rows)


def _image(shape, features):
    if shape is None:
        return None
    rows, columns = shape
    if rows * columns != features:
        raise ValueError(
            f"image_shape is {shape}, {rows * columns} pixels; expected {features}, one an input."
        )
    return [int(rows), int(columns)]
