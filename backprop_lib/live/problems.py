"""What a view's `problem` says: a dict that the page shows where the learner looks.

What is expected, such as numbers that grow too large, is a sentence; anything else brings its
traceback, which the page folds. An empty dict: nothing is wrong.
"""

import traceback


def sentence(error):
    """Of an error that is known to come, and says by itself what to do."""
    return {"message": str(error), "traceback": ""}


def whole(error):
    """Of any other, with the way to the line."""
    return {
        "message": f"{type(error).__name__}: {error}",
        "traceback": "".join(traceback.format_exception(error)),
    }
