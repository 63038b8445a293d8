"""A live view reaches its page whole: in one message, when it is first shown."""

import pytest
from ipywidgets import VBox, Widget

from backprop_lib import Network, live
from backprop_lib.live import view as module

NET = Network([2, 3, 1], activations="sigmoid", seed=0)
VIEWS = {
    "NetworkView": lambda: live.NetworkView(NET, [0.5, 0.8], [1.0], loss="bce"),
    "BackwardStepper": lambda: live.BackwardStepper(NET, [0.5, 0.8], [1.0], loss="bce"),
    "PathsView": lambda: live.PathsView(NET, [0.5, 0.8], [1.0], loss="bce"),
    "NudgeTest": lambda: live.NudgeTest(NET, [0.5, 0.8], [1.0], loss="bce"),
    "BugLab": lambda: live.BugLab(NET, [0.5, 0.8], [1.0], loss="bce"),
    "DepthLab": live.DepthLab,
    "TrainingPlayer": lambda: live.TrainingPlayer("xor"),
    "Ask": lambda: live.Ask("1.blank"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_told_before_it_is_shown_and_then_all_of_it(name, monkeypatch):
    told, opened = [], []
    send, start = Widget._send, module.anywidget.AnyWidget.open

    def keep(self, message, buffers=None):
        told.extend([self] if self.comm is not None else [])
        return send(self, message, buffers)

    def begin(self):
        opened.append(self.get_state())
        return start(self)

    monkeypatch.setattr(Widget, "_send", keep)
    monkeypatch.setattr(module.anywidget.AnyWidget, "open", begin)
    view = VIEWS[name]()
    assert view not in told and not opened
    data, _ = view._repr_mimebundle_()
    assert view not in told
    (state,) = opened
    # Later changes of it would be told one by one.
    assert state == view.get_state()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == view.model_id
    assert data["text/plain"] == repr(view)


def test_a_box_that_holds_it_shows_it_and_a_closed_one_stays_closed():
    view = VIEWS["NetworkView"]()
    assert view.comm is None
    box = VBox([view])
    assert box.get_state()["children"] == [f"IPY_MODEL_{view.model_id}"]
    assert view.comm is not None
    view.close()
    assert view.comm is None
