"""Keras: `compile` and `fit`, on TensorFlow.

The batches come mixed beforehand, as one long epoch: so they are those that the others get, and no
time goes into ends of epochs, which cost far more than a step. `fit` then keeps the mean loss.
"""

import os
from functools import partial

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import tensorflow
from peers.batches import Rows

NAME = "Keras `fit`"
LOSSES = {
    "bce": partial(keras.losses.BinaryCrossentropy, from_logits=True),
    "cross_entropy": partial(keras.losses.CategoricalCrossentropy, from_logits=True),
    "mse": keras.losses.MeanSquaredError,
}


class Run:
    def __init__(self, W, b, activations, loss, X, y, *, learning_rate, batch, seed):
        names = [*activations[:-1], activations[-1] if loss == "mse" else None]
        dtype = str(X.dtype)
        self.layers = [
            keras.layers.Dense(W_l.shape[1], activation=name, dtype=dtype)
            for W_l, name in zip(W, names, strict=True)
        ]
        inputs = keras.Input((X.shape[1],), dtype=dtype)
        self.network = keras.Sequential([inputs, *self.layers])
        for layer, W_l, b_l in zip(self.layers, W, b, strict=True):
            layer.set_weights([W_l, b_l])
        optimizer = keras.optimizers.SGD(learning_rate)
        self.network.compile(optimizer=optimizer, loss=LOSSES[loss](dtype=dtype))
        self.X, self.y, self.rows = X, y, Rows(len(X), batch, seed)

    def advance(self, steps):
        rows = self.rows.take(steps)
        X, y, size = self.X[rows.ravel()], self.y[rows.ravel()], rows.shape[1]
        return self.network.fit(X, y, batch_size=size, shuffle=False, verbose=0).history["loss"]

    def weights(self):
        pairs = [layer.get_weights() for layer in self.layers]
        return [W for W, _ in pairs], [b for _, b in pairs]


def version():
    return f"Keras {keras.__version__} on TensorFlow {tensorflow.__version__}"
