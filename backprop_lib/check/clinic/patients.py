"""Five networks that do not learn as they should: one teacher's data, one hidden illness each.

All train on the same two rings with 2-6-6-1 neurons, so that the illness alone makes the
difference. What each of them has stands in `illnesses.py`, which the lesson does not print.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ... import datasets, initializers, validation
from ...network import Network
from ...optimizers import SGD
from ...recording import Recording, record
from ..backward_pass.mistakes import MISTAKES
from ..judging.report import Report
from .illnesses import CARRIES, ILLNESSES

SIZES = (2, 6, 6, 1)
STEPS, EVERY = 600, 5
RATE = 0.3  # with which a healthy one learns
CURED = 0.1  # a loss below this: every sample is on the right side
TREATS = {  # what a treatment changes, and what was ill if it helps
    "network": "start: what was ill are the weights or biases that it began with",
    "optimizer": "optimizer: what was ill are the steps",
    "backward": "backward pass: what was ill are the slopes",
}
TANH, RELU = ("tanh", "tanh", "sigmoid"), ("relu", "relu", "sigmoid")


@dataclass(frozen=True, eq=False)
class Patient:
    """A run that does not learn as it should.

    Attributes
    ----------
    name : str
        "A" to "E".
    network : Network
        Where it starts.
    X, y : ndarray
        The two rings.
    loss : str
    optimizer : SGD
    backward : callable or None
        The backward pass that it trains with, ``backward(network, forward, y)``; None: the core's.
    recording : Recording
        Its run.
    """

    name: str
    network: Network
    X: np.ndarray
    y: np.ndarray
    loss: str
    optimizer: SGD
    backward: Callable | None

    @cached_property
    def recording(self):
        return self._run(self.network, self.optimizer, self.backward)

    def treat(self, *, network=None, optimizer=None, backward=None):
        """Run again with something changed, and all else as it was.

        Parameters
        ----------
        network : Network, optional
            Another start, of the same sizes.
        optimizer : SGD, Adam or AdamW, optional
        backward : callable, optional
            Another backward pass, ``backward(network, forward, y)``.

        Returns
        -------
        Treatment
            ``check.cure(treatment)`` judges it.

        Raises
        ------
        ValueError
            If nothing is changed, or the network has other sizes.
        """
        given = {"network": network, "optimizer": optimizer, "backward": backward}
        changed = tuple(name for name, value in given.items() if value is not None)
        if not changed:
            raise ValueError("nothing is changed; give network=…, optimizer=… or backward=….")
        if network is not None and network.sizes != self.network.sizes:
            raise ValueError(
                f"network has sizes {network.sizes}; expected the patient's, {self.network.sizes}."
            )
        run = self._run(
            self.network if network is None else network,
            self.optimizer if optimizer is None else optimizer,
            self.backward if backward is None else backward,
        )
        return Treatment(self, changed, run)

    def _run(self, network, optimizer, backward):
        return record(
            network,
            self.X,
            self.y,
            loss=self.loss,
            optimizer=optimizer,
            steps=STEPS,
            every=EVERY,
            backward=backward,
        )

    def __repr__(self):
        return (
            f"Patient {self.name}: {self.network.name}, "
            f"{', '.join(self.network.activations)}; {STEPS} steps"
        )


@dataclass(frozen=True, eq=False)
class Treatment:
    """What `Patient.treat` did.

    Attributes
    ----------
    patient : Patient
    changed : tuple of str
        Some of "network", "optimizer", "backward".
    recording : Recording
    """

    patient: Patient
    changed: tuple
    recording: Recording

    def __repr__(self):
        return (
            f"Treatment of patient {self.patient.name}: another {', another '.join(self.changed)}"
        )


def cure(treatment):
    """Has a treatment cured the patient?

    Parameters
    ----------
    treatment : Treatment
        What ``patient.treat(...)`` returned.

    Returns
    -------
    Report

    Examples
    --------
    >>> from backprop_lib import SGD
    >>> cure(patient("B").treat(optimizer=SGD(0.3))).passed
    True
    """
    if treatment is ...:
        return Report("cure", False, "cure: not written yet. Replace the `...` of treatment.")
    if not isinstance(treatment, Treatment):
        return Report(
            "cure",
            False,
            f"cure: this is a {type(treatment).__name__}; expected what patient.treat(...) "
            "returned.",
        )
    run, name = treatment.recording, treatment.patient.name
    end = float(run.loss[-1])
    right = int(((run.forward(-1).output > 0.5) == run.y).sum())
    counted = f"{right} of {len(run.y)} samples are right"
    if run.message or not end < CURED:
        why = f"the run diverged. {run.message}" if run.message else f"the loss is {end:.2f}"
        well = not run.message and not ILLNESSES[CARRIES[name]].places(run)
        advice = (
            "What was ill is well now, so you treat the right thing; but this treatment is too "
            f"slow for\n{run.steps[-1]} steps. Try the same with another number."
            if well
            else "Does the treatment follow from the diagnosis?"
        )
        return Report(
            "cure",
            False,
            f"cure: patient {name} is not cured. After {run.steps[-1]} steps {why}, and {counted}."
            f"\nA cured patient gets below {CURED}. {advice}",
        )
    lines = [f"cure: patient {name} is cured. The loss is below {CURED}, and {counted}."]
    if len(treatment.changed) == 1:
        lines.append(
            f"What helped is another {TREATS[treatment.changed[0]]}.\n"
            "That proves a diagnosis with which `check.diagnosis` agrees. Without one you have\n"
            "cured without knowing what."
        )
    if len(treatment.changed) > 1:
        lines.append(
            f"But you changed {' and '.join(treatment.changed)} at once: which of them was it? "
            "Change one thing."
        )
    return Report("cure", len(treatment.changed) == 1, "\n".join(lines))


@cache
def patient(name):
    """The patient of that name.

    Parameters
    ----------
    name : {"A", "B", "C", "D", "E"}

    Returns
    -------
    Patient
        Always the same one.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> patient("A")
    Patient A: Network 2-6-6-1, relu, relu, sigmoid; 600 steps
    """
    network, rate, backward = _MADE[validation.known(name, "name", tuple(_MADE))]()
    X, y = datasets.circles(40, seed=0)
    return Patient(name, network, X, y, "bce", SGD(rate), backward)


def _with_low_biases():
    he = Network(SIZES, activations=RELU, init="he", seed=1)
    b = [np.full(size, low) for size, low in zip(SIZES[1:], (-1.0, -1 / 3, 0.0), strict=True)]
    return Network.from_weights(he.W, b, activations=RELU), RATE, None


def _in_large_steps():
    return Network(SIZES, activations=TANH, seed=3), 6.0, None


def _with_equal_weights():
    W = [np.full(shape, w) for shape, w in (((2, 6), 0.5), ((6, 6), 0.3), ((6, 1), 0.3))]
    return Network.from_weights(W, map(np.zeros, SIZES[1:]), activations=TANH), RATE, None


def _with_large_weights():
    large = Network(SIZES, activations=TANH, init=initializers.normal(25), seed=3)
    fair = Network(SIZES, activations=TANH, seed=3)
    W = [large.W[1], large.W[2], fair.W[3]]
    return Network.from_weights(W, fair.b, activations=TANH), RATE, None


def _with_a_mistake():
    def backward(network, forward, y):
        return MISTAKES["slope forgotten"].backward(network, forward, y, "bce")

    return Network(SIZES, activations=TANH, seed=0), RATE, backward


_MADE = {
    "A": _with_low_biases,
    "B": _in_large_steps,
    "C": _with_equal_weights,
    "D": _with_large_weights,
    "E": _with_a_mistake,
}
