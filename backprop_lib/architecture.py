"""What the layers of a network are made of, apart from their numbers, and the checks of it."""

from typing import NamedTuple

import numpy as np

from . import validation
from .normalization import BatchNorm


class Architecture(NamedTuple):
    """What every layer is made of; `Architecture.of` checks and makes one.

    Attributes
    ----------
    sizes : tuple of int
        Neurons per layer, the input's first; the others have an entry for each layer after it.
    activations : tuple of str
    normalization : tuple of (BatchNorm or None)
    residual : tuple of bool
        Whether the layer's input is added to its answer.
    """

    sizes: tuple
    activations: tuple
    normalization: tuple
    residual: tuple

    @classmethod
    def of(cls, sizes, activations, normalization=None, residual=False):
        """A checked one; the arguments are those of `Network`."""
        sizes = _sizes(sizes)
        return cls(
            sizes,
            validation.activation_names(activations, len(sizes) - 1),
            _normalizations(normalization, len(sizes) - 1),
            _skips(residual, sizes),
        )

    def normalized(self):
        """Pairs (layer number, neurons) of the normalized layers."""
        numbered = enumerate(zip(self.sizes[1:], self.normalization, strict=True), start=1)
        return [(l, size) for l, (size, norm) in numbered if norm]

    def rows(self):
        """What each layer is, a line each."""
        layers = zip(self.activations, self.normalization, self.residual, strict=True)
        return [
            f"  layer {l}: {self.sizes[l - 1]} -> {self.sizes[l]}, "
            + (f"{norm!r}, " if norm else "")
            + name
            + (f", + a[{l - 1}]" if skip else "")
            for l, (name, norm, skip) in enumerate(layers, start=1)
        ]


def _sizes(sizes):
    try:
        sizes = tuple(sizes)
    except TypeError:
        sizes = (sizes,)
    whole = all(
        isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n >= 1 for n in sizes
    )
    if len(sizes) < 2 or not whole:
        raise ValueError(
            f"sizes is {sizes}; expected at least two whole numbers from 1, such as [2, 4, 1]."
        )
    return tuple(int(n) for n in sizes)


def _normalizations(normalization, last):
    """A BatchNorm or None for each layer; one for all means the hidden layers."""
    if normalization is None:
        return (None,) * last
    if isinstance(normalization, (str, BatchNorm)):
        _batch_norm(normalization)
        if last == 1:
            raise ValueError(
                f"normalization={normalization!r} is for the hidden layers, and this network has "
                f"none; for its output layer write normalization=[{normalization!r}]."
            )
        normalization = [*[normalization] * (last - 1), None]
    entries = _entries(normalization, "normalization", last, '"batch", a BatchNorm(…) or None')
    return tuple(None if entry is None else _batch_norm(entry) for entry in entries)


def _batch_norm(entry):
    if isinstance(entry, BatchNorm):
        return entry
    validation.known(entry, "normalization", ("batch",))
    return BatchNorm()


def _skips(residual, sizes):
    """True or False for each layer; True alone means the hidden layers that can have a skip."""
    last = len(sizes) - 1
    if isinstance(residual, (bool, np.bool_)):
        fits = [sizes[l] == sizes[l - 1] for l in range(1, last)]
        if residual and not any(fits):
            raise ValueError(
                "residual=True adds a hidden layer's input to its answer, so both need as many "
                f"neurons; with sizes {sizes} no hidden layer has as many as the layer before it."
            )
        return (*(bool(residual) and fit for fit in fits), False)
    entries = _entries(residual, "residual", last, "True or False")
    for l, skip in enumerate(entries, start=1):
        if not isinstance(skip, (bool, np.bool_)):
            raise ValueError(f"residual of layer {l} is {skip!r}; expected True or False.")
        if skip and sizes[l] != sizes[l - 1]:
            raise ValueError(
                f"residual of layer {l} adds a[{l - 1}] to its answer, but layer {l - 1} has "
                f"{sizes[l - 1]} neurons and layer {l} has {sizes[l]}; expected as many in both, "
                f"or False for layer {l}."
            )
    return tuple(bool(skip) for skip in entries)


def _entries(values, name, last, what):
    entries = list(values) if hasattr(values, "__iter__") else None
    if entries is None or len(entries) != last:
        came = f"{values!r}" if entries is None else f"{len(entries)} entries for {last} layers"
        raise ValueError(
            f"{name} is {came}; expected one entry for each layer after the input: {what}."
        )
    return entries


def only_dense(network, what):
    """A ValueError if a layer of the network is more than dense, which `what` cannot show."""
    for l, (norm, skip) in enumerate(
        zip(network.normalization, network.residual, strict=True), start=1
    ):
        if norm or skip:
            has = "is batch-normalized" if norm else "has a skip"
            raise ValueError(
                f"{what} shows plain dense layers, but layer {l} of this network {has}. Give it a "
                "network made without normalization=… and residual=…."
            )
