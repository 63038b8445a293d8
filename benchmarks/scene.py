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

SLIDER = "W[2][0, 0]"  # the one that is moved
X, Y, LOSS = [0.5, 0.8], [1.0], "bce"
LOW, HIGH, STEP = -4.0, 4.0, 0.05

spent = []  # ms of the kernel for each update that came from the page


def network():
    draw = np.random.RandomState(42)
    W = [draw.randn(2, 3), draw.randn(3, 1)]
    return Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations=["sigmoid", "sigmoid"])


def live():
    from backprop_lib.live import NetworkView

    view = NetworkView(network(), X, Y, loss=LOSS)
    watch(view.sliders[SLIDER])
    return view


def usual():
    from peers import usual_way

    sliders = usual_way.show(network(), X, Y, LOSS, LOW, HIGH, STEP)
    watch(sliders[SLIDER])


def watch(slider):
    """Time what the kernel does with each value that the page sends to `slider`.

    ipywidgets calls `set_state` with it; all observers, computing and sending happen inside.
    """
    set_state = slider.set_state

    def timed(state):
        start = time.perf_counter()
        set_state(state)
        if "value" in state:
            spent.append(1000 * (time.perf_counter() - start))

    slider.set_state = timed


def core(updates=2000):
    """Median ms of replace, forward and backward alone."""
    net, took = network(), []
    for n in range(updates):
        start = time.perf_counter()
        moved = net.replace(layer=2, i=0, j=0, value=n / updates)
        moved.backward(moved.forward([X]), [Y], loss=LOSS)
        took.append(1000 * (time.perf_counter() - start))
    return float(np.median(took))


def take():
    """Times since the last call."""
    times = spent[:]
    spent.clear()
    return times


def size():
    """What would grow if an update left something behind."""
    gc.collect()
    return {
        "rss": psutil.Process().memory_info().rss,
        "comms": len(comm.get_comm_manager().comms),
        "widgets": len(ipywidgets.widgets.widget._instances),
    }
