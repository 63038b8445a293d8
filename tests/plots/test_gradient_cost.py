"""The cost of a gradient: the lines are the measured times, the words claim no more than these."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib.plots import figure_alt_text, gradient_cost

PARAMETERS = [10, 1000, 100_000]
NUDGING = [1.2e-3, 0.12, 19.0]
BACKWARD = [1.4e-4, 1.4e-4, 3.8e-4]


def test_lines_are_the_measured_times_on_logarithmic_axes():
    ax = gradient_cost(PARAMETERS, NUDGING, BACKWARD)
    lines = {line.get_label(): line for line in ax.lines}
    np.testing.assert_array_equal(lines["nudging"].get_xydata().T, [PARAMETERS, NUDGING])
    np.testing.assert_array_equal(lines["backward"].get_xydata().T, [PARAMETERS, BACKWARD])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_ratio_stands_at_each_network():
    ax = gradient_cost(PARAMETERS, NUDGING, BACKWARD)
    texts = [text.get_text() for text in ax.texts]
    assert texts[-3:] == ["8.6 ×", "860 ×", "50,000 ×"]


@pytest.mark.parametrize("noise", [0.7, 1.0, 1.6])
def test_alt_text_is_the_same_when_it_is_measured_again(noise):
    ax = gradient_cost(PARAMETERS, np.multiply(NUDGING, noise), BACKWARD)
    assert "at 100,000 weights and biases nudging takes more than 10,000 times as long" in (
        figure_alt_text(ax.figure)
    )


def test_alt_text_claims_no_gap_where_there_is_none():
    ax = gradient_cost([10, 20], [1.0, 1.0], [2.0, 0.5])
    assert figure_alt_text(ax.figure) == "Neither way is faster at all sizes."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"backward": [1.0]}, "parameters 3, nudging 3, backward 1"),
        ({"nudging": [1.0, 0.0, 1.0]}, "nudging holds 0; expected numbers above 0"),
        ({"parameters": 3}, r"parameters has shape \(\)"),
    ],
)
def test_wrong_numbers_are_named_and_leave_no_figure(changes, words):
    given = {"parameters": PARAMETERS, "nudging": NUDGING, "backward": BACKWARD} | changes
    with pytest.raises(ValueError, match=words):
        gradient_cost(**given)
    assert plt.get_fignums() == []
