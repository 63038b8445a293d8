"""What lesson 4 says of numbers is true: each claim is computed, with room for chance."""

import numpy as np
import pytest

from backprop_lib import SGD, Network, check, datasets, record

X, Y = datasets.circles(40, seed=0)


def healthy():
    return Network([2, 6, 6, 1], activations=["tanh", "tanh", "sigmoid"], seed=1)


def moved(recording):
    """How far each layer's weights have come, in units of their first length."""
    first, last = recording.networks[0], recording.networks[-1]
    pairs = zip(first.W, last.W, strict=True)
    return [np.linalg.norm(after - before) / np.linalg.norm(before) for before, after in pairs]


def sigmoids(seed):
    network = Network([2, 6, 6, 6, 1], activations="sigmoid", seed=seed)
    return record(network, X, Y, loss="bce", optimizer=SGD(0.3), steps=200, every=50)


def test_an_activation_knows_nothing_of_the_target_and_a_delta_does():
    network, other = healthy(), 1 - Y
    forward = network.forward(X)
    one, two = (network.backward(forward, y, loss="bce").delta[1] for y in (Y, other))
    assert not np.allclose(one, two)
    weights = [W * 2 for W in network.W]
    changed = Network.from_weights(weights, [*network.b], activations=[*network.activations])
    assert not np.allclose(changed.forward(X).a[1], forward.a[1])  # nor of the input alone


def test_a_saturated_sigmoid_is_near_0_but_never_flat_and_a_dead_relu_is_0():
    def answer(name):
        network = Network.from_weights([[[1.0]]], [[0.0]], activations=name)
        return network.forward([[-20.0]]).output.item()

    assert answer("sigmoid") == pytest.approx(2e-9, rel=0.05)
    assert answer("relu") == 0


@pytest.mark.parametrize("seed", [1, 3, 0])
def test_the_last_layer_of_sigmoids_is_ahead_and_hardly_anything_has_moved(seed):
    distances = moved(sigmoids(seed))
    assert distances[-1] == max(distances)
    assert max(distances[:3]) < 0.1
    assert distances[-1] < 0.3


@pytest.mark.parametrize("seed", [1, 3, 0, 2, 4])
def test_each_layer_is_told_less_than_the_next_at_the_start_and_all_next_to_nothing_later(seed):
    recording = sigmoids(seed)
    start, end = recording.gradient_norms[0], recording.gradient_norms[-1]
    assert (start[:-1] < 0.6 * start[1:]).all()
    assert start[0] < start[-1] / 40  # the lesson's seed: a sixtieth
    assert end.max() < 0.003
    assert end.max() < 5 * end.min()
    assert recording.loss[-1] == pytest.approx(np.log(2), abs=0.002)
    assert abs(recording.forward(-1).output - 0.5).max() < 0.01  # one half to everything


def test_with_tanh_every_layer_has_moved_by_about_its_own_length_or_more():
    run = record(healthy(), X, Y, loss="bce", optimizer=SGD(0.3), steps=200, every=50)
    assert min(moved(run)) > 0.9


def test_patient_c_falls_without_a_jump_and_nothing_is_saturated_at_the_start():
    recording = check.patient("C").recording
    assert (np.diff(recording.loss) <= 0).all()
    forward = recording.forward(0)
    for l in (1, 2):
        assert (1 - forward.a[l] ** 2 > 0.1).all()
    assert (recording.gradient_norms > 1e-4).all()


def test_patient_b_is_healthy_at_step_0_and_saturated_in_the_end():
    recording = check.patient("B").recording
    flat = [(1 - recording.forward(k).a[2] ** 2 < 0.1).mean() for k in (0, -1)]
    assert flat[0] < 0.1
    assert flat[1] > 0.9


def test_the_outputs_deltas_cancel_in_the_mean_and_a_typical_one_is_a_half():
    network = healthy()
    delta = network.backward(network.forward(X), Y, loss="bce").delta[3]
    assert abs(delta.mean()) < 0.02
    assert abs(delta).mean() == pytest.approx(0.5, abs=0.05)
    assert (delta > 0).mean() == pytest.approx(0.5)
    assert network.forward(X).output[3].item() == pytest.approx(0.45, abs=0.005)


def test_nine_sigmoid_layers_lose_more_than_a_factor_of_1000_between_layers_5_and_1():
    tall = Network([2, *[6] * 8, 1], activations="sigmoid", seed=0)
    sizes = [abs(dW).mean() for dW in tall.backward(tall.forward(X), Y, loss="bce").dW]
    assert sizes[4] > 1000 * sizes[0]
    assert sizes[4] < 0.01 * sizes[8]  # on a linear axis neither is to be seen
