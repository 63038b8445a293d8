"""The learner's own folder: only there is anything of theirs kept.

The environment names it, as `make lab` does; tests, builds and other people's notebooks have none.
"""

import os
from pathlib import Path

VARIABLE = "BACKPROP_ANSWERS"  # the path of the file of answers; the folder is where it stands


def answers():
    """The file of what was answered, or None where nothing is to be kept."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def folder():
    """Where the copies of the lessons are, or None where nothing is to be kept."""
    file = answers()
    return file.parent if file else None
