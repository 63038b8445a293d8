"""Cooperative time: players take their steps on the kernel's own event loop, a slice at a time.

No thread: between two slices the kernel runs cells and hears the page's buttons.
"""

import asyncio
import time

SLICE = 0.005  # seconds of training before the kernel's loop goes round; a frame comes on top
BREATHS = 8  # times that it goes round between two slices: what a message needs to be heard
REST = 0.004  # seconds to wait where no step is due yet
LONGEST = 0.1  # seconds that count at most: a cell that ran meanwhile is no time of ours
CHUNK = 0.001  # seconds of steps between two looks at the watch
PACE = 10  # steps a second at speed 1


class Clock:
    """What players that run in step have in common.

    Attributes
    ----------
    players : list of TrainingPlayer
        They take the same number of steps; those that are not playing take none.
    """

    def __init__(self):
        self.players = []
        self._task = None
        self._chunk = 1

    def wake(self):
        """Run while a player plays. Without a running event loop, as in a script, nothing runs."""
        if self._task is not None and not self._task.done():
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._task = loop.create_task(self._run())

    async def _run(self):
        last, due = time.perf_counter(), 0.0
        while playing := [player for player in self.players if player.playing]:
            now = time.perf_counter()
            passed, last = min(now - last, LONGEST), now
            for player in playing:
                player._pages.waited(passed)
            pace = PACE * playing[0].speed
            due = min(due + passed * pace, LONGEST * pace + 1)
            due -= self._slice(playing, int(due), now + SLICE)
            for player in playing:
                if player.playing:  # it may have diverged
                    player._pages.show()
            if due < 1:
                await asyncio.sleep(REST)
            for _ in range(BREATHS):
                await asyncio.sleep(0)

    def _slice(self, players, due, deadline):
        """Take up to `due` steps before the deadline; return how many."""
        taken, start = 0, time.perf_counter()
        while taken < due and start < deadline:
            steps = min(due - taken, self._chunk)
            for player in players:
                player.advance(steps)
            taken += steps
            end = time.perf_counter()
            fits = int(steps * CHUNK / max(end - start, 1e-6))
            self._chunk = max(1, min(fits, 2 * self._chunk))
            start = end
        return taken
