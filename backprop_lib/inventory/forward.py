"""Items on the forward pass, the loss, and what has which shape."""

from functools import cache

import numpy as np

from ..network import Network
from .item import Draft, drawn, logit, plain, several

NEAR = (-2, -1, 1, 2)
FAR = (-4, 4)


@cache
def _answer(z):
    net = Network.from_weights([[[1.0]]], [[0.0]], activations="sigmoid")
    return net.forward([[z]]).output.item()


def bias(rng, surface):
    """What a neuron answers when nothing comes in."""
    b, small, large = drawn(rng, *NEAR), drawn(rng, 0.5, 1.5, -0.5, -1.5), drawn(rng, *FAR)
    w = several(rng, 2, small, large)
    net = Network.from_weights([[[w[0]], [w[1]]]], [[b]], activations="sigmoid")
    table = ", ".join(f"{plain(z)}: {_answer(z):.2f}" for z in sorted((*NEAR, 0, *FAR)))
    text = (
        f"A sigmoid neuron has the weights {plain(w[0])} and {plain(w[1])} and the bias "
        f"{plain(b)}. Both of its inputs are 0. What does it answer?",
        "A page is blank: both of its numbers are 0. They go into a sigmoid neuron. Its bias is "
        f"{plain(b)}, its weights are {plain(w[0])} and {plain(w[1])}. What does it answer?",
    )[surface]
    return Draft(
        f"{text} (The sigmoid of {table}.)",
        {"b": b, "w": w},
        net.forward([[0.0, 0.0]]).output.item(),
        (
            ("zero in, zero out", 0.0),
            ("bias is small", _answer(0.0)),
            ("a large weight decides", _answer(max(w, key=abs))),
        ),
        lambda value: f"{value:.2f}",
        "Nothing comes in, so z is the bias alone.",
    )


def shapes(rng, surface):
    """The shape of a batch's answers."""
    m, n, h, k = several(rng, 4, *range(2, 10))
    net = Network([n, h, k], activations="sigmoid", seed=0)
    forward = net.forward(np.zeros((m, n)))
    text = (
        f"A batch has {m} samples with {n} numbers each. It goes through a network {n}-{h}-{k}. "
        "What is the shape of its answers, `a[2]`?",
        f"`X` is ({m}, {n}), `W[1]` is ({n}, {h}) and `W[2]` is ({h}, {k}). The network turns `X` "
        "into `a[2]`. What is the shape of `a[2]`?",
    )[surface]
    return Draft(
        text,
        {"m": m, "sizes": [n, h, k]},
        forward.output.shape,
        (
            ("shapes swapped", forward.output.shape[::-1]),
            ("batch mixed up", forward.output.shape[1:]),
            ("path cut short", forward.a[1].shape),
        ),
        str,
        "One row for each sample, one column for each output.",
    )


def gradient_shapes(rng, surface):
    """The shape of the gradient of a layer's weights."""
    m, n, h, k = several(rng, 4, *range(2, 10))
    net = Network([n, h, k], activations="sigmoid", seed=0)
    forward = net.forward(np.zeros((m, n)))
    backward = net.backward(forward, np.zeros((m, k)), "bce")
    text = (
        f"A network {n}-{h}-{k} trains on a batch of {m} samples. The loss is a mean over them. "
        "What is the shape of `dW[1]`, the gradient for the first weights?",
        f"`X` is ({m}, {n}) and `delta[1]` is ({m}, {h}). The loss is a mean over the {m} samples. "
        "What is the shape of `dW[1]`?",
    )[surface]
    return Draft(
        text,
        {"m": m, "sizes": [n, h, k]},
        backward.dW[1].shape,
        (
            ("shapes swapped", backward.dW[1].shape[::-1]),
            ("batch mixed up", (m, *backward.dW[1].shape)),
            ("input forgotten", backward.delta[1].shape),
        ),
        str,
        "As many slopes as weights: `dW[1]` has the shape of `W[1]`.",
    )


def loss(rng, surface):
    """The loss moves where the count of right answers does not."""
    y = drawn(rng, 0, 1)
    near, far = drawn(rng, 0.6, 0.65, 0.7), drawn(rng, 0.8, 0.85, 0.9, 0.95)
    a = several(rng, 2, near, far)
    if y:
        a = [round(1 - one, 2) for one in a]
    counts, losses = [], []
    for one in a:
        net = Network.from_weights([[[0.0]]], [[logit(one)]], activations="sigmoid")
        forward = net.forward([[1.0]])
        counts.append(int((forward.output[0, 0] > 0.5) == bool(y)))
        losses.append(net.loss(forward, [[float(y)]], "bce"))
    count, rises = counts[1] - counts[0], int(np.sign(losses[1] - losses[0]))
    surer = int(np.sign(abs(a[1] - 0.5) - abs(a[0] - 0.5)))
    start, end = map(plain, a)
    text = (
        f"The target of a picture is {y}. A network answers {start} to it, and after some steps "
        f"{end}. What is above 0.5 is read as 1. What about the count of right answers, and the "
        'loss ("bce")?',
        f"Somebody drags a weight. The answer to one sample goes from {start} to {end}; its target "
        f"is {y}. An answer counts as 1 when it is above 0.5. How do the count of right answers "
        'and the loss ("bce") change?',
    )[surface]
    return Draft(
        text,
        {"y": y, "a": a},
        (count, rises),
        (
            ("loss is accuracy", (count, -count)),  # the loss follows the count
            ("loss is accuracy", (-rises, rises)),  # the count follows the loss
            ("sure is right", (count, -surer)),
        ),
        _changes,
        "The answer stays on the wrong side of 0.5. The loss asks how far it is from the target.",
    )


def _changes(value):
    words = {-1: "falls", 0: "stays", 1: "rises"}
    return f"the count {words[value[0]]}, the loss {words[value[1]]}"
