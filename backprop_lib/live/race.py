"""Players side by side on one clock."""

import ipywidgets
import traitlets

from .. import plots
from .clock import Clock
from .training_picture import draw_race
from .training_player import TrainingPlayer


def race(*players):
    """Put players side by side on one clock: they take the same steps and stop together.

    Parameters
    ----------
    *players : TrainingPlayer
        Two or more. The first one's speed is that of all.

    Returns
    -------
    Race
        To be shown.

    Raises
    ------
    ValueError
        If there are fewer than two, or something else among them.

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
    return Race(players)


class Race(ipywidgets.HBox):
    """What `race` returns: the players, beside one another where there is room."""

    def __init__(self, players):
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
        return "\n".join(["Race", *(f"  {player!r}" for player in self.players)])

    def _repr_mimebundle_(self, **kwargs):
        """The live views, and a still picture with alt text for readers without a kernel."""
        data = super()._repr_mimebundle_(**kwargs)
        still, alt = plots.picture(draw_race(self.players))
        return {**data, **still, "text/plain": repr(self)}, alt
