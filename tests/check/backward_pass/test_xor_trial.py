"""XOR with each known mistake: what becomes of it is measured, and there is no bare NaN."""

import numpy as np
import pytest

from backprop_lib.check import MISTAKES
from backprop_lib.check.backward_pass import xor_trial as trial


@pytest.mark.parametrize("loss", trial.RATES)
def test_without_a_mistake_it_learns(loss):
    made = trial.run(loss=loss)
    assert made.verdict == "learns" and made.loss[-1] < 0.01 * made.loss[0]
    assert made.steps[-1] == trial.STEPS and made.reached in made.steps


@pytest.mark.parametrize("name", MISTAKES)
def test_every_run_has_a_verdict_and_finite_losses(name):
    made = trial.run(name)
    assert made.verdict in trial.VERDICTS
    assert np.isfinite(made.loss).all() and len(made.loss) == len(made.steps) >= 1
    assert "nan" not in made.message.lower()
    assert bool(made.message) == (made.steps[-1] < trial.STEPS)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("updated W used", "learns"),
        ("learning rate forgotten", "learns"),
        ("mean taken twice", "learns slowly"),
        ("slope too many", "learns slowly"),
        ("slope forgotten", "does not learn"),
        ("biases never updated", "does not learn"),
        ("sign flipped", "diverges"),
        ("slope's formula given z", "diverges"),
        ("dW transposed", "stops with an error"),
    ],
)
def test_some_mistakes_still_learn_and_others_do_not(name, verdict):
    assert trial.run(name).verdict == verdict


def test_a_run_is_made_once():
    assert trial.run("mean forgotten") is trial.run("mean forgotten")
