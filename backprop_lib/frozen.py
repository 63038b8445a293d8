"""Arrays that do not change, and say what to do instead."""

import numpy as np

PARTS = frozenset({"W", "b", "gamma", "beta", "running_mean", "running_var"})  # of a Network
WHY = (
    "a Network does not change. net.replace(layer=…, i=…, j=…, value=…) returns a new network with "
    "one other number; for whole arrays, change copies, such as W = [W_l.copy() for W_l in net.W], "
    "and make a new one: Network.from_weights(W, net.b, activations=net.activations)."
)


class array(np.ndarray):  # its name is what NumPy prints of an ndarray
    """A view of a network's array. Writing into it is an error that leads to `Network.replace`.

    NumPy refuses to write into a read-only array in few words, and has no place for more. What is
    computed from it is a plain ndarray, and so is a copy by ``np.array``.
    """

    def __array_wrap__(self, result, context=None, return_scalar=False):
        result = np.asarray(result)
        return result[()] if result.ndim == 0 else result

    def squeeze(self, axis=None):  # NumPy 1 refuses it to a subclass that wraps as above
        return np.asarray(self).squeeze(axis).view(type(self))

    def copy(self, order="C"):
        """A plain ndarray, which can be written to."""
        return np.array(self, order=order)

    def _write(self, method, *arguments):
        if not self.flags.writeable:
            raise ValueError(WHY)
        return getattr(super(), method)(*arguments)

    def __setitem__(self, key, value):
        self._write("__setitem__", key, value)

    def fill(self, value):
        self._write("fill", value)


def _writer(method):
    def write(self, other):
        return self._write(method, other)

    write.__name__ = method
    return write


for _operator in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(array, f"__i{_operator}__", _writer(f"__i{_operator}__"))
