"""How a gradient becomes an update. An optimizer holds settings and nothing else.

What an optimizer remembers from step to step (its moments) lives in the run that uses it, in a
`Memory`: two runs never share it, and settings can be swapped between two steps.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

import numpy as np

from . import flat, validation

CLIP_EPSILON = 1e-6  # what PyTorch's clip_grad_norm_ adds to the norm before it divides


class Memory:
    """What one run remembers for its optimizer: vectors laid out as `Network.params`.

    Attributes
    ----------
    is_weight : ndarray
        1 where the vector holds a weight, 0 where it holds a bias, a gamma or a beta.
    """

    def __init__(self, params, is_weight):
        self.is_weight = is_weight
        self.scratch = np.empty_like(params)
        self.gradient = np.empty_like(params)
        self.moments = {}

    @classmethod
    def of(cls, network):
        """Nothing remembered yet."""
        is_weight = np.zeros_like(network.params)
        for W_l in flat.split(is_weight, network.sizes)[0]:
            W_l[...] = 1
        return cls(network.params, is_weight)

    def moment(self, name):
        """The vector of that name; zeros at first."""
        if name not in self.moments:
            self.moments[name] = np.zeros_like(self.scratch)
        return self.moments[name]


@dataclass(frozen=True)
class SGD:
    """Gradient descent, with momentum where it is asked for.

    Parameters
    ----------
    learning_rate : float or callable, default 0.1
        A number, or a function of the step's number (from 1), such as `cosine(0.1, steps=1000)`.
    momentum : float, default 0
        Part of the last update's direction that is kept, from 0 to below 1.
    weight_decay : float, default 0
        Adds ``weight_decay * W`` to dW; biases, gammas and betas are left alone.
    clip_norm : float, optional
        Scales the whole gradient down where its norm exceeds this.
    clip_value : float, optional
        Limits every entry of the gradient to this size.

    Raises
    ------
    ValueError
        For a setting out of range.

    Notes
    -----
    v = momentum v + gradient, params = params - learning_rate v  (Polyak 1964; in this form
    Sutskever et al. 2013, as PyTorch has it). Clipping by norm: Pascanu et al. 2013, algorithm 1;
    weight decay: Krogh & Hertz 1991, added after clipping.

    Examples
    --------
    >>> SGD(0.5).learning_rate, SGD(learning_rate=0.5, momentum=0.9).momentum
    (0.5, 0.9)
    """

    learning_rate: float | Callable = 0.1
    _: KW_ONLY
    momentum: float = 0.0
    weight_decay: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self):
        _check_common(self)
        _check(self, "momentum", 0, 1, below=True)

    def update(self, params, gradient, step, memory, out):
        """Write the parameters after the step of that number into `out`; the others stay."""
        direction = _decayed(self, params, _clipped(self, gradient, memory), memory)
        if self.momentum:
            velocity = memory.moment("velocity")
            velocity *= self.momentum
            velocity += direction
            direction = velocity
        elif memory.moments:
            memory.moments.clear()  # momentum was switched off: it starts anew from rest
        np.multiply(direction, rate(self.learning_rate, step), out=out)
        np.subtract(params, out, out=out)


@dataclass(frozen=True)
class Adam:
    """Adaptive moments: each parameter's step is measured in units of its own gradient's size.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
    beta1, beta2 : float, default 0.9 and 0.999
        Part of the two averages (of the gradient, of its square) that is kept.
    epsilon : float, default 1e-8
    weight_decay, clip_norm, clip_value
        As in `SGD`.

    Raises
    ------
    ValueError
        For a setting out of range.

    Notes
    -----
    Kingma & Ba 2015, algorithm 1. Its weight decay is a part of the gradient, so the moments see
    it: the coupled kind, PyTorch's ``Adam(weight_decay=...)``. `AdamW` has the other one.
    """

    learning_rate: float | Callable = 0.001
    _: KW_ONLY
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self):
        _check_common(self)
        _check_adaptive(self)

    def update(self, params, gradient, step, memory, out):
        """Write the parameters after the step of that number into `out`; the others stay."""
        gradient = _decayed(self, params, _clipped(self, gradient, memory), memory)
        _adaptive(self, gradient, step, memory, out)
        np.subtract(params, out, out=out)


@dataclass(frozen=True)
class AdamW:
    """Adam whose weight decay stands beside the moments: each step shrinks the weights a little.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
    beta1, beta2, epsilon
        As in `Adam`.
    weight_decay : float, default 0.01
        A step takes ``learning_rate * weight_decay`` of a parameter away, whatever its slope.
    decay : {"all", "weights"}, default "all"
        All parameters shrink, as in PyTorch and Keras when nothing else is said, or the weights
        alone: biases, gammas and betas stay.
    clip_norm, clip_value
        As in `SGD`.

    Raises
    ------
    ValueError
        For a setting out of range.

    Notes
    -----
    Loshchilov & Hutter 2019, algorithm 2; the decay is multiplied by the learning rate, as PyTorch
    and Keras have it.
    """

    learning_rate: float | Callable = 0.001
    _: KW_ONLY
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    decay: str = "all"
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self):
        _check_common(self)
        _check_adaptive(self)
        validation.known(self.decay, "decay", ("all", "weights"))

    def update(self, params, gradient, step, memory, out):
        """Write the parameters after the step of that number into `out`; the others stay."""
        _adaptive(self, _clipped(self, gradient, memory), step, memory, out)
        np.multiply(params, rate(self.learning_rate, step) * self.weight_decay, out=memory.scratch)
        if self.decay == "weights":
            memory.scratch *= memory.is_weight
        out += memory.scratch
        np.subtract(params, out, out=out)


def cosine(peak, *, steps, floor=0.0):
    """A learning rate that falls from `peak` to `floor` along half a cosine.

    Parameters
    ----------
    peak, floor : float
    steps : int
        Length of the fall; from then on the rate is `floor`.

    Returns
    -------
    callable
        A function of the step's number, for ``SGD(cosine(0.1, steps=1000))``.

    Notes
    -----
    Loshchilov & Hutter 2017, eq. 5, without restarts.

    Examples
    --------
    >>> rate = cosine(1.0, steps=101)
    >>> rate(1), round(rate(51), 12), rate(101)
    (1.0, 0.5, 0.0)
    """
    _number(peak, "peak", 0, np.inf)
    _number(floor, "floor", 0, np.inf)
    validation.whole_number(steps, "steps", "length of the schedule")

    def learning_rate(step):
        done = min(step - 1, steps - 1) / max(steps - 1, 1)
        return float(floor + (peak - floor) * (1 + np.cos(np.pi * done)) / 2)

    return learning_rate


def warmup(learning_rate, *, steps):
    """A learning rate that grows in a straight line over its first steps.

    Parameters
    ----------
    learning_rate : float or callable
        What it grows to: a number, or a function of the step's number such as `cosine(...)`.
    steps : int
        After this many steps the rate is `learning_rate`.

    Returns
    -------
    callable
        A function of the step's number.

    Notes
    -----
    Goyal et al. 2017, section 2.2.

    Examples
    --------
    >>> [warmup(1.0, steps=4)(step) for step in (1, 2, 4, 9)]
    [0.25, 0.5, 1.0, 1.0]
    """
    if not callable(learning_rate):
        _number(learning_rate, "learning_rate", 0, np.inf)
    validation.whole_number(steps, "steps", "length of the schedule")
    return lambda step: min(1.0, step / steps) * rate(learning_rate, step)


def rate(learning_rate, step):
    """The learning rate of this step, a float.

    Raises
    ------
    ValueError
        If a schedule returns something else than a finite number of at least 0.
    """
    if callable(learning_rate):
        return _number(learning_rate(step), f"learning_rate({step})", 0, np.inf)
    return learning_rate


def clip_scale(norm, clip_norm):
    """What the gradient is multiplied by so that its norm does not exceed `clip_norm`.

    Notes
    -----
    Pascanu et al. 2013, algorithm 1; with the 1e-6 that PyTorch's ``clip_grad_norm_`` adds.
    """
    return min(1.0, clip_norm / (norm + CLIP_EPSILON))


def _clipped(optimizer, gradient, memory):
    """The gradient after clipping; `gradient` itself where none is asked."""
    if optimizer.clip_norm is None and optimizer.clip_value is None:
        return gradient
    clipped = memory.gradient
    np.copyto(clipped, gradient)
    if optimizer.clip_norm is not None:
        clipped *= clip_scale(np.sqrt(np.dot(gradient, gradient)), optimizer.clip_norm)
    if optimizer.clip_value is not None:
        np.clip(clipped, -optimizer.clip_value, optimizer.clip_value, out=clipped)
    return clipped


def _decayed(optimizer, params, gradient, memory):
    """The gradient with weight decay as a part of it; `gradient` itself where none is asked."""
    if not optimizer.weight_decay:
        return gradient
    np.multiply(params, memory.is_weight, out=memory.scratch)
    memory.scratch *= optimizer.weight_decay
    return np.add(gradient, memory.scratch, out=memory.gradient)


def _adaptive(optimizer, gradient, step, memory, out):
    """Write what Adam subtracts from the parameters into `out`."""
    m, v, scratch = memory.moment("m"), memory.moment("v"), memory.scratch
    updates = memory.moment("updates")  # how often m and v were fed, as a vector of one value
    updates += 1
    t = float(updates[0])
    m *= optimizer.beta1
    m += np.multiply(gradient, 1 - optimizer.beta1, out=scratch)
    v *= optimizer.beta2
    np.multiply(gradient, gradient, out=scratch)
    scratch *= 1 - optimizer.beta2
    v += scratch
    np.divide(v, 1 - optimizer.beta2**t, out=scratch)
    np.sqrt(scratch, out=scratch)
    scratch += optimizer.epsilon
    np.divide(m, scratch, out=out)
    out *= rate(optimizer.learning_rate, step) / (1 - optimizer.beta1**t)


# ---- checks of settings


def _check_common(optimizer):
    if not callable(optimizer.learning_rate):
        _check(optimizer, "learning_rate", 0, np.inf)
    _check(optimizer, "weight_decay", 0, np.inf)
    for name in ("clip_norm", "clip_value"):
        if getattr(optimizer, name) is not None:
            _check(optimizer, name, 0, np.inf, above=True)


def _check_adaptive(optimizer):
    _check(optimizer, "beta1", 0, 1, below=True)
    _check(optimizer, "beta2", 0, 1, below=True)
    _check(optimizer, "epsilon", 0, np.inf, above=True)


def _check(optimizer, name, low, high, *, above=False, below=False):
    value = _number(getattr(optimizer, name), name, low, high, above=above, below=below)
    object.__setattr__(optimizer, name, value)


def _number(value, name, low, high, *, above=False, below=False):
    """`value` as a finite float in the range."""
    plain = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    number = float(value) if plain else np.nan
    fits = np.isfinite(number) and low <= number <= high
    if not fits or (above and number == low) or (below and number == high):
        least = f"above {low}" if above else f"at least {low}"
        most = "" if high == np.inf else f" and {'below' if below else 'at most'} {high}"
        raise ValueError(f"{name} is {value!r}; expected a finite number, {least}{most}.")
    return number
