"""PyTorch: our weights as an `nn.Sequential`, and back."""

from functools import partial

import numpy as np

from .. import activations
from ..network import Network
from .record import only_dense, record
from .requirements import require


def to_torch(network):
    """The same network as a PyTorch module.

    Parameters
    ----------
    network : Network

    Returns
    -------
    torch.nn.Sequential
        ``module[2 * l - 2]`` is layer l's Linear, ``module[2 * l - 1]`` its activation (an
        Identity where there is none), with copies of our weights in our dtype: float64 unless the
        network is float32. ``module(X)`` is ``forward.output``.

    Raises
    ------
    MissingFrameworkError
        If PyTorch is not installed.
    ValueError
        If the network has more than dense layers.

    Notes
    -----
    A Linear holds its weights as (fan_out, fan_in) and computes x @ weight.T + bias.

    The last activation is in the module, so its output is a probability where ours is. For a loss
    with a logarithm in it leave that activation out and take the loss from z, as
    `compare_gradients` and our core do: ``binary_cross_entropy_with_logits(module[:-1](X), y)``.
    """
    only_dense(network)
    torch = require("torch")
    parts = []
    for W, b, name in zip(network.W, network.b, network.activations, strict=True):
        linear = torch.nn.Linear(*W.shape, dtype=_dtype(torch, network))
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(W.T))
            linear.bias.copy_(torch.tensor(b))
        parts += [linear, _activations(torch.nn)[name]()]
    return torch.nn.Sequential(*parts)


def from_torch(module):
    """The same network in NumPy.

    Parameters
    ----------
    module : torch.nn.Sequential
        Of Linear layers, each followed by at most one activation that the core has.

    Returns
    -------
    Network
        With copies of the weights, float32 or float64 as they are.

    Raises
    ------
    MissingFrameworkError
        If PyTorch is not installed.
    ValueError
        If the module holds anything else.
    """
    torch = require("torch")
    if not isinstance(module, torch.nn.Sequential):
        raise ValueError(
            f"module is a {type(module).__name__}; expected a torch.nn.Sequential of Linear layers "
            "and activations."
        )
    W, b, names = [], [], []
    for k, part in enumerate(_flat(torch, module)):
        if isinstance(part, torch.nn.Linear):
            W.append(_array(part.weight).T)
            b.append(np.zeros(len(part.weight)) if part.bias is None else _array(part.bias))
            names.append(None)
        elif names and names[-1] is None:
            names[-1] = _name(torch.nn, part, k)
        else:
            raise ValueError(
                f"module[{k}] is {part}; expected a Linear layer "
                f"{'after an activation' if names else 'first'}."
            )
    names = [name or "identity" for name in names]
    dtype = W[0].dtype if W and W[0].dtype in (np.float32, np.float64) else np.float64
    return Network.from_weights(W, b, activations=names, dtype=dtype)


def gradients(network, X, y, loss):
    """A function of no arguments: one pass by autograd, as a `BackwardPass`."""
    torch = require("torch")
    module = to_torch(network)
    X, y = torch.tensor(X), torch.tensor(y)

    def run():
        module.zero_grad()
        z, a = [], X
        for linear, activation in zip(module[::2], module[1::2], strict=True):
            z.append(linear(a))
            z[-1].retain_grad()
            a = activation(z[-1])
        value = mean_loss(z[-1], a, y, loss)
        value.backward()
        return record(
            value.item(),
            [z_l.grad.numpy() for z_l in z],
            [linear.weight.grad.T.numpy().copy() for linear in module[::2]],
            [linear.bias.grad.numpy().copy() for linear in module[::2]],
        )

    return run


def mean_loss(z, a, y, loss):
    """Our loss of that name, of the last layer's z and a, as a scalar tensor."""
    functional = require("torch").nn.functional
    if loss == "bce":
        return functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(y)
    if loss == "cross_entropy":
        return functional.cross_entropy(z, y)
    if loss == "mse":
        return functional.mse_loss(a, y)
    return functional.mse_loss(a, y, reduction="sum") / (2 * len(y))  # squared_error


def _activations(nn):
    return {
        "identity": nn.Identity,
        "sigmoid": nn.Sigmoid,
        "tanh": nn.Tanh,
        "relu": nn.ReLU,
        "leaky_relu": partial(nn.LeakyReLU, activations.LEAK),
        "gelu": partial(nn.GELU, approximate="tanh"),
        "softmax": partial(nn.Softmax, dim=1),
    }


def _name(nn, part, k):
    """The core's name of an activation module."""
    for name, make in _activations(nn).items():
        same = make()
        if type(part) is type(same):
            if part.extra_repr() in (same.extra_repr(), "inplace=True", "dim=-1"):
                return name
            raise ValueError(f"module[{k}] is {part}; the core's {name!r} is {same}.")
    known = ", ".join(type(make()).__name__ for make in _activations(nn).values())
    raise ValueError(f"module[{k}] is {part}; expected a Linear layer or one of {known}.")


def _flat(torch, module):
    for part in module:
        if isinstance(part, torch.nn.Sequential):
            yield from _flat(torch, part)
        else:
            yield part


def _array(tensor):
    return tensor.detach().cpu().numpy()


def _dtype(torch, network):
    return getattr(torch, network.dtype.name)
