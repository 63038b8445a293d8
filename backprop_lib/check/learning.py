"""The exercises of lesson 3: one update, the loop around it, mini-batches, momentum."""

from .batch_exercise import MINI_BATCHES
from .judge import judge
from .loop_exercise import TRAINING_LOOP
from .momentum_exercise import MOMENTUM
from .update_exercise import UPDATE_RULE


def update_rule(function):
    """Check ``f(W, b, dW, db, learning_rate)``: one step of gradient descent for one layer.

    Parameters
    ----------
    function : callable
        Given W, shape (fan_in, fan_out), b, shape (fan_out,), the slopes of the loss along them,
        of the same shapes, and the learning rate, it returns the new ``W, b``.

    Returns
    -------
    Report

    Examples
    --------
    >>> update_rule(lambda W, b, dW, db, rate: (W + rate * dW, b + rate * db)).mistake
    'step uphill'
    """
    return judge(UPDATE_RULE, function)


def training_loop(function):
    """Check ``f(network, X, y, learning_rate, steps)``: gradient descent, step after step.

    Parameters
    ----------
    function : callable
        Given a `Network` with a sigmoid output, X, shape (batch, inputs), y, shape
        (batch, outputs), the learning rate, and how many steps to take, all on the whole batch
        and with the loss "bce", it returns ``network, losses``: a `Network` with the new weights,
        and one loss a step, each measured before the step's update.

    Returns
    -------
    Report

    Examples
    --------
    >>> training_loop(lambda network, X, y, learning_rate, steps: (network, [])).passed
    False
    """
    return judge(TRAINING_LOOP, function)


def mini_batches(function):
    """Check ``f(X, y, batch_size, epochs, rng)``: the batches of some epochs, in their order.

    Parameters
    ----------
    function : callable
        Given X, shape (n, inputs), y, shape (n, outputs), the size of a batch, the number of
        epochs and a `numpy.random.Generator`, it returns (or yields) pairs: some rows of X, and
        the rows of y that belong to them. In each epoch every row comes once, in an order drawn
        anew; the last batch of an epoch takes what is left.

    Returns
    -------
    Report

    Examples
    --------
    >>> mini_batches(lambda X, y, batch_size, epochs, rng: [(X, y)] * epochs).mistake
    'whole data in every batch'
    """
    return judge(MINI_BATCHES, function)


def momentum(function):
    """Check ``f(W, velocity, dW, learning_rate, keep)``: one step of SGD with momentum.

    Parameters
    ----------
    function : callable
        Given W, the velocity and the slope of the loss along W, three arrays of one shape, the
        learning rate, and how much of the old velocity is kept, it returns the new
        ``W, velocity``. The velocity is made of slopes, without the learning rate, as in `SGD`.

    Returns
    -------
    Report

    Examples
    --------
    >>> momentum(lambda W, v, dW, rate, keep: (W - rate * dW, keep * v + dW)).mistake
    'velocity not used'
    """
    return judge(MOMENTUM, function)
