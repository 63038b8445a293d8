"""Small data sets that come with the package: nothing is downloaded.

Each function returns new arrays ``X``, shape (n, features), and ``y``, shape (n, outputs).
"""

from pathlib import Path

import numpy as np

from . import validation

DIGITS = Path(__file__).parent / "data" / "digits.npz"  # made by tools/digits.py
INK = 16  # the largest value of a pixel in the file


def xor():
    """The four corners of a square: 1 where exactly one of the two inputs is 1.

    Returns
    -------
    X : ndarray, shape (4, 2)
    y : ndarray, shape (4, 1)

    Examples
    --------
    >>> X, y = xor()
    >>> print(np.hstack([X, y]))
    [[0. 0. 0.]
     [0. 1. 1.]
     [1. 0. 1.]
     [1. 1. 0.]]
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, (X[:, :1] != X[:, 1:]).astype(float)


def digits(split="train"):
    """Handwritten digits, 8 x 8 pixels each (Alpaydin & Kaynak 1998, UCI, CC BY 4.0).

    Parameters
    ----------
    split : {"train", "test"}
        1442 pictures to learn from, or 355 others to judge by. The split was drawn once, class
        by class, with a fixed seed (tools/digits.py); a fifth of each digit is in "test". The
        rows are mixed, so the first ones are already a fair sample. Both parts come from the
        same 13 writers.

    Returns
    -------
    X : ndarray, shape (n, 64)
        Pixels row by row, from 0 (paper) to 1 (ink); ``X[k].reshape(8, 8)`` is picture k.
    y : ndarray, shape (n, 10)
        One-hot: ``y[k].argmax()`` is the digit.

    Raises
    ------
    ValueError
        If there is no such split.

    Examples
    --------
    >>> X, y = digits("test")
    >>> X.shape, y.shape, y[:5].argmax(axis=1)
    ((355, 64), (355, 10), array([7, 4, 3, 5, 0]))
    """
    validation.known(split, "split", ("train", "test"))
    with np.load(DIGITS, allow_pickle=False) as file:
        pixels, labels = file[f"{split}_pixels"], file[f"{split}_labels"]
    return pixels / INK, np.eye(10)[labels]
