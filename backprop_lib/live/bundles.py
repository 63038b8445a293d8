"""What a view's page loads: its own text, and before it the shared parts that it needs.

A page loads a view from a blob, which cannot import a neighbour, so the texts are joined here.
`tools/bundle.mjs` builds them from live/src: in shared.js a module is a line, under its name, and
the first line of a view's own file names those that it needs.
"""

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def script(view):
    """The JavaScript module of the view with that name, such as "network_view"."""
    own = _text(f"{view}.js")
    needed = own.partition("\n")[0].removeprefix("// ").split()
    _, *shared = re.split(r"^// (\S+)\n", _text("shared.js"), flags=re.MULTILINE)
    modules = dict(zip(shared[::2], shared[1::2], strict=True))
    return "".join([code for path, code in modules.items() if path in needed] + [own])


def style(view):
    """The CSS of that view."""
    has_own = (STATIC / f"{view}.css").exists()
    return _text("shared.css") + (_text(f"{view}.css") if has_own else "")


def _text(name):
    return (STATIC / name).read_text(encoding="utf-8")
