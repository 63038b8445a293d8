"""Cooperative time: players take their steps on the kernel's own event loop, a slice at a time.

No thread of ours: between two slices the kernel hears the page's buttons and, where cells share
that loop, runs them. JupyterLab from 4.4 on has the kernel hear widgets in a thread beside that of
the cells (and in another one after the page is loaded again), so the players' steps, what a page
asks and what a cell calls exclude one another: all of them are `alone`, in the other views too.
"""

import asyncio
import functools
import threading
import time

SLICE = 0.005  # seconds of training before the kernel's loop goes round; a frame comes on top
BREATHS = 8  # times that it goes round between two slices: what a message needs to be heard
REST = 0.004  # seconds to wait where no step is due yet
LONGEST = 0.1  # seconds that count at most: a cell that ran meanwhile is no time of ours
CHUNK = 0.001  # seconds of steps between two looks at the watch
PACE = 10  # steps a second at speed 1

_ONE = threading.RLock()


def alone(function):
    """Run while no other thread runs anything that is `alone`, too."""

    @functools.wraps(function)
    def run(*args, **kwargs):
        with _ONE:
            return function(*args, **kwargs)

    return run


def running_loop():
    """The event loop on which the cells run; None in a script, which has none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Clock:
    """Owns the players that run in step: play, pause, step and reset are for all of them.

    A player is one run and knows of no other. A page that trains by itself knows its clock by the
    speed slider of the first player, which is that of all.

    Parameters
    ----------
    *players : TrainingPlayer
        They leave the clocks that they had.

    Attributes
    ----------
    players : list of TrainingPlayer
        They take the same number of steps; those that are not playing take none.
    """

    def __init__(self, *players):
        self.players = []
        self._task = None
        self._chunk = 1
        self._waits_for = None  # the player whose pages stopped to answer while it played
        for player in players:
            if player.clock is not None:
                player.clock.pause()
                player.clock.players.remove(player)
            player.keep_time(self, players[0].sliders["speed"])
            self.players.append(player)

    @alone
    def play(self):
        """Train while a page shows one of them; until one does, they wait."""
        self._waits_for = None
        for player in self.players:
            player.forget_problems()
            player.run.trail.keep()
            player.unseen = False
            player.playing = True
        if any(player.pages for player in self.players):
            self.wake()

    @alone
    def pause(self, *, unseen=False):
        """Stop all; `unseen`: since nobody sees them."""
        self._waits_for = None
        for player in self.players:
            player.unseen = unseen
            player.playing = False

    @alone
    def step(self, n):
        """Take `n` steps now, whether a page shows them or not."""
        self.pause()
        for player in self.players:
            player.forget_problems()
            player.run.trail.keep()
            player.advance(n)
        self._refresh()

    @alone
    def back(self):
        """Go back to the picture before this one, all of them; say whether there was one."""
        self.pause()
        for player in self.players:
            player.forget_problems()
        went = [player.go_back() for player in self.players]
        self._refresh()
        return any(went)

    @alone
    def reset(self, **choices):
        """Start all anew, with other choices if there are some."""
        for player in self.players:
            player.begin(**choices)
        self._refresh()

    @alone
    def restart(self, player, **choices):
        """Start `player` anew with other choices, and all as they were: they run in step."""
        player.begin(**choices)
        for other in self.players:
            if other is not player:
                other.begin()
        self._refresh()

    def beside(self, player):
        """What the losses of the runs beside this one reach: one pair of axes holds all."""
        others = [other for other in self.players if other is not player]
        kept = [pin["reach"] for other in others for pin in other.pinned]
        return [reach for reach in [*kept, *(other.record.reach() for other in others)] if reach]

    def _refresh(self):
        """All have moved: only now each tells its page, as its axes hold the others' runs, too."""
        for player in self.players:
            player.refresh()

    @alone
    def hear(self, player, content):
        """A page of `player` has come, painted what was sent, is out of sight, or gone."""
        player.pages.hear(content)
        if "left" in content and not player.pages:
            self.pause()
        elif "ack" in content and player is self._waits_for:
            self.play()
        elif content.keys() & {"away", "left"} and player.playing and not self._seen():
            self.pause(unseen=True)
        if player.playing and player.pages:
            self.wake()

    def _seen(self):
        return any(player.pages.seen for player in self.players)

    def wake(self):
        """Run while a player plays. Without a running event loop, as in a script, nothing runs."""
        task = self._task
        if task is not None and not task.done() and task.get_loop().is_running():
            return
        if loop := running_loop():
            self._task = loop.create_task(self._run())

    async def _run(self):
        last, due = time.perf_counter(), 0.0
        while any(player.playing for player in self.players):
            now = time.perf_counter()
            due = self._turn(min(now - last, LONGEST), due, now)
            last = now
            if due < 1:
                await asyncio.sleep(REST)
            for _ in range(BREATHS):
                await asyncio.sleep(0)

    @alone
    def _turn(self, passed, due, now):
        """A slice of training, and a frame where it is time for one; return the steps still due."""
        for player in self.players:
            if player.playing and player.pages.fell_silent(passed):
                self.pause()
                self._waits_for = player
        playing = [player for player in self.players if player.playing]
        if not playing:
            return 0.0
        pace = PACE * playing[0].speed
        due = min(due + passed * pace, LONGEST * pace + 1)
        due -= self._slice(playing, int(due), now + SLICE)
        self._show([player for player in playing if player.playing])  # one may have diverged
        return due

    def _show(self, players):
        """Frames of one moment, sent together: side by side they show the same step."""
        take = any(player.pages.due() for player in players)
        hold = any(player.pages.owe() for player in players)
        for player in players:
            if take:
                player.run.trail.keep()
            player.pages.show(take=take, hold=hold)

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
