"""A training loop: what is right, and which wrong answers it lists."""

import numpy as np

from ...network import Network
from .. import cases
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..judging.outcome import kind
from . import loops


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
    loops.loop(),
    _cases,
    (
        WrongAnswer(
            "step uphill",
            "The loss rises from step to step: the step is added. The slope points uphill.",
            (loops.loop(rate=-1),),
        ),
        *(
            WrongAnswer(name, MISTAKES[name].sentence, (loops.loop(MISTAKES[name]),))
            for name in ("biases never updated", "gradients accumulated", "learning rate forgotten")
        ),
        WrongAnswer(
            "gradient not renewed",
            "All steps go along the gradient of the first one. After a step the weights are\n"
            "others, and so are z, a and every slope.",
            (loops.along_the_first,),
        ),
        WrongAnswer(
            "forward pass made once",
            "z and a are those of the start in every step: the forward pass stands before the\n"
            "loop. After a step the weights are others, and so is all that they compute.",
            (loops.forward_once,),
        ),
        WrongAnswer(
            "updated sample by sample",
            "The weights are moved after each sample, so that a step becomes as many steps as\n"
            "there are samples. Here a step is one move, along the mean of all samples.",
            (
                loops.sample_by_sample(lambda n: 1.0),
                loops.sample_by_sample(lambda n: 1 / n),
                loops.samples_own_losses(lambda own: own),
                loops.samples_own_losses(lambda own: [sum(own) / len(own)]),
                loops.samples_own_losses(lambda own: own[-1:]),
                loops.samples_own_losses(lambda own: [sum(own)]),
            ),
        ),
        WrongAnswer(
            "starts again at every step",
            "Every step starts from the network that came in, so only the last one counts. The\n"
            "next step starts where this one ended.",
            (loops.loop(keep_going=False),),
        ),
        WrongAnswer(
            "new network thrown away",
            "The network that comes back is the one that came in, and every loss is the first.\n"
            "A step makes a new network and leaves the old one as it is. Who keeps the new one?",
            (loops.thrown_away,),
        ),
        WrongAnswer(
            "another loss",
            'The losses, and the slopes of the steps, are those of another loss. Here it is "bce".',
            (loops.loop(loss="squared_error"), loops.loop(loss="mse")),
        ),
        WrongAnswer(
            "first network returned",
            "The losses are right, but the network that comes back is the one that came in.",
            (loops.first_network,),
        ),
        WrongAnswer(
            "one step only",
            "One step is made, however many are asked for. Look at `steps`.",
            (
                lambda *inputs: loops.loop()(*inputs[:-1], 1),
                lambda *inputs: (loops.loop()(*inputs[:-1], 1)[0], loops.loop()(*inputs)[1]),
            ),
        ),
        WrongAnswer(
            "one step too few",
            "One step is missing. How often does your loop run?",
            (loops.loop(also=-1),),
        ),
        WrongAnswer(
            "one step too many",
            "One step too many is made. How often does your loop run?",
            (loops.loop(also=1),),
        ),
        WrongAnswer(
            "loss after the update",
            "The weights are right. The losses are those after each update; asked for is the loss\n"
            "before it, which the backward pass has already measured.",
            (loops.losses_changed(lambda losses, last: [*losses[1:], last]),),
        ),
        WrongAnswer(
            "one loss too many",
            "The weights are right. There is one loss a step, measured before its update; the\n"
            "loss of the last network belongs to a step that is not made.",
            (loops.losses_changed(lambda losses, last: [*losses, last]),),
        ),
        WrongAnswer(
            "last loss only",
            "The weights are right. Asked for are the losses of all steps, in a list.",
            (
                loops.losses_changed(lambda losses, last: losses[-1]),
                loops.losses_changed(lambda losses, last: last),
                loops.losses_changed(lambda losses, last: losses[-1:]),
            ),
        ),
        WrongAnswer(
            "no losses",
            "The weights are right. The list of losses stays empty.",
            (loops.losses_changed(lambda losses, last: []),),
        ),
        WrongAnswer(
            "activations changed",
            "The new network has other activations. It keeps those of the network that came in.",
            (loops.all_sigmoid,),
        ),
    ),
    read=_read_loop,
    shown=_shown_loop,
    sizes=lambda case: {"samples": len(case[1]), "outputs": case[2].shape[1], "steps": case[-1]},
    pairs=lambda: _pairs(),
)


def _pairs():
    """A wrong step with wrong losses, or with a wrong number of steps."""
    by_name = {wrong.name: wrong for wrong in EXERCISE.wrong_answers}
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
            yield [by_name[one], by_name[other]], loops.losses_changed(change, loops.loop(**way))
        for other, another in steps.items():
            if one < other and way.keys() != another.keys():
                yield [by_name[one], by_name[other]], loops.loop(**way, **another)
