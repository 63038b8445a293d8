"""How the program learns: backward, update, train; right and wrong."""

import numpy as np

from .. import cases
from ..backward_pass import entries, pieces, wrong_pieces
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..lesson2.backward import piece_ways
from .answering import labels, networks
from .ours import Program
from .running import METHODS, WEIGHTS, made, method_of

GRADIENTS = ("dW1", "db1", "dW2", "db2")


def _sizes(case, steps=1):
    W1, W2 = case[-4], case[-2]
    names = ("inputs", "hidden neurons", "outputs")
    return dict(zip(names, (len(W1), *W2.shape), strict=True))


# backward


def _records(rng):
    """Forward passes, and targets between 0 and 1."""
    for X, weights in networks(rng):
        a1, a2 = made(Program, weights).forward(X)
        yield X, a1, a2, cases.targets(rng, *a2.shape), *weights


def _backward(run=pieces.run):
    def answer(X, a1, a2, y, W1, b1, W2, b2):
        z = {l: np.log(a / (1 - a)) for l, a in ((1, a1), (2, a2))}
        a = {0: X, 1: a1, 2: a2}
        _, dW, db = run({1: W1, 2: W2}, ["sigmoid"] * 2, z, a, y, "bce", 0.5)
        return dW[1], db[1], dW[2], db[2]

    return answer


def _of_backward():
    for mistake in MISTAKES.values():
        if mistake.change or mistake.name == "bias gradient as a row":  # here a row is right, too
            continue
        yield from entries.of_a_pass(mistake, _backward)
    for name, says, runs in entries.RARER:
        yield WrongAnswer(name, says, tuple(map(_backward, runs)))
    for also, ways in piece_ways():
        answers = tuple(_backward(wrong_pieces.run_with(way)) for way in ways)
        yield WrongAnswer(also.name, also.says, answers)


BACKWARD = Exercise(
    "backward",
    (*METHODS["backward"], *WEIGHTS),
    GRADIENTS,
    _backward(),
    lambda rng: [*_records(rng)],
    (
        *_of_backward(),
        WrongAnswer(
            "layers changed places",
            "The slopes are right, but those of layer 2 come first. In order: dW1, db1, dW2, db2.",
            (lambda *case: (*_backward()(*case)[2:], *_backward()(*case)[:2]),),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), **_sizes(case)},
    pairs=lambda: entries.pairs(_backward, piece_ways()),
)


# update


def _slopes(rng):
    for k, (_, weights) in enumerate(networks(rng)):
        slopes = tuple(cases.numbers(rng, *value.shape) for value in weights)
        yield *slopes, (0.5, 2.0, 0.1)[k % 3], *weights


def _moved(new):
    """Every parameter moved by ``new(value, slope, learning_rate, name)``."""

    def answer(dW1, db1, dW2, db2, rate, *weights):
        slopes = dW1, db1, dW2, db2
        return tuple(map(new, weights, slopes, [rate] * 4, WEIGHTS))

    return answer


def _only(names):
    return _moved(lambda v, s, rate, name: v - rate * s if name in names else v)


UPDATE = Exercise(
    "update",
    (*METHODS["update"], *WEIGHTS),
    WEIGHTS,
    method_of(Program, "update"),
    lambda rng: [*_slopes(rng)],
    (
        WrongAnswer(
            "step uphill",
            "The step is added. The slope points to where the loss rises.",
            (
                _moved(lambda v, s, rate, name: v + rate * s),
                *(
                    _moved(lambda v, s, rate, name, up=up: v + rate * s * (1 if name in up else -1))
                    for up in (("W1", "W2"), ("b1", "b2"), ("W1", "b1"), ("W2", "b2"))
                ),
            ),
        ),
        WrongAnswer(
            "learning rate forgotten",
            MISTAKES["learning rate forgotten"].sentence,
            (_moved(lambda v, s, rate, name: v - s),),
        ),
        WrongAnswer(
            "nothing updated",
            "After the call all weights are what they were. A new value has to be given to\n"
            "`self.W1`, …: without `self.` it is forgotten when the method ends.",
            (_only(()),),
        ),
        WrongAnswer(
            "biases never updated", MISTAKES["biases never updated"].sentence, (_only("W1 W2"),)
        ),
        WrongAnswer("weights never updated", "Only the biases move.", (_only("b1 b2"),)),
        WrongAnswer(
            "one layer only",
            "Only one of the two layers moves.",
            (_only("W1 b1"), _only("W2 b2")),
        ),
        WrongAnswer(
            "one parameter left out",
            "Three of the four move. Which one is left out?",
            tuple(_only([name for name in WEIGHTS if name != left]) for left in WEIGHTS),
        ),
        WrongAnswer(
            "old weights thrown away",
            "This is the step alone. A step starts somewhere: from the old weights.\n"
            "(Or is it `=-`? Python reads that as `= -`.)",
            (
                _moved(lambda v, s, rate, name: -rate * s),
                _moved(lambda v, s, rate, name: rate * s),
            ),
        ),
        WrongAnswer(
            "divided by the learning rate",
            "The slope is divided by the learning rate, so a smaller rate makes a longer step.",
            (_moved(lambda v, s, rate, name: v - s / rate),),
        ),
        WrongAnswer(
            "only the sign of the slope",
            "Only the sign of the slope is used. Where it is steeper, the step is longer.",
            (_moved(lambda v, s, rate, name: v - rate * np.sign(s)),),
        ),
        WrongAnswer(
            "step multiplied into the weights",
            "The step is multiplied with the weights, so a weight of 0 could never move.",
            (
                _moved(lambda v, s, rate, name: v * (1 - rate * s)),
                _moved(lambda v, s, rate, name: v * rate * s),
            ),
        ),
    ),
    sizes=_sizes,
)


# train


def _runs(rng):
    for k, (X, weights) in enumerate(networks(rng)):
        y = labels(rng, len(X), len(weights[-1]))
        yield X, y, (0.5, 2.0)[k % 2], (1, 2, 3)[k % 3], *weights


def _train(
    *,
    passes="each step",
    slopes="each step",
    rate=1.0,
    also=0,
    most=None,
    losses=lambda own, last: own,
    by_samples=None,
    updated_first=False,
):
    """A training loop with something wrong in it."""

    def answer(X, y, learning_rate, steps, *weights):
        network, own = made(Program, weights), []
        a1, a2 = network.forward(X)
        gradient = network.backward(X, a1, a2, y)
        for _ in range(min(steps + also, most or steps + also)):
            if passes == "each step":
                a1, a2 = network.forward(X)
            own.append(network.loss(a2, y))
            if by_samples:
                for x, target in zip(X[:, None], y[:, None], strict=True):
                    one = network.backward(x, *network.forward(x), target)
                    network.update(*one, learning_rate * by_samples(len(X)))
                continue
            if updated_first:
                _, _, dW2, db2 = network.backward(X, a1, a2, y)
                network.update(0.0, 0.0, dW2, db2, learning_rate)
                dW1, db1, _, _ = network.backward(X, a1, a2, y)
                network.update(dW1, db1, 0.0, 0.0, learning_rate)
                continue
            if slopes == "each step":
                gradient = network.backward(X, a1, a2, y)
            network.update(*gradient, rate * learning_rate)
        last = network.loss(network.forward(X)[1], y)
        after = tuple(getattr(network, name) for name in WEIGHTS)
        return *after, np.array(losses(own, last), float)

    return answer


TRAIN = Exercise(
    "train",
    (*METHODS["train"], *WEIGHTS),
    (*WEIGHTS, "losses"),
    _train(),
    lambda rng: [*_runs(rng)],
    (
        WrongAnswer(
            "never updated",
            "The weights are what they were, and so is the loss of every step. Slopes alone move\n"
            "nothing: who updates?",
            (_train(rate=0.0),),
        ),
        WrongAnswer(
            "step uphill",
            "The loss rises: the steps go uphill.",
            (_train(rate=-1.0),),
        ),
        WrongAnswer(
            "gradient not renewed",
            "All steps go along the gradient of the first one. After a step the weights are\n"
            "others, and so is every slope.",
            (_train(slopes="once"), _train(slopes="once", passes="once")),
        ),
        WrongAnswer(
            "forward pass made once",
            "The answers are those of the start in every step: the forward pass stands before the\n"
            "loop. After a step the weights are others, and so is all that they compute.",
            (_train(passes="once"),),
        ),
        WrongAnswer(
            "updated W used",
            "Layer 2 is updated first, and layer 1's slopes are computed with its new W. All\n"
            "slopes belong to one point: the old weights, with which the forward pass was made.",
            (_train(updated_first=True),),
        ),
        WrongAnswer(
            "updated sample by sample",
            "The weights are moved after each sample. Here a step is one move, along the mean of\n"
            "all samples.",
            (_train(by_samples=lambda n: 1.0), _train(by_samples=lambda n: 1 / n)),
        ),
        WrongAnswer(
            "one step only",
            "One step is made, however many are asked for. Look at `steps`, and at where `return`\n"
            "stands.",
            (_train(most=1), _train(most=1, losses=lambda own, last: own[0])),
        ),
        WrongAnswer(
            "one step too few",
            "One step is missing. How often does your loop run?",
            (_train(also=-1),),
        ),
        WrongAnswer(
            "one step too many",
            "One step too many is made. How often does your loop run?",
            (_train(also=1),),
        ),
        WrongAnswer(
            "loss after the update",
            "The weights are right. The losses are those after each update; asked for is the loss\n"
            "before it.",
            (_train(losses=lambda own, last: [*own[1:], last]),),
        ),
        WrongAnswer(
            "one loss too many",
            "The weights are right. There is one loss a step, measured before its update.",
            (_train(losses=lambda own, last: [*own, last]),),
        ),
        WrongAnswer(
            "last loss only",
            "The weights are right. Asked for are the losses of all steps, in a list.",
            (
                _train(losses=lambda own, last: own[-1]),
                _train(losses=lambda own, last: last),
                _train(losses=lambda own, last: own[-1:]),
            ),
        ),
        WrongAnswer(
            "no losses",
            "The weights are right. The list of losses stays empty.",
            (_train(losses=lambda own, last: []),),
        ),
    ),
    sizes=lambda case: {"samples": len(case[0]), "steps": case[3], **_sizes(case)},
)
