"""Binder, Codespaces, Windows: what each door's files say is there, and does what they say."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BINDER = ROOT / ".binder"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Binder and dev containers are Linux")


@pytest.fixture
def course(tmp_path):
    """What these scripts use of the course, in a folder of its own."""
    for name in (".binder", "tools/jupyter"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "notebooks").mkdir()
    for name in ("tools/lab.py", "tools/copies.py", "tools/lean.py", *_beside_lessons()):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def _beside_lessons():
    names = ("01_forward_pass.ipynb", "references.md", "summary.md", "project.md")
    return [f"notebooks/{name}" for name in names]


def run(*command, cwd, **environ):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, **environ}
    env.pop("BACKPROP_ANSWERS", None)
    return subprocess.run(command, cwd=cwd, env=env, check=True, capture_output=True, text=True)


def test_binder_pins_a_python_that_the_course_allows():
    """Without a pin Binder takes one of its own, 3.10 at present; runtime.txt is python-3.N."""
    name, _, version = (BINDER / "runtime.txt").read_text().strip().partition("-")
    assert name == "python" and version.count(".") == 1
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)


def test_binder_asks_for_the_course_itself_and_nothing_that_would_move_its_base():
    lines = (BINDER / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-e .[lab]"]
    assert "lab" in PROJECT["optional-dependencies"]


@POSIX
def test_binders_postbuild_lays_a_copy_without_answers_where_its_link_opens(course):
    run(".binder/postBuild", cwd=course)
    copy = json.loads((course / "work" / "01_forward_pass.ipynb").read_text(encoding="utf-8"))
    kept = [c for c in copy["cells"] if c.get("outputs") and "keep" not in c["metadata"]["tags"]]
    assert copy["cells"] and not kept


@POSIX
def test_binders_start_gives_the_server_the_courses_settings_and_a_place_for_answers(course):
    start = str(course / ".binder" / "start")
    told = run(start, "env", cwd="/", JUPYTER_CONFIG_PATH="/etc/hers").stdout.splitlines()
    assert f"JUPYTER_CONFIG_PATH={course}/tools/jupyter:/etc/hers" in told
    assert f"BACKPROP_ANSWERS={course}/work/.answers.json" in told


def container():
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    return json.loads(text)


def test_the_containers_python_is_one_that_the_course_allows():
    image, _, tag = container()["image"].rpartition(":")
    assert image.endswith("devcontainers/python")
    assert SpecifierSet(PROJECT["requires-python"]).contains(tag)


@POSIX
def test_the_container_makes_the_copy_that_it_opens(course):
    install, _, copies = container()["postCreateCommand"].partition(" && ")
    assert install == "pip install -c tools/constraints.txt -e '.[lab]'"
    run("bash", "-c", copies, cwd=course)
    (opened,) = container()["customizations"]["codespaces"]["openFiles"]
    assert (course / opened).is_file()
    answers = container()["containerEnv"]["BACKPROP_ANSWERS"]
    assert answers == "${containerWorkspaceFolder}/work/.answers.json"


def test_vs_code_recommends_what_the_container_installs():
    text = (ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8")
    assert (
        json.loads(text)["recommendations"] == container()["customizations"]["vscode"]["extensions"]
    )


def test_windows_lines_of_the_page_are_those_that_the_workflow_runs():
    page = (ROOT / "docs" / "site" / "where.md").read_text(encoding="utf-8")
    block = page.partition("```bat\n")[2].partition("```")[0].splitlines()
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))["jobs"]
    ran = [
        step["run"].removesuffix(" --no-start")
        for step in jobs["windows"]["steps"]
        if "run" in step
    ]
    assert len(block) >= 3 and all(line in ran for line in block), (block, ran)
