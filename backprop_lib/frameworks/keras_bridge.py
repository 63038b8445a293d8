"""Keras on TensorFlow: our weights as a Keras model."""

from typing import NamedTuple

from .activation_table import ROWS
from .record import record
from .requirements import require


def to_keras(network, *, dtype="float32"):
    """The same network as a Keras model.

    Parameters
    ----------
    network : Network
    dtype : {"float32", "float64"}, default "float32"
        Keras computes in float32 unless it is told otherwise.

    Returns
    -------
    keras.Sequential, or keras.Model if there are skips
        Of plain dense layers ``model.layers[l - 1].kernel`` is W[l], shaped as ours. A normalized
        layer is a Dense, a BatchNormalization and an Activation; a skip ends in an Add.
        ``model(X)`` is ``forward.output``, rounded to `dtype`.

    Raises
    ------
    MissingFrameworkError
        If Keras or TensorFlow is not installed.

    Notes
    -----
    Two activations are not what Keras means by their names: our "gelu" is the tanh form, and
    below zero our "leaky_relu" has slope 0.01, where Keras takes the erf form and 0.2.

    Keras counts the momentum of a normalization the other way round: it is the part that is kept,
    1 - ours. And what goes into the running variance is the batch's biased one, divided by n; ours
    and PyTorch's is divided by n - 1. So after training steps the running variances differ by that.
    """
    return _made(network, dtype)[0]


def gradients(network, X, y, loss, *, dtype="float32"):
    """A function of no arguments: one pass by `tf.GradientTape`, as a `BackwardPass`."""
    keras = require("keras")
    if keras.backend.backend() != "tensorflow":
        raise ValueError(
            f"Keras runs on {keras.backend.backend()} here; this comparison needs TensorFlow. "
            "Set KERAS_BACKEND=tensorflow before Keras is imported."
        )
    import tensorflow as tf

    _, made = _made(network, dtype)
    X, y = tf.constant(X, dtype), tf.constant(y, dtype)

    def run():
        with tf.GradientTape() as tape:
            z, a = [], X
            for layer in made:  # what each does, with z in hand
                z.append(tf.matmul(a, layer.dense.kernel) + layer.dense.bias)
                u = layer.norm(z[-1], training=True) if layer.norm else z[-1]
                f = layer.activation(u)
                a = f + a if layer.skip else f
            value = mean_loss(u, a, y, loss)
        dense, norms = [layer.dense for layer in made], [layer.norm for layer in made]
        found = tape.gradient(
            value,
            {
                "dz": z,
                "dW": [one.kernel for one in dense],
                "db": [one.bias for one in dense],
                "dgamma": [norm.gamma for norm in norms if norm],
                "dbeta": [norm.beta for norm in norms if norm],
            },
        )
        arrays = {name: iter([part.numpy() for part in parts]) for name, parts in found.items()}
        for name in ("dgamma", "dbeta"):
            arrays[name] = [next(arrays[name]) if norm else None for norm in norms]
        return record(float(value), **{name: [*parts] for name, parts in arrays.items()})

    return run


class _Layer(NamedTuple):
    """The Keras layers of one of ours; `norm` may be None."""

    dense: object
    norm: object
    activation: object
    skip: bool


def _made(network, dtype):
    """A Keras model with our numbers, and its layers as `_Layer`."""
    keras = require("keras")
    inputs = keras.Input((network.sizes[0],), dtype=dtype)
    made, chain, a = [], [inputs], inputs
    for size, name, norm, skip in zip(network.sizes[1:], *network.architecture[1:], strict=True):
        act = ROWS[name].keras(keras)
        dense = keras.layers.Dense(size, activation=None if norm else act, dtype=dtype)
        parts = [dense]
        if norm:
            parts += [
                keras.layers.BatchNormalization(
                    epsilon=norm.epsilon, momentum=1 - norm.momentum, dtype=dtype
                ),
                keras.layers.Activation(act, dtype=dtype),
            ]
        made.append(
            _Layer(dense, parts[1] if norm else None, parts[2] if norm else dense.activation, skip)
        )
        chain += parts
        before = a
        for part in parts:
            a = part(a)
        a = keras.layers.Add(dtype=dtype)([a, before]) if skip else a
    model = keras.Model(inputs, a) if any(network.residual) else keras.Sequential(chain)
    for l, layer in enumerate(made, start=1):
        layer.dense.set_weights([network.W[l], network.b[l]])
        if layer.norm:
            layer.norm.set_weights(
                [network.gamma[l], network.beta[l], network.running_mean[l], network.running_var[l]]
            )
    return model, made


def mean_loss(z, a, y, loss):
    """Our loss of that name, as a scalar tensor; z is what the last activation sees."""
    import tensorflow as tf

    if loss == "bce":
        terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)
    elif loss == "cross_entropy":
        terms = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)
    elif loss == "mse":
        return tf.reduce_mean((a - y) ** 2)
    else:  # squared_error
        terms = (a - y) ** 2 / 2
    return tf.reduce_sum(terms) / len(y)
