"""Run the lessons and the unit tests as two older processors compute.

    python tools/processors.py

OpenBLAS and NumPy choose their kernels by the processor, so the last bits of a product or of a tanh
differ between machines. What a lesson prints and what a test asserts must not depend on them. Both
libraries can be told to compute as on an older processor: a Haswell (2013) knows AVX2 but no
AVX-512, a Nehalem (2008) neither. Here every lesson is compared with its stored outputs, and
tests/test_*.py run, as on each of the two (but for what is marked `once`: it installs, builds,
writes or reads a text, and numbers do not come into it). Other machines than x86-64 have kernels of
their own, which cannot be held down like this; there nothing runs, and that is said. A machine that
is itself one of the two, to both libraries, has shown what it computes in `make test` and
`make test-frameworks`; that one is left out, and that is said, too.
"""

import importlib.util
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LESSON_5 = "notebooks/05_frameworks.ipynb"  # stored with all of these installed
FRAMEWORKS = ("torch", "tensorflow", "keras", "jax")

# What each processor has of that for which NumPy holds kernels ready; all else is held down.
# From NumPy 2.4 on its names are levels of x86-64, before they were those of single extensions.
NEHALEM = {"X86_V2", "SSSE3", "SSE41", "POPCNT", "SSE42"}
HAS = {"Haswell": NEHALEM | {"X86_V3", "AVX", "F16C", "FMA3", "AVX2"}, "Nehalem": NEHALEM}

TOGETHER = ("--dist", "loadfile", "--no-loadscope-reorder")  # as in the Makefile
SETTINGS = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")

# An ImportWarning of NumPy says that it ignored a name; Python hides it unless it is an error.
PROBE = """
import json, warnings
warnings.simplefilter("error", ImportWarning)
import numpy, threadpoolctl
cores = [pool["architecture"] for pool in threadpoolctl.threadpool_info()
         if pool["internal_api"] == "openblas"]
print(json.dumps([cores, numpy.show_config(mode="dicts")["SIMD Extensions"].get("found", [])]))
"""


def probe(settings):
    """The OpenBLAS cores at work in a new Python, and the extensions that its NumPy uses.

    With these settings and no others: what the tests themselves run under is not passed on.
    """
    own = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    command = [sys.executable, "-c", PROBE]
    run = subprocess.run(command, env=own | settings, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"NumPy does not start with {settings}:\n{run.stderr.strip()}")
    return json.loads(run.stdout)


def settings_for(core, found):
    """The environment in which OpenBLAS and NumPy compute as on this processor."""
    above = [name for name in found if name not in HAS[core]]
    return {"OPENBLAS_CORETYPE": core, "NPY_DISABLE_CPU_FEATURES": " ".join(above)}


def taken(core, settings):
    """End with a sentence unless a new Python computes as it was told."""
    cores, found = probe(settings)
    if cores != [core]:
        raise SystemExit(f"OpenBLAS computes as {', '.join(cores)}, though {settings} was set.")
    if above := [name for name in found if name not in HAS[core]]:
        raise SystemExit(f"NumPy still uses {', '.join(above)}, though {settings} was set.")


def shown_already(core, cores, found):
    """Is this machine such a processor itself? Nothing would be set for it that is not so anyway.

    On Linux alone: elsewhere `make test` does not compare what lessons print.
    """
    held_down = settings_for(core, found)["NPY_DISABLE_CPU_FEATURES"]
    return sys.platform == "linux" and cores == [core] and not held_down


def suites():
    """The arguments of pytest for what has to hold on every processor."""
    strict = ["-m", "not once", "--nbval", "--nbval-sanitize-with", "tests/nbval_sanitize.cfg"]
    lessons = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("notebooks/*.ipynb"))
    tests = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/test_*.py"))
    missing = [name for name in FRAMEWORKS if importlib.util.find_spec(name) is None]
    if not missing:
        return [[*strict, *lessons, *tests]]
    print(f"Without {', '.join(missing)} lesson 5 only has to run; `make frameworks` adds them.")
    return [
        ["--nbval-lax", LESSON_5],
        [*strict, *(path for path in lessons if path != LESSON_5), *tests],
    ]


def main():
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return print(
            f"Skipped: only x86-64 can compute as an older one; here is an {platform.machine()}."
        )
    cores, found = probe({})
    if not cores:
        return print("Skipped: NumPy computes here with another library than OpenBLAS.")
    failed = []
    for core in HAS:
        if shown_already(core, cores, found):
            print(
                f"Skipped {core}: so this machine computes by itself, in `make test` and", end=" "
            )
            print("`make test-frameworks`.", flush=True)
            continue
        settings = settings_for(core, found)
        taken(core, settings)
        print(f"As on a {core}: {settings}", flush=True)
        for arguments in suites():
            command = [sys.executable, "-m", "pytest", "-n", "2", *TOGETHER, *arguments]
            run = subprocess.run(command, cwd=ROOT, env=os.environ | settings)
            failed += [core] if run.returncode else []
    if failed:
        sys.exit(f"What differs as on a {' and a '.join(dict.fromkeys(failed))} is above.")


if __name__ == "__main__":
    main()
