"""The kit for a room without internet: it installs where no route leads anywhere, and teaches.

For this system and this Python; `make test-classroom` builds it for all.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))
import kit as tool  # noqa: E402

PYTHON = ".".join(map(str, sys.version_info[:2]))
HERE = {("linux", "x86_64"): "linux", ("win32", "AMD64"): "windows"}
HERE |= {("darwin", "arm64"): "macos", ("darwin", "x86_64"): "macos-intel"}
SYSTEM = HERE.get((sys.platform, platform.machine()))
BIN = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
RUN_LESSON_1 = """
import nbformat
from nbclient import NotebookClient
lesson = nbformat.read("course/notebooks/01_forward_pass.ipynb", as_version=4)
NotebookClient(lesson, kernel_name="python3", timeout=300).execute()
shown = [o for cell in lesson.cells for o in cell.get("outputs", [])]
views = sum("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in shown)
print("errors", sum(o.output_type == "error" for o in shown), "views", views)
import backprop_lib
print(backprop_lib.__file__)
"""
REACH = """
import socket
try:
    socket.create_connection(("1.1.1.1", 443), timeout=3)
    print("there is a route")
except OSError as error:
    print("no route")
"""


def without_route(command):
    """The command, apart from every network if this system lets us; and whether it is."""
    if shutil.which("unshare") and shutil.which("ip"):
        apart = [
            "unshare",
            "--map-root-user",
            "--net",
            "sh",
            "-c",
            'ip link set lo up; exec "$@"',
            "-",
        ]
        if subprocess.run([*apart, "true"], capture_output=True).returncode == 0:
            return [*apart, *command], True
    return command, False


def run_apart(kit, *command):
    """What a command in the kit's folder prints, without a route and without this environment."""
    nowhere = "http://127.0.0.1:9"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), nowhere)
    environment |= {
        "PIP_INDEX_URL": nowhere,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    command, _ = without_route(list(map(str, command)))
    done = subprocess.run(command, cwd=kit, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    if not SYSTEM:
        pytest.skip(f"the kit knows no wheels for {sys.platform} on {platform.machine()}")
    folder = tmp_path_factory.mktemp("kit") / "kit"
    tool.build(folder, [SYSTEM], [PYTHON], pages=None, seed=7, size=2)
    return folder


@pytest.fixture(scope="module")
def installed(kit):
    """The kit, installed by its own command; what that said."""
    command = ["sh", "install.sh"] if os.name == "posix" else [sys.executable, "install.py"]
    return run_apart(kit, *command)


def test_it_installs_where_no_route_leads_anywhere(kit, installed):
    assert "Installed. To begin:" in installed
    if without_route([])[1]:
        assert run_apart(kit, sys.executable, "-c", REACH) == "no route\n"


def test_lesson_1_runs_there_by_the_installed_package_alone(kit, installed):
    said = run_apart(kit, kit.joinpath("venv", *BIN), "-c", RUN_LESSON_1)
    result, place = said.splitlines()[-2:]
    errors, views = result.split()[1::2]
    assert errors == "0" and int(views) >= 20
    assert Path(place).is_relative_to(kit / "venv")


def test_its_jupyterlab_opens_copies_of_the_lessons(kit, installed):
    python = kit.joinpath("venv", *BIN)
    said = run_apart(kit, python, "course/tools/lab.py", "--work", "my-lessons", "--reset", "1")
    assert "01_forward_pass.ipynb is as it was at the beginning." in said
    assert (kit / "my-lessons" / "01_forward_pass.ipynb").exists()
    assert "jupyterlab" in run_apart(kit, python, "-m", "pip", "list", "--no-index")


def test_wheels_are_those_of_the_lock_and_nothing_else(kit):
    locked = (ROOT / "tools" / "constraints.txt").read_text("utf-8")
    pins = {line.partition(" ;")[0].strip() for line in locked.splitlines() if "==" in line}
    names = [path.name for path in (kit / "wheels").iterdir()]
    assert len(names) > 90 and all(name.endswith(".whl") for name in names)
    there = {"==".join(name.lower().split("-")[:2]).replace("_", "-") for name in names}
    assert len(there) == len(names)
    pins = {pin.lower().replace("_", "-").replace(".", "-") for pin in pins}
    unknown = {one for one in there if one.replace(".", "-") not in pins}
    assert {one.partition("==")[0] for one in unknown} == {"backprop-lib"}


def test_a_changed_file_is_found_by_its_sum(kit):
    check = [sys.executable, "install.py", "--check"]
    assert subprocess.run(check, cwd=kit, capture_output=True, text=True).stdout == (
        "Every file is whole.\n"
    )
    cards = kit / "teacher" / "paper" / "cards.pdf"
    whole = cards.read_bytes()
    cards.write_bytes(whole[:-1])
    found = subprocess.run(check, cwd=kit, capture_output=True, text=True)
    cards.write_bytes(whole)
    assert found.returncode == 1
    assert found.stderr == "Missing or changed: teacher/paper/cards.pdf\n"


def test_without_the_teachers_folder_a_learners_copy_is_whole(kit, tmp_path):
    for name in ("install.py", "install.sh", "SHA256SUMS"):
        shutil.copy(kit / name, tmp_path)
    sums = (tmp_path / "SHA256SUMS").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in sums if "  teacher/" in line or "  install.sh" in line]
    (tmp_path / "SHA256SUMS").write_text("".join(kept), "utf-8")
    check = [sys.executable, "install.py", "--check"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True)
    assert len(kept) > 2 and done.stdout == "Every file is whole.\n", done.stderr


def test_its_first_page_says_how_to_begin_and_what_to_do_when_something_fails(kit):
    text = (kit / "READ-ME-FIRST.txt").read_text("utf-8")
    assert f"It is for: {SYSTEM}; Python {PYTHON}." in text
    assert (ROOT / "classroom" / "ladder.md").read_text("utf-8") in text
    for name in ("install.sh", "install.bat", "start.sh", "start.bat", "install.py"):
        assert name in text and (kit / name).exists()


@pytest.mark.skipif(os.name == "nt", reason="a system without Python is imitated by PATH")
def test_without_a_python_it_says_what_needs_none(kit, tmp_path):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    done = subprocess.run(
        [shutil.which("sh"), "install.sh"],
        cwd=kit,
        env={"PATH": str(tmp_path)},
        capture_output=True,
    )
    assert done.returncode == 1 and b"The lessons in lessons/ need none" in done.stdout


@pytest.mark.parametrize("flag, wrong", [("--systems", "beos"), ("--pythons", "2.7")])
def test_an_unknown_system_or_python_is_told_with_those_that_are(flag, wrong, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["kit.py", flag, wrong])
    with pytest.raises(SystemExit):
        tool.main()
    said = capsys.readouterr().err
    assert f"{wrong} here; there are: " in said and ("windows" in said or "3.12" in said)


def test_pages_that_are_missing_are_told_with_what_builds_them(tmp_path):
    with pytest.raises(tool.KitError, match="`make site` builds them"):
        tool.write_pages(tmp_path, tmp_path)
