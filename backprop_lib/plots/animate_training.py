"""A network while it learns: the loss so far, and what it answers."""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from .. import validation
from ..training import DivergenceError, train
from .decision_boundary import decision_boundary
from .loss_curve import loss_curve
from .parts import style
from .parts.alt_text import figure_alt_text
from .parts.animation import Animation
from .regression_fit import regression_fit

SECONDS = 0.25  # a frame stands


@style.styled
def animate_training(
    network,
    X,
    y,
    *,
    loss,
    optimizer=None,
    steps,
    batch_size=None,
    seed=None,
    frames=30,
    log=False,
):
    """Train a network of one or two inputs, and show how its answers take shape.

    The losses are those of training; the answers of normalized layers are by running statistics.

    Parameters
    ----------
    network : Network
        Of two inputs, for `decision_boundary`, or of one input and one output, for
        `regression_fit`.
    X, y, loss, optimizer, steps, batch_size, seed
        As in `train`.
    frames : int, default 30
        Pictures after the first one, at equal distances in steps.
    log : bool, default False
        A logarithmic axis for the loss.

    Returns
    -------
    Animation
        A player in a notebook; ``save("training.gif")`` writes a GIF. A run that diverges ends
        with the last network whose loss was finite.

    Raises
    ------
    ValueError
        If the network has other inputs, or data or settings do not fit.
    """
    if network.sizes[0] == 2:
        answers = decision_boundary
    elif (network.sizes[0], network.sizes[-1]) == (1, 1):
        answers = regression_fit
    else:
        raise ValueError(
            f"network is {network.name}; expected two inputs, or one input and one output."
        )
    frames = min(
        validation.whole_number(frames, "frames", "pictures"),
        validation.whole_number(steps, "steps", "updates"),
    )
    settings = {"loss": loss, "optimizer": optimizer, "batch_size": batch_size, "seed": seed}
    run = train(network, X, y, steps=steps, **settings)
    stops = np.linspace(0, steps, frames + 1).round().astype(int)
    shown, losses, diverged = _trained(run, {*stops.tolist()})

    figure = Figure(figsize=(10.5, 4.2), dpi=0.75 * mpl.rcParams["figure.dpi"])
    figure.set_layout_engine("constrained")
    figure.set_facecolor(style.current().palette["paper"])
    left, right = figure.subplots(1, 2)
    whole = [*losses, np.nan] if diverged else losses
    limits = loss_curve(whole, log=log, ax=left).get_ylim()

    def draw(k):
        """Axes stay as they are from frame to frame: a moving axis would hide what moves."""
        number, network = shown[k]
        left.clear()
        right.clear()
        seen = whole if k == len(shown) - 1 else losses[: number + 1]
        loss_curve(seen, log=log, ax=left).set(xlim=(0, steps), ylim=limits)
        left.set_title(f"step {number}", loc="left")
        answers(network, X, y, ax=right)
        return figure_alt_text(figure)

    draw(len(shown) - 1)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # every frame has the last one's layout
    return Animation(figure, draw, len(shown), seconds=SECONDS)


def _trained(run, stops):
    """Pairs (step, network) at these steps, all losses, and whether the run diverged."""
    shown, losses = [(0, run.network)], []
    try:
        for step in run:
            losses.append(step.loss)
            if step.number in stops:
                shown.append((step.number, step.network))
    except DivergenceError as error:
        return [*shown, (len(losses) - 1, error.network)], losses, True
    return shown, losses, False
