"""What a Network checks of what it is given, and of what it computed."""

import math

import numpy as np

from . import records, validation
from .records import BackwardPass, ForwardPass


def own_forward(network, forward):
    """A ValueError unless `forward` is a record of this network, as it is now."""
    records.expect(forward, ForwardPass)
    recorded = forward.network
    same = recorded is network or (
        recorded.architecture == network.architecture
        and np.array_equal(recorded.params, network.params)
        and (forward.training or np.array_equal(recorded.running, network.running))
    )
    if not same:
        raise ValueError(
            f"forward was recorded with another network ({recorded.name}) or other weights; "
            "call network.forward(X) again."
        )


def targets(network, forward, y, loss):
    """y as an array, after checks that it, `forward` and the loss fit this network."""
    own_forward(network, forward)
    validation.loss_name(loss, network.activations[-1], network.residual[-1])
    return validation.targets(y, loss, forward.output.shape, network.dtype)


def gradient(network, backward):
    """The flat gradient of a record that fits this network's layers."""
    records.expect(backward, BackwardPass)
    for name, ours in (("dW", network.W), ("db", network.b), ("dgamma", network.gamma)):
        came, wanted = ([part.shape for part in parts] for parts in (getattr(backward, name), ours))
        if came != wanted:
            raise ValueError(
                f"backward.{name} has the shapes {came}, but this network needs {wanted}; "
                "call network.backward(…) of this network."
            )
    return backward.gradient


def has_a_variance(X):
    """A ValueError for one sample alone, which cannot be normalized by its own batch."""
    if len(X) == 1:
        raise ValueError(
            "X is one sample, and batch normalization with training=True needs at least two: "
            "one has no variance. Leave training=True out to use the running statistics."
        )


def forward(network, computed, own):
    """An OverflowError if the pass left the floats; `own`: its batch's statistics were used."""
    X = computed.a[0]
    no_overflow(network, "z", computed.z, X=X)
    if own:
        variances = [found and found.var for found in computed.normalized]
        no_overflow(network, "the variance of z", variances, X=X)
    if any(network.residual):
        no_overflow(network, "a", computed.a, X=X)


def loss(network, value, forward, **data):
    """An OverflowError if the loss is no finite number."""
    if not math.isfinite(value):
        raise OverflowError(
            f"the loss is too large for {network.dtype}; the largest output is "
            f"{abs(forward.output).max():.3g}. {what_is_large(network, **data)}"
        )


def no_overflow(network, name, arrays, **data):
    """An OverflowError if an array of a layer, counted from 1, holds something not finite.

    `data` is X, or X and y: the error blames what is large, there or among the weights. Call it
    where NumPy's warnings of overflow are off.
    """
    for l, array in enumerate(arrays):
        if array is None or math.isfinite(np.vdot(array, array)):  # quick: most often it says yes
            continue
        if not np.isfinite(array).all():
            raise OverflowError(
                f"{name}[{l}] is too large for {network.dtype}. {what_is_large(network, **data)}"
            )


def what_is_large(network, **data):
    """What made a number overflow: the data, if they are larger than all that weights add to them.

    Weights add at most the largest sum of a column and its bias, layer by layer, all multiplied.
    """
    name = max(data, key=lambda name: abs(data[name]).max())
    values = abs(data[name].astype(np.float64))
    columns = zip(network.W, network.b, strict=True)
    most = [(abs(W).sum(axis=0) + abs(b)).max() for W, b in columns]
    by_weights = sum(math.log(max(1.0, each)) for each in most)
    if values.max() > 1 and math.log(values.max()) > by_weights:
        at = list(map(int, np.unravel_index(values.argmax(), values.shape)))
        what = "input" if name == "X" else "target"
        return (
            f"The largest {what} is {values.max():.3g}, {name}{at}: scale them, such as "
            f"{name} = np.divide({name}, np.max(np.abs({name})))."
        )
    sizes = {f"W[{k}]": abs(W_k).max() for k, W_k in network.W.items()}
    biases = {f"b[{k}]": abs(b_k).max() for k, b_k in network.b.items()}
    if max(biases.values()) > max(sizes.values()):
        k = max(biases, key=biases.get)
        largest = f"The largest bias is {biases[k]:.3g} in {k}"
    elif len(sizes) > 4:  # of a deep network, the largest alone
        k = max(sizes, key=sizes.get)
        largest = f"The largest weight is {sizes[k]:.3g} in {k}"
    else:
        each = ", ".join(f"{size:.3g} in {k}" for k, size in sizes.items())
        largest = f"The largest weights are {each}"
    return f"{largest}: try smaller ones."
