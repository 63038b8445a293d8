"""Build a folder for a room without internet: python tools/kit.py [--systems linux windows ...]

    wheels/      all that the course needs, for each system and each Python
    install.sh, install.bat, start.sh, start.bat    one command a system, and another one to begin
    course/      the notebooks, and what opens them
    lessons/     each lesson as one file, which needs no Python
    teacher/     the guide, the questions to vote on, sheets with their key, cards
    READ-ME-FIRST.txt    how to install, and what to do when something fails
    SHA256SUMS

What is needed where is resolved for each system and Python by uv, within tools/constraints.txt.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import lab  # noqa: E402
import sheets  # noqa: E402

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
GLIBC = 28  # manylinux_2_28 and older ones: Linux since 2018
MAC = 11  # macosx_11 and older ones: a wheel for macOS 14 alone would leave older Macs out


def _linux(machine):
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 4, -1)]
    return tags + [f"{old}_{machine}" for old in ("manylinux2014", "manylinux2010", "manylinux1")]


# By system: what uv calls it, and the tags of the wheels that it takes, as pip calls them.
SYSTEMS = {
    "windows": ("x86_64-pc-windows-msvc", ["win_amd64"]),
    "macos": ("aarch64-apple-darwin", [f"macosx_{MAC}_0_arm64"]),
    "macos-intel": ("x86_64-apple-darwin", [f"macosx_{MAC}_0_x86_64"]),
    "linux": (f"x86_64-manylinux_2_{GLIBC}", _linux("x86_64")),
}
# Packages that the lock has at a version without a wheel for that system: there it is an older one.
OLDER = {"macos-intel": ("argon2-cffi-bindings",)}


class KitError(Exception):
    """The kit cannot be built; the message says what to do."""


def run(*command):
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise KitError(f"{' '.join(map(str, command[:5]))} … fails:\n{done.stdout}{done.stderr}")
    return done.stdout


def resolved(system, python):
    """What a learner's environment holds there: lines such as numpy==2.3.5."""
    name, _ = SYSTEMS[system]
    pins = (ROOT / "tools" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    older = tuple(f"{package}==" for package in OLDER.get(system, ()))
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "constraints.txt")
        lock.write_text("\n".join(pin for pin in pins if not pin.startswith(older)), "utf-8")
        text = run(
            *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"),
            *("--extra", "lab", "--constraints", lock),
            *("--python-platform", name, "--python-version", python, "--only-binary", ":all:"),
            *("--no-header", "--no-annotate"),
        )
    return text.split()


def download(needed, system, python, wheels):
    """The wheels of these packages, as that system and that Python take them."""
    tags = [flag for tag in SYSTEMS[system][1] for flag in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "needed.txt")
        file.write_text("\n".join(needed), encoding="utf-8")
        run(
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--only-binary", ":all:", "--implementation", "cp"),
            *("--python-version", python, *tags, "--requirement", file, "--dest", wheels),
        )


def write_wheels(kit, systems, pythons):
    wheels = kit / "wheels"
    wheels.mkdir(parents=True)
    run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", wheels, ROOT)
    for path in wheels.glob(".*"):  # uv's own
        path.unlink()
    for system in systems:
        for python in pythons:
            needed = resolved(system, python)
            print(f"{system}, Python {python}: {len(needed)} packages", flush=True)
            download(needed, system, python, wheels)


def write_course(kit):
    """The notebooks, with the program that opens copies of them."""
    files = [*lab.files(), *(ROOT / "tools" / name for name in ("lab.py", "copies.py", "lean.py"))]
    files += [path for path in (ROOT / "tools" / "jupyter").rglob("*") if path.is_file()]
    for path in files:
        to = kit / "course" / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)


def write_pages(kit, pages):
    """The lessons in one file each, and apart from them what a teacher shows."""
    if not list(pages.glob("[0-9][0-9]_*.html")):
        raise KitError(f"{pages} has no lesson in one file: `make site` builds them (with Node).")
    for path in pages.glob("*.html"):
        for_teachers = path.name.startswith(("teachers", "vote"))
        text = path.read_text("utf-8")
        if for_teachers:
            text = re.sub(r'href="(?=(?:\d\d_\w+|index)\.html)', 'href="../lessons/', text)
        folder = kit / ("teacher" if for_teachers else "lessons")
        folder.mkdir(exist_ok=True)
        (folder / path.name).write_text(text, encoding="utf-8", newline="\n")


def write_help(kit, systems, pythons):
    """How to begin: the programs, and a text that says what to do when something fails."""
    source = ROOT / "classroom" / "kit"
    for path in source.iterdir():
        shutil.copy(path, kit)
    ladder = (ROOT / "classroom" / "ladder.md").read_text(encoding="utf-8")
    text = (kit / "READ-ME-FIRST.txt").read_text(encoding="utf-8")
    known = {"systems": ", ".join(systems), "pythons": ", ".join(pythons), "ladder": ladder}
    (kit / "READ-ME-FIRST.txt").write_text(text.format(**known), "utf-8", newline="\r\n")


def write_sums(kit):
    files = sorted(path for path in kit.rglob("*") if path.is_file())
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(kit).as_posix()}\n"
        for path in files
    )
    text = "".join(sums)
    (kit / "SHA256SUMS").write_text(text, encoding="utf-8", newline="\n")


def build(kit, systems, pythons, *, pages, seed, size):
    """Build the folder anew; `pages` is where the lessons in one file are, or None for none."""
    shutil.rmtree(kit, ignore_errors=True)
    write_wheels(kit, systems, pythons)
    write_course(kit)
    if pages:
        write_pages(kit, pages)
    sheets.write(kit / "teacher" / "paper", list(sheets.sheets.BY_LESSON), seed, size)
    write_help(kit, systems, pythons)
    write_sums(kit)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--systems", nargs="+", default=list(SYSTEMS), metavar="SYSTEM")
    parser.add_argument("--pythons", nargs="+", default=list(PYTHONS), metavar="VERSION")
    parser.add_argument("--pages", type=Path, default=ROOT / "site" / "single")
    parser.add_argument("--seed", type=sheets.seed, default=0)
    parser.add_argument("--class", dest="size", type=sheets.learners, default=30)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "kit", help="the folder")
    options = parser.parse_args()
    for what, chosen, known in (
        ("system", options.systems, SYSTEMS),
        ("Python", options.pythons, PYTHONS),
    ):
        for one in chosen:
            if one not in known:
                parser.error(f"there is no {what} {one} here; there are: {', '.join(known)}")
    known = {"pages": options.pages, "seed": options.seed, "size": options.size}
    build(options.to, options.systems, options.pythons, **known)
    total = sum(path.stat().st_size for path in options.to.rglob("*") if path.is_file())
    print(f"{options.to}: {total / 1e6:.0f} MB")


if __name__ == "__main__":
    try:
        main()
    except KitError as error:
        sys.exit(str(error))
