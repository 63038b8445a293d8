"""The cases that the exercises of lesson 3 are tried on, the smallest first.

Learning rates are never 1 and `keep` is never one half: both hide mistakes.
"""

import numpy as np

from ..network import Network
from .backward_cases import _numbers, _targets


def one_layer(rng):
    sizes = [(1, 1, 0.5), (1, 2, 0.5), (2, 1, 2.0), (2, 2, 0.1), (3, 2, 0.5), (2, 4, 2.0)]
    return [
        (
            *(_numbers(rng, *shape) for shape in ((fan_in, fan_out), (fan_out,)) * 2),
            learning_rate,
        )
        for fan_in, fan_out, learning_rate in sizes
    ]


def moving(rng):
    settings = [((1,), 0.5, 0.9), ((2,), 0.1, 0.9), ((2, 2), 2.0, 0.7), ((3, 2), 0.5, 0.8)]
    return [
        (*(_numbers(rng, *shape) for _ in range(3)), learning_rate, keep)
        for shape, learning_rate, keep in settings
    ]


def runs(rng):
    settings = [  # (batch, sizes, learning rate, steps)
        (1, (1, 1), 0.5, 1),
        (1, (1, 1), 0.5, 2),
        (2, (1, 1, 1), 2.0, 2),
        (1, (2, 2, 1), 0.5, 3),
        (3, (2, 3, 1), 2.0, 3),
        (4, (3, 2, 2), 0.5, 4),
        (3, (2, 3, 2, 1), 0.5, 2),
    ]
    cases = []
    for batch, sizes, learning_rate, steps in settings:
        W = [_numbers(rng, *shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
        b = [_numbers(rng, size) for size in sizes[1:]]
        names = ["tanh"] * (len(sizes) - 2) + ["sigmoid"]
        network = Network.from_weights(W, b, activations=names)
        X, y = _numbers(rng, batch, sizes[0]), _targets(rng, batch, sizes[-1])
        cases.append((network, X, y, learning_rate, steps))
    return cases


def rows_to_draw(rng):
    """Rows are numbered, so that each can be told: X has 10k and 10k + 1 in row k, y has k."""
    settings = [(1, 1, 1), (4, 2, 1), (5, 2, 1), (3, 5, 2), (6, 3, 2), (12, 5, 1), (13, 4, 3)]
    cases = []
    for n, batch_size, epochs in settings:
        k = np.arange(1.0, n + 1)[:, None]
        draws = np.random.default_rng(rng.integers(2**32))
        cases.append((np.hstack([10 * k, 10 * k + 1]), k, batch_size, epochs, draws))
    return cases
