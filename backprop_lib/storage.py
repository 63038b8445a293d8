"""Networks in files: `.npz` archives of arrays, no pickle inside."""

import io
import math
import zipfile

import numpy as np

from . import network_numbers, validation
from .architecture import Architecture
from .normalization import BatchNorm

FORMAT = "backprop_lib network 1"  # what `save` writes and `load` looks for
ZIP = b"PK\x03\x04"  # what an .npz file begins with
READERS = {1: np.lib.format.read_array_header_1_0, 2: np.lib.format.read_array_header_2_0}


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
    with open(path, "rb") as file:
        data = file.read(len(ZIP))
        data += file.read() if data == ZIP else b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _network(archive)
    except Exception as error:  # whatever a file that is cut off, changed or made up may lead to
        own = isinstance(error, (ValueError, TypeError))
        why = error if own else "part of it is missing or changed"
        raise ValueError(f"{path} is not a network that Network.save wrote: {why}.") from error


def _network(archive):
    found = str(_array(archive, "format"))
    if found != FORMAT:
        raise ValueError(f"its format is {found:.40}, expected {FORMAT}")
    params = _array(archive, "params")
    sizes, names = _array(archive, "sizes").tolist(), _array(archive, "activations").tolist()
    settings, skips, running = None, False, params[:0]
    if "normalization.npy" in archive.namelist():
        settings = [BatchNorm(*s) if any(s) else None for s in _array(archive, "normalization")]
        skips, running = _array(archive, "residual").tolist(), _array(archive, "running")
    architecture = Architecture.of(sizes, names, settings, skips)
    dtype = validation.float_type(params.dtype)
    params, running = network_numbers.read(params, running, architecture, dtype)
    return params, architecture, running


def _array(archive, name):
    """One array of the archive. No more memory is taken than the file itself is long."""
    try:
        entry = archive.getinfo(f"{name}.npy")
    except KeyError:
        raise ValueError(f"it holds no {name!r}") from None
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name!r} is compressed in it, which Network.save does not do")
    file = io.BytesIO(archive.read(entry))  # it also compares the checksum
    version, _ = np.lib.format.read_magic(file)
    shape, _, dtype = READERS[version](file)
    if dtype.hasobject:
        raise ValueError(f"{name!r} holds Python objects, expected numbers or names")
    if math.prod(shape) * dtype.itemsize != file.getbuffer().nbytes - file.tell():
        raise ValueError(f"{name!r} is longer or shorter than it says")
    file.seek(0)
    return np.lib.format.read_array(file, allow_pickle=False)
