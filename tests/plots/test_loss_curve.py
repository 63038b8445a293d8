"""Loss curves: the lines are the history's numbers, and a run that diverged is marked as such."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import SGD, Network, datasets, fit
from backprop_lib.plots import figure_alt_text, loss_curve

FALL = [0.8, 0.5, 0.3, 0.2]


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def labels(ax):
    return [line.get_label() for line in ax.lines]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def alt(ax):
    return figure_alt_text(ax.figure)


@pytest.fixture(scope="module")
def judged():
    """A run that overfits: ten noisy moons, judged by two hundred others."""
    net = Network([2, 16, 1], activations=["tanh", "sigmoid"], seed=0)
    X, y = datasets.moons(10, noise=0.4)
    judge = datasets.moons(noise=0.4, seed=1)
    settings = {"loss": "bce", "optimizer": SGD(1.0), "steps": 400}
    return fit(net, X, y, validation_data=judge, **settings)


@pytest.fixture(scope="module")
def diverged():
    net = Network([1, 8, 1], activations=["tanh", "identity"], seed=0)
    return fit(net, *datasets.curve(), loss="mse", optimizer=SGD(5.0), steps=500)


def test_line_is_the_loss_after_so_many_steps(judged):
    ax = loss_curve(judged)
    np.testing.assert_array_equal(line(ax, "loss").get_xdata(), np.arange(400))
    np.testing.assert_array_equal(line(ax, "loss").get_ydata(), judged.loss)


def test_validation_loss_stands_where_it_was_measured(judged):
    ax = loss_curve(judged)
    shown = line(ax, "validation").get_xydata().T
    np.testing.assert_array_equal(shown, [judged.validation_step, judged.validation_loss])
    assert {"training", "validation"} <= {*texts(ax)}


def test_lowest_validation_loss_is_marked_and_said(judged):
    ax = loss_curve(judged)
    best = judged.validation_loss.argmin()
    (step,), (loss,) = line(ax, "best").get_data()
    assert (step, loss) == (judged.validation_step[best], judged.validation_loss[best])
    assert f"lowest, {loss:.2f}, after {step} steps" in alt(ax)
    assert f"ends at {judged.validation_loss[-1]:.2f}" in alt(ax)


def test_plain_losses_are_drawn_too():
    ax = loss_curve(FALL, label="mine")
    np.testing.assert_array_equal(line(ax, "loss mine").get_ydata(), FALL)
    assert texts(ax) == ["mine"]
    assert alt(ax) == "mine: the loss falls from 0.80 to 0.20 in 3 steps, half of it within 1."


def test_runs_by_name_differ_in_more_than_colour():
    ax = loss_curve({name: np.multiply(FALL, k + 1) for k, name in enumerate("abcdef")})
    looks = [(line.get_color(), line.get_linestyle(), line._dash_pattern) for line in ax.lines]
    for one, other in itertools.combinations(looks, 2):
        assert one != other
    for one, other in itertools.combinations(looks[:4], 2):
        assert one[1:] != other[1:]
    for colour in {look[0] for look in looks}:
        assert [style for one, style, _ in looks if one == colour].count("-") == 1
    assert [text for text in texts(ax) if text] == [*"abcdef"]


def test_names_at_the_same_end_do_not_overlap():
    ax = loss_curve({"slow": FALL, "fast": FALL, "other": FALL})
    ax.figure.canvas.draw()
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 for low, high in itertools.pairwise(boxes))
    assert all(box.x1 <= ax.figure.bbox.width for box in boxes)


@pytest.mark.parametrize("log", [False, True])
def test_diverged_run_leaves_at_the_top_and_presses_nobody_flat(diverged, log):
    assert diverged.stopped == "diverged"
    ax = loss_curve({"calm": FALL, "wild": diverged}, log=log)
    (step,), (height,) = line(ax, "diverged wild").get_data()
    top = ax.get_ylim()[1]
    assert height == top
    assert diverged.loss[step] > top >= diverged.loss[:step].max()
    assert top < 1e5
    assert f"wild diverged\nafter {len(diverged) - 1} steps" in texts(ax)
    assert "then the run diverges" in alt(ax)


def test_nan_in_plain_losses_says_that_they_diverged():
    ax = loss_curve([0.5, 2.0, np.nan, 0.1])
    np.testing.assert_array_equal(line(ax, "loss").get_ydata(), [0.5, 2.0])
    assert "diverged" in labels(ax)
    assert alt(ax) == "The loss goes from 0.50 to 2.00 in 1 step, then the run diverges."


def test_run_that_ends_well_has_no_cross(judged):
    assert not any(label.startswith("diverged") for label in labels(loss_curve(judged)))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("losses", [[0.5] * 9, [0.5], [0.5, 0.0, 0.3], [1e-300, 1e300, np.inf]])
def test_odd_runs_are_drawn_without_a_warning(losses, log):
    loss_curve(losses, log=log).figure.canvas.draw()


def test_flat_run_is_said_to_stay():
    assert alt(loss_curve([0.693] * 9)) == "The loss stays near 0.69 for 8 steps."


def test_flat_run_looks_flat():
    ax = loss_curve([0.69317, 0.69317, 0.69315])
    low, high = ax.get_ylim()
    assert low == 0 and 0.7 < high < 1
    ax.figure.canvas.draw()
    assert ax.yaxis.get_major_formatter().get_offset() == ""


def test_log_is_a_logarithmic_axis():
    assert loss_curve(FALL, log=True).get_yscale() == "log"
    assert loss_curve(FALL).get_yscale() == "linear"


def test_given_axes_is_used():
    ax = plt.figure().add_subplot()
    assert loss_curve(FALL, ax=ax) is ax


@pytest.mark.parametrize(
    ("history", "options", "words"),
    [
        ([], {}, r"history has shape \(0,\); expected a list of losses"),
        ([[0.1], [0.2]], {}, r"history has shape \(2, 1\)"),
        (object(), {}, "history is a object; expected the History that fit returned"),
        ({"a": ["x"]}, {}, r"history\['a'\] is a list"),
        ([np.nan, 1.0], {}, "history holds nan"),
        ({}, {}, "history has 0 runs; expected 1 to 6"),
        (dict.fromkeys(range(7), FALL), {}, "history has 7 runs; .* call loss_curve"),
        ({"a": FALL}, {"label": "b"}, "label is 'b', but the runs of a mapping"),
        ([0.0, 0.0], {"log": True}, "log=True needs a loss above 0"),
    ],
)
def test_wrong_input_is_named_and_leaves_no_figure(history, options, words):
    with pytest.raises(ValueError, match=words):
        loss_curve(history, **options)
    assert plt.get_fignums() == []
