"""`make lab` opens the lessons where the learner left, and its server sends at once."""

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets.config import PyFileConfigLoader

from backprop_lib.questions import kept

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("lab", ROOT / "tools" / "lab.py")
lab = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(lab)


def test_clean_leaves_the_answers_and_one_command_forgets_them(monkeypatch, tmp_path, capsys):
    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(tmp_path), *arguments])
        lab.main()
        return capsys.readouterr().out

    file = tmp_path / lab.copies.ANSWERS
    for given in ("a", "b"):
        kept.write("1.x", [{"given": given, "right": True}], file)
    (tmp_path / "mine.ipynb").write_text("{}")
    said = run("--clean")
    assert "you changed: mine.ipynb\n" in said and "Your answers stay, too." in said
    assert kept.read(file)["1.x"][0]["given"] == "b"
    (tmp_path / "mine.ipynb").unlink()
    assert "Your answers stay, too." in run("--clean")
    assert run("--forget") == "Your answers are forgotten.\n"
    assert kept.read(file) == {}
    assert run("--forget") == "No answers are kept here.\n"
    run("--clean")
    assert not tmp_path.exists()


def test_kernels_alone_are_told_where_answers_are_kept(monkeypatch, tmp_path):
    seen = []
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    launch = "jupyterlab.labapp.LabApp.launch_instance"
    monkeypatch.setattr(launch, lambda _: seen.append(os.environ.get(kept.VARIABLE)))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    lab.start(tmp_path, "01.ipynb", port=0, ip="localhost", browser=False)
    assert seen == [str(tmp_path / kept.NAME)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a kernel of a hub takes ports")
def test_a_kernels_socket_has_room_wherever_temporary_files_belong(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("deep" * 10)))
    assert lab.near() == "/tmp"
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        place = Path(short, "d" * (37 - len(short)))  # as many letters as there may be
        place.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(place))
        assert lab.near() == str(place) and len(str(place)) == 38
        folder = tempfile.TemporaryDirectory(prefix="backprop-", dir=lab.near())
        with folder as own, socket.socket(socket.AF_UNIX) as theirs:
            theirs.bind(f"{own}/kernel-{uuid.uuid4()}-ipc-12")  # as jupyter_client calls them


def test_what_the_lessons_link_to_comes_along_and_is_cleaned_up(monkeypatch, tmp_path):
    work, opened = tmp_path / "work", []
    monkeypatch.setattr(lab, "start", lambda folder, first, **_: opened.append((folder, first)))
    monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(work), "--no-browser"])
    lab.main()
    assert opened == [(work, "01_forward_pass.ipynb")]
    for page in ("references.md", "summary.md", "project.md"):
        assert (work / page).read_bytes() == (lab.ROOT / "notebooks" / page).read_bytes()
    for lesson in work.glob("*.ipynb"):
        links = re.findall(r"\]\(([\w./-]+\.(?:md|ipynb))\)", lesson.read_text(encoding="utf-8"))
        assert all((work / link).is_file() for link in links), links
    monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(work), "--clean"])
    lab.main()
    assert not work.exists()


def test_no_start_lays_the_copies_for_another_jupyter_to_open(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(lab, "start", lambda *_, **__: pytest.fail("it started"))
    monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(tmp_path), "--no-start"])
    lab.main()
    assert capsys.readouterr().out == f"Your copies of the lessons are in {tmp_path}.\n"
    assert (tmp_path / "01_forward_pass.ipynb").exists()


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr("sys.argv", ["lab.py", *map(str, arguments)])
    monkeypatch.setattr(lab, "start", lambda *_, **__: None)
    lab.main()
    return capsys.readouterr().out


@pytest.mark.parametrize("named", ["3", "03", "03_training_from_scratch.ipynb"])
def test_a_lesson_is_begun_anew_and_what_was_there_stays(monkeypatch, tmp_path, capsys, named):
    name = "03_training_from_scratch"
    run(monkeypatch, capsys, "--work", tmp_path)
    copy = tmp_path / f"{name}.ipynb"
    first = copy.read_bytes()
    copy.write_text("mine", encoding="utf-8")
    said = run(monkeypatch, capsys, "--work", tmp_path, "--reset", named)
    assert f"What you had is {name} (yours).ipynb now." in said
    assert copy.read_bytes() == first
    assert (tmp_path / f"{name} (yours).ipynb").read_text(encoding="utf-8") == "mine"


def test_a_newer_lesson_is_offered_and_laid_beside_the_copy(monkeypatch, tmp_path, capsys):
    run(monkeypatch, capsys, "--work", tmp_path)
    copy = tmp_path / "02_derivation.ipynb"
    old = json.loads(copy.read_text(encoding="utf-8"))
    old["cells"] = old["cells"][:-1]
    copy.write_text(json.dumps(old), encoding="utf-8")
    origins = json.loads((tmp_path / lab.copies.ORIGINS).read_text(encoding="utf-8"))
    origins[copy.name]["source"] = "of last year"
    (tmp_path / lab.copies.ORIGINS).write_text(json.dumps(origins), encoding="utf-8")
    offer = "02_derivation.ipynb is newer than your copy, which stays. To have both: "
    said = run(monkeypatch, capsys, "--work", tmp_path)
    assert offer + "python tools/lab.py --newer 2\n" in said
    said = run(monkeypatch, capsys, "--work", tmp_path, "--newer", "2")
    assert said.startswith("02_derivation (newer).ipynb lies beside your copy. They differ here:\n")
    assert "Back to the aims: new: " in said
    assert len(json.loads(copy.read_text(encoding="utf-8"))["cells"]) == len(old["cells"])
    assert offer not in run(monkeypatch, capsys, "--work", tmp_path)


def test_a_lesson_that_is_not_there_is_told_with_those_that_are(monkeypatch, tmp_path, capsys):
    with pytest.raises(SystemExit, match=r"There is no lesson 9\. There are: 01_forward_pass, 02_"):
        run(monkeypatch, capsys, "--work", tmp_path, "--reset", "9")
    said = run(monkeypatch, capsys, "--work", tmp_path, "--newer", "1")
    assert said == "You have no copy of 01_forward_pass.ipynb yet: make lab makes one.\n"


def test_markdown_opens_as_a_page_and_not_as_its_source():
    file = ROOT / "tools" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    documents = json.loads(file.read_text())["@jupyterlab/docmanager-extension:plugin"]
    assert documents["defaultViewers"] == {"markdown": "Markdown Preview"}


def test_taken_port_gives_way_to_the_next_free_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert lab.free_port(port, "127.0.0.1") > port


def test_kernels_websocket_sends_at_once(monkeypatch):
    file = ROOT / "tools" / "jupyter" / "jupyter_server_config.py"
    config = PyFileConfigLoader(str(file)).load_config()
    connection = config.ServerApp.kernel_websocket_connection_class
    calls = []
    handler = SimpleNamespace(set_nodelay=lambda value: calls.append(value))
    monkeypatch.setattr(connection, "websocket_handler", handler)
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda _: calls.append("open"))
    connection.connect(object.__new__(connection))
    assert calls == [True, "open"]


def test_messages_of_views_are_no_activity_and_cells_are():
    file = ROOT / "tools" / "jupyter" / "jupyter_server_config.py"
    kernels = AsyncMappingKernelManager(config=PyFileConfigLoader(str(file)).load_config())
    assert not kernels.track_message_type("comm_msg")
    assert kernels.track_message_type("execute_request")


def test_a_kernel_computes_with_one_thread_unless_somebody_says_another_number(monkeypatch):
    file = ROOT / "tools" / "jupyter" / "jupyter_server_config.py"
    for said, then in ((None, "1"), ("2", "2")):
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", said or "")
        if said is None:
            monkeypatch.delenv("OPENBLAS_NUM_THREADS")
        PyFileConfigLoader(str(file)).load_config()
        assert os.environ["OPENBLAS_NUM_THREADS"] == then


EXPORT = """
import sys, nbformat
from nbconvert.exporters import get_export_names, get_exporter
from traitlets.config import PyFileConfigLoader
config = PyFileConfigLoader(sys.argv[1]).load_config()
exporters = {name: get_exporter(name)(config=config) for name in get_export_names(config)}
print("backprop_lib" in sys.modules)
v4 = nbformat.v4
lesson = v4.new_notebook(cells=[v4.new_code_cell("import backprop_lib", outputs=[])])
page, _ = exporters["html"].from_notebook_node(lesson)
print("require.min.js" in page)
"""


def test_a_server_loads_the_course_only_when_a_notebook_is_exported():
    """JupyterLab makes every exporter for its menu, and the server keeps what they load."""
    file = ROOT / "tools" / "jupyter" / "jupyter_server_config.py"
    command = [sys.executable, "-c", EXPORT, file]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_a_folder_that_cannot_be_written_to_gets_a_sentence_that_names_work(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder can be made in a file", encoding="utf-8")
    work = tmp_path / "file" / "work"
    monkeypatch.setattr("sys.argv", ["lab.py", "--no-browser", "--work", str(work)])
    with pytest.raises(SystemExit) as ended:
        lab.main()
    said = str(ended.value)
    assert said.startswith(f"{work} cannot be written to (")
    assert said.endswith("python tools/lab.py --work ~/backprop")
