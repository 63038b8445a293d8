"""A learner's own figure is judged by what stands in the Axes."""

import numpy as np
import pytest

from backprop_lib import check


def ends(*slopes):
    return [min(map(np.min, slopes)), max(map(np.max, slopes))]


def named(ax, x="by nudges", y="of the run"):
    ax.set(xlabel=x, ylabel=y)


def with_scatter(ax, numeric, own):
    ax.plot(ends(numeric, own), ends(numeric, own))
    ax.scatter(numeric, own)
    named(ax)


def with_markers_and_axline(ax, numeric, own):
    ax.axline((0, 0), slope=1)
    ax.plot(own, numeric, "o")
    named(ax, "my own backward pass", "numeric")


def through_two_places(ax, numeric, own):
    ax.axline((0, 0), (1, 1))
    ax.scatter(np.flip(numeric), np.flip(own))
    named(ax, "these", "and those")


def swapped(ax, numeric, own):
    through_two_places(ax, own, numeric)
    named(ax)


@pytest.mark.parametrize("draw", [with_scatter, with_markers_and_axline, through_two_places])
def test_right_figures_pass(draw):
    report = check.gradient_picture(draw)
    assert report.passed, report


@pytest.mark.parametrize(
    ("draw", "mistake"),
    [
        (lambda ax, n, o: ax.scatter(n, o), "no line"),
        (lambda ax, n, o: (ax.scatter(n, o), ax.plot([0, 0.1], [0, 0.1])), "no line"),
        (lambda ax, n, o: (ax.scatter(n, o), ax.plot([-9, 9], [9, -9])), "no line"),
        (lambda ax, n, o: (ax.scatter(n, o), ax.axline((0, 0), slope=1)), "no names"),
        (swapped, "names swapped"),
        (lambda ax, n, o: (swapped(ax, o, n), named(ax, "Run", "Nudges")), "names swapped"),
        (lambda ax, n, o: (through_two_places(ax, n, o), named(ax, "Run", "y")), "names swapped"),
        (lambda ax, n, o: ax.plot(n, o), "points joined"),
        (lambda ax, n, o: ax.scatter(abs(n), abs(o)), "sign lost"),
        (lambda ax, n, o: ax.scatter(n, o - n), "only the difference"),
        (lambda ax, n, o: ax.plot(o - n, "o"), "only the difference"),
        (lambda ax, n, o: ax.scatter(np.sort(n), np.sort(o)), "pairs torn apart"),
        (lambda ax, n, o: (ax.scatter(n, o), ax.set_xscale("log")), "logarithmic axis"),
        (lambda ax, n, o: ax.scatter(n, 2 * o), "other points"),
        (lambda ax, n, o: (ax.scatter(n, o), n.sort()), "input changed"),
    ],
)
def test_each_mistake_is_named(draw, mistake):
    report = check.gradient_picture(draw)
    assert not report.passed and report.mistake == mistake, report


def test_a_stub_is_not_written_yet():
    def stub(ax, numeric, own): ...

    assert "not written yet" in check.gradient_picture(stub).text
    assert "not written yet" in check.gradient_picture(lambda ax, n, o: ax.plot(...)).text


def test_what_stops_or_is_no_function_is_told_so():
    assert "ZeroDivisionError" in check.gradient_picture(lambda ax, n, o: 1 / 0).text
    assert "not a function" in check.gradient_picture(3).text


@pytest.mark.parametrize(
    "limits",
    [
        lambda values: (-abs(values).max(), abs(values).max()),
        lambda values: [-max(values.max(), -values.min()), max(values.max(), -values.min())],
        lambda values: tuple(max(map(abs, values.ravel().tolist())) * side for side in (-1, 1)),
    ],
)
def test_right_ends_of_a_colour_scale_pass(limits):
    report = check.colour_limits(limits)
    assert report.passed, report


def test_colours_from_smallest_to_largest_are_named():
    report = check.colour_limits(lambda values: (values.min(), values.max()))
    assert report.mistake == "stretched from smallest to largest"
    assert "looks negative" in report.text
