"""Figures of a network and of its two passes, in one style.

A figure of one panel takes ``ax=`` and returns its Axes; one of several returns the Figure.
"""

from . import style
from .activation_curve import activation_curve
from .alt_text import alt_metadata, describe, figure_alt_text, picture
from .digit_images import digit_images
from .gradient_cost import gradient_cost
from .graph_data import to_networkx
from .loss_against_weight import loss_against_weight
from .network_graph import network_graph, network_picture
from .value_graph import value_digraph, value_graph

__all__ = [
    "activation_curve",
    "alt_metadata",
    "describe",
    "digit_images",
    "figure_alt_text",
    "gradient_cost",
    "loss_against_weight",
    "network_graph",
    "network_picture",
    "picture",
    "style",
    "to_networkx",
    "value_digraph",
    "value_graph",
]
