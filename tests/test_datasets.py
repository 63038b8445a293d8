import hashlib

import numpy as np
import pytest

from backprop_lib import datasets


def test_xor_is_1_where_exactly_one_input_is_1():
    X, y = datasets.xor()
    assert X.shape == (4, 2)
    assert y.shape == (4, 1)
    np.testing.assert_array_equal(y[:, 0], X.sum(axis=1) == 1)


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
