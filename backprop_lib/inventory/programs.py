"""Items on programs: what a framework does, and what a check proves."""

from .. import gradcheck
from ..network import Network
from .item import Draft, drawn, plain, record

NUDGE = 0.1


def cost(rng, surface):
    """How many forward passes a framework needs."""
    sizes = [drawn(rng, 2, 3, 4), drawn(rng, 3, 4, 5, 6), drawn(rng, 1, 2)]
    steps = drawn(rng, 2, 3, 4, 5)
    net = Network(sizes, activations="sigmoid", seed=0)
    made = 0
    for _ in range(steps):  # as a framework trains on one sample
        forward = net.forward([[0.0] * sizes[0]])
        made += 1
        net = net.step(net.backward(forward, [[0.0] * sizes[2]], "bce"), 0.1)
    count = net.params.size
    name = "-".join(map(str, sizes))
    text = (
        f"A framework trains a network {name} on one sample, for {steps} steps. It has {count} "
        "weights and biases. How many forward passes does the framework make?",
        f"In each of {steps} steps of training, a framework finds the slopes along all {count} "
        f"weights and biases of a network {name}. There is one sample. How often does the sample "
        "go forward through the network, all in all?",
    )[surface]
    return Draft(
        text,
        {"sizes": sizes, "steps": steps},
        made,
        (
            ("cost of a nudge", steps * count),
            ("framework magic", 2 * steps * count),  # each number nudged up and down
            ("backward is undoing", 0),  # running in reverse is enough
        ),
        str,
        "One forward pass a step; one backward pass then finds all slopes.",
    )


def what_backward_writes(rng, surface):
    """What stands in `w.grad` when nothing was cleared."""
    x, w = drawn(rng, 2, 3), drawn(rng, 1, 2, -1)
    y, old = drawn(rng, 1, 3, 4, -1, -2), drawn(rng, 1, 2, 4, 5, -3, -4)
    net, forward, backward = record([[[w]]], [[0.0]], "identity", [x], [y])
    g = backward.dW[1].item()
    nudged = net.replace(layer=1, i=0, j=0, value=w + NUDGE)
    more = nudged.loss(nudged.forward([[x]]), [[y]], "squared_error")
    by_nudge = (more - backward.loss) / NUDGE
    text = (
        f"In PyTorch, `w.grad` still holds {plain(old)} from the step before. In this step the "
        f"loss has the slope {plain(g)} along w. (A nudge of w by {plain(NUDGE)} would say "
        f"{plain(round(by_nudge, 6))}.) `loss.backward()` runs, and nothing is cleared. What "
        "stands in `w.grad`?",
        f"A program calls `loss.backward()`. For w the slope of the loss is {plain(g)}; nudging w "
        f"by {plain(NUDGE)} and dividing gives {plain(round(by_nudge, 6))}. The step before left "
        f"{plain(old)} in `w.grad`, and the program clears nothing. What does `w.grad` hold now?",
    )[surface]
    return Draft(
        text,
        {"x": x, "w": w, "y": y, "old": old},
        old + g,
        (
            ("gradients start anew", g),
            ("framework magic", old + by_nudge),
            ("batch mixed up", (old + g) / 2),
        ),
        lambda value: f"{value + 0.0:.1f}".replace("-", "−"),
        "`backward()` finds the exact slope, and adds it to what stands there.",
    )


def gradient_check(rng, surface):
    """What a gradient check can know."""
    x, b = drawn(rng, 2, 3), drawn(rng, 1, 2, 3, -1, -2)
    w, y = drawn(rng, 1, 2, 3), drawn(rng, 1, 2, 4, 5, -1)
    net, _, backward = record([[[w]]], [[0.0]], "identity", [x], [y])  # the bias is forgotten
    wanted, _, intended = record([[[w]]], [[float(b)]], "identity", [x], [y])
    own = backward.dW[1].item()
    check = round(gradcheck.central(net, [[x]], [[y]], loss="squared_error").dW[1].item(), 6)
    right = bool((net.forward([[x]]).output == wanted.forward([[x]]).output).all())
    aim = intended.dW[1].item()
    text = (
        f"A neuron should answer w · x + b, with w = {plain(w)}, x = {plain(x)}, b = {plain(b)} "
        f"and the target {plain(y)}. A program has forgotten b, forward and backward. Its loss is "
        f"½ (a − y)², and its slope along w is {plain(own)}. You nudge w in this program and watch "
        "its loss. What does this gradient check find?",
        f"Somebody's program answers w · x. It should answer w · x + b. Here w = {plain(w)}, "
        f"x = {plain(x)}, b = {plain(b)}, the target is {plain(y)}, the loss ½ (a − y)². For the "
        f"slope along w the program's backward pass says {plain(own)}. A gradient check nudges w "
        "in the program. What comes out?",
    )[surface]

    def say(value):
        found, is_right = value
        judged = "right" if is_right else "wrong"
        agrees = "as the program" if found == own else "not as the program"
        return f"{plain(found)}, {agrees}; its answers are {judged}"

    return Draft(
        text,
        {"x": x, "w": w, "b": b, "y": y},
        (check, right),
        (
            ("success is proof", (check, check == own)),  # what agrees is right
            ("success is proof", (aim, right)),  # what is wrong does not agree
            ("sign turned", (-check, right)),
        ),
        say,
        "The check knows the program's own loss and nothing else. It cannot miss a bias there.",
    )
