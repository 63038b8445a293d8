"""What an error says to write, written: every door then takes the very input that it refused."""

import re

import numpy as np
import pytest

from backprop_lib import (
    Network,
    fit,
    frameworks,
    gradcheck,
    live,
    plots,
    record,
    train,
)

ONE = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
THREE = Network([2, 3, 3], activations=["tanh", "softmax"], seed=0)
PICTURES = Network([16, 3, 1], activations=["relu", "sigmoid"], seed=0)
X = np.array([[0.0, 0.5], [0.2, 1.0], [1.0, 0.0], [0.7, 0.3]])
BINARY = [0, 1, 1, 0]
CLASSES = [0, 2, 1, 2]
RNG = np.random.default_rng(0)


def written(message):
    """The call that a message says to write."""
    found = re.search(
        r"(?:write|Write|fill it:|is text:) (\S.*?)(?=: left as|: one row| makes |\.$|\. [A-Z]|$)",
        message,
    )
    assert found, f"no repair in: {message}"
    return found[1]


def repaired(name, value, message):
    """What the call makes of the value that was refused."""
    names = {"np": np, name: value}
    if "pandas" in message:
        names["pandas"] = pytest.importorskip("pandas")
    return eval(written(message), names)


def through(door, network, X, y, loss):
    """Go through a door; where it refuses X or y, do what it says, at most four times."""
    repairs = []
    for _ in range(4):
        try:
            door(network, X, y, loss)
            return repairs
        except ValueError as error:
            message = str(error)
            repairs.append(message)
            if message.lower().startswith("x "):
                X = repaired(message[0], X, message)
            else:
                assert message.startswith("y "), message
                y = repaired("y", y, message)
    raise AssertionError(f"refused again and again: {repairs}")


DOORS = {
    "forward, backward": lambda net, X, y, loss: net.backward(net.forward(X), y, loss),
    "loss": lambda net, X, y, loss: net.loss(net.forward(X), y, loss),
    "train": lambda net, X, y, loss: next(train(net, X, y, loss=loss)),
    "fit": lambda net, X, y, loss: fit(net, X, y, loss=loss, steps=2, validation_data=(X, y)),
    "record": lambda net, X, y, loss: record(net, X, y, loss=loss, steps=2).backward(-1),
    "gradcheck": lambda net, X, y, loss: gradcheck.complex_step(net, X, y, loss),
    "NetworkView": lambda net, X, y, loss: live.NetworkView(net, X, y, loss=loss),
    "TrainingPlayer": lambda net, X, y, loss: live.TrainingPlayer(net, X, y, loss=loss),
    "TrainingPlayer, drawn anew": lambda net, X, y, loss: live.TrainingPlayer(
        net, X, y, loss=loss, init="xavier"
    ),
    "loss_against_weight": lambda net, X, y, loss: plots.loss_against_weight(
        net, X, y, loss=loss, layer=1, i=0, j=0
    ),
    "animate_backward": lambda net, X, y, loss: plots.animate_backward(net, X, y, loss=loss),
    "frameworks": lambda net, X, y, loss: frameworks.backward(net, X, y, loss, backend="torch"),
}
CLASS_DOORS = {
    "confusion_matrix": lambda net, X, y, loss: plots.confusion_matrix(net, X, y),
    "decision_boundary": lambda net, X, y, loss: plots.decision_boundary(net, X, y),
}


def table(**columns):
    return pytest.importorskip("pandas").DataFrame(columns)


def series(values, dtype=None):
    return pytest.importorskip("pandas").Series(values, dtype=dtype)


def tensor(values):
    torch = pytest.importorskip("torch")
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


# Name: network, loss, X, y, and how many repairs are needed.
INPUTS = {
    "lists": (ONE, "bce", X.tolist(), [[v] for v in BINARY], 0),
    "bools": (ONE, "bce", X > 0.4, np.array([BINARY], bool).T, 0),
    "uint8": (ONE, "bce", (X * 255).astype(np.uint8), np.array([BINARY], np.uint8).T, 0),
    "large features": (ONE, "bce", X * 1e6, np.array([BINARY]).T, 0),
    "y flat, a list": (ONE, "bce", X, BINARY, 1),
    "y flat, a tuple": (ONE, "bce", X, tuple(BINARY), 1),
    "y flat, an array of bools": (ONE, "bce", X, np.array(BINARY, bool), 1),
    "y a row": (ONE, "bce", X, [BINARY], 1),
    "y of -1 and 1": (ONE, "bce", X, [[2 * v - 1] for v in BINARY], 1),
    "y of 1 and 2, flat": (ONE, "bce", X, [v + 1 for v in BINARY], 2),
    "y one-hot for one output": (ONE, "bce", X, np.eye(2)[BINARY].tolist(), 1),
    "class numbers, a list": (THREE, "cross_entropy", X, CLASSES, 1),
    "class numbers, a tuple": (THREE, "cross_entropy", X, tuple(CLASSES), 1),
    "class numbers, uint8": (THREE, "cross_entropy", X, np.array(CLASSES, np.uint8), 1),
    "class numbers, floats": (THREE, "cross_entropy", X, np.array(CLASSES, float), 1),
    "class numbers, a column": (THREE, "cross_entropy", X, np.array([CLASSES]).T, 1),
    "class numbers from 1": (THREE, "cross_entropy", X, [v + 1 for v in CLASSES], 1),
    "class names": (THREE, "cross_entropy", X, ["cat", "owl", "dog", "owl"], 2),
    "three classes for three samples": (THREE, "cross_entropy", X[:3], [0, 2, 1], 1),
    "one-hot bools": (THREE, "cross_entropy", X, np.eye(3)[CLASSES] > 0, 0),
    "counts, not shares": (THREE, "cross_entropy", X, np.ones((4, 3), int), 1),
    "features as columns": (THREE, "cross_entropy", X.T, np.eye(3)[CLASSES], 1),
    "numbers as text": (ONE, "bce", X.astype(str).tolist(), [[v] for v in BINARY], 1),
    "objects": (ONE, "bce", X.astype(object), np.array([BINARY], object).T, 0),
    "objects, as text": (ONE, "bce", X.astype(str).astype(object), [[v] for v in BINARY], 1),
    "a missing value": (ONE, "bce", np.where(X == 1, np.nan, X), [[v] for v in BINARY], 1),
    "an iterator": (ONE, "bce", iter(X.tolist()), [[v] for v in BINARY], 1),
    "complex": (ONE, "bce", X.astype(complex), [[v] for v in BINARY], 1),
}
TABLES = {
    "a table": lambda: (ONE, "bce", table(a=X[:, 0], b=[1, 2, 3, 4]), series(BINARY), 1),
    "bool columns beside floats": lambda: (
        ONE,
        "bce",
        table(a=X[:, 0], b=[True, False, True, True]),
        table(y=BINARY),
        0,
    ),
    "nullable integers": lambda: (
        THREE,
        "cross_entropy",
        table(a=[1, 2, 3, 4], b=[4, 3, 2, 1]).astype("Int64"),
        series(CLASSES, "Int64"),
        1,
    ),
    "a missing nullable": lambda: (
        ONE,
        "bce",
        table(a=series([1, None, 3, 4], "Int64"), b=[4, 3, 2, 1]),
        table(y=BINARY),
        1,
    ),
    "text beside numbers": lambda: (
        Network([3, 2, 1], activations="sigmoid", seed=0),
        "bce",
        table(area=[1.0, 2.0, 3.0, 4.0], town=list("abba")),
        table(y=BINARY),
        1,
    ),
    "a column of text numbers": lambda: (
        ONE,
        "bce",
        table(a=["1", "2", "3", "4"], b=[4, 3, 2, 1]),
        table(y=BINARY),
        1,
    ),
    "a column of arrays": lambda: (ONE, "bce", series(list(X)), table(y=BINARY), 1),
    "a tensor with gradients": lambda: (ONE, "bce", tensor(X), np.array([BINARY]).T, 1),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", [*INPUTS, *TABLES])
def test_a_door_takes_the_input_or_says_the_call_that_repairs_it(kind, door):
    network, loss, X, y, needed = INPUTS[kind] if kind in INPUTS else TABLES[kind]()
    if door == "frameworks":
        pytest.importorskip("torch")
    if kind == "an iterator":
        X = iter([*map(list, globals()["X"])])
    repairs = through(DOORS[door], network, X, y, loss)
    assert len(repairs) == needed, repairs
