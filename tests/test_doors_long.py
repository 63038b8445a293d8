"""Binder's own tool, a pull by nbgitpuller and a small hub: what of the doors takes long."""

import asyncio
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LESSON = "01_forward_pass.ipynb"
pytestmark = [
    pytest.mark.classroom,
    pytest.mark.skipif(os.name == "nt", reason="these servers run on Linux and macOS"),
]


def uv(*arguments):
    subprocess.run([sys.executable, "-m", "uv", *map(str, arguments)], check=True)


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """A Python that has repo2docker and nbgitpuller."""
    folder = tmp_path_factory.mktemp("servers")
    uv("venv", "--quiet", "--python", sys.executable, folder)
    python = folder / "bin" / "python"
    uv("pip", "install", "--quiet", "--python", python, "jupyter-repo2docker", "nbgitpuller")
    return python


def locked(servers):
    """What Binder's base of our Python has, by repo2docker's own lock."""
    find = "import repo2docker, pathlib; print(pathlib.Path(repo2docker.__file__).parent)"
    found = subprocess.run([servers, "-c", find], check=True, capture_output=True, text=True)
    version = (ROOT / ".binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    conda = Path(found.stdout.strip()) / "buildpacks" / "conda"
    lock = (conda / f"environment.py-{version}-linux-64.lock").read_text()
    names = "jupyterlab|jupyter_server|ipykernel|ipywidgets|notebook"
    return dict(re.findall(rf"/({names})-(\d[\w.]*)-", lock))


def test_binders_tool_builds_with_our_python_and_the_courses_own_requirements(servers):
    command = [servers, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000"]
    command += ["--user-name", "learner", ROOT]
    said = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    text = said.stdout + said.stderr
    assert "Python version unspecified" not in text, text
    assert 'pip install --no-cache-dir -r ".binder/requirements.txt"' in text.replace("\\", ""), (
        text
    )
    assert ".binder/postBuild" in text and ".binder/start" in text


def test_binders_base_stays_as_it_is(servers, tmp_path):
    base = locked(servers)
    assert set(base) >= {"jupyterlab", "ipykernel", "ipywidgets"}
    uv("venv", "--quiet", "--python", sys.executable, tmp_path / "base")
    python = tmp_path / "base" / "bin" / "python"
    pins = [f"{name}=={version}" for name, version in base.items()]
    uv("pip", "install", "--quiet", "--python", python, "pip", *pins)
    command = [python, "-m", "pip", "install", "--dry-run", "--quiet", "--report", "-"]
    told = subprocess.run([*command, f"{ROOT}[lab]"], check=True, capture_output=True, text=True)
    moved = {
        one["metadata"]["name"].replace("-", "_") for one in json.loads(told.stdout)["install"]
    }
    assert "backprop_lib" in moved and not moved & set(base), moved


PULL = """
import sys
from nbgitpuller.pull import GitPuller
list(GitPuller(*sys.argv[1:3], branch="main").pull())
"""


def git(folder, *arguments):
    who = ["-c", "user.name=ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def change(path, *cells):
    """Put a word into these cells, as an edit of each."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for n in cells:
        notebook["cells"][n]["source"] = f"edited in {path.parts[-3]}"
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def test_a_pull_keeps_a_changed_lesson_whole_and_renews_the_others(servers, tmp_path):
    course, learner = tmp_path / "course", tmp_path / "learner"
    (course / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / ".gitattributes", course)
    other = "02_derivation.ipynb"
    for name in (LESSON, other):
        shutil.copy(ROOT / "notebooks" / name, course / "notebooks")
    git(course, "init", "--initial-branch", "main")
    git(course, "add", ".")
    git(course, "commit", "-m", "a course")

    def pull():
        subprocess.run([servers, "-c", PULL, course, learner], check=True, cwd=tmp_path)

    pull()
    change(learner / "notebooks" / LESSON, 7, 20)
    mine = (learner / "notebooks" / LESSON).read_bytes()
    change(course / "notebooks" / LESSON, 2, 20, 30)
    change(course / "notebooks" / other, 5)
    git(course, "commit", "-am", "a better course")
    pull()
    assert (learner / "notebooks" / LESSON).read_bytes() == mine
    newer = (course / "notebooks" / other).read_bytes()
    assert (learner / "notebooks" / other).read_bytes() == newer


@pytest.fixture(scope="module")
def hub_environment():
    if not shutil.which("npm"):
        pytest.skip("a hub needs a proxy, and that needs npm")
    subprocess.run(["make", "build/hub/done"], cwd=ROOT, check=True)
    return ROOT / "build" / "hub"


def test_without_a_warm_parent_a_learners_server_starts_in_the_ordinary_way(
    hub_environment, monkeypatch, tmp_path
):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    names = ("hub", "hub_learner", "hub_processes")
    hub, learner, processes = (importlib.import_module(name) for name in names)
    python, proxy = hub_environment / "bin" / "python", hub_environment / "node_modules" / ".bin"
    far = tmp_path / ("deep" * 20)  # a kernel's socket has no room there
    far.mkdir()
    more = 'c.WarmSpawner.warm_parent = "/nobody"\n'
    more += f'c.Spawner.environment["TMPDIR"] = {str(far)!r}\n'
    with hub.running(python, proxy, port=18650, more=more) as (process, url, people):

        async def learn():
            api = hub.Hub(url, hub.TOKEN)
            await hub.answering(api)
            await api.start("ada")
            status = await api.ask("GET", "/user/ada/api/status")
            theirs = [one for one, _ in processes.learners(process.pid, people)]
            parents = [one.ppid() for one in theirs]
            kernel = await learner.Kernel.open(api, "ada", f"backprop/{LESSON}")
            shown, _ = await kernel.run("display(6 * 7)")
            [(kernel, _), _] = sorted(
                processes.learners(process.pid, people), key=lambda one: -len(one[1].parts)
            )
            sockets = [Path(one.laddr) for one in kernel.net_connections("unix") if one.laddr]
            await api.ask("DELETE", "/hub/api/users/ada/server")
            return status, parents, shown, sockets, [one.is_running() for one in theirs]

        status, parents, shown, sockets, run = asyncio.run(learn())
        log = (people.parent / "hub.log").read_text()
    assert status["kernels"] == 0 and parents == [process.pid] and run == [False]
    assert "a server starts without a warm parent: /nobody: " in log
    assert shown == [{"text/plain": "42"}]
    if sys.platform == "linux":  # a kernel takes no port, which another could have in that moment
        [folder] = {one.parent for one in sockets if one.name.startswith("kernel-")}
        assert folder.name.startswith("backprop-") and not folder.exists()


def test_two_learners_on_a_hub_run_lesson_1_and_move_a_slider(hub_environment):
    command = [sys.executable, "benchmarks/hub.py", "--learners", "2", "--browsers", "1"]
    run = subprocess.run([*command, "--seconds", "3", "--no-write"], cwd=ROOT, text=True, stdout=-1)
    assert run.returncode == 0 and "| errors | 0 |" in run.stdout, run.stdout
