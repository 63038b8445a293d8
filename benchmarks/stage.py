"""A JupyterLab, a browser, and pages in it that each show one notebook."""

import ast
import asyncio
import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from ipywidgets.embed import dependency_state
from jupyter_client import AsyncKernelClient
from playwright.async_api import TimeoutError

HERE = Path(__file__).resolve().parent
TOKEN = "benchmark"
READING = 2  # seconds before a person runs what has just appeared
# Without a GPU or a sandbox, as in a container, and without a request to anyone but our server.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
VIEWPORT = {"width": 1280, "height": 1400}  # the picture and the slider are both on screen
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def find_chromium():
    found = os.environ.get("BROWSER_EXECUTABLE") or next(
        filter(None, map(shutil.which, CHROMIUM)), None
    )
    if not found:
        sys.exit("no Chromium found: install one, or set BROWSER_EXECUTABLE to it")
    return found


@contextlib.contextmanager
def jupyterlab():
    """A server with the settings that `make lab` starts with: (its address, folder, runtime)."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        home = Path(home)
        folder, runtime, log = home / "work", home / "runtime", home / "server.log"
        folder.mkdir()
        variables = {
            "JUPYTER_TOKEN": TOKEN,
            "JUPYTER_CONFIG_PATH": str(HERE.parent / "tools" / "jupyter"),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(runtime),
            "IPYTHONDIR": str(home / "ipython"),
            "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)]),  # for the kernels
        }
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.port=0"]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [*command, "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"],
                env=os.environ | variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield wait_for(server, runtime, log), folder, runtime
        finally:
            server.terminate()  # it stops its kernels, too
            server.wait(timeout=30)


def wait_for(server, runtime, log, seconds=60):
    """The server's address, once it answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        for information in runtime.glob(f"jpserver-{server.pid}.json"):
            with contextlib.suppress(OSError, ValueError):  # not complete, or not listening yet
                url = json.loads(information.read_text())["url"]
                urllib.request.urlopen(f"{url}api/status?token={TOKEN}", timeout=5).close()
                return url
        time.sleep(0.1)
    sys.exit(f"JupyterLab did not start:\n{log.read_text()}")


@contextlib.contextmanager
def far_away(url, delay):
    """The same server behind a proxy that adds `delay` seconds each way."""
    port = url.rstrip("/").rpartition(":")[2]
    command = [sys.executable, HERE / "delay_proxy.py", "--to", port, "--delay", str(delay)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as proxy:
        try:
            yield url.replace(port, proxy.stdout.readline().strip())
        finally:
            proxy.stdin.close()  # it ends


@contextlib.contextmanager
def other_work():
    """Something that keeps one core busy, as a learner's other programs may."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as work:
        if hasattr(os, "sched_setaffinity"):  # Linux
            os.sched_setaffinity(work.pid, {min(os.sched_getaffinity(0))})
        try:
            yield
        finally:
            work.kill()


class Notebook:
    """A page in which a notebook's one cell has run, and the kernel behind it."""

    def __init__(self, page, cdp, kernel):
        self.page, self.cdp, self.kernel = page, cdp, kernel
        self.sent, self.received = [], []  # bytes of each websocket message, page's view
        for way, log in (("Sent", self.sent), ("Received", self.received)):
            cdp.on(f"Network.webSocketFrame{way}", lambda event, log=log: log.append(length(event)))

    @classmethod
    async def open(cls, context, url, folder, runtime, name, source, ready):
        v4 = nbformat.v4
        kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = v4.new_notebook(
            cells=[v4.new_code_cell(source)], metadata={"kernelspec": kernelspec}
        )
        nbformat.write(notebook, folder / f"{name}.ipynb")
        page = await context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())  # to leave a notebook that is not saved
        cdp = await context.new_cdp_session(page)
        await cdp.send("Network.enable")
        accept = page.locator("dialog .jp-Dialog-button.jp-mod-accept")  # far away, JupyterLab may
        await page.add_locator_handler(accept, lambda button: button.click())  # ask for the kernel
        await page.goto(f"{url}lab/workspaces/{name}/tree/{name}.ipynb?token={TOKEN}")
        idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        for attempt in range(4):  # JupyterLab may drop a run that is asked for while it connects
            await idle.wait_for(timeout=60_000)
            await asyncio.sleep(READING)
            await page.locator(".jp-CodeCell .cm-content").first.click(timeout=10_000)
            await page.keyboard.press("Shift+Enter")
            try:
                await page.locator(ready).first.wait_for(timeout=20_000)
                break
            except TimeoutError:
                if attempt == 3:
                    raise
                await page.reload()  # far away, it may have bound its widgets to no kernel for good
        return cls(page, cdp, await connect(url, runtime, name))

    async def ask(self, expression):
        """The value of an expression in the kernel (it must be plain data)."""
        reply = await self.kernel.execute(
            "", user_expressions={"asked": expression}, store_history=False, reply=True, timeout=30
        )
        answer = reply["content"]["user_expressions"]["asked"]
        if answer["status"] != "ok":
            raise RuntimeError("\n".join(answer["traceback"]))
        return ast.literal_eval(answer["data"]["text/plain"])

    def take_bytes(self):
        """Lengths of the websocket's messages since the last call: (sent, received)."""
        taken = self.sent[:], self.received[:]
        self.sent.clear()
        self.received.clear()
        return taken

    async def memory(self):
        """What the page holds after a forced collection of garbage."""
        for _ in range(3):
            await self.cdp.send("HeapProfiler.collectGarbage")
            await asyncio.sleep(0.1)
        usage = await self.cdp.send("Runtime.getHeapUsage")
        counters = await self.cdp.send("Memory.getDOMCounters")
        return {
            "heap": usage["usedSize"],
            "nodes": counters["nodes"],
            "listeners": counters["jsEventListeners"],
        }


class Alone:
    """A page that shows a view and never had a kernel, with the host of the browser tests."""

    HOST = HERE.parent / "tests" / "browser" / "bare_page.js"

    def __init__(self, page, cdp):
        self.page, self.cdp = page, cdp

    @classmethod
    async def open(cls, context, view):
        page = await context.new_page()
        states = dependency_state(view, drop_defaults=False)
        source = cls.HOST.read_text(encoding="utf-8")
        await page.evaluate(source, [view._esm, view._css, states, view.model_id])
        return cls(page, await context.new_cdp_session(page))


async def connect(url, runtime, name):
    """A second client of the kernel that runs this notebook."""
    address = f"{url}api/sessions?token={TOKEN}"
    answer = await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=30).read())
    kernel = next(s for s in json.loads(answer) if s["path"] == f"{name}.ipynb")["kernel"]["id"]
    client = AsyncKernelClient(connection_file=str(runtime / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    return client


def length(event):
    """Bytes of one websocket message (binary ones come to us as base64)."""
    frame = event["response"]
    binary = frame["opcode"] == 2
    data = frame["payloadData"]
    return len(base64.b64decode(data)) if binary else len(data.encode())
