"""Checks at the public edge. Each error names the argument, what came and what was expected."""

import numpy as np

from . import other_names, repairs
from .activations import ACTIVATIONS
from .losses import LOSSES


def known(name, what, names):
    """`name` if it is one of `names`, else a ValueError that suggests the nearest."""
    if isinstance(name, str) and name in names:
        return name
    near = other_names.nearest(what, name, names)
    hint = f" Did you mean {near!r}?" if near else ""
    raise ValueError(f"{what} {name!r} is unknown.{hint} Known: {', '.join(map(repr, names))}.")


def numbers(value, name, dtype=np.float64):
    """`value` as a new array of finite numbers.

    Raises
    ------
    ValueError
        If it is ragged, text, complex, NaN or infinite.
    """
    given = _real(value, name)
    if given.dtype == dtype:
        array = given.copy(order="K")
    else:
        with np.errstate(over="ignore"):  # float64 -> float32 may overflow: reported below
            array = np.array(given, dtype=dtype)
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        came, kind = given[where], np.dtype(dtype)
        if np.isfinite(came):
            raise ValueError(
                f"{name} holds {came:.3g} at index {list(where)}, too large for {kind}. "
                f"Write np.divide({name}, np.max(np.abs({name})))."
            )
        repair = repairs.of_missing(value, name, where) if np.isnan(came) and where else ""
        raise ValueError(
            f"{name} holds {came} at index {list(where)}; expected finite {kind} numbers.{repair}"
        )
    return array


def number(value, name, dtype=np.float64):
    """`value` as one finite number, an array without axes.

    Raises
    ------
    ValueError
        If it is none, or more than one.
    """
    array = numbers(value, name, dtype)
    if array.ndim:
        raise ValueError(f"{name} has shape {array.shape}; expected one number.")
    return array


def _real(value, name):
    """`value` as an array of real numbers, finite or not."""
    try:
        array = np.asarray(value)
    except Exception as error:  # ragged, or a tensor that cannot be read
        raise ValueError(repairs.of_objects(value, name)) from error
    if array.dtype.kind == "O":  # tables whose columns differ hand out objects
        if array.ndim == 0 or not all(map(repairs.is_number, array.flat)):
            raise ValueError(repairs.of_objects(value, name))
        return array.astype(np.float64)
    if array.dtype.kind == "c":
        raise ValueError(f"{name} is complex; expected real numbers. Write np.real({name}).")
    if array.dtype.kind in "UST":
        raise ValueError(repairs.of_text(value, array, name))
    if array.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} holds {array.dtype} values, such as {array.flat[0]!r}; expected numbers."
        )
    return array


def batch(value, name, width, role, dtype, rows=None):
    """`value` as a (batch, width) array; `role` says what a column is ("features", "outputs").

    `rows`, where it is known, is how many samples there are: it helps to say what repairs y.
    """
    array = numbers(value, name, dtype)
    if array.ndim != 2 or array.shape[1] != width or not len(array):
        expected = f"expected (batch, {width}): one row a sample, {width} {role}"
        if not array.size:
            raise ValueError(f"{name} is empty: shape {array.shape}; {expected}, at least one.")
        repair = repairs.of_shape(value, array, name, width, role, rows)
        raise ValueError(f"{name} has shape {array.shape}; {expected}.{repair}")
    return array


def weights(W, b, dtype):
    """Lists of checked arrays, and the layer sizes that they chain to."""
    W, b = _arrays(W, "W", dtype), _arrays(b, "b", dtype)
    if not W:
        raise ValueError("W is empty; expected at least one weight matrix.")
    if len(W) != len(b):
        raise ValueError(f"W has {len(W)} arrays and b has {len(b)}; expected one b for each W.")
    sizes = []
    for l, (W_l, b_l) in enumerate(zip(W, b, strict=True), start=1):
        if W_l.ndim != 2 or 0 in W_l.shape:
            raise ValueError(
                f"W[{l}] has shape {W_l.shape}; expected (fan_in, fan_out), both at least 1."
            )
        if sizes and W_l.shape[0] != sizes[-1]:
            raise ValueError(
                f"W[{l}] has shape {W_l.shape}, but layer {l - 1} has {sizes[-1]} neurons, "
                f"so W[{l}] "
                f"needs shape ({sizes[-1]}, fan_out). Weights are (fan_in, fan_out) here; for a "
                "torch.nn.Linear layer pass layer.weight.T."
            )
        if b_l.shape != (W_l.shape[1],):
            raise ValueError(
                f"b[{l}] has shape {b_l.shape}; expected ({W_l.shape[1]},), one bias for each "
                f"column of W[{l}], whose shape is {W_l.shape}."
            )
        sizes += [W_l.shape[0], W_l.shape[1]] if not sizes else [W_l.shape[1]]
    return W, b, tuple(sizes)


def _arrays(values, name, dtype):
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise ValueError(f"{name} is {values!r}; expected a list with one array a layer.")
    return [numbers(value, f"{name}[{l}]", dtype) for l, value in enumerate(values, start=1)]


def activation_names(activations, layers):
    """One known name for each of `layers` layers; a single name serves all of them."""
    names = [activations] * layers if isinstance(activations, str) else list(activations)
    if len(names) != layers:
        raise ValueError(
            f"activations has {len(names)} names for {layers} layers; expected one for each layer "
            "after the input (or one name for all)."
        )
    names = tuple(known(name, "activation", tuple(ACTIVATIONS)) for name in names)
    if "softmax" in names[:-1]:
        raise ValueError(
            f"activations has 'softmax' in layer {names.index('softmax') + 1}; "
            "it is for the output layer only."
        )
    return names


def loss_name(loss, output, skip=False):
    """A known loss that fits the network's output activation, and whether it has a skip."""
    needs = LOSSES[known(loss, "loss", tuple(LOSSES))].output
    if needs is not None and needs != output:
        raise ValueError(
            f"loss {loss!r} needs a {needs!r} output, but this network's output is {output!r}."
        )
    if needs is not None and skip:
        raise ValueError(
            f"loss {loss!r} needs a {needs!r} output, but the skip of this network's output layer "
            "adds its input to that; set the last entry of residual=… to False."
        )
    if needs is None and output == "softmax":
        raise ValueError(
            f"loss {loss!r} does not fit a 'softmax' output, whose slope is no single number; "
            "use loss='cross_entropy'."
        )
    return loss


def targets(y, loss, shape, dtype):
    """`y` as an array of the output's shape, with the values that the loss allows."""
    rows, width = shape
    y = batch(y, "y", width, "outputs", dtype, rows)
    if len(y) != rows:
        raise ValueError(
            f"y has {len(y)} rows, but the forward pass holds {rows} samples; expected as many."
        )
    return labels(y, loss)


def labels(y, loss):
    """`y`, an array already, if its values are such as the loss allows."""
    if loss == "bce" and (y.min() < 0 or y.max() > 1):
        raise ValueError(
            f"y runs from {y.min()} to {y.max()}; loss 'bce' expects labels in [0, 1]."
            f"{repairs.of_labels(y, 'y')}"
        )
    if loss == "cross_entropy" and ((y < 0).any() or (abs(y.sum(axis=1) - 1) > 1e-5).any()):
        raise ValueError(
            f"y has a row with a sum other than 1 or a value below 0 (smallest: {y.min()}); "
            "loss 'cross_entropy' "
            f"expects each row to be one-hot or a distribution.{repairs.of_distribution(y, 'y')}"
        )
    return y


def float_type(dtype):
    """`dtype` as float64 or float32."""
    try:
        dtype = np.dtype(dtype)
    except TypeError:
        dtype = None
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"dtype is {dtype}; expected float64 or float32.")
    return dtype


def index(value, name, size, what):
    """`value` as an index from 0 to size - 1."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and 0 <= value < size:
        return int(value)
    raise IndexError(
        f"{name}={value!r} does not exist: {what} has {size}, numbered 0 to {size - 1}."
    )


def whole_number(value, name, what):
    """`value` as a whole number of at least 1; `what` says what it counts."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name} is {value!r}; expected a whole number from 1: {what}.")
    return int(value)
