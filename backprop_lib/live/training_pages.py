"""The pages that show a TrainingPlayer, and the frames on their way to them."""

import time

FRAME = 1 / 40  # seconds between two frames
MOST = 4  # frames that may wait for an answer; then the newest replaces the last of them
PATIENCE = 2.0  # seconds without an answer after which a page counts as closed


class Pages:
    """Sends what has been painted since only when every page has answered the last message.

    Frames are taken at an even pace and sent together once an answer comes, so that a slow line
    makes the picture late, not jerky. A page that does not answer is closed, or it is only slow:
    then its answer comes later and the player goes on.

    Parameters
    ----------
    frame : callable
        What is to be painted now: content (a dict), numbers and picture (bytes).
    curve : callable
        Content and bytes of the loss curve: whole, or what is new, as its argument says.
    send : callable
        Sends content and buffers to every page.
    """

    def __init__(self, frame, curve, send):
        self._frame, self._curve, self._send = frame, curve, send
        self._silent = {}  # id of a page's view -> seconds that it owes an answer
        self._owing = set()  # views that have not painted the last message yet
        self._away = set()  # views that are out of sight
        self._taken = []  # frames that wait
        self._last, self._sent = 0.0, 0
        self._whole = True  # the next message holds the whole loss curve

    def __bool__(self):
        return bool(self._silent)

    def anew(self):
        """The run has changed: no frame of the old one is sent."""
        self._taken.clear()
        self._whole = True

    def hear(self, content):
        """A view has come, painted what was sent, is out of sight or back, or gone."""
        if "hello" in content:
            self._silent[content["hello"]] = 0.0
            self._whole = True
        elif "ack" in content:
            self._whole |= content["view"] not in self._silent  # it was given up
            self._owing.discard(content["view"])
            self._silent[content["view"]] = 0.0
        elif "away" in content:
            self._away.add(content["away"])
        elif "back" in content:
            self._away.discard(content["back"])
        else:
            self._leave(content["left"])

    def fell_silent(self, seconds):
        """So much time has passed on the kernel's loop; is the last page given up now?"""
        for view in [*self._owing]:
            self._silent[view] += seconds
            if self._silent[view] > PATIENCE:
                self._leave(view)
                if not self:
                    return True
        return False

    def _leave(self, view):
        self._silent.pop(view, None)
        self._away.discard(view)
        self._owing.discard(view)

    @property
    def seen(self):
        """Whether one of them can be seen."""
        return not self._away >= set(self._silent)

    def due(self):
        """Whether it is time for a frame."""
        return bool(self) and time.perf_counter() - self._last >= FRAME

    def owe(self):
        """Whether a page has not painted the last message yet."""
        return bool(self._owing)

    def show(self, *, take=None, hold=False):
        """Take a frame if it is time; send what waits if every page has answered.

        Parameters
        ----------
        take : bool, optional
            Whether it is time, where another clock says so.
        hold : bool, default False
            Send nothing yet.
        """
        if not self:
            return
        if self.due() if take is None else take:
            self._last = time.perf_counter()
            del self._taken[MOST - 1 :]
            self._taken.append(self._frame())
        if hold or self._owing or not self._taken:
            return
        curve, losses = self._curve(self._whole)
        frames = [content for content, _, _ in self._taken]
        buffers = [losses, *(part for _, *parts in self._taken for part in parts)]
        self._taken.clear()
        self._whole = False
        self._sent += 1
        self._owing = set(self._silent)
        self._send({"message": self._sent, "curve": curve, "frames": frames}, buffers)
