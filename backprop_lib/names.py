"""Single numbers by the names that a learner types: ``"W[1][0, 2]"``, ``"b[1][2]"``, ``"x[0]"``."""

import re


def parameters(architecture):
    """The name of every number of `Network.params`, in its order.

    Examples
    --------
    >>> from backprop_lib import Network
    >>> parameters(Network([2, 1], activations="tanh", normalization=["batch"]).architecture)
    ['W[1][0, 0]', 'W[1][1, 0]', 'b[1][0]', 'gamma[1][0]', 'beta[1][0]']
    """
    names = weights_and_biases(architecture.sizes)
    for l, size in architecture.normalized():
        names += [f"{kind}[{l}][{j}]" for kind in ("gamma", "beta") for j in range(size)]
    return names


def weights_and_biases(sizes):
    """Those of them that are no gamma and no beta."""
    names = []
    for l, (fan_in, fan_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
        names += [f"W[{l}][{i}, {j}]" for i in range(fan_in) for j in range(fan_out)]
        names += [f"b[{l}][{j}]" for j in range(fan_out)]
    return names


def inputs(sizes):
    """The names of one sample's inputs."""
    return [f"x[{i}]" for i in range(sizes[0])]


def targets(sizes):
    """The names of one sample's targets."""
    return [f"y[{j}]" for j in range(sizes[-1])]


def neurons(sizes):
    """The names of the neurons after the input, layer by layer."""
    return [f"a[{l}][{j}]" for l in range(1, len(sizes)) for j in range(sizes[l])]


def place(name):
    """Where a weight, a bias or an input is, as `Network.replace` and `gradcheck.nudge` take it.

    Examples
    --------
    >>> place("W[1][0, 2]"), place("b[1][2]"), place("x[3]")
    ({'layer': 1, 'i': 0, 'j': 2}, {'layer': 1, 'j': 2}, {'layer': 0, 'j': 3})
    """
    found = [int(digits) for digits in re.findall(r"\d+", name)]
    if name[0] == "x":
        return {"layer": 0, "j": found[0]}
    return dict(zip(("layer", "i", "j") if name[0] == "W" else ("layer", "j"), found, strict=True))
