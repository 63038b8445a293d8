"""Scrubber without a browser: what the page is sent, and what a cell reads."""

import re

import numpy as np
import pytest

from backprop_lib import SGD, Network, check, datasets, record
from backprop_lib.live import Scrubber
from backprop_lib.live.scrubber_picture import draw

X, Y = datasets.xor()
NET = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)


def run(**changed):
    settings = {"loss": "bce", "optimizer": SGD(0.5), "steps": 60, "every": 6} | changed
    return record(settings.pop("network", NET), X, Y, **settings)


@pytest.fixture
def scrubber():
    return Scrubber(run())


def test_the_page_gets_every_record_once_and_exactly(scrubber):
    recording = scrubber.recording
    sent = np.frombuffer(scrubber.records, "<f8")
    shapes = [(11, 17), (11,), (11, 2), (11, 5), (4, 2), (4, 1)]
    parts, at = [], 0
    for shape in shapes:
        count = int(np.prod(shape))
        parts.append(sent[at : at + count].reshape(shape))
        at += count
    assert at == len(sent)
    params, loss, norms, neurons, X_sent, y_sent = parts
    np.testing.assert_array_equal(params, [net.params for net in recording.networks])
    np.testing.assert_array_equal(loss, recording.loss)
    np.testing.assert_array_equal(norms, recording.gradient_norms)
    np.testing.assert_array_equal(X_sent, X)
    np.testing.assert_array_equal(y_sent, Y)
    for k in range(11):
        backward = recording.backward(k)
        one = np.append(backward.dW[1][:, 2], backward.db[1][2])
        assert neurons[k, 2] == pytest.approx(np.linalg.norm(one), rel=1e-12)


def test_of_normalized_layers_and_skips_the_page_gets_all_it_needs():
    names = ["tanh", "tanh", "sigmoid"]
    net = Network([2, 4, 4, 1], activations=names, normalization="batch", residual=True, seed=0)
    recording = run(network=net, steps=12)
    scrubber = Scrubber(recording)
    assert scrubber.spec["epsilon"] == [1e-5, 1e-5, None]
    assert scrubber.spec["residual"] == [False, True, False]
    low, high = scrubber.spec["ranges"][1]  # a skip leads out of tanh's own range
    a = [recording.forward(k).a[2] for k in range(3)]
    assert scrubber.spec["ranges"][0] == (-1, 1) and (low, high) == (np.min(a), np.max(a))
    sent = np.frombuffer(scrubber.records, "<f8")
    params, after = sent[: 3 * 53].reshape(3, 53), sent[3 * 53 :]
    np.testing.assert_array_equal(params, [net.params for net in recording.networks])
    np.testing.assert_array_equal(after[3:12].reshape(3, 3), recording.gradient_norms)
    neurons = after[12:39].reshape(3, 9)
    for k in range(3):  # together the neurons of a layer are the layer
        layer_2 = np.linalg.norm(neurons[k, 4:8])
        assert layer_2 == pytest.approx(recording.gradient_norms[k, 1], rel=1e-12)
    assert scrubber.forward.training


def test_axis_of_a_layer_is_the_whole_range_of_its_activation(scrubber):
    assert scrubber.spec["ranges"] == [(-1, 1), (0, 1)]  # tanh, sigmoid


def test_a_run_with_its_own_backward_pass_sends_what_it_used():
    def half(network, forward, y):
        backward = network.backward(forward, y, "bce")
        return (
            {l: d / 2 for l, d in backward.delta.items()},
            {l: d / 2 for l, d in backward.dW.items()},
            {l: d / 2 for l, d in backward.db.items()},
        )

    recording = run(backward=half, steps=6)
    scrubber = Scrubber(recording)
    assert scrubber.spec["own"]
    sent = np.frombuffer(scrubber.records, "<f8")[-(2 * 17 + 2 * 4 * 5) :]
    deltas = sent[: 2 * 4 * 5].reshape(2, 4, 5)
    np.testing.assert_array_equal(deltas[1], np.hstack([*recording.backward(1).delta]))
    true = NET.backward(NET.forward(X), Y, "bce")
    np.testing.assert_array_equal(sent[40:48], true.dW[1].ravel() / 2)


def test_moment_can_be_set_and_read(scrubber):
    scrubber.at = 3
    assert scrubber.step == 18 and scrubber.slider.value == 3
    scrubber.slider.value = 5
    assert scrubber.at == 5
    np.testing.assert_array_equal(scrubber.forward.output, scrubber.recording.forward(5).output)
    assert scrubber.backward.loss == scrubber.recording.loss[5]
    scrubber.at = -1
    assert scrubber.at == 10
    assert repr(scrubber) == "Scrubber of Network 2-4-1: record 10 of 10, step 60"


def test_neuron_and_sample_are_checked(scrubber):
    scrubber.neuron = "a[1][ 2]"
    assert scrubber.neuron == "a[1][2]"
    scrubber.neuron = ""
    for name in ("a[0][0]", "a[3][0]", "W[1][0, 0]"):
        with pytest.raises(ValueError, match="neuron"):
            scrubber.neuron = name
    with pytest.raises(IndexError, match="sample"):
        scrubber.sample = 4
    with pytest.raises(IndexError, match="at"):
        scrubber.at = 11
    assert (scrubber.neuron, scrubber.sample, scrubber.at) == ("", 0, 0)


def test_axes_hold_the_whole_run_and_do_not_depend_on_the_moment(scrubber):
    recording, axes = scrubber.recording, scrubber.spec["axes"]
    assert axes["steps"][0] == 0 and axes["steps"][-1] >= 60
    assert axes["loss"][0] == 0 and axes["loss"][-1] >= recording.loss.max()
    assert axes["norms"][0] <= recording.gradient_norms.min()
    assert axes["norms"][-1] >= recording.gradient_norms.max()
    before = scrubber.spec
    scrubber.at = 7
    assert scrubber.spec is before


def test_axes_of_every_patient_can_be_read():
    for name in "ABCDE":
        recording = check.patient(name).recording
        axes = Scrubber(recording).spec["axes"]
        assert 4 <= len(axes["loss"]) <= 7 and axes["loss"][-1] >= recording.loss.max()
        assert 3 <= len(axes["norms"]) <= 8
        above = recording.gradient_norms[recording.gradient_norms > 0]
        assert axes["norms"][-1] >= above.max()


def test_delta_colours_end_at_the_largest_delta_of_the_run():
    recording = run(network=Network([2, 4, 1], activations="tanh", seed=0), loss="mse")
    deltas = [abs(recording.backward(k).delta[l]).max() for k in range(11) for l in (1, 2)]
    assert Scrubber(recording).spec["delta_limit"] == pytest.approx(max(deltas))
    still = Network.from_weights([np.zeros((2, 1))], [[0.0]], activations="relu")
    dead = record(still, X, np.zeros((4, 1)), loss="mse", steps=2)
    assert Scrubber(dead).spec["delta_limit"] == 1.0


def test_still_picture_says_what_it_shows(scrubber):
    data, metadata = scrubber._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"] == repr(scrubber)
    alt = metadata["image/png"]["alt"]
    assert "run of 60 steps at step 0" in alt and "gradient norms: layer 1" in alt
    scrubber.at = -1
    assert "at step 60" in scrubber._repr_mimebundle_()[1]["image/png"]["alt"]


def test_a_run_that_diverges_can_be_looked_at():
    net = Network([2, 4, 1], activations=["relu", "identity"], seed=0)
    recording = run(network=net, loss="mse", optimizer=SGD(9.0), steps=2000)
    scrubber = Scrubber(recording)
    assert "diverged" in scrubber.spec["message"]
    assert scrubber.spec["axes"]["loss"][-1] < 20 * recording.loss[0]
    assert scrubber._repr_mimebundle_()[0]["image/png"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Scrubber(NET), "recording is a Network"),
        (lambda: Scrubber(record(NET, *datasets.circles(300), loss="bce", steps=1)), "300 samples"),
    ],
)
def test_what_a_page_cannot_show_is_refused(make, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        make()


def test_too_many_records_are_refused_with_the_way_out():
    wide = Network([2, 100, 100, 1], activations="tanh", seed=0)
    recording = record(wide, X, Y, loss="mse", optimizer=SGD(0.01), steps=400)
    with pytest.raises(ValueError, match="larger every"):
        Scrubber(recording)


def test_the_stills_numbers_and_names_stand_clear_of_each_other():
    recording = check.patient("A").recording
    figure = draw(recording, len(recording) // 2, 0)
    figure.canvas.draw()
    (norms,) = (ax for ax in figure.axes if ax.get_ylabel() == "gradient")
    ticks = [*norms.yaxis.get_majorticklabels(), *norms.yaxis.get_minorticklabels()]
    boxes = sorted(
        (box.y0, box.y1)
        for box in (one.get_window_extent() for one in ticks if one.get_text())
        if norms.bbox.y0 - 1 <= (box.y0 + box.y1) / 2 <= norms.bbox.y1 + 1
    )
    assert boxes and all(low >= top for (_, top), (low, _) in zip(boxes, boxes[1:], strict=False))
    assert norms.get_legend().get_window_extent().x0 >= norms.bbox.x1


def test_state_holds_the_place_in_a_run(scrubber):
    scrubber.at, scrubber.neuron, scrubber.sample = 4, "a[1][2]", 3
    twin = Scrubber.from_state(scrubber.state(), run())
    assert (twin.at, twin.step, twin.neuron, twin.sample) == (4, 24, "a[1][2]", 3)


@pytest.mark.parametrize(
    "changed",
    [{"every": 5}, {"steps": 12}, {"network": Network([2, 3, 1], activations="sigmoid", seed=0)}],
)
def test_a_state_of_another_run_is_refused(scrubber, changed):
    scrubber.at = 4
    with pytest.raises(ValueError, match="state holds no view"):
        Scrubber.from_state(scrubber.state(), run(**changed))
