"""Answers are kept whole or not at all, the last good file stands by, and nobody else keeps any."""

import json
import os
from datetime import date

import pytest

from backprop_lib.questions import kept

DAY = "2026-03-01"
TRIES = [{"given": "a", "right": False, "when": DAY}, {"given": "b", "right": True, "when": DAY}]


@pytest.fixture
def file(tmp_path):
    return tmp_path / kept.NAME


def test_what_was_written_is_read_and_others_stay(file):
    kept.write("1.x", TRIES[:1], file)
    kept.write("2.y", TRIES, file)
    kept.write("1.x", TRIES, file)
    assert kept.read(file) == {"1.x": TRIES, "2.y": TRIES}
    assert json.loads(kept.last_good(file).read_text()) == {"1.x": TRIES[:1], "2.y": TRIES}
    assert sorted(path.name for path in file.parent.iterdir()) == [kept.NAME, f"{kept.NAME}.last"]


def test_a_try_that_is_new_gets_its_day_and_an_old_one_keeps_its_own(file):
    old, new = TRIES[0], {"given": "b", "right": True, "numbers": 7}
    kept.write("1.x", [old, new], file, today=date(2026, 3, 9))
    assert kept.read(file) == {"1.x": [old, {**new, "when": "2026-03-09"}]}
    kept.write("1.y", [new], file)
    assert date.fromisoformat(kept.read(file)["1.y"][0]["when"])


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "null", '{"1.x": 3}', '{"1.x": [3]}', '{"1.x": [{}]}', b"\xff\xfe"]
)
def test_a_file_that_cannot_be_read_gives_way_to_the_last_good_one(file, broken):
    kept.write("1.x", TRIES[:1], file)
    kept.write("1.x", TRIES, file)
    file.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    assert kept.read(file) == {"1.x": TRIES[:1]}
    kept.write("2.y", TRIES, file)
    assert kept.read(file) == {"1.x": TRIES[:1], "2.y": TRIES}
    file.unlink()  # as if the machine had stopped between the two renamings
    assert kept.read(file) == {"1.x": TRIES[:1]}


def test_where_writing_fails_the_old_file_stays_whole(file, monkeypatch):
    kept.write("1.x", TRIES, file)

    def stop(source, target):
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(OSError, match="No space left"):
        kept.write("2.y", TRIES, file)
    assert kept.read(file) == {"1.x": TRIES}
    assert [path.name for path in file.parent.iterdir()] == [kept.NAME]


def test_nothing_is_kept_unless_the_environment_names_a_file(file, monkeypatch, tmp_path):
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    kept.write("1.x", TRIES)
    assert kept.path() is None and kept.read() == {} and list(tmp_path.iterdir()) == []
    monkeypatch.setenv(kept.VARIABLE, str(file))
    kept.write("1.x", TRIES)
    assert kept.read() == {"1.x": TRIES}
