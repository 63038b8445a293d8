"""The two passes, and nothing else: plain lists of arrays in, plain lists out, no checks.

Here `W[0]` is layer 1's matrix, because these are lists; `Network` wraps them in records that
count as the equations do. Complex weights are welcome (see :mod:`backprop_lib.gradcheck`).
"""

from .activations import ACTIVATIONS
from .losses import LOSSES


def forward(W, b, activations, X):
    """z and a of every layer (Nielsen 2015, eq. 25, batch first).

    Returns
    -------
    z : list of ndarray, shape (batch, fan_out)
    a : list of ndarray
        One longer than z: it starts with X.
    """
    z, a = [], [X]
    for W_l, b_l, name in zip(W, b, activations, strict=True):
        z.append(a[-1] @ W_l + b_l)
        a.append(ACTIVATIONS[name].value(z[-1]))
    return z, a


def sample_losses(z, a, y, loss):
    """Loss of every sample, shape (batch,)."""
    return LOSSES[loss].per_sample(z[-1], a[-1], y)


def backward(W, activations, z, a, y, loss):
    """delta, dW and db of every layer (Nielsen 2015, BP1 to BP4, batch first).

    Returns
    -------
    delta : list of ndarray, shape (batch, fan_out)
        dL_sample/dz, one row a sample.
    dW, db : list of ndarray
        Means over the batch.
    """
    batch, L = len(y), len(W)
    delta, dW, db = [None] * L, [None] * L, [None] * L
    for l in reversed(range(L)):

        def slope(l=l):
            return ACTIVATIONS[activations[l]].derivative(z[l], a[l + 1])

        if l == L - 1:
            delta[l] = LOSSES[loss].output_delta(a[-1], y, slope)  # BP1
        else:
            delta[l] = (delta[l + 1] @ W[l + 1].T) * slope()  # BP2
        dW[l] = a[l].T @ delta[l] / batch  # BP4, mean over the batch
        db[l] = delta[l].mean(axis=0)  # BP3
    return delta, dW, db
