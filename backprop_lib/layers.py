"""Everything that exists once per layer, indexed by the layer's number.

Layers count from 1; layer 0 is the input. So `network.W[1]` is the first weight matrix and
`forward.a[0]` is X, as in the equations.
"""

import numpy as np


class ByLayer:
    """Arrays of the layers `first`, `first` + 1, …, L, numbered like the equations.

    Parameters
    ----------
    name : str
        What an error calls it, such as ``"W"``.
    arrays : iterable of ndarray
        One array a layer. They are frozen (``writeable`` is set to False), not copied.
    first : int, default 1
        Number of the first layer: 0 for activations, else 1.

    Raises
    ------
    IndexError
        From ``[l]`` when there is no such layer.

    Examples
    --------
    >>> W = ByLayer("W", [np.eye(2), np.ones((2, 1))])
    >>> W[2].shape, len(W), [array.shape for array in W]
    ((2, 1), 2, [(2, 2), (2, 1)])
    """

    __slots__ = ("_arrays", "_first", "_name")

    def __init__(self, name, arrays, first=1):
        self._name, self._arrays, self._first = name, tuple(arrays), first
        for array in self._arrays:
            array.flags.writeable = False

    def __getitem__(self, layer):
        last = self._first + len(self._arrays) - 1
        if isinstance(layer, (int, np.integer)) and self._first <= layer <= last:
            return self._arrays[layer - self._first]
        why = "; the input layer has none" if layer == 0 and self._first == 1 else ""
        raise IndexError(
            f"{self._name}[{layer!r}] does not exist: layers of this network run from "
            f"{self._first} to {last}{why}."
        )

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self):
        return len(self._arrays)

    def items(self):
        """Pairs (layer number, array)."""
        return zip(range(self._first, self._first + len(self._arrays)), self._arrays, strict=True)

    def __repr__(self):
        return "\n".join(
            f"{self._name}[{layer}], shape {array.shape}:\n{array}" for layer, array in self.items()
        )


def blocks(params, sizes):
    """Views of one flat vector as a matrix a layer: the weights, and the bias as its last row.

    A bias is the weight of an input that is always one, so ``[a, 1] @ block`` is z.

    Parameters
    ----------
    params : ndarray, shape (count(sizes),)
        W[1] row by row, b[1], W[2], b[2], …
    sizes : sequence of int
        Neurons per layer, the input's first.

    Returns
    -------
    list of ndarray
        Views, shape (fan_in + 1, fan_out): writing into them writes into `params`.
    """
    views, start = [], 0
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True):
        end = start + (fan_in + 1) * fan_out
        views.append(params[start:end].reshape(fan_in + 1, fan_out))
        start = end
    return views


def split(params, sizes):
    """The same views, weights and biases apart.

    Returns
    -------
    W, b : list of ndarray
        Views, shapes (fan_in, fan_out) and (fan_out,).
    """
    views = blocks(params, sizes)
    return [block[:-1] for block in views], [block[-1] for block in views]


def count(sizes):
    """Number of weights and biases in a network with these layer sizes."""
    return sum(
        (fan_in + 1) * fan_out for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True)
    )
