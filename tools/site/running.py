"""Notebooks that have run, with their widgets' state, kept in build/site until a source changes."""

import hashlib
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import notebooks  # noqa: E402, I001
from backprop_lib.live import pages  # noqa: E402

MISSING = "not installed here"  # what a cell says without its framework


def run_all(sources, folder):
    """The notebooks that these sources build, by their names; two run at a time."""
    with ProcessPoolExecutor(2) as pool:
        texts = pool.map(run, sources, [folder] * len(sources))
        return {
            source.stem: nbformat.reads(text, as_version=4)
            for source, text in zip(sources, texts, strict=True)
        }


def run(source, folder):
    """The text of the notebook: kept from the last time, where nothing has changed since."""
    kept = folder / f"{source.stem}.{fingerprint(source)}.ipynb"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        text = nbformat.writes(build(source))
        for old in folder.glob(f"{source.stem}.*.ipynb"):
            old.unlink()
        kept.write_text(text, encoding="utf-8")
    return kept.read_text(encoding="utf-8")


def fingerprint(source):
    """Of all that decides what a notebook holds; of the views, it holds no script."""
    files = [source, ROOT / "tools" / "notebooks.py", Path(__file__)]
    files += sorted(path for path in (ROOT / "backprop_lib").rglob("*.py"))
    files += sorted((ROOT / "backprop_lib" / "questions").glob("*.json"))
    found = hashlib.sha256()
    for path in files:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def build(source):
    """Compose and run a lesson as `make notebooks` does, and keep what its views need."""
    notebook, lines = notebooks.compose(source)
    notebooks.execute(notebook, lines, source, widgets=True)
    notebooks.shrink(notebook)
    take_stored(notebook, ROOT / "notebooks" / f"{source.stem}.ipynb")
    marks = [o.data for cell in notebook.cells for o in cell.get("outputs", []) if is_view(o)]
    states = notebook.metadata.pop("widgets", {}).get(pages.WIDGET_STATE, {}).get("state", {})
    kept, names, views = pages.lean(states, [data[pages.WIDGET_VIEW]["model_id"] for data in marks])
    for data in marks:
        data[pages.WIDGET_VIEW] = names.get(data[pages.WIDGET_VIEW]["model_id"], "python")
    notebook.metadata["views"] = {"state": kept, "names": views}
    return notebook


def is_view(output):
    return pages.WIDGET_VIEW in output.get("data", {})


def take_stored(notebook, path):
    """Where a framework is missing, what the committed notebook shows of it."""
    if not path.exists():
        return
    stored = nbformat.read(path, as_version=4)
    known = {cell.source: cell for cell in stored.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        said = json.dumps(cell.get("outputs", []))
        if MISSING in said and cell.source in known:
            cell.outputs = known[cell.source].outputs


def scripts(folder, views):
    """Write the views' scripts and their host, which the pages load."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**pages.parts(views), "host": pages.host()}.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
