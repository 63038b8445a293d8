"""A diagnosis is judged together with its evidence: the right word alone is not enough."""

import re
import textwrap

from ..judging.report import Report
from .illnesses import CARRIES, FIGURES, ILLNESSES
from .patients import Patient

WIDTH = 95


def diagnosis(patient, hypothesis, *, figure, where):
    """Judge a diagnosis and its evidence.

    Parameters
    ----------
    patient : Patient
        What ``check.patient("A")`` returned.
    hypothesis : str
        "dead ReLUs", "learning rate too large", "saturated units", "twin units" or "wrong
        gradient".
    figure : str
        The one that shows it: "network graph", "loss curve", "gradient norms", "delta heat map",
        "activation histograms" or "gradient check".
    where : str
        The place on it: a neuron such as ``"a[1][0]"``, a step such as ``"step 12"`` or a gradient
        such as ``"dW[2]"``.

    Returns
    -------
    Report
        `passed` if diagnosis, figure and place are right.

    Examples
    --------
    >>> from backprop_lib import check
    >>> found = check.diagnosis(
    ...     check.patient("B"), "saturated units", figure="activation histograms", where="a[1][0]"
    ... )
    >>> found.passed, found.mistake
    (False, 'saturated units')
    """
    unclear = _unclear(patient, hypothesis, figure, where)
    if unclear:
        return _report([unclear])
    carries = CARRIES[patient.name]
    illness = ILLNESSES[carries]
    if hypothesis != carries:
        return _report(
            [
                f"✗ Patient {patient.name}: not {hypothesis}.",
                illness.tempts[hypothesis],
            ],
            mistake=hypothesis,
        )
    lines = [f"✓ Patient {patient.name}: {carries}.", illness.says]
    shown = figure in illness.shows
    if shown:
        lines.append(f"✓ Figure, {figure}: {illness.shows[figure]}")
    elif figure in illness.fits:
        lines.append(f"✗ Figure, {figure}: weak evidence. {illness.fits[figure]}")
    else:
        lines.append(f"✗ Figure, {figure}: it cannot tell. Other illnesses look the same on it.")
    place = _plain(where) in {_plain(place) for place in illness.places(patient.recording)}
    if place:
        lines.append(f"✓ Place, {where}: there it shows.")
    else:
        lines.append(f"✗ Place, {where}: not there. Name {illness.where}.")
    return _report(lines, passed=shown and place, mistake=None if shown and place else "evidence")


def _unclear(patient, hypothesis, figure, where):
    if not isinstance(patient, Patient):
        return f'patient is a {type(patient).__name__}; expected check.patient("A") to ("E").'
    for name, value, known in (
        ("hypothesis", hypothesis, sorted(ILLNESSES)),
        ("figure", figure, FIGURES),
    ):
        if value is ...:
            return f"not written yet. Replace the `...` of {name}."
        if value not in known:
            return f"{name} is {value!r}; expected one of {', '.join(map(repr, known))}."
    if where is ...:
        return "not written yet. Replace the `...` of where."
    if not isinstance(where, str):
        return f'where is {where!r}; expected a text such as "a[1][0]", "step 12" or "dW[2]".'
    return ""


def _plain(place):
    """Without spaces and case, so that "step 12" is "Step12"."""
    return re.sub(r"\s", "", place).lower()


def _report(lines, passed=False, mistake=None):
    lines = ["diagnosis: " + lines[0], *lines[1:]]
    text = "\n".join(textwrap.fill(" ".join(line.split()), WIDTH) for line in lines)
    return Report("diagnosis", passed, text, mistake=mistake)
