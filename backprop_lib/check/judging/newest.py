"""Whether the function that is judged is an older one: the newest cell that writes it never ran."""

import re
import sys


def older(name):
    """A sentence if the cell before this one was to define `name`, and Python could not read it.

    Such a cell defines nothing; the function of an earlier run is still there. It is known in
    IPython alone, which keeps what came of the cell before; "" anywhere else.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    result = getattr(shell, "last_execution_result", None)
    error = getattr(result, "error_before_exec", None)
    cell = getattr(getattr(result, "info", None), "raw_cell", None) or ""
    if error is None or not re.search(rf"^\s*def {re.escape(name)}\b", cell, re.MULTILINE):
        return ""
    return (
        f"Your newest `{name}` is not there: Python could not read its cell "
        f"({type(error).__name__}). This is about the one before it.\n\n"
    )
