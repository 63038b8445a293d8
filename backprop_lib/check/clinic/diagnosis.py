"""A diagnosis is judged together with its evidence: the right word alone is not enough."""

import textwrap

import numpy as np

from ..judging.report import Report
from . import places
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
    where : str or int
        The place on it: a neuron such as ``"a[1][0]"``, a layer such as ``"layer 1"``, a step such
        as ``"step 12"`` (or 12) or a gradient such as ``"dW[2]"``.

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
        return _report(unclear)
    hypothesis = places.choice(hypothesis, ILLNESSES)
    figure = places.choice(figure, FIGURES)
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
    place, says = _place(patient, illness, where)
    lines.append(says)
    return _report(lines, passed=shown and place, mistake=None if shown and place else "evidence")


def _place(patient, illness, where):
    """Whether the place is right, and the line that says so."""
    found = illness.places(patient.recording)
    kind, wanted = places.read(where)[0], places.kind_of(found)
    if places.there(where, found, patient.recording.steps):
        return True, f"✓ Place, {where}: there it shows."
    if kind is None:
        return False, f"✗ Place, {where}: I cannot read that. Name {illness.where}."
    if kind not in (wanted, places.LAYER) or (kind == places.LAYER and wanted == places.STEP):
        return False, f"✗ Place, {where}: that is {kind}. Name {illness.where}."
    if places.there(where, illness.late(patient.recording), patient.recording.steps):
        return False, f"✗ Place, {where}: there it has happened already. Name {illness.where}."
    return False, f"✗ Place, {where}: not there. Name {illness.where}."


def _unclear(patient, hypothesis, figure, where):
    """A line for each thing that cannot be read."""
    lines = []
    if not isinstance(patient, Patient):
        found = type(patient).__name__
        lines.append(f'patient is a {found}; expected check.patient("A") to ("E").')
    given = {"hypothesis": hypothesis, "figure": figure, "where": where}
    blank = [name for name, value in given.items() if value is ...]
    if blank:
        lines.append(f"not written yet. Replace the `...` of {' and '.join(blank)}.")
    for name, choices in (("hypothesis", sorted(ILLNESSES)), ("figure", FIGURES)):
        if given[name] is not ... and places.choice(given[name], choices) is None:
            listed = ", ".join(map(repr, choices))
            lines.append(f"{name} is {given[name]!r}; expected one of {listed}.")
    if isinstance(where, bool) or not isinstance(where, (str, int, float, np.number, type(...))):
        expected = 'expected a text such as "a[1][0]", "step 12" or "dW[2]".'
        lines.append(f"where is {where!r}; {expected}")
    return lines


def _report(lines, passed=False, mistake=None):
    lines = ["diagnosis: " + lines[0], *lines[1:]]
    text = "\n".join(textwrap.fill(" ".join(line.split()), WIDTH) for line in lines)
    return Report("diagnosis", passed, text, mistake=mistake)
