"""The arrays of a training run, made once and used again at every step.

The passes on them are those of `fast_passes`. The parameters are one flat vector, and so is the
gradient, so an update is a few calls whatever the number of layers. Two such vectors take turns,
each a `Side`: while one is written the other still holds the network before the step, which costs
nothing and is what a diverging run falls back to. To each belong the running statistics of the
normalized layers, if there are any.
"""

import numpy as np

from . import fast_passes


class Side:
    """One of two places for a network's numbers: while one is written the other stays whole."""

    __slots__ = ("params", "running")

    def __init__(self, network):
        self.params, self.running = np.array(network.params), np.array(network.running)


class Room:
    """The arrays of one batch, and what is called on them for the numbers of either side."""

    def __init__(self, training, X, y):
        architecture, loss = training._architecture, training.loss
        forward = fast_passes.ForwardArrays(architecture, X, X.dtype)
        backward = fast_passes.BackwardArrays(architecture, len(X), X.dtype)
        self.X, self.y, self.ones, self.gradient = X, y, np.ones_like(y), backward.gradient
        self.gradient_parts = [
            (block, pair) if pair is not None else (block,)
            for block, pair in zip(backward.gradient_blocks, backward.pairs, strict=True)
        ]
        self.loss_terms = fast_passes.loss_terms(forward, y, loss)
        self.calls = [
            (
                [*fast_passes.forward_calls(side.params, architecture, forward)],
                [
                    *fast_passes.backward_calls(
                        side.params, architecture, forward, y, loss, backward
                    )
                ],
                [*fast_passes.running_calls(architecture, forward, side.running, other.running)],
            )
            for side, other in (training._sides, training._sides[::-1])
        ]
