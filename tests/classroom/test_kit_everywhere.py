"""The whole kit: every system and every Python finds its wheels in it, and the pages are there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
import kit as tool  # noqa: E402

pytestmark = pytest.mark.classroom
PLACES = [(system, python) for system in tool.SYSTEMS for python in tool.PYTHONS]


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """All of it, with the pages."""
    folder = tmp_path_factory.mktemp("whole")
    build = [sys.executable, "tools/site/build.py", "--out", str(folder / "site")]
    subprocess.run(build, cwd=ROOT, check=True)
    pages = folder / "site" / "single"
    tool.build(folder / "kit", tool.SYSTEMS, tool.PYTHONS, pages=pages, seed=0, size=30)
    return folder / "kit"


def resolves(kit, system, python):
    """Whether uv, which did not fetch them, can install the course from these wheels alone."""
    uv = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--offline", "--no-index"]
    name, _ = tool.SYSTEMS[system]
    place = ["--python-platform", name, "--python-version", python, "--target", kit / "nowhere"]
    done = subprocess.run(
        [*uv, "--find-links", kit / "wheels", *place, "backprop-lib[lab]"],
        capture_output=True,
        text=True,
    )
    return done.returncode == 0, done.stderr


@pytest.mark.parametrize("system, python", PLACES)
def test_a_system_and_a_python_find_all_their_wheels(kit, system, python):
    found, said = resolves(kit, system, python)
    assert found, said


def test_without_one_wheel_it_would_be_noticed(kit):
    (wheel,) = (kit / "wheels").glob("pyzmq-*-cp311-cp311-win_amd64.whl") or [None]
    aside = wheel.rename(kit / wheel.name)
    assert not resolves(kit, "windows", "3.11")[0]
    assert resolves(kit, "linux", "3.11")[0]
    aside.rename(kit / "wheels" / wheel.name)


@pytest.mark.parametrize("python", [p for p in tool.PYTHONS if shutil.which(f"python{p}")])
def test_another_python_of_this_machine_installs_it_and_computes(kit, python, tmp_path):
    command = [shutil.which(f"python{python}"), "-c", "import sys; print(sys.version_info[:2])"]
    said = subprocess.run(command, capture_output=True, text=True)
    if said.returncode:
        pytest.skip(f"python{python} is a name alone here")
    made = tmp_path / "venv"
    subprocess.run([command[0], "-m", "venv", made], check=True)
    own = made / "bin" / "python"
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--find-links", kit / "wheels"]
    subprocess.run([own, *install, "backprop-lib[lab]"], check=True)
    code = (
        "import jupyterlab, backprop_lib as b; from backprop_lib import live; "
        "n = b.Network([2, 3, 1], activations='tanh', seed=0); f = n.forward([[0.5, 0.8]]); "
        "g = b.gradcheck.complex_step(n, [[0.5, 0.8]], [[1.0]], 'mse'); "
        "print(b.gradcheck.largest_difference(n.backward(f, [[1.0]], 'mse'), g) < 1e-12)"
    )
    done = subprocess.run([own, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "True\n", done.stderr


def test_pages_are_there_and_lead_to_each_other(kit):
    lessons, teacher = kit / "lessons", kit / "teacher"
    numbers = [f"{number:02}" for number in range(1, 7)]
    assert sorted(path.name[:2] for path in lessons.iterdir()) == [*numbers, "in"]  # index.html
    guide = {"teachers.html", *(f"teachers_{number}.html" for number in numbers)}
    assert {path.name for path in teacher.iterdir()} == guide | {"vote.html", "paper"}
    for page in [*lessons.glob("*.html"), *teacher.glob("*.html")]:
        for link in re.findall(r'href="([^"#:]+)[#"]', page.read_text("utf-8")):
            assert (page.parent / link).exists(), (page.name, link)
    guide = (teacher / "teachers.html").read_text("utf-8")
    assert 'href="vote.html#1.blank"' in guide and 'href="paper/key.pdf"' in guide
    assert 'href="../lessons/01_forward_pass.html#the-bias"' in guide
    assert 'href="../lessons/index.html#bp1.' in guide
