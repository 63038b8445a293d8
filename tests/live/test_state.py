"""Texts of a situation that are cut off, changed or hostile: one ValueError, at once."""

import base64
import json
import tracemalloc
import zlib
from functools import cache
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_lib import SGD, Network, datasets, record
from backprop_lib.live import (
    BackwardStepper,
    BugLab,
    DepthLab,
    NetworkView,
    PathsView,
    Predict,
    Scrubber,
    state,
)

MB = 1 << 20


@pytest.fixture(scope="module")
def text():
    net = Network([2, 3, 2, 1], activations=["tanh", "relu", "sigmoid"], normalization="batch")
    return NetworkView(net, [0.5, -1.0], [1.0], loss="bce").state()


HEADER = {
    "sizes": [2, 1],
    "activations": ["sigmoid"],
    "loss": "bce",
    "image": None,
    "deltas": True,
    "selected": "W[1][0, 0]",
    "controls": None,
}
VALUES = np.array([0.5, -0.5, 0.1, 1.0, 2.0, 1.0])  # W, b, x, y


def packed(body):
    return state.PREFIX + base64.urlsafe_b64encode(zlib.compress(body)).decode()


def made_of(header=HEADER, values=VALUES):
    return packed(json.dumps(header).encode() + b"\n" + np.asarray(values, "<f8").tobytes())


def refused(text, view=NetworkView, seconds=5.0):
    """The words of the ValueError; it came at once, and little memory was taken for it."""
    tracemalloc.start()
    start = process_time()
    try:
        with pytest.raises(ValueError, match="state") as raised:
            view.from_state(text)
        assert process_time() - start < seconds
        assert tracemalloc.get_traced_memory()[1] < 40 * MB
    finally:
        tracemalloc.stop()
    return str(raised.value)


def test_a_text_made_by_hand_is_taken_so_that_what_follows_is_refused_for_its_fault():
    view = NetworkView.from_state(made_of())
    np.testing.assert_array_equal(view.network.params, VALUES[:3])


def test_a_text_that_unpacks_to_400_MB_is_refused_in_little_memory():
    bomb = zlib.compressobj(9)
    head = bomb.compress(b"{}\n") + bomb.flush(zlib.Z_FULL_FLUSH)
    block = bomb.compress(bytes(MB)) + bomb.flush(zlib.Z_FULL_FLUSH)
    text = state.PREFIX + base64.urlsafe_b64encode(head + 400 * block).decode()
    assert len(text) < 600_000
    assert "unpacks to more than 4 MB" in refused(text)


@pytest.mark.parametrize("sizes", [[100_000, 100_000], [1, 10**18, 1], [2] * 20_000])
def test_sizes_that_the_numbers_do_not_fill_are_refused_before_anything_is_made(sizes):
    assert "6 numbers for sizes" in refused(
        made_of({**HEADER, "sizes": sizes, "activations": "relu"})
    )


@pytest.mark.parametrize(
    "change",
    [
        {"sizes": None},
        {"sizes": [2.0, 1]},
        {"sizes": [-2, 1]},
        {"sizes": "21"},
        {"activations": ["softmin"]},
        {"activations": 7},
        {"loss": "hinge"},
        {"loss": ["bce"]},
        {"image": [1, 1]},
        {"image": 3},
        {"selected": "W[9][0, 0]"},
        {"selected": 5},
        {"controls": ["nothing"]},
        {"controls": 5},
        {"deltas": "yes"},
        {"normalization": ["batch"]},
        {"normalization": [[1e-5, 0.1]]},
        {"residual": [True]},
        {"running": [0.0]},
        {"running": "abc"},
    ],
)
def test_a_header_with_another_value_is_refused(change):
    refused(made_of({**HEADER, **change}))


@pytest.mark.parametrize("missing", sorted(HEADER))
def test_a_header_without_one_of_its_parts_is_refused(missing):
    refused(made_of({name: value for name, value in HEADER.items() if name != missing}))


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_numbers_that_no_network_can_hold_are_refused(value):
    refused(made_of(values=np.where(VALUES == 0.5, value, VALUES) * [1, 1, 1, 100, 1, 1]))


@pytest.mark.parametrize(
    "body", [b"", b"[1]\n", b"{}", b"[" * 60_000, b"{}\n1", b"1e999\n", b"\xff\n"]
)
def test_a_body_of_another_kind_is_refused(body):
    refused(packed(body))


@pytest.mark.parametrize("step", [-1, 10**6, "one", 1.5])
def test_a_step_that_is_not_there_is_refused(step):
    refused(made_of({**HEADER, "step": step}), BackwardStepper)


def test_a_running_variance_below_0_is_refused():
    norm = {"normalization": [[1e-5, 0.1]], "running": [0.0, -1.0]}
    refused(made_of({**HEADER, **norm}, [*VALUES[:3], 1, 0, *VALUES[3:]]))


def test_what_comes_after_the_end_is_refused(text):
    refused(text + base64.urlsafe_b64encode(b"more").decode())


NET = Network([2, 1], activations="sigmoid", seed=0)
RUN = record(NET, *datasets.xor(), loss="bce", optimizer=SGD(0.5), steps=3)


@cache
def others():
    """By its name, a view whose state holds more than a network: the state, and how it is read."""
    X, y = datasets.xor()
    quiz = Predict(NET, [1, 0], [1], loss="bce", move=("b[1][0]", 1))
    blind = BugLab(NET, X, y, loss="bce", blind=True)
    seen = BugLab(NET, X, y, loss="bce", mistake="sign flipped")
    return {
        "Predict": (quiz.state(), Predict.from_state),
        "blind": (blind.state(), BugLab.from_state),
        "BugLab": (seen.state(), BugLab.from_state),
        "DepthLab": (DepthLab(depth=2, width=2).state(), DepthLab.from_state),
        "Scrubber": (Scrubber(RUN).state(), lambda text: Scrubber.from_state(text, RUN)),
    }


WRONG = {
    "Predict": [
        {"quiz": {"number": 1, "picked": "", "answers": []}},
        {"quiz": {"number": 0, "picked": "perhaps", "answers": []}},
        {"quiz": {"number": 0, "picked": "", "answers": [[0, "rises"], [0, "falls"]]}},
        {"quiz": {"number": 0, "picked": "", "answers": [[-1, "rises"]]}},
        {"quiz": 5},
        {"asked": {"move": []}},
        {"asked": {"backward": 1}},
        {"asked": {"move": [["b[1][0]", float("nan")]]}},
        {"before": [[9, 0.5]]},
        {"before": [[-1, 0.5]]},
        {"before": [[0, float("nan")]]},
        {"before": 5},
    ],
    "blind": [
        {"lab": {"riddle": 99, "guess": "", "score": [0, 0]}},
        {"lab": {"riddle": -1, "guess": "", "score": [0, 0]}},
        {"lab": {"riddle": 0, "guess": "<b>", "score": [0, 0]}},
        {"lab": {"riddle": 0, "guess": "", "score": [2, 1]}},
        {"lab": {"riddle": 0, "guess": "", "score": [10**9, 10**9]}},
        {"lab": {"mistake": "sign flipped"}},
        {"seed": -1},
    ],
    "BugLab": [
        {"lab": {"mistake": "none of them"}},
        {"lab": []},
        {"batch": {"X": [[1]], "y": [[1]]}},
        {"batch": {"X": [[1, 2]], "y": [["one"]]}},
        {"batch": 5},
        {"sample": 4},
        {"sample": "first"},
    ],
    "DepthLab": [
        {"depth_lab": {"depth": 1}},
        {"depth_lab": None},
        {"features": 3},
        {"has_own": True},
    ],
    "Scrubber": [
        {"sizes": [2, 2]},
        *(
            {"run": {"at": 1, "step": 1, "neuron": "", "sample": 0} | change}
            for change in (
                {"at": 99},
                {"at": "1"},
                {"step": 2},
                {"neuron": "a[9][0]"},
                {"neuron": 5},
                {"sample": -1},
            )
        ),
    ],
}


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name in WRONG for change in WRONG[name]]
)
def test_what_else_a_state_tells_is_checked(name, change):
    text, read = others()[name]
    read(text)
    header, values = state.decode(text)
    with pytest.raises(ValueError, match="state"):
        read(state.encode({**header, **change}, values))


def test_settings_out_of_range_are_refused():
    text, read = others()["DepthLab"]
    header, values = state.decode(text)
    for change in (
        {"depth": 101},
        {"depth": 2.5},
        {"gain": "1"},
        {"gain": float("nan")},
        {"layer": 0},
        {"activation": "softmax"},
        {"residual": "yes"},
        {"seed": -1},
        {"width": 10**9},
    ):
        told = {**header, "depth_lab": header["depth_lab"] | change}
        with pytest.raises(ValueError, match="state"):
            read(state.encode(told, values))


@pytest.mark.parametrize("name", WRONG)
def test_a_state_of_another_view_is_refused_or_read(name):
    assert others().keys() == WRONG.keys()
    for other, (text, _) in others().items():
        try:
            others()[name][1](text)
        except ValueError as error:
            assert "state" in str(error) and other != name


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_text_that_is_cut_off_is_refused(text, data):
    end = data.draw(st.integers(0, len(text) - 1))
    refused(text[:end])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_one_changed_bit_is_refused_or_changes_nothing(text, data):
    k, bit = data.draw(st.integers(0, len(text) - 1)), data.draw(st.integers(0, 6))
    changed = text[:k] + chr(ord(text[k]) ^ (1 << bit)) + text[k + 1 :]
    try:
        view = PathsView.from_state(changed) if k % 2 else NetworkView.from_state(changed)
    except ValueError as error:
        assert "state" in str(error)
    else:  # the last character of base64 has bits that mean nothing
        assert view.state() == text


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*HEADER, "normalization", "residual", "running"]), json_like)
def test_any_value_in_a_header_makes_a_view_or_one_ValueError(name, value):
    try:
        NetworkView.from_state(made_of({**HEADER, name: value}))
    except ValueError as error:
        assert "state" in str(error)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_refused(body, compressed):
    refused(packed(body) if compressed else state.PREFIX + base64.urlsafe_b64encode(body).decode())
