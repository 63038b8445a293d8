"""The history of a view of a network: gestures since its start, each with the numbers it changed.

The page keeps the same (live/src/core/state.js), so either side can replay it.
"""

import numpy as np

SAME = 1e-9  # the page's slider rounds in the last digit: that is no change


def gesture(label, changes):
    """One entry of the history: what moved, and ``[[k, old, new], …]``."""
    return {"label": label, "changes": changes}


def replay(start, history):
    """The values after these gestures."""
    values = np.array(start)
    for entry in history:
        for k, _, new in entry["changes"]:
            values[int(k)] = new
    return values


def changes(old, new, least=0.0):
    """``[[k, old, new], …]`` of the values that differ, by `least` or more."""
    differs = (old != new) & (abs(new - old) >= least)
    return [[int(k), float(old[k]), float(new[k])] for k in np.flatnonzero(differs)]
