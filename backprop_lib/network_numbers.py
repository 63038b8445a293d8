"""The numbers that a network begins with: drawn, given, or read from a file or a text.

Two flat vectors each time, checked: what is learned, laid out as `Network.params`, and the running
statistics of normalized layers, laid out as `Network.running`.
"""

import numpy as np

from . import flat, initializers, validation


def drawn(architecture, init, seed, dtype):
    """Weights by an initializer; all others where training starts."""
    dense = np.zeros(flat.count(architecture.sizes), dtype)
    initializers.fill(flat.split(dense, architecture.sizes)[0], init, seed)
    return _whole(dense, architecture)


def given(W, b, architecture, **normalized):
    """Of arrays that `validation.weights` has checked, and of `normalized` as it came."""
    dense = np.concatenate([part.ravel() for pair in zip(W, b, strict=True) for part in pair])
    params, running = _whole(dense, architecture, **normalized)
    for l, pair in enumerate(flat.pairs(running, architecture), start=1):
        if pair is not None and pair[1].min() < 0:
            raise ValueError(f"running_var[{l}] holds {pair[1].min()}; expected at least 0.")
    return params, running


def read(params, running, architecture, dtype):
    """What somebody else may have written: a ValueError unless it fits the layers."""
    dense, scales = flat.count(architecture.sizes), flat.count_normalized(architecture)
    for array, expected in ((params, dense + scales), (running, scales)):
        if np.shape(array) != (expected,):
            raise ValueError(
                f"it holds {np.size(array)} numbers for sizes {architecture.sizes}, "
                f"expected {expected}"
            )
    running = validation.numbers(running, "running", dtype)
    if any(pair[1].min() < 0 for pair in flat.pairs(running, architecture) if pair is not None):
        raise ValueError("it holds a running variance below 0")
    return validation.numbers(params, "params", dtype), running


def _whole(dense, architecture, *, gamma=None, beta=None, running_mean=None, running_var=None):
    """With two more for each neuron of a normalized layer; None: 1 and 0, running 0 and 1."""
    scales = _pairs(architecture, dense.dtype, gamma=(gamma, 1), beta=(beta, 0))
    running = _pairs(
        architecture, dense.dtype, running_mean=(running_mean, 0), running_var=(running_var, 1)
    )
    return np.concatenate([dense, scales]), running


def _pairs(architecture, dtype, **given):
    """Two arrays for each normalized layer, checked, as one flat vector (see `flat.pairs`).

    `given` names the two and holds, for each, a sequence of arrays and a number that is used
    where the sequence is None.
    """
    normalized, parts = architecture.normalized(), []
    for name, (values, start) in given.items():
        if values is None:
            values = [np.full(size, start) for _, size in normalized]
        values = list(values) if hasattr(values, "__iter__") else [values]
        if len(values) != len(normalized):
            raise ValueError(
                f"{name} has {len(values)} arrays for {len(normalized)} normalized layers; "
                "expected one for each."
            )
        parts.append([])
        for value, (l, size) in zip(values, normalized, strict=True):
            array = validation.numbers(value, f"{name}[{l}]", dtype)
            if array.shape != (size,):
                raise ValueError(
                    f"{name}[{l}] has shape {array.shape}; expected ({size},), one number a neuron."
                )
            parts[-1].append(array)
    found = [array for pair in zip(*parts, strict=True) for array in pair]
    return np.concatenate(found) if found else np.empty(0, dtype)
