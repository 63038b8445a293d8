"""What both ways show: lesson 1's network with a slider for every weight and bias, in a kernel.

The kernel's side of benchmarks/latency.py: it makes the two scenes and watches its own time,
memory and comms.
"""

import gc
import time

import comm
import ipywidgets
import numpy as np
import psutil

from backprop_lib import Network
from backprop_lib.activations import ACTIVATIONS

SLIDER = "W[2][0, 0]"  # the one that is moved
X, Y, LOSS = [0.5, 0.8], [1.0], "bce"
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
LOW, HIGH, STEP = -4.0, 4.0, 0.05

spent, maths = [], []  # ms of the kernel for each update that came from the page
held = []  # (ms since 1970, value of the slider): what `view.network` holds from then on


def network():
    draw = np.random.RandomState(42)
    W = [draw.randn(2, 3), draw.randn(3, 1)]
    return Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations=["sigmoid", "sigmoid"])


def live():
    from backprop_lib.live import NetworkView

    return watched(NetworkView(network(), X, Y, loss=LOSS), SLIDER)


def wide():
    """The largest network that a lesson shows; one slider, which follows the selection."""
    from backprop_lib.live import NetworkView

    net = Network([8, 16, 16, 8], activations=["tanh", "tanh", "identity"], init="xavier", seed=1)
    x, y = np.linspace(-1, 1, 8), np.linspace(1, -1, 8)
    view = NetworkView(net, x, y, loss="squared_error")
    view.selected = SLIDER
    return watched(view, *view.sliders)


def deep():
    from backprop_lib.live import DepthLab

    lab = DepthLab(depth=50, width=64)
    lab.sliders["gain"].set_state = timed(lab.sliders["gain"].set_state, spent)
    return lab


def usual():
    from peers import usual_way

    sliders = usual_way.show(network(), X, Y, LOSS, LOW, HIGH, STEP)
    sliders[SLIDER].set_state = timed(sliders[SLIDER].set_state, spent)


def watched(view, name):
    """Time what the kernel does with each value that the page sends to this slider of a view.

    ipywidgets calls `set_state` with it; all observers, computing and sending happen inside.
    """
    slider = view.sliders[name]
    set_state = timed(slider.set_state, spent)

    def heard(state):
        set_state(state)
        held.append((1000 * time.time(), slider.value))

    slider.set_state = heard
    view._records = timed(view._records, maths)
    return view


def timed(function, log):
    def run(*arguments):
        start = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            log.append(1000 * (time.perf_counter() - start))

    return run


def core(updates, pause=0.0):
    """Median ms of replace, forward and backward alone, with a pause after each."""
    net, took = network(), []
    for n in range(updates):
        start = time.perf_counter()
        moved = net.replace(layer=2, i=0, j=0, value=n / updates)
        moved.backward(moved.forward([X]), [Y], loss=LOSS)
        took.append(1000 * (time.perf_counter() - start))
        time.sleep(pause)
    return float(np.median(took))


def take():
    """What was noted since the last call."""
    noted = {"spent": spent[:], "maths": maths[:], "held": held[:]}
    for log in (spent, maths, held):
        log.clear()
    return noted


def size():
    """What would grow if an update left something behind."""
    gc.collect()
    return {
        "rss": psutil.Process().memory_info().rss,
        "comms": len(comm.get_comm_manager().comms),
        "widgets": len(ipywidgets.widgets.widget._instances),
    }
