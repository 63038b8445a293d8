"""Where a `Training` was, and going back there."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Place:
    """All that the next step of a training depends on, but for its settings and its data."""

    number: int
    epoch: int
    params: np.ndarray
    running: np.ndarray
    moments: dict  # of the optimizer
    order: np.ndarray | None  # the epoch's rows
    next: int
    random: dict


def place(training):
    """Where it is now.

    Parameters
    ----------
    training : Training

    Returns
    -------
    Place
    """
    newest = training._sides[training._now]
    return Place(
        training.number,
        training.epoch,
        np.array(newest.params),
        np.array(newest.running),
        {name: np.array(moment) for name, moment in training._memory.moments.items()},
        training._order,
        training._next,
        training._rng.bit_generator.state,
    )


def go_to(training, place):
    """Go to a `Place`: with the settings of then, the same steps follow."""
    newest = training._sides[training._now]
    np.copyto(newest.params, place.params)
    np.copyto(newest.running, place.running)
    training._memory.moments = {name: np.array(one) for name, one in place.moments.items()}
    training._order, training._next = place.order, place.next
    training._rng.bit_generator.state = place.random
    training.number, training.epoch = place.number, place.epoch
    training._touched += 1
