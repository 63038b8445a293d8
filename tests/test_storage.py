"""Files that are cut off, changed by one bit or hostile: one ValueError, in little memory."""

import io
import pickle
import tracemalloc
import zipfile
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from backprop_lib import Network

MB = 1 << 20
NET = Network([2, 3, 1], activations=["tanh", "sigmoid"], normalization="batch", seed=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("networks")


@pytest.fixture(scope="module")
def saved(folder):
    NET.save(folder / "net.npz")
    return (folder / "net.npz").read_bytes()


def parts():
    with io.BytesIO() as file:
        NET.save(file)
        file.seek(0)
        return dict(np.load(file))


def refused(path, seconds=5.0):
    """The words of the ValueError; it came at once, and little memory was taken for it."""
    tracemalloc.start()
    start = process_time()
    try:
        with pytest.raises(
            ValueError, match="is not a network that Network.save wrote: "
        ) as raised:
            Network.load(path)
        assert process_time() - start < seconds
        assert tracemalloc.get_traced_memory()[1] < 10 * MB
    finally:
        tracemalloc.stop()
    return str(raised.value)


def written(folder, **changed):
    """A file as `save` writes it, with other parts; None leaves one out."""
    path = folder / "made.npz"
    np.savez(path, **{k: v for k, v in {**parts(), **changed}.items() if v is not None})
    return path


def zipped(folder, entries, how=zipfile.ZIP_STORED):
    """A file in which each entry is what is given, byte by byte."""
    path = folder / "zipped.npz"
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in entries.items():
            archive.writestr(f"{name}.npy", data)
    return path


def npy(array):
    with io.BytesIO() as file:
        np.save(file, array, allow_pickle=True)
        return file.getvalue()


def test_what_is_made_by_hand_is_taken_so_that_what_follows_is_refused_for_its_fault(folder):
    for path in (
        written(folder),
        zipped(folder, {name: npy(array) for name, array in parts().items()}),
    ):
        np.testing.assert_array_equal(Network.load(path).params, NET.params)


def test_a_file_that_is_not_there_is_an_OSError(folder):
    with pytest.raises(FileNotFoundError):
        Network.load(folder / "nothing.npz")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"not a zip file", bytes(1000)])
def test_a_file_of_another_kind_is_refused(folder, content):
    (folder / "other.npz").write_bytes(content)
    assert "part of it is missing or changed" in refused(folder / "other.npz")


@pytest.mark.parametrize("name", ["format", "sizes", "activations", "params", "residual"])
def test_a_file_without_one_of_its_parts_is_refused(folder, name):
    assert f"it holds no {name!r}" in refused(written(folder, **{name: None}))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"format": "backprop_lib network 2"}, "its format is backprop_lib network 2"),
        ({"sizes": [100_000, 100_000, 1]}, "it holds 19 numbers for sizes"),
        ({"sizes": [2, 4, 1]}, "it holds 19 numbers for sizes"),
        ({"sizes": [2.0, 3, 1]}, "sizes is"),
        ({"activations": ["tanh", "softmin"]}, "activation 'softmin' is unknown"),
        ({"activations": [[1, 2], [3, 4]]}, "activation"),
        ({"params": np.zeros((1, 19))}, "expected 19"),
        ({"params": NET.params.astype(int)}, "dtype is int64"),
        ({"params": NET.params.astype(np.float16)}, "dtype is float16"),
        ({"params": NET.params.astype(complex)}, "dtype is complex128"),
        ({"params": np.where(NET.params == 0, np.nan, NET.params)}, "params holds nan"),
        ({"params": NET.params.astype(str)}, "dtype is"),
        ({"running": -np.ones(6)}, "a running variance below 0"),
        ({"running": np.ones(5)}, "expected 6"),
        ({"normalization": np.ones((2, 3))}, ""),
        ({"residual": ["yes", "no"]}, "residual"),
    ],
)
def test_a_part_with_another_value_is_refused(folder, changed, words):
    assert words in refused(written(folder, **changed))


class Opened:
    """A pickle of it would run code when it is read."""

    def __reduce__(self):
        return exec, ("raise SystemExit('a pickle was opened')",)


def test_a_pickle_inside_is_never_opened(folder):
    with pytest.raises(SystemExit):  # it would
        pickle.loads(pickle.dumps(Opened()))
    for name in parts():
        entries = {k: npy(v) for k, v in parts().items()}
        entries[name] = npy(np.array([Opened()], dtype=object))
        assert "holds Python objects" in refused(zipped(folder, entries))


def test_an_entry_that_unpacks_to_40_MB_is_refused_in_little_memory(folder):
    head = npy(np.zeros(1))[:-8]
    entries = {k: npy(v) for k, v in parts().items()}
    entries["params"] = head + bytes(40 * MB)
    path = zipped(folder, entries, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < MB
    assert "compressed" in refused(path)


@pytest.mark.parametrize("shape", ["(400000000000,)", "(10000, 100000)", "(-1,)", "(1,)", "()"])
def test_a_header_that_promises_other_numbers_than_there_are_is_refused(folder, shape):
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    entries = {k: npy(v) for k, v in parts().items()}
    entries["params"] = b"\x93NUMPY\x01\x00v\x00" + header.encode() + NET.params.tobytes()
    assert "params" in refused(zipped(folder, entries))


@pytest.mark.parametrize(
    "header", [b"", b"{" * 9_000, b"(" * 9_000, b"{'descr': '<f8'}", b"x" * 20_000, b"\xff" * 64]
)
def test_a_header_of_another_kind_is_refused(folder, header):
    entries = {k: npy(v) for k, v in parts().items()}
    entries["params"] = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    refused(zipped(folder, entries))


def loaded_or_refused(path):
    """The network, or None after the one ValueError."""
    try:
        return Network.load(path)
    except ValueError as error:
        assert "is not a network that Network.save wrote: " in str(error)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_is_cut_off_is_refused(folder, saved, data):
    path = folder / "cut.npz"
    path.write_bytes(saved[: data.draw(st.integers(0, len(saved) - 1))])
    refused(path)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_one_changed_bit_is_refused_or_changes_nothing(folder, saved, data):
    changed = bytearray(saved)
    changed[data.draw(st.integers(0, len(saved) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (folder / "bit.npz").write_bytes(changed)
    network = loaded_or_refused(folder / "bit.npz")
    if network is not None:  # such as the bits of a date
        assert network.architecture == NET.architecture
        np.testing.assert_array_equal(network.params, NET.params)
        np.testing.assert_array_equal(network.running, NET.running)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(parts())), st.data())
def test_any_array_in_any_place_makes_a_network_or_one_ValueError(folder, name, data):
    kinds = st.sampled_from(["f8", "f4", "f2", "i8", "u1", "?", "U4", "S3", "c16", "M8[s]", ">f8"])
    shape = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=6)
    array = data.draw(arrays.arrays(data.draw(kinds), shape))
    network = loaded_or_refused(written(folder, **{name: array}))
    if network is not None:
        network.forward([[0.5, 1.0]])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(folder, content):
    (folder / "bytes.npz").write_bytes(b"PK\x03\x04" + content)
    refused(folder / "bytes.npz")
