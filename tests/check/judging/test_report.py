"""A report prints on every terminal."""

import io
import sys

import pytest

from backprop_lib import check
from backprop_lib.check.judging.report import printable


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
def test_a_report_prints_where_signs_are_missing(encoding, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    print(check.hidden_delta(lambda d, W, z, a: d @ W.T))
    stream.flush()
    assert b"hidden_delta: not right yet." in stream.buffer.getvalue()


def test_signs_become_words_where_they_are_missing_and_stay_where_they_are_known():
    assert printable("σ′ ✓ −1", "ascii") == "sigma' [x] -1"
    assert printable("σ′ ✓ −1", "utf-8") == printable("σ′ ✓ −1", None) == "σ′ ✓ −1"
