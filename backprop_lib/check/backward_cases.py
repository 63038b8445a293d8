"""The cases that the exercises of lesson 2 are tried on: ``cases(rng)``, the smallest first.

Two decimals, so that they can be worked out by hand; no zeros, which hide mistakes.
"""

from ..activations import sigmoid
from ..network import Network


def _numbers(rng, *shape):
    return rng.choice([-1, 1], size=shape) * rng.integers(10, 200, size=shape) / 100


def _targets(rng, *shape):
    return rng.integers(1, 10, size=shape) / 10


def output(rng):
    cases = []
    for shape in [(1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (4, 2), (3, 3), (2, 4)]:
        z = _numbers(rng, *shape)
        cases.append((z, sigmoid(z), _targets(rng, *shape)))
    return cases


def hidden(rng):
    # (batch, neurons, neurons above): square W lets a transposed one through, the others stop it.
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (3, 3, 3), (4, 3, 2), (2, 4, 5)]
    cases = []
    for batch, neurons, above in sizes:
        z = _numbers(rng, batch, neurons)
        cases.append((_numbers(rng, batch, above), _numbers(rng, neurons, above), z, sigmoid(z)))
    return cases


def bias(rng):
    shapes = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 3), (4, 3), (2, 5)]
    return [(_numbers(rng, *shape),) for shape in shapes]


def weight(rng):
    # (batch, fan_in, fan_out)
    sizes = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 2, 2), (2, 2, 2), (3, 3, 3), (4, 3, 2), (2, 4, 5)]
    return [
        (_numbers(rng, batch, fan_in), _numbers(rng, batch, fan_out))
        for batch, fan_in, fan_out in sizes
    ]


def backward(rng):
    networks = [  # (batch, sizes)
        (1, (1, 1, 1)),
        (2, (1, 1, 1)),
        (1, (1, 2, 1)),
        (1, (2, 2, 2)),
        (2, (2, 2, 2)),
        (3, (3, 3, 3)),
        (3, (3, 2, 1)),
        (2, (2, 3, 4)),
        (1, (1, 1, 1, 1)),
        (3, (3, 4, 3, 2)),
    ]
    cases = []
    for batch, sizes in networks:
        W, b, X = _layers(rng, batch, sizes)
        network = Network.from_weights(W, b, activations="sigmoid")
        cases.append((network, network.forward(X), _targets(rng, batch, sizes[-1])))
    return cases


def update(rng):
    runs = [  # (batch, sizes, learning rate, steps)
        (1, (1, 1, 1), 0.5, 1),
        (1, (1, 1, 1), 0.5, 2),
        (2, (1, 1, 1), 2.0, 1),
        (1, (1, 2, 1), 0.5, 3),
        (1, (2, 2, 2), 2.0, 1),
        (2, (2, 2, 2), 0.5, 2),
        (3, (3, 3, 3), 0.5, 3),
        (3, (3, 2, 1), 2.0, 2),
        (2, (2, 3, 4), 0.5, 2),
    ]
    cases = []
    for batch, sizes, learning_rate, steps in runs:
        (W1, W2), (b1, b2), X = _layers(rng, batch, sizes)
        y = _targets(rng, batch, sizes[-1])
        cases.append((X, y, W1, b1, W2, b2, learning_rate, steps))
    return cases


def _layers(rng, batch, sizes):
    W = [_numbers(rng, *shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
    return W, [_numbers(rng, size) for size in sizes[1:]], _numbers(rng, batch, sizes[0])
