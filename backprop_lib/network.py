"""A network of dense layers that never changes, and the records of its two passes."""

from dataclasses import dataclass

import numpy as np

from . import layers, passes, validation
from .initializers import INITIALIZERS
from .layers import ByLayer

FORMAT = "backprop_lib network 1"  # what `save` writes and `load` looks for


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """What `Network.forward` saw: every z and every a of one batch.

    Attributes
    ----------
    network : Network
        The network that made it.
    z : ByLayer
        ``z[l]``, shape (batch, fan_out), for l = 1 … L.
    a : ByLayer
        ``a[l]``, shape (batch, fan_out), for l = 0 … L; ``a[0]`` is X.
    """

    network: "Network"
    z: ByLayer
    a: ByLayer

    @property
    def output(self):
        """``a[L]``, shape (batch, outputs): what the network answers."""
        return self.a[len(self.z)]

    def __repr__(self):
        head = f"ForwardPass of {len(self.output)} sample(s) through {self.network.name}"
        return f"{head}\n{self.z}\n{self.a}"


@dataclass(frozen=True, eq=False)
class BackwardPass:
    """What `Network.backward` found: the loss and its slope along everything.

    Attributes
    ----------
    loss : float
        Mean over the batch.
    delta : ByLayer
        ``delta[l]`` = dL_sample/dz[l], shape (batch, fan_out): one row a sample, not divided
        by the batch size.
    dW, db : ByLayer
        Slopes of the mean loss, shaped like ``W[l]`` and ``b[l]``.
    """

    loss: float
    delta: ByLayer
    dW: ByLayer
    db: ByLayer

    def __repr__(self):
        return f"BackwardPass, loss {self.loss:.6g}\n{self.delta}\n{self.dW}\n{self.db}"


class Network:
    """A network of dense layers. It never changes: `replace` returns a new one.

    Parameters
    ----------
    sizes : sequence of int
        Neurons per layer, the input's first: ``[2, 4, 1]``.
    activations : sequence of str, or str
        One name for each layer after the input (or one name for all): "identity", "sigmoid",
        "tanh", "relu", "leaky_relu", "gelu"; for the output also "softmax".
    init : str or callable, default "xavier"
        A name from `backprop_lib.initializers.INITIALIZERS`, or a function
        ``(rng, fan_in, fan_out)`` such as ``initializers.normal(0.01)``. Biases start at 0.
    seed : int or numpy.random.Generator, optional
        Where the weights are drawn from. None draws different ones each time.
    dtype : float64 or float32, default float64

    Attributes
    ----------
    W : ByLayer
        ``W[l]``, shape (fan_in, fan_out), for l = 1 … L.
    b : ByLayer
        ``b[l]``, shape (fan_out,).
    params : ndarray
        All of them in one read-only vector: W[1] row by row, b[1], W[2], b[2], …
    sizes, activations : tuple
    dtype : numpy.dtype

    Raises
    ------
    ValueError
        For sizes, names, an initializer's result or a dtype that do not fit.

    Examples
    --------
    >>> net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    >>> net.W[1].shape, net.b[2]
    ((2, 4), array([0.]))
    """

    __slots__ = ("W", "b", "params", "sizes", "activations", "dtype")

    def __init__(self, sizes, *, activations, init="xavier", seed=None, dtype=np.float64):
        sizes = _sizes(sizes)
        dtype = _dtype(dtype)
        draw = (
            init
            if callable(init)
            else INITIALIZERS[validation.known(init, "init", tuple(INITIALIZERS))]
        )
        rng = np.random.default_rng(seed)
        params = np.zeros(layers.count(sizes), dtype)
        for l, W_l in enumerate(layers.split(params, sizes)[0], start=1):
            drawn = validation.numbers(draw(rng, *W_l.shape), f"init's W[{l}]", dtype)
            if drawn.shape != W_l.shape:
                raise ValueError(
                    f"init returned shape {drawn.shape} for W[{l}]; expected {W_l.shape}."
                )
            W_l[...] = drawn
        self._fill(params, sizes, validation.activation_names(activations, len(sizes) - 1))

    @classmethod
    def from_weights(cls, W, b, *, activations, dtype=np.float64):
        """A network with these weights and biases (copied).

        Parameters
        ----------
        W : sequence of array_like, shapes (fan_in, fan_out)
            One a layer. `net.W` of another network fits too.
        b : sequence of array_like, shapes (fan_out,)
        activations : sequence of str, or str
        dtype : float64 or float32, default float64

        Raises
        ------
        ValueError
            If the arrays do not chain, hold no finite numbers, or the names are unknown.

        Examples
        --------
        >>> net = Network.from_weights([[[0.5], [-1.0]]], [[0.1]], activations=["sigmoid"])
        >>> net.sizes
        (2, 1)
        """
        W, b, sizes = validation.weights(W, b, _dtype(dtype))
        params = np.concatenate([part.ravel() for pair in zip(W, b, strict=True) for part in pair])
        return cls._of(params, sizes, validation.activation_names(activations, len(W)))

    @classmethod
    def _of(cls, params, sizes, activations):
        """Checked parts in, a network out: `params` is frozen, not copied."""
        network = cls.__new__(cls)
        network._fill(params, sizes, activations)
        return network

    def _fill(self, params, sizes, activations):
        params.flags.writeable = False
        W, b = layers.split(params, sizes)
        values = (ByLayer("W", W), ByLayer("b", b), params, sizes, activations, params.dtype)
        for slot, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, slot, value)

    def __setattr__(self, name, value):
        raise AttributeError(
            f"a Network does not change, so {name!r} cannot be set; "
            "net.replace(...) returns a new one."
        )

    def __reduce__(self):
        return _rebuild, (np.array(self.params), self.sizes, self.activations)

    @property
    def name(self):
        """Such as ``"Network 2-4-1"``."""
        return "Network " + "-".join(map(str, self.sizes))

    def forward(self, X):
        """Pass a batch through the network and record every z and a.

        Parameters
        ----------
        X : array_like, shape (batch, features)
            It is copied.

        Returns
        -------
        ForwardPass

        Raises
        ------
        ValueError
            If X has another shape, is empty, or holds something that is no finite number.
        OverflowError
            If a z grows past what the dtype can hold.

        Notes
        -----
        z[l] = a[l-1] @ W[l] + b[l], a[l] = f(z[l])   (Nielsen 2015, eq. 25, batch first)

        Examples
        --------
        >>> net = Network.from_weights([[[0.5], [-1.0]]], [[0.1]], activations=["identity"])
        >>> net.forward([[2.0, 1.0]]).output
        array([[0.1]])
        """
        X = validation.batch(X, "X", self.sizes[0], "features", self.dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # reported below
            z, a = passes.forward(self._blocks(), self.activations, passes.beside_ones(X))
        self._no_overflow("z", z)
        return ForwardPass(self, ByLayer("z", z), ByLayer("a", a, first=0))

    def loss(self, forward, y, loss):
        """Mean loss of one recorded forward pass, a float.

        Parameters
        ----------
        forward : ForwardPass
        y : array_like, shape (batch, outputs)
        loss : {"squared_error", "mse", "bce", "cross_entropy"}

        Raises
        ------
        ValueError
            As `backward` does.

        Examples
        --------
        >>> net = Network.from_weights([[[0.0]]], [[0.0]], activations=["sigmoid"])
        >>> round(net.loss(net.forward([[1.0]]), [[1.0]], loss="bce"), 4)
        0.6931
        """
        z, a, y = self._checked(forward, y, loss)
        return passes.mean_loss(z, a, y, loss)

    def backward(self, forward, y, loss):
        """Gradients of `loss` for one recorded forward pass.

        Parameters
        ----------
        forward : ForwardPass
            What ``forward(X)`` of this network returned. It is not changed.
        y : array_like, shape (batch, outputs)
        loss : {"squared_error", "mse", "bce", "cross_entropy"}
            "squared_error": half the sum over outputs of (a - y)^2. "mse": mean over outputs.
            "bce": needs a sigmoid output and labels in [0, 1]; sum over outputs.
            "cross_entropy": needs a softmax output; y one-hot or a distribution.
            Each is then a mean over the batch.

        Returns
        -------
        BackwardPass
            ``delta[l]``, shape (batch, fan_out), one row a sample; ``dW[l]``, ``db[l]``, shaped
            like ``W[l]``, ``b[l]``, means over the batch.

        Raises
        ------
        ValueError
            If y does not fit, the loss is unknown or does not fit the output, or `forward` was
            recorded with other weights.
        OverflowError
            If a delta grows past what the dtype can hold.

        Notes
        -----
        delta[l] = (delta[l+1] @ W[l+1].T) * f'(z[l])   (Nielsen 2015, BP2)

        Examples
        --------
        >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
        >>> net.backward(net.forward([[2.0]]), [[0.0]], loss="squared_error").dW[1]
        array([[2.]])
        """
        z, a, y = self._checked(forward, y, loss)
        with np.errstate(over="ignore", invalid="ignore"):  # reported below
            delta, dW, db = passes.backward(self._blocks(), self.activations, z, a, y, loss)
            value = passes.mean_loss(z, a, y, loss)
        self._no_overflow("delta", delta)
        return BackwardPass(value, ByLayer("delta", delta), ByLayer("dW", dW), ByLayer("db", db))

    def replace(self, *, layer, j, i=None, value=None, bias=None):
        """A new network in which one weight or one bias has another value.

        Parameters
        ----------
        layer : int
            From 1 to L.
        j : int
            The neuron of that layer that the weight leads to, or that the bias belongs to.
        i : int, optional
            The neuron of the layer before that the weight comes from.
        value : float, optional
            New value of ``W[layer][i, j]``.
        bias : float, optional
            New value of ``b[layer][j]``.

        Returns
        -------
        Network

        Raises
        ------
        IndexError
            If there is no such layer or neuron.
        ValueError
            If not exactly one of ``i=…, value=…`` and ``bias=…`` is given, or it is not finite.

        Examples
        --------
        >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
        >>> net.replace(layer=1, i=0, j=0, value=0.7).W[1], net.W[1]
        (array([[0.7]]), array([[0.5]]))
        """
        self.W[layer]  # raises the IndexError that names the layers there are
        j = validation.index(j, "j", self.sizes[layer], f"layer {layer}")
        new = np.array(self.params)
        W, b = layers.split(new, self.sizes)
        if bias is not None and value is None and i is None:
            b[layer - 1][j] = _scalar(bias, "bias", self.dtype)
        elif bias is None and value is not None and i is not None:
            i = validation.index(i, "i", self.sizes[layer - 1], f"layer {layer - 1}")
            W[layer - 1][i, j] = _scalar(value, "value", self.dtype)
        else:
            raise ValueError(
                "replace needs either i=… and value=… (a weight) or bias=… (a bias); "
                f"got i={i!r}, value={value!r}, bias={bias!r}."
            )
        return Network._of(new, self.sizes, self.activations)

    def save(self, path):
        """Write the network to an ``.npz`` file (no pickle inside).

        Parameters
        ----------
        path : str or path-like
            NumPy appends ``.npz`` where it is missing.
        """
        np.savez(
            path, format=FORMAT, sizes=self.sizes, activations=self.activations, params=self.params
        )

    @classmethod
    def load(cls, path):
        """The network that `save` wrote to `path`.

        Raises
        ------
        ValueError
            If the file is not one that `save` wrote.
        OSError
            If it cannot be read.
        """
        wrong = f"{path} is not a network that Network.save wrote"
        try:
            with np.load(path, allow_pickle=False) as file:
                if str(file["format"]) != FORMAT:
                    raise ValueError(
                        f"{wrong}: its format is {file['format']!s}, expected {FORMAT}."
                    )
                params, sizes, names = (
                    file["params"],
                    file["sizes"].tolist(),
                    file["activations"].tolist(),
                )
        except (KeyError, ValueError, EOFError) as error:
            raise ValueError(str(error) if wrong in str(error) else f"{wrong}: {error}.") from error
        sizes = _sizes(sizes)
        if params.shape != (layers.count(sizes),):
            raise ValueError(
                f"{wrong}: it holds {params.size} numbers for sizes {sizes}, "
                f"expected {layers.count(sizes)}."
            )
        params = validation.numbers(params, "params", _dtype(params.dtype))
        return cls._of(params, sizes, validation.activation_names(names, len(sizes) - 1))

    def __repr__(self):
        rows = [
            f"  layer {l}: {W_l.shape[0]} -> {W_l.shape[1]}, {name}"
            for (l, W_l), name in zip(self.W.items(), self.activations, strict=True)
        ]
        return "\n".join([f"{self.name}, {self.params.size} parameters, {self.dtype}", *rows])

    def _blocks(self):
        return layers.blocks(self.params, self.sizes)

    def _checked(self, forward, y, loss):
        """Lists z and a, and y as an array, for this network and this loss."""
        if not isinstance(forward, ForwardPass):
            raise ValueError(
                f"forward is a {type(forward).__name__}; expected the ForwardPass that "
                "network.forward(X) returned."
            )
        same = forward.network is self or (
            forward.network.sizes == self.sizes
            and forward.network.activations == self.activations
            and np.array_equal(forward.network.params, self.params)
        )
        if not same:
            raise ValueError(
                f"forward was recorded with another network ({forward.network.name}) or other "
                "weights; "
                "call network.forward(X) again."
            )
        validation.loss_name(loss, self.activations[-1])
        y = validation.targets(y, loss, forward.output.shape, self.dtype)
        return list(forward.z), list(forward.a), y

    def _no_overflow(self, name, arrays):
        for l, array in enumerate(arrays, start=1):
            if not np.isfinite(array).all():
                largest = ", ".join(f"{abs(W_l).max():.3g} in W[{k}]" for k, W_l in self.W.items())
                raise OverflowError(
                    f"{name}[{l}] is too large for {self.dtype}. "
                    f"The largest weights are {largest}: "
                    "try smaller ones."
                )


def _rebuild(params, sizes, activations):
    return Network._of(params, sizes, activations)


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


def _dtype(dtype):
    try:
        dtype = np.dtype(dtype)
    except TypeError:
        dtype = None
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"dtype is {dtype}; expected float64 or float32.")
    return dtype


def _scalar(value, name, dtype):
    array = validation.numbers(value, name, dtype)
    if array.ndim != 0:
        raise ValueError(f"{name} has shape {array.shape}; expected one number.")
    return array
