"""What is on screen in a view of a network, as a text, and the view that such a text describes."""

import dataclasses

import numpy as np

from .. import validation
from ..network import Network
from ..normalization import BatchNorm
from . import state


def text(view, values, **more):
    """A view's exact situation: what it is made of, its `values`, and `more` plain ones."""
    network = view.network
    header = {
        "sizes": view.spec["sizes"],
        "activations": view.spec["activations"],
        "loss": view.loss,
        "image": view.spec["image_shape"],
        "deltas": view.deltas,
        "selected": view.selected,
        "controls": None if view.spec["shared"] else list(view.sliders),
        **more,
    }
    if any(network.normalization) or any(network.residual):
        header["normalization"] = [
            norm and dataclasses.astuple(norm) for norm in network.normalization
        ]
        header["residual"], header["running"] = network.residual, network.running.tolist()
    return state.encode(header, values)


def view(text, make):
    """The view that `text` describes.

    Parameters
    ----------
    text : str
    make : callable
        ``make(network, x, y, header)`` returns the view; what was selected is selected again.

    Raises
    ------
    ValueError
        If the text is not a whole state.
    """
    header, values = state.decode(text)
    try:
        sizes, norms = header["sizes"], header.get("normalization")
        network = Network(
            sizes,
            activations=header["activations"],
            normalization=norms and [norm and BatchNorm(*norm) for norm in norms],
            residual=header.get("residual", False),
        )
        n = network.params.size
        network = network.with_numbers(
            validation.numbers(values[:n], "params"), np.array(header.get("running", []))
        )
        made = make(network, values[n : n + sizes[0]], values[n + sizes[0] :], header)
        made.selected = header["selected"]
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"state misses {error}; expected the whole text that view.state() returned."
        ) from error
    return made
