"""A JupyterHub on which everybody gets the course, in a folder of copies of their own.

To try it on one machine:
    python -m pip install -e '.[lab]' jupyterhub && npm install -g configurable-http-proxy
    jupyterhub -f classroom/jupyterhub_config.py

On The Littlest JupyterHub link it into jupyterhub_config.d; there the hub's own users and spawner
stay, and only what a server opens is the course. docs/site/where.md has the lines.
"""

import os
import secrets
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parents[1]
c = get_config()  # noqa: F821  (JupyterHub defines it)

# A learner's server: tools/lab.py lays copies that it never overwrites, then starts.
littlest = Path("/opt/tljh/user/bin/python")
python = str(littlest) if littlest.exists() else sys.executable
c.Spawner.cmd = [python, str(COURSE / "tools" / "lab.py"), "--hub"]
c.Spawner.default_url = "/lab/tree/backprop/01_forward_pass.ipynb"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120  # thirty at once, on two cores
# Two pools of memory a process (by default glibc has one for nearly every thread), and what is free
# at the end of one goes back to the system at once.
c.Spawner.environment = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "65536"}

if not littlest.exists():  # a trial: one user of the system, one password for the room
    people = Path(os.environ.get("BACKPROP_HUB", Path.home() / "backprop-hub"))
    people.mkdir(parents=True, exist_ok=True)
    password = os.environ.get("BACKPROP_HUB_PASSWORD") or secrets.token_urlsafe(6)
    print(f"The password of this hub: {password}", flush=True)
    # One list of this machine's fonts for all: to make it takes seconds of a first cell.
    c.Spawner.environment["MPLCONFIGDIR"] = str(people / ".matplotlib")
    c.JupyterHub.spawner_class = "simple"
    c.JupyterHub.services = []
    if sys.platform == "linux":
        # Servers and kernels are forked from two processes that have imported what they need. Who
        # still waits for a first page goes before the lessons that run: first the hub and its
        # proxy, then servers, then kernels.
        parents = {what: str(people / ".warm" / what) for what in ("servers", "kernels")}
        same = dict(c.Spawner.environment)
        for (what, socket), nice in zip(parents.items(), ("5", "10"), strict=True):
            parent = ["nice", "-n", nice, python, str(COURSE / "tools" / "warm.py"), socket, what]
            service = {"name": what, "command": parent, "environment": same}
            c.JupyterHub.services.append(service)
        sys.path.append(str(COURSE / "tools"))
        c.JupyterHub.spawner_class = "warm_spawner.WarmSpawner"
        c.WarmSpawner.warm_parent = parents["servers"]
        c.Spawner.environment["BACKPROP_WARM_KERNELS"] = parents["kernels"]
    c.JupyterHub.authenticator_class = "dummy"
    c.DummyAuthenticator.password = password
    c.Authenticator.allow_all = True
    c.SimpleLocalProcessSpawner.home_dir_template = f"{people}/{{username}}"
    c.JupyterHub.db_url = f"sqlite:///{people}/hub.sqlite"
    c.JupyterHub.cookie_secret_file = str(people / "cookie_secret")
    c.ConfigurableHTTPProxy.pid_file = str(people / "proxy.pid")
    c.JupyterHub.concurrent_spawn_limit = 0  # a whole class presses the button at once

    def own_port(spawner):
        """Below those that a system gives by itself: one of those may be taken a moment later."""
        spawner.port = 20000 + spawner.user.id

    c.Spawner.pre_spawn_hook = own_port
