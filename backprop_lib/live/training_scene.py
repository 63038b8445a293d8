"""What a TrainingPlayer trains: data by name or one's own, and the network that fits them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from .. import datasets, initializers, validation
from ..activations import ACTIVATIONS
from ..losses import LOSSES
from ..network import Network

OWN_INIT = "own function"
OWN = "own"  # the name of what was handed over: data, an initializer, a mix of activations


@dataclass(frozen=True)
class Kind:
    """A data set with the network and the settings that suit it."""

    load: Callable  # (noise, seed) -> X, y
    hidden: tuple
    output: str
    loss: str
    noise: float | None = None
    batch_size: int | None = None
    learning_rate: float = 0.5


DATASETS = {
    "xor": Kind(lambda noise, seed: datasets.xor(), (4,), "sigmoid", "bce"),
    "moons": Kind(
        lambda noise, seed: datasets.moons(noise=noise, seed=seed), (8,), "sigmoid", "bce", 0.1
    ),
    "circles": Kind(
        lambda noise, seed: datasets.circles(noise=noise, seed=seed), (8,), "sigmoid", "bce", 0.05
    ),
    "spirals": Kind(
        lambda noise, seed: datasets.spirals(noise=noise, seed=seed),
        (16, 16),
        "sigmoid",
        "bce",
        0.05,
    ),
    "spirals3": Kind(
        lambda noise, seed: datasets.spirals(arms=3, noise=noise, seed=seed),
        (16, 16),
        "softmax",
        "cross_entropy",
        0.05,
    ),
    "yin_yang": Kind(
        lambda noise, seed: datasets.yin_yang(noise=noise, seed=seed),
        (8,),
        "softmax",
        "cross_entropy",
        0.0,
    ),
    "curve": Kind(
        lambda noise, seed: datasets.curve(noise=noise, seed=seed),
        (16,),
        "identity",
        "squared_error",
        0.1,
        learning_rate=0.2,
    ),
    "digits": Kind(
        lambda noise, seed: datasets.digits(),
        (32,),
        "softmax",
        "cross_entropy",
        batch_size=32,
    ),
}
HIDDEN = tuple(name for name in ACTIVATIONS if name != "softmax")
INITS = ("normal", "xavier_uniform", "xavier_normal", "he_uniform", "he_normal")
MOST_NEURONS = 256  # in a hidden layer that is asked for on the page


@dataclass(frozen=True)
class Scene:
    """The choices that start a run anew.

    Attributes
    ----------
    dataset : str
        A name from `DATASETS`, or "own".
    hidden : tuple of int
    activation : str
        Of the hidden layers; "own": those of the network that was handed over.
    init : str or callable
        "own": the very weights that were handed over.
    noise : float or None
    seed : int
        Draws the weights and mixes the batches; the data stay.
    redraw : str or callable
        The initializer that follows on "own".
    """

    dataset: str
    hidden: tuple
    activation: str = "tanh"
    init: str | Callable = "xavier_uniform"
    noise: float | None = None
    seed: int = 0
    redraw: str | Callable = "xavier_uniform"

    def changed(self, handed, **choices):
        """The scene with other choices; what depends on a new data set follows it."""
        if choices == {"init": OWN} and handed.network is not None:  # back to its very weights
            kept = {"noise": self.noise, "seed": self.seed, "redraw": self.redraw}
            return replace(of_network(handed.network, self.dataset), **kept)
        name = choices.get("dataset", self.dataset)
        if name != self.dataset:
            known = (*DATASETS, *([OWN] if handed.X is not None else []))
            validation.known(name, "dataset", known)
            if name == OWN:  # back to what was handed over
                return replace(of_network(handed.network, OWN), seed=self.seed, redraw=self.redraw)
            kind = DATASETS[name]
            choices = {"hidden": kind.hidden, "noise": kind.noise, **choices}
            if self.activation == OWN:
                choices.setdefault("activation", "tanh")
        if self.init == OWN and choices.keys() & {"dataset", "hidden", "activation", "seed"}:
            choices.setdefault("init", self.redraw)
        return replace(self, **{name: CHECKS[name](value) for name, value in choices.items()})

    def data(self, handed):
        """X and y."""
        if self.dataset == OWN:
            return handed.X, handed.y
        return DATASETS[self.dataset].load(self.noise, 0)

    def loss(self, handed):
        """The name of the loss: the one handed over, while it fits the data set's output."""
        if self.dataset == OWN:
            return handed.loss
        kind = DATASETS[self.dataset]
        if handed.network is None or handed.loss is None:
            return kind.loss
        needs = LOSSES[handed.loss].output
        fits = needs == kind.output or (needs is None and kind.output != "softmax")
        return handed.loss if self.init == OWN or fits else kind.loss

    def network(self, handed, features, outputs):
        """The network that the run starts from."""
        if self.init == OWN:
            return handed.network
        if self.activation == OWN and len(self.hidden) == len(handed.network.activations) - 1:
            activations = handed.network.activations
        elif self.dataset == OWN:
            activations = [*self._hidden_activations(), handed.network.activations[-1]]
        else:
            activations = [*self._hidden_activations(), DATASETS[self.dataset].output]
        sizes = [features, *self.hidden, outputs]
        more = {} if handed.network is None else _kept(handed.network, sizes, activations)
        return Network(sizes, activations=activations, init=self.init, seed=self.seed, **more)

    def batch_size(self):
        """What the data set begins with."""
        return None if self.dataset == OWN else DATASETS[self.dataset].batch_size

    def learning_rate(self):
        """What the data set begins with."""
        return 0.5 if self.dataset == OWN else DATASETS[self.dataset].learning_rate

    def image_shape(self, features):
        """Rows and columns of a sample that is a picture, else None."""
        return [8, 8] if features == 64 else None

    def choices(self, handed):
        """What the page shows of it, and what it offers instead."""
        init = self.init if isinstance(self.init, str) else OWN_INIT
        given = handed.network is not None and (self.dataset == OWN or handed.X is None)
        more = dict.fromkeys([*([OWN] if given else []), init])
        return {
            "dataset": self.dataset,
            "datasets": [*([OWN] if handed.X is not None else []), *DATASETS],
            "hidden": ", ".join(map(str, self.hidden)),
            "activation": self.activation,
            "activations": [*HIDDEN, *([OWN] if self.activation == OWN else [])],
            "init": init,
            "inits": [*INITS, *(one for one in more if one not in INITS)],
            "noise": self.noise,
            "seed": self.seed,
        }

    def _hidden_activations(self):
        return ["tanh" if self.activation == OWN else self.activation] * len(self.hidden)


def _kept(network, sizes, activations):
    """Normalization and skips for other sizes: layer by layer as in `network`.

    Hidden layers that are more than its own are as its last one. A skip is kept where it fits.
    """

    def entries(each, none):
        *hidden, last = each
        hidden += [hidden[-1] if hidden else none] * len(sizes)
        return [*hidden[: len(sizes) - 2], last]

    residual = entries(network.residual, False)
    residual[-1] = residual[-1] and activations[-1] == network.activations[-1]
    fits = [m == n for m, n in zip(sizes[:-1], sizes[1:], strict=True)]
    return {
        "normalization": entries(network.normalization, None),
        "residual": [skip and fit for skip, fit in zip(residual, fits, strict=True)],
    }


@dataclass(frozen=True)
class Handed:
    """What was handed over: any part of it may be None."""

    network: Network | None
    X: np.ndarray | None
    y: np.ndarray | None
    loss: str | None


def of_network(network, dataset):
    """The scene of a network that was handed over, with its very weights."""
    names = set(network.activations[:-1])
    kept = names.pop() if len(names) == 1 else OWN
    noise = None if dataset == OWN else DATASETS[dataset].noise
    return Scene(dataset, network.sizes[1:-1], kept, OWN, noise)


def start(network, X, y, *, loss, dataset, hidden, activation, init, noise, seed):
    """The first `Scene` and what was handed over, from a TrainingPlayer's arguments."""
    if isinstance(network, str):
        if dataset is not None:
            raise ValueError(f"got {network!r} and dataset={dataset!r}; expected one data set.")
        network, dataset = None, network
    if network is not None and not isinstance(network, Network):
        raise ValueError(
            f"network is a {type(network).__name__}; expected a Network, or the name of a data "
            f"set: {', '.join(map(repr, DATASETS))}."
        )
    if (X is None) != (y is None):
        raise ValueError("got one of X and y; expected both, or none and dataset=….")
    if X is not None and dataset is not None:
        raise ValueError(f"got X, y and dataset={dataset!r}; expected one of the two.")
    if X is None and dataset is None:
        raise ValueError('got no data; expected X and y, or dataset="xor".')
    if network is None and X is not None:
        raise ValueError("got X and y without a network; expected TrainingPlayer(network, X, y).")
    if X is not None and loss is None:
        raise ValueError('loss is missing; expected a name such as loss="bce".')
    if X is not None:
        validation.loss_name(loss, network.activations[-1], network.residual[-1])
        X = validation.batch(X, "X", network.sizes[0], "features", network.dtype)
        y = validation.targets(y, loss, (len(X), network.sizes[-1]), network.dtype)
    elif loss is not None:
        validation.known(loss, "loss", tuple(LOSSES))
    handed = Handed(network, X, y, loss)
    if network is None:
        kind = DATASETS[validation.known(dataset, "dataset", tuple(DATASETS))]
        scene = Scene(dataset, kind.hidden, noise=kind.noise)
        given = {"hidden": hidden, "activation": activation, "init": init, "noise": noise}
    else:
        name = OWN if dataset is None else validation.known(dataset, "dataset", tuple(DATASETS))
        scene = of_network(network, name)
        refused = {"hidden": hidden, "activation": activation}
        for argument, value in refused.items():
            if value is not None:
                raise ValueError(f"got a network and {argument}={value!r}; expected one of them.")
        given = {"noise": noise}
        scene = replace(scene, redraw=scene.redraw if init is None else _init(init))
    given = {name: value for name, value in given.items() if value is not None}
    return replace(scene.changed(handed, **given), seed=whole_seed(seed)), handed


# ---- checks


def _hidden(value):
    """(8, 8) from [8, 8], 8 or "8, 8"."""
    try:
        parts = value.replace(",", " ").split() if isinstance(value, str) else value
        if isinstance(parts, (int, np.integer)):
            parts = (parts,)
        sizes = tuple(int(part) for part in parts)
        fits = all(size == float(part) for size, part in zip(sizes, parts, strict=True))
    except (TypeError, ValueError):
        fits, sizes = False, ()
    if not fits or not all(1 <= size <= MOST_NEURONS for size in sizes):
        raise ValueError(
            f"hidden is {value!r}; expected the neurons of each hidden layer, from 1 to "
            f"{MOST_NEURONS}, such as 8, 8."
        )
    return sizes


def _init(value):
    if callable(value):
        return value
    return validation.known(value, "init", tuple(initializers.INITIALIZERS))


def _noise(value):
    if value is None:
        return None
    number = validation.numbers(value, "noise")
    if number.ndim or number < 0:
        raise ValueError(f"noise is {value!r}; expected one number from 0, a standard deviation.")
    return float(number)


def whole_seed(value):
    """`value` if it is a seed."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 0:
        raise ValueError(f"seed is {value!r}; expected a whole number of at least 0.")
    return int(value)


CHECKS = {
    "dataset": lambda value: value,  # checked where its data are chosen
    "hidden": _hidden,
    "activation": lambda value: validation.known(value, "activation", HIDDEN),
    "init": _init,
    "noise": _noise,
    "seed": whole_seed,
}
