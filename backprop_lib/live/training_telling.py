"""What a TrainingPlayer tells its page of a run: once, and of the moment where it rests."""

from ..plots import style
from . import training_frame

MEANS = {  # of words on the page, for its fold that explains them
    "momentum": "the part of a step that the next one takes along",
    "weight decay": "the part of each weight that a step takes off, times the learning rate",
    "epoch": "all samples once",
}
REACH = 20.0  # how far from zero a hand can move a weight


def spec(run):
    """What changes only when the run starts anew, or goes on with other data."""
    network = run.training.network
    return {
        "run": run.nth,
        "edition": run.edition,
        "placed": run.placed is not None,
        "drawn": run.drawn,
        "sizes": list(network.sizes),
        "activations": list(network.activations),
        **training_frame.parts(network),
        "loss": run.training.loss,
        "image_shape": run.scene.image_shape(network.sizes[0]),
        "range": [-REACH, REACH],
        "own": False,
        "means": MEANS,
        "palette": {"light": style.LIGHT, "dark": style.DARK},
        **run.scenery.spec(),
    }


def curve(run, beside, whole):
    """The loss curve, whole or what is new, as content and bytes; `beside`: what others reach."""
    content, losses = training_frame.losses(run.record, whole)
    return {**content, "beside": beside}, losses


def snapshot(run, beside):
    """The whole picture of this moment."""
    content, numbers, picture = run.measure()
    about, losses = curve(run, beside, True)
    return {
        "frame": content,
        "curve": about,
        "losses": losses,
        "numbers": numbers,
        "picture": picture,
    }
