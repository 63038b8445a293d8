"""Keras on TensorFlow: our weights as a `keras.Sequential`."""

from .. import activations
from .record import only_dense, record
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
    keras.Sequential
        Of Dense layers: ``model.layers[l - 1].kernel`` is W[l], shaped as ours. ``model(X)`` is
        ``forward.output``, rounded to `dtype`.

    Raises
    ------
    MissingFrameworkError
        If Keras or TensorFlow is not installed.
    ValueError
        If the network has more than dense layers.

    Notes
    -----
    Two activations are not what Keras means by their names: our "gelu" is the tanh form, and
    below zero our "leaky_relu" has slope 0.01, where Keras takes the erf form and 0.2.
    """
    only_dense(network)
    keras = require("keras")
    model = keras.Sequential(
        [
            keras.Input((network.sizes[0],), dtype=dtype),
            *(
                keras.layers.Dense(size, activation=_activation(keras, name), dtype=dtype)
                for size, name in zip(network.sizes[1:], network.activations, strict=True)
            ),
        ]
    )
    model.set_weights([part for pair in zip(network.W, network.b, strict=True) for part in pair])
    return model


def gradients(network, X, y, loss, *, dtype="float32"):
    """A function of no arguments: one pass by `tf.GradientTape`, as a `BackwardPass`."""
    keras = require("keras")
    if keras.backend.backend() != "tensorflow":
        raise ValueError(
            f"Keras runs on {keras.backend.backend()} here; this comparison needs TensorFlow. "
            "Set KERAS_BACKEND=tensorflow before Keras is imported."
        )
    import tensorflow as tf

    model = to_keras(network, dtype=dtype)
    X, y = tf.constant(X, dtype), tf.constant(y, dtype)

    def run():
        with tf.GradientTape() as tape:
            z, a = [], X
            for layer in model.layers:  # what each Dense does, with z in hand
                z.append(tf.matmul(a, layer.kernel) + layer.bias)
                a = layer.activation(z[-1])
            value = mean_loss(z[-1], a, y, loss)
        parts = tape.gradient(value, [*z, *model.trainable_variables])
        parts = [part.numpy() for part in parts]
        L = len(z)
        return record(float(value), parts[:L], parts[L::2], parts[L + 1 :: 2])

    return run


def mean_loss(z, a, y, loss):
    """Our loss of that name, of the last layer's z and a, as a scalar tensor."""
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


def _activation(keras, name):
    # TensorFlow keeps the slope of its leaky_relu in float32, and takes ten digits of gelu's scale:
    # too few for float64.
    def leaky_relu(z):
        return keras.ops.where(z > 0, z, activations.LEAK * z)

    def gelu(z):
        scale, cubic = activations.GELU_SCALE, activations.GELU_CUBIC
        return 0.5 * z * (1 + keras.ops.tanh(scale * (z + cubic * z**3)))

    own = {"identity": None, "leaky_relu": leaky_relu, "gelu": gelu}
    return own.get(name, name)
