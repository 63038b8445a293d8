"""The same network in PyTorch, Keras and JAX, weight for weight, and every gradient beside ours.

A framework is imported when it is first used. Where it is missing, a `MissingFrameworkError` says
what to type. In a notebook, ``%load_ext backprop_lib.frameworks`` lets a cell that begins with
``# needs torch`` show that message instead of failing.
"""

from .compare import GradientTable, Row, backward, compare_gradients
from .graphs import graph_of
from .jax_bridge import to_jax
from .keras_bridge import to_keras
from .notebook import load_ipython_extension, unload_ipython_extension
from .requirements import MissingFrameworkError, installed
from .torch_bridge import from_torch, to_torch

__all__ = [
    "GradientTable",
    "MissingFrameworkError",
    "Row",
    "backward",
    "compare_gradients",
    "from_torch",
    "graph_of",
    "installed",
    "load_ipython_extension",
    "to_jax",
    "to_keras",
    "to_torch",
    "unload_ipython_extension",
]
