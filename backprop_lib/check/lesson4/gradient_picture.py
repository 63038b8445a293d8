"""The exercise of lesson 4: a figure of one's own, judged by what is drawn in it."""

import re
import textwrap

import numpy as np

from ..judging import errors
from ..judging.report import Report

NEAR = 1e-9
WIDTH = 95
SLOPES = 40
NAMES = {"numeric": r"\b(nudge|numeric|differen|estimate)", "own": r"\b(own|run|backward|backprop)"}


def gradient_picture(function):
    """Check ``f(ax, numeric, own)``: a picture that shows whether two gradients agree.

    Parameters
    ----------
    function : callable
        Given a Matplotlib Axes and two arrays, shape (n,), the slopes by nudges and those of a
        run, it draws a point for each pair of slopes, and the line on which both are equal. Both
        axes have a name.

    Returns
    -------
    Report

    Examples
    --------
    >>> gradient_picture(lambda ax, numeric, own: ax.scatter(numeric, abs(own))).mistake
    'sign lost'
    """
    if not callable(function):
        return _report("this is not a function. Hand over the function itself, without calling it.")
    from matplotlib.figure import Figure  # only here: checks of numbers do without

    rng = np.random.default_rng(2024)
    numeric = rng.normal(size=SLOPES)
    own = np.where(rng.random(SLOPES) < 0.5, numeric, rng.normal(size=SLOPES))
    ax = Figure().add_subplot()
    given = numeric.copy(), own.copy()
    try:
        function(ax, *given)
    except Exception as error:  # whatever it is, the learner sees it in the report
        if errors.blank(error):
            return _not_written()
        where = errors.told("gradient_picture(ax, numeric, own)", error)
        return Report(
            "gradient_picture",
            False,
            f"gradient_picture: your function stops with an error.\n{where}",
        )
    if not np.array_equal(given, (numeric, own)):
        return _report("your function changes the arrays that it was given.", "input changed")
    drawn = _points(ax)
    if not drawn:
        return _not_written()
    mistake, says = _judged(ax, drawn, numeric, own)
    if mistake:
        return _report(says, mistake)
    return Report(
        "gradient_picture",
        True,
        f"gradient_picture: right. All {SLOPES} pairs are there, with their signs, and the line on "
        "which both\nare equal. Now hand your figure to somebody: can they read it without you?",
    )


def _judged(ax, drawn, numeric, own):
    """Name and sentence of the first mistake; None and "" if there is none."""
    pairs = np.column_stack([numeric, own])
    if not any(_same(points, pairs) or _same(points, pairs[:, ::-1]) for points in drawn):
        return next(
            (
                (name, says)
                for name, says, change in _WRONG_PICTURES
                if any(
                    _same(points, wrong) or _same(points, wrong[:, ::-1])
                    for wrong in [change(numeric, own)]
                    for points in drawn
                )
            ),
            (
                "other points",
                f"there are points, but not the {SLOPES} pairs (numeric, own): one slope to the "
                "right, the other upwards.",
            ),
        )
    if "log" in (ax.get_xscale(), ax.get_yscale()):
        return "logarithmic axis", (
            "an axis is logarithmic. It has no place for slopes below 0: half of the points are "
            "not shown."
        )
    joined = [
        line
        for line in ax.lines
        if len(line.get_xydata()) == SLOPES and line.get_linestyle() not in ("None", "", " ")
    ]
    if joined:
        return "points joined", (
            "the points are joined by a line. Between two weights there is nothing: draw points "
            "alone, such as with ax.scatter."
        )
    if not _has_line(ax, np.concatenate([numeric, own])):
        return "no line", (
            "the points are right. But where would they be if both gradients agreed? Draw that "
            "line, from the smallest to the largest slope."
        )
    if not (ax.get_xlabel().strip() and ax.get_ylabel().strip()):
        return "no names", (
            "points and line are right. Say on both axes what they show: ax.set(xlabel=…, "
            "ylabel=…)."
        )
    upright = any(_same(points, pairs) for points in drawn)
    across, up = (ax.get_xlabel(), ax.get_ylabel())[:: 1 if upright else -1]
    if _speaks_of(across) == ["own"] or _speaks_of(up) == ["numeric"]:
        return "names swapped", (
            "points and line are right, an axis has the other one's name. To the right are the "
            f"slopes {'by nudges' if upright else 'of the run'}."
        )
    return None, ""


def _speaks_of(name):
    return [which for which, words in NAMES.items() if re.search(words, name.lower())]


_WRONG_PICTURES = (
    (
        "sign lost",
        "you draw sizes, without signs. A run that goes exactly the wrong way would look right.",
        lambda numeric, own: np.column_stack([numeric, abs(own)]),
    ),
    (
        "sign lost",
        "you draw sizes, without signs. A run that goes exactly the wrong way would look right.",
        lambda numeric, own: abs(np.column_stack([numeric, own])),
    ),
    (
        "only the difference",
        "you draw differences. Is 0.001 much? That depends on the slope: draw both slopes of each "
        "pair.",
        lambda numeric, own: np.column_stack([numeric, own - numeric]),
    ),
    (
        "only the difference",
        "you draw differences. Is 0.001 much? That depends on the slope: draw both slopes of each "
        "pair.",
        lambda numeric, own: np.column_stack([np.arange(len(own)), own - numeric]),
    ),
    (
        "pairs torn apart",
        "you sort the two arrays, each by itself. Then a point no longer belongs to one weight.",
        lambda numeric, own: np.column_stack([np.sort(numeric), np.sort(own)]),
    ),
)


def _points(ax):
    """Every set of points: of scatter, and of lines with as many."""
    sets = [np.asarray(collection.get_offsets(), float) for collection in ax.collections]
    sets += [np.asarray(line.get_xydata(), float) for line in ax.lines]
    return [points for points in sets if len(points) == SLOPES]


def _same(points, pairs):
    """The same points, in whatever order."""
    order = [np.lexsort(set_.T) for set_ in (points, pairs)]
    return np.allclose(points[order[0]], pairs[order[1]], atol=NEAR)


def _has_line(ax, slopes):
    """Is there a line on which both coordinates are equal, as long as the slopes reach?"""
    for line in ax.lines:
        if hasattr(line, "get_slope"):  # ax.axline
            (x, y), slope, other = line.get_xy1(), line.get_slope(), line.get_xy2()
            if slope is None and other is not None:
                slope = (other[1] - y) / (other[0] - x) if other[0] != x else None
            if abs(x - y) < NEAR and slope is not None and abs(slope - 1) < NEAR:
                return True
            continue
        points = np.asarray(line.get_xydata(), float)
        if len(points) < 2 or not np.allclose(points[:, 0], points[:, 1], atol=NEAR):
            continue
        low, high = points[:, 0].min(), points[:, 0].max()
        reach = slopes.max() - slopes.min()
        if low <= slopes.min() + 0.1 * reach and high >= slopes.max() - 0.1 * reach:
            return True
    return False


def _not_written():
    return _report(
        "not written yet. Nothing is drawn in `ax`, or a `...` is still in it.\n"
        "Replace the `...` with your own lines, run that cell, then run this one again."
    )


def _report(text, mistake=None):
    lines = f"gradient_picture: {text}".split("\n")
    text = "\n".join(textwrap.fill(line, WIDTH) for line in lines)
    return Report("gradient_picture", False, text, mistake=mistake)
