"""A training loop: what is right, and which mistakes are known."""

import numpy as np

from ...network import Network
from .. import cases
from ..backward_pass import pieces
from ..backward_pass.backward_mistake import updated
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..judging.outcome import kind


def training_loop(function):
    """Check ``f(network, X, y, learning_rate, steps)``: gradient descent, step after step.

    Parameters
    ----------
    function : callable
        Given a `Network` with a sigmoid output, X, shape (batch, inputs), y, shape
        (batch, outputs), the learning rate, and how many steps to take, all on the whole batch
        and with the loss "bce", it returns ``network, losses``: a `Network` with the new weights,
        and one loss a step, each measured before the step's update.

    Returns
    -------
    Report

    Examples
    --------
    >>> training_loop(lambda network, X, y, learning_rate, steps: (network, [])).passed
    False
    """
    return judge(EXERCISE, function)


def _cases(rng):
    settings = [  # (batch, sizes, learning rate, steps)
        (1, (1, 1), 0.5, 1),
        (1, (1, 1), 0.5, 2),
        (2, (1, 1, 1), 2.0, 2),
        (1, (2, 2, 1), 0.5, 3),
        (3, (2, 3, 1), 2.0, 3),
        (4, (3, 2, 2), 0.5, 4),
        (3, (2, 3, 2, 1), 0.5, 2),
    ]
    found = []
    for batch, sizes, learning_rate, steps in settings:
        W = [cases.numbers(rng, *shape) for shape in zip(sizes[:-1], sizes[1:], strict=True)]
        b = [cases.numbers(rng, size) for size in sizes[1:]]
        names = ["tanh"] * (len(sizes) - 2) + ["sigmoid"]
        network = Network.from_weights(W, b, activations=names)
        X, y = cases.numbers(rng, batch, sizes[0]), cases.targets(rng, batch, sizes[-1])
        found.append((network, X, y, learning_rate, steps))
    return found


def _loop(mistake=None, *, rate=1, keep_going=True, also=0, loss="bce"):
    """A training loop with a known mistake, another rate or loss, or `also` steps too many."""

    def answer(network, X, y, learning_rate, steps):
        losses, memory, start = [], None, network
        trained = network
        for _ in range(steps + also):
            backward = network.backward(network.forward(X), y, loss)
            losses.append(backward.loss)
            trained, memory = _step(network, backward, rate * learning_rate, memory, mistake)
            network = trained if keep_going else start
        return trained, losses

    return answer


def _step(network, backward, learning_rate, memory=None, mistake=None):
    slopes = dict(backward.dW.items()), dict(backward.db.items())
    (W, b), memory = updated(network.W, network.b, *slopes, learning_rate, memory, mistake)
    return Network.from_weights(W.values(), b.values(), activations=network.activations), memory


def _along_the_first(network, X, y, learning_rate, steps):
    """All steps along the gradient of the first one."""
    backward = network.backward(network.forward(X), y, "bce")
    for _ in range(steps):
        network, _ = _step(network, backward, learning_rate)
    return network, [backward.loss] * steps


def _losses_changed(change, loop=None):
    """The right network, with losses that are made of the right ones and of the last network's."""
    loop = loop or _loop()

    def answer(network, X, y, learning_rate, steps):
        network, losses = loop(network, X, y, learning_rate, steps)
        return network, change(losses, network.loss(network.forward(X), y, "bce"))

    return answer


def _sample_by_sample(share):
    """The weights move after each sample, by `share` of a step; the losses are those of a step."""

    def answer(network, X, y, learning_rate, steps):
        losses = []
        for _ in range(steps):
            losses.append(network.loss(network.forward(X), y, "bce"))
            for k in range(len(X)):
                rows = X[k : k + 1], y[k : k + 1]
                backward = network.backward(network.forward(rows[0]), rows[1], "bce")
                network, _ = _step(network, backward, learning_rate * share(len(X)))
        return network, losses

    return answer


def _samples_own_losses(reduce):
    """The same, with one loss a sample, or what is made of a step's."""

    def answer(network, X, y, learning_rate, steps):
        losses = []
        for _ in range(steps):
            own = []
            for k in range(len(X)):
                rows = X[k : k + 1], y[k : k + 1]
                backward = network.backward(network.forward(rows[0]), rows[1], "bce")
                own.append(backward.loss)
                network, _ = _step(network, backward, learning_rate)
            losses += reduce(own)
        return network, losses

    return answer


def _forward_once(network, X, y, learning_rate, steps):
    """The forward pass of the start in every step: z and a are old, W is new."""
    first, losses = network.forward(X), []
    for _ in range(steps):
        losses.append(network.loss(first, y, "bce"))
        _, dW, db = pieces.backward(
            network.W, network.activations, first.z, first.a, y, "bce", learning_rate
        )
        (W, b), _ = updated(network.W, network.b, dW, db, learning_rate)
        network = Network.from_weights(W.values(), b.values(), activations=network.activations)
    return network, losses


def _thrown_away(network, X, y, learning_rate, steps):
    """The new network gets no name, or one that nobody reads."""
    return network, [network.loss(network.forward(X), y, "bce")] * steps


def _first_network(network, X, y, learning_rate, steps):
    return network, _loop()(network, X, y, learning_rate, steps)[1]


def _all_sigmoid(network, X, y, learning_rate, steps):
    sigmoids = Network.from_weights(network.W, network.b, activations="sigmoid")
    trained, losses = _loop()(sigmoids, X, y, learning_rate, steps)
    first = network.loss(network.forward(X), y, "bce")
    return trained, [first, *losses[1:]]


def _read_loop(result, case):
    network, steps = case[0], case[-1]
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return {}, f"It returns {kind(result)}; expected two results: network, losses."
    trained, losses = result
    if trained is None or trained is ...:
        return {}, f"It returns {kind(trained)}; expected a Network as its first result."
    if not isinstance(trained, Network):
        return {}, f"Its first result is {kind(trained)}; expected a Network."
    if trained.sizes != network.sizes:
        return {}, f"Its first result is a {trained.name}; expected a {network.name}."
    if trained.activations != network.activations:
        return {}, (
            f"The new network has the activations {', '.join(trained.activations)}; "
            f"the old one has {', '.join(network.activations)}."
        )
    try:
        array = np.asarray(losses)
    except Exception:  # ragged, or an object that refuses
        array = np.empty(0, object)
    if array.dtype.kind not in "biuf":
        return {}, f"Its second result is {kind(losses)}; expected {steps} losses, a list."
    values = {"losses": array.astype(float)}
    for l, W in trained.W.items():
        values |= {f"W[{l}]": np.array(W, float), f"b[{l}]": np.array(trained.b[l], float)}
    return values, ""


def _shown_loop(case):
    network, X, y, learning_rate, steps = case
    shown = {"X": X, "y": y, "learning_rate": learning_rate, "steps": steps}
    for l, W in network.W.items():
        shown |= {f"W[{l}]": W, f"b[{l}]": network.b[l]}
    return shown


EXERCISE = Exercise(
    "training_loop",
    ("network", "X", "y", "learning_rate", "steps"),
    ("network", "losses"),
    _loop(),
    _cases,
    (
        WrongAnswer(
            "step uphill",
            "The loss rises from step to step: the step is added. The slope points uphill.",
            (_loop(rate=-1),),
        ),
        *(
            WrongAnswer(name, MISTAKES[name].sentence, (_loop(MISTAKES[name]),))
            for name in ("biases never updated", "gradients accumulated", "learning rate forgotten")
        ),
        WrongAnswer(
            "gradient not renewed",
            "All steps go along the gradient of the first one. After a step the weights are\n"
            "others, and so are z, a and every slope.",
            (_along_the_first,),
        ),
        WrongAnswer(
            "forward pass made once",
            "z and a are those of the start in every step: the forward pass stands before the\n"
            "loop. After a step the weights are others, and so is all that they compute.",
            (_forward_once,),
        ),
        WrongAnswer(
            "updated sample by sample",
            "The weights are moved after each sample, so that a step becomes as many steps as\n"
            "there are samples. Here a step is one move, along the mean of all samples.",
            (
                _sample_by_sample(lambda n: 1.0),
                _sample_by_sample(lambda n: 1 / n),
                _samples_own_losses(lambda own: own),
                _samples_own_losses(lambda own: [sum(own) / len(own)]),
                _samples_own_losses(lambda own: own[-1:]),
                _samples_own_losses(lambda own: [sum(own)]),
            ),
        ),
        WrongAnswer(
            "starts again at every step",
            "Every step starts from the network that came in, so only the last one counts. The\n"
            "next step starts where this one ended.",
            (_loop(keep_going=False),),
        ),
        WrongAnswer(
            "new network thrown away",
            "The network that comes back is the one that came in, and every loss is the first.\n"
            "A step makes a new network and leaves the old one as it is. Who keeps the new one?",
            (_thrown_away,),
        ),
        WrongAnswer(
            "another loss",
            'The losses, and the slopes of the steps, are those of another loss. Here it is "bce".',
            (_loop(loss="squared_error"), _loop(loss="mse")),
        ),
        WrongAnswer(
            "first network returned",
            "The losses are right, but the network that comes back is the one that came in.",
            (_first_network,),
        ),
        WrongAnswer(
            "one step only",
            "One step is made, however many are asked for. Look at `steps`.",
            (
                lambda *inputs: _loop()(*inputs[:-1], 1),
                lambda *inputs: (_loop()(*inputs[:-1], 1)[0], _loop()(*inputs)[1]),
            ),
        ),
        WrongAnswer(
            "one step too few",
            "One step is missing. How often does your loop run?",
            (_loop(also=-1),),
        ),
        WrongAnswer(
            "one step too many",
            "One step too many is made. How often does your loop run?",
            (_loop(also=1),),
        ),
        WrongAnswer(
            "loss after the update",
            "The weights are right. The losses are those after each update; asked for is the loss\n"
            "before it, which the backward pass has already measured.",
            (_losses_changed(lambda losses, last: [*losses[1:], last]),),
        ),
        WrongAnswer(
            "one loss too many",
            "The weights are right. There is one loss a step, measured before its update; the\n"
            "loss of the last network belongs to a step that is not made.",
            (_losses_changed(lambda losses, last: [*losses, last]),),
        ),
        WrongAnswer(
            "last loss only",
            "The weights are right. Asked for are the losses of all steps, in a list.",
            (
                _losses_changed(lambda losses, last: losses[-1]),
                _losses_changed(lambda losses, last: last),
                _losses_changed(lambda losses, last: losses[-1:]),
            ),
        ),
        WrongAnswer(
            "no losses",
            "The weights are right. The list of losses stays empty.",
            (_losses_changed(lambda losses, last: []),),
        ),
        WrongAnswer(
            "activations changed",
            "The new network has other activations. It keeps those of the network that came in.",
            (_all_sigmoid,),
        ),
    ),
    read=_read_loop,
    shown=_shown_loop,
    sizes=lambda case: {"samples": len(case[1]), "outputs": case[2].shape[1], "steps": case[-1]},
    pairs=lambda: _pairs(),
)


def _pairs():
    """A wrong step with wrong losses, or with a wrong number of steps."""
    known = {mistake.name: mistake for mistake in EXERCISE.mistakes}
    steps = {
        "step uphill": {"rate": -1},
        "biases never updated": {"mistake": MISTAKES["biases never updated"]},
        "gradients accumulated": {"mistake": MISTAKES["gradients accumulated"]},
        "learning rate forgotten": {"mistake": MISTAKES["learning rate forgotten"]},
        "starts again at every step": {"keep_going": False},
        "one step too few": {"also": -1},
        "one step too many": {"also": 1},
    }
    losses = {
        "loss after the update": lambda losses, last: [*losses[1:], last],
        "one loss too many": lambda losses, last: [*losses, last],
        "last loss only": lambda losses, last: losses[-1:],
        "no losses": lambda losses, last: [],
    }
    for one, way in steps.items():
        for other, change in losses.items():
            yield [known[one], known[other]], _losses_changed(change, _loop(**way))
        for other, another in steps.items():
            if one < other and way.keys() != another.keys():
                yield [known[one], known[other]], _loop(**way, **another)
