"""A slider over a figure that Python draws anew for each of its values."""

import ipywidgets
import matplotlib.pyplot as plt

from ..plots import picture


class Dragged(ipywidgets.VBox):
    """A slider, and the figure that a function of yours makes of its value.

    The kernel draws, so it follows a hand a little later than the other views, and not at all on a
    page without a kernel.

    Parameters
    ----------
    slider : ipywidgets.Widget
        With a `value` and a `description`, such as an IntSlider.
    draw : callable
        ``draw(value)`` returns a matplotlib Figure.
    """

    def __init__(self, slider, draw):
        self.slider, self._draw, self._picture = slider, draw, ipywidgets.HTML()
        slider.layout.width, slider.layout.max_width = "100%", "600px"
        self._picture.layout.max_width = "1000px"
        super().__init__([slider, self._picture])
        slider.observe(lambda change: self._show(), "value")
        self._show()

    def _show(self):
        figure = self._draw(self.slider.value)
        plt.close(figure)  # it is shown here, not beneath the cell
        self._still, self._alt = picture(figure)
        page = self._still["text/html"]
        self._picture.value = page.replace("<img", '<img style="max-width: 100%"', 1)

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        return {**bundle, **self._still, "text/plain": repr(self)}, self._alt

    def __repr__(self):
        return f"Dragged, {self.slider.description} {self.slider.value:.3g}"
