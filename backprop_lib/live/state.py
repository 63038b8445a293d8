"""A view's exact situation as a short text, and back."""

import base64
import binascii
import json
import zlib

import numpy as np

PREFIX = "bp1."
MOST_HEADER, MOST = 1 << 16, 1 << 22  # bytes, unpacked: what a text may ask a reader to hold


def encode(header, values):
    """`header` (a dict of plain values) and `values` (float64) as one line of text.

    Raises
    ------
    ValueError
        If that is more than a text may hold.
    """
    head = json.dumps(header, separators=(",", ":")).encode()
    body = head + b"\n" + values.astype("<f8").tobytes()
    if len(head) > MOST_HEADER or len(body) > MOST:
        raise ValueError(
            f"this network of {len(values):,} numbers is too large for a text; keep it in a file: "
            "view.network.save(path)."
        )
    return PREFIX + base64.urlsafe_b64encode(zlib.compress(body, 9)).decode()


def decode(text):
    """The header and the values that `encode` wrote.

    Raises
    ------
    ValueError
        If `text` is not a whole state, or would unpack to more than a view can show.
    """
    wrong = f"state is {text!r:.60}; expected the whole text that view.state() returned"
    if not isinstance(text, str) or not text.strip().startswith(PREFIX):
        raise ValueError(f"{wrong}: it begins with {PREFIX!r}.")
    try:
        # Line breaks are a mail's doing; whatever else is no base64 is refused.
        packed = base64.b64decode("".join(text.split())[len(PREFIX) :], b"-_", validate=True)
        unpacking = zlib.decompressobj()
        body = unpacking.decompress(packed, MOST + 1)
        if len(body) > MOST:
            raise ValueError(f"{wrong}; it unpacks to more than {MOST >> 20} MB.")
        head, newline, numbers = body.partition(b"\n")
        if not unpacking.eof or unpacking.unused_data or not newline or len(head) > MOST_HEADER:
            raise ValueError(f"{wrong}; part of it is missing or changed.")
        header = json.loads(head)
        if not isinstance(header, dict):
            raise ValueError(f"{wrong}; part of it is missing or changed.")
        return header, np.frombuffer(numbers, "<f8").copy()
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        if wrong in str(error):
            raise
        raise ValueError(f"{wrong}; part of it is missing or changed.") from error
