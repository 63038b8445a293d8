"""Which classes a network takes for which."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from .parts import alt_text, classes, style
from .parts.labels import plural

MOST = 20  # classes whose numbers can still be read


@style.styled
def confusion_matrix(network, X, y, *, ax=None):
    """Draw how many samples of each class are read as each class.

    A cell is the darker the larger its share of its row; what is misread has a frame.

    Parameters
    ----------
    network : Network
        Of one output, for two classes, or up to twenty.
    X : array_like, shape (n, features)
    y : array_like, shape (n, 1) of 0 and 1, or (n, outputs), one-hot
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its image holds the shares, its texts are the counts.

    Raises
    ------
    ValueError
        If X or y do not fit, or there are more than twenty classes.
    """
    count = classes.count_classes(network)
    if count > MOST:
        raise ValueError(f"network has {count} outputs; expected at most {MOST}.")
    forward = network.forward(X)
    read = classes.read_classes(forward.output)
    true = classes.true_classes(y, network, len(read))
    counts = np.zeros((count, count), dtype=int)
    np.add.at(counts, (true, read), 1)
    if ax is None:
        side = max(4.2, 0.52 * count + 1)
        ax = plt.figure(figsize=(side, side), layout="constrained").add_subplot()
    _draw(ax, counts)
    alt_text.describe(ax, _finding(counts))
    return ax


def _draw(ax, counts):
    look = style.current()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    image = ax.imshow(shares, cmap=look.amount, vmin=0, vmax=1, interpolation="nearest")
    for (row, column), cell in np.ndenumerate(counts):
        wrong = row != column and cell > 0
        ground = image.cmap(image.norm(shares[row, column]))
        ax.text(
            column,
            row,
            f"{cell}",
            ha="center",
            va="center",
            size=style.FONT_SIZE - (1 if len(counts) <= 10 else 4),
            weight="bold" if wrong else "normal",
            color=style.text_on(ground) if cell else look.palette["line"],
        )
        if wrong:
            corner = (column - 0.44, row - 0.44)
            frame = {"edgecolor": look.palette["warning"], "linewidth": 1.8}
            ax.add_patch(Rectangle(corner, 0.88, 0.88, fill=False, label="misread", **frame))
    ticks = range(len(counts))
    ax.set(xticks=ticks, yticks=ticks, xlabel="read as class", ylabel="true class")
    ax.tick_params(length=0)
    ax.spines[:].set(visible=True)


def _finding(counts):
    right, total = int(counts.trace()), int(counts.sum())
    text = f"{right} of {plural(total, 'sample')} ({right / total:.1%}) are read as their own class"
    wrong = counts - np.diag(counts.diagonal())
    if not wrong.any():
        return f"{text}."
    true, read = np.unravel_index(wrong.argmax(), wrong.shape)
    times = plural(int(wrong.max()), "time")
    return f"{text}. The commonest mistake: class {true} is read as {read}, {times}."
