"""The last exercise of lesson 6: the deepest plain network that still learns the digits."""

import time

from ... import datasets, magnitudes
from ...network import Network
from ...training import DivergenceError, train
from ..judging.report import Report

LEARNED_FROM = 1200  # pictures; the other 242 are for validation, as in lessons 3 and 6
ENOUGH = 194  # of these: 80 %
GUESSED = 48  # of these: twice what a guess gets
BATCH = 64
LOOK = 25  # steps from one test to the next
STEADY = 100.0  # |delta| that falls or grows by less on its way back is no illness


def deepest(network, optimizer, *, seconds=60):
    """Does this plain network learn the digits in time? If so, its depth is the score.

    It trains on mini-batches of 64 until 80 % of the validation digits are right, or the time is
    over. A network that fails gets a diagnosis. Of one that passes it is also said, once, how many
    of the test digits it reads.

    Parameters
    ----------
    network : Network
        64 inputs, any number of hidden layers, 10 outputs with softmax; plain: without
        normalization, skips and "identity" layers.
    optimizer : SGD, Adam or AdamW
    seconds : float, default 60

    Returns
    -------
    Report
        ``report.mistake`` is "not plain", "vanishing", "exploding", "diverged" or "no time left".

    Examples
    --------
    >>> from backprop_lib import SGD
    >>> deep = Network([64, *[16] * 20, 10], activations=["sigmoid"] * 20 + ["softmax"], seed=0)
    >>> deepest(deep, SGD(0.1), seconds=0.1).mistake
    'vanishing'
    """
    if network is ... or optimizer is ...:
        return _failed("not written yet. Replace the `...` with a network and an optimizer.")
    unfit = _unfit(network, optimizer)
    if unfit:
        return _failed(*unfit)
    depth = len(network.sizes) - 2
    try:
        delta = _delta(network)
    except OverflowError as error:
        return _failed(f"{_layers(depth)} explode: {error}", "exploding")
    learned, right, steps, diverged = _learn(network, optimizer, seconds)
    if right >= ENOUGH:
        X, y = datasets.digits("test")
        return Report(
            "deepest",
            True,
            f"deepest: {_layers(depth)} learn. After {steps} steps {right} of 242 validation "
            f"digits are right,\nand of the 355 test digits, looked at only now, "
            f"{_right(learned, X, y)}.\nYour score: {depth}. On its way back through them |delta| "
            f"became {delta:.2g} times as long.\nCan you go deeper?",
        )
    return _failed(*_diagnosed(network, delta, right, diverged))


def _unfit(network, optimizer):
    """What is wrong with what was handed over; None if nothing is."""
    if not isinstance(network, Network):
        return f"this is a {type(network).__name__}, and no Network.", None
    if not callable(getattr(optimizer, "update", None)) or isinstance(optimizer, type):
        return "the second one is to be an optimizer, such as SGD(0.01) or Adam(0.001).", None
    if (network.sizes[0], network.sizes[-1]) != (64, 10) or network.activations[-1] != "softmax":
        return "the digits need 64 inputs and 10 outputs with softmax.", None
    if len(network.sizes) < 3:
        return "this network has no hidden layer.", None
    tricks = {
        "batch normalization": any(network.normalization),
        "skips": any(network.residual),
        '"identity" layers, which collapse into one (lesson 1)': "identity" in network.activations,
    }
    used = " and ".join(name for name, there in tricks.items() if there)
    return (f"this is no plain network: it has {used}.", "not plain") if used else None


def _delta(network):
    """|delta[1]| / |delta[L]| before training."""
    X, y = (array[:BATCH] for array in datasets.digits())
    forward = network.forward(X)
    found = magnitudes.measure(forward, network.backward(forward, y, "cross_entropy"))
    return float(found.delta[1] / found.delta[len(network.W)])


def _learn(network, optimizer, seconds):
    """The network at the end, its right validation digits, its steps, and whether it diverged."""
    X, y = datasets.digits()
    training = train(
        network,
        X[:LEARNED_FROM],
        y[:LEARNED_FROM],
        loss="cross_entropy",
        optimizer=optimizer,
        batch_size=BATCH,
        seed=0,
    )
    end, right = time.monotonic() + seconds, 0
    while right < ENOUGH and time.monotonic() < end:
        try:
            training.advance(LOOK)
            right = _right(training.network, X[LEARNED_FROM:], y[LEARNED_FROM:])
        except (DivergenceError, OverflowError):
            return training.network, right, training.number, True
    return training.network, right, training.number, False


def _right(network, X, y):
    """How many of these digits a network reads rightly."""
    return int((network.forward(X).output.argmax(axis=1) == y.argmax(axis=1)).sum())


def _diagnosed(network, delta, right, diverged):
    """What the learner reads, and its short name."""
    depth = len(network.sizes) - 2
    each = delta ** (1 / depth)
    # Near a guess the number rests on the moment at which the time was over, so none is told.
    share = "hardly more than a guess's tenth" if right < GUESSED else f"about {right / 242:.0%}"
    says = f"{_layers(depth)} do not learn in time: {share} of the validation digits "
    says += "are right, and 80% are needed.\n"
    start = f"Before the first step |delta| becomes {delta:.0e} times as long on its way back, "
    start += f"{each:.2f} times a layer"
    if delta < 1 / STEADY:
        cause = (
            "the slopes: a sigmoid's is at most 1/4. Choose another activation"
            if "sigmoid" in network.activations
            else "the weights: make them larger, by another `init`"
        )
        return f"{says}{start}: it vanishes.\nOf the two parts of that factor look at {cause}.", (
            "vanishing"
        )
    if not delta < STEADY:
        return f"{says}{start}: it explodes.\nMake the weights smaller, by another `init`.", (
            "exploding"
        )
    if diverged:
        return (
            f"{says}Before the first step all is well: {each:.2f} times a layer. But then the "
            "training diverges:\nthe steps are too long for so deep a network.",
            "diverged",
        )
    return (
        f"{says}Before the first step all is well: {each:.2f} times a layer. So look at the steps: "
        "too short,\nor too long, or each of them too slow because the layers are wide?",
        "no time left",
    )


def _layers(depth):
    return f"{depth} hidden layer{'s' * (depth != 1)}"


def _failed(says, mistake=None):
    return Report("deepest", False, f"deepest: {says}", mistake=mistake)
