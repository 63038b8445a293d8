"""A class on a JupyterHub: how long until the first view, how many answers a second, what memory?

    make bench-hub        thirty learners, two of them in a real browser
    python benchmarks/hub.py --learners 3 --seconds 10 --no-write

Starts classroom/jupyterhub_config.py with the simple spawner on this machine. First one learner
comes alone, in a browser. Then all come at once: each starts a server, runs lesson 1 and moves a
slider for a minute. The hub needs an environment of its own, which `make bench-hub` makes.
"""

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import hub_browser
import hub_processes
import psutil
import report
from hub_learner import Hub, learn
from tornado.httpclient import HTTPClientError

ROOT = Path(__file__).resolve().parents[1]
TOKEN, PASSWORD = "b" * 32, "benchmark"
PATIENCE = 300  # seconds for a learner, and for the hub, to begin on a machine that all share
CONFIG = """
load_subconfig({path!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {port} + 1
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.log_level = "WARN"
c.JupyterHub.services += [{{"name": "bench", "api_token": {token!r}}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "bench", "services": ["bench"], "scopes": scopes}}]
"""


@contextlib.contextmanager
def running(python, proxy, port=18600, more="", nice=0):
    """A hub in that environment, with `more` configuration: its process, address and people."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        config, log = Path(home) / "config.py", Path(home) / "hub.log"
        course = str(ROOT / "classroom" / "jupyterhub_config.py")
        ports = {"port": port, "proxy": port + 2}
        config.write_text(CONFIG.format(path=course, token=TOKEN, **ports) + more)
        path = [str(python.parent), str(proxy), os.environ["PATH"]]
        env = os.environ | {"PATH": os.pathsep.join(path), "BACKPROP_HUB": f"{home}/people"}
        env |= {"BACKPROP_HUB_PASSWORD": PASSWORD, "PYTHONPATH": ""}
        with log.open("wb") as output:
            hub = subprocess.Popen(
                ["nice", "-n", str(nice), python, "-m", "jupyterhub", "-f", config],
                env=env,
                cwd=home,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        with contextlib.suppress(OSError):  # see weigh_session in tools/warm.py
            Path(f"/proc/{hub.pid}/autogroup").write_text(str(nice))
        try:
            yield hub, f"http://127.0.0.1:{port}", Path(home).resolve() / "people"
        except BaseException:
            print(log.read_text(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            family = psutil.Process(hub.pid).children(recursive=True)
            hub.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                hub.wait(timeout=60)
            for process in (hub, *family):  # what has not stopped by itself
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()


async def answering(api):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return await api.ask("GET", "/hub/api/")
        except (OSError, HTTPClientError):  # not there yet, or its proxy alone is
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.5)


async def warm(people):
    """Wait until servers and kernels have what they are forked from: a hub is up before a class."""
    for what in ("servers", "kernels"):
        until = time.monotonic() + PATIENCE
        while not (people / ".warm" / what).exists():
            if time.monotonic() > until:
                raise TimeoutError(f"no {what} can be forked: the hub's log says why")
            await asyncio.sleep(0.2)


async def whole_class(hub, url, people, learners, browsers, seconds):
    """What one alone measured, what each of the class did, and the memory of each."""
    api = Hub(url, TOKEN)
    await answering(api)
    await warm(people)
    async with hub_browser.browser() as chromium:
        os.nice(2)  # the other learners' clients, after the browsers and before the hub
        alone = {"who": "the one alone, in a browser", "errors": []}
        await hub_browser.learn(chromium, url, PASSWORD, "alone", 5, alone)
        await api.ask("DELETE", "/hub/api/users/alone/server")
        before = hub_processes.seconds(hub.pid, people)
        where = [", in a browser"] * browsers + [""] * (learners - browsers)
        told = [{"who": f"learner {n}{on}", "errors": []} for n, on in enumerate(where)]
        names = [f"learner{n}" for n in range(learners)]
        memory = asyncio.create_task(hub_processes.largest(hub.pid, people, every=5))
        work = [
            _kept(hub_browser.learn(chromium, url, PASSWORD, name, seconds, one), one, seconds)
            if n < browsers
            else _kept(learn(api, name, seconds, one), one, seconds)
            for n, (name, one) in enumerate(zip(names, told, strict=True))
        ]
        await asyncio.gather(*work)
        memory.cancel()
        after = hub_processes.seconds(hub.pid, people)
        took = {part: after[part] - before[part] for part in after}
    return alone, told, hub_processes.found, took


async def _kept(work, told, seconds):
    try:
        await asyncio.wait_for(work, seconds + PATIENCE)
    except Exception as error:  # a class goes on; the table says how many failed, and why
        told["errors"].append(f"{type(error).__name__}: {error} after {', '.join(told)}")


def table(alone, told, memory, took, browsers):
    """The report, in Markdown."""
    well = [one for one in told if one.get("answers")]  # none, and an error says why
    views = sorted(one["view"] for one in told if "view" in one)
    rates = [len(one["answers"]) / sum(max(t, 0.075) for t in one["answers"]) for one in well]
    waits = sorted(took for one in well for took in one["answers"])
    errors = [f"{one['who']}: {error}" for one in (alone, *told) for error in one["errors"]]
    shares = [
        (f"seconds of a processor a learner: {part}", seconds / len(told), None)
        for part, seconds in took.items()
    ]
    megabytes = [memory[name] for name in sorted(memory) if name.startswith("learner")]
    rows = [
        ("one alone, in a browser: button → lab with lesson 1, s", alone["lab"], 5),
        ("all at once: button → first view of a network, median s", statistics.median(views), None),
        ("all at once: button → first view, the last learner, s", views[-1], 120),
        *(
            (f"the last in a browser: button → {what}, s", max(pages), None)
            for what, part in (("lab with lesson 1", "lab"), ("first view", "view"))
            if (pages := [one[part] for one in told[:browsers] if part in one])
        ),
        ("answers a second and learner, median", statistics.median(rates), None),
        ("answers a second, the slowest learner", min(rates), None),
        ("a move → its answer, median ms", 1000 * statistics.median(waits), None),
        ("a move → its answer, p95 ms", 1000 * report.p95(waits), None),
        ("memory a learner (PSS), median MB", statistics.median(megabytes), 200),
        ("memory of the largest learner (PSS), MB", max(megabytes), None),
        *shares,
        ("errors", len(errors), 0),
    ]
    lines = [f"| {len(told)} learners, {browsers} of them in a browser | | target | met |"]
    lines += ["|---|--:|---|---|"]
    for what, value, target in rows:
        shown = f"{value:d}" if isinstance(value, int) else f"{value:,.1f}"
        wanted = "" if target is None else f"≤ {target}"
        met = "" if target is None else "yes" if value <= target else "**no**"
        lines.append(f"| {what} | {shown} | {wanted} | {met} |")
    return "\n".join([*lines, "", *(f"- error: {error}" for error in errors)]).strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--browsers", type=int, default=2, help="how many of them in a browser")
    parser.add_argument("--seconds", type=int, default=60, help="how long each moves a slider")
    parser.add_argument("--python", type=Path, default=ROOT / "build" / "hub" / "bin" / "python")
    parser.add_argument("--proxy", type=Path, default=ROOT / "build" / "hub" / "node_modules/.bin")
    parser.add_argument("--no-write", action="store_true", help="print the table and keep nothing")
    options = parser.parse_args()
    if not options.python.exists():
        sys.exit(f"There is no {options.python}: `make bench-hub` makes it, or give --python.")
    load = os.getloadavg()[0]
    # What asks is on laptops of its own in life: so it goes before what answers.
    with running(options.python.absolute(), options.proxy, nice=5) as (hub, url, people):
        alone, told, memory, took = asyncio.run(
            whole_class(hub, url, people, options.learners, options.browsers, options.seconds)
        )
    text = table(alone, told, memory, took, options.browsers)
    text += (
        f"\n\nEach moved a slider for {options.seconds} seconds. Browsers and clients, for which a "
        "class has laptops, ran on the hub's machine, and before it. The load of this machine was "
        f"{load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end. {report.machine()}."
    )
    print(text)
    if not options.no_write:
        report.write(text, "hub")


if __name__ == "__main__":
    main()
