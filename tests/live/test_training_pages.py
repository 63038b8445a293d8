"""Frames on their way to the pages: none is queued without end, none is lost on the way."""

import itertools

import pytest

from backprop_lib.live import training_pages
from backprop_lib.live.training_pages import FRAME, MOST, Pages


class Line:
    """Pages whose frames count from 1, what they sent, and a clock that a test moves."""

    def __init__(self, monkeypatch):
        self.now, self.sent, counted = 10.0, [], itertools.count(1)
        monkeypatch.setattr(training_pages.time, "perf_counter", lambda: self.now)
        self.pages = Pages(
            lambda: (next(counted), b"n", b"p"),
            lambda whole: ({"whole": whole}, b"l"),
            lambda content, buffers: self.sent.append((content, buffers)),
        )

    def show(self, times=1):
        for _ in range(times):
            self.now += FRAME
            self.pages.show()

    def frames(self):
        return [content["frames"] for content, _ in self.sent]


@pytest.fixture
def line(monkeypatch):
    return Line(monkeypatch)


def test_without_a_page_nothing_is_taken(line):
    line.show(5)
    assert not line.sent
    line.pages.hear({"hello": "a"})
    line.show()
    assert line.frames() == [[1]]


def test_page_that_answers_gets_every_frame_as_it_comes(line):
    line.pages.hear({"hello": "a"})
    for _ in range(3):
        line.show()
        line.pages.hear({"ack": 1, "view": "a"})
    assert line.frames() == [[1], [2], [3]]


def test_frames_that_wait_are_few_and_the_newest_is_among_them(line):
    line.pages.hear({"hello": "a"})
    line.show(times=101)  # the first one is sent, a hundred come while the page owes an answer
    assert line.frames() == [[1]]
    line.pages.hear({"ack": 1, "view": "a"})
    line.pages.show()
    content, buffers = line.sent[1]
    assert content["frames"] == [2, 3, 4, 101]
    assert len(content["frames"]) == MOST
    assert len(buffers) == 1 + 2 * MOST  # the curve's, and two a frame


def test_no_message_goes_before_every_page_has_answered(line):
    line.pages.hear({"hello": "a"})
    line.pages.hear({"hello": "b"})
    line.show()
    line.pages.hear({"ack": 1, "view": "a"})
    line.show()
    assert len(line.sent) == 1
    line.pages.hear({"ack": 1, "view": "b"})
    line.show()
    assert len(line.sent) == 2


def test_frames_are_taken_no_faster_than_the_pace(line):
    line.pages.hear({"hello": "a"})
    for _ in range(10):
        line.now += FRAME / 5
        line.pages.show()
        line.pages.hear({"ack": 1, "view": "a"})
    assert len(line.sent) <= 3


def test_silent_page_is_given_up_and_gets_the_whole_curve_when_it_is_back(line):
    line.pages.hear({"hello": "a"})
    line.show()
    assert line.sent[0][0]["curve"] == {"whole": True}
    assert not line.pages.fell_silent(training_pages.PATIENCE)
    assert line.pages.fell_silent(0.1)
    assert not line.pages
    line.pages.hear({"ack": 1, "view": "a"})
    line.show()
    assert line.sent[1][0]["curve"] == {"whole": True}
    line.pages.hear({"ack": 2, "view": "a"})
    line.show()
    assert line.sent[2][0]["curve"] == {"whole": False}


def test_no_frame_of_the_run_before_is_sent(line):
    line.pages.hear({"hello": "a"})
    line.show(times=3)
    line.pages.anew()
    line.pages.hear({"ack": 1, "view": "a"})
    line.show()
    assert line.frames()[1] == [4]
