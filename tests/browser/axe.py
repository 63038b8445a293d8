"""What axe-core finds in a view. It comes from npm (tools/package.json); learners never need it."""

import os

import pytest
from bare_views import TWO_FRAMES
from lab_driver import ROOT

AXE = ROOT / "tools" / "node_modules" / "axe-core" / "axe.min.js"
HOW_TO_INSTALL = (
    "no axe-core in tools/node_modules: install Node (https://nodejs.org), then `make test`"
)


def wear(page, **media):
    """Emulate these media; the views wear their palette from the next frame on."""
    page.emulate_media(**{"forced_colors": "none", **media})
    page.evaluate(TWO_FRAMES)


def findings(root, *, without="", options="{}"):
    """All that axe-core finds wrong in a view or a page: [(rule, impact, elements), …].

    `without` is a selector of what it passes over, `options` are its own.
    """
    if not AXE.exists():
        # Skipped for a learner, who never needs Node; in CI nothing is left out in silence.
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(HOW_TO_INSTALL)
    if not root.page.evaluate("() => !!window.axe"):
        # JupyterLab defines AMD's `define`, and axe would hand itself to that.
        source = f"(() => {{ const define = undefined; {AXE.read_text(encoding='utf-8')} }})()"
        root.page.evaluate(source)
    run = f"""(root, without) => axe.run(
      {{include: [root], exclude: without ? [...document.querySelectorAll(without)] : []}},
      {{resultTypes: ['violations'], ...{options}}},
    )"""
    report = root.evaluate(run, without)
    assert len(report["passes"]) > (0 if "runOnly" in options else 10)  # it did look
    return [
        (problem["id"], problem["impact"], [node["html"][:120] for node in problem["nodes"]][:3])
        for problem in report["violations"]
    ]
