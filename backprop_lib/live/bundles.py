"""What a view's page loads: its own text, and before it the shared parts that it needs.

A page loads a view from a blob, which cannot import a neighbour, so the texts are joined here.
`tools/bundle.mjs` builds them from live/src: in shared.js what the same views use is a line, under
a name, and the first line of a view's own file names those that it needs. Whatever a line makes has
its own name, by which the texts after it use it.
"""

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def views():
    """The views' names; "share" and "host" are of pages without a kernel."""
    return sorted({path.stem for path in STATIC.glob("*.js")} - {"shared", "share", "host"})


def script(view):
    """The JavaScript module of the view with that name, such as "network_view"."""
    own = own_script(view)
    needed = own.partition("\n")[0].removeprefix("// ").split()
    return "".join([code for path, code in modules().items() if path in needed] + [own])


def style(view):
    """The CSS of that view."""
    return shared_style() + own_style(view)


def modules():
    """The shared texts by their names, in an order in which each stands after what it needs."""
    _, *shared = re.split(r"^// (\S+)\n", _text("shared.js"), flags=re.MULTILINE)
    return dict(zip(shared[::2], shared[1::2], strict=True))


def own_script(view):
    """The view's own file; its first line names the shared texts that it needs."""
    return _text(f"{view}.js")


def shared_style():
    """The CSS that all views share."""
    return _text("shared.css")


def own_style(view):
    """The CSS of that view alone; it may have none."""
    return _text(f"{view}.css") if (STATIC / f"{view}.css").exists() else ""


def _text(name):
    return (STATIC / name).read_text(encoding="utf-8")
