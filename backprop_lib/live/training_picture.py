"""The still pictures of a TrainingPlayer and of a race: for readers without a kernel."""

from matplotlib.figure import Figure

from .. import plots
from ..plots import style
from ..plots.parts.labels import number, plural
from .caption import STILL

BAR = 0.07  # of a picture's width: the bar of a map, with its numbers and words


def draw(player):
    """The network, what it answers, and the losses so far.

    Parameters
    ----------
    player : TrainingPlayer

    Returns
    -------
    matplotlib.figure.Figure
    """
    network, scenery = player.network, player.scenery
    forward = network.forward(scenery.X)
    backward = network.backward(forward, scenery.y, scenery.loss)
    with style.use():
        figure = _figure(5.6)
        graph = figure.add_axes((0, 0.06, 0.58, 0.94))
        plots.network_graph(network, forward, backward, sample=player.sample, ax=graph)
        _column(figure, player, 0.66, 0.96)
        plots.describe(figure, _told(player))
    return figure


def draw_race(players):
    """What each of them answers, and its losses so far.

    Parameters
    ----------
    players : sequence of TrainingPlayer

    Returns
    -------
    matplotlib.figure.Figure
    """
    with style.use():
        figure = _figure(6.2)
        width = 1 / len(players)
        for k, player in enumerate(players):
            label = player.settings.label()
            title = label if label.startswith(player.title) else f"{player.title}, {label}"
            _column(figure, player, (k + 0.16) * width, (k + 0.92) * width, title)
        plots.describe(figure, " ".join(_told(player) for player in players))
    return figure


def _figure(height):
    palette = style.LIGHT
    figure = Figure(figsize=(12, height), dpi=85, facecolor=palette["paper"])
    figure.text(0.5, 0.02, STILL, ha="center", color=palette["muted"])
    return figure


def _column(figure, player, left, right, title=""):
    """The answers, and below them the losses if there are any."""
    scenery, record, network = player.scenery, player.record, player.network
    axes = []
    if scenery.kind == "line" or (scenery.kind == "plane" and scenery.classes):
        axes.append("answers")
    if record.steps:
        axes.append("losses")
    if not axes:
        return
    heights = {"height_ratios": [3, 2]} if len(axes) == 2 else {}
    if scenery.kind == "plane" and network.sizes[-1] == 1:
        right -= BAR
    top = 0.86 if title else 0.9
    grid = figure.add_gridspec(
        len(axes), 1, left=left, right=right, top=top, bottom=0.17, hspace=0.5, **heights
    )
    for name, cell in zip(axes, grid, strict=True):
        ax = figure.add_subplot(cell)
        if name == "losses":
            steps = [record.width * (k + 0.5) - 0.5 for k in range(len(record))]
            ax.fill_between(steps, record.low, record.high, color=style.LIGHT["ink"], linewidth=1.6)
            ax.set(xlabel="steps taken", ylabel="loss")
        elif scenery.kind == "plane":
            plots.decision_boundary(network, scenery.X, scenery.y, chosen=player.sample, ax=ax)
            for bar in ax.child_axes:
                bar.set_ylabel("output a")  # its usual words are longer than this map is high
        else:
            plots.regression_fit(network, scenery.X, scenery.y, ax=ax)
    if title:
        figure.text((left + right) / 2, 0.95, title, ha="center", weight="bold")


def _told(player):
    what = f"{player.network.name} after {plural(player.number, 'step')} of training"
    return f"{what}, {player.settings.label()}: loss {number(player.loss)}."
