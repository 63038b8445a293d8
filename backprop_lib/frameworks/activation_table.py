"""Each activation of the core in PyTorch, Keras and JAX: a new one is one more row here."""

from functools import partial
from typing import NamedTuple

from ..activations import GELU_CUBIC, GELU_SCALE, LEAK


class Row(NamedTuple):
    """How each library makes one activation, given the library itself.

    Attributes
    ----------
    torch : callable
        Takes ``torch.nn``, returns a module.
    keras : callable
        Takes ``keras``, returns what a layer's ``activation=`` takes.
    jax : callable
        Takes ``jax``, returns a function of an array.
    """

    torch: object
    keras: object
    jax: object


# TensorFlow keeps the slope of its leaky_relu in float32, and takes ten digits of gelu's scale: too
# few for float64. jax.nn's leaky_relu has slope 1 at the kink itself; ours and torch's is 0.01.
def _keras_leaky_relu(keras):
    return lambda z: keras.ops.where(z > 0, z, LEAK * z)


def _jax_leaky_relu(jax):
    return lambda z: jax.numpy.where(z > 0, z, LEAK * z)


def _keras_gelu(keras):
    return lambda z: 0.5 * z * (1 + keras.ops.tanh(GELU_SCALE * z * (1 + GELU_CUBIC * z * z)))


ROWS = {
    "identity": Row(
        torch=lambda nn: nn.Identity(),
        keras=lambda keras: None,
        jax=lambda jax: lambda z: z,
    ),
    "sigmoid": Row(
        torch=lambda nn: nn.Sigmoid(),
        keras=lambda keras: "sigmoid",
        jax=lambda jax: jax.nn.sigmoid,
    ),
    "tanh": Row(
        torch=lambda nn: nn.Tanh(),
        keras=lambda keras: "tanh",
        jax=lambda jax: jax.numpy.tanh,
    ),
    "relu": Row(
        torch=lambda nn: nn.ReLU(),
        keras=lambda keras: "relu",
        jax=lambda jax: jax.nn.relu,
    ),
    "leaky_relu": Row(
        torch=lambda nn: nn.LeakyReLU(LEAK),
        keras=_keras_leaky_relu,
        jax=_jax_leaky_relu,
    ),
    "gelu": Row(
        torch=lambda nn: nn.GELU(approximate="tanh"),
        keras=_keras_gelu,
        jax=lambda jax: partial(jax.nn.gelu, approximate=True),
    ),
    "softmax": Row(
        torch=lambda nn: nn.Softmax(dim=1),
        keras=lambda keras: "softmax",
        jax=lambda jax: jax.nn.softmax,
    ),
}
