"""The still picture of a NetworkView: for readers without a kernel."""

from matplotlib.figure import Figure

from .. import plots
from ..plots import style
from .caption import STILL, STILL_WITH_FUNCTION


def draw(view):
    """The network with its numbers, as the view shows them.

    Parameters
    ----------
    view : NetworkView

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure = Figure(figsize=(9, 5.4), facecolor="white")
    ax = figure.add_axes((0, 0.07, 1, 0.93))
    plots.network_graph(view.network, view.forward, view.backward if view.deltas else None, ax=ax)
    caption = STILL_WITH_FUNCTION if view.spec["own"] else STILL
    figure.text(0.5, 0.02, caption, ha="center", color=style.LIGHT["muted"])
    return figure
