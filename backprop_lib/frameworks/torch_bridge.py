"""PyTorch: our weights as an `nn.Sequential`, and back."""

from functools import cache
from typing import NamedTuple

import numpy as np

from ..network import Network
from ..normalization import BatchNorm
from .activation_table import ROWS
from .record import record
from .requirements import require


def to_torch(network):
    """The same network as a PyTorch module.

    Parameters
    ----------
    network : Network

    Returns
    -------
    torch.nn.Sequential
        Layer by layer a Linear, a BatchNorm1d if the layer is normalized, and its activation (an
        Identity where there is none), with copies of our numbers in our dtype: float64 unless the
        network is float32. A layer with a skip holds these in a Sequential of its own, which adds
        its input to what comes out. ``module(X)`` is ``forward.output``. So of plain dense layers
        ``module[2 * l - 2]`` is the Linear of layer l, ``module[2 * l - 1]`` its activation.

    Raises
    ------
    MissingFrameworkError
        If PyTorch is not installed.

    Notes
    -----
    A Linear holds its weights as (fan_out, fan_in) and computes x @ weight.T + bias.

    The module comes as after ``module.eval()``: a BatchNorm1d uses its running statistics, as
    `Network.forward` does. After ``module.train()`` it uses the batch's own and moves the running
    ones, as `train` does; epsilon and momentum mean the same in both.

    The last activation is in the module, so its output is a probability where ours is. For a loss
    with a logarithm in it leave that activation out and take the loss from z, as
    `compare_gradients` and our core do: ``binary_cross_entropy_with_logits(module[:-1](X), y)``.
    """
    torch = require("torch")
    dtype, parts = getattr(torch, network.dtype.name), []
    for l, W in network.W.items():
        norm, skip = network.normalization[l - 1], network.residual[l - 1]
        layer = [torch.nn.Linear(*W.shape, dtype=dtype)]
        numbers = {layer[0].weight: W.T, layer[0].bias: network.b[l]}
        if norm:
            own = torch.nn.BatchNorm1d(W.shape[1], norm.epsilon, norm.momentum, dtype=dtype)
            layer.append(own)
            numbers |= {
                own.weight: network.gamma[l],
                own.bias: network.beta[l],
                own.running_mean: network.running_mean[l],
                own.running_var: network.running_var[l],
            }
        with torch.no_grad():
            for tensor, array in numbers.items():
                tensor.copy_(torch.tensor(array))
        layer.append(ROWS[network.activations[l - 1]].torch(torch.nn))
        parts += [_skip()(*layer)] if skip else layer
        if l == 1:
            layer[0].register_forward_pre_hook(_check_input)
    return torch.nn.Sequential(*parts).eval()


def _check_input(linear, inputs):
    """A ValueError with the call that repairs an X that PyTorch refuses in words of its own."""
    torch, (X, *_) = require("torch"), inputs
    dtype, width = linear.weight.dtype, linear.in_features
    name = str(dtype).removeprefix("torch.")
    if not isinstance(X, torch.Tensor):
        raise ValueError(
            f"X is a {type(X).__name__}; expected a tensor. Write "
            f"torch.tensor(np.asarray(X, dtype={name!r}))."
        )
    if X.dtype != dtype:
        short = {"float64": "X.double()", "float32": "X.float()"}.get(name, f"X.to({dtype})")
        raise ValueError(f"X is {X.dtype}, but this module computes in {dtype}. Write {short}.")
    if X.ndim == 0 or X.shape[-1] != width:
        flat = X.ndim > 1 and X[0].numel() == width
        raise ValueError(
            f"X has shape {tuple(X.shape)}; expected (batch, {width})."
            f"{' Write torch.flatten(X, 1).' if flat else ''}"
        )


def from_torch(module):
    """The same network in NumPy.

    Parameters
    ----------
    module : torch.nn.Sequential
        Of Linear layers, each followed by at most one BatchNorm1d and at most one activation that
        the core has; and of layers with a skip as `to_torch` makes them.

    Returns
    -------
    Network
        With copies of the numbers, float32 or float64 as they are.

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
    read = _layers(module)
    norms = [layer.norm for layer in read if layer.norm is not None]
    W = [_array(layer.linear.weight).T for layer in read]
    return Network.from_weights(
        W,
        [
            np.zeros(layer.linear.out_features)
            if layer.linear.bias is None
            else _array(layer.linear.bias)
            for layer in read
        ],
        activations=[layer.name for layer in read],
        normalization=[
            layer.norm and BatchNorm(layer.norm.eps, layer.norm.momentum) for layer in read
        ]
        if norms
        else None,
        residual=[layer.skip for layer in read] if read else False,
        gamma=[_array(norm.weight) for norm in norms] or None,
        beta=[_array(norm.bias) for norm in norms] or None,
        running_mean=[_array(norm.running_mean) for norm in norms] or None,
        running_var=[_array(norm.running_var) for norm in norms] or None,
        dtype=W[0].dtype if W and W[0].dtype in (np.float32, np.float64) else np.float64,
    )


def gradients(network, X, y, loss):
    """A function of no arguments: one pass by autograd, as a `BackwardPass`."""
    torch = require("torch")
    module = to_torch(network).train()
    read = _layers(module)
    X, y = torch.tensor(X), torch.tensor(y)

    def slopes(tensors):
        return [None if one is None else one.grad.numpy().copy() for one in tensors]

    def run():
        module.zero_grad()
        z, a = [], X
        for layer in read:
            z.append(layer.linear(a))
            z[-1].retain_grad()
            u = z[-1] if layer.norm is None else layer.norm(z[-1])
            f = layer.activation(u)
            a = f + a if layer.skip else f
        value = mean_loss(u, a, y, loss)
        value.backward()
        norms = [layer.norm for layer in read]
        return record(
            value.item(),
            slopes(z),
            [slope.T for slope in slopes([layer.linear.weight for layer in read])],
            slopes([layer.linear.bias for layer in read]),
            slopes([norm and norm.weight for norm in norms]),
            slopes([norm and norm.bias for norm in norms]),
        )

    return run


def mean_loss(z, a, y, loss):
    """Our loss of that name, as a scalar tensor; z is what the last activation sees."""
    functional = require("torch").nn.functional
    if loss == "bce":
        return functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(y)
    if loss == "cross_entropy":
        return functional.cross_entropy(z, y)
    if loss == "mse":
        return functional.mse_loss(a, y)
    return functional.mse_loss(a, y, reduction="sum") / (2 * len(y))  # squared_error


def _name(nn, part, k):
    """The core's name of an activation module."""
    rows = {name: row.torch(nn) for name, row in ROWS.items()}
    for name, same in rows.items():
        if type(part) is type(same):
            if part.extra_repr() in (same.extra_repr(), "inplace=True", "dim=-1"):
                return name
            raise ValueError(f"module[{k}] is {part}; the core's {name!r} is {same}.")
    known = ", ".join(type(same).__name__ for same in rows.values())
    raise ValueError(f"module[{k}] is {part}; expected a Linear layer or one of {known}.")


class _Layer(NamedTuple):
    """The modules of one layer; `norm` may be None, `name` is the core's of its activation."""

    linear: object
    norm: object
    activation: object
    name: str
    skip: bool


def _layers(module):
    """Every `_Layer` of a Sequential; a ValueError where there is something else."""
    torch = require("torch")
    nn, found = torch.nn, []
    for k, part in enumerate(_flat(nn, module)):
        before = found[-1] if found else None
        open_ = before and before.name is None and not before.skip
        if isinstance(part, _skip()):
            inside = _layers(nn.Sequential(*part))
            if len(inside) != 1:
                raise ValueError(
                    f"module[{k}] is a skip around {len(inside)} layers; expected one layer."
                )
            found.append(inside[0]._replace(skip=True))
        elif isinstance(part, nn.Linear):
            found.append(_Layer(part, None, None, None, False))
        elif isinstance(part, nn.BatchNorm1d) and open_ and before.norm is None:
            if not part.affine or not part.track_running_stats or part.momentum is None:
                raise ValueError(
                    f"module[{k}] is {part}; expected a BatchNorm1d that is affine, tracks running "
                    "statistics and has a momentum."
                )
            found[-1] = before._replace(norm=part)
        elif open_ and not isinstance(part, nn.BatchNorm1d):
            found[-1] = before._replace(activation=part, name=_name(nn, part, k))
        else:
            raise ValueError(
                f"module[{k}] is {part}; expected a Linear layer "
                f"{'after an activation' if found else 'first'}."
            )
    plain = nn.Identity()
    return [
        layer if layer.name else layer._replace(activation=plain, name="identity")
        for layer in found
    ]


@cache  # PyTorch is imported only when it is used
def _skip():
    torch = require("torch")

    class Skip(torch.nn.Sequential):
        """Its input is added to what comes out."""

        def forward(self, a):
            return super().forward(a) + a

    return Skip


def _flat(nn, module):
    for part in module:
        if isinstance(part, nn.Sequential) and not isinstance(part, _skip()):
            yield from _flat(nn, part)
        else:
            yield part


def _array(tensor):
    tensor = tensor.detach().cpu()
    return (tensor.double() if "bfloat16" in str(tensor.dtype) else tensor).numpy()
