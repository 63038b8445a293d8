"""Training steps on a network of two layers: forward, backward, update."""

from dataclasses import replace

from ... import validation
from .. import cases
from ..backward_pass import entries, pieces, rarer, wrong_pieces
from ..backward_pass.backward_mistake import train, weights_by_the_whole_gradient
from ..backward_pass.mistakes import MISTAKES
from ..judging.exercise import Exercise, WrongAnswer
from ..judging.judge import judge
from .backward import piece_ways


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
    def as_answer(**wrong):
        def answer(X, y, W1, b1, W2, b2, learning_rate, steps):
            W, b = train(
                [W1, W2], [b1, b2], ["sigmoid"] * 2, X, y, loss, learning_rate, steps, **wrong
            )
            return W[0], b[0], W[1], b[1]

        return answer

    return Exercise(
        "update",
        ("X", "y", "W1", "b1", "W2", "b2", "learning_rate", "steps"),
        ("W1", "b1", "W2", "b2"),
        as_answer(),
        _cases,
        (
            *_of_the_list(as_answer),
            *_of_the_loop(as_answer(), loss),
            *_beside_the_list(lambda run: as_answer(run=run)),
        ),
        sizes=_sizes,
        simpler=_slopes,
        pairs=lambda: _pairs(as_answer),
        keep=loss == "bce",
    )


def _of_the_list(as_answer):
    """Each mistake of `MISTAKES`, in the gradient or in the update."""
    for mistake in MISTAKES.values():
        if mistake.change:
            yield entries.entry(["update"], mistake, (as_answer(mistake=mistake),))
        elif mistake.name == "sign flipped":  # a step that is added gives the same numbers
            uphill = as_answer(run=wrong_pieces.run_with(mistake.ways[0]))
            yield entries.entry(["update", "BP1"], mistake, (uphill,))
        else:
            yield from entries.of_a_pass(mistake, lambda run: as_answer(run=run))


def _of_the_loop(right, loss):
    """What is wrong around the gradient: steps that are not made anew, samples one by one."""

    def one_move(params, X, y, rate):
        return right(X, y, *params, rate, 1)

    by_samples = rarer.sample_by_sample(one_move)
    return (
        WrongAnswer(
            "one step only",
            "One step is made, however many are asked for. Look at `steps`.",
            (lambda *inputs: right(*inputs[:-1], 1),),
        ),
        WrongAnswer(
            "gradient not renewed",
            "All steps go along the gradient of the first one. After a step the weights are\n"
            "others, and so are z, a and every slope.",
            (lambda *inputs: right(*inputs[:-2], inputs[-2] * inputs[-1], 1),),
        ),
        WrongAnswer(
            "forward pass made once",
            "z and a are those of the start in every step: the forward pass stands before the\n"
            "loop. After a step the weights are others, and so is all that they compute.",
            (rarer.forward_once(loss),),
        ),
        WrongAnswer(
            "updated sample by sample",
            "The weights are moved after each sample, so that a step becomes as many steps as\n"
            "there are samples. Here a step is one move, along the mean of all samples.",
            (
                by_samples,
                lambda *inputs: by_samples(*inputs[:-2], inputs[-2] / len(inputs[0]), inputs[-1]),
            ),
        ),
        WrongAnswer(
            "only one sample",
            "Only one sample trains the network. The gradient is the mean of all.",
            (
                lambda X, y, *rest: right(X[:1], y[:1], *rest),
                lambda X, y, *rest: right(X[-1:], y[-1:], *rest),
            ),
        ),
    )


def _beside_the_list(as_answer):
    """Wrong gradients that the list does not have."""
    for name, says, runs in entries.RARER:
        yield WrongAnswer(name, says, tuple(map(as_answer, runs)))
    for made, ways in piece_ways():
        runs = map(wrong_pieces.run_with, ways)
        yield WrongAnswer(made.name, made.says, tuple(map(as_answer, runs)))


def _sizes(case):
    X, y, *_, steps = case
    return {
        "samples": len(X),
        "outputs": y.shape[1],
        "steps": steps,
        "inputs": X.shape[1],
    }


def _slopes(case, values):
    """What one step went along: (old − new) / learning rate; None after more than one."""
    *_, learning_rate, steps = case
    if steps != 1:
        return None
    old = dict(zip(values, case[2:6], strict=True))
    if any(values[name].shape != old[name].shape for name in values):
        return None
    return {f"d{name}": (old[name] - value) / learning_rate for name, value in values.items()}


def _pairs(as_answer):
    """Two pieces wrong at once; a piece, and the update or the order of the two."""
    changes = [mistake for mistake in MISTAKES.values() if mistake.change]
    first = MISTAKES["updated W used"]
    yield from entries.pairs(lambda run: as_answer(run=run), piece_ways())
    for mistake, way in entries.single_ways(piece_ways()):
        run = wrong_pieces.run_with(way)
        for change in changes:
            yield entries.both(mistake, change), as_answer(run=run, mistake=change)
        yield entries.both(mistake, first), as_answer(run=pieces.updating_first(way))
    for change in changes:
        yield entries.both(first, change), as_answer(run=first.run, mistake=change)
    no_rate, no_biases = (
        MISTAKES[name] for name in ("learning rate forgotten", "biases never updated")
    )
    both = replace(no_rate, change=weights_by_the_whole_gradient)
    yield entries.both(no_rate, no_biases), as_answer(mistake=both)


EXERCISES = {loss: _exercise(loss) for loss in entries.LOSSES}
