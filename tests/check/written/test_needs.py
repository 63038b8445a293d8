"""A learner's function is taken out of its notebook with what it needs, or it is said why not."""

import pytest

from backprop_lib.check.written.needs import NotAlone, alone

IMPORTS = """
import math
import numpy as np
import numpy.linalg as la
from functools import cache
from backprop_lib import Network, datasets
"""


def by_itself(function):
    """What the source defines in an empty file."""
    name, source = alone(function)
    names = {}
    exec(source, names)
    return names[name]


def test_imports_and_what_it_calls_come_along_and_nothing_else(notebook):
    notebook.run(IMPORTS)
    notebook.run("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n\ndef unused():\n    pass")
    notebook.run("RATE = 0.5\nnames = ('a', 'b')")
    names = notebook.run("def step(z):\n    # mine\n    return RATE * sigmoid(z) * len(names)")
    name, source = alone(names["step"])
    assert name == "step"
    assert source == (
        "import numpy as np\n\n\n"
        "RATE = 0.5\n\n\n"
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n\n"
        "names = ('a', 'b')\n\n\n"
        "def step(z):\n    # mine\n    return RATE * sigmoid(z) * len(names)\n"
    )
    assert by_itself(names["step"])(0.0) == 0.5


def test_every_kind_of_import_is_written_as_it_was(notebook):
    notebook.run(IMPORTS)
    names = notebook.run(
        "@cache\ndef f(n=math.pi):\n    return la.norm([n]), Network, datasets, np.pi"
    )
    assert alone(names["f"])[1].splitlines()[:6] == [
        "from backprop_lib import datasets",
        "from backprop_lib.network import Network",
        "from functools import cache",
        "import math",
        "import numpy as np",
        "import numpy.linalg as la",
    ]
    assert by_itself(names["f"])(3.0)[0] == 3.0


def test_a_local_name_is_not_taken_for_the_notebooks(notebook):
    notebook.run(IMPORTS)
    notebook.run("z = np.zeros(3)")
    names = notebook.run("def f(x):\n    z = 2 * x\n    return [z for z in (z, z)]")
    assert by_itself(names["f"])(1) == [2, 2]


@pytest.mark.parametrize(
    ("cell", "name", "call", "gives"),
    [
        ("def f(n):\n    return 1 if n < 2 else n * f(n - 1)", "f", (4,), 24),
        ("f = lambda x: x + 1", "f", (1,), 2),
        ("def f(n):\n    return n and g(n - 1)\n\ndef g(n):\n    return f(n)", "f", (3,), 0),
        ("class C:\n    def __init__(self, x):\n        self.x = np.abs(x)", "C", (-2,), None),
    ],
    ids=["it calls itself", "a lambda with a name", "two call each other", "a class"],
)
def test_it_stands_alone(notebook, cell, name, call, gives):
    notebook.run("import numpy as np")
    result = by_itself(notebook.run(cell)[name])(*call)
    assert result == gives if gives is not None else result.x == 2


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("W = np.ones(2)\ndef f(x):\n    return x @ W", "it uses `W`, a ndarray of the notebook"),
        (
            "def outer():\n    def f(x):\n        return x\n    return f\nf = outer()",
            "inside another",
        ),
        ("f, g = (lambda x: x), 1", "no name of its own"),
        ("f = len", "cannot be read"),
    ],
)
def test_what_cannot_stand_alone_says_why(notebook, cell, words):
    notebook.run("import numpy as np")
    with pytest.raises(NotAlone, match=words):
        alone(notebook.run(cell)["f"])
