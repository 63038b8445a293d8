"""What a learner's server and kernels hold and took: MB (PSS, so with their share of shared pages)
and seconds of a processor.

A process is a learner's that works in the learner's folder: a kernel below it, the server in it.
"""

import asyncio
import contextlib
from pathlib import Path

import psutil

MB = 1e6
found = {}  # by a learner's name the largest that was seen


async def largest(hub, people, every):
    """Look again and again until cancelled."""
    while True:
        for name, held in await asyncio.to_thread(now, hub, people):
            found[name] = max(held, found.get(name, 0))
        await asyncio.sleep(every)


def now(hub, people):
    """(name, MB) of each learner on the hub with that process."""
    sums = {}
    for process, folder in learners(hub, people):
        with contextlib.suppress(OSError):
            name = folder.parts[0]
            sums[name] = sums.get(name, 0) + pss(process.pid)
    return list(sums.items())


def seconds(hub, people):
    """Of a processor, by part: hub, proxy, what others are forked from, servers, kernels."""
    sums = dict.fromkeys(("hub", "proxy", "warm", "servers", "kernels"), 0.0)
    theirs = {process.pid: folder for process, folder in learners(hub, people)}
    for process in family(hub):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            took, part = process.cpu_times(), "hub"
            if process.pid in theirs:
                part = "servers" if len(theirs[process.pid].parts) == 1 else "kernels"
            elif process.name() == "node":
                part = "proxy"
            elif any(word.endswith("warm.py") for word in process.cmdline()):
                part = "warm"
            sums[part] += took.user + took.system
    return sums


def learners(hub, people):
    """Each process of a learner, and in which folder below everybody's it works."""
    for process in family(hub):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied, OSError, ValueError):
            folder = Path(process.cwd()).relative_to(people)
            if folder.parts:
                yield process, folder


def family(hub):
    return [psutil.Process(hub), *psutil.Process(hub).children(recursive=True)]


def pss(pid):
    """The proportional set size of a process: of a page that n share it counts an nth."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / MB
    return 0.0
