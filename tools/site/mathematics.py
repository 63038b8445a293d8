"""Mathematics of the site, set by KaTeX while it is built: a reader's page needs no script for it.

A Sphinx extension. A formula that KaTeX cannot set stops the build.
"""

import json
import os
import re
import subprocess
from pathlib import Path

from docutils import nodes

HERE = Path(__file__).parent
NODE_MODULES = Path(os.environ.get("SITE_NODE_MODULES", HERE.parent / "node_modules"))
KATEX = NODE_MODULES / "katex" / "dist"
SHORT = 24  # letters of TeX; what is longer may have to break within itself on a telephone


class Typesetter:
    """One Node process that sets formula after formula, each of them once."""

    def __init__(self):
        self._process, self._known = None, {}

    def __call__(self, tex, display):
        if (tex, display) not in self._known:
            self._known[tex, display] = self._ask(tex, display)
        return self._known[tex, display]

    def _ask(self, tex, display):
        if self._process is None:
            self._process = subprocess.Popen(
                ["node", HERE / "katex.mjs", NODE_MODULES.parent],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        self._process.stdin.write(json.dumps({"tex": tex, "display": display}) + "\n")
        self._process.stdin.flush()
        if not (line := self._process.stdout.readline()):
            raise ValueError(f"KaTeX cannot set {tex!r}:\n{self._process.stderr.read()}")
        return json.loads(line)

    def close(self):
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait()
            self._process = None


typeset = Typesetter()


def inline(writer, node):
    formula, sign = typeset(node.astext(), False), node.get("sign", "")
    kind = "math kept" if is_short(node) else "math"
    writer.body.append(f'<span class="{kind}">{formula}{sign}</span>')
    raise nodes.SkipNode


def is_short(node):
    """Whether it stays in one line, where a browser would break it at a sign."""
    return len(node.astext()) <= SHORT


def keep_signs(app, doctree, docname):
    """The comma after a short formula stays in its line, where a browser would begin a new one."""
    for node in doctree.findall(nodes.math):
        at = node.parent.index(node) + 1
        after = node.parent[at] if at < len(node.parent) else None
        sign = re.match(r"[,.;:!?)’”]+", after) if isinstance(after, nodes.Text) else None
        if sign and is_short(node):
            node["sign"] = sign[0]
            node.parent[at] = nodes.Text(after[sign.end() :])


def display(writer, node):
    writer.body.append(f'<div class="math">{typeset(node.astext(), True)}</div>')
    raise nodes.SkipNode


def copy_fonts(app, error):
    """The style, and of each font the format that every browser of today reads."""
    typeset.close()
    if error:
        return
    target = Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    style = (KATEX / "katex.min.css").read_text("utf-8")
    style = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", style)
    (target / "katex.min.css").write_text(style, encoding="utf-8")
    for font in (KATEX / "fonts").glob("*.woff2"):
        (target / "fonts" / font.name).write_bytes(font.read_bytes())


def setup(app):
    app.add_html_math_renderer("katex", (inline, None), (display, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("doctree-resolved", keep_signs)
    app.connect("build-finished", copy_fonts)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
