"""A page's address holds what a view shows; what somebody else wrote is read, never run."""

import io
import json
import random
import zlib
from base64 import urlsafe_b64encode
from urllib.parse import quote

import numpy as np
import pages
import pytest
import site_server
from bare_views import NET, REPAINT, VIEWS, X, Y
from playwright.sync_api import expect

from backprop_lib import Network, datasets, live
from backprop_lib.live import state

WITH_STATE = ["NetworkView", "NudgeTest", "BackwardStepper", "PathsView"]
SAID = ".bp-link-said"
BOX = "W[1][0, 0], number box"


@pytest.fixture
def opened(page, tmp_path):
    """A function: these widgets on a page, its address ending in `state`; complaints on `page`."""

    def open_file(*widgets, state=""):
        pages.write(tmp_path / "page.html", *widgets)
        page.goto("about:blank")  # another address of the same page would not load it anew
        page.complaints, page.asked = pages.watch(page)
        page.route(
            "**/*", lambda r: r.abort() if r.request.url.startswith("http") else r.continue_()
        )
        page.goto(f"{(tmp_path / 'page.html').as_uri()}{state}")
        pages.ready(page)
        return page.locator(".bp-root")

    yield open_file
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(("file:", "blob:", "data:"))] == []


def type_in(root, value, name=BOX):
    box = root.get_by_label(name, exact=True)
    box.fill(str(value))
    box.press("Enter")
    root.page.evaluate(REPAINT)


def copied(page, root):
    """What stands after # once the button was pressed."""
    root.locator(SAID).evaluate("said => { said.textContent = ''; }")  # of another press
    root.get_by_role("button", name="Copy link").click()
    root.locator(SAID, has_text="address").wait_for()
    return page.url.partition("#")[2]


def reopened(page):
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    pages.ready(page)


@pytest.mark.parametrize("name", WITH_STATE)
def test_a_copied_link_opens_the_same_in_the_page_and_in_python(opened, page, name):
    root = opened(VIEWS[name]())
    type_in(root, 0.625)
    root.get_by_label("x[1], number box", exact=True).focus()  # selects it
    here = root.get_attribute("data-loss")
    text = copied(page, root)
    reopened(page)
    assert root.get_attribute("data-loss") == here
    assert root.get_by_label(BOX, exact=True).input_value() == "0.625"
    view = getattr(live, name).from_state(text)
    assert view.backward.loss == pytest.approx(float(here), abs=1e-12)
    assert view.network.W[1][0, 0] == 0.625 and view.selected == "x[1]"


def test_the_step_the_path_and_epsilon_travel(opened, page):
    stepper, paths, nudge = (
        VIEWS[name]() for name in ("BackwardStepper", "PathsView", "NudgeTest")
    )
    stepper.step, paths.path, nudge.epsilon = 7, 1, 1e-4
    for view in (stepper, paths, nudge):
        root = opened(type(view).from_state(NET_STATE), state=f"#{view.state()}")
        twin = type(view).from_state(copied(page, root))
        assert repr(twin) == repr(view)
    assert (stepper.step, paths.path) == (7, 1)


def test_what_python_wrote_opens_with_another_network_than_the_page_was_made_for(opened):
    other = Network([3, 4, 2], activations=["tanh", "softmax"], normalization="batch", seed=1)
    view = live.NetworkView(other, [1.0, -1.0, 0.5], [0.0, 1.0], loss="cross_entropy")
    root = opened(VIEWS["NetworkView"](), state=f"#{view.state()}")
    assert float(root.get_attribute("data-loss")) == pytest.approx(view.backward.loss, abs=1e-12)
    assert root.get_by_label(BOX, exact=True).count() == 1


def test_a_network_with_one_slider_for_all_opens_and_moves(opened, page):
    view = live.NetworkView(
        Network([4, 8, 3], activations="tanh", seed=2), [1] * 4, [0] * 3, loss="mse"
    )
    view.selected = "W[2][1, 2]"
    root = opened(VIEWS["NetworkView"](), state=f"#{view.state()}")
    assert float(root.get_attribute("data-loss")) == pytest.approx(view.backward.loss, abs=1e-12)
    type_in(root, 0.25, "W[2][1, 2], number box")
    twin = live.NetworkView.from_state(copied(page, root))
    assert twin.network.W[2][1, 2] == 0.25


def test_of_several_views_the_address_names_one(opened, page):
    first, second = VIEWS["NetworkView"](), VIEWS["NetworkView"]()
    roots = opened(first, second)
    start = roots.first.get_attribute("data-loss")
    type_in(roots.nth(1), 1.25)
    moved = roots.nth(1).get_attribute("data-loss")
    name, _, text = copied(page, roots.nth(1)).partition("=")
    assert name and live.NetworkView.from_state(text).network.W[1][0, 0] == 1.25
    reopened(page)
    assert [root.get_attribute("data-loss") for root in roots.all()] == [start, moved]
    assert moved != start


def test_a_link_that_a_program_has_escaped_opens(opened):
    view = VIEWS["NetworkView"]()
    view.set("W[1][0, 0]", 1.75)
    root = opened(VIEWS["NetworkView"](), state=f"#{quote(view.state(), safe='')}")
    assert root.get_by_label(BOX, exact=True).input_value() == "1.75"


def test_another_link_in_the_same_page_opens_in_place(opened, page):
    root = opened(VIEWS["NetworkView"]())
    view = VIEWS["NetworkView"]()
    view.set("W[1][0, 0]", -1.5)
    page.evaluate("to => { location.hash = to; }", view.state())
    page.locator(SAID, has_text="what the link holds").wait_for()
    assert root.get_by_label(BOX, exact=True).input_value() == "-1.5"
    assert root.count() == 1


def test_the_clipboard_holds_the_link_on_a_server_and_a_box_where_it_is_closed(page, tmp_path):
    pages.write(tmp_path / "page.html", VIEWS["NetworkView"]())
    server = site_server.Server(tmp_path)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server.address}/page.html")
    pages.ready(page)
    text = copied(page, page.locator(".bp-root"))
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    assert copied(page, page.locator(".bp-root")) == text
    assert page.get_by_label("the link", exact=True).input_value() == page.url
    server.close()


def test_ordinary_anchors_have_no_part_in_it(opened, page):
    for anchor in ("#a-heading", "#a=heading"):
        opened(VIEWS["NetworkView"](), state=anchor)
        assert page.locator(SAID).inner_text() == ""


# ---- views that show more than a network

QUIZ = [("W[1][0, 0]", 0.5), ("b[2][0]", -1)]


def test_the_answers_and_the_moved_number_of_predict_travel(opened, page):
    root = opened(live.Predict(NET, X, Y, loss="bce", move=QUIZ, ask=["sign", "size"]))
    root.get_by_role("radio").nth(1).check()
    root.get_by_role("button", name="Move W[1][0, 0]").click()
    verdict = root.locator(".bp-predict-verdict")
    expect(verdict).not_to_be_empty()
    said, here = verdict.inner_text(), root.get_attribute("data-loss")
    twin = live.Predict.from_state(copied(page, root))
    assert (twin.number, twin.answers[0][1], twin.network.W[1][0, 0]) == (0, "falls", 1.0)
    reopened(page)
    expect(verdict).to_have_text(said)
    assert root.get_attribute("data-loss") == here
    root.get_by_role("button", name="Next question").click()  # from the start again
    twin.next()
    expect(root.locator(".bp-predict-question")).to_have_text(twin.question)
    page.evaluate(REPAINT)
    assert float(root.get_attribute("data-loss")) == pytest.approx(twin.backward.loss, abs=1e-12)
    root.get_by_role("radio").first.check()
    again = live.Predict.from_state(copied(page, root))
    assert (again.number, again.picked) == (1, again.options[0])


def test_the_mistake_and_the_sample_of_a_bug_laboratory_travel(opened, page):
    def lab(**how):
        return live.BugLab(NET, *datasets.xor(), loss="bce", **how)

    root = opened(lab())
    root.get_by_label("mistake", exact=True).select_option("mean taken twice")
    root.get_by_label("sample").fill("2")
    type_in(root, 0.75)
    check = root.locator(".bp-lead")
    expect(check).to_contain_text("≠")
    here = check.inner_text(), root.get_attribute("data-loss")
    twin = live.BugLab.from_state(copied(page, root))
    assert (twin.mistake, twin.sample, twin.network.W[1][0, 0]) == ("mean taken twice", 2, 0.75)
    assert f"≠ {len(twin.differs)} of 9" in here[0]
    reopened(page)
    expect(check).to_have_text(here[0])
    expect(root).to_have_attribute("data-loss", here[1])
    twin.mistake, twin.sample = "sign flipped", 1
    page.evaluate("to => { location.hash = to; }", twin.state())
    expect(root.locator(".bp-lab-facts")).to_contain_text("sign flipped")
    expect(check).to_contain_text(f"≠ {len(twin.differs)} of 9")
    assert float(root.get_attribute("data-loss")) == pytest.approx(twin.backward.loss, abs=1e-12)


def test_a_riddle_is_sent_by_a_link(opened, page):
    def riddle(seed=0):
        return live.BugLab(NET, *datasets.xor(), loss="bce", blind=True, seed=seed)

    sent = riddle(seed=7)
    sent.next()
    root = opened(riddle(), state=f"#{sent.state()}")
    check = root.locator(".bp-lead")
    expect(check).to_contain_text(f"≠ {len(sent.differs)} of" if sent.differs else "✓ All 9")
    wrong, right = (name for name in ("sign flipped", sent._hidden))
    root.get_by_label("diagnosis", exact=True).select_option(wrong)
    root.get_by_role("button", name="Is it this?").click()
    expect(root.locator(".bp-lab-told")).to_contain_text("✗ Not 'sign flipped'")
    reopened_text = copied(page, root)
    reopened(page)
    expect(root.locator(".bp-lab-told")).to_contain_text("✗ Not 'sign flipped'")
    expect(root.locator(".bp-lab-score")).to_have_text("score 0 of 1")
    root.get_by_label("diagnosis", exact=True).select_option(right)
    root.get_by_role("button", name="Is it this?").click()
    expect(root.locator(".bp-lab-told")).to_contain_text(f"✓ Right: {right}.")
    expect(root.locator(".bp-lab-score")).to_have_text("score 0 of 1")
    assert live.BugLab.from_state(reopened_text).diagnose(right)


def test_the_place_in_a_run_travels(opened, page):
    scrubber = VIEWS["Scrubber"]()
    root = opened(VIEWS["Scrubber"]())
    root.get_by_label("record", exact=True).fill("7")
    root.get_by_label("sample", exact=True).fill("3")
    root.get_by_label("sample", exact=True).press("Enter")
    twin = live.Scrubber.from_state(copied(page, root), scrubber.recording)
    assert (twin.at, twin.sample) == (7, 3)
    reopened(page)
    assert (root.get_attribute("data-k"), root.get_attribute("data-sample")) == ("7", "3")
    scrubber.at, scrubber.neuron = 12, "a[1][2]"
    page.evaluate("to => { location.hash = to; }", scrubber.state())
    page.wait_for_function("() => document.querySelector('.bp-root').dataset.k === '12'")
    expect(root.locator(".bp-scrub-status")).to_contain_text("a[1][2]: a ")


def test_beside_a_tall_legend_the_button_stays_a_button(opened):
    button = opened(VIEWS["Scrubber"]()).get_by_role("button", name="Copy link")
    assert 24 <= button.bounding_box()["height"] <= 34


def test_the_settings_of_a_deep_network_travel(opened, page):
    root = opened(live.DepthLab(depth=8, width=12))
    root.get_by_label("activation", exact=True).select_option("relu")
    type_in(root, 14, "depth, number box")
    type_in(root, 1.37, "gain, number box")
    page.wait_for_function(
        "() => JSON.parse(document.querySelector('.bp-root').dataset.settings).depth === 14"
    )
    page.evaluate(REPAINT)
    here, settings = root.get_attribute("data-loss"), root.get_attribute("data-settings")
    twin = live.DepthLab.from_state(copied(page, root))
    assert (twin.depth, twin.width, twin.activation) == (14, 12, "relu")
    assert twin.gain == pytest.approx(1.37)
    reopened(page)
    page.evaluate(REPAINT)
    assert root.get_attribute("data-settings") == settings
    assert root.get_attribute("data-loss") == here
    twin.normalization, twin.layer = "batch", 4
    page.evaluate("to => { location.hash = to; }", twin.state())
    page.wait_for_function("() => document.querySelector('.bp-root').dataset.layer === '4'")
    assert json.loads(root.get_attribute("data-settings"))["normalization"] == "batch"


def changed_others():
    xor = datasets.xor()
    quiz, scrubber = VIEWS["Predict"](), VIEWS["Scrubber"]()
    blind = live.BugLab(NET, *xor, loss="bce", blind=True)
    seen = live.BugLab(NET, *xor, loss="bce")
    deep = live.DepthLab(depth=3, width=4)

    def change(view, part, **more):
        header, values = state.decode(view.state())
        header[part] = header[part] | more if more else None
        return state.encode(header, values)

    yield (
        quiz,
        [
            change(quiz, "quiz", answers=[[0, MARKUP]]),
            change(quiz, "quiz", answers=[[0, "rises"], [0, "rises"]]),
            change(quiz, "quiz", answers=MARKUP),
            change(quiz, "quiz", number=1),
            change(quiz, "quiz", number="length"),
            change(quiz, "quiz", picked=MARKUP),
            change(quiz, "quiz"),
            change(quiz, "asked", question=[MARKUP]),
            change(quiz, "asked"),
            state.encode({**state.decode(quiz.state())[0], "before": [[99, 1]]}, VALUES),
        ],
    )
    yield seen, [change(seen, "lab", mistake=MARKUP), change(seen, "lab"), blind.state()]
    yield seen, [change(seen, "batch", X=[[1, 2]]), change(seen, "batch")]
    yield (
        blind,
        [
            change(blind, "lab", riddle=-1),
            change(blind, "lab", riddle="length"),
            change(blind, "lab", guess=MARKUP),
            change(blind, "lab", score=[2, 1]),
            seen.state(),
        ],
    )
    yield (
        scrubber,
        [
            change(scrubber, "run", at=99),
            change(scrubber, "run", at="length", step=21),
            change(scrubber, "run", neuron=MARKUP),
            change(scrubber, "run", neuron=["a[1][0]"]),
            change(scrubber, "run", sample=9),
            change(scrubber, "run"),
            NET_STATE,
        ],
    )
    yield (
        deep,
        [
            change(deep, "depth_lab", depth=1000),
            change(deep, "depth_lab", gain=MARKUP),
            change(deep, "depth_lab", activation="softmax"),
            change(deep, "depth_lab", residual=1),
            change(deep, "depth_lab", seed=-1),
            change(deep, "depth_lab"),
            NET_STATE,
        ],
    )


def test_what_else_a_link_tells_is_checked_before_the_view_sees_it(opened, page):
    for view, texts in changed_others():
        root = opened(view)
        start = root.get_attribute("data-loss")
        for text in texts:
            page.locator(SAID).evaluate("said => { said.textContent = ''; }")
            page.evaluate("to => { location.hash = to; }", text)
            page.wait_for_function("() => document.querySelector('.bp-link-said')?.textContent")
            assert page.locator(SAID).inner_text().startswith("The link could not be opened: it ")
            page.evaluate(REPAINT)
            assert root.get_attribute("data-loss") == start
        assert page.title() == "views"


# ---- what is wrong, old or hostile

HEADER = {
    "sizes": [2, 2, 1],
    "activations": ["sigmoid", "sigmoid"],
    "loss": "bce",
    "image": None,
    "deltas": True,
    "selected": "W[1][0, 0]",
    "controls": None,
}
VALUES = np.array([*NET.params, *X, *Y])
NET_STATE = live.NetworkView(NET, X, Y, loss="bce").state()
MARKUP = "<img src=x onerror=\"document.title='run'\">"


def made_of(change=None, values=VALUES):
    body = (
        json.dumps({**HEADER, **(change or {})}).encode()
        + b"\n"
        + np.asarray(values, "<f8").tobytes()
    )
    return "bp1." + urlsafe_b64encode(zlib.compress(body)).decode()


def bomb():
    packing = zlib.compressobj(9)
    return "bp1." + urlsafe_b64encode(packing.compress(bytes(60 << 20)) + packing.flush()).decode()


def changed_bits(text, many, seed=0):
    draw = random.Random(seed)
    for _ in range(many):
        k = draw.randrange(8, len(text) - 4)
        yield text[:k] + draw.choice("abcXYZ019-_") + text[k + 1 :]


REFUSED = {
    "nothing": "bp1.",
    "old": "bp0." + NET_STATE[4:],
    "cut off": NET_STATE[: len(NET_STATE) // 2],
    "more behind it": NET_STATE.rstrip("=") + "AAAA",
    "no base64": "bp1." + MARKUP,
    "too large": bomb(),
    "sizes of 100,000": made_of({"sizes": [100_000, 100_000], "activations": ["relu"]}),
    "very many layers": made_of({"sizes": [1] * 100_000}),
    "huge": made_of({"sizes": [1, 1e300, 1]}),
    "below 0": made_of({"sizes": [-2, 2, 1]}),
    "not whole": made_of({"sizes": [2, 1.5, 1]}),
    "no sizes": made_of({"sizes": None}),
    "NaN": made_of(values=np.where(VALUES == 0.3, np.nan, VALUES)),
    "infinite": made_of(values=np.where(VALUES == 0.3, np.inf, VALUES)),
    "overflows": made_of({"loss": "mse", "activations": ["identity"] * 2}, VALUES * 1e200),
    "a number too few": made_of(values=VALUES[:-1]),
    "a target of 2": made_of(values=[*VALUES[:-1], 2]),
    "activation": made_of({"activations": ["sigmoid", "constructor"]}),
    "activation of another kind": made_of({"activations": [["sigmoid"], "sigmoid"]}),
    "prototype": made_of({"loss": "__proto__"}),
    "loss": made_of({"loss": MARKUP}),
    "loss that does not fit": made_of({"loss": "cross_entropy"}),
    "selected": made_of({"selected": MARKUP}),
    "controls": made_of({"controls": [MARKUP]}),
    "no controls": made_of({"controls": []}),
    "deltas": made_of({"deltas": MARKUP}),
    "image": made_of({"image": [3, 3]}),
    "image of text": made_of({"image": MARKUP}),
    "residual": made_of({"residual": [True, True]}),
    "normalization": made_of({"normalization": [[-1, 0.1], None]}),
    "running": made_of({"running": [1.0]}),
    "no object": "bp1." + urlsafe_b64encode(zlib.compress(b"[1]\n")).decode(),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_text_that_is_no_state_gives_a_sentence_and_the_start(opened, page, why):
    root = opened(VIEWS["NetworkView"](), state=f"#{REFUSED[why]}")
    said = page.locator(SAID).inner_text()
    assert said.startswith("The link could not be opened: ") and "This is the start." in said
    assert root.get_by_label(BOX, exact=True).input_value() == "0.5"
    assert page.title() == "views"


def test_a_changed_letter_gives_a_sentence_or_the_same(opened, page):
    view = VIEWS["NetworkView"]()
    root = opened(view)
    start = root.get_attribute("data-loss")
    for text in changed_bits(view.state(), 40):
        page.locator(SAID).evaluate("said => { said.textContent = ''; }")
        page.evaluate("to => { location.hash = to; }", text)
        page.wait_for_function("() => document.querySelector('.bp-link-said')?.textContent")
        words = page.locator(SAID).inner_text()
        assert words.startswith("The link could not be opened") or text == view.state()
        assert root.get_attribute("data-loss") == start


def test_a_step_or_an_epsilon_that_is_not_there_changes_nothing(opened, page):
    for name, change in (
        ("BackwardStepper", {"step": 10**6}),
        ("BackwardStepper", {"step": MARKUP}),
        ("BackwardStepper", {"step": 3, "learning_rate": -1}),
        ("PathsView", {"path": 5}),
        ("NudgeTest", {"epsilon": 7}),
    ):
        view = VIEWS[name]()
        root = opened(view, state=f"#{made_of(change, VALUES + 0.01 * (VALUES == 0.5))}")
        assert "could not be opened" in page.locator(SAID).inner_text()
        assert repr(type(view).from_state(copied(page, root))) == repr(view)


def test_a_stepper_does_not_take_another_network(opened, page):
    other = live.NetworkView(
        Network([3, 1], activations="sigmoid", seed=0), [1] * 3, [1], loss="bce"
    )
    opened(VIEWS["BackwardStepper"](), state=f"#{other.state()}")
    assert "it holds a network 3-1" in page.locator(SAID).inner_text()


# ---- a file of one's own


@pytest.fixture
def file(tmp_path):
    """A function: the path of a file that this network was saved in."""

    def saved(network, name="mine.npz"):
        network.save(tmp_path / name)
        return tmp_path / name

    return saved


def choose(page, root, path):
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="Open .npz").click()
    chooser.value.set_files(path)
    page.locator(SAID, has_text=path.name).wait_for()
    return page.locator(SAID).inner_text()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_file_that_save_wrote_is_shown(opened, page, file, dtype):
    mine = Network([2, 3, 3, 1], activations=["tanh", "relu", "sigmoid"], seed=5, dtype=dtype)
    root = opened(VIEWS["NetworkView"]())
    words = choose(page, root, file(mine))
    assert "your network 2-3-3-1, loss bce. x and y are those that stood here." in words
    truth = live.NetworkView(mine, X, Y, loss="bce").backward.loss
    tolerance = 1e-12 if dtype == "float64" else 1e-6
    assert float(root.get_attribute("data-loss")) == pytest.approx(truth, abs=tolerance)
    focused = page.evaluate("() => document.activeElement.textContent")
    assert focused == "Open .npz"
    twin = live.NetworkView.from_state(copied(page, root))
    np.testing.assert_array_equal(twin.network.params, mine.params)


def test_a_normalized_network_with_other_sizes_says_what_it_begins_with(opened, page, file):
    mine = Network(
        [3, 3, 4], activations=["tanh", "softmax"], normalization="batch", residual=True, seed=5
    )
    root = opened(VIEWS["NetworkView"]())
    words = choose(page, root, file(mine))
    assert "x is 0.5 everywhere, y is 1 for the first output" in words
    forward = mine.forward([[0.5] * 3])
    truth = mine.backward(forward, [[1, 0, 0, 0]], loss="cross_entropy").loss
    assert float(root.get_attribute("data-loss")) == pytest.approx(truth, abs=1e-12)


def test_a_file_can_be_dropped_on_the_picture(opened, page, file):
    mine = Network([2, 4, 1], activations="sigmoid", seed=6)
    root = opened(VIEWS["NetworkView"]())
    data = list(file(mine).read_bytes())
    transfer = page.evaluate_handle(
        """data => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(data)], "mine.npz"));
          return transfer;
        }""",
        data,
    )
    root.dispatch_event("dragover", {"dataTransfer": transfer})
    root.dispatch_event("drop", {"dataTransfer": transfer})
    page.locator(SAID, has_text="your network 2-4-1").wait_for()
    truth = live.NetworkView(mine, X, Y, loss="bce").backward.loss
    assert float(root.get_attribute("data-loss")) == pytest.approx(truth, abs=1e-12)


def broken_files(good):
    yield "text", b"hello", "it is no .npz file"
    yield "empty", b"", "it is no .npz file"
    yield "half", good[: len(good) // 2], "it is no .npz file"
    yield "bit", good[:400] + bytes([good[400] ^ 1]) + good[401:], "has been changed"
    yield "long", bytes((16 << 20) + 1), "it is larger than 16 MB"
    for name, how, arrays, why in (
        ("another", np.savez, {"format": "x"}, "its format is x"),
        ("packed", np.savez_compressed, {"format": "x"}, "it is compressed"),
        ("pickle", np.savez, {"format": np.array({}, object)}, "something else than numbers"),
    ):
        made = io.BytesIO()
        how(made, **arrays)
        yield name, made.getvalue(), why
    fine = dict(
        format="backprop_lib network 1", sizes=[2, 1], activations=["tanh"], params=[1.0] * 3
    )
    for name, change, why in (
        ("sizes", {"sizes": [10**6, 10**6]}, "more neurons than numbers"),
        ("too few", {"params": [1.0] * 2}, "more neurons than numbers"),
        ("too many", {"params": [1.0] * 9}, "it holds 9 numbers for network 2-1, expected 3"),
        ("nan", {"params": [1.0, np.nan, 1.0]}, "a number is not finite"),
        ("name", {"activations": [MARKUP]}, "an activation is unknown"),
    ):
        made = io.BytesIO()
        np.savez(made, **{**fine, **change})
        yield name, made.getvalue(), why


def test_any_other_file_gives_a_sentence_and_the_picture_stays(opened, page, file, tmp_path):
    root = opened(VIEWS["NetworkView"]())
    start = root.get_attribute("data-loss")
    for name, data, why in broken_files(file(NET).read_bytes()):
        path = tmp_path / f"{name}.npz"
        path.write_bytes(data)
        words = choose(page, root, path)
        assert why in words and "The picture stays as it was." in words
        assert root.get_attribute("data-loss") == start
    assert page.title() == "views"


# ---- a player


PLAYER = live.TrainingPlayer("yin_yang", seed=2)
PLAYER.step(20)
PLAYER_STATE = PLAYER.state()


def draw_and_train(page, root):
    root.get_by_role("button", name="Draw points").click()
    root.get_by_role("button", name="class 2").click()
    canvas = root.locator("canvas.bp-answers")
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.06, box["y"] + box["height"] * 0.06)
    for _ in range(3):
        root.get_by_role("button", name="Step", exact=True).click()
    page.evaluate(REPAINT)


def test_a_player_trained_on_points_that_a_hand_placed_opens_the_same(opened, page):
    root = opened(live.TrainingPlayer("yin_yang", seed=2))
    draw_and_train(page, root)
    here = {name: root.get_attribute(name) for name in ("data-loss", "data-number")}
    status = root.locator(".bp-train-status").inner_text()
    text = copied(page, root)
    reopened(page)
    page.locator(SAID, has_text="what the link holds").wait_for()
    page.evaluate(REPAINT)
    assert {name: root.get_attribute(name) for name in here} == here
    assert root.locator(".bp-train-status").inner_text() == status
    twin = live.TrainingPlayer.from_state(text)
    assert twin.loss == pytest.approx(float(here["data-loss"]), abs=1e-12)
    assert len(twin.X) == 301 and twin.y[-1].tolist() == [0, 0, 1] and twin.number == 3
    root.get_by_role("button", name="Step", exact=True).click()
    page.evaluate(REPAINT)
    twin.step()
    assert float(root.get_attribute("data-loss")) == pytest.approx(twin.loss, abs=1e-12)
    root.get_by_role("button", name="Reset", exact=True).click()
    page.evaluate(REPAINT)
    twin.reset()
    assert float(root.get_attribute("data-loss")) == pytest.approx(twin.loss, abs=1e-12)


def test_what_a_cell_wrote_of_a_player_opens_in_the_page_and_in_place(opened, page):
    other = live.TrainingPlayer("yin_yang", seed=2)
    other.learning_rate = 0.1
    other.step(40)
    root = opened(live.TrainingPlayer("xor"), state=f"#{PLAYER_STATE}")
    page.locator(SAID, has_text="what the link holds").wait_for()
    page.evaluate(REPAINT)
    assert float(root.get_attribute("data-loss")) == pytest.approx(PLAYER.loss, abs=1e-12)
    page.evaluate("to => { location.hash = to; }", other.state())
    page.wait_for_function("() => document.querySelector('.bp-root').dataset.number === '40'")
    page.evaluate(REPAINT)
    assert float(root.get_attribute("data-loss")) == pytest.approx(other.loss, abs=1e-12)
    assert root.get_by_label("learning rate, number box").input_value() == "0.1"
    assert root.count() == 1


def changed_players():
    header, values = state.decode(PLAYER_STATE)
    yield "cut off", PLAYER_STATE[:300]
    yield "another view", NET_STATE
    yield "a number too few", state.encode(header, values[:-1])
    yield "NaN", state.encode(header, np.where(values == values[0], np.nan, values))
    for change in (
        {"rows": 10**9},
        {"rows": -1},
        {"rows": "many"},
        {"steps": 10**12},
        {"width": 0.5},
        {"dataset": MARKUP},
        {"dataset": "own"},
        {"dataset": "digits"},
        {"activation": MARKUP},
        {"optimizer": None},
        {"optimizer": {"kind": "Adam", "learning_rate": 0.1}},
        {"optimizer": {"kind": "SGD", "learning_rate": 1e9, "momentum": 0, "weight_decay": 0}},
        {"batch_size": -2},
        {"extent": MARKUP},
        {"speed": MARKUP},
        {"number": 1.5},
        {"noise": -1},
    ):
        yield (
            str(change),
            state.encode({**header, "player": {**header["player"], **change}}, values),
        )
    yield "sizes", state.encode({**header, "sizes": [100_000, 100_000, 3]}, values)


def test_any_other_text_leaves_a_player_as_it_was(opened, page):
    root = opened(live.TrainingPlayer("xor"))
    start = {name: root.get_attribute(name) for name in ("data-loss", "data-run")}
    for why, text in changed_players():
        page.locator(SAID).evaluate("said => { said.textContent = ''; }")
        page.evaluate("to => { location.hash = to; }", text)
        page.wait_for_function("() => document.querySelector('.bp-link-said')?.textContent")
        assert "could not be opened" in page.locator(SAID).inner_text(), why
        page.evaluate(REPAINT)
        assert {name: root.get_attribute(name) for name in start} == start, why
    assert page.title() == "views"
