"""The backward pass taken to pieces, so that a mistake can take the place of one of them.

The right pieces, one for each equation of backpropagation (Nielsen 2015, chapter 2, batch first):

============================================  ====  ===================================
piece                                         eq.   returns
============================================  ====  ===================================
``output_delta(z, a, y, f, loss)``            BP1   delta of layer L, (batch, outputs)
``hidden_delta(delta_next, W_next, z, a, f)`` BP2   delta of a hidden layer, (batch, fan_out)
``bias_gradient(delta)``                      BP3   db, (fan_out,)
``weight_gradient(a_before, delta)``          BP4   dW, (fan_in, fan_out)
============================================  ====  ===================================

`f` is the layer's `Activation`. Nothing is checked here: a piece that a mistake took the place of
may return any shape, or raise.
"""

from types import MappingProxyType

from ... import passes
from ...activations import ACTIVATIONS
from ...passes import bias_gradient, hidden_delta, output_delta, weight_gradient

RIGHT = MappingProxyType(
    {
        "output_delta": output_delta,
        "hidden_delta": hidden_delta,
        "weight_gradient": weight_gradient,
        "bias_gradient": bias_gradient,
    }
)


def slope(f, z, a):
    """f'(z); for softmax, which has no single one, its diagonal a (1 - a)."""
    return a * (1 - a) if f.derivative is None else f.derivative(z, a)


def layers(W, b, activations):
    """Plain dense layers as `passes` takes them; W and b are iterables, layer by layer."""
    L = len(activations)
    f = (ACTIVATIONS[name] for name in activations)
    return passes.Layers((None, *W), (None, *b), (None, *f), (None,) * (L + 1), (False,) * (L + 1))


def run(W, activations, z, a, y, loss, learning_rate, way=RIGHT):
    """`passes.backward` with the pieces in `way`, and the right ones where it has none.

    What is called like this stands for a whole backward pass: the checks call it a run.

    Parameters
    ----------
    W, z, a : mapping or ByLayer
        Arrays by layer number, as in `Network` and `ForwardPass`; ``a[0]`` is X.
    activations : sequence of str
        One a layer.
    y : ndarray, shape (batch, outputs)
    loss : str
    learning_rate : float
        Not used here. Every run takes it, as with one mistake delta depends on it.
    way : mapping from piece name to function

    Returns
    -------
    delta, dW, db : dict
        Arrays by layer number.
    """
    numbers = range(1, len(activations) + 1)
    dense = layers([W[l] for l in numbers], numbers, activations)  # no b is asked for
    found = passes.backward(dense, passes.Forward(z, z, a, a, None), y, loss, **way)
    return tuple({l: part[l] for l in numbers} for part in found[:3])


def updating_first(way=RIGHT):
    """A run that updates W[l+1] before it computes delta[l], with the pieces in `way`."""
    way = {**RIGHT, **way}

    def updating(W, activations, z, a, y, loss, learning_rate):
        L = len(activations)
        f = {l: ACTIVATIONS[name] for l, name in enumerate(activations, start=1)}
        delta, dW = {L: way["output_delta"](z[L], a[L], y, f[L], loss)}, {}
        for l in range(L, 0, -1):
            dW[l] = way["weight_gradient"](a[l - 1], delta[l])
            if l > 1:
                updated = W[l] - learning_rate * dW[l]
                delta[l - 1] = way["hidden_delta"](delta[l], updated, z[l - 1], a[l - 1], f[l - 1])
        return delta, dW, {l: way["bias_gradient"](delta[l]) for l in delta}

    return updating


with_updated_weights = updating_first()


def with_slopes_written_into_a(W, activations, z, a, y, loss, learning_rate):
    """A run that writes f'(z) into a (``a *= 1 - a``) before dW reads it."""
    delta, _, db = run(W, activations, z, a, y, loss, learning_rate)
    f = {l: ACTIVATIONS[name] for l, name in enumerate(activations, start=1)}
    left = {0: a[0], **{l: slope(f[l], z[l], a[l]) for l in delta}}
    return delta, {l: weight_gradient(left[l - 1], delta[l]) for l in delta}, db


def taking_a_of_the_wrong_layer(way=RIGHT):
    """A run whose dW[l] is made with a[l], not with a[l-1], with the pieces in `way`."""

    def taking(W, activations, z, a, y, loss, learning_rate):
        delta, _, db = run(
            W, activations, z, a, y, loss, learning_rate, {**way, "weight_gradient": _nothing}
        )
        return delta, {l: {**RIGHT, **way}["weight_gradient"](a[l], delta[l]) for l in delta}, db

    return taking


def _nothing(a_before, delta):
    return None


with_a_of_the_wrong_layer = taking_a_of_the_wrong_layer()
