"""A network of layers that never changes."""

import numpy as np

from . import flat, network_checks, network_numbers, passes, recorded_passes, storage, validation
from .architecture import Architecture
from .by_layer import ByLayer


class Network:
    """A network of layers. It never changes: `replace` returns a new one.

    Layer l, in this order: dense, ``z[l] = a[l-1] @ W[l] + b[l]``; normalization, if it has one,
    ``u[l] = gamma[l] * z_hat[l] + beta[l]``, else u is z; the activation f; a skip, if it has one,
    ``a[l] = f(u[l]) + a[l-1]``, else a is f(u).

    Parameters
    ----------
    sizes : sequence of int
        Neurons per layer, the input's first: ``[2, 4, 1]``.
    activations : sequence of str, or str
        One name for each layer after the input (or one name for all), such as "tanh", "relu" or
        "sigmoid", from `backprop_lib.activations.ACTIVATIONS`; "softmax" for the output alone.
    init : str or callable, default "xavier"
        A name from `backprop_lib.initializers.INITIALIZERS`, or a function
        ``(rng, fan_in, fan_out)`` such as ``initializers.normal(0.01)``. Biases start at 0.
    seed : int or numpy.random.Generator, optional
        Where the weights are drawn from. None draws different ones each time.
    normalization : "batch", BatchNorm or sequence, optional
        Batch normalization. One entry alone is for every hidden layer; a sequence has one for
        each layer, the output too, with None where there is none. "batch" is short for
        `backprop_lib.normalization.BatchNorm()`; gamma starts at 1, beta at 0.
    residual : bool or sequence of bool, default False
        Skips. True alone gives one to every hidden layer with as many neurons as the layer
        before it; a sequence has an entry for each layer.
    dtype : float64 or float32, default float64

    Attributes
    ----------
    W : ByLayer
        ``W[l]``, shape (fan_in, fan_out), for l = 1 … L.
    b : ByLayer
        ``b[l]``, shape (fan_out,).
    gamma, beta : ByLayer
        ``gamma[l]`` and ``beta[l]``, shape (fan_out,), of the normalized layers.
    params : ndarray
        All of them in one read-only vector: W[1] row by row, b[1], W[2], b[2], …, and then gamma
        and beta of each normalized layer.
    running_mean, running_var : ByLayer
        What a normalized layer uses in `forward` without ``training=True``, shape (fan_out,).
        They start at 0 and 1; training moves them, but they are no parameters.
    running : ndarray
        All of them in one read-only vector, mean and variance of each normalized layer.
    sizes, activations, normalization, residual : tuple
        The last three have an entry for each layer after the input.
    architecture : Architecture
        These four together.
    layers : passes.Layers
        All of this as :func:`backprop_lib.passes.forward` takes it.
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

    __slots__ = ("W", "b", "params", "running", "architecture", "dtype", "layers")

    def __init__(
        self,
        sizes,
        *,
        activations,
        init="xavier",
        seed=None,
        normalization=None,
        residual=False,
        dtype=np.float64,
    ):
        architecture = Architecture.of(sizes, activations, normalization, residual)
        dtype = validation.float_type(dtype)
        params, running = network_numbers.drawn(architecture, init, seed, dtype)
        self._fill(params, architecture, running)

    @classmethod
    def from_weights(
        cls,
        W,
        b,
        *,
        activations,
        normalization=None,
        residual=False,
        gamma=None,
        beta=None,
        running_mean=None,
        running_var=None,
        dtype=np.float64,
    ):
        """A network with these weights and biases (copied).

        Parameters
        ----------
        W : sequence of array_like, shapes (fan_in, fan_out)
            One a layer. `net.W` of another network fits too.
        b : sequence of array_like, shapes (fan_out,)
        activations : sequence of str, or str
        normalization, residual : optional
            As in `Network`.
        gamma, beta, running_mean, running_var : sequence of array_like, shapes (fan_out,), optional
            One for each normalized layer; without them 1, 0, 0 and 1.
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
        dtype = validation.float_type(dtype)
        W, b, sizes = validation.weights(W, b, dtype)
        architecture = Architecture.of(sizes, activations, normalization, residual)
        statistics = {"running_mean": running_mean, "running_var": running_var}
        params, running = network_numbers.given(
            W, b, architecture, gamma=gamma, beta=beta, **statistics
        )
        return cls._of(params, architecture, running)

    @classmethod
    def _of(cls, params, architecture, running):
        """Checked parts in, a network out: the arrays are frozen, not copied."""
        network = cls.__new__(cls)
        network._fill(params, architecture, running)
        return network

    def with_numbers(self, params, running=None):
        """The same layers with other numbers, which are frozen, not copied, and not checked.

        Parameters
        ----------
        params : ndarray
            Laid out as `params`, of this network's dtype.
        running : ndarray, optional
            Laid out as `running`; without it, this network's.

        Returns
        -------
        Network
        """
        return Network._of(params, self.architecture, self.running if running is None else running)

    def _fill(self, params, architecture, running):
        params.flags.writeable = running.flags.writeable = False
        layers = passes.layers(params, architecture, running)
        put = super().__setattr__  # ours refuses
        put("params", params)
        put("running", running)
        put("architecture", architecture)
        put("dtype", params.dtype)
        put("layers", layers)
        put("W", ByLayer("W", layers.W[1:]))
        put("b", ByLayer("b", layers.b[1:]))

    @property
    def gamma(self):
        return ByLayer("gamma", [norm and norm.gamma for norm in self.layers.norm[1:]])

    @property
    def beta(self):
        return ByLayer("beta", [norm and norm.beta for norm in self.layers.norm[1:]])

    @property
    def running_mean(self):
        return ByLayer("running_mean", [norm and norm.mean for norm in self.layers.norm[1:]])

    @property
    def running_var(self):
        return ByLayer("running_var", [norm and norm.var for norm in self.layers.norm[1:]])

    @property
    def sizes(self):
        return self.architecture.sizes

    @property
    def activations(self):
        return self.architecture.activations

    @property
    def normalization(self):
        return self.architecture.normalization

    @property
    def residual(self):
        return self.architecture.residual

    def __setattr__(self, name, value):
        raise AttributeError(
            f"a Network does not change, so {name!r} cannot be set; "
            "net.replace(...) returns a new one."
        )

    def __reduce__(self):
        return Network._of, (np.array(self.params), self.architecture, np.array(self.running))

    @property
    def name(self):
        """Such as ``"Network 2-4-1"``."""
        return "Network " + "-".join(map(str, self.sizes))

    def forward(self, X, *, training=False):
        """Pass a batch through the network and record every z and a.

        Parameters
        ----------
        X : array_like, shape (batch, features)
            It is copied.
        training : bool, default False
            Normalize by the mean and variance of this batch, as training does, not by the running
            ones. Without normalized layers it changes nothing.

        Returns
        -------
        ForwardPass

        Raises
        ------
        ValueError
            If X has another shape, is empty, or holds something that is no finite number; or if
            it is one sample, which has no variance, with ``training=True``.
        OverflowError
            If a z grows past what the dtype can hold.

        Notes
        -----
        z[l] = a[l-1] @ W[l] + b[l], a[l] = f(z[l])   (Nielsen 2015, eq. 25, batch first). For
        batch normalization (Ioffe & Szegedy 2015) see :mod:`backprop_lib.normalization`; skips are
        those of He et al. 2016, around one layer each.

        Examples
        --------
        >>> net = Network.from_weights([[[0.5], [-1.0]]], [[0.1]], activations=["identity"])
        >>> net.forward([[2.0, 1.0]]).output
        array([[0.1]])
        """
        X = validation.batch(X, "X", self.sizes[0], "features", self.dtype)
        if training and any(self.normalization):
            network_checks.has_a_variance(X)
        return recorded_passes.forward(self, X, bool(training))

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
        y = network_checks.targets(self, forward, y, loss)
        return float(passes.mean_loss(forward.computed, y, loss))

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
            like ``W[l]``, ``b[l]``, means over the batch; so ``dgamma[l]``, ``dbeta[l]``. They are
            the slopes of the loss as `forward` computed it, with the statistics of its batch or
            the running ones.

        Raises
        ------
        ValueError
            If y does not fit, the loss is unknown or does not fit the output, or `forward` was
            recorded with other weights.
        OverflowError
            If the loss, a delta or a dW grows past what the dtype can hold.

        Notes
        -----
        delta[l] = (delta[l+1] @ W[l+1].T) * f'(z[l])   (Nielsen 2015, BP2). With normalization
        and skips it goes through the layer's parts from its end to its start: dL/da[l] =
        delta[l+1] @ W[l+1].T, plus dL/da[l+1] if layer l+1 has a skip; dL/du[l] = dL/da[l] *
        f'(u[l]); from there to delta[l] = dL/dz[l] see :mod:`backprop_lib.normalization`.

        Examples
        --------
        >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
        >>> net.backward(net.forward([[2.0]]), [[0.0]], loss="squared_error").dW[1]
        array([[2.]])
        """
        y = network_checks.targets(self, forward, y, loss)
        return recorded_passes.backward(self, forward, y, loss)

    def step(self, backward, learning_rate):
        """A new network, one step of gradient descent further: each number less its slope.

        Parameters
        ----------
        backward : BackwardPass
            What ``network.backward(…)`` of this network returned.
        learning_rate : float
            Below 0 it climbs.

        Returns
        -------
        Network
            The running statistics of normalized layers are this network's: `train` moves them too.

        Raises
        ------
        ValueError
            If `backward` belongs to other layers, or the learning rate is no such number.
        OverflowError
            If a weight grows past what the dtype can hold.

        Examples
        --------
        >>> net = Network.from_weights([[[0.5]]], [[0.0]], activations=["identity"])
        >>> backward = net.backward(net.forward([[2.0]]), [[0.0]], loss="squared_error")
        >>> net.step(backward, learning_rate=0.1).W[1]  # 0.5 - 0.1 * 2
        array([[0.3]])
        """
        gradient = network_checks.gradient(self, backward)
        rate = validation.number(learning_rate, "learning_rate", self.dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # reported below
            params = self.params - rate * gradient
        if not np.isfinite(params).all():
            raise OverflowError(
                f"a weight or bias is too large for {self.dtype} after this step; "
                f"try a smaller learning_rate than {float(rate):.3g}."
            )
        return self.with_numbers(params)

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
        W, b = flat.split(new, self.sizes)
        if bias is not None and value is None and i is None:
            b[layer - 1][j] = validation.number(bias, "bias", self.dtype)
        elif bias is None and value is not None and i is not None:
            i = validation.index(i, "i", self.sizes[layer - 1], f"layer {layer - 1}")
            W[layer - 1][i, j] = validation.number(value, "value", self.dtype)
        else:
            raise ValueError(
                "replace needs either i=… and value=… (a weight) or bias=… (a bias); "
                f"got i={i!r}, value={value!r}, bias={bias!r}."
            )
        return self.with_numbers(new)

    def save(self, path):
        """Write the network to an ``.npz`` file (no pickle inside).

        Parameters
        ----------
        path : str or path-like
            NumPy appends ``.npz`` where it is missing.
        """
        storage.save(self, path)

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
        return cls._of(*storage.load(path))

    def __repr__(self):
        head = f"{self.name}, {self.params.size} parameters, {self.dtype}"
        return "\n".join([head, *self.architecture.rows()])
