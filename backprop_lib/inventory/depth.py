"""Items on what is left of a delta after many layers."""

from math import prod

from ..network import Network
from .item import Draft, drawn, plain, several, signed


def _left(W, b, activation, x):
    """Which part of the last delta arrives at the first neuron."""
    net = Network.from_weights(W, b, activations=activation)
    forward = net.forward([[x]])
    backward = net.backward(forward, forward.output - 1, "squared_error")
    return backward.delta[1].item() / backward.delta[len(W)].item()


def vanishing(rng, surface):
    """Through sigmoids."""
    w, n = drawn(rng, 1, 2), drawn(rng, 2, 3)
    d = drawn(rng, 0.8, 0.4, 1.6, -0.8, -0.4, -1.6)
    left = _left([[[w]]] * (n + 1), [[-w / 2]] * (n + 1), "sigmoid", 0.5)  # each z is 0
    text = (
        f"Sigmoid neurons stand in a row, each with z = 0, where a sigmoid has the slope 0.25. All "
        f"weights are {plain(w)}. The last neuron has δ = {plain(d)}. What is the δ of the neuron "
        f"{n} places before it?",
        f"A chain of sigmoid neurons has z = 0 everywhere (slope 0.25), and each weight is "
        f"{plain(w)}. At its end δ is {plain(d)}. What is δ {n} places nearer to the input?",
    )[surface]
    return Draft(
        text,
        {"w": w, "n": n, "d": d},
        d * left,
        (
            ("flat is dead", 0.0),
            ("slope forgotten", float(d * w**n)),
            ("delta is blame", d / (n + 1)),  # shared out among the neurons
        ),
        signed(4),
        "Each place back multiplies by a weight and by a slope.",
    )


def exploding(rng, surface):
    """Through weights above 1."""
    w, d = several(rng, 3, 2, 3, 4, 5), drawn(rng, 0.1, 0.2, 0.5, -0.1, -0.2, -0.5)
    left = _left([[[1.0]], *([[one]] for one in w)], [[0.0]] * 4, "relu", 1.0)
    listed = f"{plain(w[0])}, {plain(w[1])} and {plain(w[2])}"
    text = (
        f"Four ReLU neurons stand in a row, each with z above 0. From the first to the last lead "
        f"the weights {listed}. The last neuron has δ = {plain(d)}. What is the δ of the first?",
        f"A signal passes four ReLU neurons, and all of them are on. The weights between them are, "
        f"in order, {listed}. The δ of the fourth is {plain(d)}. How large is the δ of the first?",
    )[surface]
    return Draft(
        text,
        {"w": w, "d": d},
        d * left,
        (
            ("path cut short", float(d * w[0])),
            ("a large weight decides", float(d * max(w))),
            ("one path only", float(d * sum(w))),  # along a path, too, it adds
        ),
        signed(1),
        f"Along a path multiply: {' · '.join(map(plain, w))} is {plain(prod(w))}.",
    )
