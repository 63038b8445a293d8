"""From a framework's slopes to our record of a backward pass."""

from ..layers import ByLayer
from ..records import BackwardPass


def record(loss, dz, dW, db):
    """A `BackwardPass` from the slopes of a framework's own *mean* loss.

    Parameters
    ----------
    loss : float
    dz, dW, db : list of ndarray
        One a layer. The slope of a mean along one sample's z has 1 / batch in it, which our delta
        has not.
    """
    delta = [slope * len(slope) for slope in dz]
    none = [None] * len(dW)  # no layer is normalized
    parts = {"delta": delta, "dW": dW, "db": db, "dgamma": none, "dbeta": none}
    return BackwardPass(loss, **{name: ByLayer(name, arrays) for name, arrays in parts.items()})


def only_dense(network):
    """ValueError if the network has layers that no bridge carries over."""
    extra = [name for name in ("normalization", "residual") if any(getattr(network, name))]
    if extra:
        raise ValueError(
            f"this network has {' and '.join(extra)}; the bridges carry dense layers and their "
            "activations only."
        )
