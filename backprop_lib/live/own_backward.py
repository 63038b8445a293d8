"""Run a learner's backward function: its numbers, or what went wrong and in which of its lines."""

import traceback

import numpy as np


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
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == function.__code__.co_filename
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
    """What a backward function returned, as nested lists with None in the place of layer 0.

    Raises
    ------
    ValueError
        If it is not (delta, dW, db) with finite numbers in the shapes of this network.
    """
    if answer is None:
        raise ValueError("it returned None; expected (delta, dW, db).")
    if all(hasattr(answer, name) for name in ("delta", "dW", "db")):
        answer = answer.delta, answer.dW, answer.db
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        raise ValueError(
            f"it returned a {type(answer).__name__}; expected three dicts (delta, dW, db)."
        )
    shapes = {
        "delta": lambda l: (batch, network.sizes[l]),
        "dW": lambda l: network.W[l].shape,
        "db": lambda l: network.b[l].shape,
    }
    own = {}
    for (name, shape), values in zip(shapes.items(), answer, strict=True):
        own[name] = [None]
        for l in range(1, len(network.sizes)):
            try:
                array = np.asarray(values[l], dtype=float)
            except (KeyError, IndexError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{name}[{l}] is missing or not numbers ({type(error).__name__}: {error})."
                ) from error
            if array.shape != shape(l):
                raise ValueError(f"{name}[{l}] has shape {array.shape}; expected {shape(l)}.")
            if not np.isfinite(array).all():
                raise ValueError(f"{name}[{l}] holds NaN or infinity.")
            own[name].append(array.tolist())
    return own
