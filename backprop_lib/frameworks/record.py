"""From a framework's slopes to our record of a backward pass."""

from ..by_layer import ByLayer
from ..records import BackwardPass


def record(loss, dz, dW, db, dgamma, dbeta):
    """A `BackwardPass` from the slopes of a framework's own *mean* loss.

    Parameters
    ----------
    loss : float
    dz, dW, db : list of ndarray
        One a layer. The slope of a mean along one sample's z has 1 / batch in it, which our delta
        has not.
    dgamma, dbeta : list of (ndarray or None)
        None where a layer is not normalized.
    """
    delta = [slope * len(slope) for slope in dz]
    parts = {"delta": delta, "dW": dW, "db": db, "dgamma": dgamma, "dbeta": dbeta}
    return BackwardPass(loss, **{name: ByLayer(name, arrays) for name, arrays in parts.items()})
