"""The mini-batches that every contender gets: the same rows in the same order."""

import numpy as np


def batches(X, y, size, seed, index=np.asarray):
    """Batches without an end, mixed anew in every epoch; without a size all rows at once.

    `index` turns the order of the rows into what X and y can be indexed with.
    """
    rng = np.random.default_rng(seed)
    while size is None:
        yield X, y
    while True:
        order = index(rng.permutation(len(X)))
        mixed_X, mixed_y = X[order], y[order]
        for start in range(0, len(X), size):
            yield mixed_X[start : start + size], mixed_y[start : start + size]


class Rows:
    """The same batches as numbers of rows, many at once; `rows` is a multiple of `size`."""

    def __init__(self, rows, size, seed):
        self.rows, self.size, self.rng = rows, size, np.random.default_rng(seed)
        self.left = np.empty((0, size or rows), int)

    def take(self, steps):
        """Shape (steps, size)."""
        if self.size is None:
            return np.tile(np.arange(self.rows), (steps, 1))
        while len(self.left) < steps:
            epoch = self.rng.permutation(self.rows).reshape(-1, self.size)
            self.left = np.concatenate([self.left, epoch])
        taken, self.left = np.split(self.left, [steps])
        return taken
