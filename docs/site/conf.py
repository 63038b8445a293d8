"""Sphinx's configuration of the site; tools/site/build.py puts its pages together and calls it."""

import os
import re
import sys
import tomllib
from pathlib import Path

ROOT = next(p for p in Path(__file__).resolve().parents if (p / "pyproject.toml").exists())
sys.path[:0] = [str(ROOT), str(ROOT / "tools" / "site")]

project = "Hold a network in your hands"
author = "the backprop course authors"
release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
copyright = f"{author} · version {release}"
html_title = project
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "mathematics"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
myst_enable_extensions = ["dollarmath", "amsmath", "attrs_block"]
myst_heading_anchors = 2
# A lesson's refresher may go from ## to ####; a plain word in a docstring may name two things.
suppress_warnings = ["myst.header", "ref.python"]
default_role = "code"
autodoc_member_order = "bysource"
autodoc_mock_imports = ["torch", "tensorflow", "keras", "jax"]
napoleon_google_docstring = False
napoleon_use_ivar = True
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"

html_theme = "furo"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["page.css"]
html_js_files = [("page.js", {"defer": "defer"})]
html_math_renderer = "katex"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_search_summary = False  # a page of a file may not read the others
# The one value that names the repository, owner/name; GitHub gives it, and pages then link to it.
repository = os.environ.get("GITHUB_REPOSITORY")
address = f"https://github.com/{repository}"
html_theme_options = {
    "footer_icons": [{"name": "Source", "url": address, "html": "Source", "class": ""}]
    if repository
    else []
}


def plain_bars(app, what, name, obj, options, lines):
    """In a docstring |delta| is a size, no substitution."""
    lines[:] = [re.sub(r"(?<![\\`])\|(?=\S)", r"\\|", line) for line in lines]


def plain_corners(app, pagename, templatename, context, doctree):
    """The empty corner of a table is no heading."""
    if "body" in context:
        empty = r"<th\b[^>]*>(?:\s|<p>\s*</p>)*</th>"
        context["body"] = re.sub(empty, "<td></td>", context["body"])


def load_views(app, pagename, templatename, context, doctree):
    """A page loads the views that it shows, what they share, and their host; no other page does."""
    meta = app.env.metadata.get(pagename, {})
    views = meta.get("views", "").split()
    for name in ["shared", *views, "share", "host"] if views else []:
        app.add_js_file(f"views/{name}.js", defer="defer", priority=100)
    notebook = f"notebooks/{pagename}.ipynb"
    if (ROOT / notebook).exists():
        link = f'<link rel="alternate" type="application/x-ipynb+json" href="{notebook}">'
        context["metatags"] = context.get("metatags", "") + link


def load_no_more(app, pagename, templatename, context, doctree):
    """A page loads no style of what it has not, and its views before the theme's scripts."""
    marks = {"pygments.css": 'class="highlight', "katex/katex.min.css": 'class="katex'}
    body = context.get("body", "")
    context["css_files"] = [
        css
        for css in context["css_files"]
        if marks.get(str(css.filename).removeprefix("_static/"), "") in body
    ]
    if app.env.metadata.get(pagename, {}).get("views"):
        context["script_files"] = [
            type(js)(js.filename, priority=js.priority, **{**js.attributes, "defer": "defer"})
            for js in context["script_files"]
        ]


def setup(app):
    app.connect("html-page-context", plain_corners)
    app.connect("html-page-context", load_views)
    app.connect(
        "html-page-context", load_no_more, priority=900
    )  # after the theme has added its own
    app.connect("autodoc-process-docstring", plain_bars)
