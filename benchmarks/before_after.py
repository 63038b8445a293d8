"""This checkout beside another one: is a step of training, or one pass, slower than it was?

    git worktree add --detach /tmp/before 392a48f
    python benchmarks/before_after.py /tmp/before [--problems xor deep] [--dtypes float64]

The two run in processes of their own and take turns; what counts is the processor's time of a
process, on one thread: the quickest turns of both, which other work on the machine disturbs least,
and the median of the ratios of turns that stood side by side. Below 1 this checkout is the quicker.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PASSES = {"one pass, 2-3-1": [2, 3, 1], "one pass, XOR 2-4-1": [2, 4, 1]}
TIMER = """
import json, sys, time
import numpy as np
import training
from backprop_lib import Network, datasets, gradcheck

def job(name, dtype):
    if name in training.PROBLEMS:
        run = training.start("ours", training.PROBLEMS[name], dtype)
        return run.advance
    if name.startswith("one pass"):
        sizes = json.loads(sys.argv[1])[name]
        net = Network(sizes, activations="sigmoid", seed=0, dtype=dtype)
        X, y = datasets.xor()
        def passes(times):
            for _ in range(times):
                net.backward(net.forward(X), y, loss="bce")
        return passes
    net = Network([8, 16, 4], activations=["tanh", "sigmoid"], seed=0)
    X, y = np.ones((4, 8)), np.ones((4, 4))
    return lambda times: [gradcheck.central(net, X, y, "bce") for _ in range(times)]

jobs = {}
for line in sys.stdin:
    name, dtype, times = json.loads(line)
    work = jobs.setdefault((name, dtype), job(name, dtype))
    began = time.process_time()
    work(times)
    print(time.process_time() - began, flush=True)
"""


class Checkout:
    """A process that works with the package of one checkout, and this checkout's benchmarks."""

    def __init__(self, path):
        limits = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        env = os.environ | limits | {"PYTHONPATH": os.pathsep.join([str(path), str(HERE)])}
        # -P: or the package of the folder that this was called in would come first
        command = [sys.executable, "-P", "-c", TIMER, json.dumps(PASSES)]
        self.process = subprocess.Popen(
            command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, name, dtype, times):
        print(json.dumps([name, dtype, times]), file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def compare(before, after, name, dtype, options):
    """µs of each in its quickest turn, their ratio, and the median ratio of neighbours."""
    times = 8
    while after(name, dtype, times) < options.seconds / 3:
        times *= 2
    before(name, dtype, times)
    took = []
    for number in range(options.rounds):
        first, second = (before, after) if number % 2 else (after, before)
        pair = first(name, dtype, times), second(name, dtype, times)
        took.append(pair if number % 2 else pair[::-1])
    was, now = (1e6 * min(turn) / times for turn in zip(*took, strict=True))
    return was, now, now / was, statistics.median(new / old for old, new in took)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("before", type=Path, help="the other checkout")
    names = ["xor", "digits", "784", "deep", *PASSES, "gradcheck.central 8-16-4"]
    parser.add_argument("--problems", nargs="*", choices=names, default=names)
    parser.add_argument("--dtypes", nargs="*", default=["float64", "float32"])
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--seconds", type=float, default=0.2, help="length of a turn")
    options = parser.parse_args()
    before, after = Checkout(options.before.resolve()), Checkout(HERE.parent)
    print(f"{'':<28}{'dtype':<9}{'before, µs':>12}{'now, µs':>12}   quickest   median")
    for name in options.problems:
        for dtype in options.dtypes:
            was, now, *ratios = compare(before, after, name, dtype, options)
            row = f"{name:<28}{dtype:<9}{was:12.1f}{now:12.1f}"
            print(row, *(f"{ratio:9.3f}" for ratio in ratios), flush=True)


if __name__ == "__main__":
    main()
