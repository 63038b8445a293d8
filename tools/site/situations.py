"""Moments of the lessons as links: a view of the lesson, moved as a class would move it.

The networks are those that the lessons' own code makes; nothing is copied here.
"""

import io
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache

import matplotlib
from running import notebooks


@dataclass(frozen=True)
class Situation:
    """What stands behind `#` in a link to the front page, and what is seen there."""

    lesson: int
    title: str
    words: str
    state: str
    loss: float


# (lesson, section, the view's name in its code, what is moved, what is seen); the braces hold what
# the core computes: a is the last layer's first answer, loss the loss, delta and dW of layer 1.
MOMENTS = (
    (1, "One neuron, one slider", "one_view", {"W[1][0, 0]": 0.0}, "weight 0, answer {a:.2f}"),
    (1, "One neuron, one slider", "one_view", {"W[1][0, 0]": -4.0}, "weight −4, answer {a:.2f}"),
    (1, "The weighted sum", "two_view", {"W[1][1, 0]": 8.0}, "second weight 8, answer {a:.2f}"),
    (1, "The weighted sum", "two_view", {"x[0]": 0.0, "x[1]": 0.0}, "blank page, answer {a:.2f}"),
    (
        1,
        "The loss",
        "loss_view",
        {"b[1][0]": 5.0},
        "sure of an 8 where a 3 stands, loss {loss:.2f}",
    ),
    (
        1,
        "A whole network, by hand",
        "net_view",
        {},
        "the network 2-3-1 at its start, answer {a:.2f}",
    ),
    (2, "Nudge one weight", "nudge", {}, "the network whose weights are nudged, loss {loss:.3f}"),
    (2, "A chain of slopes", "chain_view", {}, "the chain, first delta {delta:.4f}"),
    (
        2,
        "A chain of slopes",
        "chain_view",
        {"W[2][0, 0]": 0.0},
        "its second weight 0, first delta {delta:.1f}",
    ),
    (2, "Paths that add up", "fork_view", {}, "two ways from one input, loss {loss:.3f}"),
    (2, "Paths that add up", "paths", {}, "two outputs, loss {loss:.3f}"),
)


@cache
def made():
    """All of them, in the course's order."""
    wanted = {}
    for lesson, title, name, moved, words in MOMENTS:
        wanted.setdefault(lesson, []).append((title, name, moved, words))
    return [one for lesson, moments in wanted.items() for one in _of_lesson(lesson, moments)]


def _of_lesson(lesson, moments):
    names = {name for _, name, _, _ in moments}
    views = _views(lesson, names)
    for title, name, moved, words in moments:
        view = type(views[name]).from_state(views[name].state())
        for parameter, value in moved.items():
            view.set(parameter, value)
        yield Situation(lesson, title, _said(words, view), view.state(), view.backward.loss)


def _said(words, view):
    delta = view.backward.delta[1][0, 0]
    a, loss = view.forward.output[0, 0], view.backward.loss
    return words.format(a=a, loss=loss, delta=delta).replace("-0", "−0")


def _views(lesson, names):
    """The views that a lesson's code makes; its cells run until all of them are there."""
    (source,) = [one for one in notebooks.sources() if int(one.stem[:2]) == lesson]
    known = {"__name__": "__main__", "display": lambda *shown: None}
    silent = {"backend": "agg", "figure.max_open_warning": 0}
    with matplotlib.rc_context(silent), redirect_stdout(io.StringIO()):
        for cell, _, question in notebooks.parted(source):
            if names <= known.keys():
                break
            if cell.cell_type == "code" and not question and not cell.source.startswith("ask."):
                exec(compile(cell.source, source.name, "exec"), known)
    return known
