"""The one palette of the course, and what Matplotlib needs of it.

A colour has one meaning in every figure and every live view: blue and vermillion are the sign of
a weight, green and purple the sign of a delta, and a neuron glows amber with its activation.
Each sign is also written, + or −: in grey print, and to some eyes, two hues look alike.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize

# Plain data, which the live views read too. The pairs start from Okabe & Ito (2008).
LIGHT = {
    "positive": "#0072b2",  # weight > 0
    "negative": "#c24e00",  # weight < 0
    "delta_positive": "#00805c",
    "delta_negative": "#8b3fa0",
    "activation_low": "#fdf8e8",  # a = 0; ink can be read on the whole way to a = 1
    "activation_high": "#ffc22e",  # a = 1
    "ink": "#18202c",
    "muted": "#566070",  # secondary text
    "paper": "#ffffff",
    "line": "#7d8796",  # neutral strokes
    "accent": "#d6006c",  # what is selected
    "warning": "#b00020",
}
DARK = {
    "positive": "#56b4f0",
    "negative": "#ff8f45",
    "delta_positive": "#35c796",
    "delta_negative": "#cf9bf0",
    "activation_low": "#222a38",
    "activation_high": "#936800",
    "ink": "#f1f4f9",
    "muted": "#a9b4c4",
    "paper": "#141922",
    "line": "#76839a",
    "accent": "#ff78bb",
    "warning": "#ff8a80",
}

FONT_SIZE = 13  # points; at the size of a slide it reads from the last row


@dataclass(frozen=True)
class Style:
    """One appearance: a palette and the colour maps made from it.

    Attributes
    ----------
    palette : dict
        `LIGHT` or `DARK`.
    weights, delta : Colormap
        Diverging: the middle, 0.5, is zero. Use them with `symmetric_norm`.
    activation : Colormap
        Sequential, from a = 0 to a = 1.
    amount : Colormap
        Sequential and grey, for what has no sign: a loss, a count, a magnitude.
    """

    palette: dict
    weights: Colormap
    activation: Colormap
    delta: Colormap
    amount: Colormap


def _style(palette, suffix=""):
    zero = mix(palette["paper"], palette["line"], 0.35)

    def between(name, *colours):
        # An odd number of steps: one of them is the middle.
        return LinearSegmentedColormap.from_list(name + suffix, colours, N=257)

    return Style(
        palette,
        weights=between("weights", palette["negative"], zero, palette["positive"]),
        activation=between("activation", palette["activation_low"], palette["activation_high"]),
        delta=between("delta", palette["delta_negative"], zero, palette["delta_positive"]),
        amount=between("amount", palette["paper"], palette["muted"]),
    )


def mix(start, end, part):
    """The colour that lies `part` of the way from one to another, as RGB."""
    start, end = (np.array(mpl.colors.to_rgb(colour)) for colour in (start, end))
    return tuple(start + part * (end - start))


_STYLES = {False: _style(LIGHT), True: _style(DARK, "_dark")}
weights, activation, delta = _STYLES[False].weights, _STYLES[False].activation, _STYLES[False].delta

_current = ContextVar("style", default=_STYLES[False])


def current():
    """The `Style` that figures are drawn in here: the light one, or what `use` chose."""
    return _current.get()


def symmetric_norm(values):
    """A norm that puts zero in the middle of a diverging map.

    Parameters
    ----------
    values : array_like, any shape
        What is to be coloured. NaN and inf do not count.

    Returns
    -------
    matplotlib.colors.Normalize
        From -m to m, where m is the largest magnitude; from -1 to 1 if all values are zero.

    Examples
    --------
    >>> norm = symmetric_norm([0.5, 0.5])
    >>> norm.vmin, norm.vmax, float(norm(0.0))
    (-0.5, 0.5, 0.5)
    """
    sizes = np.abs(np.asarray(values, dtype=float))
    largest = float(sizes.max(initial=0.0, where=np.isfinite(sizes)))
    # A span below the smallest normal number cannot be divided by.
    largest = largest if largest > np.finfo(float).tiny else 1.0
    return Normalize(-largest, largest)


def text_on(colour):
    """The palette's ink or its paper: what can be read better on this ground.

    Examples
    --------
    >>> text_on("white"), text_on("black")
    ('#18202c', '#ffffff')
    """
    palette = current().palette

    def contrast(text):
        dark, light = sorted((luminance(text), luminance(colour)))
        return (light + 0.05) / (dark + 0.05)

    return max(palette["ink"], palette["paper"], key=contrast)


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    rgb = np.array(mpl.colors.to_rgb(colour))
    return float(
        np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        @ (0.2126, 0.7152, 0.0722)
    )


def rc(dark=False):
    """Matplotlib settings of the course, a dict for ``matplotlib.rcParams``."""
    colour = _STYLES[bool(dark)].palette
    return {
        "font.size": FONT_SIZE,
        "axes.titlesize": FONT_SIZE + 2,
        "axes.titleweight": "bold",
        "axes.labelsize": FONT_SIZE,
        "xtick.labelsize": FONT_SIZE - 1,
        "ytick.labelsize": FONT_SIZE - 1,
        "figure.dpi": 120,
        "figure.figsize": (7.2, 4.5),
        "figure.facecolor": colour["paper"],
        "savefig.facecolor": "auto",
        "axes.facecolor": colour["paper"],
        "axes.edgecolor": colour["line"],
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.labelcolor": colour["ink"],
        "axes.titlecolor": colour["ink"],
        "text.color": colour["ink"],
        "xtick.color": colour["line"],
        "ytick.color": colour["line"],
        "xtick.labelcolor": colour["muted"],
        "ytick.labelcolor": colour["muted"],
        "axes.prop_cycle": mpl.cycler(color=[colour["ink"], colour["accent"], colour["muted"]]),
        "grid.color": _STYLES[bool(dark)].weights(0.5),
        "lines.linewidth": 2.5,
        "lines.solid_capstyle": "round",
    }


@contextmanager
def use(dark=False):
    """Draw in the course's style, the learner's own figures too.

    Parameters
    ----------
    dark : bool, default False

    Examples
    --------
    >>> with use(dark=True):
    ...     current().palette["paper"]
    '#141922'
    """
    chosen = _STYLES[bool(dark)]
    settings = rc(dark)
    # Not mpl.rc_context: it restores every setting, also what a notebook's backend, which loads
    # with the first figure, has set by then; that figure and all later ones would not be shown.
    before = {name: mpl.rcParams[name] for name in settings}
    token = _current.set(chosen)
    mpl.rcParams.update(settings)
    try:
        yield
    finally:
        mpl.rcParams.update(before)
        _current.reset(token)


def styled(plot):
    """Decorator: `plot` runs in the style that `use` chose, or else in the light one."""

    @wraps(plot)
    def in_style(*args, **kwargs):
        with use(dark=current() is _STYLES[True]):
            return plot(*args, **kwargs)

    return in_style
