"""The tables that benchmarks/training.py prints: ratios, targets, met or not, what limits them."""

import datetime
import os
import statistics

import numpy as np
import report

TITLES = {
    "xor": "XOR 2-4-1",
    "digits": "digits 64-32-10",
    "784": "784-128-64-10",
    "deep": "20 layers of 32",
}
TARGETS = {  # so many times faster, same dtype against same dtype
    ("textbook", "float64"): {"xor": 3, "digits": 1.7, "784": 1.2, "deep": 1.7},
    ("textbook", "float32"): {"xor": 3, "digits": 1.7, "784": 1.2, "deep": 1.7},
    ("torch", "float32"): {"xor": 15, "digits": 6, "784": 1.3, "deep": 5},
    ("jax", "float32"): {"digits": 1.2, "784": 1, "deep": 1.2},
}
THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
NOTES = """\
Same weights, same mini-batches, plain gradient descent; each step is a forward pass, the batch's \
loss noted, a backward pass and an update. Batches of 128, 128 and 64; XOR sees its four rows at \
once. Before the clock starts, all arrive at the same parameters (to {close}). Medians of {rounds} \
turns of {seconds} s {clock}, each contender in its own process, one at work at a time; a ratio \
above 1 says that `advance` is faster.

What limits it: no program that calls NumPy step by step gets below the time of its matrix \
products and of its exp and tanh; the rest is what a call costs ({call:.2f} µs for the smallest) \
and memory. A compiled step pays no call, so on small networks the compiled loop stays ahead; \
PyTorch and Keras pay more a call."""


def micro(took):
    value = 1e6 * statistics.median(took)
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def ratio(ours, theirs):
    """How many times faster ours is: median over the rounds, each beside its own neighbour."""
    return statistics.median(b / a for a, b in zip(ours, theirs, strict=True))


def cell(took, name, dtype, problem):
    """Such as "3.42× (≥ 3×: met)"."""
    times = ratio(took["ours"], took[name])
    target = TARGETS.get((name, dtype), {}).get(problem)
    if target is None:
        return f"{times:.2f}×"
    return f"{times:.2f}× (≥ {target}×: {'met' if times >= target else '**not met**'})"


def table(results, problems, dtype):
    took = [results["took"][problem, dtype] for problem in problems]
    names = list(results["found"])

    def line(what, cells):
        return f"| {what} | {' | '.join(cells)} |"

    def title(name):
        return results["found"][name][0]

    yield line(dtype, [TITLES[problem] for problem in problems])
    yield "|---|" + "--:|" * len(problems)
    yield line(f"{title('ours')}: steps a second", [f"{1 / median(t['ours']):,.0f}" for t in took])
    for name in names:
        yield line(f"{title(name)}: µs a step", [micro(t[name]) for t in took])
    for name in names[1:]:
        pairs = zip(took, problems, strict=True)
        yield line(f"faster than {title(name)}", [cell(t, name, dtype, p) for t, p in pairs])
    for name, why in results["missing"].items():
        yield line(name, [f"not installed: {why}"] + [""] * (len(problems) - 1))
    for what, key in (("matrix products", "products"), ("exp and tanh", "curves")):
        shares = [f"{t[key] / median(t['ours']):.0%}" for t in took]
        yield line(f"of our time: {what} alone", shares)


median = statistics.median


def blas():
    """Which library multiplies matrices, and with how many threads."""
    found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    asked = [f"{name}={os.environ[name]}" for name in THREADS if name in os.environ]
    threads = ", ".join(asked) or f"threads not limited ({os.cpu_count()} cores)"
    return f"{found['name']} {found['version']}, {threads}"


def markdown(results, problems, dtypes):
    """All of it, in Markdown, with the date and the machine's kind."""
    rows = []
    for dtype in dtypes:
        rows += [*table(results, problems, dtype), ""]
    versions = dict.fromkeys(version for _, version in results["found"].values())
    rows += [
        NOTES.format(**results),
        "",
        f"{datetime.date.today()}; {', '.join(versions)}; BLAS: {blas()}; {report.machine()}; "
        f"other work on the machine at the start: load {results['load']:.1f}.",
    ]
    return "\n".join(rows)
