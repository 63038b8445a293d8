"""Runs and loops with mistakes that the checks name, and the bug laboratory does not have.

They are called like `pieces.run`, and like `update`'s own function where they train.
"""

from ...activations import ACTIVATIONS, sigmoid
from . import pieces
from .pieces import slope


def _with_gradients(dW_and_db):
    """A run with the right delta, and gradients made by ``dW_and_db(a_before, delta)``."""

    def run(W, activations, z, a, y, loss, learning_rate):
        delta, _, _ = pieces.run(W, activations, z, a, y, loss, learning_rate)
        made = {l: dW_and_db(a[l - 1], delta[l]) for l in delta}
        return delta, {l: dW for l, (dW, _) in made.items()}, {l: db for l, (_, db) in made.items()}

    return run


def _bias_of_dW(reduce, mean=True):
    def gradients(a, delta):
        dW = pieces.weight_gradient(a, delta)
        return dW, reduce(dW if mean else a.T @ delta)

    return _with_gradients(gradients)


bias_with_the_input = (
    _bias_of_dW(lambda dW: dW.sum(axis=0)),
    _bias_of_dW(lambda dW: dW.mean(axis=0)),
    _bias_of_dW(lambda dW: dW.sum(axis=0), mean=False),
    _bias_of_dW(lambda dW: dW.mean()),
    _bias_of_dW(lambda dW: dW.sum()),
)


def _with_deltas(hidden):
    """A run whose hidden delta is ``hidden(delta_next, W_next, z, a, f, l)``, with all layers."""

    def run(W, activations, z, a, y, loss, learning_rate):
        L = len(activations)
        f = {l: ACTIVATIONS[name] for l, name in enumerate(activations, start=1)}
        delta = {L: pieces.output_delta(z[L], a[L], y, f[L], loss)}
        for l in range(L - 1, 0, -1):
            delta[l] = hidden(delta[l + 1], W[l + 1], z, a, f, l)
        dW = {l: pieces.weight_gradient(a[l - 1], delta[l]) for l in delta}
        return delta, dW, {l: pieces.bias_gradient(delta[l]) for l in delta}

    return run


def _next_slope(z, a, f, l):
    return slope(f[l + 1], z[l + 1], a[l + 1])


slope_of_the_next_layer = (
    _with_deltas(lambda delta, W, z, a, f, l: (delta @ W.T) * _next_slope(z, a, f, l)),
    _with_deltas(lambda delta, W, z, a, f, l: (delta * _next_slope(z, a, f, l)) @ W.T),
    _with_deltas(
        lambda delta, W, z, a, f, l: (
            ((delta * _next_slope(z, a, f, l)) @ W.T) * slope(f[l], z[l], a[l])
        )
    ),
)


def weights_of_the_layer_itself(W, activations, z, a, y, loss, learning_rate):
    """Delta[l] is made with W[l]: an error, but where its sizes happen to fit."""
    L = len(activations)
    f = {l: ACTIVATIONS[name] for l, name in enumerate(activations, start=1)}
    delta = {L: pieces.output_delta(z[L], a[L], y, f[L], loss)}
    for l in range(L - 1, 0, -1):
        delta[l] = (delta[l + 1] @ W[l].T) * slope(f[l], z[l], a[l])
    dW = {l: pieces.weight_gradient(a[l - 1], delta[l]) for l in delta}
    return delta, dW, {l: pieces.bias_gradient(delta[l]) for l in delta}


def gradient_before_the_slope(W, activations, z, a, y, loss, learning_rate):
    """The last layer's gradients are made of a − y, and its delta has the slope."""
    delta, dW, db = pieces.run(W, activations, z, a, y, loss, learning_rate)
    L = len(activations)
    return (
        delta,
        dW | {L: pieces.weight_gradient(a[L - 1], a[L] - y)},
        db | {L: pieces.bias_gradient(a[L] - y)},
    )


def gradient_before_the_slope_in_W(W, activations, z, a, y, loss, learning_rate):
    delta, dW, db = gradient_before_the_slope(W, activations, z, a, y, loss, learning_rate)
    return delta, dW, db | {len(activations): pieces.bias_gradient(delta[len(activations)])}


def sample_by_sample(one_step):
    """Training in which ``one_step(params, X, y, rate)`` makes one step on the rows it is given."""

    def by_samples(X, y, W1, b1, W2, b2, learning_rate, steps):
        params = W1, b1, W2, b2
        for _ in range(steps):
            for k in range(len(X)):
                params = one_step(params, X[k : k + 1], y[k : k + 1], learning_rate)
        return params

    return by_samples


def forward_once(loss):
    """z and a are those of the start in every step; W is renewed."""

    def answer(X, y, W1, b1, W2, b2, learning_rate, steps):
        z, a = _passed(X, W1, b1, W2, b2)
        for _ in range(steps):
            _, dW, db = pieces.run({1: W1, 2: W2}, ["sigmoid"] * 2, z, a, y, loss, 0.5)
            W1, W2 = W1 - learning_rate * dW[1], W2 - learning_rate * dW[2]
            b1, b2 = b1 - learning_rate * db[1], b2 - learning_rate * db[2]
        return W1, b1, W2, b2

    return answer


def _passed(X, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    z2 = sigmoid(z1) @ W2 + b2
    return {1: z1, 2: z2}, {0: X, 1: sigmoid(z1), 2: sigmoid(z2)}
