"""What an answer is worth: right or not, the reason of what was chosen, and no other's."""

import pytest

from backprop_lib import questions
from backprop_lib.questions import Option, Question
from backprop_lib.questions.lines import with_order


def make(kind, *options, tolerance=None):
    """Options as (text, right) or (expression, right, value)."""
    made = (
        Option(text, right, f"because {text}", None if right else f"belief in {text}", *value)
        for text, right, *value in options
    )
    made = with_order(tuple(made)) if kind == "order" else tuple(made)
    return Question("1.x", kind, "exit", "?", made, tolerance)


CHOICE = make("choice", ("a", True), ("b", False), ("c", False))
SEVERAL = make("several", ("a", True), ("b", True), ("c", True), ("d", False), ("e", False))
NUMBER = make("number", ("t", True, 0.5), ("u", False, -0.5), ("v", False, 0.55), tolerance=0.03)
ORDER = make("order", ("1", True), ("2", True), ("3", True), ("no", False))


@pytest.mark.parametrize("kind", ["choice", "sign", "place"])
def test_of_one_choice_its_own_reason_is_told(kind):
    question = make(kind, ("a", True), ("b", False))
    right, wrong = questions.judge(question, "a"), questions.judge(question, "b")
    assert (right.right, right.reasons, right.misconceptions) == (True, ("because a",), ())
    assert (wrong.right, wrong.reasons) == (False, ("because b",))
    assert wrong.misconceptions == ("belief in b",)


@pytest.mark.parametrize(
    ("given", "right", "reasons"),
    [
        (["c", "a", "b"], True, ("because c", "because a", "because b")),
        (["a", "b"], False, (questions.judging.MORE,)),
        (["a"], False, (questions.judging.MORES,)),
        (["a", "d", "e"], False, ("because d", "because e")),
        (["a", "b", "c", "d"], False, ("because d",)),
    ],
)
def test_of_several_the_wrong_ones_are_told_and_none_that_is_missing(given, right, reasons):
    verdict = questions.judge(SEVERAL, given)
    assert (verdict.right, verdict.reasons) == (right, reasons)


@pytest.mark.parametrize(
    ("given", "right", "reason"),
    [
        (0.5, True, "because t"),
        (0.53, True, "because t"),
        (0.47, True, "because t"),
        (-0.52, False, "because u"),
        (0.56, False, "because v"),
        (0.5301, False, "because v"),
        (0, False, questions.judging.SMALL),
        (0.04, False, questions.judging.SMALL),
        (-0.54, False, questions.judging.TURNED),
        (-60, False, questions.judging.TURNED),
        (60, False, questions.judging.LARGE),
        (0.46, False, questions.judging.NEAR),
        (0.4, False, questions.judging.OTHER),
        (5, False, questions.judging.POINT),
        (0.0005, False, questions.judging.POINT),
        (4.9, False, questions.judging.OTHER),
    ],
)
def test_a_number_is_right_within_its_tolerance_and_a_known_mistake_is_named(given, right, reason):
    verdict = questions.judge(NUMBER, given)
    assert (verdict.right, verdict.reasons) == (right, (reason,))


def test_of_a_number_with_the_other_sign_that_is_said_where_no_option_says_it():
    question = make("number", ("t", True, 0.5), tolerance=0.03)
    verdict = questions.judge(question, -0.49)
    assert verdict.reasons == (questions.judging.SIGN,)
    assert verdict.misconceptions == ("sign turned",)
    zero = make("number", ("t", True, 0.0), tolerance=0.03)
    assert questions.judge(zero, -0.04).reasons == (questions.judging.OTHER,)


@pytest.mark.parametrize(
    ("given", "right", "reason"),
    [
        (["1", "2", "3"], True, "because 1"),
        (["1", "3", "2"], False, "Line 2 comes too early or too late. because 3"),
        (["3", "1", "2"], False, "Line 1 comes too early or too late. because 3"),
        (["1", "no", "3"], False, "because no"),
        (["1", "2", "3", "no"], False, "because no"),
        (["1", "2"], False, questions.judging.SHORT),
    ],
)
def test_of_an_order_the_first_line_out_of_place_is_told(given, right, reason):
    verdict = questions.judge(ORDER, given)
    assert verdict.right is right and verdict.reasons[0] == reason


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("2.two-paths", -0.144, "keeps its own sign"),
        ("2.exit-paths", 0.5, "pulls the other way"),
        ("1.exit-collapse", 4, "One bias for each layer, or for each input?"),
        ("4.output-delta", 1.818, "the slope along a"),
        ("3.velocity", 9, "the newest slope"),
        ("5.exit-delta", 0.00625, "has divided already"),
    ],
)
def test_what_learners_gave_is_told_by_its_own_mistake(name, given, words):
    """The first three were "not one of the numbers that we expected" to people who walked."""
    assert words in questions.judge(questions.get(name), given).reasons[0]


def test_a_sentence_is_not_judged_but_shown_a_model():
    question = make("free", ("A model.", True))
    verdict = questions.judge(question, "mine")
    assert (verdict.right, verdict.reasons) == (None, ("A model.",))


@pytest.mark.parametrize(
    ("question", "given", "words"),
    [
        (CHOICE, "z", "option 'z' is unknown"),
        (CHOICE, None, "option None is unknown"),
        (SEVERAL, "a", "a list of options"),
        (SEVERAL, [], "a list of options"),
        (SEVERAL, ["a", "a"], "each option once"),
        (NUMBER, "0.5", "expected a number"),
        (NUMBER, float("nan"), "expected a number"),
        (make("free", ("A model.", True)), "  ", "expected a sentence"),
    ],
)
def test_what_is_no_answer_is_refused(question, given, words):
    with pytest.raises(ValueError, match=words):
        questions.judge(question, given)
