import hashlib
from functools import partial

import numpy as np
import pytest

from backprop_lib import datasets


def test_xor_is_1_where_exactly_one_input_is_1():
    X, y = datasets.xor()
    assert X.shape == (4, 2)
    assert y.shape == (4, 1)
    np.testing.assert_array_equal(y[:, 0], X.sum(axis=1) == 1)


CLASSES = {
    "moons": datasets.moons,
    "circles": datasets.circles,
    "spirals": datasets.spirals,
    "three spirals": partial(datasets.spirals, arms=3),
    "yin and yang": datasets.yin_yang,
}
DRAWN = {**CLASSES, "curve": datasets.curve}

each_of_classes = pytest.mark.parametrize("draw", CLASSES.values(), ids=CLASSES)
each_drawn = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)


def class_numbers(y):
    return y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0].astype(int)


@each_drawn
def test_drawn_arrays_have_the_course_shapes(draw):
    X, y = draw(31)
    assert X.shape == (31, 1 if draw is datasets.curve else 2)
    assert len(y) == 31
    assert X.dtype == y.dtype == np.float64


@each_of_classes
def test_classes_are_balanced(draw):
    sizes = np.bincount(class_numbers(draw(31)[1]))
    assert sizes.max() - sizes.min() <= 1


@each_of_classes
def test_rows_are_mixed(draw):
    labels = class_numbers(draw(300)[1])
    repeated = (np.diff(labels) == 0).mean()
    assert repeated == pytest.approx(1 / (labels.max() + 1), abs=0.1)


@each_drawn
def test_same_seed_draws_the_same(draw):
    for one, other in zip(draw(seed=3), draw(seed=np.random.default_rng(3)), strict=True):
        np.testing.assert_array_equal(one, other)


@each_drawn
def test_another_seed_draws_independent_samples(draw):
    """Not the same places with other noise: else a test set would have been seen in training."""
    first, second = (draw(100, noise=0, seed=seed)[0] for seed in (0, 1))
    assert len(np.unique(np.vstack([first, second]).round(9), axis=0)) == 200


@each_drawn
def test_global_random_state_is_left_alone(draw):
    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    draw()
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@each_drawn
def test_inputs_need_no_scaling(draw):
    X, _ = draw(2000, noise=0)
    assert 0.99 <= abs(X).max() <= 1.5
    assert abs(X.mean(axis=0)).max() < 0.1


@each_of_classes
def test_noise_is_the_standard_deviation_of_both_coordinates(draw):
    clean, noisy = (draw(20_000, noise=noise)[0] for noise in (0, 0.2))
    np.testing.assert_allclose((noisy - clean).std(axis=0), 0.2, rtol=0.03)


def test_noise_of_the_curve_is_in_y_alone():
    (X, clean), (same, noisy) = (datasets.curve(20_000, noise=noise) for noise in (0, 0.2))
    np.testing.assert_array_equal(X, same)
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.03)


def test_moons_are_half_circles_that_reach_into_one_another():
    X, y = datasets.moons(noise=0)
    for label, middle, sign in [(0, (-0.5, -0.25), 1), (1, (0.5, 0.25), -1)]:
        points = X[y[:, 0] == label] - middle
        np.testing.assert_allclose(np.hypot(*points.T), 1)
        assert (sign * points[:, 1] >= 0).all()


def test_circles_have_radius_1_and_a_half():
    X, y = datasets.circles(noise=0)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y[:, 0] == 0, 1, 0.5))


@pytest.mark.parametrize("arms", [2, 3, 5])
def test_arms_of_spirals_are_one_curve_turned(arms):
    X, y = datasets.spirals(300, arms=arms, noise=0)
    radius, angle = np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])
    turns = (angle / (2 * np.pi) - radius / 1.4) % 1
    own = class_numbers(y) / arms
    np.testing.assert_allclose(np.cos(2 * np.pi * (turns - own)), 1)


def test_arms_are_as_dense_outside_as_inside():
    radius = np.hypot(*datasets.spirals(20_000, noise=0)[0].T)
    assert np.median(radius**2) == pytest.approx((0.2**2 + 1.4**2) / 2, rel=0.02)


def test_yin_and_yang_are_one_another_turned_and_the_dots_lie_in_their_bulges():
    X, y = datasets.yin_yang(3000)
    of = {label: X[class_numbers(y) == label] for label in range(3)}
    assert np.hypot(*X.T).max() <= 1
    dots = np.min([np.hypot(*(X - [0, middle]).T) for middle in (0.5, -0.5)], axis=0)
    np.testing.assert_array_equal(dots < 0.2, class_numbers(y) == 2)
    for label, points in ((0, of[0]), (1, -of[1])):  # half a turn makes one of the other
        bulge = np.hypot(*(points - [0, 0.5]).T) <= 0.5
        hollow = np.hypot(*(points - [0, -0.5]).T) <= 0.5
        assert (bulge | (points[:, 0] < 0)).all(), label
        assert not hollow.any(), label
        assert bulge.mean() == pytest.approx((0.25 - 0.04) / (0.5 - 0.04), abs=0.05)  # by area


def test_targets_of_spirals_fit_the_output_that_they_are_for():
    assert set(np.unique(datasets.spirals(arms=2)[1])) == {0, 1}
    three = datasets.spirals(arms=3)[1]
    assert three.shape == (300, 3)
    np.testing.assert_array_equal(three.sum(axis=1), 1)


@each_drawn
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n": 0}, "n is 0; expected a whole number from 1: samples"),
        ({"n": 10.0}, "n is 10.0"),
        ({"noise": -0.1}, "noise is -0.1; expected one number from 0, a standard deviation"),
        ({"noise": [0.1, 0.2]}, "noise is "),
        ({"noise": "much"}, "noise holds"),
        ({"noise": np.nan}, "noise holds nan"),
    ],
)
def test_wrong_settings_are_named(draw, options, words):
    with pytest.raises(ValueError, match=words):
        draw(**options)


def test_a_class_without_a_sample_is_an_error():
    with pytest.raises(ValueError, match="n is 2; expected at least 3, one sample of each class"):
        datasets.spirals(2, arms=3)


@pytest.mark.parametrize("arms", [1, 0, 2.0, True])
def test_wrong_arms_are_named(arms):
    with pytest.raises(ValueError, match=f"arms is {arms}"):
        datasets.spirals(arms=arms)


@each_drawn
def test_options_are_keyword_only(draw):
    with pytest.raises(TypeError):
        draw(10, 0.1)


@pytest.mark.parametrize(("split", "rows"), [("train", 1442), ("test", 355)])
def test_digits_have_the_course_shapes_and_ranges(split, rows):
    X, y = datasets.digits(split)
    assert X.shape == (rows, 64)
    assert y.shape == (rows, 10)
    assert X.dtype == y.dtype == np.float64
    assert X.min() == 0
    assert X.max() == 1
    np.testing.assert_array_equal(y.sum(axis=1), 1)
    assert set(np.unique(y)) == {0, 1}


def test_train_is_the_default():
    np.testing.assert_array_equal(datasets.digits()[0], datasets.digits("train")[0])


def test_a_fifth_of_each_digit_is_in_the_test_part():
    train, test = (datasets.digits(split)[1].sum(axis=0) for split in ("train", "test"))
    np.testing.assert_array_equal(test, (train + test) // 5)


def test_no_picture_is_in_both_parts():
    pictures = np.vstack([datasets.digits("train")[0], datasets.digits("test")[0]])
    assert len(np.unique(pictures, axis=0)) == len(pictures) == 1797


def test_first_hundred_rows_hold_every_digit():
    for split in ("train", "test"):
        assert datasets.digits(split)[1][:100].any(axis=0).all()


def test_digits_never_change():
    """The split is part of every figure that the lessons quote."""
    digest = hashlib.sha256()
    for split in ("train", "test"):
        X, y = datasets.digits(split)
        for part in (X * 16, y.argmax(axis=1)):
            digest.update(part.astype(np.uint8).tobytes())
    assert digest.hexdigest() == "641fbbfbb692836e031bd1e020b33775767e8d09783f4aca600d2319da9b24bd"


def test_arrays_belong_to_the_caller():
    X, _ = datasets.digits("test")
    X[:] = 0
    assert datasets.digits("test")[0].max() == 1


def test_unknown_split_names_the_nearest():
    with pytest.raises(ValueError, match="split 'tests' is unknown. Did you mean 'test'?"):
        datasets.digits("tests")


def test_source_and_licence_are_named_beside_the_file():
    text = datasets.DIGITS.with_name("LICENSE-digits.txt").read_text("utf-8")
    assert "CC BY 4.0" in text
    assert "10.24432/C50P49" in text
