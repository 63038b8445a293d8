"""The five patients: each has its illness and no other, and each can be cured."""

import re

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, check, gradcheck
from backprop_lib.check.clinic.illnesses import CARRIES, FIGURES, ILLNESSES
from backprop_lib.check.clinic.patients import CURED, SIZES, TANH

NAMES = "ABCDE"


def healthy(seed):
    return Network(SIZES, activations=TANH, seed=seed)


def core(network, forward, y):
    return network.backward(forward, y, "bce")


CURES = {
    "A": {"network": Network(SIZES, activations=["relu", "relu", "sigmoid"], init="he", seed=1)},
    "B": {"optimizer": SGD(0.3)},
    "C": {"network": healthy(0)},
    "D": {"network": healthy(3)},
    "E": {"backward": core},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_patient_does_not_learn_until_it_is_cured(name):
    patient = check.patient(name)
    assert patient.recording.loss[-1] > 4 * CURED and not patient.recording.message
    report = check.cure(patient.treat(**CURES[name]))
    assert report.passed, report


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", "BDE")
def test_a_treatment_of_another_kind_does_not_help(name, other):
    if CURES[name].keys() == CURES[other].keys():
        return  # any healthy start cures a sick one
    report = check.cure(check.patient(name).treat(**CURES[other]))
    assert not report.passed, report


@pytest.mark.parametrize("name", NAMES)
def test_right_diagnosis_with_its_evidence_passes(name):
    patient, carries = check.patient(name), CARRIES[name]
    illness = ILLNESSES[carries]
    place = min(illness.places(patient.recording))
    for figure in illness.shows:
        report = check.diagnosis(patient, carries, figure=figure, where=place)
        assert report.passed and report.mistake is None, report


@pytest.mark.parametrize("name", NAMES)
def test_every_wrong_diagnosis_says_why_it_tempts(name):
    for hypothesis in set(ILLNESSES) - {CARRIES[name]}:
        report = check.diagnosis(
            check.patient(name), hypothesis, figure="loss curve", where="step 5"
        )
        assert not report.passed and report.mistake == hypothesis
        assert "tempts because" in report.text


@pytest.mark.parametrize("name", NAMES)
def test_the_right_word_with_weak_evidence_does_not_pass(name):
    patient, carries = check.patient(name), CARRIES[name]
    place = min(ILLNESSES[carries].places(patient.recording))
    for figure in set(FIGURES) - set(ILLNESSES[carries].shows):
        report = check.diagnosis(patient, carries, figure=figure, where=place)
        assert not report.passed and report.mistake == "evidence"
        assert f"✗ Figure, {figure}" in report.text and f"✓ Place, {place}" in report.text
    figure = next(iter(ILLNESSES[carries].shows))
    report = check.diagnosis(patient, carries, figure=figure, where="a[3][0]")
    assert not report.passed and "✗ Place" in report.text


def test_a_place_is_described_by_no_example_that_is_refused_or_is_the_answer():
    for illness in ILLNESSES.values():
        assert not re.search(r"\d", illness.where)


@pytest.mark.parametrize("where", ["step 20", 10, "step 12"])
def test_a_step_at_which_the_loss_has_jumped_is_told_to_be_too_late(where):
    report = check.diagnosis(
        check.patient("B"), "learning rate too large", figure="loss curve", where=where
    )
    text = report.text.replace("\n", " ")
    assert not report.passed and "there it has happened already" in text
    assert "Name the step before the first jump" in text and "such as" not in text


@pytest.mark.parametrize("optimizer", [SGD(0.03), SGD(0.1), Adam(0.001)])
def test_a_right_treatment_that_is_too_slow_is_told_so(optimizer):
    report = check.cure(check.patient("B").treat(optimizer=optimizer))
    assert not report.passed and "you treat the right thing" in report.text
    assert "follow from the diagnosis" not in report.text


@pytest.mark.parametrize("name", "ACDE")
def test_a_slower_step_is_no_right_treatment_of_another_illness(name):
    report = check.cure(check.patient(name).treat(optimizer=SGD(0.1)))
    assert not report.passed and "follow from the diagnosis" in report.text


def test_every_illness_tempts_to_all_others_and_is_carried_once():
    assert sorted(CARRIES.values()) == sorted(ILLNESSES)
    for name, illness in ILLNESSES.items():
        assert set(illness.tempts) == set(ILLNESSES) - {name}
        assert {*illness.shows, *illness.fits} <= set(FIGURES)
        assert not {*illness.shows} & {*illness.fits}


# What the words of the clinic claim, measured on the runs.


def test_dead_relus_are_zero_for_every_sample_from_the_start():
    run = check.patient("A").recording
    dead = ILLNESSES["dead ReLUs"].places(run)
    for place in [place for place in dead if place.startswith("a[1]")]:
        j = int(place[5])
        for k in (0, len(run) // 2, -1):
            assert not run.forward(k).a[1][:, j].any()
            assert not run.backward(k).delta[1][:, j].any()
    assert 0 < len(dead) < 12


def test_large_steps_make_the_loss_jump_and_saturate_only_later():
    run = check.patient("B").recording
    rises = np.diff(run.loss) > 0.02 * run.loss[:-1]
    assert rises.sum() > 20
    assert not ILLNESSES["saturated units"].places(run)  # it looks at step 0
    late = run.forward(-1).a[2]
    assert (1 - late**2 < 0.05).mean() > 0.8


def test_twins_stay_twins():
    run = check.patient("C").recording
    W = run.networks[-1].W[1]
    np.testing.assert_allclose(W, W[:, :1] * np.ones(6), rtol=1e-9)
    assert len(ILLNESSES["twin units"].places(run)) == 12
    assert np.diff(run.loss).max() < 1e-3


def test_saturated_units_get_far_smaller_gradients_from_the_start():
    run = check.patient("D").recording
    assert (run.gradient_norms[0, :2] < run.gradient_norms[0, 2] / 5).all()
    assert len(ILLNESSES["saturated units"].places(run)) > 8


def test_only_the_gradient_check_finds_the_wrong_gradient():
    run = check.patient("E").recording
    numeric = gradcheck.complex_step(run.networks[0], run.X, run.y, "bce")
    own = run.backward(0)
    assert abs(own.dW[1] - numeric.dW[1]).max() > 0.01
    np.testing.assert_allclose(own.dW[3], numeric.dW[3], atol=1e-12)
    for other in set(ILLNESSES) - {"wrong gradient", "learning rate too large"}:
        assert not ILLNESSES[other].places(run)
    assert check.patient("E").treat(optimizer=SGD(0.1)).recording.loss[-1] > 0.6


@pytest.mark.parametrize("name", sorted({*NAMES} - {"E"}))
def test_gradients_of_the_others_are_right(name):
    assert not ILLNESSES["wrong gradient"].places(check.patient(name).recording)


# What a learner may hand over.


def test_blanks_that_are_still_open_are_named():
    patient = check.patient("A")
    whole = {"hypothesis": "dead ReLUs", "figure": "loss curve", "where": "a[1][0]"}
    for name in whole:
        given = whole | {name: ...}
        report = check.diagnosis(patient, given.pop("hypothesis"), **given)
        assert not report.passed and f"the `...` of {name}" in report.text
    assert "not written yet" in check.cure(...).text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"patient": "A"}, r"check.patient\(\"A\"\)"),
        ({"hypothesis": "flu"}, "'flu'"),
        ({"figure": "photo"}, "'photo'"),
        ({"where": None}, "where is None"),
    ],
)
def test_what_is_no_diagnosis_is_told_so(given, says):
    whole = {
        "patient": check.patient("A"),
        "hypothesis": "dead ReLUs",
        "figure": "loss curve",
        "where": "a[1][0]",
    } | given
    report = check.diagnosis(whole.pop("patient"), whole.pop("hypothesis"), **whole)
    assert not report.passed
    assert re.search(says, report.text.replace("\n", " "))


def test_two_changes_at_once_are_no_proof():
    report = check.cure(check.patient("D").treat(network=healthy(3), optimizer=SGD(0.5)))
    assert not report.passed and "Change one thing" in report.text


def test_treating_with_nothing_or_with_another_size_is_refused():
    patient = check.patient("D")
    with pytest.raises(ValueError, match="nothing is changed"):
        patient.treat()
    with pytest.raises(ValueError, match=r"sizes \(2, 3, 1\)"):
        patient.treat(network=Network([2, 3, 1], activations="tanh"))
    with pytest.raises(ValueError, match="F"):
        check.patient("F")
    assert "expected what patient.treat" in check.cure(3).text.replace("\n", " ")
