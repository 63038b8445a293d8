"""Why does no view come alive? What is installed here, which front end asks, and what to do.

    python -m backprop_lib.doctor        in a terminal; on Windows: py -m backprop_lib.doctor
    %run -m backprop_lib.doctor          in a cell: the same of the kernel, and a view to try

It says "ok" or "!!" of each thing, beneath each "!!" what to type, and in a terminal it ends with 1
where there was one. It changes nothing and asks nothing of any network.
"""

import importlib
import json
import os
import re
import sys
from importlib import metadata
from pathlib import Path
from queue import Empty
from typing import NamedTuple

NAME = "backprop-lib"
OLDEST = (3, 11)
FOR_JUPYTERLAB = ("jupyterlab", "ipykernel", "latex2mathml")  # of extra "lab"; elsewhere not needed
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")  # what draws widgets in a page
PATIENCE = 60  # seconds for a kernel to start and to answer
IN_A_KERNEL = """
from backprop_lib import Network, live
view = live.NetworkView(Network([2, 3, 1], activations="sigmoid", seed=0), [1, 2], [1], loss="bce")
display(view)
"""


class Finding(NamedTuple):
    """One line of the report; `remedy` is empty where all is well."""

    said: str
    remedy: str = ""


def install(*requirements):
    """The command that installs into this Python, whatever `pip` on PATH belongs to."""
    return f'"{sys.executable}" -m pip install ' + " ".join(f'"{one}"' for one in requirements)


def python():
    """The Python that runs this."""
    said = f"Python {sys.version.split()[0]}, {sys.executable}"
    newer = f"The course needs Python {'.'.join(map(str, OLDEST))} or later: install one beside it."
    return Finding(said, "" if sys.version_info >= OLDEST else newer)


def packages(needed_here=True):
    """Of each package that the course asks for: is it there, and new enough?

    Without `needed_here` those that only JupyterLab needs are left out: VS Code and Colab bring
    their own front end.
    """
    try:
        asked = metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:
        where = Path(__file__).resolve().parents[1]
        remedy = f"In {where}: {install('-e', '.[lab]')}".replace('"-e"', "-e")
        return [Finding(f"{NAME} itself is not installed, only imported", remedy)]
    found = [Finding(f"{NAME} {metadata.version(NAME)}")]
    for one in asked:
        requirement, _, marker = one.partition(";")
        extra = re.search(r"extra == ['\"](\w+)['\"]", marker)
        if extra and (extra[1] != "lab" or not needed_here):
            continue
        found.append(_package(requirement.strip()))
    return found


def _package(requirement):
    name, bound = re.match(r"([\w.-]+)\s*(?:>=\s*([\w.]+))?", requirement).groups()
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(f"{name} is not installed", install(requirement))
    if bound and _numbers(version) < _numbers(bound):
        return Finding(f"{name} {version} is too old", install(requirement))
    return Finding(f"{name} {version}")


def _numbers(version):
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def front_end(environ=os.environ, modules=sys.modules):
    """What shows this session's outputs: "Colab", "VS Code", "Jupyter" or "a terminal"."""
    shell = modules["IPython"].get_ipython() if "IPython" in modules else None
    if "google.colab" in modules:
        return "Colab"
    if shell is None or getattr(shell, "kernel", None) is None:
        return "a terminal"
    return (
        "VS Code" if "__vsc_ipynb_file__" in shell.user_ns or "VSCODE_PID" in environ else "Jupyter"
    )


def place(environ=os.environ):
    """Whose computer that is, as far as the environment tells: " on a JupyterHub", say, or ""."""
    names = {"BINDER_SERVICE_HOST": "Binder", "CODESPACES": "Codespaces"}
    names["JUPYTERHUB_USER"] = "a JupyterHub"
    return next((f" on {word}" for name, word in names.items() if name in environ), "")


def widgets_in_jupyterlab():
    """Does a JupyterLab that starts from this Python find what draws widgets?"""
    try:
        from jupyter_core.paths import jupyter_path
    except ModuleNotFoundError:
        return Finding("No Jupyter is installed here", install("jupyterlab", "ipykernel"))
    folders = [Path(folder) for folder in jupyter_path("labextensions")]
    found, missing = [], []
    for name in EXTENSIONS:
        file = next((f / name / "package.json" for f in folders if (f / name).is_dir()), None)
        version = json.loads(file.read_text(encoding="utf-8"))["version"] if file else None
        found.append(f"{name} {version}")
        missing += [] if file else [name]
    if not missing:
        return Finding(f"JupyterLab draws widgets by {' and '.join(found)}")
    again = install("jupyterlab_widgets", "anywidget").replace(
        "install", "install --force-reinstall"
    )
    return Finding(f"JupyterLab has no {' and no '.join(missing)}: views stay still", again)


def kernel_of_notebooks():
    """Does the kernel that notebooks ask for, "python3", start this Python?"""
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ModuleNotFoundError:
        return Finding("No kernel for notebooks is installed here", install("ipykernel"))
    try:
        started = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding("No kernel is called python3", _kernel_again())
    # A path without folders, as ipykernel's own, is this Python's.
    if os.path.dirname(started) and Path(started).resolve() != Path(sys.executable).resolve():
        return Finding(f"The kernel python3 starts another Python, {started}", _kernel_again())
    return Finding("The kernel python3 starts this Python")


def _kernel_again():
    return f'"{sys.executable}" -m ipykernel install --sys-prefix'


def view_here():
    """Move a slider of a view in this process, and see whether its network follows."""
    try:
        from . import Network, live

        net = Network([2, 3, 1], activations="sigmoid", seed=0)
        view = live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce")
        view.sliders["W[1][0, 0]"].value = 0.7
        followed = abs(view.network.W[1][0, 0] - 0.7) < 1e-9 and bool(view._esm)
    except Exception as error:  # whatever it is, it is what a learner would meet
        return Finding(f"A view cannot be made: {type(error).__name__}: {error}", _LOOK_ABOVE)
    return Finding("A view's network follows its slider", "" if followed else _REPORT)


_LOOK_ABOVE = "See the lines marked !! above; else open an issue with this whole report."
_REPORT = "Open an issue with this whole report."


def view_in_a_kernel():
    """Show a view in a kernel, started as a notebook starts it: does it open its channel?"""
    try:
        from jupyter_client.manager import start_new_kernel
    except ModuleNotFoundError:
        return Finding("No kernel was tried: none is installed", install("ipykernel"))
    try:
        manager, client = start_new_kernel(
            PATIENCE, kernel_name="python3", extra_arguments=["--log-level=ERROR"]
        )
    except Exception as error:  # a kernel fails to start in many ways
        return Finding(f"No kernel starts: {type(error).__name__}: {error}", _kernel_again())
    try:
        return _answer_of(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _answer_of(client):
    asked, opened, shown = client.execute(IN_A_KERNEL), 0, False
    while True:
        try:
            message = client.get_iopub_msg(timeout=PATIENCE)
        except Empty:
            return Finding(f"The kernel has not answered for {PATIENCE} seconds", _REPORT)
        kind, content = message["msg_type"], message["content"]
        if message["parent_header"].get("msg_id") != asked:
            continue
        if kind == "error":
            return Finding(f"In a kernel: {content['ename']}: {content['evalue']}", _LOOK_ABOVE)
        opened += kind == "comm_open"
        shown |= "application/vnd.jupyter.widget-view+json" in content.get("data", {})
        if kind == "status" and content["execution_state"] == "idle":
            well = opened and shown
            return Finding(
                "A view in a kernel opens its channel to a page", "" if well else _REPORT
            )


def report(where):
    """All findings, for a session whose outputs `where` shows."""
    lab = where in ("a terminal", "Jupyter")
    found = [python(), *packages(needed_here=lab)]
    found += [widgets_in_jupyterlab()] if lab else []
    found += [kernel_of_notebooks()] if where == "a terminal" else []
    found += [view_here()]
    return found + ([view_in_a_kernel()] if where == "a terminal" else [])


def advice(where, ill):
    """What to do next: a sentence or two."""
    if ill:
        return "Do what stands beneath each !!, then restart the kernel and ask once more."
    if where == "a terminal":
        return (
            "All is well. Start with: make lab (or: python tools/lab.py). A JupyterLab that starts "
            "from another Python draws no view."
        )
    return (
        'Here all is well. Drag an edge of the network below: beside it stands "kernel agrees". '
        f"If you see only words or a still picture, {_FRONT_ENDS[where]}"
    )


_FRONT_ENDS = {
    "Jupyter": "JupyterLab runs from another Python than this kernel. In a terminal of the "
    "environment from which it starts: python -m backprop_lib.doctor",
    "VS Code": "let it load widgets: in its settings, jupyter.widgetScriptSources needs "
    '"jsdelivr.com" and "unpkg.com"; then reload the window.',
    "Colab": "run the notebook's first cell, then Runtime, Restart session.",
}


def say(text):
    """Print in whatever characters this terminal has: a path may hold others."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))


def main():
    """Print the report; return 1 where something has to be done, else 0."""
    where = front_end()
    say(f"Shown by {where}{place()}.")
    found = report(where)
    for one in found:
        say(f"{'!!' if one.remedy else 'ok'}  {one.said}")
        if one.remedy:
            say(f"      {one.remedy}")
    ill = any(one.remedy for one in found)
    say("\n" + advice(where, ill))
    if where != "a terminal" and not ill:
        scope = {"display": importlib.import_module("IPython.display").display}
        exec(IN_A_KERNEL, scope)
    return int(ill)


if __name__ == "__main__":
    code = main()
    if front_end() == "a terminal":
        sys.exit(code)
