"""JupyterLab shows a view's picture, with its alt text, in a notebook that nobody has run."""

import re
import subprocess
import sys

import nbformat
from lab_driver import SLOW, write_notebook
from playwright.sync_api import expect
from test_kernel_gone import SETUP, VIEWS


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
