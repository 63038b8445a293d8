"""Notebooks exported as HTML: one file, whose views live, with its mathematics, and no address.

`jupyter nbconvert --to html` and JupyterLab's "Save and Export Notebook As" find `CoursePage` by
their configuration (tools/jupyter). A notebook that has nothing of the course is left as it is.
"""

from html import escape

import bleach
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_raw_cell

from . import pages

try:
    from latex2mathml.converter import convert
except ImportError:  # it comes with what `make lab` installs; else formulas stay as typed
    convert = None

NOTHING = "data:text/javascript,"  # instead of an address of require.js, MathJax or mermaid
# What stays where the reader asks for "Sanitize HTML"; nbconvert's own list has not even <p>.
TEXT = "p br hr h1 h2 h3 h4 h5 h6 img pre span div sub sup del dl dt dd table thead tbody tr th td"
FOLDS = "details summary"
MATHML = (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose msub "
    "msup msubsup munder mover munderover mtable mtr mtd"
)
ATTRIBUTES = {
    **bleach.ALLOWED_ATTRIBUTES,
    "*": ["class", "id"],
    "a": lambda _, name, value: name in ("href", "title") and not value.startswith("data:"),
    "img": ["src", "alt", "width", "height"],
    **dict.fromkeys(
        MATHML.split(),
        "display mathvariant stretchy fence separator form minsize maxsize lspace rspace width "
        "height depth columnalign rowspacing displaystyle scriptlevel linethickness accent".split(),
    ),
}


class CoursePage(Preprocessor):
    """Make a page without a kernel of a notebook that has run."""

    enabled = True

    def preprocess(self, nb, resources):
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        if not any("backprop_lib" in cell.source for cell in code):
            return nb, resources
        shown = [o for cell in code for o in cell.outputs if pages.WIDGET_VIEW in o.get("data", {})]
        states = nb.metadata.pop("widgets", {}).get(pages.WIDGET_STATE, {}).get("state", {})
        ids = [output.data[pages.WIDGET_VIEW]["model_id"] for output in shown]
        kept, names, views = pages.lean(states, ids)
        for output, id in zip(shown, ids, strict=True):
            picture = still(output)
            if id in names or picture:
                mark = pages.view_script(names.get(id, "python"))
                output["data"] = {"text/html": f"<div>{picture}{mark}</div>"}
        scripts = [*pages.parts(views).values(), pages.host()] if shown else []
        end = pages.state_script(kept) + "".join(f"<script>{text}</script>" for text in scripts)
        nb.cells.append(new_raw_cell(end, metadata={"raw_mimetype": "text/html"}))
        own = {end, *(o.data["text/html"] for o in shown if "text/html" in o.data)}
        self._set_filters(own)
        for name in ("require_js_url", "mermaid_js_url", *(["mathjax_url"] if convert else [])):
            resources[name] = NOTHING
        return nb, resources

    def _set_filters(self, own):
        """Let mathematics be set, and what is written here pass when the page is sanitized."""
        self.parent.register_filter("markdown2html", markdown2html)
        self.parent.register_filter(
            "clean_html", lambda html: html if html in own else clean_html(html)
        )


def still(output):
    """The picture that stands until its view lives, or nothing."""
    if "image/png" not in output.data:
        return ""
    alt = output.metadata.get("image/png", {}).get("alt", "")
    data = escape(output.data["image/png"].strip())
    return f'<img alt="{escape(alt)}" style="max-width: 100%" src="data:image/png;base64,{data}">'


class WithMathML(IPythonRenderer):
    """Formulas as MathML, which a browser reads without any script."""

    def block_math(self, body):
        return mathml(body, "block")

    def inline_math(self, body):
        return mathml(body, "inline")

    def latex_environment(self, name, body):
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")


def mathml(tex, display):
    """One formula; one that cannot be read stays as it was typed."""
    typed = escape(f"$${tex}$$" if display == "block" else f"${tex}$", quote=False)
    if convert is None:
        return typed
    try:
        return convert(tex.replace(r"\_", "_"), display=display)  # in \text, it would show \
    except Exception:
        return f"<code>{typed}</code>"


@pass_context
def markdown2html(context, source):
    """nbconvert's filter of this name, with formulas set."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = WithMathML(escape=False, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(source)


def clean_html(html):
    """nbconvert's filter of this name: folds, formulas and all that is text may stay."""
    tags = {*bleach.ALLOWED_TAGS, *f"{TEXT} {FOLDS} {MATHML}".split()}
    protocols = {*bleach.ALLOWED_PROTOCOLS, "data"}
    return bleach.clean(str(html), tags=tags, attributes=ATTRIBUTES, protocols=protocols)
