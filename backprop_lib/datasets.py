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


def moons(n=200, *, noise=0.1, seed=0):
    """Two half circles that reach into one another: no straight line parts them.

    Parameters
    ----------
    n : int, default 200
        Samples, from 2; as many of each class, or one more of class 0.
    noise : float, default 0.1
        Standard deviation of what is added to both coordinates.
    seed : int or numpy.random.Generator, default 0
        Another seed draws other samples: ``moons(seed=1)`` is a test set for ``moons(seed=0)``.

    Returns
    -------
    X : ndarray, shape (n, 2)
        Without noise within -1.5 and 1.5.
    y : ndarray, shape (n, 1)
        0 on the upper moon, 1 on the lower one. Rows are mixed.

    Raises
    ------
    ValueError
        If n is no whole number from 2, or noise no number from 0.

    Examples
    --------
    >>> X, y = moons(100)
    >>> X.shape, y.shape, int(y.sum())
    ((100, 2), (100, 1), 50)
    """
    labels, noise, rng = _mixed_labels(n, 2, noise, seed)
    angle = rng.uniform(0, np.pi, n) + np.pi * labels  # the lower half circle for class 1
    middle = np.where(labels == 0, -0.5, 0.5)
    X = np.column_stack([np.cos(angle) + middle, np.sin(angle) + 0.5 * middle])
    return X + rng.normal(0, noise, X.shape), _column(labels)


def circles(n=200, *, noise=0.05, seed=0):
    """A ring of radius 1 around a ring of radius 1/2.

    Parameters
    ----------
    n, noise, seed
        As in `moons`; noise is 0.05 by default.

    Returns
    -------
    X : ndarray, shape (n, 2)
    y : ndarray, shape (n, 1)
        0 on the outer ring, 1 on the inner one. Rows are mixed.

    Raises
    ------
    ValueError
        If n is no whole number from 2, or noise no number from 0.

    Examples
    --------
    >>> X, y = circles(4, noise=0)
    >>> np.hypot(*X.T).round(2), y.ravel()
    (array([1. , 1. , 0.5, 0.5]), array([0., 0., 1., 1.]))
    """
    labels, noise, rng = _mixed_labels(n, 2, noise, seed)
    X = _polar(np.where(labels == 0, 1.0, 0.5), rng.uniform(0, 2 * np.pi, n))
    return X + rng.normal(0, noise, X.shape), _column(labels)


def spirals(n=300, *, arms=2, noise=0.1, seed=0):
    """Arms that wind once around the middle.

    Parameters
    ----------
    n : int, default 300
        Samples, from `arms`; as many of each class, or one more of the first ones.
    arms : int, default 2
        How many, from 2: the classes.
    noise, seed
        As in `moons`.

    Returns
    -------
    X : ndarray, shape (n, 2)
        Without noise within -1.5 and 1.5.
    y : ndarray, shape (n, 1) or (n, arms)
        Two arms: 0 or 1, for a sigmoid output and "bce". More: one-hot, for a softmax output and
        "cross_entropy". Rows are mixed.

    Raises
    ------
    ValueError
        If n or arms is no whole number or too small, or noise no number from 0.

    Examples
    --------
    >>> spirals()[1].shape, spirals(arms=3)[1].shape
    ((300, 1), (300, 3))
    """
    if validation.whole_number(arms, "arms", "the classes") < 2:
        raise ValueError("arms is 1; expected at least 2: one arm has nothing to be told from.")
    labels, noise, rng = _mixed_labels(n, arms, noise, seed)
    radius = np.sqrt(rng.uniform(0.2**2, 1.4**2, n))  # the root: as dense outside as inside
    X = _polar(radius, 2 * np.pi * (radius / 1.4 + labels / arms))
    return X + rng.normal(0, noise, X.shape), _column(labels) if arms == 2 else np.eye(arms)[labels]


def yin_yang(n=300, *, noise=0.0, seed=0):
    """The sign of yin and yang: two halves that wind into each other, and the dots in them.

    Parameters
    ----------
    n : int, default 300
        Samples, from 3; as many of each class, or one more of the first ones.
    noise : float, default 0
        Standard deviation of what is added to each coordinate.
    seed : int or numpy.random.Generator, default 0

    Returns
    -------
    X : ndarray, shape (n, 2)
        Without noise within a circle of radius 1. Each class is spread evenly over its part.
    y : ndarray, shape (n, 3)
        One-hot: the half with the upper bulge, the other one, the two dots. Rows are mixed. For a
        softmax output and "cross_entropy".

    Raises
    ------
    ValueError
        If n is no whole number from 3, or noise no number from 0.

    Notes
    -----
    Kriener et al. 2022, "The Yin-Yang dataset", with its proportions.

    Examples
    --------
    >>> X, y = yin_yang()
    >>> y.sum(axis=0)
    array([100., 100., 100.])
    """
    labels, noise, rng = _mixed_labels(n, 3, noise, seed)
    X, missing = np.empty((len(labels), 2)), np.ones(len(labels), bool)
    while missing.any():  # a point that belongs to another class is drawn again
        rows = np.flatnonzero(missing)
        radius = np.sqrt(rng.uniform(0, 1, len(rows)))  # the root: as dense outside as inside
        X[rows] = _polar(radius, rng.uniform(0, 2 * np.pi, len(rows)))
        missing[rows] = _part_of_yin_yang(X[rows]) != labels[rows]
    return X + rng.normal(0, noise, X.shape), np.eye(3)[labels]


def curve(n=100, *, noise=0.1, seed=0):
    """Noisy samples of sin(pi x): a regression of one number on one other.

    Parameters
    ----------
    n : int, default 100
        Samples, from 1.
    noise : float, default 0.1
        Standard deviation of what is added to y; X has none.
    seed : int or numpy.random.Generator, default 0

    Returns
    -------
    X : ndarray, shape (n, 1)
        Drawn evenly between -1.5 and 1.5.
    y : ndarray, shape (n, 1)
        For an "identity" or "tanh" output.

    Raises
    ------
    ValueError
        If n is no whole number from 1, or noise no number from 0.

    Examples
    --------
    >>> X, y = curve(noise=0)
    >>> np.allclose(y, np.sin(np.pi * X))
    True
    """
    _, noise, rng = _mixed_labels(n, 1, noise, seed)
    X = rng.uniform(-1.5, 1.5, (n, 1))
    return X, np.sin(np.pi * X) + rng.normal(0, noise, X.shape)


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


def _mixed_labels(n, classes, noise, seed):
    """Class numbers in mixed order, as many of each, the checked noise, and the generator."""
    n = validation.whole_number(n, "n", "samples")
    if n < classes:
        raise ValueError(f"n is {n}; expected at least {classes}, one sample of each class.")
    noise = validation.numbers(noise, "noise")
    if noise.ndim != 0 or noise < 0:
        raise ValueError(f"noise is {noise}; expected one number from 0, a standard deviation.")
    rng = np.random.default_rng(seed)
    return rng.permutation(np.arange(n) % classes), float(noise), rng


def _part_of_yin_yang(X):
    """0 in the half with the upper bulge, 1 in the other, 2 in the dots."""
    above, below = (np.hypot(X[:, 0], X[:, 1] - middle) for middle in (0.5, -0.5))
    first = (above <= 0.5) | ((X[:, 0] < 0) & (below > 0.5))
    return np.where(np.minimum(above, below) < 0.2, 2, np.where(first, 0, 1))


def _polar(radius, angle):
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _column(labels):
    return labels[:, None].astype(float)
