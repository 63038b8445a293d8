"""The still picture of a Scrubber: for readers without a kernel."""

from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from .. import plots
from ..plots import style
from ..plots.parts.labels import number
from .caption import STILL


def draw(recording, k, sample):
    """One moment of a run: the network, the loss, the gradient norms, the deltas.

    Parameters
    ----------
    recording : Recording
    k : int
        The record.
    sample : int
        The row that the network shows.

    Returns
    -------
    matplotlib.figure.Figure
    """
    palette = style.LIGHT
    forward, backward = recording.forward(k), recording.backward(k)
    step = int(recording.steps[k])
    with style.use():
        figure = Figure(figsize=(12, 6.6), dpi=66, facecolor=palette["paper"])
        graph = figure.add_axes((0, 0.06, 0.61, 0.94))
        plots.network_graph(forward.network, forward, backward, sample=sample, ax=graph)
        grid = figure.add_gridspec(3, 1, left=0.7, right=0.9, top=0.97, bottom=0.15, hspace=0.75)
        loss, norms, heat = (figure.add_subplot(cell) for cell in grid)
        _over_time(loss, recording, recording.loss[:, None], k, "loss", ["loss"])
        names = [f"layer {l}" for l in range(1, recording.gradient_norms.shape[1] + 1)]
        _over_time(norms, recording, recording.gradient_norms, k, "gradient", names)
        if (recording.gradient_norms > 0).any():
            norms.set_yscale("log")
            norms.yaxis.set_major_locator(LogLocator(numticks=4))
            norms.yaxis.set_minor_formatter(NullFormatter())
        plots.delta_heatmap(backward, neurons=sum(forward.network.sizes[1:]) <= 64, ax=heat)
        where = f"Step {step} of {recording.steps[-1]}."
        figure.text(0.5, 0.02, f"{where} {STILL}", ha="center", color=palette["muted"])
        sizes = ", ".join(
            f"layer {l} {number(norm)}"
            for l, norm in enumerate(recording.gradient_norms[k], start=1)
        )
        plots.describe(
            figure,
            f"A run of {recording.steps[-1]} steps at step {step}: loss "
            f"{number(recording.loss[k])}; gradient norms: {sizes}.",
        )
    return figure


def _over_time(ax, recording, columns, k, name, labels):
    palette = style.LIGHT
    looks = [("ink", "-"), ("muted", (0, (7, 3))), ("ink", (0, (1, 1.5)))]
    for m, label in enumerate(labels):
        colour, dashes = looks[min(m, 2)]
        ax.plot(
            recording.steps, columns[:, m], color=palette[colour], linestyle=dashes, label=label
        )
    ax.axvline(recording.steps[k], color=palette["accent"], linewidth=1.5)
    ax.set(xlabel="steps taken", ylabel=name)
    if len(labels) > 1:
        beside = {"loc": "center left", "bbox_to_anchor": (1, 0.5), "borderaxespad": 0.3}
        ax.legend(frameon=False, fontsize=style.FONT_SIZE - 3, handlelength=1.6, **beside)
