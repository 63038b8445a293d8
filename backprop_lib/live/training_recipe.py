"""What a page needs to train by itself, where no kernel does: see live/src/trainer."""

import dataclasses

from ..initializers import INITIALIZERS
from ..optimizers import rate
from .training_frame import packed, parts
from .training_scene import DATASETS, OWN, OWN_INIT


def recipe(scene, handed, training, placed=False):
    """Settings, what each data set begins with, what was handed over: plain values and bytes.

    `placed`: whether the run's data are no longer those of the scene.
    """
    optimizer = dataclasses.asdict(training.optimizer)
    schedule = callable(optimizer["learning_rate"])
    optimizer["learning_rate"] = rate(optimizer["learning_rate"], training.number + 1)
    kinds = {
        name: {
            field: value
            for field, value in dataclasses.asdict(kind).items()
            if field in ("hidden", "output", "loss", "noise", "batch_size")
        }
        for name, kind in DATASETS.items()
    }
    return {
        "optimizer": {"kind": type(training.optimizer).__name__, "schedule": schedule, **optimizer},
        "kinds": kinds,
        "redraw": scene.redraw if scene.redraw in INITIALIZERS else OWN_INIT,
        "handed": None if handed.network is None else _handed(scene, handed, placed),
    }


def _handed(scene, handed, placed):
    network = handed.network
    told = {
        "sizes": list(network.sizes),
        "activations": list(network.activations),
        **parts(network),
        "params": network.params.astype("<f8").tobytes(),
        "running": network.running.astype("<f8").tobytes(),
        "loss": handed.loss,
    }
    if handed.X is not None and (scene.dataset != OWN or placed):  # else they are the run's own
        told |= {"X": packed(handed.X), "y": packed(handed.y)}
    return told
