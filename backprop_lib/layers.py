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
    arrays : iterable of (ndarray or None)
        One array a layer. They are frozen (``writeable`` is set to False), not copied. None: this
        layer has none; iterating leaves it out.
    first : int, default 1
        Number of the first layer: 0 for activations, else 1.
    why : str, default "this layer is not normalized"
        What an error says of a layer that has none.

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

    __slots__ = ("_arrays", "_first", "_name", "_why")

    def __init__(self, name, arrays, first=1, *, why="this layer is not normalized"):
        self._name, self._arrays, self._first, self._why = name, tuple(arrays), first, why
        for array in self:
            array.flags.writeable = False

    def __getitem__(self, layer):
        last = self._first + len(self._arrays) - 1
        if isinstance(layer, (int, np.integer)) and self._first <= layer <= last:
            array = self._arrays[layer - self._first]
            if array is None:
                raise IndexError(f"{self._name}[{layer!r}] does not exist: {self._why}.")
            return array
        why = "; the input layer has none" if layer == 0 and self._first == 1 else ""
        raise IndexError(
            f"{self._name}[{layer!r}] does not exist: layers of this network run from "
            f"{self._first} to {last}{why}."
        )

    def __iter__(self):
        return (array for array in self._arrays if array is not None)

    def __len__(self):
        return sum(array is not None for array in self._arrays)

    def items(self):
        """Pairs (layer number, array)."""
        numbered = enumerate(self._arrays, start=self._first)
        return ((layer, array) for layer, array in numbered if array is not None)

    def __repr__(self):
        return "\n".join(
            f"{self._name}[{layer}], shape {array.shape}:\n{array}" for layer, array in self.items()
        )


def blocks(params, sizes):
    """Views of one flat vector as a matrix a layer: the weights, and the bias as its last row.

    A bias is the weight of an input that is always one, so ``[a, 1] @ block`` is z.

    Parameters
    ----------
    params : ndarray
        W[1] row by row, b[1], W[2], b[2], …; what follows them is left alone.
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


def pairs(numbers, plan):
    """Views of one flat vector as two rows for each normalized layer, None for the others.

    Parameters
    ----------
    numbers : ndarray
        gamma[l], beta[l] of each such layer: the end of `Network.params`, from ``count(sizes)``.
        Or its running mean and variance.
    plan : plan.Plan

    Returns
    -------
    list of (ndarray, shape (2, fan_out), or None)
    """
    views, start = [], 0
    for size, norm in zip(plan.sizes[1:], plan.normalization, strict=True):
        end = start + (2 * size if norm else 0)
        views.append(numbers[start:end].reshape(2, size) if norm else None)
        start = end
    return views


def count(sizes):
    """Number of weights and biases in a network with these layer sizes."""
    return sum(
        (fan_in + 1) * fan_out for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True)
    )


def count_normalized(plan):
    """Number of gammas and betas: two for each neuron of a normalized layer."""
    return 2 * sum(size for _, size in plan.normalized())
