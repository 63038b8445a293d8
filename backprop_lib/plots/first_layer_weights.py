"""What each neuron of the first layer looks for, as a picture."""

import matplotlib.pyplot as plt
import numpy as np

from .. import validation
from .parts import alt_text, style
from .parts.labels import number, plural

CELL = 1.05  # inches


@style.styled
def first_layer_weights(network, image_shape=(8, 8), *, columns=8):
    """Draw the weights into each neuron of the first layer where its pixels are.

    Parameters
    ----------
    network : Network
        Its inputs are the pixels of a picture, row by row.
    image_shape : (int, int), default (8, 8)
        Height and width.
    columns : int, default 8
        Pictures in a row.

    Returns
    -------
    matplotlib.figure.Figure
        One Axes a neuron, all on one map whose middle is zero, and one for the colour bar.

    Raises
    ------
    ValueError
        If the shape does not hold as many pixels as the network has inputs.
    """
    W = network.W[1]
    height, width = _shape(image_shape, len(W))
    columns = min(validation.whole_number(columns, "columns", "pictures in a row"), W.shape[1])
    rows = -(-W.shape[1] // columns)
    norm = style.symmetric_norm(W)
    size = (CELL * columns + 1.4, (CELL * height / width + 0.28) * rows + 0.1)
    figure = plt.figure(figsize=size, layout="constrained")
    for j, weights in enumerate(W.T):
        ax = figure.add_subplot(rows, columns, j + 1)
        image = _picture(ax, weights.reshape(height, width), norm)
        ax.set_title(f"neuron {j}", size=style.FONT_SIZE - 3, weight="normal", pad=3)
    bar = figure.colorbar(image, ax=figure.axes, pad=0.02, aspect=12 * rows)
    bar.set_label("weight W[1]")
    bar.outline.set_edgecolor(style.current().palette["line"])
    alt_text.describe(figure, _finding(W, width))
    return figure


def _shape(image_shape, pixels):
    try:
        height, width = image_shape
    except (TypeError, ValueError):
        raise ValueError(
            f"image_shape is {image_shape!r}; expected height and width, such as (8, 8)."
        ) from None
    height = validation.whole_number(height, "image_shape[0]", "the height in pixels")
    width = validation.whole_number(width, "image_shape[1]", "the width in pixels")
    if height * width != pixels:
        raise ValueError(
            f"image_shape is {(height, width)}, {height * width} pixels, but the network has "
            f"{plural(pixels, 'input')}."
        )
    return height, width


def _picture(ax, weights, norm):
    look = style.current()
    image = ax.imshow(weights, cmap=look.weights, norm=norm, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(visible=True, color=look.palette["line"], linewidth=1)
    return image


def _finding(W, width):
    i, j = np.unravel_index(abs(W).argmax(), W.shape)
    row, column = divmod(int(i), width)
    lengths = np.linalg.norm(W, axis=0)
    text = (
        f"Weights of {plural(W.shape[1], 'neuron')} as pictures. The heaviest is "
        f"{number(W[i, j], sign=True)}, into neuron {j} from row {row}, column {column}."
    )
    if len(lengths) > 1:
        text += (
            f" The longest weight vector, of neuron {lengths.argmax()}, has length "
            f"{number(lengths.max())}, the shortest, of neuron {lengths.argmin()}, "
            f"{number(lengths.min())}."
        )
    return text
