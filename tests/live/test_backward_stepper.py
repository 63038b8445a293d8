"""BackwardStepper without a browser: its steps, the update, and what a slider does meanwhile."""

import re

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.live import BackwardStepper, NetworkView
from backprop_lib.live.backward_stepper import steps


@pytest.fixture
def stepper(seed_network):
    return BackwardStepper(seed_network, [0.5, 0.8], [1.0], loss="bce", learning_rate=0.3)


def after(network, backward, rate):
    return [W - rate * dW for W, dW in zip(network.W, backward.dW, strict=True)], [
        b - rate * db for b, db in zip(network.b, backward.db, strict=True)
    ]


def test_steps_of_the_course_network(seed_network):
    assert steps(seed_network) == [
        *["start", "z[1]", "a[1]", "z[2]", "a[2]", "loss"],
        *["delta[2][0]", "dW[2][0, 0]", "dW[2][1, 0]", "dW[2][2, 0]", "db[2]"],
        *["delta[2][0] * W[2][0, 0]", "delta[1][0]"],
        *["delta[2][0] * W[2][1, 0]", "delta[1][1]"],
        *["delta[2][0] * W[2][2, 0]", "delta[1][2]"],
        *["dW[1][0, 0]", "dW[1][1, 0]", "dW[1][0, 1]", "dW[1][1, 1]", "dW[1][0, 2]"],
        *["dW[1][1, 2]", "db[1]", "update"],
    ]


@pytest.mark.parametrize("sizes", [[1, 1], [1, 1, 1], [2, 2, 2], [2, 3, 3, 2], [3, 8, 8, 2]])
def test_every_number_has_its_step_after_those_it_is_made_of(sizes):
    names = steps(Network(sizes, activations="tanh", seed=0))
    assert len(set(names)) == len(names)
    place = {name: n for n, name in enumerate(names)}
    L = len(sizes) - 1

    def at(name):
        return place[name] if name in place else place[name[: name.index("]") + 1]]

    for l in range(1, L + 1):
        below = at(f"a[{l - 1}]") if l > 1 else at("start")
        assert below < at(f"z[{l}]") < at(f"a[{l}]") < at("loss")
        for j in range(sizes[l]):
            delta = at(f"delta[{l}][{j}]")
            assert at("loss") < delta < at(f"db[{l}]") < at("update")
            for i in range(sizes[l - 1]):
                assert delta < at(f"dW[{l}][{i}, {j}]") < at("update")
            for k in range(sizes[l + 1] if l < L else 0):
                assert at(f"delta[{l + 1}][{k}]") < delta
                if (carried := f"delta[{l + 1}][{k}] * W[{l + 1}][{j}, {k}]") in place:
                    assert at(f"delta[{l + 1}][{k}]") < place[carried] < delta
    assert names[-1] == "update"


def test_many_parameters_go_back_a_layer_a_step():
    names = steps(Network([8, 8, 2], activations="tanh", seed=0))
    assert names[6:] == ["delta[2]", "dW[2]", "db[2]", "delta[1]", "dW[1]", "db[1]", "update"]


def test_step_and_its_slider_are_one(stepper):
    stepper.step = 7
    assert stepper.slider.value == 7
    stepper.slider.value = 3
    assert stepper.step == 3
    assert (stepper.slider.min, stepper.slider.max) == (0, len(stepper.steps) - 1)
    for number in (-1, len(stepper.steps), 1.5, "loss"):
        with pytest.raises(IndexError, match="step="):
            stepper.step = number
    assert stepper.step == 3


def test_records_are_whole_at_every_step_and_the_step_changes_nothing(stepper):
    before = stepper.network, stepper.forward, stepper.backward, stepper.updated
    for step in range(len(stepper.steps)):
        stepper.step = step
        assert (stepper.network, stepper.forward, stepper.backward, stepper.updated) == before


def test_updated_is_one_step_of_gradient_descent(stepper):
    W, b = after(stepper.network, stepper.backward, 0.3)
    for l in (1, 2):
        np.testing.assert_array_equal(stepper.updated.W[l], W[l - 1])
        np.testing.assert_array_equal(stepper.updated.b[l], b[l - 1])
    assert stepper.updated.activations == stepper.network.activations


def test_updated_follows_the_sliders_while_the_step_stays(stepper):
    stepper.step = 9
    stepper.sliders["W[2][1, 0]"].value = -1.5
    assert stepper.step == 9
    assert stepper.network.W[2][1, 0] == -1.5
    W, _ = after(stepper.network, stepper.backward, 0.3)
    np.testing.assert_array_equal(stepper.updated.W[2], W[1])
    stepper.undo()
    assert stepper.step == 9
    W, _ = after(stepper.network, stepper.backward, 0.3)
    np.testing.assert_array_equal(stepper.updated.W[1], W[0])


def test_updated_follows_the_rate(stepper):
    stepper.learning_rate = 2.0
    W, b = after(stepper.network, stepper.backward, 2.0)
    np.testing.assert_array_equal(stepper.updated.W[1], W[0])
    np.testing.assert_array_equal(stepper.updated.b[2], b[1])


def test_updated_keeps_the_dtype():
    net = Network([2, 2, 1], activations="sigmoid", seed=0, dtype=np.float32)
    stepper = BackwardStepper(net, [1, 2], [0.5], loss="bce")
    assert stepper.updated.dtype == np.float32


@pytest.mark.parametrize("rate", [0, -0.1, np.nan, np.inf, "a", [0.1, 0.2]])
def test_a_wrong_rate_is_named(stepper, seed_network, rate):
    with pytest.raises(ValueError, match="learning_rate"):
        BackwardStepper(seed_network, [0.5, 0.8], [1.0], loss="bce", learning_rate=rate)
    if not isinstance(rate, (str, list)):  # of another type: traitlets' own words
        with pytest.raises(ValueError, match="learning_rate"):
            stepper.learning_rate = rate
    assert stepper.learning_rate == 0.3


def test_deltas_are_hidden_by_the_step_alone(stepper):
    with pytest.raises(ValueError, match="step"):
        stepper.deltas = False


def test_repr_names_the_step(stepper):
    stepper.step = 6
    loss = f"loss {stepper.backward.loss:.4f} (bce)"
    assert repr(stepper) == f"BackwardStepper of Network 2-3-1: step 6 of 24, delta[2][0]; {loss}"


def test_state_brings_the_step_and_the_rate_back(stepper):
    stepper.step, stepper.learning_rate = 11, 0.7
    stepper.sliders["x[0]"].value = 0.25
    stepper.selected = "W[2][1, 0]"
    twin = BackwardStepper.from_state(stepper.state())
    assert (twin.step, twin.learning_rate, twin.selected) == (11, 0.7, "W[2][1, 0]")
    np.testing.assert_array_equal(twin.updated.params, stepper.updated.params)
    np.testing.assert_array_equal(twin.forward.a[0], [[0.25, 0.8]])


def test_state_of_a_network_view_begins_at_the_start(seed_network):
    view = NetworkView(seed_network, [0.5, 0.8], [1.0], loss="bce")
    assert BackwardStepper.from_state(view.state()).step == 0


def test_a_still_picture_comes_with_it(stepper):
    data, _ = stepper._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"] == repr(stepper)


def test_what_a_network_view_refuses_is_refused(seed_network):
    with pytest.raises(ValueError, match=re.escape("x has shape")):
        BackwardStepper(seed_network, [0.5], [1.0], loss="bce")
