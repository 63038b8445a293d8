"""environment.yml tells conda what pyproject.toml tells pip, and the lock keeps its bounds."""

import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# The one name that differs; conda-forge's own "matplotlib" would bring Qt along.
FROM_CONDA = {"matplotlib-base": "matplotlib"}


def requirements(lines):
    found = (Requirement(line) for line in lines)
    return {canonicalize_name(r.name): r.specifier for r in found}


def conda():
    """What environment.yml asks of conda, and what it leaves to pip."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    lines = yaml.safe_load(text)["dependencies"]
    packages = requirements(line for line in lines if isinstance(line, str))
    pip = [line for group in lines if isinstance(group, dict) for line in group["pip"]]
    return {FROM_CONDA.get(name, name): bounds for name, bounds in packages.items()}, pip


def test_conda_gets_the_packages_and_bounds_of_pyproject():
    packages, _ = conda()
    wanted = requirements([*PROJECT["dependencies"], *EXTRAS["lab"]])
    # What its workflow needs to run the lessons.
    wanted |= {n: b for n, b in requirements(EXTRAS["test"]).items() if n in ("pytest", "nbval")}
    wanted |= requirements([f"python{PROJECT['requires-python']}"])
    assert packages.pop("pip") == ""
    assert packages == wanted


def test_conda_installs_the_course_itself():
    assert conda()[1] == ["-e ."]


@pytest.mark.parametrize("extra", ["core", *EXTRAS])
def test_lock_pins_what_pyproject_asks_for(extra):
    lines = (ROOT / "tools" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = requirements(line for line in lines if line and not line.startswith("#"))
    asked = requirements(PROJECT["dependencies"] if extra == "core" else EXTRAS[extra])
    for name, bounds in asked.items():
        (pin,) = pins[name]
        assert pin.operator == "==", pin
        assert bounds.contains(pin.version), f"{name} {pin}, but pyproject.toml says {bounds}"
