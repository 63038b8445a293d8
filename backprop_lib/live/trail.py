"""Where a run was: moments that a player can go back to."""

from ..training_place import go_to, place

MOST = 240  # moments; when there would be more, the older ones are thinned
ROOM = 4_000_000  # numbers that all of them may hold together


class Trail:
    """Moments of a run, the newest apart by a step or a frame.

    Parameters
    ----------
    training : Training
    """

    def __init__(self, training):
        self._training = training
        self._moments = []
        self._most = max(8, min(MOST, ROOM // (4 * training.network.params.size)))

    def __bool__(self):
        """Whether there is a way back."""
        return bool(self._moments) and self._moments[0].number < self._training.number

    def keep(self):
        """Remember where the run is."""
        if self._moments and self._moments[-1].number == self._training.number:
            return
        if len(self._moments) >= self._most:
            half = len(self._moments) // 2
            self._moments = self._moments[:half:2] + self._moments[half:]
        self._moments.append(place(self._training))

    def back(self):
        """Go to the newest moment before this step; say whether there was one."""
        while self._moments and self._moments[-1].number >= self._training.number:
            self._moments.pop()
        if not self._moments:
            return False
        go_to(self._training, self._moments.pop())
        return True
