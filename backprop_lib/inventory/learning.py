"""Items on learning: steps, places where nothing moves, and what success proves."""

from .item import Draft, drawn, plain, record, signed

STEPS = 5


def trained(W, activations, x, y, rate, steps):
    """The weights after so many steps on one sample; the biases are held at 0."""
    b = [[0.0] * len(one[0]) for one in W]
    for _ in range(steps):
        net, _, backward = record(W, b, activations, x, y)
        W = list(net.step(backward, rate).W)
    return W


def _loss(W, activations, x, y):
    b = [[0.0] * len(one[0]) for one in W]
    return record(W, b, activations, x, y)[2].loss


def learning_rate(rng, surface):
    """What a large learning rate does in a valley."""
    w, rate = drawn(rng, 1, 2, 4, 6, -2, -4), drawn(rng, 1.5, 2.5, 3)
    W = [[[w]]]
    two = trained(W, "identity", [1.0], [0.0], rate, 2)[0].item()
    slope = record(W, [[0.0]], "identity", [1.0], [0.0])[2].dW[1].item()
    text = (
        f"The loss is ½ w², so its slope is w itself. The weight starts at {plain(w)}, and the "
        f"learning rate is {plain(rate)}. Where is the weight after two steps of gradient descent?",
        f"A neuron a = w · x has the input 1 and the target 0. Its loss is ½ (a − y)², so the "
        f"slope along w is w. Two steps of gradient descent start at w = {plain(w)}, with the "
        f"learning rate {plain(rate)}. Where do they end?",
    )[surface]
    return Draft(
        text,
        {"w": w, "rate": rate},
        two,
        (
            ("slope holds far away", w - 2 * rate * slope),
            ("faster is better", 0.0),
            ("uphill", trained(W, "identity", [1.0], [0.0], -rate, 2)[0].item()),
        ),
        signed(1),
        "Each step takes the slope of the place where it starts. These jump across the valley.",
    )


def dead(rng, surface):
    """A ReLU that is off for its only sample."""
    x, w, y = drawn(rng, 1, 2, 3), drawn(rng, -1, -2, -3), drawn(rng, 1, 2, 3, 4)
    rate = drawn(rng, 0.1, 0.2, 0.5)
    now = _loss([[[w]]], "relu", [x], [y])
    after = _loss(trained([[[w]]], "relu", [x], [y], 10 * rate, STEPS), "relu", [x], [y])
    best = _loss([[[y / x]]], "relu", [x], [y])
    text = (
        f"A ReLU neuron a = relu(w · x) has one sample: x = {plain(x)}, target {plain(y)}. The "
        f"weight is {plain(w)}, the loss ½ (a − y)². It does not learn with the rate "
        f"{plain(rate)}. Now it trains for {STEPS} steps with ten times that rate. What is the "
        "loss now, what after the steps, and what with the best weight?",
        f"The only sample has x = {plain(x)} and the target {plain(y)}. It goes into a ReLU neuron "
        f"without a bias, and w is {plain(w)}. The loss is ½ (a − y)². The learning rate was "
        f"{plain(rate)}; you make it ten times as large, and train for {STEPS} steps. What "
        "is the loss before them, after them, and with the best weight?",
    )[surface]
    return Draft(
        text,
        {"x": x, "w": w, "y": y, "rate": rate},
        (now, after, best),
        (
            ("stuck is a minimum", (now, after, after)),
            ("small is learned", (0.0, 0.0, 0.0)),
            ("faster is better", (now, best, best)),
        ),
        _three_losses,
        "z is below 0, so the slope is 0, and any rate times 0 is 0. Another weight would do.",
    )


def zero_slope(rng, surface):
    """All slopes are 0 where there is no minimum."""
    x, y, rate = drawn(rng, 1, 2, 3), drawn(rng, 1, 2, 3, 4, -1, -2), drawn(rng, 0.1, 0.2, 0.5)
    W = [[[0.0]], [[0.0]]]
    now = _loss(W, "identity", [x], [y])
    after = _loss(trained(W, "identity", [x], [y], rate, STEPS), "identity", [x], [y])
    best = _loss([[[1.0]], [[y / x]]], "identity", [x], [y])
    text = (
        f"Two weights in a row, no biases: a = w2 · (w1 · x). Both weights are 0. The input is "
        f"{plain(x)}, the target {plain(y)}, the loss ½ (a − y)². Gradient descent makes {STEPS} "
        f"steps with the rate {plain(rate)}. What is the loss now, after the steps, and with the "
        "best weights?",
        f"A network answers w2 · (w1 · x), and starts with w1 = w2 = 0. Its only sample has "
        f"x = {plain(x)} and the target {plain(y)}; its loss is ½ (a − y)². It trains for {STEPS} "
        f"steps, and the learning rate is {plain(rate)}. What is the loss before them, after "
        "them, and with the best weights?",
    )[surface]
    return Draft(
        text,
        {"x": x, "y": y, "rate": rate},
        (now, after, best),
        (
            ("stuck is a minimum", (now, after, after)),
            ("small is learned", (0.0, 0.0, 0.0)),
            ("zero start", (now, best, best)),
        ),
        _three_losses,
        "The slope along each weight has the other weight as a factor: 0. Others would do better.",
    )


def _three_losses(value):
    now, after, best = map(plain, value)
    return f"{now} first, {after} after the steps, {best} at best"


def twins(rng, surface):
    """Two hidden neurons that start alike."""
    u, v = drawn(rng, 1, 2, 3), drawn(rng, 1, 2, -1, -2)
    d, rate = drawn(rng, 0.2, 0.4, -0.2, -0.4), drawn(rng, 0.1, 0.5)
    net, forward, _ = record([[[u, u]], [[v], [v]]], [[0, 0], [0]], "identity", [1], [0])
    backward = net.backward(forward, forward.output - d, "squared_error")
    g = backward.dW[1][0, 0].item()
    new = tuple(net.step(backward, rate).W[1][0].tolist())
    text = (
        f"Two hidden neurons start alike: a weight {plain(u)} leads into each, and a weight "
        f"{plain(v)} leads on from each. The slope along the first one's {plain(u)} is {plain(g)}; "
        f"the learning rate is {plain(rate)}. Which weights lead into the two after one step?",
        f"Into each of two hidden neurons leads the weight {plain(u)}, on from each the weight "
        f"{plain(v)}. They see the same input. Along the {plain(u)} of one of them the loss has "
        f"the slope {plain(g)}. What do the two weights become in one step with the learning rate "
        f"{plain(rate)}?",
    )[surface]
    write = signed(2)
    return Draft(
        text,
        {"u": u, "v": v, "d": d, "rate": rate},
        new,
        (
            ("zero start", (u - rate * g, u + rate * g)),
            ("delta is blame", (u - rate * g / 2, u - rate * g / 2)),
            ("slope is distance", (u - g, u - g)),
        ),
        lambda value: " and ".join(map(write, value)),
        "Twins have the same slopes, so they make the same steps, and stay twins.",
    )


def falling_loss(rng, surface):
    """A wrong slope may still lead down."""
    x, rate, e = 2, drawn(rng, 0.1, 0.15, 0.2), drawn(rng, 1, 2, 3, 4, -1, -2)
    y = drawn(rng, 1, 2, -1, 3)
    w = (y + e) / x
    before, slope = record([[[w]]], [[0.0]], "identity", [x], [y])[2], float(e)
    after, uphill = (_loss([[[w - way * rate * slope]]], "identity", [x], [y]) for way in (1, -1))
    tangent = before.loss - before.dW[1].item() * rate * slope
    is_right = before.dW[1].item() == slope
    text = (
        f"A neuron answers a = w · x, with w = {plain(w)}, x = {x} and the target {plain(y)}. The "
        "loss is ½ (a − y)². A program takes a − y for the slope along w, and makes one step down "
        f"with the learning rate {plain(rate)}. What does the loss do, and is this slope right?",
        f"Somebody's program trains a = w · x with the loss ½ (a − y)². Here x = {x}, "
        f"w = {plain(w)}, and the target is {plain(y)}. For the slope along w it uses a − y; the "
        f"learning rate is {plain(rate)}. What happens to the loss in one step, and is the "
        "program's slope right?",
    )[surface]

    def say(value):
        loss, right = value
        way = "falls" if loss < before.loss else "rises"
        return f"it {way} to {loss:.2f}; the slope is {'right' if right else 'wrong'}"

    return Draft(
        text,
        {"x": x, "w": w, "y": y, "rate": rate},
        (after, is_right),
        (
            ("success is proof", (after, after < before.loss)),
            ("slope holds far away", (tangent, is_right)),
            ("uphill", (uphill, is_right)),
        ),
        say,
        "The true slope is (a − y) · x. A wrong one with the right sign still leads down.",
    )
