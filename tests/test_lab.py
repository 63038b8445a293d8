"""`make lab` never touches what the learner wrote, and its server sends at once."""

import importlib.util
import json
import os
import re
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.config import PyFileConfigLoader

from backprop_lib.questions import kept

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("lab", ROOT / "tools" / "lab.py")
lab = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(lab)


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "notebooks" / "01_lesson.ipynb"
    path.parent.mkdir()
    path.write_text("first version")
    return path


@pytest.fixture
def copy(lesson, tmp_path):
    assert lab.copy_lessons([lesson], tmp_path / "work") == []
    return tmp_path / "work" / lesson.name


def test_lesson_is_copied(copy):
    assert copy.read_text() == "first version"


def test_learners_copy_is_never_overwritten(lesson, copy):
    copy.write_text("mine")
    assert lab.copy_lessons([lesson], copy.parent) == []
    lesson.write_text("second version")
    for _ in range(2):
        assert lab.copy_lessons([lesson], copy.parent) == [lesson]
    assert copy.read_text() == "mine"


def test_renamed_copy_makes_room_for_the_new_lesson(lesson, copy):
    lesson.write_text("second version")
    copy.rename(copy.with_name("mine.ipynb"))
    assert lab.copy_lessons([lesson], copy.parent) == []
    assert copy.read_text() == "second version"
    assert lab.copy_lessons([lesson], copy.parent) == []


def test_copy_of_unknown_origin_stays(lesson, copy):
    (copy.parent / lab.ORIGINS).write_text("not JSON")
    copy.write_text("mine")
    assert lab.copy_lessons([lesson], copy.parent) == []
    assert copy.read_text() == "mine"


def test_clean_removes_only_what_nobody_changed(lesson, copy):
    assert lab.clean(copy.parent) == []
    assert not copy.parent.exists()
    lab.copy_lessons([lesson], copy.parent)
    copy.write_text("mine")
    assert lab.clean(copy.parent) == [copy]
    assert lab.clean(copy.parent) == [copy]
    assert copy.read_text() == "mine"


def test_clean_leaves_the_answers_and_one_command_forgets_them(monkeypatch, tmp_path, capsys):
    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(tmp_path), *arguments])
        lab.main()
        return capsys.readouterr().out

    file = tmp_path / lab.ANSWERS
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


def test_what_the_lessons_link_to_comes_along_and_is_cleaned_up(monkeypatch, tmp_path):
    work, opened = tmp_path / "work", []
    monkeypatch.setattr(lab, "start", lambda folder, first, **_: opened.append((folder, first)))
    monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(work), "--no-browser"])
    lab.main()
    assert opened == [(work, "01_forward_pass.ipynb")]
    assert (work / "references.md").read_bytes() == lab.REFERENCES.read_bytes()
    for lesson in work.glob("*.ipynb"):
        links = re.findall(r"\]\(([\w./-]+\.(?:md|ipynb))\)", lesson.read_text(encoding="utf-8"))
        assert all((work / link).is_file() for link in links), links
    monkeypatch.setattr("sys.argv", ["lab.py", "--work", str(work), "--clean"])
    lab.main()
    assert not work.exists()


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


def test_a_folder_that_cannot_be_written_to_gets_a_sentence_that_names_work(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder can be made in a file", encoding="utf-8")
    work = tmp_path / "file" / "work"
    monkeypatch.setattr("sys.argv", ["lab.py", "--no-browser", "--work", str(work)])
    with pytest.raises(SystemExit) as ended:
        lab.main()
    said = str(ended.value)
    assert said.startswith(f"{work} cannot be written to (")
    assert said.endswith("python tools/lab.py --work ~/backprop")
