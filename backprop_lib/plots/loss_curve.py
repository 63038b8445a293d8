"""How the loss fell, or did not, while a network trained."""

from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke

from .. import validation
from ..fitting import History
from .parts import alt_text, style
from .parts.labels import number, plural
from .parts.line_ends import name_lines

LINES = [  # colour and dashes: four differ in grey print, too; of two in one colour one is solid
    ("ink", "-"),
    ("accent", (0, (5, 2))),
    ("muted", (0, (1, 1.3))),
    ("ink", (0, (6, 2, 1, 2))),
    ("muted", "-"),
    ("accent", "-"),
]
DENSE = 1500  # steps from which a line is thin: mini-batches make it jump
LEAVES = {False: 3.0, True: 1e4}  # a diverging run is followed to so many times its first loss
STILL = 0.01  # a change by less than this part is none


@dataclass(frozen=True)
class _Run:
    label: str
    loss: np.ndarray
    diverged: bool = False
    validation_step: np.ndarray = ()
    validation_loss: np.ndarray = ()


@style.styled
def loss_curve(history, *, log=False, label=None, ax=None):
    """Draw the loss against the number of steps taken.

    Parameters
    ----------
    history : History, sequence of float, or mapping
        What `fit` returned; or losses, of which a NaN or inf says that the run diverged; or up to
        six of them by name, ``{"0.5": slow, "5": fast}``, each a line with its name at its end.
    log : bool, default False
        A logarithmic axis, on which small losses differ, too.
    label : str, optional
        What to call a single run.
    ax : matplotlib.axes.Axes, optional
        Where to draw. None: a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Its lines are labelled "loss", "validation", "best" and "diverged", each followed by
        the run's name, if it has one. A run that diverges leaves at the top.

    Raises
    ------
    ValueError
        If there is no loss, no number above zero on a logarithmic axis, or more than six runs.

    Notes
    -----
    The loss of a step is measured before its update, so the first one stands at 0 steps taken.
    """
    runs = _runs(history, label)
    if log and not any((run.loss > 0).any() for run in runs):
        raise ValueError("log=True needs a loss above 0; these are not. Write log=False.")
    if ax is None:
        ax = plt.figure(layout="constrained").add_subplot()
    ax.set(xlabel="steps taken", ylabel="loss", yscale="log" if log else "linear")
    if any(run.diverged for run in runs):
        _limit(ax, runs, log)
    for run, (colour, dashes) in zip(runs, LINES, strict=False):
        _draw(ax, run, style.current().palette[colour], dashes)
    low, high = ax.dataLim.intervaly
    if not log and high - low < STILL * low:  # no cliff in the last digits
        ax.set_ylim(0, 1.2 * high)
    ax.grid(axis="y", linewidth=0.8)
    ax.set_axisbelow(True)
    _names(ax, runs)
    alt_text.describe(ax, " ".join(_told(run) for run in runs))
    return ax


def _runs(history, label):
    if not isinstance(history, Mapping):
        return [_run(history, label, "history")]
    if label is not None:
        raise ValueError(f"label is {label!r}, but the runs of a mapping have their own names.")
    if not 1 <= len(history) <= len(LINES):
        raise ValueError(
            f"history has {plural(len(history), 'run')}; expected 1 to {len(LINES)}, which can be "
            "told apart. For more call loss_curve(run, ax=ax) for each."
        )
    return [_run(run, str(name), f"history[{name!r}]") for name, run in history.items()]


def _run(run, label, name):
    label = "" if label is None else str(label)
    if isinstance(run, History):
        if not len(run):
            raise ValueError(f"{name} holds no step. {run.message}")
        diverged = run.stopped == "diverged"
        return _Run(label, run.loss, diverged, run.validation_step, run.validation_loss)
    try:
        loss = np.asarray(run, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} is a {type(run).__name__}; expected the History that fit returned, "
            "or a list of losses."
        ) from None
    if loss.ndim != 1 or not len(loss):
        raise ValueError(f"{name} has shape {loss.shape}; expected a list of losses.")
    finite = np.isfinite(loss)
    end = len(loss) if finite.all() else int(finite.argmin())
    return _Run(label, validation.numbers(loss[: max(end, 1)], name), end < len(loss))


def _draw(ax, run, colour, dashes):
    def called(what):
        return f"{what} {run.label}".strip()

    paper = style.current().palette["paper"]
    steps = np.arange(len(run.loss))
    width = 2.5 if len(steps) < DENSE else 1.2
    look = {"color": colour, "linestyle": dashes, "linewidth": width}
    marker = "o" if len(steps) == 1 else None
    ax.plot(steps, run.loss, marker=marker, label=called("loss"), **look)
    if len(run.validation_loss):
        round_marks = {"color": colour, "marker": "o", "markeredgecolor": colour, "zorder": 3}
        ax.plot(
            run.validation_step,
            run.validation_loss,
            linewidth=1.2,
            markersize=5,
            markerfacecolor=paper,
            markevery=max(1, len(run.validation_loss) // 25),
            label=called("validation"),
            **round_marks,
        )
        best = int(np.argmin(run.validation_loss))
        ax.plot(
            run.validation_step[best],
            run.validation_loss[best],
            markersize=10,
            linestyle="none",
            label=called("best"),
            **round_marks,
        )
        if run.validation_loss[-1] > (1 + STILL) * run.validation_loss[best]:
            ax.annotate(
                f"lowest {number(run.validation_loss[best])}",
                (run.validation_step[best], run.validation_loss[best]),
                xytext=(4, 9),
                textcoords="offset points",
                size=style.FONT_SIZE - 2,
                color=colour,
                path_effects=[withStroke(linewidth=3, foreground=paper)],
            )


def _limit(ax, runs, log):
    """Keep a run that diverges from pressing all that is worth seeing flat."""
    followed = []
    for run in runs:
        top = LEAVES[log] * abs(run.loss[0]) if run.diverged else np.inf
        seen = np.minimum(np.concatenate([run.loss, run.validation_loss]), top)
        followed.append(seen[seen > 0] if log else seen)
    followed = np.concatenate(followed)
    low, high = followed.min(), followed.max()
    if log:
        ax.set_ylim(low / 1.5, high * 1.5)
    else:
        room = 0.05 * (high - low) or 0.05 * abs(high) or 1.0
        ax.set_ylim(low - room, high + room)


def _names(ax, runs):
    palette = style.current().palette
    names = []
    for run, (colour, _) in zip(runs, LINES, strict=False):
        training = run.label or ("training" if len(run.validation_loss) else "")
        if run.diverged:
            _diverged(ax, run)
        elif training:
            names.append((len(run.loss) - 1, run.loss[-1], training, palette[colour]))
        if len(run.validation_loss):
            words = f"{run.label} validation".strip()
            end = run.validation_step[-1], run.validation_loss[-1]
            names.append((*end, words, palette[colour]))
    name_lines(ax, names)


def _diverged(ax, run):
    """A cross where the run leaves the picture, or ends, and what became of it."""
    top = ax.get_ylim()[1]
    beyond = np.flatnonzero(run.loss > top)
    step = int(beyond[0]) if len(beyond) else len(run.loss) - 1
    place = step, min(run.loss[step], top)
    look = {"color": style.current().palette["warning"], "zorder": 5}
    label = f"diverged {run.label}".strip()
    ax.plot(*place, marker="X", markersize=12, ls="none", clip_on=False, label=label, **look)
    late = step > sum(ax.get_xlim()) / 2
    ax.annotate(
        f"{run.label} diverged\nafter {plural(len(run.loss) - 1, 'step')}".strip(),
        place,
        xytext=(-14 if late else 14, 4),
        textcoords="offset points",
        ha="right" if late else "left",
        va="top",
        weight="bold",
        size=style.FONT_SIZE - 1,
        annotation_clip=False,
        **look,
    )


def _told(run):
    first, last, steps = float(run.loss[0]), float(run.loss[-1]), len(run.loss) - 1
    name = f"{run.label}: the" if run.label else "The"
    course = f"from {number(first)} to {number(last)} in {plural(steps, 'step')}"
    if not steps and not run.diverged:
        course = f"is {number(first)}"
    elif run.diverged:
        course = f"goes {course}, then the run diverges"
    elif abs(last - first) <= STILL * abs(first):
        course = f"stays near {number(last)} for {plural(steps, 'step')}"
    elif last > first:
        course = f"rises {course}"
    else:
        half = int((run.loss <= (first + last) / 2).argmax())
        course = f"falls {course}, half of it within {half}"
    sentences = [f"{name} loss {course}."]
    if len(run.validation_loss):
        best = int(np.argmin(run.validation_loss))
        lowest, end = float(run.validation_loss[best]), float(run.validation_loss[-1])
        rises = f" and ends at {number(end)}" if end > (1 + STILL) * lowest else ""
        after = plural(int(run.validation_step[best]), "step")
        sentences.append(f"The validation loss is lowest, {number(lowest)}, after {after}{rises}.")
    return " ".join(sentences)
