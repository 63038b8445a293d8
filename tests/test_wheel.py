"""`pip install .` alone gives a working course: the bundles, the data, and what they need."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "tools" / "constraints.txt"


def run(*command, cwd):
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The Python of an empty environment into which the wheel was installed.

    The wheel is built from the sdist, so this tests both.
    """
    folder = tmp_path_factory.mktemp("wheel")
    uv = sys.executable, "-m", "uv"
    run(*uv, "build", "--out-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    run(*uv, "venv", "--python", sys.executable, folder / "env", cwd=folder)
    python = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(*uv, "pip", "install", "--python", python, "--constraints", LOCK, wheel, cwd=folder)
    return python


def test_every_bundle_and_data_file_is_installed(installed, tmp_path):
    code = (
        "import backprop_lib, pathlib; p = pathlib.Path(backprop_lib.__file__).parent; "
        "print(*(f.relative_to(p).as_posix() for f in p.rglob('*') if f.is_file()), sep='\\n')"
    )
    there = set(run(installed, "-c", code, cwd=tmp_path).splitlines())
    package = ROOT / "backprop_lib"
    data = [*package.glob("live/static/*"), *package.glob("data/*"), *package.glob("*/*.json")]
    files = [*data, *package.rglob("*.py")]
    wanted = {f.relative_to(package).as_posix() for f in files if f.is_file()}
    assert {"live", "data", "questions"} <= {name.partition("/")[0] for name in wanted}
    assert wanted <= there


def test_every_part_imports_by_the_wheels_own_dependencies(installed, tmp_path):
    code = (
        "import sys, backprop_lib; assert 'matplotlib' not in sys.modules; "
        "import anywidget, ipywidgets, matplotlib, networkx; "
        "from backprop_lib import check, datasets, gradcheck, live, plots"
    )
    run(installed, "-c", code, cwd=tmp_path)


def test_nbconvert_finds_the_courses_export_in_this_environment(installed, tmp_path):
    code = (
        "import json, pathlib, sys; "
        "path = pathlib.Path(sys.prefix, 'etc', 'jupyter', 'jupyter_nbconvert_config.json'); "
        "print(json.loads(path.read_text())['HTMLExporter']['preprocessors'])"
    )
    assert "backprop_lib.live.export.CoursePage" in run(installed, "-c", code, cwd=tmp_path)
