"""Each digit's pixels, its label above, and what the figure says."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import datasets
from backprop_lib.plots import digit_images, figure_alt_text


@pytest.fixture
def X():
    return datasets.digits("test")[0]


def test_pictures_are_the_rows(X):
    figure = digit_images(X[:5], columns=3)
    assert len(figure.axes) == 5
    for ax, pixels in zip(figure.axes, X, strict=False):
        np.testing.assert_array_equal(ax.images[0].get_array(), pixels.reshape(8, 8))
        assert ax.images[0].get_clim() == (0, 1)
        assert ax.get_title() == ""


def test_ink_is_dark_on_light_paper(X):
    image = digit_images(X[0]).axes[0].images[0]
    assert sum(image.cmap(0.0)[:3]) > sum(image.cmap(1.0)[:3])


def test_labels_stand_above_and_in_the_alt_text(X):
    figure = digit_images(X[:3], ["7", None, "it is 3,\nguess 8"])
    assert [ax.get_title() for ax in figure.axes] == ["7", "", "it is 3,\nguess 8"]
    assert figure_alt_text(figure) == (
        "3 handwritten digits of 8 by 8 pixels: 7, no label, it is 3, guess 8."
    )


def test_long_labels_do_not_overlap_or_leave_the_figure(X):
    figure = digit_images(X[:3], ["it is a seven\nguess: three"] * 3)
    figure.canvas.draw()
    boxes = [ax.title.get_window_extent() for ax in figure.axes]
    assert all(left.x1 <= right.x0 for left, right in zip(boxes, boxes[1:], strict=False))
    assert boxes[0].x0 >= 0
    assert boxes[-1].x1 <= figure.bbox.width


def test_one_picture_needs_no_batch(X):
    assert len(digit_images(X[0], "7").axes) == 1


@pytest.mark.parametrize(
    ("pixels", "options", "words"),
    [
        (
            np.zeros((2, 8, 8)),
            {},
            r"X has shape \(2, 8, 8\); expected \(batch, 64\).*Write np.reshape",
        ),
        (np.zeros((2, 63)), {}, r"X has shape \(2, 63\)"),
        (np.zeros((0, 64)), {}, "X is empty"),
        (np.zeros((2, 64)), {"labels": ["7"]}, "labels has 1 texts for 2 pictures"),
        (np.zeros((2, 64)), {"labels": [7, 8]}, "labels holds 7; expected texts, such as '7'"),
        (np.zeros((2, 64)), {"columns": 0}, "columns is 0"),
    ],
)
def test_wrong_input_is_named_and_leaves_no_figure(pixels, options, words):
    with pytest.raises(ValueError, match=words):
        digit_images(pixels, **options)
    assert plt.get_fignums() == []
