"""Live views: a network that answers in the same frame in which you move a number."""

from .backward_stepper import BackwardStepper
from .bug_lab import BugLab
from .network_view import NetworkView
from .nudge_test import NudgeTest
from .paths_view import PathsView
from .predict import Predict

__all__ = ["BackwardStepper", "BugLab", "NetworkView", "NudgeTest", "PathsView", "Predict"]
