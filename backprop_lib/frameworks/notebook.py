"""A notebook that runs to its end where a framework is missing: `# needs torch`."""

import json
import os
from pathlib import Path

from .requirements import BACKENDS, QUIET, absent, install, installed, message, require

MARK = "# needs "
RECORDED = "recorded"  # in the metadata of an output that only says so of those after it
LIVE = "application/vnd.jupyter.widget-view+json"


def load_ipython_extension(shell):
    """Run by ``%load_ext backprop_lib.frameworks``.

    From then on a cell whose first line is ``# needs torch`` (or ``# needs torch jax``) runs only
    where these are installed; elsewhere it shows what is recorded of it, and says what to type.
    Anywhere else the line is a comment.
    """
    for variable, value in QUIET.items():
        os.environ.setdefault(variable, value)
    if skip_if_missing not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(skip_if_missing)


def unload_ipython_extension(shell):
    """Run by ``%unload_ext backprop_lib.frameworks``."""
    if skip_if_missing in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(skip_if_missing)


def skip_if_missing(lines):
    """A cell's lines, or in their place some that say what is missing: `show_recorded`.

    Parameters
    ----------
    lines : list of str

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If the first line names no backend.

    Examples
    --------
    >>> skip_if_missing(["print(1)\\n"])
    ['print(1)\\n']
    """
    if not lines or not lines[0].startswith(MARK):
        return lines
    needed = lines[0].removeprefix(MARK).split()
    if unknown := [name for name in needed if name not in BACKENDS]:
        raise ValueError(f"{lines[0].strip()!r} names {unknown}; known: {', '.join(BACKENDS)}.")
    here = installed()
    missing = [name for name in needed if name not in here]
    if missing:
        return [
            f"from {__name__} import show_recorded\n",
            f"show_recorded({''.join(lines)!r}, {missing!r})\n",
        ]
    for name in needed:  # quietly, before the cell imports it itself
        require(name)
    return lines


def show_recorded(source, missing, folder="."):
    """Show again what a cell that cannot run here showed elsewhere; else say what to type.

    Parameters
    ----------
    source : str
        The cell's.
    missing : list of str
        Backends that it needs and that are not installed.
    folder : path_like, default "."
        Where its notebook lies: the kernel's own folder.
    """
    outputs = _outputs(source.strip(), Path(folder))
    if not outputs:
        print(message(*missing))
        return
    from IPython.display import publish_display_data

    words = (
        f"{absent(*missing)} What follows was recorded where that is, and stands still. "
        "To run it here: make frameworks, in a terminal in the course's folder, or "
        f"{install(*missing)} in this notebook's environment; then restart the kernel."
    )
    publish_display_data({"text/plain": words, "text/markdown": f"*{words}*"}, {RECORDED: True})
    for output in outputs:
        if output["output_type"] == "stream":
            print("".join(output["text"]), end="")
        else:
            data = {kind: _joined(part) for kind, part in output["data"].items() if kind != LIVE}
            publish_display_data(data, output["metadata"])


def _joined(part):
    """A file holds a text line by line."""
    return "".join(part) if isinstance(part, list) else part


def _outputs(source, folder):
    """What the cell of this source shows in a notebook of the folder, as it was last saved."""
    for path in sorted(folder.glob("*.ipynb")):
        try:
            text = path.read_text(encoding="utf-8")
            cells = json.loads(text)["cells"] if MARK in text else []  # most lessons have no such
        except (OSError, ValueError, KeyError, TypeError):
            continue  # no notebook, or being written
        for cell in cells:
            if cell["cell_type"] == "code" and "".join(cell["source"]).strip() == source:
                shown = [one for one in cell["outputs"] if one["output_type"] != "error"]
                shown = [one for one in shown if not one.get("metadata", {}).get(RECORDED)]
                if shown:
                    return shown
    return []
