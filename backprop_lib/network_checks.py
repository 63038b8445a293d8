"""What a Network checks of what it is given, and of what it computed."""

import math

import numpy as np

from . import validation
from .records import ForwardPass


def targets(network, forward, y, loss):
    """y as an array, after checks that it, `forward` and the loss fit this network."""
    if not isinstance(forward, ForwardPass):
        raise ValueError(
            f"forward is a {type(forward).__name__}; expected the ForwardPass that "
            "network.forward(X) returned."
        )
    same = forward.network is network or (
        forward.network.architecture == network.architecture
        and np.array_equal(forward.network.params, network.params)
        and (forward.training or np.array_equal(forward.network.running, network.running))
    )
    if not same:
        raise ValueError(
            f"forward was recorded with another network ({forward.network.name}) or other "
            "weights; "
            "call network.forward(X) again."
        )
    validation.loss_name(loss, network.activations[-1], network.residual[-1])
    return validation.targets(y, loss, forward.output.shape, network.dtype)


def no_overflow(network, name, arrays):
    """An OverflowError if an array of a layer, counted from 1, holds something not finite.

    Call it where NumPy's warnings of overflow are off.
    """
    for l, array in enumerate(arrays):
        if array is None or math.isfinite(np.vdot(array, array)):  # quick: most often it says yes
            continue
        if not np.isfinite(array).all():
            sizes = {k: abs(W_k).max() for k, W_k in network.W.items()}
            if len(sizes) > 4:  # of a deep network, the largest alone
                k = max(sizes, key=sizes.get)
                largest = f"The largest weight is {sizes[k]:.3g} in W[{k}]"
            else:
                each = ", ".join(f"{size:.3g} in W[{k}]" for k, size in sizes.items())
                largest = f"The largest weights are {each}"
            raise OverflowError(
                f"{name}[{l}] is too large for {network.dtype}. {largest}: try smaller ones."
            )
