"""What a figure says to somebody who does not see it, and how that reaches the page.

JupyterLab's picture of an ``image/png`` output has no alt attribute, whatever the output's
metadata say, and nor has nbconvert's default page. An ``<img alt>`` in ``text/html`` has one in
both. So a described figure is shown as both, with its text in the metadata, too, where nbconvert's
classic page and other tools look for it.
"""

import sys
import weakref
from base64 import b64encode
from html import escape
from io import BytesIO

from matplotlib.axis import Axis
from matplotlib.figure import Figure

from .style import luminance

_texts = weakref.WeakKeyDictionary()  # artist -> what it shows

# In JupyterLab's dark theme a light figure turns: white is black, and a hue stays what it was. The
# PNG is as it was, so the figure on paper, and on a page that sets no theme, is the light one.
_TURNED = (
    "<style>@media screen{[data-jp-theme-light=false] .bp-figure"
    "{filter:invert(.92) hue-rotate(180deg)}}</style>"
)


def describe(artist, text):
    """Attach to an artist the sentence that says what it shows.

    Every figure of `backprop_lib.plots` does it for itself. Do it for a figure of your own: say
    the finding ("the loss falls to a third within ten steps"), not the axes.

    Parameters
    ----------
    artist : matplotlib.artist.Artist
        A Figure, an Axes or something drawn in it. The text lives as long as the artist is drawn.
    text : str

    Raises
    ------
    ValueError
        If the text is empty or no text.
    """
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"text is {text!r}; expected a sentence.")
    _texts[artist] = " ".join(text.split())
    _connect_notebook()


def figure_alt_text(figure):
    """The alt text of a figure: all that was said with `describe` about what is in it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    str
        Empty if nothing was said.

    Examples
    --------
    >>> ax = Figure().add_subplot()
    >>> describe(ax.plot([0.9, 0.3])[0], "The loss falls to a third.")
    >>> figure_alt_text(ax.figure)
    'The loss falls to a third.'
    """
    return " ".join(dict.fromkeys(_said(figure)))


def _said(artist):
    """What was said of an artist and of all that is drawn in it."""
    if not isinstance(artist, Axis):  # to be asked for its ticks, it would have to make them
        for part in artist.get_children():
            yield from _said(part)
    if artist in _texts:
        yield _texts[artist]


def alt_metadata(text):
    """Metadata of a notebook output whose ``image/png`` shows what `text` says.

    Examples
    --------
    >>> alt_metadata("A falling curve.")
    {'image/png': {'alt': 'A falling curve.'}}
    """
    return {"image/png": {"alt": text}}


def picture(figure):
    """A figure as a notebook output: what ``_repr_mimebundle_`` returns.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    data : dict
        ``image/png`` in base64, and ``text/html``, the same picture with its alt text.
    metadata : dict
        See `alt_metadata`.
    """
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})  # no version: same bytes
    png, text = b64encode(file.getvalue()).decode("ascii"), figure_alt_text(figure)
    return {"image/png": png, "text/html": _img(png, text, figure)}, alt_metadata(text)


def _img(png, text, figure, *, width=None, height=None):
    """An ``<img>`` of base64 data, which turns dark with the page if the figure is light."""
    size = "".join(
        f' {name}="{value}"' for name, value in [("width", width), ("height", height)] if value
    )
    img = f'<img alt="{escape(text)}"{size} src="data:image/png;base64,{png}">'
    if luminance(figure.get_facecolor()) < 0.5:  # drawn for the dark by `plots.style.use`
        return img
    return img.replace("<img ", f'{_TURNED}<img class="bp-figure" ', 1)


class _DescribedFigures:
    """Shows a described figure as PNG and HTML, with one drawing for both."""

    def __init__(self, print_png):
        self._print_png = print_png  # the notebook's own: base64, or (base64, metadata)
        self._drawn = self._printed = None  # what `html` drew last (weakly held), and its PNG

    def html(self, figure):
        text = figure_alt_text(figure)
        printed = self._print_png(figure) if text else None
        if printed is None:  # nothing to say, or an empty figure
            return None
        self._drawn, self._printed = weakref.ref(figure), printed  # IPython asks for PNG next
        png, size = printed if isinstance(printed, tuple) else (printed, {})
        return _img(png, text, figure, width=size.get("width"), height=size.get("height"))

    def png(self, figure):
        ready = self._drawn is not None and self._drawn() is figure
        printed = self._printed if ready else self._print_png(figure)
        self._drawn = self._printed = None
        text = figure_alt_text(figure)
        if printed is None or not text:
            return printed
        png, metadata = printed if isinstance(printed, tuple) else (printed, {})
        return png, {**metadata, **alt_metadata(text)["image/png"]}


def _connect_notebook():
    """Where figures are shown as PNG in a notebook, show them with their alt text.

    The inline backend sets its own printers when the first figure is made, and again when another
    format is chosen; so this is asked each time a figure is described.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if hasattr(ipython, "get_ipython") else None
    if shell is None:
        return
    html, png = (shell.display_formatter.formatters[mime] for mime in ("text/html", "image/png"))
    try:
        print_png = png.lookup_by_type(Figure)
    except KeyError:  # another format was chosen, or figures are shown in windows
        return
    if not isinstance(getattr(print_png, "__self__", None), _DescribedFigures):
        described = _DescribedFigures(print_png)
        html.for_type(Figure, described.html)
        png.for_type(Figure, described.png)
