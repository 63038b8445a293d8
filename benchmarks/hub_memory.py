"""What a learner's server and kernels hold, in MB: PSS, so with their share of shared pages."""

import asyncio
import contextlib
from pathlib import Path

import psutil

MB = 1e6
found = {}  # by a learner's name the largest that was seen


async def largest(hub, every):
    """Look again and again until cancelled."""
    while True:
        for name, held in await asyncio.to_thread(now, hub):
            found[name] = max(held, found.get(name, 0))
        await asyncio.sleep(every)


def now(hub):
    """(name, MB) of each learner on the hub with that process."""
    sums = {}
    for process in psutil.Process(hub).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied, OSError):
            name = process.environ().get("JUPYTERHUB_USER")
            if name:
                sums[name] = sums.get(name, 0) + pss(process.pid)
    return list(sums.items())


def pss(pid):
    """The proportional set size of a process: of a page that n share it counts an nth."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / MB
    return 0.0
