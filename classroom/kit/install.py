"""Install the course from this folder, without internet: python install.py

`python install.py --check` says whether every file is as it was when the folder was built.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

KIT = Path(__file__).resolve().parent
ENVIRONMENT = KIT / "venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTEAD = "The lessons in lessons/ need no Python: open one by a double click."


def check():
    """The files that are missing or changed; learners get the folder without teacher/."""
    wrong = []
    for line in (KIT / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        told, _, name = line.partition("  ")
        path = KIT / name
        if name.startswith("teacher/") and not (KIT / "teacher").exists():
            continue
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != told:
            wrong.append(name)
    return wrong


def install():
    import venv

    version = ".".join(map(str, sys.version_info[:2]))
    print(
        f"Installing the course for Python {version} in {ENVIRONMENT}: a minute or two.", flush=True
    )
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f"This Python makes no environment ({error}).\n"
            f"On Debian or Ubuntu that needs the package python3-venv. {INSTEAD}"
        )
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    pip += ["--no-compile"]  # Python compiles what a lesson imports, a part of what is installed
    done = subprocess.run([*pip, "--find-links", KIT / "wheels", "backprop-lib[lab]"])
    if done.returncode:
        sys.exit(
            f"\nwheels/ has not all that Python {version} needs on this system; READ-ME-FIRST.txt "
            f"says for which it was built. {INSTEAD}"
        )
    print("Installed. To begin:", "start.bat" if os.name == "nt" else "sh start.sh")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(
            f"The course needs Python 3.11 or later; this is {sys.version.split()[0]}. {INSTEAD}"
        )
    if "--check" in sys.argv:
        if wrong := check():
            sys.exit("Missing or changed: " + ", ".join(wrong))
        print("Every file is whole.")
    else:
        install()
