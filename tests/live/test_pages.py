"""What a page without a kernel holds of its views: all that they need, once, and no more."""

import base64
import gzip
import json

from ipywidgets.embed import dependency_state

from backprop_lib import Network, live
from backprop_lib.live import bundles, pages

NET = Network.from_weights(
    [[[0.5, -0.2], [1.5, 0.3]], [[1.0], [-0.7]]], [[0.1, 0.2], [0.3]], activations="sigmoid"
)


def saved(*widgets):
    states = {}
    for widget in widgets:
        states |= dependency_state(widget, drop_defaults=False)
    return states, [widget.model_id for widget in widgets]


def test_scripts_leave_the_state_and_short_names_come_in_the_pages_order():
    states, shown = saved(
        *(live.NetworkView(NET, [0.5, 0.8], [1.0], loss="bce") for _ in range(2)),
        live.NudgeTest(NET, [0.5, 0.8], [1.0], loss="bce"),
    )
    kept, names, views = pages.lean(states, shown)
    assert views == ["network_view", "nudge_test"]
    assert names[shown[0]] == "1" and [names[id] for id in shown] == sorted(
        (names[id] for id in shown), key=int
    )
    assert "_esm" not in json.dumps(kept) and "_css" not in json.dumps(kept)
    for name, id in zip(map(names.get, shown), shown, strict=True):
        assert kept[name]["state"]["spec"] == states[id]["state"]["spec"]
        for ref in pages.REFERENCE.findall(json.dumps(kept[name])):
            assert ref in kept
    assert len(json.dumps(kept)) < len(json.dumps(states)) / 10


def test_another_packages_view_keeps_its_own_script_and_a_box_that_python_moves_is_left_out():
    import ipywidgets

    class Other(live.NetworkView):
        _esm = "export default {\n};\n"

    other = Other(NET, [0.5, 0.8], [1.0], loss="bce")
    slider = ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.HTML("a picture")])
    kept, names, views = pages.lean(*saved(other, slider))
    assert views == []
    assert kept[names[other.model_id]]["state"]["_esm"] == "export default {\n};\n"
    assert slider.model_id not in names


def test_the_parts_make_the_same_module_that_jupyter_loads():
    for view in sorted(pages._ours().values()):
        texts = pages.parts([view])
        read = {}
        for name, text in texts.items():
            start, end = "(self.bpParts??=[]).push(", ");\n"
            assert text.startswith(start) and text.endswith(end)
            read[name] = json.loads(text.removeprefix(start).removesuffix(end))
        needed = [read["shared"]["modules"][n] for n in read[view]["needs"]]
        joined = "".join([*needed, read[view]["script"]])
        lines = bundles.script(view).splitlines()
        assert joined.splitlines() == [line for line in lines if not line.startswith("// ")]
        assert read["shared"]["style"] + read[view]["style"] == bundles.style(view)


def test_all_views_with_their_host_are_at_most_130_kB_packed():
    texts = pages.parts(sorted(pages._ours().values()))
    packed = sum(len(gzip.compress(t.encode(), 9)) for t in [*texts.values(), pages.host()])
    assert 40_000 < packed <= 130_000


def test_no_text_of_a_page_can_end_its_script():
    assert "</" not in pages.script_text({"reason": "</script><script>alert(1)</script>"})
    assert "<!--" not in pages.script_text("<!--<script>")
    assert json.loads(pages.script_text("</a> <!-- b")) == "</a> <!-- b"


def test_a_recording_is_packed_and_unpacks_to_the_same_bytes():
    from backprop_lib import SGD, datasets, record

    X, y = datasets.xor()
    net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    view = live.Scrubber(record(net, X, y, loss="bce", optimizer=SGD(0.5), steps=300))
    kept, names, _ = pages.lean(*saved(view))
    buffers = kept[names[view.model_id]]["buffers"]
    (packed,) = (one for one in buffers if one["encoding"] == "gzip")
    raw = gzip.decompress(base64.b64decode(packed["data"]))
    assert raw == bytes(view.records)
    assert len(packed["data"]) < len(base64.b64encode(raw))
