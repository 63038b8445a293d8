"""In real kernels: what is written in one notebook is what the next one runs."""

import nbformat
from nbclient import NotebookClient

FIRST = [
    "import numpy as np\n\nfrom backprop_lib import check",
    "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "def forward_pass(X, W1, b1, W2, b2):\n    return sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)",
    "print(check.forward(forward_pass))",
]
SECOND = [
    "import inspect\n\nfrom backprop_lib import check",
    "forward_pass = check.mine('forward')\nprint(forward_pass)",
    "print(inspect.getsource(forward_pass))",
]


def printed(sources):
    """What the cells of a notebook print, run by a kernel of its own."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    return "".join(output.get("text", "") for cell in cells for output in cell.outputs)


def test_the_next_notebook_runs_what_was_written_in_this_one(folder):
    assert "Kept in mine.py, beside this notebook." in printed(FIRST)
    said = printed(SECOND)
    assert "forward: yours, forward_pass in mine.py." in said
    assert FIRST[2] in said
    text = (folder / "mine.py").read_text("utf-8")
    assert FIRST[1] in text and "import numpy as np" in text
