"""Train a small network on XOR with a mistake of the list, and say what became of it.

The data and the network are always the same, so that the mistake alone makes the difference.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ... import datasets
from ...network import Network
from .mistakes import MISTAKES

STEPS, EVERY = 1000, 5  # of gradient descent, and between two looks at the loss
RATES = {"bce": 0.5, "squared_error": 2.0, "mse": 2.0}  # not 1, which would hide a forgotten rate
SEED = 0
REACHED = 0.1  # of the first loss: all four corners are answered right
VERDICTS = ("learns", "learns slowly", "does not learn", "diverges", "stops with an error")


@dataclass(frozen=True, eq=False)
class Trial:
    """One run of gradient descent on XOR.

    Attributes
    ----------
    steps : ndarray of int
        Where the loss was looked at.
    loss : ndarray
        Finite numbers, one for each of `steps`.
    reached : int or None
        The first of `steps` with a tenth of the first loss.
    verdict : str
        One of `VERDICTS`, measured against the run without a mistake.
    message : str
        Why the run ended early; else empty.
    """

    steps: np.ndarray
    loss: np.ndarray
    reached: int | None
    verdict: str
    message: str


def start():
    """The network that every run begins with, X and y."""
    return Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=SEED), *datasets.xor()


@cache
def run(name="", *, loss="bce"):
    """Train with one mistake, or with none.

    Parameters
    ----------
    name : str
        A key of `MISTAKES`, or "" for the right gradients.
    loss : {"bce", "squared_error", "mse"}

    Returns
    -------
    Trial
        Always the same one: it is computed once.

    Examples
    --------
    >>> run().verdict, run("sign flipped").verdict, run("mean taken twice").verdict
    ('learns', 'diverges', 'learns slowly')
    """
    rate = RATES[loss]
    network, X, y = start()
    losses, memory, message, ended = [], None, "", ""
    for step in range(STEPS + 1):
        try:
            with np.errstate(all="ignore"):  # a run that leaves the finite numbers is caught here
                if step % EVERY == 0:
                    losses.append(network.loss(network.forward(X), y, loss))
                if name:
                    network, memory = MISTAKES[name].step(
                        network, X, y, loss, learning_rate=rate, memory=memory
                    )
                else:
                    backward = network.backward(network.forward(X), y, loss)
                    network = network.step(backward, rate)
        except (ValueError, ArithmeticError) as error:
            # Shapes are the same in every step, and the first one starts from finite numbers.
            ended = "diverges" if step else "stops with an error"
            message = f"The weights are no longer finite after step {step}." if step else str(error)
            break
    losses = np.array(losses)
    steps = EVERY * np.arange(len(losses))
    low = np.flatnonzero(losses < REACHED * losses[0])
    reached = int(steps[low[0]]) if low.size else None
    verdict = ended or _verdict(losses, reached, reached if not name else run(loss=loss).reached)
    for array in (steps, losses):
        array.flags.writeable = False
    return Trial(steps, losses, reached, verdict, message)


def _verdict(losses, reached, right):
    if losses[-1] > 1.5 * losses[0]:
        return "diverges"
    if reached is None or losses[-1] > losses[0] / 2:
        return "does not learn"
    return "learns" if reached <= 2 * right else "learns slowly"
