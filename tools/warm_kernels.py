"""Kernels of a learner's server on a hub, forked from one that has imported what a lesson needs."""

import asyncio
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import warm
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

START = Path(__file__).resolve().parent / "jupyter" / "hub" / "kernels" / "python3" / "start.py"
ADDRESS = "BACKPROP_WARM_KERNELS"  # in the environment of a learner's server


class WarmProvisioner(LocalProvisioner):
    """The ordinary one, but for where a kernel of the class comes from."""

    async def launch_kernel(self, cmd, **kwargs):
        if cmd[0] != sys.executable or Path(cmd[1]) != START:
            return await super().launch_kernel(cmd, **kwargs)
        place = {"env": kwargs["env"], "cwd": kwargs.get("cwd") or Path.cwd()}
        try:
            self.process = await asyncio.to_thread(
                warm.Child, os.environ[ADDRESS], cmd, bound=True, **place
            )
        except OSError:  # its parent is not there
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = place["cwd"]
        return self.connection_info


def use():
    """From now on kernels of this server come from the warm parent, where there is one."""
    if ADDRESS in os.environ:
        factory, name = KernelProvisionerFactory, "warm"
        place = f"{__name__}:{WarmProvisioner.__name__}"
        factory.provisioners[name] = EntryPoint(name, place, factory.GROUP_NAME)
        os.environ[factory.default_provisioner_name_env] = name
