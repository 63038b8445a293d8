"""Tasks for paper: each says from which numbers it is made, and the core works out the answers."""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from ..network import Network

WEIGHTS = (-1.5, -0.8, -0.6, 0.4, 0.7, 1.2, 2.0)
INPUTS = (0.2, 0.5, 0.8, 1.0, 1.5)
SIZES = list(itertools.permutations(range(2, 10), 4))  # of a batch, then of three layers


@dataclass(frozen=True)
class Task:
    """One task of a sheet.

    Attributes
    ----------
    kind : str
        "shapes", "forward", "loss", "chain", "fork", "step", "tanh", "mse", "skip", "softmax",
        "mean" or "bound".
    text : str
        What is asked: Markdown with `code` and nothing else.
    given : dict
        The numbers that it is made of, by name.
    answers : dict
        By what is asked its answer: a float, or the shape of an array.
    """

    kind: str
    text: str
    given: dict
    answers: dict

    @property
    def written(self):
        """By what is asked its answer as it is written on paper."""
        return {name: _written(value) for name, value in self.answers.items()}


def _written(value):
    """
    >>> _written((2, 3)), _written(-0.25), _written(-0.00001)
    ('(2, 3)', '−0.2500', '0.0000')
    """
    if isinstance(value, tuple):
        return str(value)
    return f"{round(value, 4) + 0.0:.4f}".replace("-", "−")


def of(**choices):
    """Make a task of one of each of these: of its `count` ways `made(n)` is the n-th, from 0."""

    def decorated(make):
        def made(n):
            taken = {}
            for name, values in choices.items():
                n, place = divmod(n, len(values))
                taken[name] = values[place]
            return make(**taken)

        made.count = math.prod(map(len, choices.values()))
        return made

    return decorated


def _lists(values, length):
    return list(map(list, itertools.product(values, repeat=length)))


def _say(value):
    return f"{value:g}".replace("-", "−")


def _run(W, b, activations, x, y, loss, **more):
    """forward and backward of a small network, for one sample."""
    net = Network.from_weights(W, b, activations=activations, **more)
    forward = net.forward([x])
    return forward, net.backward(forward, [y], loss)


@of(sizes=SIZES)
def shapes_forward(sizes):
    return _shapes(*sizes, names=("W[1]", "b[1]", "a[1]", "W[2]", "a[2]"))


@of(sizes=SIZES)
def shapes_backward(sizes):
    return _shapes(*sizes, names=("delta[2]", "delta[1]", "dW[2]", "dW[1]", "db[1]"))


def _shapes(m, *sizes, names):
    sizes = list(sizes)
    net = Network(sizes, activations="sigmoid", seed=0)
    forward = net.forward(np.zeros((m, sizes[0])))
    backward = net.backward(forward, np.zeros((m, sizes[2])), "bce")
    arrays = {"W": net.W, "b": net.b, "a": forward.a}
    arrays |= {"delta": backward.delta, "dW": backward.dW, "db": backward.db}
    text = (
        f"A network {'-'.join(map(str, sizes))} gets a batch of {m} samples. What is the shape of "
    )
    found = {name: arrays[name[:-3]][int(name[-2])].shape for name in names}
    asked = ", ".join(f"`{name}`" for name in names)
    return Task("shapes", f"{text}{asked}?", {"m": m, "sizes": sizes}, found)


@of(x=_lists(INPUTS, 2), w=_lists(WEIGHTS, 2), b=(-0.5, -0.2, 0.1, 0.3))
def forward(x, w, b):
    net = Network.from_weights([[[w[0]], [w[1]]]], [[b]], activations="sigmoid")
    record = net.forward([x])
    text = (
        f"A sigmoid neuron has the weights {_say(w[0])} and {_say(w[1])} and the bias {_say(b)}. "
        f"Its inputs are {_say(x[0])} and {_say(x[1])}. Work out `z` and `a`."
    )
    answers = {"z": record.z[1].item(), "a": record.a[1].item()}
    return Task("forward", text, {"x": x, "w": w, "b": b}, answers)


@of(z=[sign * z for z in (0.4, 0.5, 0.8, 1, 1.2, 1.5, 2, 2.5) for sign in (1, -1)], y=(0, 1))
def loss(z, y):
    record, backward = _run([[[1.0]]], [[0.0]], "sigmoid", [z], [y], "bce")
    text = (
        f"A network with a sigmoid output has z = {_say(z)} there, and the target is {y}. Work out "
        'its answer `a` and its loss, "bce".'
    )
    return Task("loss", text, {"z": z, "y": y}, {"a": record.output.item(), "loss": backward.loss})


@of(x=INPUTS, w1=WEIGHTS, w2=WEIGHTS, y=(0, 1))
def chain(x, w1, w2, y):
    _, backward = _run([[[w1]], [[w2]]], [[0.0], [0.0]], "sigmoid", [x], [y], "bce")
    text = (
        f"Two sigmoid neurons in a row, no biases: the weights are {_say(w1)}, then {_say(w2)}. "
        f'The input is {_say(x)}, the target {y}, the loss "bce". Work out `delta[2]`, `delta[1]` '
        "and the slope along the first weight, `dW[1]`."
    )
    answers = {
        "delta[2]": backward.delta[2].item(),
        "delta[1]": backward.delta[1].item(),
        "dW[1]": backward.dW[1].item(),
    }
    return Task("chain", text, {"x": x, "w1": w1, "w2": w2, "y": y}, answers)


@of(z=(-1, -0.5, 0.5, 1), w=_lists(WEIGHTS, 2), y=([1, 0], [0, 1]))
def fork(z, w, y):
    W = [[[1.0]], [w]]
    _, backward = _run(W, [[0.0], [0.0, 0.0]], "sigmoid", [z], y, "bce")
    text = (
        f"A hidden sigmoid neuron has z = {_say(z)}. Two weights lead on from it, {_say(w[0])} and "
        f"{_say(w[1])}, to two sigmoid outputs without biases. Their targets are {y[0]} and "
        f'{y[1]}, the loss is "bce". Work out the δ of each output and of the hidden neuron.'
    )
    first, second = backward.delta[2][0].tolist()
    answers = {"first output": first, "second output": second}
    answers["hidden"] = backward.delta[1].item()
    return Task("fork", text, {"z": z, "w": w, "y": y}, answers)


@of(w=WEIGHTS, x=INPUTS, rate=(0.1, 0.5, 1, 2), y=(0, 1))
def step(w, x, rate, y):
    net = Network.from_weights([[[w]]], [[0.0]], activations="sigmoid")
    backward = net.backward(net.forward([[x]]), [[y]], "bce")
    new = net.step(backward, learning_rate=rate)
    text = (
        f"A sigmoid neuron has the weight {_say(w)} and the bias 0. The input is {_say(x)}, the "
        f'target {y}, the loss "bce", the learning rate {_say(rate)}. Do one step of gradient '
        "descent: what are the new `w` and `b`?"
    )
    answers = {"w": new.W[1].item(), "b": new.b[1].item()}
    return Task("step", text, {"w": w, "x": x, "rate": rate, "y": y}, answers)


@of(z=[sign * z for z in (0.2, 0.4, 0.6, 0.9, 1.2, 1.5) for sign in (1, -1)], y=(-1, 0, 1))
def tanh(z, y):
    _, backward = _run([[[1.0]]], [[0.0]], "tanh", [z], [y], "squared_error")
    text = (
        f"A tanh output has z = {_say(z)}, the target is {_say(y)}, and the loss is ½ (a − y)². "
        "Work out its δ."
    )
    return Task("tanh", text, {"z": z, "y": y}, {"delta": backward.delta[1].item()})


@of(a=_lists((0.2, 0.5, 0.9, 1.4), 2), y=_lists((-1, 0, 1, 2), 2))
def mse(a, y):
    _, backward = _run([np.eye(2)], [[0.0, 0.0]], "identity", a, y, "mse")
    text = (
        f"Two outputs without an activation answer {_say(a[0])} and {_say(a[1])}; the targets are "
        f'{_say(y[0])} and {_say(y[1])}. The loss is "mse", the mean of (a − y)² over the outputs. '
        "Work out the δ of each."
    )
    first, second = backward.delta[1][0].tolist()
    return Task("mse", text, {"a": a, "y": y}, {"first": first, "second": second})


@of(x=INPUTS, w=WEIGHTS, y=(-1, 0, 1))
def skip(x, w, y):
    W, b = [[[1.0]], [[w]]], [[0.0], [0.0]]
    names, skips = ["identity", "tanh"], [False, True]
    _, backward = _run(W, b, names, [x], [y], "squared_error", residual=skips)
    text = (
        f"A layer with a skip answers tanh(w · x) + x, with w = {_say(w)} and x = {_say(x)}. The "
        f"target is {_say(y)}, the loss ½ (a − y)². Work out δ, the slope along z = w · x, and the "
        "slope of the loss along x."
    )
    answers = {"delta": backward.delta[2].item(), "along x": backward.delta[1].item()}
    return Task("skip", text, {"x": x, "w": w, "y": y}, answers)


@of(z=_lists((-1, 0, 0.5, 1, 2), 3), right=(0, 1, 2))
def softmax(z, right):
    y = np.eye(3)[right]
    record, backward = _run([np.eye(3)], [np.zeros(3)], "softmax", z, y, "cross_entropy")
    text = (
        f"A softmax has z = ({', '.join(map(_say, z))}), and the right answer is number "
        f"{right + 1}. The loss is the cross-entropy. Work out the answers and the three δ."
    )
    answers = {f"a {n}": value for n, value in enumerate(record.output[0].tolist(), start=1)}
    answers |= {f"delta {n}": v for n, v in enumerate(backward.delta[1][0].tolist(), start=1)}
    return Task("softmax", text, {"z": z, "right": right}, answers)


@of(m=(4, 5, 8, 10, 16, 20, 25, 32), s=(-0.04, -0.02, 0.01, 0.03, 0.05))
def mean(m, s):
    # delta of one sample, from its slope in the mean over the batch
    net = Network.from_weights([[[1.0]]], [[0.0]], activations="identity")
    X = np.zeros((m, 1))
    y = X.copy()
    y[0] = -m * s  # with ½ (a − y)², δ = a − y
    backward = net.backward(net.forward(X), y, "squared_error")
    text = (
        f"The loss is a mean over {m} samples. A hook on z shows the slope {_say(s)} of this mean "
        "for one sample. What is δ there, the slope of the sample's own loss?"
    )
    return Task("mean", text, {"m": m, "s": s}, {"delta": backward.delta[1][0].item()})


@of(n=(2, 3, 4), w=(0.8, 1, 1.2, 1.5, 1.6, 1.8, 2, 2.4, 2.5, 2.8, 3, 3.2))
def bound(n, w):
    # At z = 0, where a sigmoid is steepest: the biases bring every neuron there.
    W, b = [[[w]]] * (n + 1), [[-w / 2]] * (n + 1)
    _, backward = _run(W, b, "sigmoid", [0.5], [1], "bce")
    left = backward.delta[1].item() / backward.delta[n + 1].item()
    text = (
        f"A chain of sigmoid neurons, all weights {_say(w)}. At most which part of the last δ is "
        f"left at the neuron {n} places before it?"
    )
    return Task("bound", text, {"n": n, "w": w}, {"at most": left})
