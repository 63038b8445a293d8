"""A slider over a figure that Python draws anew for each of its values."""

import threading
from html import escape

import ipywidgets
import matplotlib.pyplot as plt

from ..plots import picture
from .clock import running_loop

WHO = "<small>Python draws this: after a restart, run the cells above and this one again.</small>"


class Dragged(ipywidgets.VBox):
    """A slider, and the figure that a function of yours makes of its value.

    The kernel draws, so it follows a hand a little later than the other views, not while a cell
    runs, and not at all on a page without a kernel.

    Parameters
    ----------
    slider : ipywidgets.Widget
        With a `value` and a `description`, such as an IntSlider.
    draw : callable
        ``draw(value)`` returns a matplotlib Figure. Where it fails for a value that a hand chose,
        the figure before stays, with the error beneath it.
    """

    def __init__(self, slider, draw):
        self.slider, self._draw, self._picture = slider, draw, ipywidgets.HTML()
        slider.layout.width, slider.layout.max_width = "100%", "600px"
        self._picture.layout.max_width = "1000px"
        self._problem = ipywidgets.HTML()
        super().__init__([slider, self._picture, self._problem, ipywidgets.HTML(WHO)])
        self._cells, self._is_due = running_loop(), False
        slider.observe(self._moved, "value")
        self._show()

    def _moved(self, change):
        """Draw where the cells run: a hand may be heard in a thread, and matplotlib is for one."""
        if self._cells is None or threading.current_thread() is threading.main_thread():
            self._show()
        elif not self._is_due:
            self._is_due = True
            self._cells.call_soon_threadsafe(self._follow)

    def _follow(self):
        self._is_due = False
        try:
            self._show()
        except Exception as error:  # there is no cell that could tell it
            self._problem.value = f"<p role=alert>{escape(f'{type(error).__name__}: {error}')}</p>"

    def _show(self):
        figure = self._draw(self.slider.value)
        plt.close(figure)  # it is shown here, not beneath the cell
        self._still, self._alt = picture(figure)
        page = self._still["text/html"]
        self._picture.value = page.replace("<img", '<img style="max-width: 100%"', 1)
        self._problem.value = ""

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        return {**bundle, **self._still, "text/plain": repr(self)}, self._alt

    def __repr__(self):
        return f"Dragged, {self.slider.description} {self.slider.value:.3g}"
