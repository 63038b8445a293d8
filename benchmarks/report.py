"""The table that benchmarks/latency.py prints: values, targets, met or not.

`machine` and `write` serve the other benchmarks, too.
"""

import datetime
import os
import platform
import re
import statistics
from pathlib import Path

RESULTS = Path(__file__).resolve().with_name("RESULTS.md")
FRAME = 1000 / 60  # ms
MB = 1e6
SLACK = 1.5 * FRAME  # from a key to its picture: this frame, or the next
HEAD = "| | live view | usual way | ratio | target | met |\n|---|--:|--:|--:|---|---|"


def p95(values):
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def row(what, live, usual=None, *, form="{:.1f}", below=None, times=None, ratio=True):
    """One line; the target is met when `live` is at most `below` and `times` faster than usual."""
    cells = [what, form.format(live), "", ""]
    if usual is not None:
        cells[2] = form.format(usual)
        cells[3] = f"{max(live, usual) / min(live, usual):.0f}×" if ratio else ""
    targets = []
    if below is not None:
        targets.append(f"≤ {form.format(below).lstrip('+')}")
    if times is not None:
        targets.append(f"≥ {times}× faster")
    met = (below is None or live <= below) and (times is None or usual >= times * live)
    cells += [", ".join(targets), ("yes" if met else "**no**") if targets else ""]
    return f"| {' | '.join(cells)} |"


def link_rows(where, live, usual, times):
    """What a hand feels on one link, in ms."""
    for key, what in (("key", "arrow key"), ("move", "mouse move")):
        ours, theirs = ([trial["total"] for trial in way[key]] for way in (live, usual))
        median = statistics.median(ours), statistics.median(theirs)
        yield row(f"{where}: {what} → picture, median ms", *median, below=FRAME, times=times)
        high = p95(ours), p95(theirs)
        yield row(f"{where}: {what} → picture, p95 ms", *high, below=SLACK, ratio=False)

    def medians(key):
        return [statistics.median(way[key]) for way in (live, usual)]

    yield row(f"{where}: pictures a second in a 60 Hz drag", *medians("rate"))
    yield row(f"{where}: last move → last picture, median ms", *medians("lag"), below=50)
    confirmed = statistics.median(live["confirmed"])
    yield row(f"{where}: last move → kernel's record confirmed, median ms", confirmed)


def cost_rows(live, usual, core):
    """What an update costs the wire and the kernel, beside its mathematics at the same pace."""
    hot, paced = core

    def medians(key):
        return [statistics.median(way[key]) for way in (live, usual)]

    for way, what in (("sent", "page → kernel"), ("received", "kernel → page")):
        yield row(f"bytes an update, {what}", *medians(f"bytes {way}"), form="{:,.0f}")
        yield row(f"messages an update, {what}", *medians(f"messages {way}"), ratio=False)
    for key, what in (("kernel", "a single update"), ("kernel in a drag", "an update in a drag")):
        below = 4 * paced if "drag" in key else None
        yield row(f"kernel's ms for {what}, median", *medians(key), form="{:.2f}", below=below)
    inside = statistics.median(live["maths in a drag"])
    yield row("of it forward and backward pass", inside, form="{:.2f}")
    maths = "replace, forward and backward"
    yield row(f"{maths} alone, 60 a second as in a drag", paced, form="{:.2f}")
    yield row(f"{maths} alone, two thousand times in a row", hot, form="{:.2f}")


def state_rows(behind, wrong):
    """How near `view.network` is to the screen."""
    yield row("in a drag: `view.network` behind the screen, median ms", statistics.median(behind))
    yield row("in a drag: `view.network` behind the screen, p95 ms", p95(behind), below=100)
    what = f"after release: `view.network` not what is on screen, of {len(wrong)} drags"
    yield row(what, sum(wrong), form="{:d}", below=0)


def race_table(races):
    """The same view in JupyterLab and alone: pictures a second."""
    yield (
        "| a 60 Hz drag, other work on one core: pictures a second "
        "| in JupyterLab | on a page without a kernel | ratio | target | met |"
    )
    yield "|---|--:|--:|--:|---|---|"
    for name, sizes in (("live", "2-3-1"), ("wide", "8-16-16-8")):
        lab, alone = (statistics.median(races[where, name]) for where in ("lab", "alone"))
        met = "yes" if lab >= 0.9 * alone else "**no**"
        yield f"| {sizes} | {lab:.1f} | {alone:.1f} | {lab / alone:.2f} | ≥ 0.90 | {met} |"


def depth_table(depths):
    """The deep lab at depth 50, width 64."""
    yield (
        "| deep lab, depth 50, width 64: arrow key → picture "
        "| median ms | of it the kernel | target | met |"
    )
    yield "|---|--:|--:|---|---|"
    for activation, (took, kernel) in depths.items():
        median = statistics.median(took)
        met = "yes" if median < 60 else "**no**"
        part = f"{statistics.median(kernel):.1f}"
        yield f"| {activation} | {median:.1f} | {part} | < 60 | {met} |"


def growth_rows(first, last):
    updates = f"{last['updates'] - first['updates']:,} updates"
    for key, what in (("heap", "page's heap"), ("rss", "kernel's memory")):
        grown = (last[key] - first[key]) / MB
        yield row(f"{what} after {updates}, MB more", grown, form="{:+.2f}", below=1)
    for key, below in (("comms", 0), ("widgets", 0), ("nodes", None), ("listeners", None)):
        what = {"nodes": "DOM nodes", "listeners": "DOM listeners"}.get(key, key)
        grown = last[key] - first[key]
        yield row(f"{what} after {updates}, more", grown, form="{:+d}", below=below)


def made_of(trials):
    """Medians of the parts of a time, as words."""
    parts = [part for part in trials[0] if part != "total"]
    return ", ".join(
        f"{part} {statistics.median(t[part] for t in trials):.1f} ms" for part in parts
    )


def markdown(results):
    """All of it, in Markdown, with what the time is made of, the date and the machine's kind."""
    live, usual = results["local", "live"], results["local", "usual"]
    rows = [HEAD, *link_rows("local", live, usual, 8)]
    rows += link_rows("+ 100 ms round trip", results["far", "live"], results["far", "usual"], 15)
    rows += state_rows(results["behind"], results["wrong"])
    rows += cost_rows(live, usual, results["core"])
    if sizes := results.get("sizes"):
        rows += growth_rows(sizes[0], sizes[-1])
    painted, steps = results["play"]
    rows += ["", *race_table(results["races"]), "", *depth_table(results["depths"]), ""]
    met = "met" if painted >= 30 else "**not met**"
    rows += [
        f"Training player on XOR at full speed: {painted:.1f} pictures a second (≥ 30: {met}), "
        f"{steps:,.0f} steps a second.",
        "",
        "From the browser's time stamp of the input to the first task after the frame that draws "
        "the changed picture. Medians of the parts, live view, local:",
        f"arrow key: {made_of(live['key'])};",
        f"mouse move: {made_of(live['move'])}.",
        "",
        f"{datetime.date.today()}; {results['machine']}; "
        f"load at the start {results['load']:.1f}, at the end "
        f"{results['load after']:.1f}.",
    ]
    return "\n".join(rows)


def machine():
    """The kind of machine, in a few words."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = re.search(r"model name\s*: (.*)", cpuinfo.read_text())[1]
    kind = f"{os.cpu_count()} cores ({model}), no GPU, {platform.system()}"
    return f"{kind}, Python {platform.python_version()}"


def write(text, name):
    """Put a benchmark's report between the markers that RESULTS.md has for it."""
    results = RESULTS.read_text(encoding="utf-8")
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marked.search(results):
        raise SystemExit(f"{RESULTS.name} has no <!-- {name} --> … <!-- /{name} --> to fill")
    RESULTS.write_text(marked.sub(lambda m: m[1] + text + "\n" + m[2], results), encoding="utf-8")
