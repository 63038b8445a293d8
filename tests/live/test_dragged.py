"""A slider and a figure: each move draws anew, and what is stored is the picture of today."""

import ipywidgets
import matplotlib.pyplot as plt

from backprop_lib import live, plots


def dragged(drawn):
    def draw(value):
        drawn.append(value)
        figure, ax = plt.subplots(figsize=(2, 2))
        plots.describe(ax, f"The value is {value}.")
        return figure

    return live.Dragged(ipywidgets.IntSlider(value=3, max=9, description="step"), draw)


def test_each_move_draws_the_figure_of_its_value():
    drawn, open_before = [], plt.get_fignums()
    view = dragged(drawn)
    first = view.children[1].value
    view.slider.value = 7
    assert drawn == [3, 7]
    assert "The value is 3." in first and "The value is 7." in view.children[1].value
    assert plt.get_fignums() == open_before  # none is left open, to be shown beneath the cell


def test_it_is_stored_as_a_picture_with_alt_text_and_a_plain_name():
    data, metadata = dragged([])._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"] == "Dragged, step 3"
    assert "The value is 3." in data["text/html"] and "The value is 3." in str(metadata)


def test_it_says_who_draws():
    """ipywidgets' slider alone shows after a restart no more than an icon of a broken link."""
    assert "after a restart, run the cells above" in dragged([]).children[-1].value
