"""Everything that exists once per layer, indexed by the layer's number.

Layers count from 1; layer 0 is the input. So `network.W[1]` is the first weight matrix and
`forward.a[0]` is X, as in the equations.
"""

import numpy as np

from . import frozen


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
    TypeError
        From ``[l] = …``: nothing in it changes. From ``+ - * / @``: they take one of the arrays.

    Examples
    --------
    >>> W = ByLayer("W", [np.eye(2), np.ones((2, 1))])
    >>> W[2].shape, len(W), [array.shape for array in W]
    ((2, 1), 2, [(2, 2), (2, 1)])
    """

    __slots__ = ("_arrays", "_first", "_name", "_why")

    def __init__(self, name, arrays, first=1, *, why="this layer is not normalized"):
        self._name, self._arrays, self._first, self._why = name, tuple(arrays), first, why
        for array in self._arrays:
            if array is not None:
                array.setflags(write=False)

    def __getitem__(self, layer):
        last = self._first + len(self._arrays) - 1
        if isinstance(layer, (int, np.integer)) and self._first <= layer <= last:
            array = self._arrays[layer - self._first]
            if array is None:
                raise IndexError(f"{self._name}[{layer!r}] does not exist: {self._why}.")
            return self._shown(array)
        if np.ndim(layer):
            raise IndexError(
                f"{self._name}[…] takes the number of a layer, and got an array. A loop over "
                f"{self._name} gives its arrays; for their numbers, too, write: "
                f"for l, array in {self._name}.items()."
            )
        why = "; the input layer has none" if layer == 0 and self._first == 1 else ""
        raise IndexError(
            f"{self._name}[{layer!r}] does not exist: layers of this network run from "
            f"{self._first} to {last}{why}."
        )

    def __iter__(self):
        return (self._shown(array) for array in self._arrays if array is not None)

    def __len__(self):
        return sum(array is not None for array in self._arrays)

    def _no_arithmetic(self, other):
        raise TypeError(
            f"{self._name} holds one array a layer: + - * / @ take one of them. Write "
            f"{self._name}[{self._first}], or loop: for l, array in {self._name}.items()."
        )

    __add__ = __sub__ = __mul__ = __truediv__ = __matmul__ = _no_arithmetic
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rmatmul__ = _no_arithmetic

    def items(self):
        """Pairs (layer number, array)."""
        numbered = enumerate(self._arrays, start=self._first)
        return ((layer, self._shown(array)) for layer, array in numbered if array is not None)

    def _shown(self, array):
        """A network's arrays as views that say what to do instead of writing into them."""
        return array.view(frozen.array) if self._name in frozen.PARTS else array

    def __setitem__(self, layer, value):
        of_network = self._name in frozen.PARTS
        why = frozen.WHY if of_network else "a record of a pass does not change; change a copy."
        raise TypeError(f"{self._name}[{layer!r}] cannot be set: {why}")

    def __repr__(self):
        return "\n".join(
            f"{self._name}[{layer}], shape {array.shape}:\n{array}" for layer, array in self.items()
        )
