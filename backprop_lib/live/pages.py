"""Pages without a kernel: a notebook's views live there by their saved state alone.

A saved state repeats each view's script and style with every view. `lean` takes them out, and
`parts` writes them once, as classic scripts, which a page of a file can load, too; `host` is the
script that brings the views to life (live/src/host.js).
"""

import base64
import gzip
import json
import re
from functools import cache

from . import bundles

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
REFERENCE = re.compile(r"IPY_MODEL_([\w-]+)")
EXPORT = re.compile(r"export\{(\w+) as default\};?\s*$")  # at the end of a view's module
RETURN = r"return{default:\1}"
MADE = re.compile(r"^const\{([^}]*)\}=\(\(\)=>", re.MULTILINE)  # what a shared line makes
WORD = re.compile(r"\w+")
# What every widget has, and no view of a page without a kernel asks for.
COMMON = re.compile(r"_(view|model|dom|anywidget)_|(layout|style|tooltip|tabbable|_esm|_css)$")


def lean(states, shown):
    """What a page has to hold of the widgets' state.

    Parameters
    ----------
    states : dict of str to dict
        A notebook's ``metadata["widgets"][WIDGET_STATE]["state"]``.
    shown : sequence of str
        The ids of the models that are shown, in the page's order.

    Returns
    -------
    kept : dict of str to dict
        The models that these need, under short names that depend on nothing but their order. A
        widget that no view of the course is part of is left out: Python alone moves it.
    names : dict of str to str
        The short name of each model that was kept.
    views : list of str
        The views' names, as `parts` takes them.
    """
    reached = {}
    for root in shown:
        if root in states and any("_esm" in states[id]["state"] for id in _tree(root, states)):
            reached |= dict.fromkeys(_tree(root, states))
    names = {id: str(n) for n, id in enumerate(reached, start=1)}
    kept, views = {}, set()
    for id, name in names.items():
        model = states[id]
        state = {key: v for key, v in model["state"].items() if not COMMON.match(key)}
        source = model["state"].get("_esm")
        if source in _ours():
            state["_view"] = _ours()[source]
            views.add(state["_view"])
        elif source is not None:  # another package's, or this one's of another day
            state |= {key: model["state"][key] for key in ("_esm", "_css") if key in model["state"]}
        text = json.dumps({"model_name": model["model_name"], "state": state})
        kept[name] = json.loads(REFERENCE.sub(lambda r: "IPY_MODEL_" + names[r[1]], text))
        if model.get("buffers"):
            kept[name]["buffers"] = [_packed(buffer) for buffer in model["buffers"]]
    return kept, names, sorted(views)


def _tree(root, states):
    """The ids of a model and of all that it refers to, but for looks."""
    found, waiting = {}, [root]
    while waiting:
        id = waiting.pop(0)
        if id not in found and id in states:
            found[id] = None
            state = states[id]["state"]
            needed = {key: value for key, value in state.items() if not COMMON.match(key)}
            waiting += REFERENCE.findall(json.dumps(needed))
    return found


def _packed(buffer):
    """A saved array, smaller where packing makes it so; the host unpacks it."""
    packed = gzip.compress(base64.b64decode(buffer["data"]), mtime=0)
    data = base64.b64encode(packed).decode("ascii")
    return (
        {**buffer, "encoding": "gzip", "data": data} if len(data) < len(buffer["data"]) else buffer
    )


@cache
def _ours():
    """The names of the course's views, by their scripts."""
    return {bundles.script(name): name for name in bundles.views()}


def parts(views):
    """What the host needs of these views: a classic script for what they share, and one for each.

    With them comes what the host offers beside a view: the link, and a place for a file.

    Returns
    -------
    dict of str to str
        "shared", each view's name and "share", with the text of its script.
    """
    codes, needs = {}, set()
    for view in (*views, "share"):
        first, _, codes[view] = bundles.own_script(view).partition("\n")
        needs |= set(first.removeprefix("// ").split())
    chunks = "".join(code for name, code in bundles.modules().items() if name in needs)
    made = {name for names in MADE.findall(chunks) for name in names.split(",")}
    modules, used = {}, set()
    for view, code in codes.items():
        taken = made & set(WORD.findall(code))  # one that only reads alike does no harm
        module = f"module({{{','.join(sorted(taken))}}}){{{EXPORT.sub(RETURN, code)}}}"
        modules[view] = _part(f'name:"{view}"', module, style=bundles.own_style(view))
        used |= taken
    shared = f"shared(){{{chunks}return{{{','.join(sorted(used))}}}}}"
    return {"shared": _part(shared, style=bundles.shared_style()), **modules}


def _part(*members, style):
    part = f"{{{','.join(members)},style:{script_text(style)}}}"
    return f"'use strict';(self.bpParts??=[]).push({part});\n"


def host():
    """The script that makes a page's views live."""
    return bundles.own_script("host")


def script_text(value):
    """JSON that may stand within a page's <script>."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")


def state_script(kept):
    """The element that holds the state, as the host finds it."""
    block = {"version_major": 2, "version_minor": 0, "state": kept}
    return f'<script type="{WIDGET_STATE}">{script_text(block)}</script>'


def view_script(name):
    """The element that stands where a view is shown."""
    block = {"version_major": 2, "version_minor": 0, "model_id": name}
    return f'<script type="{WIDGET_VIEW}">{script_text(block)}</script>'
