"""Players side by side on one clock."""

import ipywidgets
import traitlets

from .. import plots
from .clock import Clock
from .training_picture import draw_race
from .training_player import TrainingPlayer


def race(*players, names=None):
    """Put players side by side on one clock: they take the same steps and stop together.

    One pair of loss axes holds all runs, and what starts one of them anew starts all.

    Parameters
    ----------
    *players : TrainingPlayer
        Two or more, at the same step. The first one's speed is that of all.
    names : sequence of str, optional
        What each is called. By default its optimizer, where they differ, else its place.

    Returns
    -------
    Race
        To be shown.

    Raises
    ------
    ValueError
        If there are fewer than two, something else is among them, or their steps or names do not
        fit.

    Examples
    --------
    >>> slow, fast = TrainingPlayer("xor"), TrainingPlayer("xor")
    >>> slow.learning_rate, fast.learning_rate = 0.05, 0.5
    >>> both = race(slow, fast)
    >>> slow.step(500)
    >>> slow.number, fast.number, slow.loss > fast.loss
    (500, 500, True)
    """
    if len(players) < 2 or not all(isinstance(one, TrainingPlayer) for one in players):
        raise ValueError(f"players is {players!r}; expected two TrainingPlayer or more.")
    if len(set(players)) < len(players):
        raise ValueError("one player is there twice; expected different ones.")
    steps = [player.number for player in players]
    if len(set(steps)) > 1:
        raise ValueError(
            f"the players have taken {', '.join(map(str, steps))} steps; on one clock all stand at "
            "the same: call reset() on each."
        )
    return Race(players, _names(players, names))


def _names(players, names):
    """What each player is called."""
    kinds = [type(player.training.optimizer).__name__ for player in players]
    if names is None:
        differ = len(set(kinds)) == len(kinds)
        return kinds if differ else [f"run {n}" for n in range(1, len(players) + 1)]
    names = [str(name) for name in ([names] if isinstance(names, str) else names)]
    if len(names) != len(players) or len(set(names)) != len(names):
        raise ValueError(f"names is {names!r}; expected {len(players)} different ones.")
    return names


class Race(ipywidgets.HBox):
    """What `race` returns: the players, beside one another where there is room."""

    def __init__(self, players, names):
        for player, name in zip(players, names, strict=True):
            player.title = name
        Clock(*players)
        first = players[0].sliders["speed"]
        for player in players:
            if player is not players[0]:
                traitlets.link((first, "value"), (player.sliders["speed"], "value"))
            player.layout.flex, player.layout.width = "1 1 380px", "auto"
            player.layout.min_width = "0"
        self.players = players
        super().__init__(
            players, layout={"flex_flow": "row wrap", "width": "100%", "grid_gap": "10px"}
        )

    def __repr__(self):
        return "\n".join(["Race", *(f"  {one.title}: {one!r}" for one in self.players)])

    def _repr_mimebundle_(self, **kwargs):
        """The live views, and a still picture with alt text for readers without a kernel."""
        data = super()._repr_mimebundle_(**kwargs)
        still, alt = plots.picture(draw_race(self.players))
        return {**data, **still, "text/plain": repr(self)}, alt
