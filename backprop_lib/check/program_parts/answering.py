"""What the program answers: forward and predict; right and wrong."""

import numpy as np

from ...activations import sigmoid
from .. import cases
from ..judging.exercise import Exercise, WrongAnswer
from ..lesson1 import two_layers as wrong
from .ours import Program
from .running import METHODS, WEIGHTS, method_of

SIZES = [  # (batch, inputs, hidden, outputs)
    (1, 1, 1, 1),
    (2, 1, 1, 1),
    (1, 2, 2, 1),
    (1, 2, 2, 2),
    (2, 2, 2, 2),
    (3, 2, 3, 1),
    (3, 3, 3, 3),
    (4, 3, 2, 3),
    (3, 4, 3, 2),
]


def networks(rng):
    """X, and W1, b1, W2, b2, of small and of larger networks."""
    for batch, *sizes in SIZES:
        (W1, W2), (b1, b2), X = cases.layers(rng, batch, sizes)
        yield X, (W1, b1, W2, b2)


def labels(rng, *shape):
    return rng.integers(0, 2, size=shape).astype(float)


def _network_sizes(case):
    X, W2 = case[0], case[-2]
    names = ("samples", "inputs", "hidden neurons", "outputs")
    return dict(zip(names, (*X.shape, *W2.shape), strict=True))


# One layer by itself: forward is judged layer by layer.


def _layer(f=sigmoid, z=lambda a, W, b: a @ W + b):
    return lambda a, W, b: f(z(a, W, b))


LAYER = Exercise(
    "layer",
    ("a_before", "W", "b"),
    ("a",),
    _layer(),
    lambda rng: [],
    (
        WrongAnswer(
            "activation forgotten",
            "There is no activation: this is z. The next layer, and the answer, get a.",
            (_layer(wrong.no_activation),),
        ),
        WrongAnswer(
            "bias forgotten",
            "The bias is never added.",
            (_layer(z=lambda a, W, b: a @ W),),
        ),
        WrongAnswer(
            "bias subtracted",
            "The bias is subtracted. It is added.",
            (_layer(z=lambda a, W, b: a @ W - b),),
        ),
        WrongAnswer(
            "bias after the activation",
            "The bias is added after the activation. It belongs to the sum z, before it.",
            (lambda a, W, b: sigmoid(a @ W) + b,),
        ),
        WrongAnswer(
            "activation applied twice",
            "The activation is applied twice. Each layer has one: z, then a.",
            (_layer(wrong.twice),),
        ),
        WrongAnswer(
            "sign in the sigmoid",
            "The sigmoid is mirrored: it falls where it should rise. Look at its exponent.",
            (_layer(wrong.mirrored),),
        ),
        WrongAnswer(
            "brackets in the sigmoid",
            "Brackets are missing in the sigmoid: Python divides before it adds.",
            (_layer(wrong.bracketless),),
        ),
        WrongAnswer(
            "minus in the sigmoid",
            "Below the line of the sigmoid stands a minus. Both parts are added there.",
            (_layer(wrong.with_minus),),
        ),
        WrongAnswer(
            "slope for the sigmoid",
            "This is the slope of the sigmoid. It belongs to the way back.",
            (_layer(wrong.slope),),
        ),
        WrongAnswer(
            "another activation",
            "The layer has another activation. Here both layers have a sigmoid.",
            tuple(
                map(_layer, (np.tanh, lambda z: np.maximum(z, 0), wrong.softmax, lambda z: z > 0))
            ),
        ),
        WrongAnswer(
            "W transposed",
            "W is used transposed: its rows belong to where a weight comes from.",
            (_layer(z=lambda a, W, b: a @ W.T + b),),
        ),
        WrongAnswer(
            "* instead of @",
            "`*` multiplies number by number and sums nothing.",
            (_layer(z=lambda a, W, b: a * W + b),),
        ),
    ),
)


def _layers(case, values):
    """Each layer, given what the learner's own code gave it."""
    X, W1, b1, W2, b2 = case
    return [
        ("layer 1", LAYER, (X, W1, b1), values["a1"]),
        ("layer 2", LAYER, (values["a1"], W2, b2), values["a2"]),
    ]


def _passed(X, W1, b1, W2, b2):
    return method_of(Program, "forward")(X, W1, b1, W2, b2)


FORWARD = Exercise(
    "forward",
    (*METHODS["forward"], *WEIGHTS),
    ("a1", "a2"),
    _passed,
    lambda rng: [(X, *weights) for X, weights in networks(rng)],
    (
        WrongAnswer(
            "results in the wrong order",
            "The results are right, but not their order: first a1, then a2.",
            (lambda *case: _passed(*case)[::-1],),
        ),
        WrongAnswer(
            "z for a",
            "These are z1 and z2. Asked for are a1 and a2, after the activations.",
            (
                lambda X, W1, b1, W2, b2: (
                    X @ W1 + b1,
                    sigmoid(X @ W1 + b1) @ W2 + b2,
                ),
            ),
        ),
        WrongAnswer(
            "layer 2 fed with z",
            "Layer 2 gets z1. It gets a1, what layer 1 answers.",
            (
                lambda X, W1, b1, W2, b2: (
                    sigmoid(X @ W1 + b1),
                    sigmoid((X @ W1 + b1) @ W2 + b2),
                ),
            ),
        ),
        WrongAnswer(
            "layer 2 fed with X",
            "Layer 2 gets the input X. It gets what layer 1 made of it.",
            (lambda X, W1, b1, W2, b2: (sigmoid(X @ W1 + b1), sigmoid(X @ W2 + b2)),),
        ),
        WrongAnswer(
            "wrong bias",
            "A layer uses the bias of the other one. Each layer has its own.",
            (
                lambda X, W1, b1, W2, b2: _passed(X, W1, b1, W2, b1),
                lambda X, W1, b1, W2, b2: _passed(X, W1, b2, W2, b2),
                lambda X, W1, b1, W2, b2: _passed(X, W1, b2, W2, b1),
            ),
        ),
    ),
    sizes=_network_sizes,
    parts=_layers,
)


# Answers as 0 or 1.


def _answered(change):
    return lambda X, *weights: change(*_passed(X, *weights))


PREDICT = Exercise(
    "predict",
    (*METHODS["predict"], *WEIGHTS),
    ("answers",),
    method_of(Program, "predict"),
    lambda rng: [(X, *weights) for X, weights in networks(rng)],
    (
        WrongAnswer(
            "no threshold",
            "This is a2 itself, a number between 0 and 1. Asked for is the decision: 0 or 1.\n"
            "Where is the line between the two?",
            (_answered(lambda a1, a2: a2),),
        ),
        WrongAnswer(
            "threshold at the wrong place",
            "The line between 0 and 1 is drawn at the wrong place: a sigmoid is undecided in its\n"
            "middle.",
            (_answered(lambda a1, a2: a2 > 0), _answered(lambda a1, a2: a2 >= 1)),
        ),
        WrongAnswer(
            "0 and 1 changed places",
            "0 and 1 have changed places: where a2 is high, the answer is 1.",
            (_answered(lambda a1, a2: a2 < 0.5),),
        ),
        WrongAnswer(
            "a1 for the answer",
            "This is made of a1, what the hidden neurons say. The network's answer is a2, the\n"
            "second result of `forward`.",
            (_answered(lambda a1, a2: a1), _answered(lambda a1, a2: a1 > 0.5)),
        ),
        WrongAnswer(
            "the largest output",
            "This is the number of the largest output. With one output it is always 0; here each\n"
            "output is a question of its own.",
            (
                _answered(lambda a1, a2: a2.argmax(axis=1)),
                _answered(lambda a1, a2: a2.argmax(axis=1)[:, None]),
                _answered(lambda a1, a2: a2.argmax()),
            ),
        ),
        WrongAnswer(
            "signs",
            "These are signs, −1 and 1. Asked for are 0 and 1.",
            (_answered(lambda a1, a2: np.sign(a2 - 0.5)),),
        ),
    ),
    sizes=_network_sizes,
    rows=("X",),
)
