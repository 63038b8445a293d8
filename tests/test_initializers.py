"""Initializers with a gain. (What each one's variance is, test_network.py asks.)"""

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.initializers import he_normal, scaled, xavier_normal


@pytest.mark.parametrize("init", ["he", xavier_normal, "normal", he_normal])
def test_a_gain_multiplies_the_weights_that_the_initializer_draws(init):
    plain, twice = (
        Network([3, 4, 2], activations="tanh", init=init, seed=1)
        for init in (init, scaled(init, 2.5))
    )
    for l in (1, 2):
        np.testing.assert_array_equal(twice.W[l], 2.5 * plain.W[l])
        np.testing.assert_array_equal(twice.b[l], 0)


@pytest.mark.parametrize("gain", [-1, np.nan, np.inf, "2", 1j])
def test_a_gain_that_does_not_fit_is_named(gain):
    with pytest.raises(ValueError, match="gain is .*expected a finite number of at least 0"):
        scaled("he", gain)


def test_an_unknown_name_is_named():
    with pytest.raises(ValueError, match="init 'xaver' is unknown. Did you mean 'xavier'"):
        scaled("xaver", 2)
