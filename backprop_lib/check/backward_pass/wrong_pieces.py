"""Pieces of a backward pass with a mistake in them, called like the right ones in `pieces`."""

from ...losses import LOSSES
from . import pieces
from .pieces import hidden_delta, output_delta, slope


def run_with(way):
    """A run (see `pieces.run`) in which the pieces in `way` take the place of the right ones."""

    def run(W, activations, z, a, y, loss, learning_rate):
        return pieces.run(W, activations, z, a, y, loss, learning_rate, way)

    return run


def both(weight_gradient, bias_gradient):
    """Three ways: the mistake in both gradients, or in one of them."""
    in_W, in_b = {"weight_gradient": weight_gradient}, {"bias_gradient": bias_gradient}
    return {**in_W, **in_b}, in_W, in_b


def flipped(piece):
    return lambda *inputs: -piece(*inputs)


# BP1, (z, a, y, f, loss).


def output_by_batch(z, a, y, f, loss):
    return output_delta(z, a, y, f, loss) / len(y)


def one_slope_more(z, a, y, f, loss):
    return output_delta(z, a, y, f, loss) * slope(f, z, a)


def one_slope_more_at_a(z, a, y, f, loss):
    return output_delta(z, a, y, f, loss) * slope(f, a, f.value(a))


def one_slope_more_from_z(z, a, y, f, loss):
    return output_delta(z, a, y, f, loss) * slope(f, z, z)


def z_for_a(z, a, y, f, loss):
    return _from_difference(z - y, z, a, f, loss)


def z_for_a_in_the_slope_too(z, a, y, f, loss):
    return _from_difference(z - y, z, z, f, loss)


def target_mean(z, a, y, f, loss):
    """What a loss over all (n, n) differences gives each sample: its a against the mean of y."""
    return output_delta(z, a, y.mean(axis=0, keepdims=True), f, loss)


def _from_difference(difference, z, a, f, loss):
    """Every loss here makes its delta of a − y."""
    return _times(slope(f, z, a), LOSSES[loss].derivative(difference, 0), loss)


def _times(slope, slope_of_loss, loss):
    """BP1; a loss that belongs to one output has its slope in it already."""
    return slope_of_loss if LOSSES[loss].output else slope_of_loss * slope


def flat_y(z, a, y, f, loss):
    return _from_difference(a - y.ravel(), z, a, f, loss)


def flat_a(z, a, y, f, loss):
    return _from_difference(a.ravel() - y, z, a, f, loss)


def flat_difference(z, a, y, f, loss):
    return _from_difference(a.ravel() - y.ravel(), z, a, f, loss)


def flat_slope(z, a, y, f, loss):
    return _from_difference(a - y, z.ravel(), a.ravel(), f, loss)


# The slope at another place: BP2, and BP1 where the loss does not cancel it.


def one(z, a, f):
    return 1.0


def at_a(z, a, f):
    return slope(f, a, f.value(a))


def from_z(z, a, f):
    """The formula of the slope in a, such as a (1 - a), given z."""
    return slope(f, z, z)


def right_slope(z, a, f):
    return slope(f, z, a)


def slope_ways(where):
    """Three ways: the slope is taken at `where` in all layers, the hidden ones, the output."""
    hidden = {"hidden_delta": at(where, lambda delta, W: delta @ W.T)}
    output = {
        "output_delta": lambda z, a, y, f, loss: _times(
            where(z, a, f), LOSSES[loss].derivative(a, y), loss
        )
    }
    return {**output, **hidden}, hidden, output


# BP2, (delta_next, W_next, z, a, f).


def at(where, factor):
    """A hidden delta: ``factor(delta_next, W_next)`` times the slope at ``where(z, a, f)``."""
    return lambda delta, W, z, a, f: factor(delta, W) * where(z, a, f)


def hidden_by_batch(delta_next, W_next, z, a, f):
    return hidden_delta(delta_next, W_next, z, a, f) / len(z)


# Sums over another axis: BP3, (delta); BP2; BP4, (a_before, delta).


def _products(a, delta):
    """Every a_i delta_j of every sample, (batch, fan_in, fan_out)."""
    return a[:, :, None] * delta[:, None, :]


AXES = (
    {"bias_gradient": lambda delta: delta.mean(axis=1)},
    {"bias_gradient": lambda delta: delta.sum(axis=1)},
    {"bias_gradient": lambda delta: delta.sum(axis=1) / len(delta)},
    {"bias_gradient": lambda delta: delta.mean(axis=1, keepdims=True)},
    {"bias_gradient": lambda delta: delta.sum(axis=1, keepdims=True)},
    {"weight_gradient": lambda a, delta: _products(a, delta).mean(axis=1)},
    {"weight_gradient": lambda a, delta: _products(a, delta).sum(axis=1)},
    {"weight_gradient": lambda a, delta: _products(a, delta).sum(axis=1) / len(delta)},
    {"weight_gradient": lambda a, delta: _products(a, delta).mean(axis=2)},
    {"weight_gradient": lambda a, delta: _products(a, delta).sum(axis=2)},
    {"weight_gradient": lambda a, delta: _products(a, delta).sum(axis=2) / len(delta)},
    {"hidden_delta": at(right_slope, lambda delta, W: (delta[:, None, :] * W).sum(axis=1))},
    {"hidden_delta": at(right_slope, lambda delta, W: (delta[:, None, :] * W).sum(axis=0))},
    {"hidden_delta": at(right_slope, lambda delta, W: (delta @ W.T).sum(axis=0))},
    {"hidden_delta": at(right_slope, lambda delta, W: (delta @ W.T).sum(axis=1, keepdims=True))},
    {"hidden_delta": at(right_slope, lambda delta, W: delta.sum(axis=1, keepdims=True))},
)
