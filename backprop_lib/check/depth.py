"""The exercises of lesson 6: a bound, weights that keep delta, clipping, the deepest network."""

from .deepest_exercise import deepest
from .depth_exercises import AT_MOST, CLIPPED, KEEPING_SPREAD
from .judge import judge

__all__ = ["at_most", "clipped", "deepest", "keeping_spread"]


def at_most(function):
    """Check ``f(weights)``: how much of a delta can be left at the start of a sigmoid chain.

    Parameters
    ----------
    function : callable
        Given the weights between the neurons of a chain, shape (n,), it returns the most that
        |delta| of the first neuron can be, in units of |delta| of the last one.

    Returns
    -------
    Report

    Examples
    --------
    >>> at_most(lambda weights: abs(weights).prod()).mistake
    'slope forgotten'
    """
    return judge(AT_MOST, function)


def keeping_spread(function):
    """Check ``f(slopes, fan_in, fan_out)``: the spread of random weights that keeps delta's length.

    Parameters
    ----------
    function : callable
        Given the slopes of a layer's activations, shape (batch, fan_in), and the shape of the
        weights that lead on from there, it returns the standard deviation of these weights with
        which delta, on its way back through them and the slopes, keeps its length.

    Returns
    -------
    Report

    Examples
    --------
    >>> keeping_spread(lambda slopes, fan_in, fan_out: 1 / fan_in**0.5).mistake
    'slope forgotten'
    """
    return judge(KEEPING_SPREAD, function)


def clipped(function):
    """Check ``f(dW1, dW2, largest)``: a gradient made shorter where it is too long.

    Parameters
    ----------
    function : callable
        Given the gradients of two layers, which are not all zero, and the largest length that
        they may have together, it returns ``dW1, dW2``.

    Returns
    -------
    Report

    Examples
    --------
    >>> clipped(lambda dW1, dW2, largest: (dW1, dW2)).mistake
    'nothing clipped'
    """
    return judge(CLIPPED, function)
