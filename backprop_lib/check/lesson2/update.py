"""Training steps on a network of two layers: forward, backward, update."""

from ... import validation
from .. import cases
from ..backward_pass import entries, wrong_pieces
from ..backward_pass.backward_mistake import train
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge


def update(function, *, loss="bce"):
    """Check ``f(X, y, W1, b1, W2, b2, learning_rate, steps)``: training by gradient descent.

    Parameters
    ----------
    function : callable
        Given X, shape (batch, inputs), y, shape (batch, outputs), the weights and biases of two
        layers with a sigmoid each, the learning rate, and how many steps to make, all on the
        whole batch, it returns the new ``W1, b1, W2, b2``.
    loss : {"bce", "squared_error"}, default "bce"

    Returns
    -------
    Report

    Examples
    --------
    >>> update(lambda X, y, W1, b1, W2, b2, learning_rate, steps: (W1, b1, W2, b2)).passed
    False
    """
    return judge(EXERCISES[validation.known(loss, "loss", entries.LOSSES)], function)


def _cases(rng):
    runs = [  # (batch, sizes, learning rate, steps)
        (1, (1, 1, 1), 0.5, 1),
        (1, (1, 1, 1), 0.5, 2),
        (2, (1, 1, 1), 2.0, 1),
        (1, (1, 2, 1), 0.5, 3),
        (1, (2, 2, 2), 2.0, 1),
        (2, (2, 2, 2), 0.5, 2),
        (3, (3, 3, 3), 0.5, 3),
        (3, (3, 2, 1), 2.0, 2),
        (2, (2, 3, 4), 0.5, 2),
    ]
    found = []
    for batch, sizes, learning_rate, steps in runs:
        (W1, W2), (b1, b2), X = cases.layers(rng, batch, sizes)
        y = cases.targets(rng, batch, sizes[-1])
        found.append((X, y, W1, b1, W2, b2, learning_rate, steps))
    return found


def _exercise(loss):
    def signed(**wrong):
        def answer(X, y, W1, b1, W2, b2, learning_rate, steps):
            W, b = train(
                [W1, W2], [b1, b2], ["sigmoid"] * 2, X, y, loss, learning_rate, steps, **wrong
            )
            return W[0], b[0], W[1], b[1]

        return answer

    def made(known):
        if known.change:
            return [entries.entry(["update"], known, (signed(mistake=known),))]
        if known.name == "sign flipped":  # a step that is added gives the same numbers
            uphill = signed(run=wrong_pieces.whole(known.ways[0]))
            return [entries.entry(["update", "BP1"], known, (uphill,))]
        return entries.of_a_pass(known, lambda run: signed(run=run))

    return Exercise(
        "update",
        ("X", "y", "W1", "b1", "W2", "b2", "learning_rate", "steps"),
        ("W1", "b1", "W2", "b2"),
        signed(),
        _cases,
        (
            *(entry for known in MISTAKES.values() for entry in made(known)),
            WrongAnswer(
                "one step only",
                "One step is made, however many are asked for. Look at `steps`.",
                (lambda *inputs: signed()(*inputs[:-1], 1),),
            ),
            WrongAnswer(
                "gradient not renewed",
                "All steps go along the gradient of the first one. After a step the weights are\n"
                "others, and so are z, a and every slope.",
                (lambda *inputs: signed()(*inputs[:-2], inputs[-2] * inputs[-1], 1),),
            ),
        ),
    )


EXERCISES = {loss: _exercise(loss) for loss in entries.LOSSES}
