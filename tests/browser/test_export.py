"""A learner's notebook as one file, by JupyterLab's export or by nbconvert: it lives, offline."""

import os
import re
import subprocess
import sys
import urllib.request

import nbformat
import pages
import pytest
from lab_driver import ROOT
from playwright.sync_api import expect

from backprop_lib import Network

SOURCE = """
from backprop_lib import Network, live
net = Network([2, 3, 1], activations="sigmoid", seed=0)
live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce")
"""
TEXT = r"""# Mine

The slope $\partial L / \partial w_{\text{fan\_in}}$ costs `$5`, and

$$z = \frac{a}{b} \quad\text{if } a < b.$$

<details><summary>Solution</summary>

It is **2**.

</details>
"""
ADDRESS = re.compile(r"""(?:src|href)=["']?(?:https?:)?//[^"'\s>]+|@import|\bimport\s*["']""")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A notebook that has run, its widgets' state saved as JupyterLab saves it."""
    path = tmp_path_factory.mktemp("export") / "mine.ipynb"
    cells = [nbformat.v4.new_markdown_cell(TEXT), nbformat.v4.new_code_cell(SOURCE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    convert = [sys.executable, "-m", "nbconvert", path]
    subprocess.run([*convert, "--to=notebook", "--execute", "--inplace"], check=True)
    assert "widgets" in nbformat.read(path, as_version=4).metadata
    return path


def lives_alone(page, path):
    """What an export has to be: alive, whole, and asking for nothing."""
    text = path.read_text("utf-8")
    assert ADDRESS.findall(re.sub(r"<script type=.*?</script>", "", text, flags=re.S)) == []
    complaints, asked = pages.watch(page)
    page.goto(path.as_uri())
    pages.ready(page)
    root = page.locator(".bp-root")
    expect(root).to_have_count(1)
    expect(page.locator("img")).to_be_hidden()
    box = root.get_by_label("W[1][0, 0], number box", exact=True)
    box.fill("0.75")
    box.press("Enter")
    network = Network([2, 3, 1], activations="sigmoid", seed=0).replace(
        layer=1, i=0, j=0, value=0.75
    )
    truth = network.backward(network.forward([[0.5, 0.8]]), [[1.0]], loss="bce").loss
    pages.wait_for_loss(root, truth)
    expect(page.locator("math")).to_have_count(2)
    expect(page.locator("math mfrac")).to_have_count(1)
    assert "fan_in" in page.locator("math").first.text_content()
    expect(page.get_by_text("$5")).to_be_visible()
    fold = page.locator("details", has_text="It is 2.")
    fold.locator("summary").click()
    expect(fold.locator("strong")).to_be_visible()
    outside = [url for url in asked if not url.startswith(("blob:", "data:", path.as_uri()))]
    assert outside == [] and complaints == []


def test_nbconvert_in_a_terminal_of_make_lab_makes_a_file_that_lives(run, page):
    pytest.importorskip("latex2mathml")
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": str(ROOT / "tools" / "jupyter")}
    convert = [sys.executable, "-m", "nbconvert", "--to=html", str(run)]
    subprocess.run(convert, check=True, env=environment)
    lives_alone(page, run.with_suffix(".html"))


@pytest.mark.parametrize("sanitize", ["true", "false"])
def test_what_jupyterlab_exports_lives_sanitized_too(jupyterlab, run, page, sanitize):
    """What "Export as HTML" asks the server for; it offers to sanitize, and does so by default."""
    pytest.importorskip("latex2mathml")
    (jupyterlab.folder / "exported.ipynb").write_bytes(run.read_bytes())
    address = f"{jupyterlab.url}nbconvert/html/exported.ipynb?token={jupyterlab.token}"
    with urllib.request.urlopen(f"{address}&sanitize_html={sanitize}", timeout=60) as answer:
        exported = run.with_name(f"exported-{sanitize}.html")
        exported.write_bytes(answer.read())
    lives_alone(page, exported)
