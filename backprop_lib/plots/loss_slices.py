"""Planes in the space of all weights: through two of them, or along two random directions."""

import re
from typing import NamedTuple

import numpy as np

from .. import flat, validation

NAME = re.compile(r"\s*(?:W\[(\d+)\]\[\s*(\d+)\s*,\s*(\d+)\s*\]|b\[(\d+)\]\[\s*(\d+)\s*\])\s*")
EXAMPLE = '("W[1][0, 0]", "b[2][0]")'


class Parameter(NamedTuple):
    """One weight, or one bias, which has no `i`."""

    layer: int
    i: int | None
    j: int

    def of(self, network):
        if self.i is None:
            return float(network.b[self.layer][self.j])
        return float(network.W[self.layer][self.i, self.j])

    def moved(self, network, value):
        value = {"bias": value} if self.i is None else {"i": self.i, "value": value}
        return network.replace(layer=self.layer, j=self.j, **value)


def parameter(network, name):
    """The `Parameter` of a network that is called so, such as ``"W[1][0, 0]"``."""
    match = NAME.fullmatch(name) if isinstance(name, str) else None
    if match is None:
        raise ValueError(f"across has {name!r}; expected names such as {EXAMPLE}.")
    numbers = [None if part is None else int(part) for part in match.groups()]
    layer, i, j = numbers[:3] if numbers[0] is not None else (numbers[3], None, numbers[4])
    network.W[layer]  # raises the IndexError that names the layers
    if i is not None:
        validation.index(i, "i", network.sizes[layer - 1], f"layer {layer - 1}")
    validation.index(j, "j", network.sizes[layer], f"layer {layer}")
    return Parameter(layer, i, j)


def two_parameters(network, names):
    """The two parameters that `names` names."""
    names = [names] if isinstance(names, str) else list(names)
    if len(names) != 2:
        raise ValueError(f"across is {names}; expected two names, such as {EXAMPLE}, or 'random'.")
    one, other = (parameter(network, name) for name in names)
    if one == other:
        raise ValueError(f"across names {names[0]} twice; expected two different weights.")
    return one, other


def random_directions(network, seed):
    """Two vectors like `network.params`, shape (2, n), with each neuron's W as long as its own.

    Notes
    -----
    "Filter normalization" of Li et al. 2018: a network whose weights are larger is not shown
    flatter for it.
    """
    rng = np.random.default_rng(seed)
    directions = np.zeros((2, network.params.size))
    for direction in directions:
        parts, _ = flat.split(direction, network.sizes)  # views: biases, gamma and beta stay zero
        for part, W in zip(parts, network.W, strict=True):
            draw = rng.normal(size=W.shape)
            part[...] = draw * np.linalg.norm(W, axis=0) / np.linalg.norm(draw, axis=0)
    return directions


def along(network, directions, x, y):
    """The network moved by x of one direction and y of the other."""
    params = network.params + x * directions[0] + y * directions[1]
    return network.with_numbers(params.astype(network.dtype))
