"""A notebook and a learner's folder, without Jupyter."""

import linecache
from itertools import count

import pytest

from backprop_lib import learner

NUMBERS = count()


class Notebook:
    """Runs cells in one namespace, their source where Python looks for it, as a kernel does."""

    def __init__(self):
        self.names = {"__name__": "__main__"}

    def run(self, cell):
        name = f"<cell {next(NUMBERS)}>"
        linecache.cache[name] = len(cell), None, cell.splitlines(keepends=True), name
        exec(compile(cell, name, "exec"), self.names)
        return self.names


@pytest.fixture
def notebook():
    return Notebook()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(learner.VARIABLE, str(tmp_path / ".answers.json"))
    return tmp_path
