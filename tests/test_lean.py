"""A learner's server and kernel on a hub: what stays out of them, and what works all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))
import lean  # noqa: E402

pytestmark = pytest.mark.once
HUB = ROOT / "tools" / "jupyter" / "hub"


def run(code, folder, **environ):
    """What this code, in a Python of its own, prints last: JSON."""
    clean = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    home = {"HOME": str(folder), "USERPROFILE": str(folder), "PYTHONPATH": str(ROOT / "tools")}
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, env=clean | home | environ, cwd=folder
    )
    assert not done.returncode, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


SERVER = """
import json, sys
import lean
lean.without_the_internet()
lean.for_everybody()
lean.without_exporters()
from jupyterlab.labapp import LabApp
app = LabApp.initialize_server(argv=[*lean.SETTINGS, "--port=0", "--no-browser", "--allow-root"])
page = app.web_app.settings["page_config_data"]
print(json.dumps({
    "loaded": [name for name in ("httpx", "arrow", "nbconvert", "lark") if name in sys.modules],
    "requests": "urllib3" in sys.modules,
    "shim": app.jpserver_extensions["notebook_shim"],
    "later": __import__("requests").Session.__module__,
    "manager": page["extensionManager"]["name"],
    "build": page["buildCheck"],
}))
"""


def test_a_learners_server_starts_without_what_nobody_in_a_class_asks_for(tmp_path):
    told = run(SERVER, tmp_path, JUPYTER_CONFIG_PATH=str(ROOT / "tools" / "jupyter"))
    assert told == {
        "loaded": [],
        "requests": False,
        "shim": False,
        "later": "requests.sessions",
        "manager": "read-only",
        "build": False,
    }


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for Node")
@pytest.mark.parametrize("first, asked", [("", True), ("import lean; lean.for_everybody()", False)])
def test_jupyterlab_starts_without_a_word_with_node(first, asked, tmp_path):
    node = tmp_path / "node"
    node.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    node.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    run(f"{first}\nimport jupyterlab.labapp\nprint(0)", tmp_path, PATH=path)
    assert (tmp_path / "asked").exists() == asked


NOTEBOOK = nbformat.v4.new_notebook(
    cells=[nbformat.v4.new_markdown_cell("**Bold** $w_1$"), nbformat.v4.new_code_cell("1 + 1")],
    metadata={"language_info": {"name": "python", "file_extension": ".py"}},
)


@pytest.mark.parametrize("name", lean.EXPORTS)
def test_an_export_of_the_menu_is_nbconverts_and_needs_no_program_beside_it(name, monkeypatch):
    exporters = pytest.importorskip("nbconvert.exporters")
    monkeypatch.setenv("PATH", "")
    exporter = exporters.get_exporter(name)()
    assert exporter.output_mimetype == lean.EXPORTS[name]
    assert "1 + 1" in exporter.from_notebook_node(NOTEBOOK)[0] or name in ("html", "slides")


KERNEL = """
import json
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3")
said = []
code = "import sys, mine; print('' in sys.path, bool(sys.modules.get('debugpy')), mine.word)"
client.execute_interactive(code, output_hook=said.append, timeout=60)
features = client.kernel_info(reply=True, timeout=60)["content"].get("supported_features", [])
manager.shutdown_kernel(now=True)
text = "".join(m["content"].get("text", "") for m in said if m["msg_type"] == "stream")
print(json.dumps([text, "debugger" in features, manager.kernel_spec.resource_dir]))
"""


def test_a_learners_kernel_is_the_ordinary_one_without_a_debugger(tmp_path):
    (tmp_path / "mine.py").write_text("word = 'learner'\n")
    text, debugs, where = run(KERNEL, tmp_path, JUPYTER_PATH=str(HUB))
    assert text == "True False learner\n" and not debugs
    assert Path(where) == HUB / "kernels" / "python3"
