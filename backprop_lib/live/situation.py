"""What is on screen in a view of a network, as a text, and the view that such a text describes."""

import dataclasses
from contextlib import contextmanager

import numpy as np

from .. import flat, network_numbers
from ..architecture import Architecture
from ..network import Network
from ..normalization import BatchNorm
from . import gestures, state


def text(view, values, **more):
    """A view's exact situation: what it is made of, its `values`, and `more` plain ones."""
    header = {
        **layers(view.network),
        "loss": view.loss,
        "image": view.spec["image_shape"],
        "deltas": view.deltas,
        "selected": view.selected,
        "controls": None if view.spec["shared"] else list(view.sliders),
        **more,
    }
    return state.encode(header, values)


def layers(network):
    """Of a header: what a network is made of."""
    header = {"sizes": network.sizes, "activations": network.activations}
    if any(network.normalization) or any(network.residual):
        header["normalization"] = [
            norm and dataclasses.astuple(norm) for norm in network.normalization
        ]
        header["residual"], header["running"] = network.residual, network.running.tolist()
    return header


def view(text, kind, **places):
    """The view that `text` describes.

    Parameters
    ----------
    text : str
    kind : type
        Of the view, a `NetworkView`; its ``_told`` names the arguments to make it with, and
        ``_may_tell`` those that a text may leave out.
    places
        Where else it was, such as ``step=0``: attributes, and what they are where the text has
        none. What was selected is selected again.

    Raises
    ------
    ValueError
        If the text is not a whole state.
    """
    header, values = state.decode(text)
    with refusing():
        start = _start(header, values)
        network, x, y = _numbers(header, start)
        header["image_shape"] = header["image"]
        told = [*kind._told, *(name for name in kind._may_tell if name in header)]
        batch = header.get("batch", {"X": x, "y": y})
        arguments = {name: header[name] for name in told}
        arguments |= arguments.pop("asked", {})
        made = kind(network, batch["X"], batch["y"], **arguments)
        made.sample = header.get("sample", 0)
        made._records(values)  # raises where they do not fit
        made.start = start.tolist()  # the sample that is shown may have been moved
        made._change_to(values, "before the link")
        made.selected = header["selected"]  # first: paths begin there
        for name, default in places.items():
            setattr(made, name, header.get(name.removeprefix("_"), default))
    return made


@contextmanager
def refusing():
    """Whatever a text that somebody else wrote may lead to is one ValueError."""
    try:
        yield
    except Exception as error:
        what = f"misses {error}" if isinstance(error, KeyError) else f"holds no view: {error}"
        raise ValueError(
            f"state {what}; expected the whole text that view.state() returned."
        ) from error


def _start(header, values):
    """Where undo leads: the values, but for what had been moved; ``before`` says from where."""
    start = values.copy()
    for k, was in header.get("before", []):
        if isinstance(k, bool) or not isinstance(k, int) or not 0 <= k < len(start):
            raise ValueError(f"it says of number {k!r:.40} what it was before")
        start[k] = was
    return start


def before(view):
    """What `start` differs in from what is on screen, for ``before=`` of `text`."""
    return [[k, old] for k, old, _ in gestures.changes(np.array(view.start), view._values)]


def _numbers(header, values):
    """The network, x and y of a state. How many numbers there are is checked before any is made."""
    made_of, n = architecture(header)
    sizes = made_of.sizes
    if len(values) != n + sizes[0] + sizes[-1]:
        raise ValueError(f"it has {len(values)} numbers for sizes {str(sizes):.60}")
    return network(values[:n], header, made_of), *np.split(values[n:], [sizes[0]])


def architecture(header):
    """What a header's network is made of, and how many numbers it learns."""
    norms = header.get("normalization")
    made_of = Architecture.of(
        header["sizes"],
        header["activations"],
        norms and [norm and BatchNorm(*norm) for norm in norms],
        header.get("residual", False),
    )
    return made_of, flat.count(made_of.sizes) + flat.count_normalized(made_of)


def network(params, header, made_of):
    """The network of a header with these numbers."""
    running = header.get("running", [])
    params, running = network_numbers.read(params, running, made_of, np.float64)
    return Network._of(params, made_of, running)
