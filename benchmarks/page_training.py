"""Steps of training a second in the page, beside the core's, PyTorch's and JAX's compiled loop.

    python benchmarks/page_training.py [--only torch jax-loop] [--write]

The page trains by live/src/core/train.js where no kernel does. Here a browser runs it, on the same
data from the same weights as the contenders of benchmarks/training.py, in float64 all, and by its
rules: all arrive at the same parameters first, then they take turns, one at work at a time.
`--clock cpu` counts the processor's time, for a machine that is busy.
"""

import argparse
import datetime
import os
import time

import report
import training
from playwright.sync_api import sync_playwright
from stage import FLAGS, HERE, find_chromium
from training_report import median, ratio

from backprop_lib import datasets

CORE = HERE.parent / "backprop_lib" / "live" / "src" / "core"
PEERS = ("torch", "jax-loop")
START = """async ({ spec, params, X, y, rate, size }) => {
  const { makeTraining } = await import("/train.js");
  const { makeBatches } = await import("/batches.js");
  const optimizer = { kind: "SGD", rate };
  const run = makeTraining(spec, params);
  const batches = makeBatches({ X, y }, 0);
  window.run = run;
  window.advance = (steps) => {
    const losses = [];
    for (let n = 0; n < steps; n++) {
      const batch = batches.take(size);
      losses.push(run.step(batch.X, batch.y, optimizer));
    }
    return losses;
  };
}"""


class Points(training.Problem):
    """The 200 points of the moons."""

    def data(self, dtype):
        X, y = datasets.moons()
        return X.astype(dtype), y.astype(dtype)


PROBLEMS = {
    "XOR 2-4-1": training.PROBLEMS["xor"],
    "2-8-8-1, 200 points": Points([2, 8, 8, 1], ["tanh", "tanh", "sigmoid"], "bce", 0.5, 200, None),
}
TARGETS = {  # the page, so many times as fast
    "XOR 2-4-1": {"ours": 10, "jax-loop": 1},
    "2-8-8-1, 200 points": {"ours": 0.25},
}
NOTES = """\
Float64, plain gradient descent on all rows at once, each step's loss noted; all start from the \
same weights and arrive at the same parameters before the clock starts. Medians of {rounds} turns \
of {seconds} s {clock}, each contender in a process of its own, one at work at a time; ratios \
are of turns side by side."""


class Page:
    """A browser page that trains, asked as training.py asks its contenders."""

    def __init__(self, browser):
        self.page = page = browser.new_page()
        self.browser = browser.new_browser_cdp_session()
        page.route("http://page.test/**", self._give)
        page.goto("http://page.test/")

    @staticmethod
    def _give(route):
        name = route.request.url.rpartition("/")[-1]
        if name:
            route.fulfill(path=CORE / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>page</title>", content_type="text/html")

    def _seconds(self, clock):
        """On the wall, or of the processor: what the pages' processes have used of it."""
        if clock == "wall":
            return time.perf_counter()
        processes = self.browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(one["cpuTime"] for one in processes if one["type"] == "renderer")

    def __call__(self, do, *arguments):
        if do == "advance":
            steps, clock = arguments
            began = self._seconds(clock)
            self.page.evaluate("steps => { advance(steps); }", steps)
            return self._seconds(clock) - began
        problem, dtype = arguments
        network, (X, y) = problem.network(dtype), problem.data(dtype)
        plain = {"epsilon": [None], "momentum": [None], "residual": [False]}
        layers = len(problem.activations)
        spec = {name: value * layers for name, value in plain.items()}
        spec |= {"sizes": problem.sizes, "activations": problem.activations, "loss": problem.loss}
        told = {"spec": spec, "params": network.params.tolist(), "size": problem.batch}
        told |= {"X": X.tolist(), "y": y.tolist(), "rate": problem.learning_rate}
        self.page.evaluate(START, told)
        if do == "check":
            self.page.evaluate("steps => { advance(steps); }", training.CHECKED)
            return training.np.array(self.page.evaluate("() => [...run.params()]"))
        return None


def measure(options):
    """Seconds a step of every contender, by problem; and what they are called."""
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", **training.LIMITS}
    contenders, names = {}, {"page": "the page, `train.js`"}
    for name in ("ours", *options.only):
        contender = training.Contender(name)
        try:
            names[name] = " ".join(contender("about"))
            contenders[name] = contender
        except ImportError:
            contender.end()
    load = os.getloadavg()[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        names["page"] += f" in Chromium {browser.version}"
        asked = {**contenders, "page": Page(browser)}
        took = {
            title: training.compare(asked, problem, "float64", options)
            for title, problem in PROBLEMS.items()
        }
        browser.close()
    for contender in contenders.values():
        contender.end()
    return took, names, load


def verdict(problem, name, times):
    """Such as "12.1× (≥ 10×: met)"."""
    target = TARGETS[problem].get(name)
    if target is None:
        return f"{times:.2f}×"
    return f"{times:.2f}× (≥ {target}×: {'met' if times >= target else '**not met**'})"


def markdown(took, names, load, options):
    """The table, in Markdown, with the date and the machine's kind."""
    rows = [f"| steps a second | {' | '.join(took)} |", "|---|" + "--:|" * len(took)]
    for name, title in names.items():
        rates = [f"{1 / median(times[name]):,.0f}" for times in took.values()]
        rows.append(f"| {title} | {' | '.join(rates)} |")
    for name, title in names.items():
        if name == "page":
            continue
        cells = [verdict(p, name, ratio(times["page"], times[name])) for p, times in took.items()]
        rows.append(f"| the page, times as fast as {title} | {' | '.join(cells)} |")
    clock = {"wall": "on the wall", "cpu": "of the processor"}[options.clock]
    rows += ["", NOTES.format(rounds=options.rounds, seconds=options.seconds, clock=clock), ""]
    rows.append(f"{datetime.date.today()}; {report.machine()}; load at the start {load:.1f}.")
    return "\n".join(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="*", choices=training.PEERS, default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=9, help="turns of each contender")
    parser.add_argument("--seconds", type=float, default=0.3, help="length of a turn")
    parser.add_argument("--clock", choices=training.CLOCKS, default="wall")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    text = markdown(*measure(options), options)
    print(text)
    if options.write:
        report.write(text, "page-training")


if __name__ == "__main__":
    main()
