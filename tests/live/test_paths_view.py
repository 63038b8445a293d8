"""PathsView without a browser: the paths of what is on screen, and their sum."""

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.live import NetworkView, PathsView


@pytest.fixture
def view():
    net = Network([2, 2, 2], activations="sigmoid", seed=4)
    return PathsView(net, [0.5, 0.8], [0.0, 1.0], loss="squared_error")


def total(view):
    return sum(path.product for path in view.paths)


def test_paths_add_up_to_the_gradient_of_what_is_selected(view):
    for name in view.routes:
        view.selected = name
        assert view.origin == name
        assert [list(path.names) for path in view.paths] == view.routes[name]
        assert (
            view.slider.max
            == len(view.paths)
            == (1 if "[2]" in name else 4 if name[0] == "x" else 2)
        )
    view.selected = "W[1][1, 0]"
    assert total(view) == pytest.approx(view.backward.dW[1][1, 0], rel=1e-12)
    view.selected = "b[1][1]"
    assert total(view) == pytest.approx(view.backward.db[1][1], rel=1e-12)


def test_paths_follow_the_sliders(view):
    was = view.paths
    view.sliders["W[2][0, 1]"].value = -2.0
    assert view.paths[1].factors[2] == -2.0
    assert view.paths != was
    assert total(view) == pytest.approx(view.backward.dW[1][0, 0], rel=1e-12)


def test_a_target_has_no_paths_and_the_last_ones_stay(view):
    view.selected = "W[1][0, 1]"
    view.selected = "y[0]"
    assert view.origin == "W[1][0, 1]"


def test_path_and_its_slider_are_one(view):
    view.path = 2
    assert view.slider.value == 2
    view.slider.value = 1
    assert view.path == 1
    with pytest.raises(IndexError, match="path=3"):
        view.path = 3
    view.path = 2
    view.selected = "W[2][0, 0]"  # it has one path: the sum stays the sum
    assert view.path == 1 == view.slider.max


@pytest.mark.parametrize("sizes", [[1, 1, 1], [1, 2, 1], [2, 2, 2], [1, 2, 2, 2, 1]])
def test_small_networks_fit(sizes):
    net = Network(sizes, activations="tanh", seed=0)
    view = PathsView(net, np.ones(sizes[0]), np.ones(sizes[-1]), loss="mse")
    assert total(view) == pytest.approx(view.backward.dW[1][0, 0], rel=1e-12)


def test_a_network_with_too_many_paths_is_refused():
    net = Network([2, 5, 5, 1], activations="sigmoid", seed=0)
    with pytest.raises(ValueError, match=r"25 paths from x\[0\].*at most 16"):
        PathsView(net, [0, 0], [1], loss="bce")


def test_repr_and_still_picture(view):
    assert repr(view).startswith("PathsView of Network 2-2-2: W[1][0, 0] has 2 paths; loss ")
    data, _ = view._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"] == repr(view)


def test_state_round_trips(view):
    view.selected = "W[1][1, 1]"
    view.sliders["x[1]"].value = -0.5
    twin = PathsView.from_state(view.state())
    assert twin.paths == view.paths and twin.origin == "W[1][1, 1]"
    assert PathsView.from_state(NetworkView(view.network, [1, 2], [0, 1], loss="mse").state())
