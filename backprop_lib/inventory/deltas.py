"""Items on what a delta is, and what it is not."""

from ..network import Network
from .item import Draft, drawn, in_a_row, logit, plain, record, several, signed


def delta_is_a_slope(rng, surface):
    """What a delta says of a nudge."""
    d = drawn(rng, 0.2, 0.3, 0.4, 0.6, -0.2, -0.3, -0.4, -0.6)
    nudge, a = drawn(rng, 0.1, 0.2), drawn(rng, 0.2, 0.5, 0.8)
    text = (
        f"A hidden sigmoid neuron has a = {plain(a)} and δ = {plain(d)}. Its z is raised by "
        f"{plain(nudge)}, and nothing else. By how much does the loss change, roughly?",
        f"You raise the z of one sigmoid neuron by {plain(nudge)}. Its δ is {plain(d)}, and its a "
        f"is {plain(a)}. About how large is the change of the loss?",
    )[surface]
    return Draft(
        text,
        {"a": a, "d": d, "nudge": nudge},
        d * nudge,
        (
            ("slope is distance", d),
            ("sign turned", -d * nudge),
            ("slope at the wrong place", d * nudge * a * (1 - a)),
        ),
        signed(3),
        "Delta is the slope of the loss along z: slope times step.",
    )


def output_delta(rng, surface):
    """The delta of a sigmoid output with the loss "bce"."""
    y = drawn(rng, 0, 1)
    a = drawn(rng, 0.6, 0.7, 0.8, 0.9)
    a = round(1 - a, 1) if y else a
    _, forward, backward = record([[[0.0]]], [[logit(a)]], "sigmoid", [1.0], [y], "bce")
    d, side = backward.delta[1].item(), round(a)
    text = (
        'A network has one sigmoid output, and its loss is "bce". It answers '
        f"{plain(a)}, and the target is {y}. What is the δ of the output?",
        f"The target of a sample is {y}. The sigmoid at the end of the network gives {plain(a)}. "
        'The loss is "bce". What is δ there?',
    )[surface]
    return Draft(
        text,
        {"a": a, "y": y},
        d,
        (
            ("slope at the wrong place", d * a * (1 - a)),
            ("sure is right", a - side),
            ("loss is accuracy", float(side - y)),
        ),
        signed(2),
        'With a sigmoid and "bce", δ of the output is a − y.',
    )


def chain(rng, surface):
    """The delta of a hidden neuron from which one weight leads on."""
    a, d = drawn(rng, 0.5, 0.6, 0.8, 0.2), drawn(rng, 0.5, 1, 0.25, -0.5, -1, -0.25)
    into, on = several(rng, 2, 1, 2, 3, -2, -3)
    _, backward = in_a_row(a, d, into, on)
    text = (
        f"A hidden sigmoid neuron answers a = {plain(a)}. The weight {plain(into)} leads into it. "
        f"The weight {plain(on)} leads on from it, to a neuron whose δ is {plain(d)}. What is the "
        "δ of the hidden neuron?",
        f"Three neurons in a row. From the first to the second leads the weight {plain(into)}, "
        f"from the second to the third the weight {plain(on)}. The third has δ = {plain(d)}. The "
        f"second is a sigmoid with a = {plain(a)}. What is its δ?",
    )[surface]
    return Draft(
        text,
        {"a": a, "d": d, "into": into, "on": on},
        backward.delta[1].item(),
        (
            ("slope forgotten", float(d * on)),
            ("wrong weights back", d * into * a * (1 - a)),
            ("slope at the wrong place", d * on * a),
        ),
        signed(3),
        "What arrives, δ times the weight that leads on, times the neuron's own slope, a (1 − a).",
    )


def fork(rng, surface):
    """The delta of a hidden neuron from which two weights lead on."""
    w = several(rng, 2, 0.5, 1, 2, 3, -1, -2, -3)
    d = [drawn(rng, 0.1, 0.2, 0.4, 0.6, -0.1, -0.2, -0.4, -0.6) for _ in range(2)]
    net, forward, _ = record([[[1.0]], [w]], [[0.0], [0.0, 0.0]], "identity", [1.0], [0.0, 0.0])
    backward = net.backward(forward, forward.output - [d], "squared_error")
    parts = [w[0] * d[0], w[1] * d[1]]
    text = (
        "Two weights lead on from a hidden neuron without an activation: "
        f"{plain(w[0])} to a neuron with δ = {plain(d[0])}, and {plain(w[1])} to a neuron with "
        f"δ = {plain(d[1])}. What is the δ of the hidden neuron?",
        f"A hidden neuron has no activation. It feeds two outputs, by the weights {plain(w[0])} "
        f"and {plain(w[1])}. The outputs have δ = {plain(d[0])} and δ = {plain(d[1])}, in this "
        "order. What is its own δ?",
    )[surface]
    return Draft(
        text,
        {"w": w, "d": d},
        backward.delta[1].item(),
        (
            ("one path only", sum(parts) / 2),
            ("a large weight decides", float(parts[abs(w[1]) > abs(w[0])])),
            ("delta is blame", float(sum(map(abs, parts)))),
        ),
        signed(2),
        "Along each path multiply, over both paths add.",
    )


def shared_delta(rng, surface):
    """How often the way that all weights of a neuron share is walked."""
    n, k, m = *several(rng, 2, *range(3, 10)), 1
    net = Network([n, 1, k], activations="sigmoid", seed=0)
    forward = net.forward([[0.0] * n])
    deltas = net.backward(forward, [[0.0] * k], "bce").delta[1]
    text = (
        f"{n} weights and a bias lead into a hidden neuron, {k} weights lead on from it. One "
        "backward pass finds the slopes along all of them, for one sample. How often does it work "
        "out the δ of this neuron?",
        f"A hidden neuron has {n} inputs, a bias, and {k} neurons behind it. You want the slope "
        "along each of its weights and its bias, for one sample. How often must its δ be worked "
        "out?",
    )[surface]
    return Draft(
        text,
        {"n": n, "k": k},
        deltas.size // m,
        (
            ("cost of a nudge", net.W[1].size + net.b[1].size),
            ("one path only", net.W[2].size),
            ("backward is undoing", 2 * deltas.size),  # once there, once back
        ),
        lambda value: "once" if value == 1 else f"{value} times",
        "All its weights share the way from z to the loss: it is walked once.",
    )


def saturation(rng, surface):
    """Wrong where the sigmoid is flat: a large loss, and hardly a slope."""
    z, y = drawn(rng, 4, 4.5, 5), drawn(rng, 0, 1)
    z = -z if y else z
    _, forward, backward = record([[[0.0]]], [[z]], "sigmoid", [1.0], [y])
    a, d = forward.output.item(), backward.delta[1].item()
    slope = d / (a - y)
    text = (
        f"A sigmoid output has z = {plain(z)}. It answers {a:.2f}, its slope there is {slope:.2f}, "
        f"and the target is {y}. The loss is ½ (a − y)². How large are the loss and δ?",
        f"The target is {y}, but z = {plain(z)} makes a sigmoid output answer {a:.2f}. The sigmoid "
        f"has the slope {slope:.2f} there. With the loss ½ (a − y)², what are the loss and δ?",
    )[surface]
    write = signed(2)
    return Draft(
        text,
        {"z": z, "y": y},
        (backward.loss, d),
        (
            ("small is learned", (0.5 * (a - round(a)) ** 2, d)),
            ("delta is blame", (backward.loss, a - y)),
            ("flat is dead", (backward.loss, 0.0)),
        ),
        lambda value: f"loss {value[0]:.2f}, δ {write(value[1])}",
        "δ is how wrong, a − y, times how steep. Where the sigmoid is flat, it is small, not 0.",
    )
