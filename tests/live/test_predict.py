"""Predict without a browser: it asks, judges by the core, keeps the score and stops nobody."""

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.live import Predict

MOVE = ("W[1][0, 2]", 0.5)


@pytest.fixture
def make(seed_network):
    def make(move=MOVE, **options):
        return Predict(seed_network, [0.5, 0.8], [1.0], **dict(loss="bce") | options, move=move)

    return make


def test_a_right_and_a_wrong_answer_and_the_score(make):
    predict = make([MOVE, ("W[2][0, 0]", -1)])
    assert predict.score == (0, 0)
    predict.pick("rises")  # the weight that leads on is negative: less output, more loss
    assert predict.reveal() is True and predict.score == (1, 1)
    assert predict.network.W[1][0, 2] == pytest.approx(0.6477 + 0.5, abs=1e-4)
    predict.next()
    assert predict.network.W[1][0, 2] == predict.start[2]  # each question starts from the start
    assert (predict.selected, predict.picked) == ("W[2][0, 0]", "")
    predict.pick("falls")
    assert predict.reveal() is False and predict.score == (1, 2)


def test_moving_the_slider_reveals(make):
    predict = make()
    predict.pick("falls")
    slider = predict.sliders["W[1][0, 2]"]
    slider.value += 0.3
    assert predict.answers == []
    slider.value += 0.2
    assert predict.answers == [[0, "falls", "rises"]]
    slider.value += 0.2
    assert predict.score == (0, 1)


def test_nobody_has_to_answer(make):
    predict = make()
    predict.sliders["b[2][0]"].value = 1.0  # a cell may move what it likes
    predict.sliders["W[1][0, 2]"].value = 3.0
    assert predict.network.b[2][0] == 1.0 and predict.score == (0, 0)
    assert predict.reveal() is None and predict.score == (0, 0)
    assert repr(predict) == (
        "Predict, question 1 of 1: W[1][0, 2] goes up by 0.5. What does the loss do? 0 of 0 right"
    )


@pytest.mark.parametrize("move", [MOVE, ("b[2][0]", -0.5), ("x[1]", 0.3), ("y[0]", -0.5)])
@pytest.mark.parametrize("of", ["loss", "a[2][0]", "z[1][2]", "delta[1][1]", "dW[2][1, 0]"])
def test_the_truth_is_the_cores(make, move, of):
    predict = make(move, of=of)
    before = value(of, predict)
    predict.reveal()
    change = value(of, predict) - before
    assert predict.truth == (
        "stays the same" if abs(change) < 1e-9 else "rises" if change > 0 else "falls"
    )


def value(of, view):
    if of == "loss":
        return view.backward.loss
    if of == "dW[2][1, 0]":
        return view.backward.dW[2][1, 0]
    record = view.backward.delta if of.startswith("delta") else getattr(view.forward, of[0])
    l, j = int(of[-5]), int(of[-2])
    return record[l][0, j]


def test_a_neuron_that_is_off_stays_the_same():
    net = Network.from_weights(
        [[[-1.0, 1.0]], [[1.0], [1.0]]], [[-1.0, 0.0], [0.0]], activations=["relu", "identity"]
    )
    predict = Predict(net, [1.0], [0.0], loss="mse", move=("W[1][0, 0]", 0.5))
    assert predict.truth == "stays the same"


def test_the_size_is_one_of_the_ranges(make):
    predict = make(ask="size", sizes=(0.001, 0.005, 0.1))
    before = predict.backward.loss
    assert predict.options == ["less than 0.001", "0.001 to 0.005", "0.005 to 0.1", "0.1 or more"]
    predict.reveal()
    assert 0.005 < predict.backward.loss - before < 0.1 and predict.truth == "0.005 to 0.1"


def test_the_neuron_is_the_one_that_changes_most(make):
    predict = make(ask="neuron")
    before = np.concatenate([a[0] for a in list(predict.forward.a)[1:]])
    predict.reveal()
    after = np.concatenate([a[0] for a in list(predict.forward.a)[1:]])
    assert predict.options == ["a[1][0]", "a[1][1]", "a[1][2]", "a[2][0]"]
    assert predict.truth == predict.options[int(abs(after - before).argmax())] == "a[1][2]"


def test_many_questions_each_with_its_own_kind_and_words(make):
    predict = make(
        [MOVE, ("x[0]", -0.5)], ask=["neuron", "sign"], of=["loss", "a[1][0]"], question=[None, "?"]
    )
    predict.next()  # unanswered: on to the next all the same
    assert predict.question == "x[0] goes down by 0.5. ?" and len(predict.options) == 3
    with pytest.raises(IndexError, match="last"):
        predict.next()


def test_the_slider_reaches_as_far_as_the_move(make):
    predict = make(("W[1][0, 2]", 9.0), controls=["b[2][0]"])
    assert list(predict.sliders) == ["b[2][0]", "W[1][0, 2]"]
    predict.sliders["W[1][0, 2]"].value += 9.0
    assert predict.network.W[1][0, 2] == pytest.approx(predict.start[2] + 9)


def test_a_large_network_asks_about_its_shared_slider():
    net = Network([8, 16, 16, 8], activations=["tanh", "tanh", "identity"], seed=1)
    predict = Predict(net, np.ones(8), np.zeros(8), loss="mse", move=("W[2][3, 4]", 0.5))
    predict.pick(predict.truth)
    assert predict.selected == "W[2][3, 4]" and predict.reveal() is True


def test_an_answer_from_the_page_counts(make):
    predict = make()
    predict.set_state({"picked": "rises"})
    predict.sliders["W[1][0, 2]"].set_state({"value": predict.start[2] + 0.5})
    predict.set_state({"answers": [[0, "rises", "rises"]]})
    assert predict.score == (1, 1)
    with pytest.raises(ValueError, match="answered"):
        predict.pick("falls")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (dict(move="W[1][0, 2]"), "move is"),
        (dict(move=[]), "move is"),
        (dict(move=("W[1][0,2]", 1)), "Did you mean 'W\\[1\\]\\[0, 2\\]'"),
        (dict(move=("W[1][0, 2]", 0)), "not 0"),
        (dict(move=("W[1][0, 2]", "a")), "move"),
        (dict(move=("y[0]", 3.0)), r"\[0, 1\]"),
        (dict(move=("y[0]", -0.5), ask="neuron"), "no neuron"),
        (dict(ask="colour"), "ask 'colour'"),
        (dict(ask=["sign", "size"]), "ask has 2 entries for 1"),
        (dict(of="a[9][0]"), "does not have"),
        (dict(of="W[1][0, 0]"), "of is"),
        (dict(of="dW[1][0]"), "of is"),
        (dict(sizes=[0.1, 0.01]), "sizes"),
    ],
)
def test_bad_arguments_are_named(make, arguments, words):
    with pytest.raises(ValueError, match=words):
        make(**arguments)


def test_a_batch_has_no_input_to_move(seed_network):
    with pytest.raises(ValueError, match="no slider here"):
        Predict(seed_network, np.zeros((2, 2)), np.zeros((2, 1)), loss="bce", move=("x[0]", 1))


def test_an_option_that_is_none_is_refused(make):
    with pytest.raises(ValueError, match="option"):
        make().pick("up")


def test_state_round_trips_with_the_questions_the_answers_and_the_move(make):
    predict = make(
        [MOVE, ("b[2][0]", -1), ("x[0]", 0.5)],
        ask=["sign", "size", "neuron"],
        question=[None, "In your own words?", None],
    )
    predict.pick("falls")
    predict.reveal()
    twin = Predict.from_state(predict.state())
    assert (twin.questions, twin.answers) == (predict.questions, [[0, "falls", "rises"]])
    assert (twin.start, twin.network.W[1][0, 2]) == (predict.start, predict.network.W[1][0, 2])
    twin.next()
    assert twin.question == "b[2][0] goes down by 1. In your own words?"
    twin.pick(twin.options[1])
    assert Predict.from_state(twin.state()).picked == twin.options[1]


def test_a_state_does_not_say_what_is_true(make):
    predict = make()
    predict.pick("falls")
    predict.answers = [[0, "falls", "falls"]]  # a lie
    assert Predict.from_state(predict.state()).answers == [[0, "falls", "rises"]]
