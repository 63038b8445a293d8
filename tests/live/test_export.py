"""A notebook's export: formulas that no script sets, nothing that acts, and others left alone."""

import json
import re
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("nbconvert")

from nbconvert import HTMLExporter

from backprop_lib.live import export, pages

ROOT = Path(__file__).resolve().parents[2]
CONFIG = json.loads((ROOT / "tools" / "jupyter" / "jupyter_nbconvert_config.json").read_text())
v4 = nbformat.v4


def exported(*cells, **options):
    (name,) = CONFIG["HTMLExporter"]["preprocessors"]
    assert name == f"{export.__name__}.{export.CoursePage.__name__}"
    exporter = HTMLExporter(preprocessors=[name], **options)
    return exporter.from_notebook_node(v4.new_notebook(cells=list(cells)))[0]


def test_every_formula_of_the_lessons_is_set_and_shows_no_tex():
    pytest.importorskip("latex2mathml")
    count = 0
    for path in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                html = export.markdown2html({"cell": cell}, cell.source)
                assert "<code>$" not in html, cell.source
                formulas = re.findall(r"<math.*?</math>", html, flags=re.S)
                words = re.sub(r"<[^>]*>", "", " ".join(formulas))
                assert "\\" not in words and "$" not in words, cell.source
                count += len(formulas)
    assert count > 200


def test_a_formula_that_cannot_be_read_and_a_price_stay_as_they_were_typed():
    html = export.markdown2html({}, r"It costs \$5, and `$a$` is code. $x_1_2$ is $x < y$.")
    assert "5, and <code>$a$</code> is code" in html
    assert "$x_1_2$" in html


def test_what_is_sanitized_keeps_folds_and_formulas_and_nothing_that_acts():
    html = export.clean_html(
        '<details open onclick="act()"><summary>S</summary><p>text</p></details>'
        '<math display="block"><mi>x</mi></math><script>act()</script>'
        '<a href="javascript:act()">a</a><a href="data:text/html,act">b</a>'
        '<img src="data:image/png;base64,AA" onerror="act()">'
    )
    assert "<details><summary>S</summary><p>text</p></details>" in html
    assert '<math display="block"><mi>x</mi></math>' in html
    assert '<img src="data:image/png;base64,AA">' in html
    for bad in ("<script", "javascript:", "onclick", "onerror", "data:text"):
        assert bad not in html


@pytest.mark.parametrize("sanitize", [True, False])
def test_a_picture_stands_with_its_words_until_its_view_lives(sanitize):
    view = v4.new_output("display_data", {pages.WIDGET_VIEW: {"model_id": "gone"}})
    view.data["image/png"], view.metadata = "AAAA\n", {"image/png": {"alt": 'a "still" <picture>'}}
    code = v4.new_code_cell("from backprop_lib import live", outputs=[view])
    html = exported(code, v4.new_markdown_cell("<script>act()</script>"), sanitize_html=sanitize)
    assert "alt='a \"still\" &lt;picture&gt;'" in html
    assert "data:image/png;base64,AAAA" in html
    assert '"model_id":"python"' in html  # the host says that Python draws this one
    assert ("<script>act()" in html) is not sanitize
    assert not re.search(r"<(?:script|link|img)\b[^>]*(?:src|href)=[\"']?https?:", html)


def test_a_notebook_without_the_course_is_exported_as_ever():
    cells = v4.new_markdown_cell("# Mine\n\n$x$"), v4.new_code_cell("print('other')")

    def stripped(html):
        return re.sub(r"cell-id=\w+", "", html)

    assert stripped(exported(*cells)) == stripped(
        HTMLExporter().from_notebook_node(v4.new_notebook(cells=list(cells)))[0]
    )
