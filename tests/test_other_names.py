"""Names of other libraries lead to ours, and to none where we have none."""

import pytest

from backprop_lib import SGD, Network, train
from backprop_lib.other_names import TABLES

NET = Network([2, 2, 1], activations="sigmoid", seed=0)


def said_of(name, **options):
    with pytest.raises(ValueError) as raised:
        options.get("make", lambda loss: NET.backward(NET.forward([[0, 1]]), [[1]], loss=loss))(
            name
        )
    return str(raised.value)


def activated(name):
    return Network([2, 1], activations=[name])


def drawn(name):
    return Network([2, 1], activations="sigmoid", init=name)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("binary_crossentropy", "bce"),
        ("BinaryCrossentropy", "bce"),
        ("binary_cross_entropy", "bce"),
        ("BCELoss", "bce"),
        ("BCEWithLogitsLoss", "bce"),
        ("log_loss", "bce"),
        ("mean_squared_error", "mse"),
        ("MeanSquaredError", "mse"),
        ("MSELoss", "mse"),
        ("categorical_crossentropy", "cross_entropy"),
        ("sparse_categorical_crossentropy", "cross_entropy"),
        ("CrossEntropyLoss", "cross_entropy"),
        ("nll_loss", "cross_entropy"),
        ("crossentropy", "cross_entropy"),
        ("quadratic", "squared_error"),
        ("sqared_error", "squared_error"),
        ("BCE", "bce"),
    ],
)
def test_a_loss_by_another_name_leads_to_ours(name, ours):
    assert f"Did you mean {ours!r}?" in said_of(name)


@pytest.mark.parametrize("name", ["mae", "mean_absolute_error", "L1Loss", "huber", "hinge", 7])
def test_a_loss_that_is_not_here_leads_to_no_other(name):
    said = said_of(name)
    assert "Did you mean" not in said
    assert "Known: 'squared_error', 'mse', 'bce', 'cross_entropy'" in said


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("logistic", "sigmoid"),
        ("Sigmoid", "sigmoid"),
        ("ReLU", "relu"),
        ("LeakyReLU", "leaky_relu"),
        ("leaky relu", "leaky_relu"),
        ("linear", "identity"),
        (None, "identity"),
        ("Softmax", "softmax"),
        ("rleu", "relu"),
    ],
)
def test_an_activation_by_another_name_leads_to_ours(name, ours):
    assert f"Did you mean {ours!r}?" in said_of(name, make=activated)


@pytest.mark.parametrize("name", ["swish", "silu", "elu", "selu", "softplus", "mish"])
def test_an_activation_that_is_not_here_leads_to_no_other(name):
    assert "Did you mean" not in said_of(name, make=activated)


@pytest.mark.parametrize(
    ("name", "ours"),
    [("GlorotUniform", "glorot_uniform"), ("kaiming_normal_", "he_normal"), ("Xavier", "xavier")],
)
def test_an_initializer_by_another_name_leads_to_ours(name, ours):
    assert f"Did you mean {ours!r}?" in said_of(name, make=drawn)


def test_a_frameworks_own_class_or_function_leads_to_ours():
    nn = pytest.importorskip("torch").nn
    assert "Did you mean 'bce'?" in said_of(nn.BCEWithLogitsLoss())
    assert "Did you mean 'mse'?" in said_of(nn.functional.mse_loss)
    assert "Did you mean 'leaky_relu'?" in said_of(nn.LeakyReLU(), make=activated)


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        ("sgd", r"Write optimizer=SGD\(\)"),
        ("Adam", r"Write optimizer=Adam\(\)"),
        ("adam_w", r"Write optimizer=AdamW\(\)"),
        ("rmsprop", r"expected one such as SGD\(0.1\) or Adam\(\)"),
        (SGD, r"Write optimizer=SGD\(\)"),
        (0.1, r"Write optimizer=SGD\(0.1\)"),
    ],
)
def test_an_optimizer_by_name_leads_to_its_object(optimizer, words):
    with pytest.raises(ValueError, match=words):
        train(NET, [[0, 1]], [[1]], loss="bce", optimizer=optimizer)


def test_every_name_of_ours_is_one():
    from backprop_lib.activations import ACTIVATIONS
    from backprop_lib.initializers import INITIALIZERS
    from backprop_lib.losses import LOSSES

    for what, known in (("loss", LOSSES), ("activation", ACTIVATIONS), ("init", INITIALIZERS)):
        assert set(TABLES[what]) - {None} <= set(known)
