"""Imports run one way, and importing the package loads NumPy and nothing else."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "backprop_lib"
# What each part may import of the others; the core is every module at the top of the package.
MAY_IMPORT = {
    "core": set(),
    "plots": {"core"},
    "check": {"core"},
    "frameworks": {"core"},
    "questions": {"core"},
    "inventory": {"core", "plots", "questions"},
    "live": {"core", "plots", "check", "frameworks", "questions"},
    "doctor": {"core", "live"},  # a program of its own, which nothing imports
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def part(parts):
    """The part of the package that a module, given by its path's names, belongs to."""
    return parts[0] if parts and parts[0] in MAY_IMPORT else "core"


def imported(path):
    """The modules of this package that a file imports, each as a tuple of names below it."""
    folder = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module.split(".") if node.module else []
            if node.level:
                module = [PACKAGE.name, *folder[: len(folder) + 1 - node.level], *module]
            names = [[*module, alias.name] for alias in node.names]
        else:
            continue
        yield from (tuple(name[1:]) for name in names if name[0] == PACKAGE.name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    own = part(path.relative_to(PACKAGE).with_suffix("").parts)
    wrong = {".".join(name) for name in imported(path)}
    wrong = {name for name in wrong if part(name.split(".")) not in MAY_IMPORT[own] | {own}}
    assert not wrong, f"{own} must not know {wrong}"


def test_training_alone_uses_the_fast_passes():
    """Everything else runs through the plain equations of `passes`."""
    users = {}
    for path in MODULES:
        for name in imported(path):
            users.setdefault(name[0], set()).add(path.relative_to(PACKAGE).as_posix())
    assert users["fast_passes"] == {"training.py", "training_arrays.py"}
    assert users["training_arrays"] == {"training.py"}
    assert users["fast_formulas"] == {"fast_passes.py"}


def test_networkx_loads_only_where_somebody_asks_for_a_graph():
    """Thirty learners on one hub have thirty of it in memory: 12 MB each."""
    code = (
        "import sys; from backprop_lib import Network, live, plots; "
        "net = Network([2, 3, 1], activations='tanh', seed=0); "
        "live.NetworkView(net, [[1, 0]], [[1]], loss='mse'); "
        "plots.network_picture(net); print('networkx' in sys.modules); "
        "print(len(plots.to_networkx(net)))"
    )
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert printed.split() == ["False", "6"]


def test_only_numpy_loads_at_import():
    """What a bare import brings beyond NumPy comes from the standard library."""
    code = (
        "import sys, numpy; before = set(sys.modules); import backprop_lib; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
    assert set(printed.split()) - sys.stdlib_module_names == {"backprop_lib"}
