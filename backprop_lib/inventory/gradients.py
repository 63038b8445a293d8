"""Items on gradients of weights and biases, on batches, and on the order of things."""

import numpy as np

from ..network import Network
from .item import Draft, drawn, in_a_row, plain, record, several, signed

DELTAS = (0.2, 0.3, 0.4, 0.5, -0.2, -0.3, -0.4, -0.5)


def weight_gradient(rng, surface):
    """From the delta of a neuron to the slopes along its weight and its bias."""
    d = drawn(rng, *DELTAS)
    x, w, b = several(rng, 3, 2, 3, 4, 5, -2, -3)
    net, forward, _ = record([[[w]]], [[b]], "identity", [x], [0.0])
    backward = net.backward(forward, forward.output - d, "squared_error")
    dW, db = backward.dW[1].item(), backward.db[1].item()
    text = (
        f"A neuron has the input {plain(x)}, the weight {plain(w)}, the bias {plain(b)} and the "
        f"δ {plain(d)}. What are the slopes of the loss along its weight and its bias?",
        f"The number {plain(x)} comes into a neuron along the weight {plain(w)}. Its bias is "
        f"{plain(b)}, and its δ is {plain(d)}. What are `dW` and `db`?",
    )[surface]
    write = signed(1)
    return Draft(
        text,
        {"x": x, "w": w, "b": b, "d": d},
        (dW, db),
        (
            ("bias is small", (dW, 0.0)),
            ("input forgotten", (d, db)),
            ("wrong weights back", (w * d, b * d)),
        ),
        lambda value: f"dW = {write(value[0])}, db = {write(value[1])}",
        "Along the weight: the input times δ. Along the bias: δ, as its input is 1.",
    )


def bias_learns(rng, surface):
    """A bias moves even where nothing comes in."""
    b, d, rate = drawn(rng, 1, 2, -1, 0.5), drawn(rng, *DELTAS), drawn(rng, 0.1, 0.2, 0.5)
    net, forward, _ = record([[[1.0], [2.0]]], [[b]], "identity", [0.0, 0.0], [0.0])
    backward = net.backward(forward, forward.output - d, "squared_error")
    text = (
        f"Both inputs of a neuron are 0. Its bias is {plain(b)}, its δ is {plain(d)}, and the "
        f"learning rate is {plain(rate)}. What is the bias after one step of gradient descent?",
        f"Nothing comes into a neuron: all its inputs are 0. It has δ = {plain(d)} and the bias "
        f"{plain(b)}. One step is made with the learning rate {plain(rate)}. Where is the bias "
        "then?",
    )[surface]
    return Draft(
        text,
        {"b": b, "d": d, "rate": rate},
        net.step(backward, rate).b[1].item(),
        (
            ("zero in, zero out", float(b)),
            ("uphill", b + rate * d),
            ("slope is distance", float(b - d)),
        ),
        signed(2),
        "The slope along a bias is δ, whatever comes in. The step goes against it.",
    )


def batch_mean(rng, surface):
    """The gradient of a batch."""
    g = [drawn(rng, 1, 2, 3, 4, 6, -1, -2, -3, -4) for _ in range(4)]
    X, y = np.ones((4, 1)), -np.array([g], dtype=float).T
    net = Network.from_weights([[[0.0]]], [[0.0]], activations="identity")
    backward = net.backward(net.forward(X), y, "squared_error")
    listed = ", ".join(map(plain, g[:3])) + f" and {plain(g[3])}"
    text = (
        f"Four samples go through a network, one after the other. Along one weight, their own "
        f"losses have the slopes {listed}. The loss of the batch is the mean. What is its slope "
        "along this weight?",
        f"A batch has four samples. For one weight, the first to the fourth give the slopes "
        f"{listed}. The loss is their mean loss. Which slope does the update use?",
    )[surface]
    return Draft(
        text,
        {"g": g},
        backward.dW[1].item(),
        (
            ("batch mixed up", float(sum(g))),
            ("gradients start anew", float(g[3])),
            ("one path only", float(max(g, key=abs))),
        ),
        signed(2),
        "The slope of a mean is the mean of the slopes.",
    )


def order(rng, surface):
    """Every slope of a step belongs to the same weights: those before the update."""
    a, d = drawn(rng, 0.5, 0.8, 0.2), drawn(rng, 0.5, 1, -0.5, -1)
    into, on = several(rng, 2, 1, 2, 3, -2, -3)
    rate = drawn(rng, 1, 2)
    net, backward = in_a_row(a, d, into, on)
    new, slope = net.step(backward, rate).W[2].item(), a * (1 - a)
    text = (
        f"The weight {plain(into)} leads into a hidden sigmoid neuron with a = {plain(a)}. The "
        f"weight {plain(on)} leads on from it, to the output, whose δ is {plain(d)}. This step "
        f"of training will turn the {plain(on)} into {plain(new)}. With which δ of the hidden "
        "neuron does the step work?",
        f"In one step of training a program works out δ = {plain(d)} at the output, and the new "
        f"weight there: {plain(new)} in place of {plain(on)}. That weight leads on from a sigmoid "
        f"neuron with a = {plain(a)}; into it leads the weight {plain(into)}. Which δ of this "
        "neuron is right for the step?",
    )[surface]
    return Draft(
        text,
        {"a": a, "d": d, "into": into, "on": on, "rate": rate},
        backward.delta[1].item(),
        (
            ("backward is undoing", d * new * slope),
            ("slope forgotten", float(d * on)),
            ("wrong weights back", d * into * slope),
        ),
        signed(3),
        "First all slopes, with the weights of the forward pass; then all weights move.",
    )
