"""What a page without a kernel holds of its views: all that they need, once, and no more."""

import base64
import gzip
import json
import re

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


def names_of(lists):
    return [name for names in lists for name in names.split(",")]


def taken_by(part):
    """The shared names that a view's part takes."""
    return names_of(re.findall(r"module\(\{(.*?)\}\)\{", part))


def test_the_parts_hold_what_jupyter_loads_and_nothing_twice():
    for view in bundles.views():
        texts = pages.parts([view])
        assert [*texts] == ["shared", view, "share"]
        for line in bundles.script(view).splitlines():
            line = line.partition("export{")[0]  # a module's end; here a function's
            at_home = texts["shared"] if pages.MADE.match(line) else texts[view]
            assert line.startswith("// ") or line in at_home
        assert pages.script_text(bundles.shared_style()) in texts["shared"]
        assert pages.script_text(bundles.own_style(view)) in texts[view]
        made = names_of(re.findall(r"const\{([^}]*)\}=\(\(\)=>", "".join(texts.values())))
        assert len(made) == len(set(made)) > 0
        given = set(names_of([texts["shared"].rpartition("return{")[2].partition("}")[0]]))
        taken = {*taken_by(texts[view]), *taken_by(texts["share"])}
        assert taken == given and taken <= set(made)
    everything = pages.parts(bundles.views())
    assert all(line in everything["shared"] for line in bundles.modules().values())


def test_all_views_with_their_host_are_at_most_125_kB_packed_file_by_file():
    texts = [*pages.parts(bundles.views()).values(), pages.host()]
    packed = sum(len(gzip.compress(text.encode(), 9)) for text in texts)
    assert 40_000 < packed <= 125_000


def test_all_views_with_their_host_are_at_most_112_8_kB_packed_as_one_script_and_one_style():
    views = bundles.views()
    names = [*views, "share", "host"]
    script = "".join([*bundles.modules().values(), *map(bundles.own_script, names)])
    style = "".join([bundles.shared_style(), *map(bundles.own_style, views)])
    packed = sum(len(gzip.compress(text.encode(), 9)) for text in (script, style))
    assert 40_000 < packed <= 112_800


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
