"""JupyterLab shows a view's picture, with its alt text, in a notebook that nobody has run."""

import re
import subprocess
import sys
import urllib.request

import nbformat
from lab_driver import SLOW, write_notebook
from playwright.sync_api import expect
from test_kernel_gone import SETUP, VIEWS

SOURCE = """
from backprop_lib import Network, live
net = Network([2, 3, 1], activations="sigmoid", seed=0)
live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce")
"""


def test_untrusted_notebook_shows_every_views_picture_with_its_alt_text(jupyterlab, page):
    path = jupyterlab.folder / "saved.ipynb"
    write_notebook(path, SETUP, *(source for source, *_ in VIEWS.values()))
    # As another process, so that this server has not signed what it opens: it is untrusted.
    options = ["--execute", "--inplace", "--ExecutePreprocessor.store_widget_state=False"]
    subprocess.run([sys.executable, "-m", "nbconvert", "--to=notebook", *options, path], check=True)
    saved = nbformat.read(path, as_version=4)
    page.goto(jupyterlab.address("saved.ipynb"))
    for n in range(1, 1 + len(VIEWS)):
        alt = saved.cells[n].outputs[0].metadata["image/png"]["alt"]
        cell = page.locator(".jp-Notebook .jp-Cell").nth(n)
        picture = cell.locator(".jp-OutputArea-output img")
        expect(picture).to_have_attribute("alt", alt, timeout=SLOW)
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.complete && image.naturalWidth") > 400
        expect(cell.locator(".jp-OutputArea")).not_to_contain_text(re.compile("error", re.I))
    expect(page.locator(".bp-root")).to_have_count(0)


def test_notebook_that_has_run_exports_its_picture(jupyterlab):
    """What "Export as HTML" asks the server for, of a notebook whose widgets' state was saved."""
    path = jupyterlab.folder / "exported.ipynb"
    write_notebook(path, SOURCE)
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to=notebook", "--execute", "--inplace", path],
        check=True,
    )
    assert "widgets" in nbformat.read(path, as_version=4).metadata
    address = f"{jupyterlab.url}nbconvert/html/exported.ipynb?token={jupyterlab.token}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        page = answer.read().decode()
    assert re.search(
        r'jp-OutputArea-output[^>]*>\s*(<style>[^<]*</style>)?<img [^>]*alt="Network 2-3-1', page
    )
    assert '<script type="application/vnd.jupyter.widget-view+json">' not in page
