"""The picture of a network: every text can be read, whatever the network, width and numbers."""

import ast
import mimetypes
import re
from pathlib import Path

import numpy as np
import pytest
from bare_views import put_on
from lab_driver import ROOT

from backprop_lib import Network, live
from backprop_lib.plots.parts.style import LIGHT

SRC = ROOT / "backprop_lib" / "live" / "src"
HERE = Path(__file__).parent
WIDTHS = (376, 560, 780, 1100)
ROOMS = (None, 280, None, 370)  # how tall a picture may be, where a view bounds it
STATES = ("plain", "before", "edge", "neuron", "laboratory", "extreme")
ADDRESS = "http://live.test/"
KINDS = ("overlap", "circle", "node", "ground", "line", "outside", "arrow")
EMPTY = {kind: {"count": 0, "such": []} for kind in KINDS}


def lesson_sizes():
    """Sizes of the networks that the lessons write down, and of the largest in the views' tests."""
    sources = (ROOT / "notebooks" / "src").glob("*.md")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = re.findall(r"\bNetwork\(\[(\d+(?:, \d+)+)\]", text)
    sizes = {tuple(map(int, one.split(", "))) for one in found}
    for layers, times in re.findall(
        r"Network.from_weights\((\[\[\[.+?\]\]\])(?: \* (\d+))?, ", text
    ):
        weights = ast.literal_eval(layers) * int(times or 1)
        sizes.add((len(weights[0]), *(len(one[0]) for one in weights)))
    sizes = {one for one in sizes if max(one) <= 64}  # no view draws the 784 inputs of a large one
    return sorted(sizes | {(2, 3, 1), (2, 3, 2), (3, 4, 3, 2), (8, 16, 16, 8)})


def lesson_scenes():
    for seed, sizes in enumerate(lesson_sizes()):
        large = max(sizes) > 16
        for n, width in enumerate(WIDTHS):
            for m, state in enumerate(STATES[n::4] if large else STATES):
                yield scene(sizes, width, state, seed, ROOMS[(seed + n + m) % 4])


def random_scenes(count=300):
    rng = np.random.default_rng(16)
    for seed in range(count):
        depth = rng.integers(2, 5)
        most = rng.choice([3, 4, 8, 16], p=[0.2, 0.4, 0.25, 0.15])
        sizes = np.minimum(rng.integers(1, most + 1, size=depth), (8, 16, 16, 8)[:depth])
        width, state = int(rng.choice(WIDTHS)), str(rng.choice(STATES))
        yield scene(sizes.tolist(), width, state, 1000 + seed, ROOMS[rng.integers(4)])


def scene(sizes, width, state, seed, room=None):
    activation = ("sigmoid", "tanh", "relu", "identity")[seed % 4]
    return {
        "sizes": list(sizes),
        "width": width,
        "room": room,
        "state": state,
        "seed": seed,
        "activation": activation,
    }


@pytest.fixture(scope="module")
def measure(chromium):
    """A function: what is wrong in the pictures of these scenes, measured on a bare page."""
    page = chromium.new_page()

    def serve(route):
        path = SRC / route.request.url.removeprefix(ADDRESS)
        if path.is_file():
            kind = mimetypes.guess_type(path.name)[0]
            route.fulfill(body=path.read_text(encoding="utf-8"), content_type=kind)
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page.route(f"{ADDRESS}**", serve)
    page.goto(f"{ADDRESS}page")
    page.add_style_tag(content=(SRC / "network_view.css").read_text(encoding="utf-8"))
    run = (HERE / "graph_overlap.js").read_text(encoding="utf-8")
    yield lambda scenes: page.evaluate(run, [ADDRESS, list(scenes), LIGHT])
    page.close()


def report(found):
    counts = ", ".join(f"{kind} {found[kind]['count']}" for kind in KINDS)
    print(
        f"{found['pictures']} pictures, {found['texts']} texts, {found['pairs']} pairs: {counts}; "
        f"slowest layout {found['slowest']:.0f} ms"
    )
    return {kind: found[kind] for kind in KINDS}


@pytest.mark.parametrize("scenes", [lesson_scenes, random_scenes])
def test_no_text_covers_another_or_leaves_its_circle(measure, scenes):
    found = measure(scenes())
    wrong = report(found)
    assert wrong == EMPTY, "\n".join(one for kind in KINDS for one in [kind, *wrong[kind]["such"]])
    for name, labels in found["labelled"].items():
        if name.endswith("edge"):
            assert labels["edge"] == 1, name


# A card of 284 px (a notebook's column on a telephone of 400) to one of 400; deeper chains, too.
@pytest.mark.parametrize("card", [284, 320, 376, 400])
def test_no_network_of_the_lessons_leaves_its_card_on_a_telephone(measure, card):
    sizes = [*lesson_sizes(), (1,) * 4, (1,) * 5, (1,) * 8, (2, 2, 2, 2, 2, 1)]
    assert (1,) * 6 in sizes, "lesson 6's chain"
    scenes = [
        scene(one, card - 26, state, n, room)
        for n, one in enumerate([*sizes, (2, 5, 1), (2, 6, 1), (2, 7, 1)])
        for m, room in enumerate((None, 280, 360, 445))  # 445: the scrubber's
        for state in {STATES[(n + m) % len(STATES)], "neuron"}
    ]
    wrong = report(measure(scenes))
    assert wrong == EMPTY, "\n".join(one for kind in KINDS for one in [kind, *wrong[kind]["such"]])


@pytest.mark.parametrize("room", [None, 474])
@pytest.mark.parametrize("width", [780, 1100])
@pytest.mark.parametrize("sizes", [(2, 3, 1), (2, 4, 1), (2, 2, 1), (4, 3, 2), (3, 3, 2)], ids=str)
def test_small_networks_show_all_their_weights(measure, sizes, width, room):
    found = measure([scene(sizes, width, state, 1, room) for state in STATES])
    for name, labels in found["labelled"].items():
        assert labels["shown"] == labels["all"], name


def test_the_selected_weight_is_told_on_a_phone_in_large_type(measure):
    found = measure([scene((2, 3, 1), 240, "edge", seed) for seed in range(9)])
    assert report(found) == EMPTY
    assert all(labels["edge"] == 1 for labels in found["labelled"].values())


@pytest.mark.parametrize("width", [780, 1100])
def test_a_crowded_picture_shows_what_is_asked_for(measure, width):
    found = measure(
        [scene((8, 16, 16, 8), width, state, seed) for state in STATES for seed in range(8)]
    )
    for name, labels in found["labelled"].items():
        if name.endswith("plain"):
            assert labels["shown"] == 0, name
        if name.endswith("edge"):
            assert (labels["shown"], labels["edge"]) == (1, 1), name
        if name.endswith("neuron"):
            assert labels["shownInto"] == labels["into"], name


def network(*sizes):
    return Network(sizes, activations=["tanh"] * (len(sizes) - 2) + ["sigmoid"], seed=3)


def example(net):
    x, y = np.linspace(-0.4, 0.9, net.sizes[0]), np.linspace(0.0, 1.0, net.sizes[-1])
    return {"x": x, "y": y, "loss": "bce"}


@pytest.fixture
def walk(page):
    """A function: sets traits of a view one after the other; what is wrong in its pictures."""

    def one(view, width, scenes):
        page.set_viewport_size({"width": width, "height": 900})
        put_on(page, view)
        found = page.evaluate(
            (HERE / "graph_overlap.js").read_text(encoding="utf-8"), ["", scenes, {}]
        )
        wrong = report(found)
        assert wrong == EMPTY, "\n".join(
            one for kind in KINDS for one in [kind, *wrong[kind]["such"]]
        )

    return one


@pytest.mark.parametrize("width", [400, 800])
@pytest.mark.parametrize("sizes", [(2, 3, 1), (2, 2, 2), (4, 3, 2)], ids=str)
def test_no_step_of_the_stepper_writes_over_another_text(walk, sizes, width):
    net = network(*sizes)
    view = live.BackwardStepper(net, **example(net), learning_rate=0.5)
    walk(view, width, [["slider", n] for n in range(len(view.steps))])


@pytest.mark.parametrize("width", [284, 400, 800])
def test_the_steppers_update_writes_every_new_weight(page, width):
    """On a telephone it wrote one of eight: the others had no second line for it."""
    net = network(2, 2, 2)
    view = live.BackwardStepper(net, **example(net), learning_rate=0.5)
    view.slider.value = len(view.steps) - 1
    page.set_viewport_size({"width": width, "height": 900})
    put_on(page, view)
    texts = page.locator(".bp-edge-texts [data-new]")
    assert texts.count() == 8
    assert all(any(digit in text for digit in "123456789") for text in texts.all_text_contents())


@pytest.mark.parametrize("width", [400, 800])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2, 1)], ids=str)
def test_no_path_writes_over_another_text(walk, sizes, width):
    net = network(*sizes)
    view = live.PathsView(net, **example(net))
    walk(
        view,
        width,
        [
            step
            for k in ("W[1][0, 0]", "W[1][1, 1]", "x[0]")
            for step in [["selected", k], ["slider", 0], ["slider", 1], ["slider", 2]]
        ],
    )


@pytest.mark.parametrize("width", [400, 800])
def test_no_mistake_of_the_laboratory_writes_over_another_text(walk, width):
    net = network(4, 3, 2)
    for mistake in ("sign flipped", "slope at a", "dW transposed"):
        walk(
            live.BugLab(net, **example(net), mistake=mistake),
            width,
            [["deltas", True], ["show_z", True]],
        )


@pytest.mark.parametrize("width", [284, 400])
def test_in_the_laboratory_the_selected_weight_shows_the_right_slope_on_a_telephone_too(
    page, width
):
    view = live.BugLab(network(2, 2, 1), **example(network(2, 2, 1)), mistake="sign flipped")
    page.set_viewport_size({"width": width, "height": 900})
    root = put_on(page, view)
    told = root.locator(".bp-edge-texts .bp-label-slope").all_text_contents()
    assert sum(bool(re.search(r"^dW .\d.* ≠ .\d", text)) for text in told) == 1
    assert "≠ marks what is not right, before the right number" in root.inner_text()
