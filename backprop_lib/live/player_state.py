"""What a TrainingPlayer shows, as a text, and the player that such a text describes."""

import dataclasses

import numpy as np

from .. import optimizers
from ..initializers import INITIALIZERS
from . import situation, state
from .training_scene import OWN

KINDS = ("SGD", "Adam", "AdamW")
MOST_STEPS = 1 << 40


def text(player):
    """The player's network, settings and loss curve, and its data where they are one's own."""
    network, scene, training = player.network, player.scene, player.training
    optimizer = dataclasses.asdict(training.optimizer)
    rate = training.optimizer.learning_rate
    optimizer["learning_rate"] = float(rate(training.number + 1) if callable(rate) else rate)
    own = scene.dataset == OWN or player.spec["placed"]
    curve, size = player.record, training.batch_size
    header = {
        **situation.layers(network),
        "loss": training.loss,
        "player": {
            **{name: getattr(scene, name) for name in ("dataset", "activation", "noise", "seed")},
            "init": scene.init if isinstance(scene.init, str) else OWN,
            "optimizer": {"kind": type(training.optimizer).__name__, **optimizer},
            "batch_size": size if size and size < len(player.X) else None,
            "speed": player.speed,
            "sample": player.sample,
            "number": player.number,
            "epoch": training.epoch,
            "extent": player.spec["extent"],
            "rows": len(player.X) if own else 0,
            "steps": curve.steps,
            "width": curve.width,
        },
    }
    data = [player.X.ravel(), player.y.ravel()] if own else []
    ends = np.clip([curve.low, curve.high], *(sign * np.finfo(np.float32).max for sign in (-1, 1)))
    return state.encode(header, np.concatenate([network.params, *data, *ends]))


def player(cls, text):
    """The player of class `cls` that `text` describes.

    Raises
    ------
    ValueError
        If the text is not the whole state of a player.
    """
    header, values = state.decode(text)
    with situation.refusing():
        made_of, n = situation.architecture(header)
        told, sizes = header["player"], made_of.sizes
        rows = _whole(told["rows"], "rows", values.size)
        steps, width = (_whole(told[name], name, MOST_STEPS) for name in ("steps", "width"))
        points = -(-steps // max(1, width))
        parts = [n, rows * sizes[0], rows * sizes[-1], points, points]
        if sum(parts) != values.size:
            raise ValueError(f"it has {values.size} numbers for sizes {str(sizes):.60}")
        params, X, y, low, high = np.split(values, np.cumsum(parts[:-1]))
        network = situation.network(params, header, made_of)
        data = (X.reshape(rows, sizes[0]), y.reshape(rows, sizes[-1])) if rows else ()
        made = _made(cls, network, data, told, header["loss"])
        _go_to(made, told, low, high)
    return made


def _made(cls, network, data, told, loss):
    settings = dict(told["optimizer"])
    kind = settings.pop("kind")
    if kind not in KINDS:
        raise ValueError(f"its optimizer is {str(kind):.40}")
    own = told["dataset"] == OWN
    made = cls(
        network,
        *(data if own else ()),
        dataset=None if own else told["dataset"],
        loss=loss,
        noise=None if own else told["noise"],
        optimizer=getattr(optimizers, kind)(**settings),
        seed=told["seed"],
        speed=told["speed"],
    )
    if data and not own:
        made.set_data(*data)
    made.batch_size = told["batch_size"]
    if made.training.loss != loss:
        raise ValueError(f"loss {loss!r} does not fit its data set")
    return made


def _go_to(made, told, low, high):
    """The place in the run: how many steps, which curve, and what `reset` draws."""
    if told["init"] in INITIALIZERS:
        made.run.scene = dataclasses.replace(made.scene, init=told["init"], redraw=told["init"])
    number, epoch = (_whole(told[name], name, MOST_STEPS) for name in ("number", "epoch"))
    made.go_to(number, epoch, told["extent"], (told["steps"], told["width"], low, high))
    made.sample = told["sample"]


def _whole(value, name, most):
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(f"its {name} is {str(value):.40}")
    return value
