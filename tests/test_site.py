"""How a notebook becomes a page: what is folded, what is escaped, what keeps its words."""

import base64
import importlib.util
import sys
from html import unescape
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / "site" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


lessons = tool("lessons")


def code(source, *outputs, tags=()):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    cell.outputs = list(outputs)
    return cell


def said(text):
    return nbformat.v4.new_output("stream", text=text)


def shown(**data):
    data = {name.replace("_", "/", 1).replace("__", "."): value for name, value in data.items()}
    return nbformat.v4.new_output("display_data", data, metadata={"image/png": {"alt": "a dot"}})


def folds(cells):
    """The sources of the cells whose outputs are folded, with their questions."""
    found = lessons.asked_before(cells)
    return {cell.source: found[cell.id] for cell in cells if cell.id in found}


def test_the_output_after_a_question_is_folded_and_no_other():
    text = nbformat.v4.new_markdown_cell
    cells = [
        code("first", said("1")),
        text("A question."),
        code('ask("1.one")'),
        code('ask("1.two")'),
        text("Now the answer."),
        code("answer", said("2")),
        code("more", said("3")),
        code('ask("1.three")'),
        text("## Another section"),
        code("elsewhere", said("4")),
    ]
    assert folds(cells) == {"answer": ["1.one", "1.two"]}


def test_an_exercise_its_check_and_a_view_are_not_folded():
    view = shown(image_png=DOT)
    view.data[lessons.pages.WIDGET_VIEW] = "1"
    for cell in (
        code("def mine(): ...", said("x"), tags=["exercise"]),
        code("check.mine(mine)", said("not yet")),
        code("view", view),
    ):
        assert folds([code('ask("1.one")'), cell]) == {}


def test_what_is_printed_stands_as_it_was_printed():
    text = "a < b & c\n\n``` {raw} ````\n</pre><script>alert(1)</script>\n"
    html = lessons.output_html(said(text), None)
    assert unescape(html.removeprefix("<pre>").removesuffix("</pre>")) == text
    assert "<script" not in html
    fenced = lessons.raw(html).splitlines()
    assert fenced[0] == "`````{raw} html" and fenced[-1] == "`````"
    assert all("`````" not in line for line in fenced[1:-1])


def test_a_picture_is_a_file_with_its_words_and_its_size(tmp_path):
    html = lessons.output_html(shown(image_png=DOT), tmp_path / "pictures")
    (file,) = (tmp_path / "pictures").iterdir()
    assert file.read_bytes() == base64.b64decode(DOT)
    assert f'src="_static/pictures/{file.name}" alt="a dot" width="1" height="1"' in html


def test_a_view_that_was_recorded_elsewhere_says_that_it_does_not_move(tmp_path):
    view, picture = shown(image_png=DOT), shown(image_png=DOT)
    view.data["text/plain"] = "NetworkView of Network 2-3-1: loss 0.2270 (bce)"
    assert "the notebook moves it" in lessons.output_html(view, tmp_path)
    assert "the notebook" not in lessons.output_html(picture, tmp_path)
    view.data[lessons.pages.WIDGET_VIEW] = "1"  # it lives, or its host says why not
    assert "the notebook" not in lessons.output_html(view, tmp_path)


def test_a_page_holds_code_outputs_and_the_state_of_its_views(tmp_path):
    view = shown(image_png=DOT)
    view.data[lessons.pages.WIDGET_VIEW] = "1"
    hidden = code("secret = 1", tags=["remove-input"])
    folded = code("long = 2", said("two"), tags=["hide-input"])
    notebook = nbformat.v4.new_notebook(cells=[hidden, folded, code("view", view)])
    notebook.metadata["views"] = {"state": {"1": {"state": {}}}, "names": ["network_view"]}
    page, views = lessons.page(notebook, tmp_path / "pictures")
    assert views == ["network_view"]
    assert "secret" not in page and "<summary>Code</summary>\n\n```python\nlong = 2" in page
    assert page.index('alt="a dot"') < page.index('"model_id":"1"') < page.index('"state":{"1"')
