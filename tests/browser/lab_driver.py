"""Drive a real JupyterLab in a real browser: for the tests beside it and for screenshots."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import nbformat
from jupyter_client import BlockingKernelClient
from live_view import View, at_rest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "browser-tests"
# Without a GPU or a sandbox, as in a container, and without a request to anyone but our server.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
HOW_TO_INSTALL = (
    "no Chromium found: `apt-get install chromium-headless-shell` (Debian), `chromium` (Ubuntu), "
    "`brew install --cask chromium` (macOS) or `python -m playwright install chromium`; or set"
    " BROWSER_EXECUTABLE to one"
)
# anywidget gives a page two seconds to load a view: too little where many tests share a machine. A
# page that does take longer has its own test: test_slow_page.py.
PATIENT = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => timeout(ms === 2_000 ? 60_000 : ms);
"""
SLOW = 60_000  # ms that a page or a kernel may take to start on a busy machine


def find_chromium(playwright):
    # The same engine without a browser's own windows comes first: a new page costs a seventh.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    bundled = playwright.chromium.executable_path  # `playwright install` puts one there
    return (
        os.environ.get("BROWSER_EXECUTABLE")
        or next(filter(None, found), None)
        or (bundled if os.path.exists(bundled) else None)
    )


@contextmanager
def jupyterlab(home):
    """A JupyterLab server, started as `make lab` starts it, that keeps everything in `home`.

    It has `.url`, `.token`, `.folder` (copies of the lessons), `.runtime` (connection files) and
    `.address("name.ipynb")`, which opens a notebook of that folder in a workspace of its own.
    """
    folder, log = home / "work", home / "server.log"
    variables = {n: str(home / n.lower()) for n in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    variables |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_TOKEN": TOKEN}
    runtime = home / "jupyter_data_dir" / "runtime"
    command = [sys.executable, ROOT / "tools" / "lab.py", "--no-browser", "--work", folder]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--port", "0", "--ip", "127.0.0.1"],
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = _wait_for(server, runtime, log)

        def address(notebook):
            workspace = f"{Path(notebook).stem}-{time.monotonic_ns()}"
            return f"{url}lab/workspaces/{workspace}/tree/{notebook}?token={TOKEN}"

        yield SimpleNamespace(url=url, token=TOKEN, folder=folder, runtime=runtime, address=address)
    finally:
        server.terminate()  # it stops its kernels, too
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server, runtime, log, seconds=180):
    """The server's address, once it answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        for information in runtime.glob(f"jpserver-{server.pid}.json"):
            try:
                url = json.loads(information.read_text())["url"]
                urllib.request.urlopen(f"{url}api/status?token={TOKEN}", timeout=5).close()
                return url
            except (OSError, ValueError):  # not complete yet, or not listening yet
                pass
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def write_notebook(path, *sources):
    """A notebook of code cells."""
    v4 = nbformat.v4
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = v4.new_notebook(
        cells=[v4.new_code_cell(source) for source in sources], metadata={"kernelspec": kernel}
    )
    nbformat.write(notebook, path)


class Notebook:
    """A notebook that is open in JupyterLab, as a learner has it.

    Attributes
    ----------
    page : playwright.sync_api.Page
    complaints : list of str
        Errors of the page and of its console.
    """

    def __init__(self, page, lab, name, *, script=PATIENT):
        self.page, self.lab, self.name = page, lab, name
        self.complaints = []
        self._client = None
        self._thread = ThreadPoolExecutor(1)  # where no event loop of Playwright's runs
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.add_init_script(script)
        page.goto(lab.address(name))
        self.wait_for_idle()

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def close(self):
        """End the kernel, too: the next test to open this notebook gets one of its own."""
        if self._client:
            self._client.stop_channels()
        self._thread.shutdown()
        for session in self._server("GET", "sessions"):
            if session["path"] == self.name:
                self._server("DELETE", f"sessions/{session['id']}")

    def _server(self, method, what):
        """What the server answers to a request of its programming interface."""
        head = {"Authorization": f"token {self.lab.token}"}
        request = urllib.request.Request(f"{self.lab.url}api/{what}", method=method, headers=head)
        with urllib.request.urlopen(request, timeout=SLOW / 1000) as answer:
            return json.loads(answer.read() or "null")

    @property
    def panel(self):
        return self.page.locator(".jp-NotebookPanel:visible")

    def cell(self, number):
        """The cell with that number, from 0."""
        return self.panel.locator(".jp-Notebook .jp-Cell").nth(number)

    def view(self, number=0, shows="*"):
        """The live view with that number, from 0, among those that show something; painted."""
        root = self.panel.locator(f".bp-root:has({shows})").nth(number)
        expect(root).to_have_attribute("data-loss", re.compile(r"\d"), timeout=SLOW)
        at_rest(root)
        return View(self, root)

    def wait_for_idle(self):
        # The status bar: the notebook's own sign says idle before the kernel can take a request.
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=SLOW)

    def menu(self, name, *entries):
        """Click through a menu, such as `menu("Run", "Run All Cells")`."""
        self.page.locator(f'.lm-MenuBar-itemLabel:text-is("{name}")').click()
        for entry in entries:
            self.page.locator(f'.lm-Menu-itemLabel:text-is("{entry}")').click()

    def toggle_side_bar(self):
        self.menu("View", "Appearance", "Show Left Sidebar")

    def run_all(self):
        """Run every cell and wait until the last has run."""
        self.menu("Run", "Run All Cells")
        waiting = self.panel.locator('.jp-InputPrompt:text-is("[*]:")')
        # An empty prompt ("[ ]:") is one that has not been asked to run yet.
        asked = self.panel.locator('.jp-CodeCell .jp-InputPrompt:text-is("[ ]:")')
        expect(asked).to_have_count(0, timeout=SLOW)
        expect(waiting).to_have_count(0, timeout=3 * SLOW)
        self.wait_for_idle()

    def run(self, source, number=0):
        """Run `source` in the cell with that number, as a learner would; return the cell."""
        cell = self.cell(number)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").fill(source)
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before, timeout=SLOW)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=SLOW)
        return cell

    def clear(self):
        """Leave no view on the page."""
        self.run("pass")
        expect(self.panel.locator(".bp-root")).to_have_count(0)

    def view_of(self, source):
        """Run `source` in the first cell; return the view that it shows."""
        self.clear()  # what an earlier run shows is not mistaken for this one
        self.run(source)
        return self.view()

    def sources(self):
        """What stands in the cells."""
        return self.panel.locator(".jp-Notebook .jp-Cell .cm-content").evaluate_all(
            "all => all.map(one => [...one.querySelectorAll('.cm-line')]"
            ".map(line => line.textContent).join('\\n').trim())"
        )

    def theme(self, name):
        """Change JupyterLab's theme, such as "JupyterLab Dark", by its menu."""
        light = str(name.endswith("Light")).lower()
        body = self.page.locator("body")
        if body.get_attribute("data-jp-theme-light") != light:
            self.menu("Settings", "Theme", name)
        expect(body).to_have_attribute("data-jp-theme-light", light)

    def errors(self):
        """Text of every error among the cells' outputs."""
        output = '.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]'
        return self.panel.locator(output).all_inner_texts()

    def ask(self, expression):
        """Value of an expression (of plain numbers, lists, texts) in the notebook's kernel."""
        return self._thread.submit(self._ask, expression).result()

    def ask_until(self, expression, value):
        """Ask until the answer is `value`, or fits it if that is a function; return the answer.

        A page tells the kernel a little later.
        """
        fits = value if callable(value) else lambda answer: answer == value
        deadline = time.monotonic() + SLOW / 1000
        while not fits(answer := self.ask(expression)):
            assert time.monotonic() < deadline, f"{expression} is still {answer!r}, not {value!r}"
            self.page.wait_for_timeout(25)  # the page goes on meanwhile
        return answer

    def _ask(self, expression):
        if self._client is None:
            url = f"{self.lab.url}api/sessions?token={self.lab.token}"
            with urllib.request.urlopen(url) as answer:
                sessions = json.load(answer)
            (kernel,) = {s["kernel"]["id"] for s in sessions if s["path"] == self.name}
            file = self.lab.runtime / f"kernel-{kernel}.json"
            self._client = BlockingKernelClient(connection_file=str(file))
            self._client.load_connection_file()
            self._client.start_channels(stdin=False, hb=False)
        reply = self._client.execute(
            "", silent=True, user_expressions={"answer": expression}, reply=True, timeout=60
        )
        answer = reply["content"]["user_expressions"]["answer"]
        if answer["status"] != "ok":
            raise RuntimeError(f"{expression}: {answer['ename']}: {answer['evalue']}")
        return ast.literal_eval(answer["data"]["text/plain"])
