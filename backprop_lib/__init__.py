"""Hold a small neural network in your hands: forward pass, backward pass, live views.

Importing the package loads NumPy and the network. Everything else loads on first use.
"""

import importlib

from .fitting import fit
from .network import Network
from .optimizers import SGD, Adam, AdamW
from .recording import record
from .training import train

__version__ = "0.1.0"

_MODULES = {
    "check",
    "datasets",
    "frameworks",
    "gradcheck",
    "inventory",
    "live",
    "plots",
    "questions",
}
__all__ = ["SGD", "Adam", "AdamW", "Network", "ask", "fit", "record", "train", *sorted(_MODULES)]


def __getattr__(name):
    if name in _MODULES:
        return _first_use(f".{name}")
    if name == "ask":
        return _first_use(".live.ask").ask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _first_use(module):
    try:
        return importlib.import_module(module, __name__)
    except ModuleNotFoundError as error:
        if not error.name or error.name.partition(".")[0] == __name__:
            raise
        raise ModuleNotFoundError(
            f"{error.name} is missing in this Python. What to install: "
            "python -m backprop_lib.doctor, or %run -m backprop_lib.doctor in a cell.",
            name=error.name,
        ) from error


def __dir__():
    return sorted({*globals(), *__all__})
