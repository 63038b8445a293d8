"""The deltas of every layer, sample by sample, or step by step while a network trains."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LogNorm

from .. import validation
from ..records import BackwardPass
from .parts import alt_text, style
from .parts.colour_bars import colour_bar
from .parts.labels import number, plural

DECADES = 12  # of the logarithmic map; what is smaller has the colour of its end
MOST = 64  # rows that can still be told apart
NUMBERS, COLUMNS = 48, 8  # cells, and columns, up to which each cell has its number


@style.styled
def delta_heatmap(backward, *, neurons=False, ax=None):
    """Draw the size of delta in every layer as a map: layer by sample, or layer by time.

    Parameters
    ----------
    backward : BackwardPass, mapping, or list of these
        One record, or a dict from layer number to array, (batch, fan_out): a column a sample. A
        list of them, such as one a step of training: a column each, means over its batch.
    neurons : bool, default False
        False: a row a layer, the mean of |delta| over its neurons, on a logarithmic map. True: a
        row a neuron, delta with its sign, on a map whose middle is zero. Over a batch signs
        cancel, sizes do not.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its image holds the values, the first layer's at the bottom. Its line "zero" has a cross
        for every zero on the logarithmic map.

    Raises
    ------
    ValueError
        If a record is none, the records have different layers, or the neurons are more than 64.
    """
    over_time = not isinstance(backward, (BackwardPass, Mapping))
    records = _records(backward, over_time)
    layers = [*records[0]]
    if neurons:
        values = _joined(records, over_time, lambda delta: delta)
        names = [(l, j) for l in layers for j in range(records[0][l].shape[1])]
        if len(names) > MOST:
            raise ValueError(
                f"backward has {len(names)} neurons; expected at most {MOST}, which can be told "
                "apart. Write neurons=False for a row a layer."
            )
    else:
        values = _joined(records, over_time, lambda delta: abs(delta).mean(axis=1, keepdims=True))
        names = [(l, None) for l in layers]
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    _draw(ax, values, names, neurons)
    ax.set_xlabel("record, in order of time" if over_time else "sample")
    sizes = _joined(records, over_time, lambda delta: abs(delta).mean(axis=1, keepdims=True))
    alt_text.describe(ax, _finding(sizes, layers, over_time, values if neurons else None))
    return ax


def _records(backward, over_time):
    """Each as a dict from layer number to (batch, fan_out); all with the same layers."""
    try:
        given = list(backward) if over_time else [backward]
    except TypeError:
        given = []
    if not given:
        raise ValueError(
            f"backward is {backward!r}; expected a BackwardPass, a dict of deltas, or a list of "
            "them, at least one."
        )
    records = [_record(record, k if over_time else None) for k, record in enumerate(given)]
    shapes = [{l: delta.shape[1] for l, delta in record.items()} for record in records]
    for k, shape in enumerate(shapes):
        if shape != shapes[0]:
            raise ValueError(
                f"backward[{k}] has layers of {[*shape.values()]} neurons, backward[0] of "
                f"{[*shapes[0].values()]}; expected records of one network."
            )
    return records


def _record(record, k):
    name = "backward" if k is None else f"backward[{k}]"
    if isinstance(record, BackwardPass):
        return dict(record.delta.items())
    if not isinstance(record, Mapping) or not record:
        raise ValueError(
            f"{name} is a {type(record).__name__}; expected a BackwardPass or a dict from layer "
            "number to delta."
        )
    deltas = {l: validation.numbers(record[l], f"{name}[{l}]") for l in sorted(record)}
    for l, delta in deltas.items():
        if delta.ndim != 2 or not delta.size:
            raise ValueError(f"{name}[{l}] has shape {delta.shape}; expected (batch, fan_out).")
    rows = {l: len(delta) for l, delta in deltas.items()}
    if len({*rows.values()}) > 1:
        raise ValueError(f"{name} has {rows} samples by layer; expected as many in each.")
    return deltas


def _joined(records, over_time, of):
    """Rows of all layers under one another, shape (rows, columns)."""
    if over_time:
        columns = [
            np.concatenate([of(delta).mean(axis=0) for delta in record.values()])
            for record in records
        ]
        return np.array(columns, dtype=float).T
    return np.hstack([of(delta) for delta in records[0].values()]).T.astype(float)


def _draw(ax, values, names, neurons):
    look = style.current()
    options = {"aspect": "auto", "origin": "lower", "interpolation": "nearest"}
    if neurons:
        norm = style.symmetric_norm(values)
        image = ax.imshow(values, cmap=look.delta, norm=norm, **options)
        words = "delta"
    else:
        largest = values.max() or 1.0
        smallest = values[values > 0].min() if values.any() else largest
        low = max(smallest, largest * 10.0**-DECADES)
        norm = LogNorm(low if low < largest else largest / 10, largest, clip=True)
        image = ax.imshow(values, cmap=look.amount, norm=norm, **options)
        words = "mean |delta|"
        _zeros(ax, values)
    colour_bar(ax, image, words)
    _rows(ax, names)
    if values.size <= NUMBERS and values.shape[1] <= COLUMNS:
        for row, column in np.ndindex(values.shape):
            _number(ax, image, row, column, values[row, column], neurons)
    else:
        ax.locator_params(axis="x", integer=True)
    if values.shape[1] <= COLUMNS:
        ax.set_xticks(range(values.shape[1]))


def _zeros(ax, values):
    """A cross on every zero, which no logarithmic map can show."""
    rows, columns = np.nonzero(values == 0)
    if len(rows):
        look = {"color": style.current().palette["warning"], "linestyle": "none", "label": "zero"}
        numbers = values.size <= NUMBERS and values.shape[1] <= COLUMNS
        ax.plot(columns, rows - (0.25 if numbers else 0), marker="x", markersize=6, **look)


def _rows(ax, names):
    layers = [l for l, _ in names]
    starts = [k for k, l in enumerate(layers) if k == 0 or l != layers[k - 1]]
    if len(starts) == len(names):  # a row a layer
        shown = starts[:: -(-len(names) // 12)]
        ax.set_yticks(shown, [f"layer {layers[k]}" for k in shown])
        return
    ends = [*starts[1:], len(names)]
    middles = [(start + end - 1) / 2 for start, end in zip(starts, ends, strict=True)]
    ax.set_yticks(middles, [f"layer {layers[k]}" for k in starts])
    ax.tick_params(axis="y", length=0)
    for start in starts[1:]:
        ax.axhline(start - 0.5, color=style.current().palette["ink"], linewidth=1.5)


def _number(ax, image, row, column, value, sign):
    ax.text(
        column,
        row,
        number(value, sign=sign),
        ha="center",
        va="center",
        size=style.FONT_SIZE - 3,
        color=style.text_on(image.cmap(image.norm(value))),
    )


def _finding(sizes, layers, over_time, signed):
    if not sizes.any():
        return "Every delta is zero."
    mean = sizes.mean(axis=1)
    text = (
        f"The mean size of delta is {number(mean[-1])} in layer {layers[-1]}"
        + (f" and {number(mean[0])} in layer {layers[0]}" if len(layers) > 1 else "")
        + "."
    )
    columns = sizes.sum(axis=0)
    if over_time and len(columns) > 1:
        way = f"goes from {number(sizes[0, 0])} to {number(sizes[0, -1])}"
        text += f" In layer {layers[0]} it {way} over {plural(len(columns), 'record')}."
    elif len(columns) > 1:
        text += f" It is largest for sample {columns.argmax()} of {len(columns)}."
    if signed is None and (sizes == 0).any():
        text += f" {(sizes == 0).mean():.0%} of the cells are zero."
    if signed is not None:
        text += f" {(signed > 0).mean():.0%} of the cells are positive."
    return text
