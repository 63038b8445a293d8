"""The bar beside a map that says which colour is which number."""

from matplotlib.colors import LogNorm
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from . import style
from .labels import number

FEW = 100.0  # a logarithmic bar that spans less has numbers between the powers of ten


def colour_bar(ax, image, words, *, ticks=None):
    """Draw a bar as high as the axes to the right of it, and return it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    image : matplotlib.cm.ScalarMappable
    words : str
        What the numbers are.
    ticks : list of float, optional
    """
    bar = ax.figure.colorbar(image, cax=ax.inset_axes((1.03, 0, 0.04, 1)))
    bar.set_label(words)
    bar.outline.set_edgecolor(style.current().palette["line"])
    if ticks is not None:
        bar.set_ticks(ticks)
    elif isinstance(image.norm, LogNorm):
        subs = (1, 2, 5) if image.norm.vmax < FEW * image.norm.vmin else (1,)
        bar.ax.yaxis.set_major_locator(LogLocator(subs=subs, numticks=8))
        bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        bar.ax.minorticks_off()
    else:
        bar.ax.yaxis.set_major_locator(MaxNLocator(5))
    return bar
