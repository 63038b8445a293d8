"""The doctor says what is wrong, and what to type; the errors of a broken install name it."""

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from backprop_lib import doctor

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "backprop-lib": "0.1.0",
    "numpy": "2.4.6",
    "ipywidgets": "8.1.9",
    "anywidget": "0.11.0",
    "jupyterlab": "4.6.6",
}
ASKED = ["numpy>=1.26", "ipywidgets>=8.1.5", "anywidget>=0.11", "jupyterlab>=4.2; extra == 'lab'"]


@pytest.fixture
def installed(monkeypatch):
    """What this Python has, as its metadata tells; the test changes it."""
    there = dict(PACKAGES)

    def version(name):
        if name not in there:
            raise metadata.PackageNotFoundError(name)
        return there[name]

    def requires(name):
        version(name)
        return [*ASKED, "torch>=2.6; python_version < '3.14' and extra == 'frameworks'"]

    monkeypatch.setattr(doctor.metadata, "version", version)
    monkeypatch.setattr(doctor.metadata, "requires", requires)
    return there


def ill(findings):
    return [one for one in findings if one.remedy]


def test_what_is_there_and_new_enough_is_well(installed):
    found = doctor.packages()
    assert [one.said for one in found] == [
        f"{n} {v}".replace("_", "-") for n, v in PACKAGES.items()
    ]
    assert not ill(found)


def test_missing_anywidget_is_named_with_the_command_that_installs_it(installed):
    del installed["anywidget"]
    (one,) = ill(doctor.packages())
    assert one.said == "anywidget is not installed"
    assert one.remedy == f'"{sys.executable}" -m pip install "anywidget>=0.11"'


@pytest.mark.parametrize("version", ["7.7.1", "8.1", "8.0.10"])
def test_old_ipywidgets_are_too_old(installed, version):
    installed["ipywidgets"] = version
    (one,) = ill(doctor.packages())
    assert one.said == f"ipywidgets {version} is too old"
    assert '"ipywidgets>=8.1.5"' in one.remedy


@pytest.mark.parametrize("version", ["8.1.5", "8.10.0", "10.0.0rc1"])
def test_a_version_is_compared_as_numbers(installed, version):
    installed["ipywidgets"] = version
    assert not ill(doctor.packages())


def test_what_only_jupyterlab_needs_may_be_missing_elsewhere(installed):
    del installed["jupyterlab"]
    assert ill(doctor.packages()) and not ill(doctor.packages(needed_here=False))


def test_a_course_that_is_only_imported_is_to_be_installed(installed):
    del installed["backprop-lib"]
    (one,) = doctor.packages()
    assert f'In {ROOT}: "{sys.executable}" -m pip install -e ".[lab]"' == one.remedy


def extensions(monkeypatch, folder, *names):
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "package.json").write_text(json.dumps({"version": "5.0"}))
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(folder)])
    return doctor.widgets_in_jupyterlab()


def test_a_jupyterlab_without_a_widgets_extension_is_ill(monkeypatch, tmp_path):
    manager, anywidget = doctor.EXTENSIONS
    nothing = extensions(monkeypatch, tmp_path / "none")
    assert manager in nothing.said and anywidget in nothing.said and nothing.remedy
    half = extensions(monkeypatch, tmp_path / "half", manager)
    assert half.said == "JupyterLab has no anywidget: views stay still"
    assert "pip install --force-reinstall" in half.remedy and "anywidget" in half.remedy
    assert not extensions(monkeypatch, tmp_path / "both", manager, anywidget).remedy


def test_a_kernel_of_another_python_is_ill(monkeypatch):
    assert doctor.kernel_of_notebooks() == doctor.Finding("The kernel python3 starts this Python")
    other = SimpleNamespace(argv=[str(Path("/elsewhere/bin/python"))])
    monkeypatch.setattr(
        "jupyter_client.kernelspec.KernelSpecManager.get_kernel_spec", lambda *_: other
    )
    one = doctor.kernel_of_notebooks()
    assert other.argv[0] in one.said and one.remedy.endswith("-m ipykernel install --sys-prefix")


def test_front_ends_are_told_apart(monkeypatch):
    def seen(environ=(), modules=None, **names):
        kernel = SimpleNamespace(kernel=object(), user_ns=names)
        shell = {"IPython": SimpleNamespace(get_ipython=lambda: kernel)}
        return doctor.front_end(dict(environ), shell | (modules or {}))

    assert doctor.front_end({}, {}) == "a terminal"
    assert seen() == "Jupyter"
    assert seen({"VSCODE_PID": "1"}) == seen(__vsc_ipynb_file__="01.ipynb") == "VS Code"
    assert seen(modules={"google.colab": object()}) == "Colab"
    assert doctor.place({"JUPYTERHUB_USER": "ada"}) == " on a JupyterHub"
    hub = {"JUPYTERHUB_USER": "ada", "BINDER_SERVICE_HOST": "x"}  # a Binder is a hub, too
    assert (doctor.place(hub), doctor.place({})) == (" on Binder", "")


def test_a_view_here_lives_and_a_broken_one_says_so(monkeypatch):
    assert not doctor.view_here().remedy
    monkeypatch.setattr("backprop_lib.live.NetworkView.__init__", lambda *_, **__: 1 / 0)
    one = doctor.view_here()
    assert one.said == "A view cannot be made: ZeroDivisionError: division by zero" and one.remedy


def test_a_view_in_a_kernel_opens_its_channel_and_one_that_does_not_is_ill(monkeypatch):
    assert doctor.view_in_a_kernel() == doctor.Finding(
        "A view in a kernel opens its channel to a page"
    )
    monkeypatch.setattr(doctor, "IN_A_KERNEL", "display('words')")
    assert doctor.view_in_a_kernel().remedy
    monkeypatch.setattr(doctor, "IN_A_KERNEL", "import nothing_of_that_name")
    assert "ModuleNotFoundError: No module named" in doctor.view_in_a_kernel().said


def python(code, **environ):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
    )


def test_a_terminal_of_windows_prints_whatever_a_path_holds():
    code = (
        "import sys; sys.executable = 'C:\\\\Users\\\\\u039b\u03b1\\\\python.exe'\n"
        "from backprop_lib import doctor\n"
        "found = [doctor.python(), doctor.Finding('x is old', '\u2192 new')]\n"
        "doctor.report = lambda where: found\n"
        "sys.exit(doctor.main())"
    )
    run = python(code, PYTHONIOENCODING="cp1252")
    assert (run.returncode, run.stderr) == (1, b"")
    assert rb"C:\Users\??\python.exe" in run.stdout and b"!!  x is old" in run.stdout


def test_importing_it_prints_nothing_and_loads_no_front_end():
    run = python(
        "import sys, backprop_lib.doctor\n"
        "assert not {'matplotlib', 'ipywidgets', 'jupyter_client'} & set(sys.modules)"
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


@pytest.mark.parametrize("missing", ["anywidget", "ipywidgets"])
def test_an_import_that_fails_for_want_of_a_front_end_names_the_doctor(missing):
    run = python(f"import sys; sys.modules[{missing!r}] = None\nfrom backprop_lib import live")
    last = run.stderr.decode().strip().splitlines()[-1]
    assert f"{missing} is missing in this Python" in last
    assert "python -m backprop_lib.doctor" in last
