"""The bundles that a learner's page loads: what their sources build, and nothing from outside."""

import base64
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from backprop_lib.live import bundles

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "backprop_lib" / "live" / "static"
TOOLS = ROOT / "tools"
BUNDLES = sorted(STATIC.iterdir())
SVG = "http://www.w3.org/2000/svg"  # a name, never a request


def refuse(reason):
    # Skipped for a learner, who never needs Node; in CI nothing is left out in silence.
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.fixture(scope="module")
def esbuild():
    """tools/node_modules at the locked versions, installed where `make test` has not done it."""
    if not shutil.which("node"):
        refuse("no Node: install it (https://nodejs.org), then `make test`")
    if not (TOOLS / "node_modules" / "esbuild").exists():
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund"], cwd=TOOLS, capture_output=True, text=True
        )
        if done.returncode:
            refuse(f"`npm ci` in tools failed (offline?): {done.stderr.strip()[-300:]}")


def test_bundles_are_what_their_sources_build(esbuild, tmp_path):
    subprocess.run(["node", TOOLS / "bundle.mjs", tmp_path], check=True)
    built, stored = ({p.name: p.read_bytes() for p in d.iterdir()} for d in (tmp_path, STATIC))
    stale = [name for name in built.keys() | stored if built.get(name) != stored.get(name)]
    assert not stale, f"{sorted(stale)} in backprop_lib/live/static: run `make bundles`"


@pytest.mark.once
@pytest.mark.parametrize("source", ["picture/card.js", "core/pass.js"])
def test_a_change_of_a_shared_source_rewrites_one_line_of_one_file(esbuild, tmp_path, source):
    for name in ("tools", "backprop_lib/live/src"):
        skip = shutil.ignore_patterns("node_modules", "jupyter")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=skip)
    (tmp_path / "tools" / "node_modules").symlink_to((TOOLS / "node_modules").resolve())
    module = tmp_path / "backprop_lib" / "live" / "src" / source
    changed = module.read_text(encoding="utf-8") + 'globalThis.changed = "yes";\n'
    module.write_text(changed, encoding="utf-8")
    subprocess.run(["node", tmp_path / "tools" / "bundle.mjs", tmp_path / "out"], check=True)
    built = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "out").iterdir()}
    assert built.keys() == {path.name for path in BUNDLES}
    differ = [path.name for path in BUNDLES if path.read_text(encoding="utf-8") != built[path.name]]
    assert set(differ) == {"shared.js"}
    before, after = (STATIC / "shared.js").read_text(encoding="utf-8"), built["shared.js"]
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    assert sum(old != new for old, new in pairs) == 1


def test_every_view_has_a_bundle():
    views = {path.stem for path in (ROOT / "backprop_lib" / "live" / "src").glob("*.js")}
    assert "network_view" in views
    assert "host" in views  # no view, and no module: a classic script
    assert {path.stem for path in BUNDLES if path.suffix == ".js"} == views | {"shared", "share"}
    styles = {path.stem for path in BUNDLES if path.suffix == ".css"}
    assert "shared" in styles and styles - {"shared"} < views


@pytest.mark.parametrize("view", bundles.views())
def test_what_a_view_loads_is_a_whole_module_of_at_most_110_kB(view):
    """The model of every view on a page carries both texts; a player's trains and draws, too."""
    script, style = bundles.script(view), bundles.style(view)
    most = 153_000 if view == "training_player" else 110_000
    assert len((script + style).encode()) < most
    # Lines with an end: anywidget would take one line for a file's name.
    assert script.count("\n") > 3 and style.count("\n") > 0
    made = re.findall(r"^const\{([^}]*)\}=\(\(\)=>", script, flags=re.M)
    names = [name for line in made for name in line.split(",")]
    assert 1 <= len(made) and len(names) == len(set(names))
    for line in made:  # no line that the view does not need
        later = script[script.index(f"const{{{line}}}") :].partition("\n")[2]
        assert re.search(rf"(?<![\w$.])(?:{line.replace(',', '|')})(?![\w$])", later)
    assert re.findall(r"\bexport\b", script) == ["export"]


@pytest.mark.parametrize("view", bundles.views())
def test_each_line_of_a_view_stands_after_what_it_needs(esbuild, view):
    """It is loaded outside a browser: what runs then asks nothing of a page."""
    ends = "console.log(typeof (await import(source)).default)"
    script = base64.b64encode(bundles.script(view).encode()).decode()
    code = f"const source = 'data:text/javascript;base64,{script}';\n{ends}"
    command = ["node", "--input-type=module"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("object", "function")


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.name)
def test_bundle_names_no_host(bundle):
    text = bundle.read_text(encoding="utf-8")
    found = re.findall(r"""(?:https?:|wss?:|["'(=]\s*)//[\w.-]+[^\s"'`)]*""", text)
    assert {address for address in found if address != SVG} == set()
    assert "@import" not in text


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.name)
def test_bundle_imports_nothing(bundle):
    """The page loads it from a blob, where no neighbour can be found."""
    if bundle.suffix == ".js":
        text = bundle.read_text(encoding="utf-8")
        loads = ["import("] if bundle.stem == "host" else []  # views, from their blobs
        assert re.findall(r"\bimport\s*[\"'{*(]|\bfrom\s*[\"']", text) == loads


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.name)
def test_styles_touch_only_the_views_own_elements(bundle):
    """A page is shared: a selector begins at a class of ours (bp-…), or at what holds one."""
    if bundle.suffix != ".css":
        return
    text = re.sub(r"/\*.*?\*/", "", bundle.read_text(encoding="utf-8"), flags=re.S)
    selectors = [part.strip() for part in re.findall(r"([^{};]+)\{", text)]
    rules = [rule for rule in selectors if not rule.startswith(("@", "from", "to", "0%", "100%"))]
    assert len(rules) > 5
    # Commas inside :is(…) and :not(…) part no selectors.
    parts = [p.strip() for rule in rules for p in re.split(r",(?![^(]*\))", rule)]
    ours = re.compile(r"\.bp-[\w-]+|:is\([^)]+\):has\(\.bp-[\w-]+\)$")
    assert [part for part in parts if not ours.match(part)] == []
