// Time of the runs that a page trains, a slice of steps at a time: what backprop_lib/live/clock.py is to
// the kernel's. Between two slices the page paints, and hears the hand.

const SLICE = 6; // ms of training before the page has its turn
const FRAME = 1000 / 60; // ms between two frames
const REST = 4; // ms to wait where no step is due yet
const LONGEST = 100; // ms that count at most: what a hidden page slept is no time of ours
const CHUNK = 1; // ms of steps between two looks at the watch
const PACE = 10; // steps a second at speed 1

/** Calls `act` soon, after what the page has to do; no sooner than in `ms`, if that is more than 0. */
function makeSoon(act) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = act;
  return (ms) => {
    if (ms) setTimeout(act, ms);
    else port2.postMessage(0);
  };
}

/** Takes up to `most` steps of all `playing` before the deadline, and returns how many. */
function makeSlices() {
  let chunk = 1; // steps between two looks at the watch
  return (playing, most, deadline) => {
    let [taken, start] = [0, performance.now()];
    while (taken < most && start < deadline) {
      const steps = Math.min(most - taken, chunk);
      for (const run of playing) run.advance(steps);
      taken += steps;
      const end = performance.now();
      chunk = Math.max(1, Math.min(Math.floor((steps * CHUNK) / Math.max(end - start, 1e-3)), 2 * chunk));
      start = end;
    }
    return taken;
  };
}

/** Turns of training while one of the runs plays: returns what begins them. */
function makeTurns(runs) {
  const soon = makeSoon(turn);
  const slice = makeSlices();
  let runsOn = false;
  let [last, due, painted] = [0, 0, 0];
  function turn() {
    const now = performance.now();
    const playing = runs.filter((run) => run.playing());
    if (!playing.length) {
      runsOn = false;
      return;
    }
    const pace = (PACE * playing[0].speed()) / 1000; // steps a ms
    const passed = Math.min(now - last, LONGEST);
    last = now;
    due = Math.min(due + passed * pace, LONGEST * pace + 1);
    due -= slice(playing, Math.floor(due), now + SLICE);
    if (now - painted >= FRAME && !playing.some((run) => run.owed())) {
      painted = now;
      for (const run of playing) run.show();
    }
    soon(due < 1 ? REST : 0);
  }
  return () => {
    if (runsOn) return;
    [runsOn, last, due] = [true, performance.now(), 0];
    soon(0);
  };
}

/** Owns the runs that keep step: play, pause, step and reset are for all of them. */
export function makeClock() {
  /** @type {any[]} */
  const runs = [];
  const begin = makeTurns(runs);
  const clock = {
    runs,
    add(run) {
      runs.push(run);
    },
    play() {
      for (const run of runs) run.begins();
      begin();
    },
    pause(unseen = false) {
      for (const run of runs) run.rests(unseen);
    },
    /** A view is out of sight, or has gone: while nobody sees any of them, none plays. */
    look() {
      if (runs.some((run) => run.isSeen()) || !runs.some((run) => run.playing())) return;
      clock.pause(true);
      clock.refresh();
    },
    /** One of them has another speed: all have. */
    pace(value) {
      for (const run of runs) run.pace(value);
    },
    /** Steps now, of all. */
    step(n) {
      clock.pause();
      for (const run of runs) run.steps(n);
      clock.refresh();
    },
    back() {
      clock.pause();
      for (const run of runs) run.back();
      clock.refresh();
    },
    /** Start all anew; what is chosen is for `one`, or for all where that is null. */
    restart(one, changes) {
      one?.anew(changes); // if they do not fit, nothing has changed
      for (const run of runs) if (run !== one) run.anew(one ? {} : changes);
      clock.refresh();
    },
    /** Only once all have moved does each tell its page: its axes hold the others' runs, too. */
    refresh() {
      for (const run of runs) run.snap();
    },
    beside: (one) =>
      runs
        .filter((run) => run !== one)
        .flatMap((run) => [...run.pinned().map(({ reach }) => reach), run.reach()])
        .filter(Boolean),
  };
  return clock;
}
