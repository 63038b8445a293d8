"""What is right in the exercises of lesson 2, on which cases, and which known mistakes fit them."""

from functools import cache

import numpy as np

from .. import validation
from ..activations import ACTIVATIONS
from . import backward_cases as cases
from . import pieces, wrong_pieces
from .exercise import Exercise, Mistake
from .judge import kind
from .mistake import train
from .mistakes import MISTAKES

SIGMOID = ACTIVATIONS["sigmoid"]
LOSSES = ("bce", "squared_error")  # those that fit a sigmoid output and differ in their delta
PIECES = {  # the equation of each piece of a backward pass
    "output_delta": "BP1",
    "hidden_delta": "BP2",
    "bias_gradient": "BP3",
    "weight_gradient": "BP4",
}
EQUATIONS = {
    "BP1": "BP1, the delta of the output",
    "BP2": "BP2, the delta of a hidden layer",
    "BP3": "BP3, the gradient of b",
    "BP4": "BP4, the gradient of W",
    "update": "the update of W and b",
}


@cache
def output_delta(loss):
    """BP1 alone."""
    validation.known(loss, "loss", LOSSES)

    def signed(piece):
        return lambda z, a, y: piece(z, a, y, SIGMOID, loss)

    return Exercise(
        "output_delta",
        ("z", "a", "y"),
        ("delta",),
        signed(pieces.output_delta),
        cases.output,
        _piece_mistakes("output_delta", signed),
    )


def hidden_delta():
    """BP2 alone."""

    def signed(piece):
        return lambda delta_next, W_next, z, a: piece(delta_next, W_next, z, a, SIGMOID)

    return Exercise(
        "hidden_delta",
        ("delta_next", "W_next", "z", "a"),
        ("delta",),
        signed(pieces.hidden_delta),
        cases.hidden,
        _piece_mistakes("hidden_delta", signed),
    )


def bias_gradient():
    """BP3 alone."""
    return Exercise(
        "bias_gradient",
        ("delta",),
        ("db",),
        pieces.bias_gradient,
        cases.bias,
        _piece_mistakes("bias_gradient", lambda piece: piece),
    )


def weight_gradient():
    """BP4 alone."""
    return Exercise(
        "weight_gradient",
        ("a_before", "delta"),
        ("dW",),
        pieces.weight_gradient,
        cases.weight,
        _piece_mistakes("weight_gradient", lambda piece: piece),
    )


@cache
def backward(loss):
    """All four equations, in networks of two layers and of more."""
    validation.known(loss, "loss", LOSSES)

    def signed(run):
        def answer(network, forward, y):
            return run(network.W, network.activations, forward.z, forward.a, y, loss, 0.5)

        return answer

    return Exercise(
        "backward",
        ("network", "forward", "y"),
        ("delta", "dW", "db"),
        lambda network, forward, y: network.backward(forward, y, loss),
        cases.backward,
        tuple(
            entry
            for known in MISTAKES.values()
            if known.change is None and known.name != "updated W used"  # a Network cannot change
            for entry in _whole_mistakes(known, signed)
        ),
        read=_read_layers,
        shown=_shown_network,
    )


@cache
def update(loss):
    """Training steps on a network of two layers."""
    validation.known(loss, "loss", LOSSES)

    def signed(**wrong):
        def answer(X, y, W1, b1, W2, b2, learning_rate, steps):
            W, b = train(
                [W1, W2], [b1, b2], ["sigmoid"] * 2, X, y, loss, learning_rate, steps, **wrong
            )
            return W[0], b[0], W[1], b[1]

        return answer

    def entries(known):
        if known.change:
            return [_known(["update"], known, (signed(mistake=known),))]
        if known.name == "sign flipped":  # a step that is added gives the same numbers
            uphill = signed(run=wrong_pieces.whole(known.ways[0]))
            return [_known(["update", "BP1"], known, (uphill,))]
        return _whole_mistakes(known, lambda run: signed(run=run))

    return Exercise(
        "update",
        ("X", "y", "W1", "b1", "W2", "b2", "learning_rate", "steps"),
        ("W1", "b1", "W2", "b2"),
        signed(),
        cases.update,
        (
            *(entry for known in MISTAKES.values() for entry in entries(known)),
            Mistake(
                "one step only",
                "One step is made, however many are asked for. Look at `steps`.",
                (lambda *inputs: signed()(*inputs[:-1], 1),),
            ),
            Mistake(
                "gradient not renewed",
                "All steps go along the gradient of the first one. After a step the weights are\n"
                "others, and so are z, a and every slope.",
                (lambda *inputs: signed()(*inputs[:-2], inputs[-2] * inputs[-1], 1),),
            ),
        ),
    )


def _known(equations, known, answers):
    """An entry of an exercise: what a learner reads says where to look and what shows it."""
    where = "; ".join(EQUATIONS[equation] for equation in equations)
    says = f"{known.sentence}\nWhere to look: {where}.\nWhat shows it: {known.shows}"
    return Mistake(known.name, says, answers)


def _piece_mistakes(piece, signed):
    """The mistakes that can be made in one equation; not those made by several in concert."""
    equation = PIECES[piece]
    entries = []
    for known in MISTAKES.values():
        own = equation in known.equation
        answers = [
            signed(way[piece])
            for way in known.ways
            if way.get(piece, pieces.RIGHT[piece]) is not pieces.RIGHT[piece]
            and (own or len(way) == 1)
        ]
        if answers:
            entries.append(_known([equation], known, tuple(answers)))
    return tuple(entries)


def _whole_mistakes(known, signed):
    """One entry for each way of a mistake, which points to the equations of that way."""
    if known.whole:
        return [_known(known.equation.split(", "), known, (signed(known.whole),))]
    entries = []
    # Where two ways give equal numbers, the one that points to fewer equations is named.
    for way in sorted(known.ways, key=len):
        at = [equation for piece, equation in PIECES.items() if piece in way]
        at = [equation for equation in at if equation in known.equation] or at
        entries.append(_known(at, known, (signed(wrong_pieces.whole(way)),)))
    return entries


# How a result of `backward` is read, and what is shown of its case.


def _read_layers(result, case):
    network = case[0]
    if all(hasattr(result, name) for name in ("delta", "dW", "db")):
        result = result.delta, result.dW, result.db
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        return {}, f"It returns {kind(result)}; expected three dicts: delta, dW, db."
    for name, layers in zip(("delta", "dW", "db"), result, strict=True):
        if layers is None or layers is ...:
            return {}, f"It returns {kind(layers)}; expected a dict for {name}."
    values = {}
    for name, layers in zip(("delta", "dW", "db"), result, strict=True):
        for l in range(1, len(network.sizes)):
            try:
                value = layers[l]
                array = np.asarray(value)
            except Exception:  # no dict, no such layer, ragged
                found = (
                    f"has layers {[*layers]}" if isinstance(layers, dict) else f"is {kind(layers)}"
                )
                return {}, (
                    f"{name}[{l}] is missing for a {network.name}: {name} {found}.\n"
                    f"Expected: a dict with one array for each layer, from 1 to {len(network.W)}."
                )
            if value is None or value is ...:
                return {}, f"It returns {kind(value)}; expected an array for {name}[{l}]."
            if array.dtype.kind not in "biuf":
                return {}, f"{name}[{l}] is {kind(value)}; expected an array of numbers."
            values[f"{name}[{l}]"] = array.astype(float)
    return values, ""


def _shown_network(case):
    network, forward, y = case
    shown = {"X": forward.a[0], "y": y}
    for l, W in network.W.items():
        shown |= {f"W[{l}]": W, f"b[{l}]": network.b[l]}
    return shown
