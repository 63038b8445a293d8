"""DepthLab without a browser: the network that its settings say, and the core's numbers."""

import json
import math
import threading
import warnings

import numpy as np
import pytest

from backprop_lib import Network, datasets, initializers, magnitudes, mean_field
from backprop_lib.live import DepthLab


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def lab():
    return DepthLab(depth=6, width=10, batch_size=20)


def test_the_network_is_the_one_that_the_settings_say(lab):
    lab.depth, lab.width, lab.activation, lab.init = 8, 64, "tanh", "he_normal"
    lab.gain, lab.normalization, lab.residual = 1.5, "batch", True
    net = lab.network
    assert net.sizes == (64, *[64] * 8, 10)
    assert net.activations == (*["tanh"] * 8, "softmax")
    assert all(net.normalization[:-1]) and not net.normalization[-1]
    assert net.residual == (*[True] * 8, False)
    drawn = Network(
        net.sizes,
        activations=net.activations,
        init=initializers.scaled("he", 1.5),
        seed=np.random.default_rng([0, 0]),
    )
    for l in range(1, 10):
        np.testing.assert_array_equal(net.W[l], drawn.W[l])


def test_the_batch_is_digits_times_the_input_scale(lab):
    lab.input_scale, lab.batch_size = 10.0, 30
    X, y = datasets.digits()
    rows = np.random.default_rng([0, 1]).permutation(len(X))[:30]
    np.testing.assert_array_equal(lab.forward.a[0], 10 * X[rows])
    assert lab.backward.loss == lab.network.loss(lab.forward, y[rows], "cross_entropy")
    assert lab.forward.training


SETTINGS = [
    dict(),
    dict(activation="relu", init="he_normal", normalization="batch"),
    dict(activation="gelu", residual=True, width=64, gain=2.0),
    dict(activation="tanh", init="normal", normalization="batch", residual=True, depth=1),
    dict(activation="identity", depth=100, gain=10.0, width=3),
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_what_is_sent_is_what_the_core_measures(settings):
    lab = DepthLab(**{"depth": 6, "width": 10, "batch_size": 20} | settings)
    shown = json.loads(json.dumps(lab.shown, allow_nan=False))  # as it arrives in the page
    true = magnitudes.measure(lab.forward, lab.backward)
    for name in ("spread", "delta", "dW", "slope", "weight", "scale", "factor", "saturated"):
        assert shown[name] == [float(value) for value in getattr(true, name)], name
    counted = magnitudes.histogram(lab.forward)
    assert shown["counts"] == [counts.tolist() for counts in counted.counts]
    theory = mean_field.predict(lab.forward)
    last = float(true.delta[len(lab.network.W)])
    assert shown["theory"]["delta"] == [last * float(delta) for delta in theory.delta]
    assert shown["theory"]["factor"] == [math.sqrt(chi) for chi in theory.chi]
    assert shown["theory"]["spread"] == [float(value) for value in theory.spread]
    assert shown["depth"] == lab.depth and shown["loss"] == lab.backward.loss
    assert shown["skips"] == [l for l, skip in enumerate(lab.network.residual, 1) if skip]


def test_every_control_asks_for_new_numbers(lab):
    changes = dict(
        depth=7, width=11, gain=2.0, input_scale=2.0, batch_size=21, activation="relu",
        init="he_normal", normalization="batch", residual=True, seed=1,
    )  # fmt: skip
    for name, value in changes.items():
        before = lab.shown
        setattr(lab, name, value)
        assert lab.shown != before, name
        assert getattr(lab, name) == value


def test_the_layer_that_is_shown_needs_no_new_numbers(lab):
    before = lab.forward
    lab.layer = 4
    assert lab.forward is before


def test_a_slider_does_what_a_hand_does(lab):
    lab.sliders["depth"].value = 9
    assert len(lab.network.W) == 10 and lab.depth == 9


def test_an_overflow_is_named_and_the_last_numbers_stay():
    X = np.random.default_rng(0).normal(size=(20, 3)) * 1e140
    y = np.eye(4)[np.arange(20) % 4]
    lab = DepthLab(X, y, depth=3, width=4, activation="identity")
    before = lab.shown, lab.network
    assert lab.prediction is not None
    lab.gain = 100.0
    lab.depth = 100
    assert "is too large for float64" in lab.message and "[" in lab.message
    assert lab.shown["depth"] == 3 and lab.network is not before[1]
    lab.gain = 1.0
    assert lab.message == "" and lab.shown["depth"] == 100


def test_settings_that_overflow_at_once_are_an_error():
    X = np.full((4, 2), 1e308)
    with pytest.raises(ValueError, match="these settings overflow: .* too large for float64"):
        DepthLab(X, np.eye(2)[[0, 1, 0, 1]], depth=3, gain=100.0, activation="relu")


def test_a_theory_that_overflows_is_said_and_the_measurement_stays():
    lab = DepthLab(depth=100, activation="relu", init="he_normal", gain=100.0)
    assert lab.prediction is None and lab.message == ""
    assert "No theory: in theory the variance of z[" in lab.shown["note"]
    assert lab.shown["theory"]["delta"] == [] and lab.flow.delta[1] > 1e100


def test_a_gradient_of_exactly_zero_is_a_number_too():
    lab = DepthLab(depth=100, width=2, init="normal", gain=0.1, activation="sigmoid")
    shown = json.loads(json.dumps(lab.shown, allow_nan=False))
    assert min(shown["delta"]) >= 0 and None not in shown["delta"]


def test_the_bound_of_sigmoid_is_what_the_lab_shows():
    lab = DepthLab(depth=30)
    for l in range(1, 31):
        assert lab.flow.slope[l] <= 0.25
    assert lab.flow.delta[1] / lab.flow.delta[31] < 0.3**29


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (dict(depth=0), "depth is 0; expected a whole number from 1 to 100"),
        (dict(depth=101), "depth is 101"),
        (dict(depth=2.5), "depth is 2.5; expected a whole number"),
        (dict(width=True), "width is True"),
        (dict(gain=0), r"gain is 0; expected a number from 0.1 to 100"),
        (dict(gain=np.nan), "gain is nan"),
        (dict(gain="2"), "gain is '2'"),
        (dict(input_scale=1000), "input_scale is 1000"),
        (dict(batch_size=1), "batch_size is 1; expected a whole number from 2"),
        (dict(batch_size=300), "batch_size is 300; expected a whole number from 2 to 256"),
        (dict(activation="softmax"), "activation 'softmax' is unknown"),
        (dict(init="xaver_normal"), "Did you mean 'xavier_normal'"),
        (dict(normalization="layer"), "normalization 'layer' is unknown"),
        (dict(seed=-1), "seed is -1"),
        (dict(layer=0), "layer is 0"),
        (dict(X=[[1.0], [2.0]]), "got one of X and y"),
        (dict(X=[[1.0]], y=[[1.0]]), r"X has shape \(1, 1\); .*two rows or more"),
        (dict(X=[[1.0], [2.0]], y=[[1.0, 1], [0, 1]]), "one-hot or a distribution"),
    ],
)
def test_what_does_not_fit_is_named(wrong, words):
    with pytest.raises(ValueError, match=words):
        DepthLab(**wrong)


def test_a_wrong_setting_later_changes_nothing(lab):
    before = lab.shown
    for name, value in (("depth", 500), ("activation", "relo"), ("gain", -1)):
        with pytest.raises(ValueError):
            setattr(lab, name, value)
    assert lab.shown == before and lab.depth == 6


def test_its_text_and_its_still_picture_say_the_finding():
    lab = DepthLab(depth=20)
    first, last = lab.flow.delta[1], lab.flow.delta[21]
    assert repr(lab) == (
        "DepthLab of 20 hidden layers of 64, sigmoid, xavier_normal: "
        f"|delta[1]| / |delta[21]| = {first / last:.1e}"
    )
    data, metadata = lab._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"] == repr(lab)
    alt = metadata["image/png"]["alt"]
    assert "a factor of 0.24 a layer" in alt and "From layer 21 back to layer 1" in alt


@pytest.mark.parametrize(
    "settings", [dict(depth=1, width=2), dict(normalization="batch", residual=True)]
)
def test_every_setting_has_a_still_picture(settings):
    lab = DepthLab(**settings)
    data, _ = lab._repr_mimebundle_()
    assert data["image/png"]


def test_a_batch_that_is_answered_exactly_leaves_no_gradient_and_no_warning():
    """One class alone, and an output that is sure of it: delta is 0 in every layer."""
    X = np.random.default_rng(0).normal(size=(4, 3))
    lab = DepthLab(X, np.ones((4, 1)), depth=2, width=4)
    assert [float(delta) for delta in lab.flow.delta] == [0, 0, 0]
    assert repr(lab).endswith("|delta[1]| / |delta[3]| = 0 / 0")
    assert json.dumps(lab.shown, allow_nan=False)
    assert lab._repr_mimebundle_()[0]["image/png"]


def test_the_gain_multiplies_what_the_initializer_draws():
    lab = DepthLab(depth=3, width=8, init="he_normal", seed=4)
    lab.gain = 2.5
    lab.seed = 5
    drawn = Network(
        lab.network.sizes,
        activations=lab.network.activations,
        init=initializers.scaled("he_normal", 2.5),
        seed=np.random.default_rng([5, 0]),
    )
    np.testing.assert_array_equal(lab.network.params, drawn.params)


def test_a_cell_and_a_hand_at_the_same_moment_lose_nothing():
    """JupyterLab has the kernel hear widgets in a thread beside that of the cells."""
    lab = DepthLab(depth=2, width=4, batch_size=4)
    page = threading.Thread(target=lambda: lab.sliders["depth"].set_state({"value": 7}))

    def amid(change):  # while the cell puts its slider where the value is
        page.start()
        page.join(0.3)

    lab.sliders["width"].observe(amid, "value")
    lab.width = 8
    page.join()
    assert (lab.depth, lab.width) == (7, 8)
    assert lab.shown["settings"]["depth"] == 7


# ---- what the page says of theory


def beside_theory(seeds=6, **settings):
    """By how many powers of ten |delta[1]| / |delta[L]| lies above what theory says, by seed."""
    found = []
    for seed in range(seeds):
        lab = DepthLab(seed=seed, **settings)
        delta, theory = lab.flow.delta, lab.prediction.delta
        last = lab.depth + 1
        found.append(np.log10(delta[1] / delta[last]) - np.log10(theory[1] / theory[last]))
    return np.array(found)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_theory_is_for_wide_layers_narrower_or_deeper_networks_lie_further_from_it(activation):
    def far(depth, width):
        return abs(beside_theory(depth=depth, width=width, activation=activation)).mean()

    assert far(50, 8) > 2 * far(50, 32) > 2 * far(50, 128)
    assert far(50, 8) > 2 * far(5, 8)
    assert far(50, 128) < 0.4


def test_theory_is_for_large_batches_where_layers_are_normalized():
    settings = dict(depth=50, width=64, activation="tanh", gain=3, normalization="batch", seeds=3)
    small, large = (abs(beside_theory(batch_size=size, **settings)) for size in (4, 64))
    assert small.min() > 2 > 1 > large.max()


@pytest.mark.parametrize("width", [32, 128])
def test_with_skips_theory_says_too_little_of_relu_at_any_width(width):
    skips = dict(depth=50, width=width, residual=True, seeds=3)
    assert beside_theory(activation="relu", init="he_normal", **skips).min() > 2
    assert abs(beside_theory(activation="tanh", **skips)).max() < 0.5


def test_state_holds_every_setting(lab):
    lab.gain, lab.activation, lab.residual, lab.seed, lab.layer = 1.37, "gelu", True, 5, 3
    twin = DepthLab.from_state(lab.state())
    assert twin.shown == lab.shown and twin.layer == 3


def test_data_of_ones_own_are_given_with_the_state():
    X, y = np.random.default_rng(0).normal(size=(30, 3)), np.eye(2)[[0, 1] * 15]
    lab = DepthLab(X, y, depth=4, width=8)
    assert DepthLab.from_state(lab.state(), X, y).shown == lab.shown
    with pytest.raises(ValueError, match=r"data of its own: DepthLab\.from_state\(text, X, y\)"):
        DepthLab.from_state(lab.state())
    with pytest.raises(ValueError, match="its data had 3 features and 2 classes"):
        DepthLab.from_state(lab.state(), np.ones((30, 5)), y)
