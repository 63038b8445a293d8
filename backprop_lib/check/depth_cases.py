"""The cases that the exercises of lesson 6 are tried on, the smallest first.

`largest` is never 1, and of the gradients some are short, some long in one layer only, some in
both together only: each hides other mistakes.
"""

import numpy as np

from .backward_cases import _numbers


def chains(rng):
    return [(_numbers(rng, n),) for n in (1, 2, 3, 3, 6)] + [(np.array([-2.0, 0.5, 3.0]),)]


def layers(rng):
    settings = [(2, 1, 2), (2, 3, 1), (4, 2, 5), (3, 8, 3), (2, 5, 6)]  # (batch, fan_in, fan_out)
    return [
        (rng.uniform(0.05, 1.0, (batch, fan_in)), fan_in, fan_out)
        for batch, fan_in, fan_out in settings
    ]


def gradients(rng):
    settings = [  # shapes, their lengths, largest
        ((1, 1), (1, 1), 3.0, 4.0, 2.0),  # both too long
        ((1, 1), (1, 1), 3.0, 4.0, 6.0),  # together short enough
        ((2, 1), (1, 2), 3.0, 4.0, 4.5),  # too long together only
        ((2, 3), (3, 1), 0.2, 5.0, 0.5),  # one of them
        ((2, 2), (2, 3), 0.1, 0.1, 0.5),
        ((3, 2), (2, 2), 40.0, 1.0, 2.0),
    ]
    cases = []
    for one, two, length_one, length_two, largest in settings:
        arrays = [_numbers(rng, *shape) for shape in (one, two)]
        long = [
            array * length / np.linalg.norm(array)
            for array, length in zip(arrays, (length_one, length_two), strict=True)
        ]
        cases.append((*long, largest))
    return cases
