"""Shared by all tests: networks to try, and no widget callback that fails in silence."""

import logging

import numpy as np
import pytest

from backprop_lib import Network


@pytest.fixture
def seed_network():
    """The 2-3-1 network of the course: the draws of np.random.seed(42), at full size."""
    rng = np.random.RandomState(42)
    W = [rng.randn(2, 3), rng.randn(3, 1)]
    return Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")


@pytest.fixture(autouse=True)
def no_swallowed_callback(caplog):
    """ipywidgets logs an exception in some callbacks and goes on; here it fails the test."""
    yield
    swallowed = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and "callback" in record.getMessage().lower()
    ]
    assert not swallowed, swallowed
