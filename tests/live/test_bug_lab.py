"""BugLab without a browser: each mistake's numbers, the check on them, and what XOR makes of it."""

import json

import numpy as np
import pytest

from backprop_lib import Network, datasets, gradcheck
from backprop_lib.check import MISTAKES
from backprop_lib.check.backward_pass import xor_trial as trial
from backprop_lib.live import BugLab

X, Y = datasets.xor()


@pytest.fixture
def lab(seed_network):
    return BugLab(seed_network, X, Y, loss="bce")


def test_without_a_mistake_all_agrees(lab):
    assert (lab.mistake, lab.differs, lab.verdict) == (None, [], "learns")
    assert len(lab.check["rows"]) == 13
    assert repr(lab) == (
        "BugLab of Network 2-3-1: no mistake, 0 of 13 gradients differ, XOR learns"
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_computes_is_checked_and_trains(seed_network, name):
    lab = BugLab(seed_network, X, Y, loss="bce", mistake=name)
    lab.sliders["W[2][1, 0]"].value = -0.7
    numeric = gradcheck.central(lab.network, X, Y, "bce")
    forward = lab.network.forward(X)
    try:
        _, dW, db = MISTAKES[name].backward(lab.network, forward, Y, "bce")
    except ValueError as error:
        assert lab.check["message"] == str(error) and lab.differs == []
    else:
        rows = {label: row for label, *row in lab.check["rows"]}
        for label, (own, true, differs) in rows.items():
            l, at = int(label[3]), tuple(map(int, label[6:-1].split(", ")))
            assert own == (dW if label[1] == "W" else db)[l][at]
            assert true == (numeric.dW if label[1] == "W" else numeric.db)[l][at]
            assert differs == (abs(own - true) > 1e-6 * (1 + abs(true)))
            assert (label in lab.differs) == differs
        assert rows or lab.check["message"]
    assert lab.mistake == name and lab.verdict == trial.run(name).verdict
    assert lab.run["mistake"][1] == trial.run(name).loss.tolist()
    assert lab.problem == {}
    for trait in (lab.check, lab.run, lab.known, lab.own):
        json.dumps(trait, allow_nan=False)  # no bare NaN reaches the page


def test_mistakes_of_the_update_are_invisible_to_the_check(lab):
    for name in ("biases never updated", "gradients accumulated", "learning rate forgotten"):
        lab.mistake = name
        assert lab.differs == [] and lab.known["equation"] == "update"


def test_one_sample_hides_a_mean_that_is_forgotten(seed_network):
    for x, y, count in ((X[1:2], Y[1:2], 0), (X, Y, 13)):
        lab = BugLab(seed_network, x, y, loss="bce", mistake="mean forgotten")
        assert len(lab.differs) == count


def test_the_check_runs_on_the_batch_with_the_sample_as_it_is_on_screen(lab):
    lab.sample = 2
    lab.set("x[0]", 0.25)
    batch = X.copy()
    batch[2, 0] = 0.25
    true = gradcheck.central(lab.network, batch, Y, "bce").dW[1][0, 1]
    assert ["dW[1][0, 1]", true] == [lab.check["rows"][1][k] for k in (0, 2)]


def test_the_picture_holds_the_mistakes_numbers_for_its_sample(seed_network):
    lab = BugLab(seed_network, [0.5, 0.8], [1], loss="bce", mistake="sign flipped")
    np.testing.assert_array_equal(lab.own["delta"][2], -lab.backward.delta[2])
    lab.mistake = "dW transposed"
    assert lab.own == {} and "shape" in lab.check["message"]
    lab.mistake = None
    np.testing.assert_array_equal(lab.own["delta"][2], lab.backward.delta[2])


def test_another_loss_trains_with_it_where_xor_can(seed_network):
    lab = BugLab(seed_network, [0.5, 0.8], [1], loss="mse", mistake="mean taken twice")
    assert lab.trial is trial.run("mean taken twice", loss="mse")
    net = Network([2, 3], activations="softmax", seed=0)
    lab = BugLab(net, [0.5, 0.8], [1, 0, 0], loss="cross_entropy", mistake="sign flipped")
    assert lab.trial is trial.run("sign flipped", loss="bce")


# ---- blind


@pytest.fixture
def blind(seed_network):
    return BugLab(seed_network, X, Y, loss="bce", blind=True, seed=1)


def test_blind_hides_the_name_from_the_page_and_the_text(blind):
    assert blind.mistake is None and "a hidden mistake" in repr(blind)
    sent = json.dumps([blind.known, blind.check, blind.run, blind.answer, blind.spec])
    assert blind._hidden and blind._hidden not in sent


def test_blind_is_decided_by_the_seed(seed_network, blind):
    def hidden(seed):
        lab = BugLab(seed_network, X, Y, loss="bce", blind=True, seed=seed)
        names = [lab._hidden]
        for _ in range(3):
            lab.next()
            names.append(lab._hidden)
        return names

    assert hidden(1) == hidden(1) != hidden(2)


def test_a_diagnosis_is_told_right_or_not_and_the_first_one_counts(blind):
    wrong = next(name for name in ("sign flipped", "z for a") if name != blind._hidden)
    assert blind.diagnose(wrong) is False
    assert blind.score == (0, 1) and blind.answer["right"] is False and blind.mistake is None
    assert blind.diagnose(blind._hidden) is True
    assert blind.score == (0, 1) and blind.mistake == blind._hidden
    blind.next()
    assert blind.mistake is None and blind.answer == {}
    blind._handle_custom_msg({"diagnose": blind._hidden}, [])
    assert blind.score == (1, 2)
    blind._handle_custom_msg({"next": True}, [])
    assert blind.mistake is None


def test_blind_hides_only_what_shows(seed_network):
    lab = BugLab(seed_network, X, Y, loss="bce", blind=True)
    hidden = {lab._hidden}
    for _ in range(2 * len(MISTAKES)):
        lab.next()
        hidden.add(lab._hidden)
    # One output: a sum of one term; and a sum over a batch that was divided before is right.
    assert set(MISTAKES) - hidden == {"* instead of @", "delta divided by the batch"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (dict(mistake="sign fliped"), "Did you mean 'sign flipped'"),
        (dict(mistake="sign flipped", blind=True), "exclude each other"),
        (dict(loss="cross_entropy"), "softmax"),
        (dict(seed="a"), "seed"),
    ],
)
def test_bad_arguments_are_named(seed_network, arguments, words):
    with pytest.raises(ValueError, match=words):
        BugLab(seed_network, X, Y, **dict(loss="bce") | arguments)


def test_what_does_not_fit_is_refused(lab, blind):
    with pytest.raises(ValueError, match="unknown"):
        lab.mistake = "nothing"
    with pytest.raises(ValueError, match="hides nothing"):
        lab.diagnose("sign flipped")
    with pytest.raises(ValueError, match="hides nothing"):
        lab.next()
    with pytest.raises(ValueError, match="blind"):
        blind.mistake = "sign flipped"
    with pytest.raises(ValueError, match="unknown"):
        blind.diagnose("nothing")


def test_state_round_trips_with_the_mistake_and_every_sample(lab):
    lab.mistake, lab.sample = "mean taken twice", 2
    lab.set("W[1][0, 0]", 0.75)
    twin = BugLab.from_state(lab.state())
    assert repr(twin) == repr(lab) and twin.check == lab.check
    assert (twin.sample, twin.network.W[1][0, 0]) == (2, 0.75)
    lab.mistake = None
    assert BugLab.from_state(lab.state()).mistake is None


def test_a_riddle_travels_and_the_next_one_is_the_same_too(seed_network):
    lab = BugLab(seed_network, X, Y, loss="bce", blind=True, seed=3)
    lab.next()
    twin = BugLab.from_state(lab.state())
    assert twin.mistake is None and twin.check == lab.check and twin.score == (0, 0)
    lab.diagnose("sign flipped")
    twin = BugLab.from_state(lab.state())
    assert (twin.answer, twin.score) == (lab.answer, (0, 1))
    twin.diagnose("sign flipped")
    assert twin.score == (0, 1)  # the first diagnosis counted
    lab.next(), twin.next()
    assert twin.check == lab.check and twin.verdict == lab.verdict
