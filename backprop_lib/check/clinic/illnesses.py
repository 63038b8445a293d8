"""What the patients of the clinic have, which figure shows it where, and why another one tempts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ...activations import ACTIVATIONS, saturated

FIGURES = (
    "network graph",
    "loss curve",
    "gradient norms",
    "delta heat map",
    "activation histograms",
    "gradient check",
)
MOSTLY = 0.8  # of the samples


@dataclass(frozen=True)
class Illness:
    """One illness.

    Attributes
    ----------
    says : str
        What it is, once it is found.
    shows : mapping from figure to str
        The figures that show it, and nothing else like it: what one reads there.
    fits : mapping from figure to str
        Those on which it looks like something else, too, and like what.
    where : str
        What a place is, and how it is written: "a neuron, written a[layer][number]".
    places : callable
        Of a Recording: the set of places where it shows.
    tempts : mapping from another illness to str
        Why that one tempts in a patient who has this one, and what speaks against it.
    late : callable, optional
        Of a Recording: places that come one look after those at which it shows.
    """

    says: str
    shows: Mapping
    fits: Mapping
    where: str
    places: Callable
    tempts: Mapping
    late: Callable = lambda recording: ()


def _neurons(recording, k, sick):
    """Hidden neurons for which ``sick(l, z, a)``, an array over the batch, holds."""
    forward = recording.forward(k)
    return {
        f"a[{l}][{j}]"
        for l in range(1, len(forward.z))
        for j in np.flatnonzero(sick(l, forward.z[l], forward.a[l]))
    }


def _dead(recording):
    return _neurons(recording, -1, lambda l, z, a: (a == 0).all(axis=0))


def _saturated(recording):
    names = (None, *recording.networks[0].activations)

    def sick(l, z, a):
        slope = ACTIVATIONS[names[l]].derivative(z, a)
        return saturated(names[l], slope).mean(axis=0) >= MOSTLY

    return _neurons(recording, 0, sick)


def _rises(recording):
    """Recorded steps after which the loss is higher at the next record."""
    return {f"step {step}" for step in recording.steps[:-1][np.diff(recording.loss) > 0]}


def _risen(recording):
    """Recorded steps at which the loss is higher than at the record before."""
    return {f"step {step}" for step in recording.steps[1:][np.diff(recording.loss) > 0]}


def _twins(recording):
    network, found = recording.networks[-1], set()
    for l in range(1, len(network.sizes) - 1):
        whole = np.vstack([network.W[l], network.b[l]])  # (fan_in + 1, fan_out)
        same = np.isclose(whole[:, :, None], whole[:, None, :], atol=1e-9).all(axis=0)
        found |= {f"a[{l}][{j}]" for j in np.flatnonzero(same.sum(axis=0) > 1)}
    return found


def _wrong(recording):
    own, forward = recording.backward(0), recording.forward(0)
    true = forward.network.backward(forward, recording.y, recording.loss_name)
    return {
        f"{kind}[{l}]"
        for kind in ("dW", "db")
        for l, right in getattr(true, kind).items()
        if not np.allclose(getattr(own, kind)[l], right, rtol=1e-6, atol=1e-9)
    }


ILLNESSES = {
    "dead ReLUs": Illness(
        "The sum z of some neurons is below 0 for every sample. There a ReLU is 0, and so is its\n"
        "slope: no delta gets through, so nothing can bring the neuron back.",
        {
            "activation histograms": "The neuron's activation is exactly 0 for every sample, not "
            "near an end of the axis."
        },
        {
            "network graph": "It shows one sample. A healthy ReLU is 0 for some samples, too; dead "
            "is only who is 0 for all.",
            "delta heat map": "Rows without any colour: δ is 0 there for every sample. A saturated "
            "neuron's row is as pale. What is it that stops δ?",
            "gradient norms": "Small ones: less arrives in layer 1. Many illnesses do that.",
        },
        "a neuron, written a[layer][number]",
        _dead,
        {
            "saturated units": "It tempts because saturated and dead neurons both let no δ "
            "through.\nBut a saturated one sits at an end of its curve with a ≠ 0; here a is 0, on "
            "a ReLU's flat side.",
            "learning rate too large": "It tempts because a step that is too large can kill "
            "ReLUs.\nBut go to step 0: they are dead before the first step.",
            "twin units": "It tempts because dead neurons all show the same number, 0.\n"
            "But their weights differ, as the edges of the network graph show.",
            "wrong gradient": "It tempts because gradients that are exactly 0 look like a bug.\n"
            "But the slope of a ReLU below 0 *is* 0: a nudge of these weights changes nothing.",
        },
    ),
    "learning rate too large": Illness(
        "Each step jumps past the bottom of the valley and lands higher up. The slopes were\n"
        "right; they are only promised near the place where they were measured.",
        {"loss curve": "The loss jumps up after a step, again and again."},
        {
            "gradient norms": "They jump, too. It fits, but a gradient is not too large by itself: "
            "the step is.",
            "activation histograms": "Neurons saturate *later on*, as a consequence. At step 0 "
            "they are well.",
            "delta heat map": "Rows go pale *later on*, as a consequence.",
        },
        "the step before the first jump, written step …, as the slider shows it",
        _rises,
        {
            "saturated units": "It tempts because the neurons do saturate, later on.\nBut go to "
            "step 0: all is well there. The first large steps threw the weights far out.",
            "dead ReLUs": "It tempts because hardly any δ gets through in the end.\nBut there is "
            "no ReLU here: a dead one would be exactly 0.",
            "twin units": "It tempts because in the end many neurons say +1 or −1 alike.\nBut "
            "their weights differ: they were pushed to the same ends.",
            "wrong gradient": "It tempts because a wrong sign lets the loss rise, too.\nBut then "
            "small steps would not help. Check the gradient: it agrees.",
        },
        late=_risen,
    ),
    "twin units": Illness(
        "Neurons of a layer started with equal weights. They compute the same and get the same\n"
        "gradient, so they stay equal: six neurons do the work of one.",
        {
            "network graph": "Neurons of a layer have equal a, equal δ, and equal edges.",
            "delta heat map": "All rows of a layer are equal, for every sample.",
        },
        {
            "activation histograms": "The neurons' bars are equal. One neuron whose weights "
            "happen to suit would look so, too: look at weights or δ.",
            "loss curve": "It falls, and stops too early. Any network that is too small does that.",
        },
        "a neuron, written a[layer][number]",
        _twins,
        {
            "saturated units": "It tempts because the loss stops far from 0.\nBut look at the "
            "start: no activation is near an end of its axis, and δ gets through.",
            "dead ReLUs": "It tempts because six neurons learn as little as one.\nBut there is no "
            "ReLU here, and none of the activations is 0 for every sample.",
            "learning rate too large": "It tempts because the loss stays high.\nBut it falls "
            "without a jump: the steps are small enough.",
            "wrong gradient": "It tempts because a right gradient should make neurons different.\n"
            "It should not: equal weights have equal slopes. The gradient check agrees.",
        },
    ),
    "saturated units": Illness(
        "The weights are so large that z lies far out, where the activation is flat. Almost no\n"
        "δ gets through, so those weights hardly move, however wrong the output is.",
        {
            "activation histograms": "Nearly all activations sit at the two ends, −1 and +1, from "
            "step 0 on."
        },
        {
            "delta heat map": "Pale rows in the hidden layers: δ dies there. A dead ReLU's row is "
            "as pale. What is it that stops δ?",
            "gradient norms": "Those of the hidden layers are far below the output's, from step 0 "
            "on. Vanishing has other causes, too.",
            "network graph": "It shows one sample, and there the word 'saturated'. For one sample "
            "that is no illness.",
        },
        "a neuron, written a[layer][number]",
        _saturated,
        {
            "dead ReLUs": "It tempts because dead and saturated neurons both let no δ through.\n"
            "But there is no ReLU here: these neurons say −1 or +1, not 0.",
            "learning rate too large": "It tempts because large steps make neurons saturate.\n"
            "But here they are saturated at step 0, and the loss falls without a jump.",
            "twin units": "It tempts because many neurons show the same number, −1 or +1.\nBut "
            "they change sides at different samples, and their weights differ.",
            "wrong gradient": "It tempts because such tiny gradients look like a bug.\nBut they "
            "are right: a nudge of these weights hardly changes the loss.",
        },
    ),
    "wrong gradient": Illness(
        "The backward pass computes something that is not the slope of the loss. The network\n"
        "walks, in good order, in a wrong direction.",
        {
            "gradient check": "The run's own numbers part from those of the nudges: the points lie "
            "off the line."
        },
        {},
        "a gradient, written dW[layer] or db[layer]",
        _wrong,
        {
            "saturated units": "It tempts because the loss stops far from 0.\nBut the activations "
            "stay in the middle of their axis: the slopes are steep.",
            "dead ReLUs": "It tempts because so little is learned.\nBut there is no ReLU here, and "
            "every neuron answers to every sample.",
            "learning rate too large": "It tempts because the loss does not go down to 0, and even "
            "creeps up.\nBut a third of the rate ends at the same place: try it.",
            "twin units": "It tempts because the loss stops too early, as in a network that is too "
            "small.\nBut the neurons' weights and deltas differ.",
        },
    ),
}
CARRIES = {
    "A": "dead ReLUs",
    "B": "learning rate too large",
    "C": "twin units",
    "D": "saturated units",
    "E": "wrong gradient",
}
