"""A process that has imported what a class needs, and forks: its children start with all of it.

    python tools/warm.py SOCKET servers
    python tools/warm.py SOCKET kernels

What thirty learners' servers and kernels import is the same, and took most of the time in which
they start. Here it is imported once. Who asks through the socket (`Child`) gets a process that
runs a Python script as if it had been started anew, with an environment and a folder of its own.
The memory of what was imported is shared until it is written to.

All children are one user of the system, as on the hub of classroom/jupyterhub_config.py. Whoever
cannot reach a socket starts what it wants in the ordinary way.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import signal
import socket
import sys
import threading
import time
from pathlib import Path

PATIENCE = 30  # seconds for a word through the socket


class Child:
    """A process that a warm parent has forked, with what `subprocess.Popen` tells of one.

    With `bound` it ends when the process ends that asked for it.
    """

    stdin = stdout = stderr = returncode = None

    def __init__(self, address, command, *, env, cwd, bound=False):
        wish = {"argv": command[1:], "env": dict(env), "cwd": str(cwd), "bound": bound}
        asked = socket.socket(socket.AF_UNIX)
        try:
            asked.settimeout(PATIENCE)
            asked.connect(str(address))
            asked.sendall(json.dumps(wish).encode() + b"\n")
            self.pid = int(asked.makefile().readline() or 0)
            if not self.pid:
                raise ConnectionError(f"{address} closed without a child")
        except BaseException:
            asked.close()
            raise
        self._open = asked  # a bound child reads from it until this process is gone

    def poll(self):
        """None while it lives: its parent buries it at once, and then nothing has its number."""
        if self.returncode is None:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self._open.close()
                self.returncode = 0  # how it ended its parent does not tell
        return self.returncode

    def wait(self, timeout=None):
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until is not None and time.monotonic() > until:
                raise TimeoutError(f"{self.pid} has not ended in {timeout} s")
            time.sleep(0.05)
        return self.returncode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def servers():
    """What a learner's server on a hub imports, but for what `lean` leaves out."""
    import lab
    import lean

    lean.for_a_class()
    for name in (
        *("jupyterhub.singleuser", "jupyterlab.labapp", "jupyter_lsp", "jupyter_server_terminals"),
        *("anyio._backends._asyncio", "babel.dates", "IPython.paths", "ipykernel.kernelspec"),
        *("nbformat", "psutil", "tornado.platform.asyncio"),
    ):
        importlib.import_module(name)
    nbformat = sys.modules["nbformat"]
    nbformat.validate(nbformat.v4.new_notebook())  # compiles what a notebook is held to
    for lesson in lab.files():
        lab.copies.as_copied(lesson)


def kernels():
    """What a kernel imports for a lesson, and its first picture's fonts."""
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # as a kernel sets it
    for name in (
        *("ipykernel.kernelapp", "IPython.core.pylabtools", "ipywidgets", "numpy.random"),
        *("matplotlib.pyplot", "backprop_lib.check", "backprop_lib.live", "backprop_lib.plots"),
    ):
        importlib.import_module(name)
    picture = importlib.import_module("matplotlib.figure").Figure()
    picture.suptitle("fonts")
    picture.savefig(io.BytesIO())
    widgets = sys.modules["ipywidgets"]
    widgets.register_comm_target()  # it does so when it is imported, where there is a kernel


def serve(address):
    """Fork at each wish. It returns in the children alone: with the wish and the open socket."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so the system buries them
    Path(address).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(address).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        os.chmod(address, 0o600)
        listener.listen(64)
        while True:
            asking, _ = listener.accept()
            with contextlib.suppress(OSError, ValueError):  # who asks nothing gets nothing
                asking.settimeout(PATIENCE)
                wish = json.loads(asking.makefile().readline())
                child = os.fork()
                if not child:
                    return wish, asking
                asking.sendall(f"{child}\n".encode())
            asking.close()


def become(wish, asking):
    """Run a script as if this process had been started for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setpgid(0, 0)  # of the parent's session, which Linux weighs as a whole
    os.environ.clear()
    os.environ.update(wish["env"])
    os.makedirs(wish["cwd"], exist_ok=True)
    os.chdir(wish["cwd"])
    if numpy := sys.modules.get("numpy"):  # random numbers of its own; Python's see to themselves
        numpy.random.seed()
    if wish["bound"]:
        threading.Thread(target=_end_with, args=(asking,), daemon=True).start()
    else:
        asking.close()
    sys.argv = wish["argv"]
    sys.path[0] = str(Path(sys.argv[0]).parent)
    runpy.run_path(sys.argv[0], run_name="__main__")


def weigh_session():
    """Make the niceness of this process that of its session, where Linux weighs whole sessions.

    There a process is nice to those of its own session alone (`man 7 sched`, autogroup), and a hub
    starts each of its services in a session of its own.
    """
    for _ in range(100 if os.getsid(0) == os.getpid() else 0):
        try:
            Path("/proc/self/autogroup").write_text(str(os.nice(0)))
        except BlockingIOError:  # who is not root has to wait after another one's word
            time.sleep(0.11)
        except OSError:  # this system does not weigh sessions
            return
        else:
            return


def _end_with(asking):
    """Wait until the process at the other end is gone, then end."""
    asking.settimeout(None)
    with contextlib.suppress(OSError):
        asking.recv(1)
    os._exit(1)


if __name__ == "__main__":
    address, what = sys.argv[1:]
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads of BLAS would not be there in a child
    {"servers": servers, "kernels": kernels}[what]()
    weigh_session()  # not sooner: a class waits for what it has just imported
    gc.collect()
    gc.freeze()  # no collection of a child's writes to what it shares
    become(*serve(address))
