"""What theory says of a deep network before a pass is computed: mean-field theory.

In a wide layer of random weights every z is a sum of many small terms, so over the neurons it is
normally distributed, and what a layer does to the signal and to the gradient follows from one
number, the variance q of its z. With sigma_w^2 = fan_in * mean(W^2) and sigma_b^2 = mean(b^2):

    q[l] = sigma_w^2 p[l-1] + sigma_b^2, p = E[f(z)^2], z ~ N(0, q)       (Poole et al. 2016, eq. 3)
    |delta[l]|^2 = chi |delta[l+1]|^2, chi = sigma_w^2 E[f'(z)^2]          (Schoenholz et al. 2017)

where sigma_w is that of W[l+1], and z of layer l. Above chi = 1 gradients explode on their way
back, below it they vanish: over some layers 1 / |log chi| by a factor of e.

A skip adds (Yang & Schoenholz 2017): the p of a[l] is p[l-1] + E[f^2] + 2 m[l-1] E[f], m the mean
of a, and |dL/da[l-1]|^2 is |dL/da[l]|^2 more than without.

Normalization makes each z a u of variance 1, whatever the W: in large batches sigma_w cancels, and
chi = E[f'(u)^2] / Var[f(u)], for ReLU pi / (pi - 1) = 1.47 (Yang et al. 2019).

The theory takes the W that a delta goes back through for independent of the W that the signal came
through. Where f has a mean, as ReLU's, skips let a[l] grow along one direction, the part of dL/da
along it grows as fast on its way back, and the theory, which does not know it, says too little.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from .activations import ACTIVATIONS
from .by_layer import ByLayer
from .magnitudes import rms


class Moments(NamedTuple):
    """E[f(z)], E[f(z)^2] and E[f'(z)^2] of an activation f for z ~ N(0, variance)."""

    mean: float
    square: float
    slope_square: float


@dataclass(frozen=True, eq=False)
class Prediction:
    """What mean-field theory expects of one network and one batch.

    Attributes
    ----------
    spread : ByLayer
        Standard deviation of a[l], l = 0 … L; a softmax output has none.
    variance : ByLayer
        Of what the activation sees, u[l].
    chi : ByLayer
        ``(|delta[l]| / |delta[l+1]|)^2``, l = 1 … L - 1.
    delta : ByLayer
        Length of delta[l] in units of delta[L]: the root of the product of the chi above it.
    """

    spread: ByLayer
    variance: ByLayer
    chi: ByLayer
    delta: ByLayer


def moments(activation, variance):
    """The `Moments` of an activation under a normal distribution of mean 0.

    Parameters
    ----------
    activation : str
        Any but "softmax".
    variance : float

    Returns
    -------
    Moments

    Examples
    --------
    >>> [round(moment, 6) for moment in moments("relu", 4.0)]  # 2 / sqrt(2 pi), 4 / 2, 1 / 2
    [0.797885, 2.0, 0.5]
    """
    if variance == 0:
        f = ACTIVATIONS[activation].value(np.zeros(1))
        slope = ACTIVATIONS[activation].derivative(np.zeros(1), f)
        return Moments(*(float(part[0]) for part in (f, f * f, slope * slope)))
    deviation = math.sqrt(variance)
    # z = deviation at the far end, but f bends where z is near 1: steps of log(z) reach both.
    low, high = _place(min(deviation, 1.0) * NEAR), _place(deviation * REACH)
    u = _grid()[low:high] / deviation
    weights = np.exp(-u * u / 2) * u * (STEP / math.sqrt(2 * math.pi))
    return Moments(*(_both_sides(activation)[:, low:high] @ weights).tolist())


def chi(activation, variance, sigma_w):
    """sigma_w^2 E[f'(z)^2]: what the squared length of delta is multiplied by, a layer back.

    Parameters
    ----------
    activation : str
    variance : float
        Of z.
    sigma_w : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(chi("relu", 1.0, sigma_w=2**0.5), 12)  # He's weights: the length stays
    1.0
    """
    return sigma_w**2 * moments(activation, variance).slope_square


def predict(forward):
    """What theory expects of the network and the batch of a recorded forward pass.

    It knows the size of each W and b (gamma and beta), the mean and variance of X, and no other
    number.

    Parameters
    ----------
    forward : ForwardPass
        With ``training=True`` if the network is normalized.

    Returns
    -------
    Prediction

    Raises
    ------
    ValueError
        If only some of the hidden layers are normalized, or without ``training=True``.
    OverflowError
        If a variance grows past what a float can hold.
    """
    network, X = forward.network, forward.a[0]
    hidden = network.normalization[:-1]
    if any(network.normalization) and not (all(hidden) and forward.training):
        raise ValueError(
            "mean-field theory here needs every hidden layer normalized, or none, and then "
            f"forward(X, training=True); got normalization={network.normalization} and "
            f"training={forward.training}."
        )
    L = len(network.W)
    mean, square, batch_variance = (
        float(X.mean()),
        float((X * X).mean()),
        float(X.var(axis=0).mean()),
    )
    spread, variance, found, scale = [float(X.std())], [], [], []
    sigma_w2 = [rms(W) ** 2 * len(W) for W in network.W]
    for l in range(1, L + 1):
        name, norm, skip = (
            part[l - 1] for part in (network.activations, network.normalization, network.residual)
        )
        if norm:
            s2 = sigma_w2[l - 1] * batch_variance + norm.epsilon
            gamma2 = rms(network.gamma[l]) ** 2
            scale.append(gamma2 / s2)
            variance.append(gamma2 * (1 - norm.epsilon / s2) + rms(network.beta[l]) ** 2)
        else:
            scale.append(1.0)
            variance.append(sigma_w2[l - 1] * square + rms(network.b[l]) ** 2)
        if not variance[-1] < LARGEST:
            raise OverflowError(f"in theory the variance of z[{l}] is too large for a float.")
        if name == "softmax":
            found.append(None)
            spread.append(None)
            continue
        of_f = moments(name, variance[-1])
        found.append(of_f)
        if skip:
            square += of_f.square + 2 * mean * of_f.mean
            mean += of_f.mean
        else:
            square, mean, batch_variance = of_f.square, of_f.mean, 0.0
        batch_variance += of_f.square - of_f.mean**2
        spread.append(math.sqrt(max(square - mean**2, 0)))
    return Prediction(
        _numbers("spread", spread, first=0),
        _numbers("variance", variance),
        *_backward(network, sigma_w2, found, scale),
    )


def _backward(network, sigma_w2, found, scale):
    """chi and delta of every layer, from the last one down."""
    chis, log_delta = [], [0.0]  # of delta^2, so that a deep product does not leave the floats
    along_skip = (
        1 / found[-1].slope_square if network.residual[-1] else 0.0
    )  # |dL/da|^2 / |delta|^2
    for l in range(len(found) - 1, 0, -1):
        dL_da = sigma_w2[l] + along_skip  # |dL/da[l]|^2 in units of |delta[l+1]|^2
        chis.append(dL_da * found[l - 1].slope_square * scale[l - 1])
        log_delta.append(log_delta[-1] + (math.log(chis[-1]) if chis[-1] else -math.inf))
        along_skip = dL_da / chis[-1] if network.residual[l - 1] and chis[-1] else 0.0
    with np.errstate(over="ignore"):
        delta = np.exp(np.array(log_delta[::-1]) / 2)
    return _numbers("chi", chis[::-1]), _numbers("delta", delta)


LARGEST = 1e300  # variance: squares of what lies REACH away must be floats, too
REACH = 12  # standard deviations: beyond, a normal density is below 1e-31
NEAR = 1e-14  # below it, in units of the deviation or of 1, next to nothing lies
STEP = 0.1  # of log(z): the trapezoidal rule is right to 13 digits where f is smooth but at 0
LOW, HIGH = -4200, 3500  # steps: from z = 1e-182 to 1e152, so for every variance


def _place(z):
    """Where a z stands in the grid."""
    return math.floor(math.log(z) / STEP) - LOW


@cache
def _grid():
    return np.exp(STEP * np.arange(LOW, HIGH))


@cache
def _both_sides(activation):
    """f, f^2 and f'^2 at z plus those at -z, on the grid: no variance changes them."""
    z, of = _grid(), ACTIVATIONS[activation]
    sides = ((of.value(side), side) for side in (z, -z))
    return sum(np.array([f, f * f, of.derivative(side, f) ** 2]) for f, side in sides)


def _numbers(name, values, first=1):
    arrays = (None if value is None else np.array(float(value)) for value in values)
    return ByLayer(name, arrays, first, why="softmax mixes the neurons of a layer")
