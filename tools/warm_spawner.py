"""Learners' servers on a hub for one room, forked from one that has imported what they need."""

import asyncio

import warm
from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import Unicode


class WarmSpawner(SimpleLocalProcessSpawner):
    """The simple spawner, but for where a server comes from: it is known by its number alone."""

    warm_parent = Unicode(config=True, help="The socket of the process that forks servers.")

    async def start(self):
        command = [*self.cmd, *self.get_args()]
        place = {"env": self.get_env(), "cwd": self.home_dir}
        try:
            child = await asyncio.to_thread(warm.Child, self.warm_parent, command, **place)
        except OSError as error:
            said = "a server starts without a warm parent: %s: %s"
            self.log.warning(said, self.warm_parent, error)
            return await super().start()
        self.pid = child.pid
        return self.ip or "127.0.0.1", self.port
