"""Run a learner's backward function: its numbers, or what went wrong and in which of its lines."""

import inspect
import traceback

from .. import own_gradients


def run(function, network, forward, y):
    """Call `function(network, forward, y)` and check the shapes of what it returns.

    Parameters
    ----------
    function : callable
        Returns (delta, dW, db), each a dict from layer number to array, or an object with these
        attributes, such as a BackwardPass.
    network : Network
    forward : ForwardPass
    y : ndarray, shape (batch, outputs)

    Returns
    -------
    own : dict or None
        Nested lists {"delta", "dW", "db"} with None in the place of layer 0; None after a failure.
    problem : dict
        {"message", "traceback"}; empty when all went well.
    """
    try:
        answer = function(network, forward, y)
    except Exception as error:  # whatever a learner's code raises is shown to them
        own = inspect.unwrap(function)
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == own.__code__.co_filename
        ]
        where = f" (line {frames[-1].lineno}: {frames[-1].line})" if frames else ""
        text = "".join(traceback.format_exception(error))
        return None, {
            "message": f"Your function raised {type(error).__name__}: {error}{where}",
            "traceback": text,
        }
    try:
        return lists(answer, network, len(y)), {}
    except ValueError as error:
        return None, {"message": f"Your function: {error}", "traceback": ""}


def lists(answer, network, batch):
    """What `own_gradients.read` reads, as nested lists with None in the place of layer 0."""
    found = own_gradients.read(answer, network, batch)
    return {name: [None, *(array.tolist() for array in part)] for name, part in found.items()}
