"""The server that `make lab` and the browser tests start.

Beside it, labconfig/ keeps JupyterLab from asking about news and from requests to outside hosts. It
also leaves the tab's icon as it is. JupyterLab shows a busy kernel there, too, so each message of a
view changed it twice: a third of the processor's time that a message costs the browser.
custom/custom.css leaves printed numbers whole where a page is narrow.
"""

import os
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.config import Configurable


class NoDelayConnection(ZMQChannelsWebsocketConnection):
    """The kernel's channel to the page, sending each message at once.

    By default the system holds a small message back until the last one is acknowledged, which
    costs half of the way from a slider to the kernel and back.
    """

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


class CoursePage(Configurable):
    """The course's own, imported when a notebook is exported.

    JupyterLab makes every exporter to fill its menu, and each makes what it is to run: with the
    views' package that took a learner's server seconds, and 60 MB for good.
    """

    enabled = True

    def __call__(self, notebook, resources):
        from backprop_lib.live import export

        return export.CoursePage(parent=self.parent)(notebook, resources)


c = get_config()  # noqa: F821  (Jupyter defines it)
c.ServerApp.kernel_websocket_connection_class = NoDelayConnection
c.ServerApp.allow_root = True  # a container's only user, often; it changes nothing for others
c.ServerApp.answer_yes = True  # Ctrl-C stops at once
c.LabApp.custom_css = True
c.ServerApp.tornado_settings = {
    "static_custom_path": [str(Path(__file__).resolve().with_name("custom"))]
}
c.Application.log_level = "ERROR"  # so that the address, which is printed always, is not lost

# A kernel says busy and idle around each message, and JupyterLab shows both in its toolbar and
# status bar: ten changes of its page for each message of a view. Those pass without it, and cells
# are shown as ever. To the server, too, they are no activity then.
c.MappingKernelManager.untracked_message_types.append("comm_msg")

# Kernels inherit it. For matrices as small as these a second thread saves nothing, and where other
# work keeps a core busy, the two wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# "Save and Export Notebook As HTML"; nbconvert, in a terminal, has a configuration of its own.
c.HTMLExporter.preprocessors = [CoursePage]
