"""A message to a widget, heard beside a cell that is making a figure, leaves that figure alone."""

import asyncio
import threading

import comm
import ipywidgets
import matplotlib.pyplot as plt
import pytest
from jupyter_client.manager import start_new_kernel

from backprop_lib import Network, live


class Shell:
    """IPython's, as far as `comm` asks it."""

    def __init__(self):
        self.events, self.triggered = self, []

    def trigger(self, name):
        self.triggered.append(name)


@pytest.fixture
def shell(monkeypatch):
    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    return shell


def hear(widget, **state):
    """What the page says of a widget arrives, as the kernel's manager of comms has it."""
    message = {"content": {"data": {"method": "update", "state": state}}, "buffers": []}
    comm.get_comm_manager().get_comm(widget.model_id).handle_msg(message)


def beside(*what, **how):
    thread = threading.Thread(target=hear, args=what, kwargs=how)
    thread.start()
    thread.join()


def sliders():
    view = live.NetworkView(
        Network([1, 1], activations="sigmoid", seed=1), [1.0], [1.0], loss="bce"
    )
    return [*view.sliders.values(), ipywidgets.FloatSlider(max=9)]


def test_beside_the_cells_a_message_is_heard_without_the_hooks_of_a_cell(shell):
    for slider in sliders():
        beside(slider, value=0.5)
        assert slider.value == 0.5
    assert shell.triggered == []


def test_in_the_thread_of_the_cells_the_hooks_run_as_ever(shell):
    hear(sliders()[-1], value=0.5)
    assert shell.triggered == ["pre_execute", "post_execute"]


def test_a_figure_of_a_slider_is_drawn_where_cells_run_and_of_the_newest_value():
    drawn = []

    def draw(value):
        drawn.append((value, threading.current_thread() is threading.main_thread()))
        if value == 5:
            raise ValueError("5 < 6")
        return plt.figure()

    async def cell():
        view = live.Dragged(ipywidgets.IntSlider(value=3, max=9), draw)
        slider, picture, problem, _ = view.children
        for value in (4, 7):  # while the cell runs nothing is drawn
            beside(slider, value=value)
        assert drawn == [(3, True)]
        await asyncio.sleep(0)
        assert drawn[1:] == [(7, True)]
        shown = picture.value
        beside(slider, value=5)
        await asyncio.sleep(0)
        assert picture.value == shown and "ValueError: 5 &lt; 6" in problem.value
        beside(slider, value=6)
        await asyncio.sleep(0)
        assert drawn[-1] == (6, True) and problem.value == ""

    asyncio.run(cell())


IMPORTS = (
    "import time; import matplotlib.pyplot as plt; import ipywidgets; from backprop_lib import live"
)
FIGURE = """
plt.plot([1, 2])
print("begun", flush=True)
time.sleep(2)
print(len(plt.gca().lines), "line")
"""


def test_a_page_that_asks_for_all_widgets_takes_no_figure_from_a_cell():
    """As JupyterLab does when it connects, on a subshell of the kernel."""
    manager, client = start_new_kernel()
    try:
        said = []
        client.execute_interactive(IMPORTS, timeout=60)
        about = client.kernel_info(reply=True, timeout=60)["content"]
        if "kernel subshells" not in about.get("supported_features", []):
            pytest.skip("this kernel hears widgets in the thread of the cells: ipykernel before 7")
        client.control_channel.send(client.session.msg("create_subshell_request"))
        subshell = client.get_control_msg(timeout=60)["content"]["subshell_id"]

        def ask(what, **content):
            message = client.session.msg(what, {"comm_id": "all", **content})
            message["header"]["subshell_id"] = subshell
            message["metadata"] = {"version": "1.0.0"}  # of the protocol
            client.shell_channel.send(message)

        def heard(message):
            kind, content = message["msg_type"], message["content"]
            if kind == "stream" and "begun" in content["text"]:
                ask("comm_open", target_name="jupyter.widget.control", data={})
                ask("comm_msg", data={"method": "request_states"})
            elif kind in ("stream", "display_data", "error"):
                said.append(content.get("text", kind).strip())

        client.execute_interactive(FIGURE, output_hook=heard, timeout=60)
        assert said == ["1 line", "display_data"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
