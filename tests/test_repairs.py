"""What an error says to write, written: every door then takes the very input that it refused."""

import re

import matplotlib.pyplot as plt
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
    "frameworks": lambda net, X, y, loss: frameworks.backward(net, X, y, loss, backend="torch"),
}
SLOWER_DOORS = {  # for the kinds that they might read in a way of their own
    "NetworkView": lambda net, X, y, loss: live.NetworkView(net, X, y, loss=loss),
    "TrainingPlayer": lambda net, X, y, loss: live.TrainingPlayer(net, X, y, loss=loss),
    "TrainingPlayer, drawn anew": lambda net, X, y, loss: live.TrainingPlayer(
        net, X, y, loss=loss, init="xavier"
    ),
    "loss_against_weight": lambda net, X, y, loss: plots.loss_against_weight(
        net, X, y, loss=loss, layer=1, i=0, j=0
    ),
    "animate_backward": lambda net, X, y, loss: plots.animate_backward(net, X, y, loss=loss),
}
CLASS_DOORS = {  # y of classes, without a loss
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
    "counts, not shares": (THREE, "cross_entropy", X, np.eye(3)[CLASSES] * 4 + 1, 1),
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


CASES = [
    *((kind, door) for kind in [*INPUTS, *TABLES] for door in DOORS),
    *(
        (kind, door)
        for kind in ("y flat, a list", "class numbers, floats", "objects", "an iterator", "a table")
        for door in [*SLOWER_DOORS, *CLASS_DOORS]
    ),
    *((kind, door) for kind in ("y of 1 and 2, flat", "class names") for door in CLASS_DOORS),
]


@pytest.mark.parametrize(("kind", "door"), CASES)
def test_a_door_takes_the_input_or_says_the_call_that_repairs_it(kind, door):
    network, loss, X, y, needed = INPUTS[kind] if kind in INPUTS else TABLES[kind]()
    if door == "frameworks":
        pytest.importorskip("torch")
    if kind == "an iterator":  # each test needs a fresh one
        X = iter([[0.0, 0.5], [0.2, 1.0], [1.0, 0.0], [0.7, 0.3]])
    repairs = through({**DOORS, **SLOWER_DOORS, **CLASS_DOORS}[door], network, X, y, loss)
    plt.close("all")
    assert len(repairs) == needed, repairs


@pytest.mark.parametrize(
    ("width", "shape"),
    [(16, (5, 4, 4)), (16, (5, 16, 1)), (16, (5, 1, 4, 4)), (16, (4, 4)), (16, (16, 1)), (16, 16)],
)
def test_pictures_are_flattened_by_what_the_error_says(width, shape):
    pictures = np.ones(shape, np.uint8)
    for X in (pictures, pictures.tolist()):
        repairs = through(lambda net, X, y, loss: net.forward(X), PICTURES, X, None, None)
        assert len(repairs) == 1
        assert "reshape" in repairs[0] or repairs[0].endswith("write [X].")


def test_pictures_of_another_size_name_the_network_that_they_need():
    with pytest.raises(ValueError, match="rows of 25, which need a network .* begin with 25"):
        PICTURES.forward(np.ones((3, 5, 5)))


def test_depth_lab_takes_pictures_and_class_numbers_after_its_repairs():
    pictures, classes = np.random.default_rng(0).random((6, 4, 4)), [0, 1, 2, 0, 1, 2]
    door = lambda net, X, y, loss: live.DepthLab(X, y, depth=3, width=4)  # noqa: E731
    repairs = through(door, None, pictures, classes, None)
    assert [text[0] for text in repairs] == ["X", "y"]


def test_digit_images_say_how_pictures_become_rows():
    door = lambda net, X, y, loss: plots.digit_images(X)  # noqa: E731
    assert len(through(door, None, np.zeros((2, 8, 8)), None, None)) == 1
    plt.close("all")


@pytest.mark.parametrize(
    ("network", "loss", "y", "words"),
    [
        (THREE, "cross_entropy", [0, 1, 2, 9], "from 0 to 9 need a network with 10 outputs"),
        (THREE, "cross_entropy", [[1, 1, 0]] * 4, "'sigmoid' outputs and loss='bce'"),
        (ONE, "bce", [[0], [1], [2], [3]], "'softmax', and loss='cross_entropy'"),
        (ONE, "bce", [[0.5], [17.2], [2], [3]], "'identity' output and loss='mse'"),
    ],
)
def test_where_no_call_helps_the_network_or_loss_that_does_is_named(network, loss, y, words):
    with pytest.raises(ValueError, match=words):
        network.backward(network.forward(X), y, loss)


def test_ragged_rows_are_pointed_at():
    with pytest.raises(ValueError, match=r"entry 0 has shape \(2,\), entry 1 has \(1,\)"):
        ONE.forward([[1.0, 2.0], [3.0]])


def test_a_number_too_large_for_float32_is_shown_as_it_came():
    small = Network([2, 1], activations="sigmoid", seed=0, dtype=np.float32)
    with pytest.raises(ValueError, match=r"X holds 1e\+300 at index \[0, 1\], too large") as raised:
        small.forward([[1.0, 1e300]])
    assert repaired("X", [[1.0, 1e300]], str(raised.value))[0, 1] == 1


def overflowed(network, X, y, loss):
    with pytest.raises(OverflowError) as raised:
        network.backward(network.forward(X), y, loss)
    return str(raised.value)


LINE = Network.from_weights([[[0.5]]], [[0.1]], activations="identity")


def test_an_overflow_blames_a_large_input():
    said = overflowed(LINE, [[1.0], [1e200]], [[0.0], [0.0]], "mse")
    assert "The largest input is 1e+200, X[1, 0]" in said
    assert np.max(repaired("X", [[1.0], [1e200]], said.replace("such as X =", "write"))) == 1


def test_an_overflow_blames_a_large_target():
    said = overflowed(LINE, [[1.0], [2.0]], [[0.0], [-1e200]], "mse")
    assert "The largest target is 1e+200, y[1, 0]" in said
    scaled = repaired("y", [[0.0], [-1e200]], said.replace("such as y =", "write"))
    LINE.backward(LINE.forward([[1.0], [2.0]]), scaled, "mse")


def test_an_overflow_blames_a_large_weight_or_bias():
    heavy = LINE.replace(layer=1, i=0, j=0, value=1e200)
    assert "The largest weights are 1e+200 in W[1]" in overflowed(heavy, [[3.0]], [[0.0]], "mse")
    biased = LINE.replace(layer=1, j=0, bias=1e200)
    assert "The largest bias is 1e+200 in b[1]" in overflowed(biased, [[3.0]], [[0.0]], "mse")


def test_an_overflow_of_many_layers_blames_their_weights_not_an_input_of_a_hundred():
    deep = Network.from_weights([[[50.0]]] * 200, [[0.0]] * 200, activations="identity")
    with pytest.raises(OverflowError, match=r"The largest weight is 50 in W\[1\]"):
        deep.forward([[100.0]])


def test_a_run_that_diverges_on_large_data_says_how_to_scale_them():
    X, y = np.arange(40.0).reshape(-1, 1) * 100, np.arange(40.0).reshape(-1, 1)
    history = fit(LINE, X, y, loss="mse", steps=1000)
    assert history.stopped == "diverged"
    assert "X holds 3.9e+03: scale it to a size of about 1, X = (X - np.mean(X" in history.message
