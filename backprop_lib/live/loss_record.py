"""The losses of a run of any length in a bounded number of points."""

import numpy as np

LARGEST = np.finfo(np.float32).max
MOST = 1024  # points; when there would be more, two neighbours become one


class LossRecord:
    """The lowest and the highest loss of every `width` steps.

    Attributes
    ----------
    steps : int
        Losses seen.
    width : int
        Steps to a point: 1 at first, doubled whenever the points run out.
    low, high : ndarray
        One number a point; the last point may still be incomplete.

    Examples
    --------
    >>> record = LossRecord(most=2)
    >>> record.add([5.0, 4.0, 3.0])
    >>> record.width, record.low, record.high
    (2, array([4., 3.]), array([5., 3.]))
    """

    def __init__(self, most=MOST):
        self._most = most
        self._low, self._high = np.full(most, np.inf), np.full(most, -np.inf)
        self.steps, self.width = 0, 1
        self.changed = 0  # the first point that `add` has touched since it was reset

    def __len__(self):
        return -(-self.steps // self.width)

    @property
    def low(self):
        return self._low[: len(self)].copy()

    @property
    def high(self):
        return self._high[: len(self)].copy()

    def add(self, losses):
        """The losses of the next steps, in their order."""
        if not len(losses):
            return
        end = self.steps + len(losses)
        while end > self._most * self.width:
            self._halve()
        points = np.arange(self.steps, end) // self.width
        np.minimum.at(self._low, points, losses)
        np.maximum.at(self._high, points, losses)
        self.changed = min(self.changed, int(points[0]))
        self.steps = end

    def cut(self, steps):
        """Only the first steps are left, as where a run goes back; their last point stays whole."""
        self.steps = min(self.steps, steps)
        self._low[len(self) :], self._high[len(self) :] = np.inf, -np.inf
        self.changed = 0

    def reach(self):
        """What axes have to hold: first, lowest positive and highest loss, and the steps."""
        low, high = self.low, self.high
        if not len(low):
            return {}
        positive = low[low > 0]
        lowest = positive.min() if len(positive) else 0.0
        ends = {"first": high[0], "low": lowest, "high": high.max()}
        return {**{name: _finite(end) for name, end in ends.items()}, "steps": self.steps}

    def packed(self):
        """As plain values and float32 numbers, for `unpacked` and for the page."""
        return {
            "steps": self.steps,
            "width": self.width,
            "low": singles(self.low),
            "high": singles(self.high),
        }

    @classmethod
    def unpacked(cls, packed):
        """The record that `packed` made, rounded to float32."""
        low, high = (np.frombuffer(packed[end], "<f4") for end in ("low", "high"))
        return cls.resumed(packed["steps"], packed["width"], low, high)

    @classmethod
    def resumed(cls, steps, width, low, high):
        """A record that goes on where another one was."""
        record = cls()
        record.steps, record.width = steps, width
        record._low[: len(record)], record._high[: len(record)] = low, high
        return record

    def _halve(self):
        half = self._most // 2
        self._low[:half] = np.minimum(self._low[0 : 2 * half : 2], self._low[1 : 2 * half : 2])
        self._high[:half] = np.maximum(self._high[0 : 2 * half : 2], self._high[1 : 2 * half : 2])
        self._low[half:], self._high[half:] = np.inf, -np.inf
        self.width *= 2
        self.changed = 0


def _finite(value):
    return float(np.clip(value, -LARGEST, LARGEST))


def singles(array):
    """Float32 numbers; what is too large for them becomes the largest."""
    return np.clip(array, -LARGEST, LARGEST).astype("<f4").tobytes()
