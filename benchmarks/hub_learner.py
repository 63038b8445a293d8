"""One learner on a JupyterHub, by its protocol: start a server, run lesson 1, move a slider."""

import asyncio
import itertools
import json
import time
import uuid

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

LESSON = "backprop/01_forward_pass.ipynb"
# What JupyterLab's page asks of a server when it opens, as far as it costs memory or time.
PAGE = ("lab/api/settings", "lab/api/translations", "lsp/status", "api/nbconvert")
PROTOCOL = "v1.kernel.websocket.jupyter.org"  # JupyterLab's: a server hands messages on unread
HAND = 0.075  # seconds: the page sends a slider's newest value no oftener
PATIENCE = 600  # seconds for anything, on a machine that thirty servers share
# Each learner asks from a laptop of its own; here one client asks for all.
AsyncHTTPClient.configure(None, max_clients=1000)


class Hub:
    """Calls of the hub and of its learners' servers, with a token that may all of this."""

    def __init__(self, url, token):
        self.url, self.token = url, token

    async def ask(self, method, path, body=None):
        request = HTTPRequest(
            self.url + path,
            method=method,
            body=None if method in ("GET", "DELETE") else json.dumps(body or {}),
            headers={"Authorization": f"token {self.token}"},
            request_timeout=PATIENCE,
            connect_timeout=PATIENCE,
        )
        return json.loads((await AsyncHTTPClient().fetch(request)).body or "null")

    async def start(self, name):
        """Start a learner's server; it is ready when this returns."""
        await self.ask("POST", f"/hub/api/users/{name}")
        await self.ask("POST", f"/hub/api/users/{name}/server")
        while not (await self.ask("GET", f"/hub/api/users/{name}"))["servers"][""]["ready"]:
            await asyncio.sleep(0.5)


class Kernel:
    """A kernel's channels through the hub: what it says comes one message at a time."""

    @classmethod
    async def open(cls, hub, name, path):
        kernel = {"name": "python3"}
        session = {"path": path, "type": "notebook", "name": "", "kernel": kernel}
        started = await hub.ask("POST", f"/user/{name}/api/sessions", session)
        self = cls()
        address = hub.url.replace("http", "ws", 1)
        path = f"/user/{name}/api/kernels/{started['kernel']['id']}/channels"
        headers = {"Authorization": f"token {hub.token}"}
        self.socket = await websocket_connect(
            HTTPRequest(
                address + path,
                headers=headers,
                connect_timeout=PATIENCE,
                request_timeout=PATIENCE,
            ),
            max_message_size=2**28,
            subprotocols=[PROTOCOL],
        )
        self.session, self.opened = uuid.uuid4().hex, {}  # of each widget what it last said
        return self

    async def send(self, kind, content, metadata=None):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session}
        header |= {"username": "learner", "version": "5.3", "date": ""}
        parts = [b"shell", *(json.dumps(p).encode() for p in (header, {}, metadata or {}, content))]
        ends = itertools.accumulate(map(len, parts), initial=8 * (len(parts) + 2))
        numbers = [len(parts) + 1, *ends]  # how many ends, and where each part begins or ends
        head = b"".join(number.to_bytes(8, "little") for number in numbers)
        await self.socket.write_message(head + b"".join(parts), binary=True)
        return header["msg_id"]

    async def hear(self):
        said = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
        if said is None:
            raise ConnectionError("the kernel's channel is closed")
        count = int.from_bytes(said[:8], "little")
        ends = [int.from_bytes(said[8 * n : 8 * n + 8], "little") for n in range(1, count + 1)]
        _, *parts = [said[begin:end] for begin, end in itertools.pairwise(ends[:6])]
        names = ("header", "parent_header", "metadata", "content")
        message = {name: json.loads(part) for name, part in zip(names, parts, strict=True)}
        if message["header"]["msg_type"] in ("comm_open", "comm_msg"):
            content = message["content"]
            state = self.opened.setdefault(content["comm_id"], {})
            state.update(content["data"].get("state", {}))
        return message

    async def run(self, code):
        """Run a cell: the texts of what it shows, and the names of its errors."""
        asked = await self.send(
            "execute_request", {"code": code, "silent": False, "store_history": True}
        )
        shown, errors = [], []
        while True:
            message = await self.hear()
            kind, content = message["header"]["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind in ("display_data", "execute_result"):
                shown.append(content["data"])
            if kind == "error":
                errors.append(content["ename"])
            if kind == "status" and content["execution_state"] == "idle":
                return shown, errors


VIEW = "application/vnd.jupyter.widget-view+json"


async def learn(hub, name, seconds, told):
    """All of it; what was measured goes into the dict `told`, errors into its list."""
    begun = time.monotonic()
    await hub.start(name)
    told["server"] = time.monotonic() - begun
    for what in PAGE:
        await hub.ask("GET", f"/user/{name}/{what}")
    file = await hub.ask("GET", f"/user/{name}/api/contents/{LESSON}")
    kernel = await Kernel.open(hub, name, LESSON)
    view = None
    for cell in file["content"]["cells"]:
        if cell["cell_type"] != "code":
            continue
        shown, errors = await kernel.run(cell["source"])
        told["errors"] += errors
        for data in shown:
            if view is None and data.get("text/plain", "").startswith("NetworkView"):
                told["view"] = time.monotonic() - begun
                view = data[VIEW]["model_id"]
    told["lesson"] = time.monotonic() - begun
    await move(kernel, view, seconds, told)
    kernel.socket.close()


async def move(kernel, view, seconds, told):
    """Move the view's first slider as a hand does, and wait for each answer of the kernel."""
    slider = kernel.opened[view]["_sliders"][0].removeprefix("IPY_MODEL_")
    until, value, told["answers"] = time.monotonic() + seconds, 0.0, []
    while (at := time.monotonic()) < until:
        value = 0.1 if value > 2 else value + 0.01
        change = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        await kernel.send("comm_msg", {"comm_id": slider, "data": change})
        while not _confirms(await kernel.hear(), view, value):
            if time.monotonic() > at + PATIENCE:
                raise TimeoutError("the kernel has not confirmed a move")
        took = time.monotonic() - at
        told["answers"].append(took)
        await asyncio.sleep(max(0, HAND - took))


def _confirms(message, view, value):
    content = message["content"]
    if message["header"]["msg_type"] != "comm_msg" or content["comm_id"] != view:
        return False
    confirmed = content["data"].get("state", {}).get("confirmed")
    return bool(confirmed) and abs(confirmed[1] - value) < 1e-9
