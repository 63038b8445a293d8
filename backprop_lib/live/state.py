"""A view's exact situation as a short text, and back."""

import base64
import binascii
import json
import zlib

import numpy as np

PREFIX = "bp1."


def encode(header, values):
    """`header` (a dict of plain values) and `values` (float64) as one line of text."""
    body = (
        json.dumps(header, separators=(",", ":")).encode() + b"\n" + values.astype("<f8").tobytes()
    )
    return PREFIX + base64.urlsafe_b64encode(zlib.compress(body, 9)).decode()


def decode(text):
    """The header and the values that `encode` wrote.

    Raises
    ------
    ValueError
        If `text` is not a whole state.
    """
    wrong = f"state is {text!r:.60}; expected the whole text that view.state() returned"
    if not isinstance(text, str) or not text.strip().startswith(PREFIX):
        raise ValueError(f"{wrong}: it begins with {PREFIX!r}.")
    try:
        body = zlib.decompress(base64.urlsafe_b64decode(text.strip()[len(PREFIX) :]))
        head, numbers = body.split(b"\n", 1)
        return json.loads(head), np.frombuffer(numbers, "<f8").copy()
    except (binascii.Error, zlib.error, ValueError) as error:
        raise ValueError(f"{wrong}; part of it is missing or changed.") from error
