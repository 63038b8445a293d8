"""Steps of training a second, beside the textbook's class and the frameworks.

    python benchmarks/training.py [--only textbook] [--problems xor digits] [--write]

Every contender does the same work a step: forward, the batch's loss noted, backward, one update
of plain gradient descent, on the same mini-batches from the same weights. First all of them take
a few steps, and must arrive at the same parameters. Then they take turns, each in a process of
its own (so that no two pools of threads meet); while one works the others sleep. What counts are
medians of many short turns, and ratios of turns that stood side by side.

Each library gets one thread, as two that wait for each other measure what else the machine does;
`--threads 0` leaves it to each library. `--clock cpu` counts the processor's time of the process
in place of the time on the wall, for a machine that is busy. A framework that is not installed
gets a row that says so.
"""

import argparse
import importlib
import multiprocessing
import os
import statistics
import time
from dataclasses import dataclass

import numpy as np
import report
import training_report

from backprop_lib import Network, datasets

SEED = 0
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
PEERS = {  # the name in --only, and the module
    "textbook": "peers.textbook",
    "torch": "peers.torch_eager",
    "keras": "peers.keras_fit",
    "jax": "peers.jax_jit",
    "jax-loop": "peers.jax_loop",
}
OURS = {"ours": "peers.ours", "fit": "peers.ours_fit"}
CONTENDERS = OURS | PEERS
DTYPES = "float64", "float32"
CLOSE = {"float64": 1e-10, "float32": 1e-4}  # to the parameters that we reach in CHECKED steps
LIMITS = {  # what holds a library to one thread
    **dict.fromkeys(
        ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OMP_NUM_THREADS"),
        "1",
    ),
    **dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"),
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
CHECKED = 25  # more than an epoch of each problem


@dataclass(frozen=True)
class Problem:
    """What is trained. Rows are whole batches, so that none is compiled for a smaller last one."""

    sizes: list
    activations: list
    loss: str
    learning_rate: float
    rows: int
    batch: int | None

    def data(self, dtype):
        rng = np.random.default_rng(SEED)
        if self.rows == 4:
            X, y = datasets.xor()
        elif self.sizes[0] == 64:
            X, y = datasets.digits()
        else:
            X = rng.uniform(size=(self.rows, self.sizes[0]))
            y = rng.uniform(-0.5, 0.5, size=(self.rows, self.sizes[-1]))
            if self.loss == "cross_entropy":
                y = np.eye(self.sizes[-1])[y.argmax(axis=1)]
        return X[: self.rows].astype(dtype), y[: self.rows].astype(dtype)

    def network(self, dtype):
        return Network(self.sizes, activations=self.activations, seed=SEED, dtype=dtype)


PROBLEMS = {  # learning rates are powers of two: Keras holds them in float32
    "xor": Problem([2, 4, 1], ["sigmoid", "sigmoid"], "bce", 0.5, 4, None),
    "digits": Problem([64, 32, 10], ["tanh", "softmax"], "cross_entropy", 1 / 8, 11 * 128, 128),
    "784": Problem(
        [784, 128, 64, 10], ["relu", "relu", "softmax"], "cross_entropy", 1 / 64, 16 * 128, 128
    ),
    "deep": Problem([32] * 21, ["tanh"] * 20, "mse", 1 / 64, 16 * 64, 64),
}


# ---- the contenders, each in its process --------------------------------------------------------


def start(name, problem, dtype):
    """A new run of the contender `name`."""
    network, (X, y) = problem.network(dtype), problem.data(dtype)
    return importlib.import_module(CONTENDERS[name]).Run(
        list(network.W),
        list(network.b),
        problem.activations,
        problem.loss,
        X,
        y,
        learning_rate=problem.learning_rate,
        batch=problem.batch,
        seed=SEED,
    )


def about(name):
    """What the contender is called and made of."""
    peer = importlib.import_module(CONTENDERS[name])
    return peer.NAME, peer.version()


def checked(name, problem, dtype):
    """Parameters after the first CHECKED steps, in one vector."""
    run = start(name, problem, dtype)
    run.advance(CHECKED)
    W, b = run.weights()
    return np.concatenate([part.ravel() for pair in zip(W, b, strict=True) for part in pair])


def answer(pipe, name):
    """Do what the measuring process asks for, until it has had enough."""
    run = None
    while (ask := pipe.recv()) is not None:
        do, *arguments = ask
        try:
            if do == "about":
                result = about(name)
            elif do == "check":
                result = checked(name, *arguments)
            elif do == "start":
                run, result = start(name, *arguments), None
            elif do == "alone":
                *what, clock = arguments
                result = {"products": products(*what, clock), "curves": curves(*what, clock)}
            else:
                steps, clock = arguments
                began = CLOCKS[clock]()
                run.advance(steps)
                result = CLOCKS[clock]() - began
        except Exception as error:  # sent on, and raised where it is read
            result = error
        pipe.send(result)


class Contender:
    """The other end of `answer`."""

    def __init__(self, name):
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=answer, args=(other, name), daemon=True)
        self.process.start()

    def __call__(self, *ask):
        self.pipe.send(ask)
        result = self.pipe.recv()
        if isinstance(result, Exception):
            raise result
        return result

    def end(self):
        self.pipe.send(None)
        self.process.join()


# ---- the measuring ------------------------------------------------------------------------------


def enough(contender, seconds, clock):
    """How many steps take about so long (warms up, too)."""
    steps = 16
    while True:
        contender("advance", steps, clock)  # compiles for this number of steps where that is needed
        took = contender("advance", steps, clock)
        if took > seconds / 3:
            return max(1, round(steps * seconds / took))
        steps *= 4


def compare(contenders, problem, dtype, options):
    """Seconds a step: a list for each contender, with one entry a round; and what limits ours."""
    reached = {name: ask("check", problem, dtype) for name, ask in contenders.items()}
    for name, params in reached.items():
        apart = abs(params - reached["ours"]).max()
        if not apart <= CLOSE[dtype]:
            raise SystemExit(f"{name} is {apart:.2g} away from our parameters, {dtype}: {problem}")
    steps = {}
    for name, ask in contenders.items():
        ask("start", problem, dtype)
        steps[name] = enough(ask, options.seconds, options.clock)
        ask("advance", steps[name], options.clock)
    took = contenders["ours"]("alone", problem, dtype, options.clock) | {
        name: [] for name in contenders
    }
    for number in range(options.rounds):
        turns = list(contenders.items())
        for name, ask in turns if number % 2 else turns[::-1]:
            ask("advance", max(1, steps[name] // 10), options.clock)  # wakes up: caches, speed
            took[name].append(ask("advance", steps[name], options.clock) / steps[name])
    return took


def products(problem, dtype, clock):
    """Seconds a step that NumPy needs for our matrix products alone."""
    batch, calls = problem.batch or problem.rows, []
    for fan_in, fan_out in zip(problem.sizes[:-1], problem.sizes[1:], strict=True):
        block, a, z = (
            np.ones(shape, dtype)
            for shape in ((fan_in + 1, fan_out), (fan_in + 1, batch), (fan_out, batch))
        )
        calls += [(block.T, a, z), (a, z.T.copy(), block.copy())]
        if len(calls) > 2:  # no slope along X is needed
            calls.append((block[:-1], z, a[:-1].copy()))
    return typical(lambda: [np.dot(*call) for call in calls], clock)


def curves(problem, dtype, clock):
    """Seconds a step that NumPy needs for the activations' exp and tanh alone."""
    batch, calls = problem.batch or problem.rows, []
    for size, name in zip(problem.sizes[1:], problem.activations, strict=True):
        if name != "relu":
            curve = np.tanh if name == "tanh" else np.exp
            calls.append((curve, *np.ones((2, batch, size), dtype)))
    return typical(lambda: [curve(z, out) for curve, z, out in calls], clock)


def typical(work, clock):
    """Median seconds of a call."""
    took = []
    for _ in range(300):
        began = CLOCKS[clock]()
        work()
        took.append(CLOCKS[clock]() - began)
    return statistics.median(took)


def measure(options):
    """All that the report needs."""
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
    if options.threads:
        os.environ |= LIMITS
    names = [*OURS, *(options.only or PEERS)]
    contenders, found, missing, results = {}, {}, {}, {}
    load = os.getloadavg()[0]
    for name in names:
        contender = Contender(name)
        try:
            found[name] = contender("about")
            contenders[name] = contender
        except ImportError as error:
            missing[name] = str(error)
            contender.end()
    for which in options.problems:
        for dtype in options.dtypes:
            print(f"{which}, {dtype}", flush=True)
            problem = PROBLEMS[which]
            results[which, dtype] = compare(contenders, problem, dtype, options)
    for contender in contenders.values():
        contender.end()
    one, out = np.ones((2, 1))
    return {
        "found": found,
        "missing": missing,
        "took": results,
        "load": load,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "clock": {"wall": "on the wall", "cpu": "of the processor"}[options.clock],
        "close": ", ".join(f"{close:.0e} in {dtype}" for dtype, close in CLOSE.items()),
        "call": 1e6
        * typical(lambda: [np.add(one, one, out) for _ in range(100)], options.clock)
        / 100,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="*", choices=PEERS, help="peers to compare with")
    parser.add_argument("--problems", nargs="*", choices=PROBLEMS, default=list(PROBLEMS))
    parser.add_argument("--dtypes", nargs="*", choices=DTYPES, default=list(DTYPES))
    parser.add_argument("--rounds", type=int, default=11, help="turns of each contender")
    parser.add_argument("--seconds", type=float, default=0.3, help="length of a turn")
    parser.add_argument(
        "--threads", type=int, choices=(0, 1), default=1, help="0: as many as each likes"
    )
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    text = training_report.markdown(measure(options), options.problems, options.dtypes)
    print(text)
    if options.write:
        report.write(text, "training")


if __name__ == "__main__":
    main()
