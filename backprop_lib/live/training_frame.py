"""What a TrainingPlayer tells its page: plain numbers of one moment, packed into buffers."""

import copy

import numpy as np

from .. import flat
from ..recording import learned
from .loss_record import singles

SIDE = 60  # points of the plane along either axis
POINTS = 121  # of a curve
ROOM = 0.15  # around the samples, of their width
MOST_ROWS = 512  # of the data, which the loss and the gradients of a frame are means over
MOST_CLASSES = 6  # that the plane can tell apart
SAMPLES = 12  # shown with their answers, where the data are no points on a plane or a line
MOST_NUMBERS = 200_000  # of X and y that the page is told, so that it can train on them itself
INKS = (1, 16)  # what makes small whole numbers of one-hot rows, and of the digits' pixels


class Scenery:
    """The data of a run, as far as they are shown, and how: once for all frames.

    Attributes
    ----------
    kind : {"plane", "line", "samples"}
    X, y : ndarray
        The rows that loss, gradients and counts of a frame are taken over.
    shown : int
        How many of them, from the first, the page knows.
    extent : list of float
        Left, right, bottom, top of what is shown; empty with "samples".
    """

    def __init__(self, X, y, loss):
        self.data = X, y
        self.X, self.y, self.loss = X[:MOST_ROWS], y[:MOST_ROWS], loss
        self.rows, self.of = len(self.X), len(X)
        outputs = y.shape[1]
        self.classes = loss in ("bce", "cross_entropy")
        if X.shape[1] == 2 and (outputs == 1 or self.classes and outputs <= MOST_CLASSES):
            self.kind, self.shown = "plane", self.rows
            self._map([*_limits(self.X[:, 0]), *_limits(self.X[:, 1])])
        elif X.shape[1] == outputs == 1:
            self.kind, self.shown = "line", self.rows
            left, right = _limits(self.X[:, 0])
            self.extent = [left, right, *_limits(self.y[:, 0])]
            self.points = np.linspace(left, right, POINTS)[:, None]
        else:
            self.kind, self.shown = "samples", min(SAMPLES, self.rows)
            self.extent = []
            self.points = self.X[: self.shown]

    def _map(self, extent):
        self.extent = extent
        x, y = (_middles(*limits) for limits in (extent[:2], extent[2:]))
        self.points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def within(self, extent):
        """The same rows on a map with these limits, where it is one that holds them."""
        other = copy.copy(self)
        if self.kind == "plane":
            left, right, bottom, top = (float(end) for end in extent)
            if not (_inside(self.X[:, 0], left, right) and _inside(self.X[:, 1], bottom, top)):
                raise ValueError("its points are outside its map")
            other._map([left, right, bottom, top])
        return other

    def with_rows(self, X, y):
        """The same map with other rows, where it is one and they lie on it; else a new scenery."""
        if self.kind != "plane" or not (
            _inside(X[:, 0], *self.extent[:2]) and _inside(X[:, 1], *self.extent[2:])
        ):
            return Scenery(X, y, self.loss)
        other = copy.copy(self)
        other.data = X, y
        other.X, other.y = X[:MOST_ROWS], y[:MOST_ROWS]
        other.rows = other.shown = len(other.X)
        other.of = len(X)
        return other

    def spec(self):
        """What the page is told once; `whole`: all rows are, not only those that it shows."""
        X, y = self.data
        whole = X.size + y.size <= MOST_NUMBERS
        return {
            "kind": self.kind,
            "classes": self.classes,
            "extent": [float(value) for value in self.extent],
            "side": SIDE,
            "rows": self.rows,
            "of": self.of,
            "samples": self.shown,
            "whole": whole,
            "X": packed(X if whole else self.X[: self.shown]),
            "y": packed(y if whole else self.y[: self.shown]),
        }

    def measure(self, network):
        """The two passes of `network` over the rows, and its answers at the points.

        Loss and gradient are those of training: normalized layers use the mean and variance of the
        rows. What it answers is by their running statistics.

        Returns
        -------
        content : dict
            "loss", and with classes "right": how many rows are read as their class.
        numbers : bytes
            Float64: W[1], b[1], …; their gradient; the norm of all that a layer learns, per layer;
            gamma and beta of each normalized layer, and its running mean and variance.
        picture : bytes
            Float32: the outputs at the points, point by point.

        Raises
        ------
        OverflowError
            If one of them is too large for the dtype.
        """
        forward = network.forward(self.X, training=True)
        backward = network.backward(forward, self.y, self.loss)
        norms = [
            float(np.sqrt(sum(np.vdot(part, part) for part in parts)))
            for parts in learned(backward)
        ]
        content = {"loss": backward.loss}
        if self.classes:
            answers = network.forward(self.X) if any(network.normalization) else forward
            content["right"] = int((_read(answers.output) == _read(self.y)).sum())
        picture = network.forward(self.points).output
        weights = flat.count(network.sizes)
        dense, scales = np.split(network.params, [weights])
        slopes = backward.gradient[:weights]
        numbers = np.concatenate([dense, slopes, norms, scales, network.running])
        return content, _bytes(numbers), singles(picture)


def packed(array):
    """A matrix for the page: as float64, or as small whole numbers where a scale makes it some.

    Returns
    -------
    dict
        "bytes", row by row, and "scale", None for float64.
    """
    for scale in INKS:
        whole = np.rint(array * scale)
        if (whole / scale == array).all() and whole.min() >= 0 and whole.max() < 256:
            return {"bytes": whole.astype("u1").tobytes(), "scale": scale}
    return {"bytes": _bytes(array), "scale": None}


def parts(network):
    """What the page is told of a network's layers beside sizes and activations."""
    return {
        "epsilon": [norm and norm.epsilon for norm in network.normalization],
        "momentum": [norm and norm.momentum for norm in network.normalization],
        "residual": list(network.residual),
    }


def losses(record, full):
    """Content and bytes of the points of a `LossRecord` that the page does not know yet."""
    first = 0 if full else record.changed
    low, high = record.low, record.high
    record.changed = max(0, len(low) - 1)
    content = {"width": record.width, "first": first, "steps": record.steps}
    return content, singles(np.concatenate([low[first:], high[first:]]))


def _bytes(array):
    return np.asarray(array, "<f8").tobytes()


def _inside(values, low, high):
    return low <= values.min() and values.max() <= high


def _limits(values):
    low, high = float(values.min()), float(values.max())
    span = (high - low) or 1.0
    middle = (low + high) / 2
    return middle - (0.5 + ROOM) * span, middle + (0.5 + ROOM) * span


def _middles(low, high):
    return low + (np.arange(SIDE) + 0.5) * (high - low) / SIDE


def _read(output):
    """Class numbers that outputs say."""
    return output.argmax(axis=1) if output.shape[1] > 1 else output[:, 0] > 0.5
