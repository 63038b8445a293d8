"""The exercises of lesson 2: the equations of backpropagation one by one, then all of them.

In all of them samples are rows, W is (fan_in, fan_out), and every layer has a sigmoid. Their
mistakes come from the one list in `mistakes.py`.
"""

from . import backward_exercises as exercises
from .judge import judge


def output_delta(function, *, loss="bce"):
    """Check ``f(z, a, y)``: delta of the output layer, which has a sigmoid (BP1).

    Parameters
    ----------
    function : callable
        Given z and a = sigmoid(z) of the output and the targets y, each of shape
        (batch, outputs), it returns delta, shape (batch, outputs): the slope of each sample's
        loss along z.
    loss : {"bce", "squared_error"}, default "bce"
        Binary cross-entropy, or half the squared error; both summed over outputs.

    Returns
    -------
    Report

    Examples
    --------
    >>> output_delta(lambda z, a, y: y - a).mistake
    'sign flipped'
    """
    return judge(exercises.output_delta(loss), function)


def hidden_delta(function):
    """Check ``f(delta_next, W_next, z, a)``: delta of a hidden layer with a sigmoid (BP2).

    Parameters
    ----------
    function : callable
        Given delta_next, shape (batch, fan_out), of the layer above, W_next, shape
        (neurons, fan_out), which leads there, and this layer's z and a = sigmoid(z), shape
        (batch, neurons), it returns delta of this layer, shape (batch, neurons).

    Returns
    -------
    Report

    Examples
    --------
    >>> hidden_delta(lambda delta_next, W_next, z, a: delta_next @ W_next.T).mistake
    'slope forgotten'
    """
    return judge(exercises.hidden_delta(), function)


def weight_gradient(function):
    """Check ``f(a_before, delta)``: dW of one layer (BP4).

    Parameters
    ----------
    function : callable
        Given a_before, shape (batch, fan_in), what came into the layer, and its delta, shape
        (batch, fan_out), it returns dW, shape (fan_in, fan_out): the mean over the batch.

    Returns
    -------
    Report

    Examples
    --------
    >>> weight_gradient(lambda a_before, delta: a_before.T @ delta).mistake
    'mean forgotten'
    """
    return judge(exercises.weight_gradient(), function)


def bias_gradient(function):
    """Check ``f(delta)``: db of one layer (BP3).

    Parameters
    ----------
    function : callable
        Given delta, shape (batch, fan_out), it returns db, shape (fan_out,): the mean over the
        batch.

    Returns
    -------
    Report

    Examples
    --------
    >>> bias_gradient(lambda delta: delta).mistake
    'bias gradient not summed'
    """
    return judge(exercises.bias_gradient(), function)


def backward(function, *, loss="bce"):
    """Check ``f(network, forward, y)``: a whole backward pass, of two layers and of more.

    Parameters
    ----------
    function : callable
        Given a `Network` whose layers all have a sigmoid, a `ForwardPass` of it and y, shape
        (batch, outputs), it returns ``delta, dW, db``: three dicts from layer number to array,
        shaped as in `BackwardPass`. `NetworkView` takes the same function.
    loss : {"bce", "squared_error"}, default "bce"

    Returns
    -------
    Report

    Examples
    --------
    >>> backward(lambda network, forward, y: None).passed
    False
    """
    return judge(exercises.backward(loss), function)


def update(function, *, loss="bce"):
    """Check ``f(X, y, W1, b1, W2, b2, learning_rate, steps)``: training by gradient descent.

    Parameters
    ----------
    function : callable
        Given X, shape (batch, inputs), y, shape (batch, outputs), the weights and biases of two
        layers with a sigmoid each, the learning rate, and how many steps to make, all on the
        whole batch, it returns the new ``W1, b1, W2, b2``.
    loss : {"bce", "squared_error"}, default "bce"

    Returns
    -------
    Report

    Examples
    --------
    >>> update(lambda X, y, W1, b1, W2, b2, learning_rate, steps: (W1, b1, W2, b2)).passed
    False
    """
    return judge(exercises.update(loss), function)
