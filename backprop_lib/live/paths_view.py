"""PathsView: every path from one number of a small network to the loss, and what they add up to."""

import ipywidgets
import traitlets

from .. import gradient_paths, names, validation
from . import bundles, situation
from .network_view import NetworkView

MOST = 16  # paths from one number: more cannot be told apart in the picture


class PathsView(NetworkView):
    """Light up every path from a weight to the loss, with its factors, one path after the other.

    Click a weight: its paths, the product along each, and their sum, which is the gradient. All
    factors behind the first are the neuron's own; together they are its delta.

    Parameters
    ----------
    network : Network
        A small one: at most 16 paths from one number to the loss.
    x : array_like, shape (features,) or (batch, features)
    y : array_like, shape (outputs,) or (batch, outputs)
    loss : {"squared_error", "mse", "bce", "cross_entropy"}
    deltas : bool, default False
        Show the backward pass too.
    controls, seed
        As in `NetworkView`.

    Attributes
    ----------
    origin : str
        Where the paths begin: the weight, bias or input that was selected last. Set `selected`.
    paths : list of backprop_lib.gradient_paths.Path
        (names, factors, product) of each, computed by the kernel for what is on screen.
    path : int
        The path that is lit, an index of `paths`; ``len(view.paths)`` is all of them, their sum.
    slider : ipywidgets.IntSlider
        The slider of the path.
    network, forward, backward, sliders, selected
        As in `NetworkView`.

    Raises
    ------
    ValueError
        If the network is too large, or the data, the loss or a name do not fit.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> net = Network.from_weights([[[0.5]], [[3.0]]], [[0.0], [0.0]], activations="identity")
    >>> view = PathsView(net, [2.0], [1.0], loss="squared_error")
    >>> view
    PathsView of Network 1-1-1: W[1][0, 0] has 1 path; loss 2.0000 (squared_error)
    >>> view.paths[0].product, view.backward.dW[1]
    (12.0, array([[12.]]))
    """

    _esm = bundles.script("paths_view")
    _css = bundles.style("paths_view")
    _only_dense = True
    _told = ("loss", "deltas", "controls")

    routes = traitlets.Dict().tag(sync=True)  # by origin: the factors' names along each path
    slider = traitlets.Instance(ipywidgets.IntSlider, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )
    origin = traitlets.Unicode().tag(sync=True)

    def __init__(self, network, x, y, *, loss, deltas=False, controls=None, seed=0):
        super().__init__(network, x, y, loss=loss, deltas=deltas, controls=controls, seed=seed)
        origins = [*names.weights_and_biases(network.sizes), *names.inputs(network.sizes)]
        self._origins = {name: names.place(name) for name in origins}
        routes = {}
        for name, where in self._origins.items():
            found = self._find(where)
            if len(found) > MOST:
                raise ValueError(
                    f"{network.name} has {len(found)} paths from {name} to the loss; PathsView "
                    f"shows at most {MOST}. Take a smaller network, such as 2-2-2."
                )
            routes[name] = [list(path.names) for path in found]
        self.routes = routes
        self.slider = ipywidgets.IntSlider(
            min=0, max=len(self.routes[self.selected]), description="path", readout=False
        )
        self._chosen()

    @property
    def paths(self):
        """Each path from `origin` to the loss: (names, factors, product)."""
        return self._find(self._origins[self.origin])

    @property
    def path(self):
        """The path that is lit; ``len(view.paths)`` is their sum."""
        return self.slider.value

    @path.setter
    def path(self, number):
        self.slider.value = validation.index(
            number, "path", self.slider.max + 1, "the list of paths, with their sum,"
        )

    def state(self):
        """This exact situation, the path too, as a short text for `from_state`."""
        return situation.text(self, self._values, path=self.path)

    @classmethod
    def from_state(cls, text):
        """The view whose `state` this is; of the state of another view the first path is lit.

        Raises
        ------
        ValueError
            If the text is not a whole state.
        """
        return situation.view(text, cls, path=0)

    def __repr__(self):
        n = len(self.routes[self.origin])
        return (
            f"PathsView of {self.network.name}: {self.origin} has {n} path{'s' * (n > 1)}; "
            f"loss {self.backward.loss:.4f} ({self._loss})"
        )

    @traitlets.observe("selected")
    def _chosen(self, change=None):
        # While it is being made there are no routes; from a target there are none at all.
        if self.slider is not None and self.selected in self.routes:
            self.origin = self.selected
            self.slider.max = len(self.routes[self.selected])

    def _find(self, where):
        y = self._values[None, -self.network.sizes[-1] :]
        return gradient_paths.to_loss(self.network, self.forward, y, self._loss, **where)
