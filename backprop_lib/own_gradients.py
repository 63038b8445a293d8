"""What a learner's own backward pass returns: (delta, dW, db), three dicts by layer number."""

import numpy as np

NAMES = ("delta", "dW", "db")


def unpacked(answer):
    """The three, where `answer` is a tuple of them or has them as attributes, as a BackwardPass."""
    if all(hasattr(answer, name) for name in NAMES):
        return tuple(getattr(answer, name) for name in NAMES)
    return answer


def read(answer, network, rows, *, parts=NAMES, finite=True):
    """Each of the three as a list of arrays, layer 1's first.

    Parameters
    ----------
    answer : tuple of three dicts, or an object with these attributes
    network : Network
    rows : int
        Samples of the batch.
    parts : tuple of str, default all three
        Those that are asked for; the others may be anything.
    finite : bool, default True
        Whether NaN and infinity are an error.

    Returns
    -------
    dict from part to list of ndarray

    Raises
    ------
    ValueError
        If it is not (delta, dW, db) with numbers in the shapes of this network.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network([1, 1], activations="tanh", seed=0)
    >>> read(({1: [[0.5]]}, {1: [[2.0]]}, {1: [0.5]}), net, rows=1)["db"]
    [array([0.5])]
    """
    if answer is None:
        raise ValueError("it returned None; expected (delta, dW, db).")
    answer = unpacked(answer)
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        raise ValueError(
            f"it returned a {type(answer).__name__}; expected three dicts (delta, dW, db)."
        )
    found = {}
    for name, values in zip(NAMES, answer, strict=True):
        if name not in parts:
            continue
        found[name] = []
        for l, W_l in network.W.items():
            shape = {"delta": (rows, W_l.shape[1]), "dW": W_l.shape, "db": W_l.shape[1:]}[name]
            try:
                array = np.array(values[l], dtype=float)
            except (KeyError, IndexError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{name}[{l}] is missing or not numbers ({type(error).__name__}: {error})."
                ) from error
            if array.shape != shape:
                raise ValueError(f"{name}[{l}] has shape {array.shape}; expected {shape}.")
            if finite and not np.isfinite(array).all():
                raise ValueError(f"{name}[{l}] holds NaN or infinity.")
            found[name].append(array)
    return found
