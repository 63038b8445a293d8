"""Processes forked from a warm parent: they are what a new Python would be, but start at once."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))
import warm  # noqa: E402

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
]
HUB = ROOT / "tools" / "jupyter" / "hub"
TELL = """
import json, os, signal, sys
from pathlib import Path
assert __name__ == "__main__"
told = {"argv": sys.argv, "cwd": os.getcwd(), "here": sys.path[0], "parent": os.getppid()}
told |= {"environ": {name: os.environ.get(name) for name in ("WORD", "HOME", "MPLBACKEND")}}
told |= {"warm": "numpy" in sys.modules, "leads": os.getpgid(0) == os.getpid()}
told["session"] = os.getsid(0)
told["interrupts"] = signal.getsignal(signal.SIGINT) is signal.default_int_handler
told["buries"] = signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL
Path("told.json").write_text(json.dumps(told))
if "stay" in sys.argv:
    signal.pause()
sys.exit(3)
"""


@pytest.fixture(scope="module")
def parent(tmp_path_factory):
    """What forks kernels: its process and socket."""
    folder = tmp_path_factory.mktemp("w")
    address = folder / "kernels"
    command = ["nice", "-n", "3", sys.executable, ROOT / "tools" / "warm.py", address, "kernels"]
    env = os.environ | {"OPENBLAS_NUM_THREADS": "8", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, cwd=folder, start_new_session=True) as process:
        until = time.monotonic() + 60
        while not address.exists():
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.05)
        yield process, address
        process.kill()


def started(address, folder, *words, bound=False):
    """A child that tells of itself in a folder of its own."""
    script = folder / "tell.py"
    script.write_text(TELL)
    environ = {"WORD": "learner", "HOME": str(folder)}
    command = [sys.executable, str(script), *words]
    return warm.Child(address, command, env=environ, cwd=folder / "new", bound=bound)


def told_in(folder):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            return json.loads((folder / "new" / "told.json").read_text())
        except (OSError, ValueError):
            time.sleep(0.05)
    raise TimeoutError("the child has told nothing")


def test_it_forks_from_one_thread(parent):
    process, _ = parent
    psutil = pytest.importorskip("psutil")
    assert psutil.Process(process.pid).num_threads() == 1


def test_a_child_is_as_a_python_of_its_own_would_be(parent, tmp_path):
    process, address = parent
    child = started(address, tmp_path, "a word")
    child.wait(timeout=30)
    assert told_in(tmp_path) == {
        "argv": [str(tmp_path / "tell.py"), "a word"],
        "cwd": str(tmp_path / "new"),
        "here": str(tmp_path),
        "parent": process.pid,
        "environ": {"WORD": "learner", "HOME": str(tmp_path), "MPLBACKEND": None},
        "warm": True,
        "leads": True,
        "session": process.pid,
        "interrupts": True,
        "buries": True,
    }


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="no weights of sessions")
def test_its_session_is_as_nice_as_itself(parent):
    """Else all that it forks would go level with what is less nice in another session."""
    process, _ = parent
    nice = os.getpriority(os.PRIO_PROCESS, process.pid)
    group = Path(f"/proc/{process.pid}/autogroup").read_text()
    assert nice == os.nice(0) + 3 and group.endswith(f" nice {nice}\n")


def test_a_child_ends_when_it_is_told_to(parent, tmp_path):
    child = started(parent[1], tmp_path, "stay")
    told_in(tmp_path)
    assert child.poll() is None
    child.terminate()
    assert child.wait(timeout=30) == 0


def test_a_bound_child_ends_with_who_asked_for_it(parent, tmp_path):
    child = started(parent[1], tmp_path, "stay", bound=True)
    told_in(tmp_path)
    assert child.poll() is None
    child._open.close()  # as the system does it when a process ends
    until = time.monotonic() + 30
    while lives(child.pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_who_asks_nonsense_gets_nothing_and_the_next_is_served(parent, tmp_path):
    for nonsense in (b"", b"nonsense\n"):
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(parent[1]))
            asked.sendall(nonsense)
            asked.shutdown(socket.SHUT_WR)
            assert asked.recv(10) == b""
    started(parent[1], tmp_path).wait(timeout=30)
    assert told_in(tmp_path)["warm"]


LEARN = """
import json, os, sys
import warm_kernels
warm_kernels.use()
from jupyter_client.manager import start_new_kernel

def heard(code):
    said = []
    client.execute_interactive(code, output_hook=said.append, timeout=60)
    return said

def text(code):
    return "".join(m["content"].get("text", "") for m in heard(code) if m["msg_type"] == "stream")

told = []
for _ in range(2):
    manager, client = start_new_kernel(kernel_name="python3")
    random = text("import random, numpy; print(random.random(), numpy.random.rand())").split()
    parent = int(text("import os; print(os.getppid())"))
    figure = heard("import matplotlib.pyplot as plt; plt.plot([1, 2]);")
    show = heard("from backprop_lib import ask; ask('1.flat')")
    kinds = [list(m["content"].get("data", {})) for m in (*figure, *show)]
    targets = text("import comm; print(sorted(comm.get_comm_manager().targets))")
    manager.interrupt_kernel()
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=60)
    again = int(text("import os; print(os.getppid())"))
    alive = [manager.is_alive()]
    manager.shutdown_kernel(now=True)
    alive.append(manager.is_alive())
    told.append([random, parent, again, sum(kinds, []), targets, alive])
print(json.dumps(told))
"""


def learn(folder, address):
    env = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    env |= {"HOME": str(folder), "BACKPROP_WARM_KERNELS": str(address), "JUPYTER_PATH": str(HUB)}
    env |= {"PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), str(ROOT)])}
    command = [sys.executable, "-W", "ignore", "-c", LEARN]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=folder)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_forked_kernels_show_draw_and_start_again_and_draw_other_random_numbers(parent, tmp_path):
    told = learn(tmp_path, parent[1])
    (one, *first), (other, *second) = told
    assert first == second and not set(one) & set(other)
    was, again, kinds, targets, alive = first
    assert was == again == parent[0].pid
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(kinds)
    assert "jupyter.widget.control" in targets
    assert alive == [True, False]


def test_without_a_parent_a_kernel_starts_in_the_ordinary_way(parent, tmp_path):
    told = learn(tmp_path, tmp_path / "nobody")
    assert all(was != parent[0].pid and alive == [True, False] for _, was, *_, alive in told)
