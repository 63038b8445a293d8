"""What is written around a network's picture: headings, how to read it, and its alt text."""

import numpy as np
from matplotlib.patheffects import withStroke

from . import style
from .labels import number, plural

MOST = 12  # neurons drawn of one layer; of a larger one the first and the last half of them


def write_words(ax, values, position, gaps, row):
    """Headings of the layers, what is left out, and how to read the numbers."""
    muted = style.current().palette["muted"]
    height = ax.get_ylim()[1]
    size = style.FONT_SIZE - 1
    for l, name in enumerate(["", *values.network.activations]):
        x = position[l, 0][0]
        normalized = "batch norm\n" if l and values.network.normalization[l - 1] else ""
        heading = f"layer {l}\n{normalized}{name}" if l else "input\nlayer 0"
        ax.text(x, height - 8, heading, color=muted, size=size, ha="center", va="top")
    for l, (x, y) in gaps.items():
        left_out = values.network.sizes[l] - MOST
        ax.text(
            x,
            y,
            f"… {left_out} more",
            color=muted,
            size=min(style.FONT_SIZE - 1, 0.25 * row),
            ha="center",
            va="center",
            zorder=5,
            path_effects=[withStroke(linewidth=3, foreground=style.current().palette["paper"])],
        )
    place = {"ha": "left", "va": "bottom", "gid": "caption"}
    ax.text(12, 10, _caption(values), color=muted, size=style.FONT_SIZE - 2, **place)


def _caption(values):
    key, shown, norm = [], [], []
    if "a" in values.neurons:
        key.append("in a neuron: a")
    if "delta" in values.neurons:
        key.append("below it: δ")
    if values.batch is not None and values.batch > 1:
        which = "mean of" if values.sample is None else f"sample {values.sample} of"
        shown.append(f"{which} {values.batch}")
    if values.loss is not None:
        shown.append(f"{'mean ' if values.batch > 1 else ''}loss {number(values.loss)}")
    if values.training is not None and any(values.network.normalization):
        norm.append(f"batch norm by {_statistics(values)}")
    return "\n".join("  ·  ".join(line) for line in (key, shown, norm) if line)


def _statistics(values):
    return "the batch's statistics" if values.training else "running statistics"


def finding(values):
    """The alt text: what goes in and out, the heaviest weight, where delta is large."""
    network, known = values.network, values.neurons
    L = len(network.W)
    sentences = [f"{network.name}.", *_layers_told(values)]
    if "a" in known:
        outputs = known["a"][L]
        if network.sizes[0] <= 4:
            sentences.append(f"Input {_listed(known['a'][0])} gives output {_listed(outputs)}.")
        elif len(outputs) <= 4:
            sentences.append(f"Its output is {_listed(outputs)}.")
        else:
            top = int(outputs.argmax())
            sentences.append(f"Its largest output is {number(outputs[top])}, of neuron {top}.")
    l, W = max(network.W.items(), key=lambda item: abs(item[1]).max())
    i, j = np.unravel_index(abs(W).argmax(), W.shape)
    sentences.append(f"The heaviest weight is W[{l}][{i}, {j}] = {number(W[i, j])}.")
    if "delta" in known:
        sizes = [f"{number(abs(d).max())} in layer {l}" for l, d in known["delta"].items()]
        sentences.append(f"The largest delta has magnitude {', '.join(sizes)}.")
    if values.loss is not None:
        sentences.append(f"The loss is {number(values.loss)}.")
    if values.batch is not None and values.batch > 1:
        shown = "Means over" if values.sample is None else f"Sample {values.sample} of"
        sentences.append(f"{shown} {plural(values.batch, 'sample')}.")
    left_out = [f"{n - MOST} of layer {l}" for l, n in enumerate(network.sizes) if n > MOST]
    if left_out:
        sentences.append(f"Not drawn: {', '.join(left_out)}.")
    return " ".join(sentences)


def _layers_told(values):
    """Sentences on what layers have more than weights, a bias and an activation."""
    network, told = values.network, []
    normalized = [str(l) for l, _ in network.architecture.normalized()]
    if normalized:
        by = "" if values.training is None else f", by {_statistics(values)}"
        layers = f"layer{'s' * (len(normalized) > 1)} {_joined(normalized)}"
        told.append(f"Batch-normalized: {layers}{by}.")
    skips = [f"a[{l - 1}] to layer {l}" for l, skip in enumerate(network.residual, start=1) if skip]
    if skips:
        told.append(f"{'A skip adds' if len(skips) == 1 else 'Skips add'} {_joined(skips)}.")
    return told


def _listed(values):
    return _joined([number(value) for value in values])


def _joined(texts):
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
