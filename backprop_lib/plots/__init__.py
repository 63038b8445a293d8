"""Figures of a network and of its two passes, in one style.

A figure of one panel takes ``ax=`` and returns its Axes; one of several returns the Figure.
"""

from .activation_curve import activation_curve
from .activation_histograms import activation_histograms
from .animate_backward import animate_backward
from .animate_training import animate_training
from .confusion_matrix import confusion_matrix
from .decision_boundary import decision_boundary
from .delta_heatmap import delta_heatmap
from .digit_images import digit_images
from .first_layer_weights import first_layer_weights
from .gradient_cost import gradient_cost
from .gradient_flow import gradient_flow
from .hidden_space import hidden_space
from .loss_against_weight import loss_against_weight
from .loss_curve import loss_curve
from .loss_surface import loss_surface
from .network_graph import network_graph, network_picture
from .operation_graphs import operation_graphs
from .parts import style
from .parts.alt_text import alt_metadata, describe, figure_alt_text, picture
from .parts.animation import Animation
from .parts.graph_data import to_networkx
from .regression_fit import regression_fit
from .value_graph import value_digraph, value_graph

__all__ = [
    "Animation",
    "activation_curve",
    "activation_histograms",
    "alt_metadata",
    "animate_backward",
    "animate_training",
    "confusion_matrix",
    "decision_boundary",
    "delta_heatmap",
    "describe",
    "digit_images",
    "figure_alt_text",
    "first_layer_weights",
    "gradient_cost",
    "gradient_flow",
    "hidden_space",
    "loss_against_weight",
    "loss_curve",
    "loss_surface",
    "network_graph",
    "network_picture",
    "operation_graphs",
    "picture",
    "regression_fit",
    "style",
    "to_networkx",
    "value_digraph",
    "value_graph",
]
