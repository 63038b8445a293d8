"""Shared by all tests: networks to try, and no widget callback that fails in silence."""

import logging

import numpy as np
import pytest

from backprop_lib import Network


def pytest_collection_modifyitems(config, items):
    """What takes long and belongs to a class runs when it is asked for: `make test-classroom`."""
    if "classroom" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("classroom")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


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
