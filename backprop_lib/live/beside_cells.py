"""A message to a widget is not the end of a cell.

JupyterLab from 4.4 on has the kernel hear widgets in a thread beside that of the cells. Around each
such message `comm` runs IPython's hooks of a cell, and matplotlib's draws, shows and closes all
figures: those, too, that a cell in the other thread is just making. They are then shown nowhere, or
an error stands there (https://github.com/ipython/ipykernel/issues/1564). So, beside the cells,
a message runs no hooks.
"""

import functools
import inspect
import threading

from comm.base_comm import BaseComm

_handle_msg = inspect.unwrap(BaseComm.handle_msg)  # not ours, where this module is loaded again


@functools.wraps(_handle_msg)
def handle_msg(self, msg):
    """Hear a message; in the thread of the cells with their hooks, as it was."""
    if threading.current_thread() is threading.main_thread():
        _handle_msg(self, msg)
    elif self._msg_callback:
        self._msg_callback(msg)


def protect_figures():
    """Let no widget of this kernel run the hooks of a cell in another thread. Twice is as once."""
    BaseComm.handle_msg = handle_msg
