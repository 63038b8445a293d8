"""A saved notebook shows a described picture where no kernel runs."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

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
