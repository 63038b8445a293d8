"""What holds for every exercise, tried on both of lesson 1."""

import numpy as np
import pytest
from exercises import each_exercise, each_mistake, of

from backprop_lib import check
from backprop_lib.check.judging.judge import judge

EXERCISES = of("lesson1")


@each_mistake(EXERCISES)
def test_report_shows_a_case_that_differs_and_no_solution(exercise, mistake, answer):
    text = judge(exercise, answer).text
    assert "Smallest case that shows it" in text
    for giveaway in ("x @ W", "X @ W1", "a1 @ W2", "np.exp", "1 / (1"):
        assert giveaway not in text


@each_exercise(EXERCISES)
def test_truth_passes_and_its_numbers_are_reported(exercise):
    report = judge(exercise, exercise.truth)
    assert report.passed
    assert report.mistake is None
    assert report.largest_difference == 0
    assert set(report.yours) == set(report.true) == set(exercise.outputs)


@each_exercise(EXERCISES)
def test_float32_is_near_enough(exercise):
    def single(*inputs):
        return exercise.truth(*(value.astype(np.float32) for value in inputs))

    assert judge(exercise, single).passed


@each_exercise(EXERCISES)
def test_list_is_as_good_as_an_array(exercise):
    assert judge(exercise, lambda *inputs: exercise.truth(*inputs).tolist()).passed


@each_exercise(EXERCISES)
def test_report_is_the_same_every_time_and_plain_text(exercise):
    once, again = (repr(judge(exercise, lambda *inputs: inputs[0])) for _ in range(2))
    assert once == again
    assert " at 0x" not in once
    assert all(len(line) <= 100 for line in once.splitlines())


@each_exercise(EXERCISES)
@pytest.mark.parametrize("value", [None, ...])
def test_stub_is_not_written_yet(exercise, value):
    report = judge(exercise, lambda *inputs: value)
    assert not report.passed
    assert "not written yet" in report.text


@each_exercise(EXERCISES)
def test_blank_that_is_stumbled_over_is_not_written_yet(exercise):
    def half_written(*inputs):
        z = ...
        return z @ inputs[1]

    text = judge(exercise, half_written).text
    assert "not written yet" in text
    assert "of your cell: z = ..." in text and "return z @ inputs[1]" not in text


@each_exercise(EXERCISES)
@pytest.mark.parametrize("value", [None, 3.0, "text", np.ones(3), {}])
def test_what_is_no_function_is_told_how_to_hand_one_over(exercise, value):
    report = judge(exercise, value)
    assert not report.passed
    assert f"check.{exercise.name}({exercise.name})" in report.text


@each_exercise(EXERCISES)
def test_error_is_shown_with_the_learners_line_and_nothing_of_ours(exercise):
    def helper(value):
        return value.no_such_thing  # the line to show

    report = judge(exercise, lambda *inputs: helper(inputs[0]))
    assert not report.passed
    assert "return value.no_such_thing  # the line to show" in report.text
    assert "AttributeError" in report.text
    for ours in ("judge.py", "Traceback", "_outcome", "/"):
        assert ours not in report.text


@each_exercise(EXERCISES)
def test_error_without_a_source_keeps_its_line_number(exercise):
    space = {}
    exec("def f(*inputs):\n    x = 1\n    return inputs[0] + undefined_name", space)
    text = judge(exercise, space["f"]).text
    assert "Line 3 of your cell" in text
    assert "undefined_name" in text


@each_exercise(EXERCISES)
def test_error_deep_in_numpy_points_at_the_learners_line(exercise):
    report = judge(exercise, lambda *inputs: np.linalg.inv(inputs[0][0]))
    assert "np.linalg.inv(inputs[0][0])" in report.text
    assert "LinAlgError" in report.text


@each_exercise(EXERCISES)
def test_wrong_signature_says_how_it_was_called(exercise):
    text = judge(exercise, lambda only: only).text
    assert exercise.call in text
    assert "TypeError" in text


@each_exercise(EXERCISES)
@pytest.mark.parametrize(
    "value",
    ["text", [[1], [2, 3]], ([1.0], [2.0, 3.0]), object(), 1j, {"z": 1}, np.array(["a"]), True, []],
    ids=lambda value: repr(value).partition(" at 0x")[0],  # alike in each of two processes
)
def test_any_result_gets_a_report(exercise, value):
    report = judge(exercise, lambda *inputs: value)
    assert not report.passed
    assert len(report.text) > 20


@each_exercise(EXERCISES)
def test_nan_never_passes(exercise):
    assert not judge(exercise, lambda *inputs: exercise.truth(*inputs) * np.nan).passed


@each_exercise(EXERCISES)
def test_right_numbers_in_one_dimension_are_a_wrong_shape(exercise):
    report = judge(exercise, lambda *inputs: exercise.truth(*inputs).ravel())
    assert report.mistake == "wrong shape"
    assert "yours (1,), true (1, 1)" in report.text


@each_exercise(EXERCISES)
def test_swapped_rows_and_columns_are_named(exercise):
    report = judge(exercise, lambda *inputs: exercise.truth(*inputs).T)
    assert report.mistake == "rows and columns swapped"


@each_exercise(EXERCISES)
@pytest.mark.parametrize("k", [0, 1, 2])
def test_input_changed_in_place_is_named(exercise, k):
    def spoils(*inputs):
        result = exercise.truth(*inputs)
        inputs[k][...] = 0
        return result

    report = judge(exercise, spoils)
    assert not report.passed
    assert report.mistake == "input changed in place"
    assert f"{exercise.inputs[k]} is not what it was" in report.text


def test_unknown_mistake_shows_yours_and_true():
    report = check.weighted_sum(lambda x, W, b: x @ W + b + 0.25 * np.sign(x[0, 0]))
    assert report.mistake is None
    assert report.largest_difference == pytest.approx(0.25)
    for words in ("yours =", "true  =", "largest difference: 0.25", "I do not know"):
        assert words in report.text


def test_function_that_fails_only_on_larger_cases_gets_the_first_that_fails():
    def only_small(x, W, b):
        if x.shape[0] > 1:
            raise RuntimeError("too many")
        return x @ W + b

    report = check.weighted_sum(only_small)
    assert "too many" in report.text
    assert "x (2, 2)" in report.text


def test_ctrl_c_still_stops():
    def interrupted(*inputs):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check.weighted_sum(interrupted)


def test_a_check_within_a_check_leaves_numpys_warnings_as_they_were():
    def asks_again(x, W, b):
        check.weighted_sum(lambda x, W, b: x @ W + b)
        return x @ W + b

    before = np.geterr()
    assert check.weighted_sum(asks_again).passed
    assert np.geterr() == before
