"""The first cell of a built lesson: on Colab it installs the course, elsewhere it does nothing.

The course's place on GitHub is asked of whoever runs it, who has it in the link; where
pyproject.toml names it (`[project.urls]`, `Source = "https://github.com/OWNER/NAME"`), it is known.
"""

import tomllib
from pathlib import Path

import copies
import nbformat

ROOT = Path(__file__).resolve().parents[1]
ASKED = '"https://github.com/" + input("Where is the course on GitHub? OWNER/NAME: ").strip()'
SOURCE = """\
# @title Colab: run this cell first, it installs the course. Elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    from google.colab import output

    course = {address}
    %pip install --quiet "backprop-lib @ git+{{course}}"
    output.enable_custom_widget_manager()"""


def cell(stem):
    """The cell for the lesson with that name, such as "01_forward_pass"."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = project.get("urls", {}).get("Source")
    found = nbformat.v4.new_code_cell(SOURCE.format(address=f'"{known}"' if known else ASKED))
    found.id = f"{stem[:2]}-colab"
    # Folded in JupyterLab; on Colab a title with a button.
    found.metadata = {
        "tags": [copies.COLAB],
        "jupyter": {"source_hidden": True},
        "cellView": "form",
    }
    return nbformat.from_dict(found)
