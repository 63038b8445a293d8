"""What a DepthLab measures, as the plain numbers that its page paints."""

import math

import numpy as np

from .. import magnitudes

MEASURED = ("spread", "delta", "dW", "slope", "weight", "scale", "factor", "saturated")


def measured(forward, backward):
    """The `Magnitudes` of two passes; an OverflowError where one of them is infinite."""
    found = magnitudes.measure(forward, backward)
    for name in MEASURED:
        for l, value in getattr(found, name).items():
            if math.isinf(value) and name != "factor":  # it is where delta[l+1] is 0
                raise OverflowError(f"{name}[{l}] is too large for {forward.network.dtype}.")
    return found


def shown(lab, note):
    """Lists that begin with layer 1 (spread: with layer 0).

    Parameters
    ----------
    lab : DepthLab
    note : str
        Why there is no theory; else empty.
    """
    counted = magnitudes.histogram(lab.forward)
    return {
        **{name: _plain(getattr(lab.flow, name)) for name in MEASURED},
        "theory": _theory(lab.prediction, float(lab.flow.delta[len(lab.network.W)])),
        "reach": _plain(counted.reach),
        "counts": [counts.tolist() for counts in counted.counts],
        "flat": [flat.tolist() for flat in counted.flat],
        "loss": lab.backward.loss,
        "depth": lab.depth,
        "skips": [l for l, skip in enumerate(lab.network.residual, start=1) if skip],
        "settings": {name: value for name, value in lab.settings().items() if name != "layer"},
        "note": note,
    }


def _theory(prediction, last):
    """What theory says, where the last delta is as large as `last`."""
    if prediction is None:
        return {"spread": [], "delta": [], "factor": []}
    with np.errstate(over="ignore"):
        return {
            "spread": _plain(prediction.spread),
            "delta": _plain([last * delta for delta in prediction.delta]),
            "factor": _plain([math.sqrt(chi) for chi in prediction.chi]),
        }


def _plain(values):
    """Floats for the page; None where there is no finite number."""
    return [float(value) if math.isfinite(value) else None for value in values]
