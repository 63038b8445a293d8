"""Open the lessons in JupyterLab, on copies that are yours to change, where you left.

make lab                      in a checkout; makes .venv first
python tools/lab.py           in an environment that has the course already (conda)
python tools/lab.py --newer 3     lay lesson 3 as it is now beside your copy
python tools/lab.py --reset 3     begin lesson 3 anew; what you had stays under another name
python tools/lab.py --forget      forget what you answered in the lessons
python tools/lab.py --no-start    only make the copies, for another Jupyter to open
python tools/lab.py --hub         what a JupyterHub starts for a learner, on copies in ~/backprop
"""

import argparse
import contextlib
import os
import socket
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import copies  # noqa: E402
import lean  # noqa: E402

PAGES = [  # beside the lessons, which link to them
    ROOT / "notebooks" / name for name in ("references.md", "summary.md", "project.md")
]


def files():
    """What learners get copies of: the lessons first."""
    return [*sorted((ROOT / "notebooks").glob("*.ipynb")), *PAGES]


def free_port(port, ip):
    """`port`, or where it is taken the next free one."""
    for candidate in range(port, port + 50):
        with socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET) as probe:
            # As a server binds: a port that a stopped server still holds for a minute is free.
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ip, candidate))
                return candidate
            except OSError:
                continue
    sys.exit(f"No port from {port} to {port + 49} is free on {ip}. Choose: make lab PORT=9000")


def start(work, first, *, port, ip, browser):
    """JupyterLab, on the notebook where the learner left it, else on the first lesson."""
    # Apart from the learner's other Jupyter: neither's settings, extensions and open tabs
    # disturb the other, and `make clean` finds all of it.
    home = Path(sys.prefix) / "share" / "backprop-course"
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
        os.environ.setdefault(name, str(home / name.lower()))
    os.environ["JUPYTER_CONFIG_PATH"] = str(ROOT / "tools" / "jupyter")
    os.environ["BACKPROP_ANSWERS"] = str(
        work / copies.ANSWERS
    )  # kernels inherit it; nobody else has it

    lean.for_everybody()
    from jupyterlab.commands import get_workspaces_dir  # only now: it reads these variables
    from jupyterlab.labapp import LabApp

    opened = copies.last_open(get_workspaces_dir(), work) or first
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={work}",
            f"--ServerApp.port={port}",
            f"--ServerApp.ip={ip}",
            f"--ServerApp.open_browser={browser}",
            f"--LabApp.default_url=/lab/tree/{quote(opened)}",
        ]
    )


def serve_learner(work):
    """A learner's server on a JupyterHub, which has told by the environment what it is to do."""
    os.environ["JUPYTER_CONFIG_PATH"] = str(ROOT / "tools" / "jupyter")
    paths = [str(ROOT / "tools" / "jupyter" / "hub"), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))  # first the kernel of a class
    os.environ["BACKPROP_ANSWERS"] = str(work / copies.ANSWERS)
    lean.for_a_class()
    import warm_kernels
    from jupyterhub.singleuser import main

    warm_kernels.use()
    sys.argv[1:] = lean.SETTINGS
    with contextlib.ExitStack() as stack:
        if sys.platform == "linux":
            # Sockets in a folder of its own instead of ports: when thirty start at once, a port
            # that was free is another's before its kernel has it, and on one machine every user
            # can reach a port.
            place = {"prefix": "backprop-", "dir": near()}
            folder = tempfile.TemporaryDirectory(**place, ignore_cleanup_errors=True)
            os.environ["JUPYTER_RUNTIME_DIR"] = stack.enter_context(folder)
            sys.argv.append("--KernelManager.transport=ipc")
        main()


def near():
    """Where temporary files belong, if a socket's path has room there.

    Linux gives it 107 letters, of which a learner's folder and a kernel's name take 69.
    """
    place = tempfile.gettempdir()
    return place if len(os.fsencode(place)) <= 107 - 69 else "/tmp"


def lesson_of(text, lessons):
    """The lesson that is meant: by "3", "03" or its name."""
    for lesson in lessons:
        number, _, _ = lesson.stem.partition("_")
        if text in (lesson.name, lesson.stem) or text.zfill(2) == number:
            return lesson
    there = ", ".join(lesson.stem for lesson in lessons)
    sys.exit(f"There is no lesson {text}. There are: {there}.")


def newer(lesson, work):
    if not (work / lesson.name).exists():
        return f"You have no copy of {lesson.name} yet: make lab makes one."
    beside, found = copies.lay_newer(lesson, work)
    if not found:
        return f"{beside.name} lies beside your copy; but for exercises the two are the same."
    return "\n".join([f"{beside.name} lies beside your copy. They differ here:", *found])


def reset(lesson, work):
    old = copies.reset(lesson, work)
    kept = f" What you had is {old.name} now." if old else ""
    return f"{lesson.name} is as it was at the beginning.{kept}"


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8888)
    parser.add_argument("--ip", default="localhost", help="0.0.0.0 where a container publishes it")
    parser.add_argument("--work", type=Path, help="where your copies live")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--hub", action="store_true", help="be a learner's server on a JupyterHub")
    parser.add_argument("--no-start", action="store_true", help="only make your copies")
    parser.add_argument("--clean", action="store_true", help="remove the copies you never changed")
    parser.add_argument("--forget", action="store_true", help="forget what you answered")
    parser.add_argument("--newer", metavar="LESSON", help="lay it beside your copy as it is now")
    parser.add_argument("--reset", metavar="LESSON", help="begin it anew; yours is kept")
    return parser.parse_args()


def main():
    options = parsed()
    home = Path.home() / "backprop" if options.hub else ROOT / "work"
    work = (options.work or home).resolve()

    if options.clean:
        if stays := copies.clean(work):
            print(f"{work} stays, as you changed:", *(path.name for path in stays))
        if any((work / name).exists() for name in copies.KEPT):
            print("Your answers stay, too. To forget them: python tools/lab.py --forget")
        return
    if options.forget:
        print("Your answers are forgotten." if copies.forget(work) else "No answers are kept here.")
        return

    lessons = files()
    if lessons == PAGES:
        sys.exit("notebooks/ holds no lesson: `make notebooks` builds them.")
    if wanted := options.newer or options.reset:
        print((newer if options.newer else reset)(lesson_of(wanted, lessons), work))
        return
    try:
        changed = copies.copy_lessons(lessons, work)
    except OSError as error:
        sys.exit(
            f"{work} cannot be written to ({error.strerror}). Choose another folder for your "
            "copies of the lessons: python tools/lab.py --work ~/backprop"
        )
    for lesson in changed:
        name = lesson.stem.partition("_")[0].lstrip("0")
        print(f"{lesson.name} is newer than your copy, which stays.", end=" ")
        print(f"To have both: python tools/lab.py --newer {name}")
    if options.no_start:
        print(f"Your copies of the lessons are in {work}.")
        return
    if options.hub:
        serve_learner(work)
        return
    port = free_port(options.port, options.ip)
    if port != options.port:
        print(f"Port {options.port} is taken: using {port}.")
    # Without a screen, Python would start a text browser in this terminal.
    screen = os.name == "nt" or sys.platform == "darwin"
    screen = screen or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    print(f"Your copies of the lessons are in {work}. Ctrl-C stops JupyterLab.", flush=True)
    browser = screen and not options.no_browser
    start(work, lessons[0].name, port=port, ip=options.ip, browser=browser)


if __name__ == "__main__":
    main()
