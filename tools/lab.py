"""Open lesson 1 in JupyterLab, on copies of the lessons that are yours to change.

make lab                    in a checkout; makes .venv first
python tools/lab.py         in an environment that has the course already (conda)
python tools/lab.py --forget          forget what you answered in the lessons
"""

import argparse
import hashlib
import json
import os
import shutil
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCES = ROOT / "notebooks" / "references.md"  # the lessons link to it
ANSWERS = ".answers.json"  # there, too: what was answered (backprop_lib/questions/kept.py),
KEPT = (ANSWERS, f"{ANSWERS}.last")  # and the same before the last answer
ORIGINS = (
    ".origins.json"  # in the learner's folder: which version of a lesson each copy was made from
)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_origins(work):
    try:
        return json.loads((work / ORIGINS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def copy_lessons(lessons, work):
    """Copy each lesson that `work` lacks; return those that have changed since they were copied.

    What is in `work` is the learner's: nothing there is ever overwritten.
    """
    work.mkdir(parents=True, exist_ok=True)
    origins, changed = read_origins(work), []
    for lesson in lessons:
        copy = work / lesson.name
        if not copy.exists():
            shutil.copyfile(lesson, copy)
            origins[lesson.name] = digest(lesson)
        elif origins.setdefault(lesson.name, digest(lesson)) != digest(lesson):
            changed.append(lesson)
    (work / ORIGINS).write_text(json.dumps(origins, indent=1), encoding="utf-8")
    return changed


def clean(work):
    """Remove the copies that nobody changed; return what stays."""
    for name, origin in read_origins(work).items():
        copy = work / name
        if copy.exists() and digest(copy) == origin:
            copy.unlink()
    stays = [path for path in work.glob("*") if path.name != ".ipynb_checkpoints"]
    if not any(path.name != ORIGINS for path in stays):
        shutil.rmtree(work, ignore_errors=True)
        return []
    return sorted(path for path in stays if path.name not in (ORIGINS, *KEPT))


def forget(work):
    """Remove what was answered; return whether there was anything."""
    there = [work / name for name in KEPT if (work / name).exists()]
    for file in there:
        file.unlink()
    return bool(there)


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
    # Apart from the learner's other Jupyter: neither's settings, extensions and open tabs
    # disturb the other, and `make clean` finds all of it.
    home = Path(sys.prefix) / "share" / "backprop-course"
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
        os.environ.setdefault(name, str(home / name.lower()))
    os.environ["JUPYTER_CONFIG_PATH"] = str(ROOT / "tools" / "jupyter")
    os.environ["BACKPROP_ANSWERS"] = str(work / ANSWERS)  # kernels inherit it; nobody else has it

    from jupyterlab.labapp import LabApp  # only now: it reads these variables

    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={work}",
            f"--ServerApp.port={port}",
            f"--ServerApp.ip={ip}",
            f"--ServerApp.open_browser={browser}",
            f"--LabApp.default_url=/lab/tree/{first}",
        ]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8888)
    parser.add_argument("--ip", default="localhost", help="0.0.0.0 where a container publishes it")
    parser.add_argument("--work", type=Path, default=ROOT / "work", help="where your copies live")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--clean", action="store_true", help="remove the copies you never changed")
    parser.add_argument("--forget", action="store_true", help="forget what you answered")
    options = parser.parse_args()
    work = options.work.resolve()

    if options.clean:
        if stays := clean(work):
            print(f"{work} stays, as you changed:", *(path.name for path in stays))
        if any((work / name).exists() for name in KEPT):
            print("Your answers stay, too. To forget them: python tools/lab.py --forget")
        return
    if options.forget:
        print("Your answers are forgotten." if forget(work) else "No answers are kept here.")
        return

    lessons = sorted((ROOT / "notebooks").glob("*.ipynb"))
    if not lessons:
        sys.exit("notebooks/ holds no lesson: `make notebooks` builds them.")
    try:
        changed = copy_lessons([*lessons, REFERENCES], work)
    except OSError as error:
        sys.exit(
            f"{work} cannot be written to ({error.strerror}). Choose another folder for your "
            "copies of the lessons: python tools/lab.py --work ~/backprop"
        )
    for lesson in changed:
        print(f"{lesson.name} is newer than your copy, which stays: rename yours to have both.")
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
