"""A notebook that runs to its end where a framework is missing: `# needs torch`."""

import os

from .requirements import BACKENDS, QUIET, installed, message, require

MARK = "# needs "


def load_ipython_extension(shell):
    """Run by ``%load_ext backprop_lib.frameworks``.

    From then on a cell whose first line is ``# needs torch`` (or ``# needs torch jax``) runs only
    where these are installed; elsewhere it says what to type. Anywhere else the line is a comment.
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
    """A cell's lines, or in their place one that prints what is missing.

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
        return [f"print({message(*missing)!r})\n"]
    for name in needed:  # quietly, before the cell imports it itself
        require(name)
    return lines
