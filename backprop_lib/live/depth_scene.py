"""What a DepthLab looks at: a batch of its data, and the network that its settings draw."""

import math

import numpy as np

from .. import datasets, flat, validation
from ..network import Network

HELD = 256 * 80  # numbers of the data that a page holds, to compute without a kernel
DRAWN_BY = ("depth", "width", "activation", "init", "normalization", "residual", "seed")


class Scene:
    """The data of a laboratory, and the network that was drawn last.

    Parameters
    ----------
    X : array_like, shape (n, features), or None
    y : array_like, shape (n, classes), or None
        Without X and y: the handwritten digits.

    Raises
    ------
    ValueError
        If there is one without the other, or they are no data of classes.
    """

    def __init__(self, X, y):
        self.X, self.y = _data(X, y)
        self._drawn_by = self._drawn = None

    def of(self, settings):
        """The network, X and y that the settings of a laboratory, by their names, say."""
        mixed = np.random.default_rng([settings["seed"], 1]).permutation(len(self.X))
        rows = mixed[: settings["batch_size"]]
        return self._network(settings), self.X[rows] * settings["input_scale"], self.y[rows]

    def _network(self, settings):
        """Drawn anew only where more than the gain has changed: drawing takes the longest."""
        drawn_by = {name: settings[name] for name in DRAWN_BY}
        if drawn_by != self._drawn_by:
            self._drawn_by, self._drawn = drawn_by, self._draw(**drawn_by)
        params = self._drawn.params.copy()
        for W_l in flat.split(params, self._drawn.sizes)[0]:
            W_l *= settings["gain"]
        return self._drawn.with_numbers(params)

    def _draw(self, *, depth, width, activation, init, normalization, residual, seed):
        sizes = [self.X.shape[1], *[width] * depth, self.y.shape[1]]
        hidden = range(1, depth + 1)
        return Network(
            sizes,
            activations=[*[activation] * depth, "softmax"],
            init=init,
            seed=np.random.default_rng([seed, 0]),
            normalization=None if normalization == "none" else "batch",
            residual=[*(residual and sizes[l] == sizes[l - 1] for l in hidden), False],
        )

    def held(self, most):
        """The rows, at most so many, that a page holds: bytes of those of X, then of y."""
        rows = min(most, max(2, HELD // (self.X.shape[1] + self.y.shape[1])))
        return b"".join(part[:rows].astype("<f8").tobytes() for part in (self.X, self.y))


def _data(X, y):
    if (X is None) != (y is None):
        raise ValueError("got one of X and y; expected both, or none for the digits.")
    if X is None:
        return datasets.digits()
    shape = validation.numbers(X, "X").shape
    X = validation.batch(X, "X", math.prod(shape[1:]), "features", np.float64)
    if len(X) < 2:
        raise ValueError(f"X has shape {X.shape}; expected (n, features), two rows or more.")
    numbers = validation.numbers(y, "y")
    one_hot = numbers.ndim == 2 and (numbers.shape[1] > 1 or (numbers == 1).all())
    classes = numbers.shape[1] if one_hot else max(2, int(numbers.max(initial=0)) + 1)
    return X, validation.targets(y, "cross_entropy", (len(X), classes), np.float64)
