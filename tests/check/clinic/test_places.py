"""Places and names are read as a person writes them."""

import pytest

from backprop_lib import SGD, check
from backprop_lib.check.clinic import places
from backprop_lib.check.clinic.illnesses import FIGURES


@pytest.mark.parametrize(
    ("where", "name"),
    [
        *(
            (where, "step 15")
            for where in ("15", 15, 15.0, "step 15", "Step15", "at step 15", "step 15.")
        ),
        *((where, "layer 1") for where in ("layer 1", "Layer 1", "layer1", "first layer")),
        *((where, "layer 2") for where in ("hidden layer 2", "2nd hidden layer")),
        *(
            (where, "a[1][0]")
            for where in ("a[1][0]", "A[1][0]", "a[1, 0]", "a1[0]", "neuron 0 of layer 1")
        ),
        *((where, "dW[2]") for where in ("dW[2]", "dw2", "dW[2][0, 1]", "the gradient dW[2]"[13:])),
        ("somewhere", ""),
    ],
)
def test_a_place_is_read_as_a_person_writes_it(where, name):
    assert places.read(where)[1] == name


@pytest.mark.parametrize("where", ["15", 15, "step 15", "Step 15", "17"])
def test_a_step_is_right_however_it_is_written(where):
    report = check.diagnosis(
        check.patient("B"), "Learning rate too large", figure="Loss curve", where=where
    )
    assert report.passed, report


@pytest.mark.parametrize(
    ("patient", "hypothesis", "figure", "where"),
    [
        ("C", "twin unit", "network graph", "layer 1"),
        ("C", "Twin neurons", "Network Graph", "Layer 1"),
        ("E", "wrong gradients", "gradient check", "layer 1"),
        ("A", "dead relu", "activation histogram", "layer 1"),
    ],
)
def test_a_layer_is_a_place_and_names_may_be_plural(patient, hypothesis, figure, where):
    report = check.diagnosis(check.patient(patient), hypothesis, figure=figure, where=where)
    assert report.passed, report


@pytest.mark.parametrize(
    ("where", "says"), [("layer 1", "that is a layer"), ("foo", "I cannot read that")]
)
def test_a_place_of_another_kind_is_told_so_and_no_answer_is_given(where, says):
    text = check.diagnosis(
        check.patient("B"), "learning rate too large", figure="loss curve", where=where
    ).text
    assert says in text and "rises" not in text


def test_a_cure_says_what_it_proves_and_asks_nothing():
    report = check.cure(check.patient("B").treat(optimizer=SGD(0.3)))
    assert report.passed
    assert "what was ill are the steps" in report.text.replace("\n", " ")
    assert "proves a diagnosis with which `check.diagnosis` agrees" in report.text
    assert "?" not in report.text


def test_every_name_that_is_not_known_is_told_at_once():
    report = check.diagnosis(check.patient("C"), "measles", figure="X-ray", where=...)
    assert all(word in report.text for word in ("hypothesis is", "figure is", "of where"))
    assert "'twin units'" in report.text and "'loss curve'" in report.text


@pytest.mark.parametrize(
    ("hypothesis", "figure"),
    [("twins", "heat map"), ("Twin", "Heatmap"), ("twin", "graph")],
)
def test_a_part_of_one_name_alone_is_that_name(hypothesis, figure):
    assert check.diagnosis(check.patient("C"), hypothesis, figure=figure, where="layer 1").passed


def test_a_part_of_two_names_is_neither():
    assert places.choice("gradient", FIGURES) is None
    assert places.choice("", FIGURES) is None
