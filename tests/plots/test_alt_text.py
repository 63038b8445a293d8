"""A figure's alt text is generated, and it arrives: in the output, in the page."""

import os
import subprocess
import sys
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import nbformat
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from backprop_lib.plots import activation_curve, alt_metadata, describe, figure_alt_text, picture

CELLS = {
    "curve": 'from backprop_lib import plots\nplots.activation_curve("sigmoid", at=5);',
    "two panels": (
        "import matplotlib.pyplot as plt\n"
        "figure, axes = plt.subplots(1, 2)\n"
        'plots.activation_curve("relu", ax=axes[0])\n'
        'plots.describe(axes[1].plot([1, 0])[0], "\\"Falls\\" & <ends> at 0.");'
    ),
    "no text": "plt.figure().add_subplot().plot([1, 2]);",
    "shown in the cell": (
        'ax = plots.activation_curve("tanh")\ndisplay(ax.figure)\nplt.close(ax.figure)'
    ),
    "dark": 'with plots.style.use(dark=True):\n    plots.activation_curve("relu")',
    "retina": (
        'get_ipython().run_line_magic("config", "InlineBackend.figure_format = \'retina\'")\n'
        'plots.activation_curve("gelu");'
    ),
    "svg": (
        'get_ipython().run_line_magic("config", "InlineBackend.figure_format = \'svg\'")\n'
        'plots.activation_curve("gelu");'
    ),
}


@pytest.fixture(scope="module")
def notebook():
    cells = [
        nbformat.v4.new_code_cell(source, id=name.replace(" ", "-"))
        for name, source in CELLS.items()
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return notebook


@pytest.fixture
def output(notebook):
    def only_output(name):
        (output,) = notebook.cells[list(CELLS).index(name)].outputs
        assert output.output_type == "display_data", output
        return output

    return only_output


def test_output_carries_alt_text_beside_the_picture(output):
    alt = output("curve").metadata["image/png"]["alt"]
    assert alt.startswith("The curve of sigmoid: at z = 5.00, a is 0.99")
    png = output("curve").data["image/png"].strip()
    assert (
        output("curve")
        .data["text/html"]
        .endswith(f'<img class="bp-figure" alt="{alt}" src="data:image/png;base64,{png}">')
    )


def test_all_panels_speak(output):
    alt = output("two panels").metadata["image/png"]["alt"]
    assert "The curve of relu" in alt
    assert alt.endswith('"Falls" & <ends> at 0.')
    assert "&quot;Falls&quot; &amp; &lt;ends&gt; at 0." in output("two panels").data["text/html"]


def test_figure_without_text_is_shown_as_ever(output):
    assert set(output("no text").data) == {"image/png", "text/plain"}
    assert "image/png" not in output("no text").metadata


def test_figure_shown_within_its_cell_carries_alt_text(output):
    assert "The curve of tanh" in output("shown in the cell").metadata["image/png"]["alt"]


def test_figure_in_another_style_is_still_shown(output):
    assert "The curve of relu" in output("dark").metadata["image/png"]["alt"]


def test_only_a_light_figure_turns_dark_with_jupyterlab(output):
    turned = "[data-jp-theme-light=false] .bp-figure"
    assert turned in output("curve").data["text/html"]
    assert "bp-figure" not in output("dark").data["text/html"]


def test_retina_keeps_its_size_and_its_alt_text(output):
    metadata = output("retina").metadata["image/png"]
    assert "The curve of gelu" in metadata["alt"]
    assert f'width="{metadata["width"]}" height=' in output("retina").data["text/html"]


def test_other_formats_are_left_alone(output):
    assert set(output("svg").data) == {"image/svg+xml", "text/plain"}


class Alternatives(HTMLParser):
    """The alt text of each picture in a page."""

    def __init__(self, page):
        super().__init__()
        self.texts = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.texts.append(dict(attributes).get("alt"))


@pytest.mark.parametrize("template", ["lab", "classic"])
def test_alt_text_arrives_in_nbconverts_page(notebook, output, template):
    page, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    shown = Alternatives(page).texts
    for name in ("curve", "two panels", "shown in the cell", "dark", "retina"):
        assert shown.count(output(name).metadata["image/png"]["alt"]) == 1


def test_text_goes_with_its_artist():
    ax = plt.figure().add_subplot()
    activation_curve("relu", ax=ax)
    describe(ax.plot([1, 0])[0], "The loss\n falls.")
    assert figure_alt_text(ax.figure).startswith("The loss falls. The curve of relu")
    ax.lines[-1].remove()
    assert "falls" not in figure_alt_text(ax.figure)


def test_figure_without_text_says_nothing():
    assert figure_alt_text(Figure()) == ""


@pytest.mark.parametrize("text", ["", "  ", None])
def test_empty_text_is_refused(text):
    with pytest.raises(ValueError, match="expected a sentence"):
        describe(Figure(), text)


def test_picture_is_the_same_each_time():
    def drawn():
        return picture(activation_curve("relu").figure)

    (data, metadata), (again, _) = drawn(), drawn()
    assert data == again
    assert metadata == alt_metadata(figure_alt_text(activation_curve("relu").figure))


def test_plots_load_without_ipython():
    code = (
        "import sys; sys.modules['IPython'] = None\n"
        "from backprop_lib import plots; plots.activation_curve('relu')\n"
        "print(*sorted(name for name in sys.modules if name.startswith('ipywidgets')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "MPLBACKEND": "agg"},
    )
    assert done.stdout.strip() == ""
