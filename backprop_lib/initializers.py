"""How the weights of a new network are drawn. Biases start at zero.

An initializer is a function ``(rng, fan_in, fan_out)`` that returns an array of shape
(fan_in, fan_out). `Network(init=...)` takes a name from `INITIALIZERS` or such a function.
"""

import numpy as np

from . import validation


def normal(scale=0.01):
    """Normal with standard deviation `scale`, whatever the size of the layer.

    Parameters
    ----------
    scale : float, default 0.01
        Standard deviation of every weight.

    Returns
    -------
    callable
        An initializer: pass it as ``Network(..., init=normal(0.1))``.

    Raises
    ------
    ValueError
        If `scale` is not a finite number of at least 0.
    """
    if not (np.isscalar(scale) and np.isreal(scale) and 0 <= scale < np.inf):
        raise ValueError(f"scale is {scale!r}; expected a finite number of at least 0.")

    def draw(rng, fan_in, fan_out):
        return rng.normal(size=(fan_in, fan_out)) * scale

    return draw


def xavier_uniform(rng, fan_in, fan_out):
    """Uniform with variance 2 / (fan_in + fan_out) (Glorot & Bengio 2010, eq. 16)."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


def xavier_normal(rng, fan_in, fan_out):
    """Normal with variance 2 / (fan_in + fan_out) (Glorot & Bengio 2010, eq. 12)."""
    return rng.normal(size=(fan_in, fan_out)) * np.sqrt(2 / (fan_in + fan_out))


def he_uniform(rng, fan_in, fan_out):
    """Uniform with variance 2 / fan_in (He et al. 2015, eq. 10)."""
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


def he_normal(rng, fan_in, fan_out):
    """Normal with variance 2 / fan_in (He et al. 2015, eq. 10)."""
    return rng.normal(size=(fan_in, fan_out)) * np.sqrt(2 / fan_in)


def scaled(init, gain):
    """Another initializer's weights, times a gain.

    Parameters
    ----------
    init : str or callable
        A name from `INITIALIZERS`, or an initializer.
    gain : float
        What the weights are multiplied by: the standard deviation grows with it.

    Returns
    -------
    callable
        An initializer: pass it as ``Network(..., init=scaled("xavier", gain=5 / 3))``.

    Raises
    ------
    ValueError
        If the name is unknown or `gain` is not a finite number of at least 0.

    Examples
    --------
    >>> draw, twice = xavier_normal, scaled(xavier_normal, gain=2)
    >>> twice(np.random.default_rng(0), 3, 1) / draw(np.random.default_rng(0), 3, 1)
    array([[2.],
           [2.],
           [2.]])
    """
    draw = _named(init)
    if not (np.isscalar(gain) and np.isreal(gain) and 0 <= gain < np.inf):
        raise ValueError(f"gain is {gain!r}; expected a finite number of at least 0.")
    return lambda rng, fan_in, fan_out: draw(rng, fan_in, fan_out) * gain


INITIALIZERS = {
    "normal": normal(),
    "xavier": xavier_uniform,
    "xavier_uniform": xavier_uniform,
    "xavier_normal": xavier_normal,
    "glorot_uniform": xavier_uniform,
    "glorot_normal": xavier_normal,
    "he": he_normal,
    "he_uniform": he_uniform,
    "he_normal": he_normal,
}


def fill(W, init, seed):
    """Draw the weights of all layers into their arrays, layer by layer, from one stream.

    Parameters
    ----------
    W : sequence of ndarray, shapes (fan_in, fan_out)
        They are overwritten.
    init : str or callable
    seed : int, numpy.random.Generator or None

    Raises
    ------
    ValueError
        If the name is unknown, or what the initializer returns does not fit.
    """
    draw, rng = _named(init), np.random.default_rng(seed)
    for l, W_l in enumerate(W, start=1):
        drawn = validation.numbers(draw(rng, *W_l.shape), f"init's W[{l}]", W_l.dtype)
        if drawn.shape != W_l.shape:
            raise ValueError(f"init returned shape {drawn.shape} for W[{l}]; expected {W_l.shape}.")
        W_l[...] = drawn


def _named(init):
    if callable(init):
        return init
    return INITIALIZERS[validation.known(init, "init", tuple(INITIALIZERS))]
