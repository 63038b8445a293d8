"""The site, built once for all tests of a run, however many processes share them."""

import functools
import http.server
import os
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pages
import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "tools" / "site" / "build.py"
LONG = 1200  # seconds that a process waits for another one's build


def refuse(reason):
    # Skipped for a learner; in CI nothing may be left out in silence.
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


def built(folder, *names):
    """The folder of the pages; the first process that asks builds them, others wait for it."""
    katex = Path(os.environ.get("SITE_NODE_MODULES", ROOT / "tools" / "node_modules")) / "katex"
    if not katex.exists():
        refuse(
            "no katex in tools/node_modules: install Node (https://nodejs.org), then `make test`"
        )
    if not find_spec("sphinx"):
        refuse("no Sphinx: `make test` installs it")
    pages, done = folder / "site", folder / "done"
    try:
        (folder / "building").mkdir()
    except FileExistsError:
        until = time.monotonic() + LONG
        while not done.exists() and time.monotonic() < until:
            time.sleep(1)
    else:
        command = [sys.executable, BUILD, *names, "--out", pages]
        run = subprocess.run(command, capture_output=True, text=True)
        done.write_text(run.stdout + run.stderr if run.returncode else "", encoding="utf-8")
    said = done.read_text(encoding="utf-8")
    assert not said, said
    return pages


class Server:
    """A plain static server of a folder, as any school has one."""

    def __init__(self, folder):
        handler = functools.partial(Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built pages, the same for every process of this run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    (shared / "the-site").mkdir(exist_ok=True)
    return built(shared / "the-site")


@pytest.fixture(scope="session")
def server(site):
    server = Server(site)
    yield server.address
    server.close()


@pytest.fixture
def open_page(page, site, server):
    """A function: open a page of the site, as `open_on` does, in this test's browser."""
    return lambda name, where="file": open_on(
        page, name, server if where == "server" else site.as_uri()
    )


def open_on(page, name, base):
    """Open a page, its network closed to all but this base; wait until it lives."""
    page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(base) else r.abort())
    page.complaints, page.asked = pages.watch(page)
    page.goto(f"{base}/{name}.html")
    if page.locator('script[src*="host.js"]').count() or "single" in name:
        pages.ready(page)
    return page


def outside(page, base):
    """What the page asked for that is not beneath this base."""
    return [url for url in page.asked if not url.startswith((base, "blob:", "data:"))]
