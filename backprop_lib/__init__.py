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

_MODULES = {"check", "datasets", "frameworks", "gradcheck", "live", "plots", "questions"}
__all__ = ["SGD", "Adam", "AdamW", "Network", "ask", "fit", "record", "train", *sorted(_MODULES)]


def __getattr__(name):
    if name in _MODULES:
        return importlib.import_module(f".{name}", __name__)
    if name == "ask":
        return importlib.import_module(".live.ask", __name__).ask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *__all__})
