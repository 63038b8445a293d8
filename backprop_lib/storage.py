"""Networks in files: `.npz` archives of arrays, no pickle inside."""

import numpy as np

from . import flat, validation
from .architecture import Architecture
from .normalization import BatchNorm

FORMAT = "backprop_lib network 1"  # what `save` writes and `load` looks for


def save(network, path):
    """What `Network.save` does."""
    parts = {"sizes": network.sizes, "activations": network.activations, "params": network.params}
    if any(network.normalization) or any(network.residual):
        settings = [(n.epsilon, n.momentum) if n else (0, 0) for n in network.normalization]
        parts |= {
            "normalization": settings,
            "residual": network.residual,
            "running": network.running,
        }
    np.savez(path, format=FORMAT, **parts)


def load(path):
    """What `Network.load` builds its network from: params, architecture and running statistics."""
    wrong = f"{path} is not a network that Network.save wrote"
    try:
        with np.load(path, allow_pickle=False) as file:
            if str(file["format"]) != FORMAT:
                raise ValueError(f"{wrong}: its format is {file['format']!s}, expected {FORMAT}.")
            params = file["params"]
            sizes, names = file["sizes"].tolist(), file["activations"].tolist()
            settings, skips, running = None, False, params[:0]
            if "normalization" in file:
                settings = [BatchNorm(*s) if any(s) else None for s in file["normalization"]]
                skips, running = file["residual"].tolist(), file["running"]
        architecture = Architecture.of(sizes, names, settings, skips)
    except (KeyError, ValueError, EOFError) as error:
        raise ValueError(str(error) if wrong in str(error) else f"{wrong}: {error}.") from error
    dense, scales = flat.count(architecture.sizes), flat.count_normalized(architecture)
    for array, expected in ((params, dense + scales), (running, scales)):
        if array.shape != (expected,):
            raise ValueError(
                f"{wrong}: it holds {array.size} numbers for sizes {architecture.sizes}, "
                f"expected {expected}."
            )
    dtype = validation.float_type(params.dtype)
    return (
        validation.numbers(params, "params", dtype),
        architecture,
        validation.numbers(running, "running", dtype),
    )
