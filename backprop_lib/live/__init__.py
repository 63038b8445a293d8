"""Live views: a network that answers in the same frame in which you move a number."""

from .ask import Ask, ask
from .backward_stepper import BackwardStepper
from .beside_cells import protect_figures
from .bug_lab import BugLab
from .depth_lab import DepthLab
from .dragged import Dragged
from .network_view import NetworkView
from .nudge_test import NudgeTest
from .paths_view import PathsView
from .predict import Predict
from .race import race
from .scrubber import Scrubber
from .training_player import TrainingPlayer

__all__ = [
    "Ask",
    "BackwardStepper",
    "BugLab",
    "DepthLab",
    "Dragged",
    "NetworkView",
    "NudgeTest",
    "PathsView",
    "Predict",
    "Scrubber",
    "TrainingPlayer",
    "ask",
    "race",
]

protect_figures()
