"""Which frameworks are here, and what to type for one that is not."""

import importlib
import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec

from .. import validation

# What each is called, and the modules it takes; pip knows them by the same names.
BACKENDS = {
    "torch": ("PyTorch", ("torch",)),
    "keras": ("Keras", ("keras", "tensorflow")),
    "jax": ("JAX", ("jax",)),
}
# Part of a PyTorch for graphics cards, and imported late: after TensorFlow it ends the process.
BEFORE_TENSORFLOW = "triton"
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}


class MissingFrameworkError(ImportError):
    """A framework is not installed. The message says what to type."""


def installed():
    """Names of the backends that can be used here.

    Returns
    -------
    list of str
        Of "torch", "keras" and "jax". Nothing is imported to find out.
    """
    return [name for name in BACKENDS if not _missing(name)]


def require(backend):
    """Import a framework and return its module.

    Parameters
    ----------
    backend : {"torch", "keras", "jax"}

    Raises
    ------
    MissingFrameworkError
        If it is not installed.
    """
    names = BACKENDS[validation.known(backend, "backend", tuple(BACKENDS))][1]
    if _missing(backend):
        raise MissingFrameworkError(message(backend), name=names[0])
    if not all(name in sys.modules for name in names):
        for variable, value in QUIET.items():
            os.environ.setdefault(variable, value)
        with _silence():
            if "tensorflow" in names and find_spec(BEFORE_TENSORFLOW):
                importlib.import_module(BEFORE_TENSORFLOW)
            for name in names:
                importlib.import_module(name)
    return sys.modules[names[0]]


def message(*backends):
    """What a learner without these backends reads."""
    return (
        f"{absent(*backends)} In a terminal, in the course's folder, type\n    make frameworks\n"
        f"or, in the environment that runs this notebook,\n    {install(*backends)}\n"
        "Then restart the kernel."
    )


def absent(*backends):
    """The sentence that these backends are missing."""
    called = " and ".join(BACKENDS[backend][0] for backend in backends)
    return f"{called} {'is' if len(backends) == 1 else 'are'} not installed here."


def install(*backends):
    """The line of pip that brings these backends."""
    return f"pip install {' '.join(name for one in backends for name in BACKENDS[one][1])}"


def _missing(backend):
    return any(find_spec(name) is None for name in BACKENDS[backend][1])


@contextmanager
def _silence():
    """No log lines: TensorFlow writes some to file 2 before it can be told to be quiet."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
