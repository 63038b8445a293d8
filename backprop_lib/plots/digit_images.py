"""Handwritten digits as pictures."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .. import validation
from .parts import alt_text, style
from .parts.labels import plural

SIDE = 8  # pixels


@style.styled
def digit_images(X, labels=None, *, columns=8):
    """Draw 8 x 8 pictures, each with its label above.

    Parameters
    ----------
    X : array_like, shape (n, 64) or (64,)
        Pixels row by row, 0 is paper and 1 is ink (`datasets.digits`).
    labels : sequence of str or None, length n, optional
        A text above each picture; None leaves one without.
    columns : int, default 8
        Pictures in a row.

    Returns
    -------
    matplotlib.figure.Figure
        One Axes a picture.

    Raises
    ------
    ValueError
        If X has another shape, `labels` another length, or `columns` is no whole number from 1.

    Examples
    --------
    >>> from backprop_lib import datasets
    >>> X, y = datasets.digits("test")
    >>> figure = digit_images(X[:3], labels=[str(digit) for digit in y[:3].argmax(axis=1)])
    >>> [ax.get_title() for ax in figure.axes]
    ['7', '4', '3']
    >>> plt.close(figure)
    """
    X = _pictures(X)
    labels = _labels(labels, len(X))
    whole = isinstance(columns, (int, np.integer)) and not isinstance(columns, bool)
    if not whole or columns < 1:
        raise ValueError(f"columns is {columns!r}; expected a whole number from 1.")
    columns = min(columns, len(X))
    rows = -(-len(X) // columns)
    width, height = _cell(labels)
    figure = plt.figure(figsize=(width * columns + 0.2, height * rows + 0.1), layout="constrained")
    for k, (pixels, label) in enumerate(zip(X, labels, strict=True), start=1):
        _picture(figure.add_subplot(rows, columns, k), pixels.reshape(SIDE, SIDE), label)
    alt_text.describe(figure, _finding(X, labels))
    return figure


def _pictures(X):
    pixels = validation.numbers(X, "X")
    if pixels.shape == (SIDE * SIDE,):
        return pixels[None]
    return validation.batch(X, "X", SIDE * SIDE, "features", float)


def _labels(labels, count):
    if labels is None:
        return [None] * count
    labels = [labels] if isinstance(labels, str) else list(labels)
    if len(labels) != count:
        raise ValueError(f"labels has {len(labels)} texts for {plural(count, 'picture')}.")
    wrong = [label for label in labels if not (label is None or isinstance(label, str))]
    if wrong:
        raise ValueError(f"labels holds {wrong[0]!r}; expected texts, such as {str(wrong[0])!r}.")
    return labels


def _cell(labels):
    """Width and height in inches that a picture takes with the largest of the labels."""
    texts = [label.split("\n") if label else [] for label in labels]
    longest = max((len(line) for text in texts for line in text), default=0)
    return max(1.15, 0.12 * longest), 1.1 + 0.27 * max(map(len, texts))


def _picture(ax, pixels, label):
    colour = style.current().palette
    ink = LinearSegmentedColormap.from_list("ink", [colour["paper"], colour["ink"]])
    ax.imshow(pixels, cmap=ink, vmin=0, vmax=max(1.0, pixels.max()), interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(visible=True, color=colour["line"], linewidth=1)
    if label:
        ax.set_title(label, size=style.FONT_SIZE, weight="normal", pad=4)


def _finding(X, labels):
    what = f"{plural(len(X), 'handwritten digit')} of 8 by 8 pixels"
    told = [" ".join(label.split()) if label else "no label" for label in labels]
    if any(labels):
        return f"{what}: {', '.join(told)}."
    return f"{what}; {(X > 0.5).mean():.0%} of the pixels are more ink than paper."
