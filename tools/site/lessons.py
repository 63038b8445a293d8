"""A notebook that has run, as a page: Markdown for Sphinx, in which every view has its mark.

What JupyterLab would show stands in it: code, printed text, pictures with their alt text. Instead
of a view stand its still picture and the mark by which the host finds it. An output that answers a
question is folded until the question is answered, or the reader asks (docs/site/static/page.js).
"""

import base64
import hashlib
import re
from html import escape

from backprop_lib import live
from backprop_lib.live import pages

ASK = re.compile(r'ask\("([\w.-]+)"\)$')
LANGUAGE = "python"
STILL = (  # of a view that was recorded where a framework is
    '<p class="bp-still-note">Python draws this one, and no Python runs on this page: the notebook '
    "moves it, where what its cell needs is installed.</p>"
)


def page(notebook, pictures):
    """The page's Markdown, and the views that it shows.

    Parameters
    ----------
    notebook : NotebookNode
        With its widgets' state, as `pages.lean` leaves it; a view's output holds its short name.
    pictures : Path
        Where its pictures go; the page finds them under the same folder's name in _static.
    """
    asked = asked_before(notebook.cells)
    blocks = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            blocks.append(cell.source)
            continue
        shown = "".join(output_html(output, pictures) for output in cell.outputs)
        if not ASK.match(cell.source) and "remove-input" not in cell.metadata.get("tags", []):
            blocks.append(code_block(cell))
        if shown and asked.get(cell.id):
            shown = folded(shown, asked[cell.id])
        if shown:
            kind = "bp-asked" if ASK.match(cell.source) else ""
            blocks.append(raw(f'<div class="bp-output {kind}">{shown}</div>'))
    kept = notebook.metadata.get("views", {})
    if kept.get("state"):
        blocks.append(raw(pages.state_script(kept["state"])))
    return "\n\n".join(blocks) + "\n", kept.get("names", [])


def asked_before(cells):
    """By the id of a cell: the questions that its output answers.

    They are those that stand before it since the last cell of code, below the same heading. An
    exercise answers none, nor does a view: there the learner's hand does.
    """
    found, open_questions = {}, []
    for cell in cells:
        if cell.cell_type == "markdown":
            if re.search(r"^## ", cell.source, re.MULTILINE):
                open_questions = []
        elif name := ASK.match(cell.source):
            open_questions.append(name[1])
        else:
            lives = any(pages.WIDGET_VIEW in o.get("data", {}) for o in cell.outputs)
            if open_questions and cell.outputs and not lives and not is_exercise(cell):
                found[cell.id] = open_questions
                open_questions = []
    return found


def is_exercise(cell):
    return "exercise" in cell.metadata.get("tags", []) or "check." in cell.source


def folded(shown, questions):
    names = " ".join(questions)
    return (
        f'<details class="bp-fold" data-questions="{names}"><summary>Show me: the answer to the '
        f"question above</summary>{shown}</details>"
    )


def code_block(cell):
    fence = f"```{LANGUAGE}\n{cell.source}\n```"
    if "hide-input" not in cell.metadata.get("tags", []):
        return fence
    return f"<details><summary>Code</summary>\n\n{fence}\n\n</details>"


def raw(html):
    """HTML as it stands, whatever is in it."""
    fence = "`" * (max([2, *map(len, re.findall(r"`+", html))]) + 1)
    return f"{fence}{{raw}} html\n{html}\n{fence}"


def output_html(output, pictures):
    """What one output shows."""
    if output.output_type == "stream":
        return f"<pre>{escape(output.text)}</pre>"
    if output.output_type == "error":
        return f"<pre>{escape(f'{output.ename}: {output.evalue}')}</pre>"
    data = output.data
    mark = pages.view_script(data[pages.WIDGET_VIEW]) if pages.WIDGET_VIEW in data else ""
    if mark and "Run this cell" in data.get("text/html", ""):
        return f'<div class="bp-view">{mark}</div>'  # a question: it stands above, in words
    if "image/png" in data:
        alt = output.metadata.get("image/png", {}).get("alt", "")
        is_view = data.get("text/plain", "").partition(" ")[0] in live.__all__
        beside = mark or (STILL if is_view else "")
        shown = picture(data["image/png"], alt, pictures)
        return f'<div class="bp-view"><div class="bp-wide">{shown}</div>{beside}</div>'
    if "text/html" in data:
        return data["text/html"]
    return f"<pre>{escape(data.get('text/plain', ''))}</pre>"


def picture(encoded, alt, pictures):
    """The element of a PNG, which goes into a file named by what is in it."""
    png = base64.b64decode(encoded)
    name = f"{hashlib.sha256(png).hexdigest()[:16]}.png"
    pictures.mkdir(parents=True, exist_ok=True)
    if not (pictures / name).exists():
        (pictures / name).write_bytes(png)
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    return (
        f'<img src="_static/{pictures.name}/{name}" alt="{escape(alt)}" '
        f'width="{width}" height="{height}" style="--wide:{width}px" loading="lazy">'
    )
