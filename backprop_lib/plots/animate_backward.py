"""One sample's way through a network and its delta's way back, layer by layer."""

import textwrap

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from .. import validation
from .network_graph import figure_size, network_graph
from .parts import style
from .parts.animation import Animation
from .parts.labels import number

DIMMED = 0.2  # opacity of the edges that are not at work
SECONDS = 1.6  # a frame stands
MOST = 4  # numbers that a sentence lists
BELOW = 40  # points for two lines of words below a colour bar
LETTER = 0.58  # width of a letter, of the size of its font


@style.styled
def animate_backward(network, X, y, *, loss, sample=0):
    """The two passes of one sample as an animation of `network_graph`.

    A frame for the input, for each layer of the forward pass, for the loss, and on the way back
    two for each layer: its delta, then its dW, which is the a before it times that delta. As it is
    one sample's, normalized layers use their running statistics.

    Parameters
    ----------
    network : Network
    X : array_like, shape (batch, features)
    y : array_like, shape (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    sample : int, default 0
        Row of the batch to show.

    Returns
    -------
    Animation
        A player in a notebook; ``save("backward.gif")`` writes a GIF.

    Raises
    ------
    ValueError
        If X, y or the loss do not fit.
    IndexError
        If there is no such sample.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
    >>> animate_backward(net, [[2.0]], [[0.0]], loss="squared_error")
    Animation of 5 frames. At the end: dW[1] = a[0] times delta[1]: the largest is 2.00.
    """
    forward = network.forward(X)
    network.backward(forward, y, loss)  # says what does not fit
    sample = validation.index(sample, "sample", len(forward.output), "the batch")
    wanted = validation.numbers(y, "y")[[sample]]
    forward = network.forward(forward.a[0][[sample]])
    backward = network.backward(forward, wanted, loss)
    frames = [*_frames(forward, backward, wanted[0])]
    figure = Figure(figsize=figure_size(network), dpi=mpl.rcParams["figure.dpi"])
    figure.set_facecolor(style.current().palette["paper"])
    ax = figure.add_axes((0, 0, 1, 1))
    network_graph(network, forward, backward, ax=ax)
    if ax.child_axes:
        _room_below(figure, ax)
    stage = _Stage(ax, len(network.W))
    return Animation(figure, lambda k: stage.show(*frames[k]), len(frames), seconds=SECONDS)


def _frames(forward, backward, y):
    """(last layer with a, first layer with delta, layer whose edges are at work, what is said)."""
    network, L = forward.network, len(forward.z)
    none = L + 1
    yield 0, none, 0, f"The input is a[0] = {_listed(forward.a[0][0])}."
    for l in range(1, L + 1):
        norm = ", normalized," if network.normalization[l - 1] else ""
        added = f", a[{l - 1}] added," if network.residual[l - 1] else ""
        how = f"{norm}{added}".replace(",,", ",")
        yield l, none, l, f"Forward: layer {l}{how} answers a[{l}] = {_listed(forward.a[l][0])}."
    output = _listed(forward.output[0])
    yield L, none, 0, f"Output {output}, wanted {_listed(y)}: the loss is {number(backward.loss)}."
    for l in range(L, 0, -1):
        way = "from the loss" if l == L else f"through W[{l + 1}]"
        if l < L and network.residual[l]:
            way += " and the skip over it"
        delta = _listed(backward.delta[l][0], sign=True)
        yield L, l, l + 1, f"Backward, {way}: delta[{l}] = {delta}."
        largest = max(backward.dW[l].flat, key=abs)
        yield (
            *(L, l, l),
            f"dW[{l}] = a[{l - 1}] times delta[{l}]: the largest is {number(largest)}.",
        )


def _room_below(figure, ax):
    """Make the figure taller, so that no words run into the colour bar."""
    width, height = figure.get_size_inches()
    taller = height + BELOW / 72
    figure.set_size_inches(width, taller)
    ax.set_position((0, 1 - height / taller, 1, height / taller))
    (caption,) = (text for text in ax.texts if text.get_gid() == "caption")
    caption.set_y(caption.get_position()[1] - BELOW)


class _Stage:
    """A drawn network graph whose layers can be covered and uncovered."""

    def __init__(self, ax, layers):
        self._texts = {}
        for text in ax.texts:
            self._texts.setdefault(text.get_gid(), []).append(text)
        drawn = {collection.get_label(): collection for collection in ax.collections}
        self._circles, self._rings = drawn["activations"], drawn["deltas"]
        self._edges = drawn["weights"]
        self._fills = self._circles.get_facecolor().copy()
        self._ring_fills = self._rings.get_facecolor().copy()
        counts = [len(self._texts[f"a[{l}]"]) for l in range(layers + 1)]
        self._layer = np.repeat(np.arange(layers + 1), counts)  # of each circle
        starts = [segment[0][0] for segment in self._edges.get_segments()]
        self._leads_to = np.unique(starts, return_inverse=True)[1] + 1  # of each edge
        self._room = ax.get_xlim()[1] - 2 * self._texts["caption"][0].get_position()[0]
        self._paper = to_rgba(style.current().palette["paper"])

    def show(self, last_a, first_delta, at_work, words):
        """Uncover what is known by then, write the words below, and return them."""
        for l in range(self._layer.max() + 1):
            for text in self._texts[f"a[{l}]"]:
                text.set_visible(l <= last_a)
            for text in self._texts.get(f"delta[{l}]", []):
                text.set_visible(l >= first_delta)
        covered = self._layer > last_a
        self._circles.set_facecolor(np.where(covered[:, None], self._paper, self._fills))
        rings = self._ring_fills.copy()
        rings[self._layer[self._layer > 0] < first_delta, 3] = 0
        self._rings.set_facecolor(rings)
        self._edges.set_alpha(np.where(self._leads_to == at_work, 1.0, DIMMED))
        (caption,) = self._texts["caption"]
        lines = textwrap.fill(words, int(self._room / (LETTER * style.FONT_SIZE)))
        caption.set(text=lines, color=style.current().palette["ink"], size=style.FONT_SIZE)
        return words


def _listed(values, *, sign=False):
    texts = [number(float(value), sign=sign) for value in values[:MOST]]
    return ", ".join(texts) + (", …" if len(values) > MOST else "")
