"""A saved notebook shows a described picture where no kernel runs."""

import re

import nbformat
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from backprop_lib import SGD, Network, datasets, live, plots, record
from backprop_lib.live import training_picture

SOURCE = """
from backprop_lib import Network, live
net = Network([2, 3, 1], activations="sigmoid", seed=0)
live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce")
"""


@pytest.fixture(scope="module")
def saved():
    """A notebook as a learner saves it: executed, without the widgets' state."""
    v4 = nbformat.v4
    notebook = v4.new_notebook(cells=[v4.new_code_cell(SOURCE)])
    NotebookClient(notebook, kernel_name="python3", store_widget_state=False).execute()
    return notebook


def test_output_holds_the_view_a_picture_and_a_text(saved):
    (output,) = saved.cells[0].outputs
    assert {"application/vnd.jupyter.widget-view+json", "image/png"} <= set(output.data)
    assert re.fullmatch(
        r"NetworkView of Network 2-3-1: loss \d\.\d{4} \(bce\)", output.data["text/plain"]
    )
    alt = output.metadata["image/png"]["alt"]
    assert "2-3-1" in alt or "loss" in alt
    assert f'alt="{alt}"' in output.data["text/html"]


def test_text_of_the_output_is_the_same_in_every_run(saved):
    """nbval compares it strictly: no address, no model's number."""
    texts = [saved.cells[0].outputs[0].data[kind] for kind in ("text/plain", "text/html")]
    model = saved.cells[0].outputs[0].data["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert not any(model in text or "0x" in text[:200] for text in texts)


def test_exported_page_shows_the_picture_with_its_alt_text(saved):
    page, _ = HTMLExporter().from_notebook_node(saved)
    alt = saved.cells[0].outputs[0].metadata["image/png"]["alt"]
    assert re.search(rf'<img[^>]* alt="{re.escape(alt)}"', page)


def of_the_lesson(network, forward, y):
    """A learner's own function, or one of a framework."""
    backward = network.backward(forward, y, "bce")
    return backward.delta, backward.dW, backward.db


def test_every_still_picture_says_what_it_is_and_where_the_live_one_is(monkeypatch):
    """True on GitHub, in JupyterLab before a run, and in a notebook that is not trusted."""
    net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    X, y = datasets.xor()
    run = record(net, X, y, loss="bce", optimizer=SGD(0.5), steps=3)
    views = [
        live.NetworkView(net, X[0], y[0], loss="bce"),
        live.NetworkView(net, X[0], y[0], loss="bce", backward=of_the_lesson),
        live.TrainingPlayer("xor"),
        live.race(live.TrainingPlayer("xor"), live.TrainingPlayer("xor")),
        live.DepthLab(depth=3, width=4),
        live.Scrubber(run),
    ]
    drawn = []
    picture = plots.picture
    monkeypatch.setattr(plots, "picture", lambda figure: drawn.append(figure) or picture(figure))
    for view in views:
        view._repr_mimebundle_()
    assert len(drawn) == len(views)
    for view, figure in zip(views, drawn, strict=True):
        texts = [text.get_text() for text in figure.findobj(Text)]
        (caption,) = [text for text in texts if "A still picture." in text]
        assert all(word in caption for word in ("JupyterLab", "make lab", "cells from the top"))
        assert "run this cell" not in caption
        # What is recorded of a framework stands still where that is missing, in JupyterLab, too.
        assert ("use is installed" in caption) == (getattr(view, "_backward", None) is not None)


@pytest.mark.parametrize("steps", [0, 3])
@pytest.mark.parametrize("players", [1, 2])
def test_a_players_still_picture_cuts_no_text(players, steps):
    """Seen in lesson 3: of a map's bar "1." and "0." were left, and its words were outside."""
    made = [live.TrainingPlayer("xor") for _ in range(players)]
    for _ in range(steps):
        for player in made:
            player.step()
    figure = training_picture.draw(*made) if players == 1 else training_picture.draw_race(made)
    FigureCanvasAgg(figure).draw()
    boxes = [one.get_window_extent() for one in figure.findobj(Text) if one.get_text().strip()]
    assert len(boxes) > 10
    assert figure.bbox.x0 <= min(box.x0 for box in boxes)
    assert max(box.x1 for box in boxes) <= figure.bbox.x1
