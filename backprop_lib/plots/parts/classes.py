"""Classes: which one a sample belongs to, which one a network reads, and how each is marked."""

import numpy as np

from ... import repairs, validation
from . import style

# A shape and a fill each, so that neither eye nor grey print needs the hue. The fills are the
# "light" scheme of Tol (2021), made for what dark marks stand on.
MARKERS = ("o", "^", "s", "D", "v", "P")
FILLS = ("#99ddff", "#ffaabb", "#bbcc33", "#eedd88", "#dddddd", "#ee8866")
REGION = 0.42  # how much of its fill a region has, the rest is paper


def true_classes(y, network, rows):
    """Class numbers, shape (rows,), from 0 / 1 labels or one-hot rows that fit the network."""
    outputs = network.sizes[-1]
    y = validation.batch(y, "y", outputs, "outputs", float, rows)
    if len(y) != rows:
        raise ValueError(f"y has {len(y)} rows for {rows} samples; expected as many.")
    if not np.isin(y, (0, 1)).all():
        wrong = y[~np.isin(y, (0, 1))][0]
        repair = repairs.of_labels(y, "y") if outputs == 1 else ""
        raise ValueError(f"y holds {wrong:g}; expected classes, written as 0 and 1.{repair}")
    if outputs > 1 and (y.sum(axis=1) != 1).any():
        raise ValueError("y has a row with no 1 or several; expected one-hot rows.")
    return read_classes(y)


def read_classes(output):
    """Class numbers that an output says: above 0.5 of one, the largest of several."""
    return output.argmax(axis=1) if output.shape[1] > 1 else (output[:, 0] > 0.5).astype(int)


def count_classes(network):
    return max(2, network.sizes[-1])


def fills(count):
    """Fill and edge of each class's points: paper and ink for two, else one hue each."""
    paper, ink = (style.current().palette[name] for name in ("paper", "ink"))
    if count == 2:
        return [(paper, ink), (ink, paper)]
    return [(fill, style.LIGHT["ink"]) for fill in FILLS[:count]]  # the fills are light


def regions(count):
    """The colour of the ground on which each class is read."""
    paper = style.current().palette["paper"]
    return [style.mix(paper, fill, REGION) for fill in FILLS[:count]]
