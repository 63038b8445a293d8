"""All four equations, in networks of two layers and of more."""

import numpy as np

from ... import own_gradients, validation
from ...network import Network
from .. import cases
from ..backward_pass import entries
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from ..judging.outcome import kind
from . import bias_gradient, hidden_delta, output_delta, weight_gradient


def backward(function, *, loss="bce"):
    """Check ``f(network, forward, y)``: a whole backward pass, of two layers and of more.

    Parameters
    ----------
    function : callable
        Given a `Network` whose layers all have a sigmoid, a `ForwardPass` of it and y, shape
        (batch, outputs), it returns ``delta, dW, db``: three dicts from layer number to array,
        shaped as in `BackwardPass`. `NetworkView` takes the same function.
    loss : {"bce", "squared_error"}, default "bce"

    Returns
    -------
    Report

    Examples
    --------
    >>> backward(lambda network, forward, y: None).passed
    False
    """
    return judge(EXERCISES[validation.known(loss, "loss", entries.LOSSES)], function)


def _cases(rng):
    networks = [  # (batch, sizes)
        (1, (1, 1, 1)),
        (2, (1, 1, 1)),
        (1, (1, 2, 1)),
        (1, (2, 2, 2)),
        (2, (2, 2, 2)),
        (3, (3, 3, 3)),
        (3, (3, 2, 1)),
        (2, (2, 3, 4)),
        (1, (1, 1, 1, 1)),
        (3, (3, 4, 3, 2)),
    ]
    found = []
    for batch, sizes in networks:
        W, b, X = cases.layers(rng, batch, sizes)
        network = Network.from_weights(W, b, activations="sigmoid")
        found.append((network, network.forward(X), cases.targets(rng, batch, sizes[-1])))
    return found


def _exercise(loss):
    def as_answer(run):
        def answer(network, forward, y):
            return run(network.W, network.activations, forward.z, forward.a, y, loss, 0.5)

        return answer

    def truth(network, forward, y):
        record = network.backward(forward, y, loss)
        return dict(record.delta.items()), dict(record.dW.items()), dict(record.db.items())

    return Exercise(
        "backward",
        ("network", "forward", "y"),
        ("delta", "dW", "db"),
        truth,
        _cases,
        (
            *(
                entry
                for mistake in MISTAKES.values()
                if mistake.change is None and mistake.name != "updated W used"  # it cannot change
                for entry in entries.of_a_pass(mistake, as_answer)
            ),
            *(
                WrongAnswer(name, says, tuple(map(as_answer, runs)))
                for name, says, runs in entries.RARER
            ),
        ),
        read=_read,
        shown=_shown,
        sizes=_sizes,
        parts=lambda case, values: _parts(case, values, loss),
        pairs=lambda: entries.pairs(as_answer, piece_ways()),
        keep=loss == "bce",
    )


def piece_ways():
    """What the exercises on one equation know beside the one list: (wrong answer, ways)."""
    for piece, exercise, given in (  # how many inputs its exercise has; f and loss are fixed there
        ("output_delta", output_delta, 3),
        ("hidden_delta", hidden_delta, 4),
        ("weight_gradient", weight_gradient, 2),
        ("bias_gradient", bias_gradient, 1),
    ):
        for made in exercise.ALSO:
            yield (
                made,
                [
                    {piece: lambda *inputs, a=answer, n=given: a(*inputs[:n])}
                    for answer in made.answers
                ],
            )


def _sizes(case):
    network, forward, y = case
    return {
        "samples": len(y),
        "outputs": y.shape[1],
        "hidden layers": len(network.W) - 1,
        "inputs": network.sizes[0],
    }


def _parts(case, values, loss):
    """Each equation by itself, given what the learner's own backward pass gave it."""
    network, forward, y = case
    L = len(network.W)
    z, a, delta = forward.z, forward.a, {l: values[f"delta[{l}]"] for l in range(1, L + 1)}
    made = [
        (
            "BP1, the delta of the output",
            output_delta.EXERCISES[loss],
            (z[L], a[L], y),
            delta[L],
        )
    ]
    for l in range(L, 0, -1):
        if l < L:
            inputs = delta[l + 1], network.W[l + 1], z[l], a[l]
            made.append(
                ("BP2, the delta of a hidden layer", hidden_delta.EXERCISE, inputs, delta[l])
            )
        made.append(
            (
                "BP4, the gradient of W",
                weight_gradient.EXERCISE,
                (a[l - 1], delta[l]),
                values[f"dW[{l}]"],
            )
        )
        made.append(
            ("BP3, the gradient of b", bias_gradient.EXERCISE, (delta[l],), values[f"db[{l}]"])
        )
    return made


# How a result is read, and what is shown of its case.


def _read(result, case):
    network = case[0]
    result = own_gradients.unpacked(result)
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
                    f"Expected: a dict with one array for each layer, from 1 to {len(network.W)}.\n"
                    "Any number of layers has to work: loop from the last one to the first."
                )
            if value is None or value is ...:
                return {}, f"It returns {kind(value)}; expected an array for {name}[{l}]."
            if array.dtype.kind not in "biuf":
                return {}, f"{name}[{l}] is {kind(value)}; expected an array of numbers."
            values[f"{name}[{l}]"] = array.astype(float)
    return values, ""


def _shown(case):
    network, forward, y = case
    shown = {"X": forward.a[0], "y": y}
    for l, W in network.W.items():
        shown |= {f"W[{l}]": W, f"b[{l}]": network.b[l]}
    return shown


EXERCISES = {loss: _exercise(loss) for loss in entries.LOSSES}
