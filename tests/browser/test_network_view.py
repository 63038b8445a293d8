"""A learner's hands on the live view: what is painted is what `backprop_lib` computes."""

import re
import time

import numpy as np
import pytest
from lab_driver import SLOW, write_notebook
from live_view import CLOSE, MINUS, at_rest, formatted, kernel_agrees, signed
from playwright.sync_api import expect

from backprop_lib import Network

# The course's first network, worked by hand in lesson 1.
SEED = """
import numpy as np
from backprop_lib import Network, live
rng = np.random.RandomState(42)
W = [rng.randn(2, 3), rng.randn(3, 1)]
net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations=["sigmoid", "sigmoid"])
view = live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce")
"""
RECORDS = (
    "[view.network.params.tolist(), view.forward.a[0][0].tolist(), view.backward.loss, "
    "[d.tolist() for d in view.backward.delta], [d.tolist() for d in view.backward.dW]]"
)


def seed_records(changes=()):
    """The records of the seed's network with some weights and biases changed."""
    rng = np.random.RandomState(42)
    W = [rng.randn(2, 3), rng.randn(3, 1)]
    net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")
    for where, value in changes:
        net = net.replace(**where, **value)
    forward = net.forward([[0.5, 0.8]])
    return forward, net.backward(forward, [[1.0]], loss="bce")


def judge(view):
    """Numbers and texts painted are right for the values on screen; the kernel has them, too."""
    picture = view.picture()
    net = picture.network((2, 3, 1), ["sigmoid", "sigmoid"])
    forward = net.forward([[picture.set_to["x[0]"], picture.set_to["x[1]"]]])
    backward = net.backward(forward, [[picture.set_to["y[0]"]]], loss="bce")
    picture.assert_shows(forward, backward)
    for name, number in picture.numbers.items():
        text = picture.texts[name]
        if name.startswith("delta"):
            assert text.partition(" (was")[0] == f"δ {signed(number)}"
        elif name.startswith("dW"):
            assert text == f"dW {signed(number)}"
        else:
            assert text == (signed if name[0] == "W" else formatted)(number), name
    kernel_agrees(view.root)
    params, x, loss, delta, dW = view.notebook.ask(RECORDS)
    np.testing.assert_allclose(params, net.params, **CLOSE)
    np.testing.assert_allclose(x, forward.a[0][0], **CLOSE)
    np.testing.assert_allclose(loss, backward.loss, **CLOSE)
    for l in (1, 2):
        np.testing.assert_allclose(delta[l - 1], backward.delta[l], **CLOSE)
        np.testing.assert_allclose(dW[l - 1], backward.dW[l], **CLOSE)
    return picture


def test_what_is_painted_at_first_is_the_seeds_own_pass(show):
    view = show(SEED + "view")
    picture = judge(view)
    picture.assert_shows(*seed_records())
    assert picture.texts["W[1][0, 1]"] == f"{MINUS}0.138"


@pytest.mark.parametrize(
    ("key", "step"), [("ArrowRight", 0.05), ("Shift+ArrowUp", 0.5), ("Alt+ArrowDown", -0.005)]
)
def test_arrow_key_moves_a_sliders_weight(show, key, step):
    view = show(SEED + "view")
    was = judge(view).set_to["W[1][0, 2]"]
    view.slider("W[1][0, 2]").focus()
    view.page.keyboard.press(key)
    assert judge(view).set_to["W[1][0, 2]"] == pytest.approx(was + step, abs=1e-9)


def test_dragged_slider_moves_its_weight(show):
    view = show(SEED + "view")
    before = judge(view)
    view.drag(view.slider("W[2][1, 0]"), 60, 0)
    after = judge(view)
    value = after.set_to.pop("W[2][1, 0]")
    assert value > before.set_to.pop("W[2][1, 0]") + 0.5
    assert value == round(value, 2)  # a hand stops at round numbers
    assert after.set_to == before.set_to


def test_typed_number_becomes_the_weight(show):
    view = show(SEED + "view")
    view.box("b[1][1]").fill("-1.25")
    view.page.keyboard.press("Enter")
    assert judge(view).set_to["b[1][1]"] == -1.25
    expect(view.row("b[1][1]").locator(".bp-row-note")).to_have_text("")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("abc", "Not a number"),
        ("", "Not a number, but empty"),
        ("99", "99 is outside"),
        ("1e400", "1e400 is outside"),  # its beginning, 1, is a weight, and was taken on the way
        ("35", "35 is outside"),
        ("0,5", "a point, not a comma"),
        ("1/2", "Not a number"),
    ],
)
def test_typing_nonsense_keeps_the_last_good_state(show, typed, message):
    view = show(SEED + "view")
    before = judge(view)
    view.box("W[1][0, 0]").click()
    view.page.keyboard.press("Control+A")
    view.page.keyboard.press("Delete")
    view.page.keyboard.type(typed)
    view.page.keyboard.press("Enter")
    note = view.row("W[1][0, 0]").locator(".bp-row-note")
    expect(note).to_contain_text(message)
    expect(note).to_contain_text("kept 0.4967")
    expect(view.box("W[1][0, 0]")).to_have_value("0.4967")
    after = judge(view)
    assert (after.set_to, after.numbers) == (before.set_to, before.numbers)
    view.box("W[1][0, 0]").fill("0.5")
    view.page.keyboard.press("Enter")
    expect(note).to_have_text("")
    assert judge(view).set_to["W[1][0, 0]"] == 0.5


def test_dragged_edge_moves_its_weight_and_selects_it(show):
    view = show(SEED + "view")
    was = judge(view).set_to["W[1][1, 0]"]
    view.drag(None, 0, -50, at=point_on(view, "W[1][1, 0]"))
    assert judge(view).set_to["W[1][1, 0]"] == pytest.approx(was + 0.5, abs=1e-4)
    expect(view.row("W[1][1, 0]")).to_have_attribute("data-selected", "")
    expect(view.root.locator(".bp-card-title")).to_have_text("Weight W[1][1, 0]")
    expect(view.root.get_by_role("status")).to_contain_text("W[1][1, 0] 1.523 → 2.023")


def test_clicked_neuron_selects_the_slider_of_its_bias(show):
    view = show(SEED + "view")
    view.item("a[1][2]").locator(".bp-neuron").click()
    expect(view.row("b[1][2]")).to_have_attribute("data-selected", "")
    expect(view.root.locator('.bp-row[data-selected=""]')).to_have_count(1)
    expect(view.root.locator(".bp-card-title")).to_have_text("Neuron a[1][2]")
    view.notebook.ask_until("view.selected", "b[1][2]")


def test_undo_and_redo_step_through_gestures_and_reset_is_the_exact_start(show):
    view = show(SEED + "view")
    start = judge(view)
    view.slider("W[1][0, 0]").focus()
    view.slider("W[1][0, 0]").evaluate(  # three keys without a pause: one gesture
        """handle => [1, 2, 3].forEach(() => handle.dispatchEvent(
             new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true})))"""
    )
    first = judge(view)
    view.box("b[2][0]").fill("0.75")
    view.page.keyboard.press("Enter")
    second = judge(view)
    for button, picture in (
        ("Undo", first),
        ("Undo", start),
        ("Redo", first),
        ("Redo", second),
        ("Reset", start),
        ("Undo", second),
    ):
        view.button(button).click()
        now = judge(view)
        assert (now.set_to, now.numbers) == (picture.set_to, picture.numbers)
    view.page.keyboard.press("Control+z")
    assert judge(view).set_to == first.set_to
    view.page.keyboard.press("Control+Shift+z")
    assert judge(view).set_to == second.set_to


def test_random_draws_the_weights_of_the_visible_seed(show):
    view = show(SEED + "view")
    view.root.get_by_label("seed of the random weights").fill("7")
    view.button("Random").click()
    drawn = Network([2, 3, 1], activations="sigmoid", seed=7)
    for l, i in ((1, 0), (2, 2)):  # the kernel draws, and tells the first before the last
        expect(view.box(f"W[{l}][{i}, 0]")).to_have_value(str(round(drawn.W[l][i, 0], 4)))
    picture = judge(view)
    assert (picture.network((2, 3, 1), "sigmoid").params == drawn.params).all()
    view.button("Undo").click()
    expect(view.box("W[1][0, 0]")).to_have_value("0.4967")
    judge(view).assert_shows(*seed_records())


def test_ghosts_show_the_values_at_the_last_grab(show):
    view = show(SEED + "view")
    was = judge(view).numbers
    view.slider("W[1][0, 0]").focus()
    view.page.keyboard.press("Shift+ArrowUp")
    judge(view)
    loss = view.root.locator(".bp-loss-node")
    expect(loss).to_contain_text(f"▼ was {formatted(was['loss'])}")
    expect(view.item("a[1][0]")).to_contain_text(f"▲ was {formatted(was['a[1][0]'])}")
    expect(view.item("a[1][1]")).not_to_contain_text(f"was {formatted(was['a[1][1]'])}")


def test_slider_value_set_in_a_cell_moves_the_picture(show, scratch):
    view = show(SEED + "display(view)")
    assert scratch.ask("view.sliders['W[1][0, 2]'].__setattr__('value', 0.7)") is None
    expect(view.box("W[1][0, 2]")).to_have_value("0.7")
    changes = [({"layer": 1, "i": 0, "j": 2}, {"value": 0.7})]
    judge(view).assert_shows(*seed_records(changes))
    view.button("Undo").click()
    expect(view.box("W[1][0, 2]")).to_have_value("0.6477")
    judge(view).assert_shows(*seed_records())


def test_a_hand_and_a_cell_take_turns(show, scratch):
    """No echo: neither overwrites what the other did last."""
    view = show(SEED + "display(view)")
    for step in range(5):
        view.slider("W[1][0, 0]").focus()
        view.page.keyboard.press("ArrowUp")
        scratch.ask(f"view.set('b[1][0]', {step / 10})")
        expect(view.box("b[1][0]")).to_have_value(str(step / 10).removesuffix(".0"))
    picture = judge(view)
    assert picture.set_to["b[1][0]"] == 0.4
    assert picture.set_to["W[1][0, 0]"] == pytest.approx(0.4967141530 + 5 * 0.05, abs=1e-9)


def test_a_slider_that_the_mouse_holds_gets_its_moves_until_it_is_let_go(show):
    """They are the handle's: the browser need not look for what lies under the mouse."""
    view = show(SEED + "display(view)")
    handle = view.root.locator(".noUi-handle").first
    handle.evaluate("one => one.addEventListener('gotpointercapture', () => (window.got = true))")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    was = judge(view).set_to["W[1][0, 0]"]
    view.page.mouse.move(x, y)
    view.page.mouse.down()
    view.page.mouse.move(x + 20, y - 300)
    assert view.page.evaluate("window.got")
    view.page.mouse.up()
    moved = judge(view).set_to["W[1][0, 0]"]
    assert moved > was + 0.2
    view.page.mouse.move(x - 40, y)
    assert judge(view).set_to["W[1][0, 0]"] == moved


def test_no_echo_moves_an_edge_under_the_hand(show, scratch):
    view = show(SEED + "display(view)")
    was = judge(view).set_to["W[1][1, 0]"]
    x, y = point_on(view, "W[1][1, 0]")
    view.page.mouse.move(x, y)
    view.page.mouse.down()
    for pixels in (46, 47, 48, 49, 50):
        started = time.monotonic()
        view.page.mouse.move(x, y - pixels)
        scratch.ask("view.set('W[1][1, 0]', -2.0)")
        if time.monotonic() - started < 0.4:  # a hand that rests for half a second has let go
            break
    was += (pixels - 50) / 100
    expect(view.box("W[1][1, 0]")).to_have_value(str(round(was + 0.5, 4)))
    view.page.mouse.up()
    assert judge(view).set_to["W[1][1, 0]"] == pytest.approx(was + 0.5, abs=1e-4)


def test_two_displays_stay_in_step_until_one_is_closed(show, scratch):
    one = show(SEED + "display(view)\ndisplay(view)")
    other = scratch.view(1)
    one.slider("W[1][0, 0]").focus()
    one.page.keyboard.press("Shift+ArrowDown")
    assert judge(one).numbers == judge(other).numbers
    other.drag(None, 0, 40, at=point_on(other, "W[2][0, 0]"))
    assert judge(one).numbers == judge(other).numbers
    other.button("Undo").click()
    assert judge(one).numbers == judge(other).numbers
    # The second output alone is closed.
    scratch.run("h = display(view, display_id=True)\ndisplay(view)")
    scratch.ask("h.update(None)")
    expect(scratch.panel.locator(".bp-root")).to_have_count(1)
    last = scratch.view()
    last.slider("W[1][0, 0]").focus()
    last.page.keyboard.press("ArrowUp")
    judge(last)


def test_closed_output_neither_paints_nor_listens_any_more(show, scratch):
    scratch.clear()
    listeners = count_listeners(scratch.page)
    view = show(SEED + "view")
    view.slider("W[1][0, 0]").focus()
    view.page.keyboard.press("ArrowUp")
    loss = judge(view).numbers["loss"]
    closed = view.root.element_handle()
    scratch.clear()
    scratch.ask("view.set('W[1][0, 0]', 3.0)")
    other = scratch.view_of("view")
    assert judge(other).numbers["loss"] != loss
    assert float(closed.get_attribute("data-loss")) == loss
    scratch.clear()
    for _ in range(100):  # JupyterLab takes an output away a little after its place is empty
        if (left := count_listeners(scratch.page)) <= listeners:
            break
        scratch.page.wait_for_timeout(50)
    assert left <= listeners


OWN = """
def mine(network, forward, y):
    right = network.backward(forward, y, loss="bce")
    delta, dW, db = dict(right.delta.items()), dict(right.dW.items()), dict(right.db.items())
    delta[1] = 2 * delta[1]  # a mistake
    {}
    return delta, dW, db

view = live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce", backward=mine)
view
"""


def test_own_function_is_painted_and_its_differences_are_marked(show):
    view = show(SEED + OWN.format("pass"))
    expect(view.root.locator(".bp-kernel")).to_have_text("mine differs in 3 numbers (≠)")
    view.slider("W[1][0, 0]").focus()
    view.page.keyboard.press("ArrowUp")
    forward, backward = seed_records([({"layer": 1, "i": 0, "j": 0}, {"value": 0.5467141530})])
    expected = 2 * backward.delta[1][0]
    delta = view.item("a[1][0]").locator(".bp-delta")
    expect(delta).to_contain_text(f"δ {signed(expected[0])} ≠")
    numbers = view.picture().numbers
    np.testing.assert_allclose([numbers[f"delta[1][{j}]"] for j in range(3)], expected, **CLOSE)
    np.testing.assert_allclose(numbers["delta[2][0]"], backward.delta[2][0, 0], **CLOSE)
    np.testing.assert_allclose(numbers["dW[1][0, 0]"], backward.dW[1][0, 0], **CLOSE)
    expect(view.item("a[2][0]").locator(".bp-delta")).not_to_contain_text("≠")


def test_own_function_that_is_right_agrees(show):
    view = show(SEED + OWN.format("delta[1] = delta[1] / 2"))
    expect(view.root.locator(".bp-kernel")).to_have_text("mine agrees")
    view.picture().assert_shows(*seed_records())


def test_error_of_an_own_function_shows_its_line_and_goes_when_mended(show):
    view = show(SEED + OWN.format("delta[1] / (network.W[1][0, 0] > 0.6 or missing)"))
    problem = view.root.get_by_role("alert").first
    expect(problem).to_contain_text("NameError")
    expect(problem).to_contain_text("delta[1] / (network.W[1][0, 0] > 0.6 or missing)")
    problem.locator("summary").click()
    expect(problem).to_contain_text("Traceback")
    view.box("W[1][0, 0]").fill("0.7")
    view.page.keyboard.press("Enter")
    expect(problem).to_be_hidden()


def test_sample_slider_walks_through_a_batch(show, scratch):
    source = """
    X, y = np.array([[0.5, 0.8], [-1.0, 0.25], [2.0, -0.5]]), np.array([[1.0], [0.0], [0.5]])
    view = live.NetworkView(net, X, y, loss="bce")
    view"""
    view = show(SEED + re.sub("^ +", "", source, flags=re.M))
    view.slider("W[1][0, 0]").focus()
    view.page.keyboard.press("ArrowUp")
    moved = judge(view).set_to
    view.root.get_by_label("sample", exact=True).focus()
    view.page.keyboard.press("ArrowRight")
    expect(view.item("x[0]").locator(".bp-a")).to_have_text(f"{MINUS}1.000")
    picture = judge(view)
    assert picture.set_to == moved | {"x[0]": -1.0, "x[1]": 0.25, "y[0]": 0.0}
    assert scratch.ask("view.sample") == 1
    scratch.ask("setattr(view, 'sample', 2)")
    expect(view.item("x[0]").locator(".bp-a")).to_have_text("2.000")
    assert judge(view).set_to == moved | {"x[0]": 2.0, "x[1]": -0.5, "y[0]": 0.5}


def test_8_16_16_8_is_drawn_whole_and_its_one_slider_follows_the_selection(show, scratch):
    view = show("""
import numpy as np
from backprop_lib import Network, live
net = Network([8, 16, 16, 8], activations=["tanh", "gelu", "identity"], seed=1)
view = live.NetworkView(net, np.linspace(-1, 1, 8), np.zeros(8), loss="mse")
view""")
    assert len(view.picture().set_to) == 8 * 16 + 16 * 16 + 16 * 8 + 16 + 16 + 8 + 8 + 1
    expect(view.root.locator(".bp-row")).to_have_count(1)
    view.item("a[2][3]").locator(".bp-neuron").click()
    view.slider("b[2][3]").focus()
    view.page.keyboard.press("Shift+ArrowUp")
    view.item("W[2][4, 5]").focus()
    expect(view.slider("W[2][4, 5]")).to_be_visible()  # the one slider has followed
    view.page.keyboard.press("ArrowUp")
    view.page.keyboard.press("ArrowUp")
    kernel_agrees(view.root)
    net = Network([8, 16, 16, 8], activations=["tanh", "gelu", "identity"], seed=1)
    net = net.replace(layer=2, j=3, bias=0.5)
    net = net.replace(layer=2, i=4, j=5, value=net.W[2][4, 5] + 0.1)
    forward = net.forward([np.linspace(-1, 1, 8)])
    view.picture().assert_shows(forward, net.backward(forward, [np.zeros(8)], loss="mse"))
    np.testing.assert_allclose(scratch.ask("view.network.params.tolist()"), net.params, **CLOSE)


def test_64_16_10_is_thinned_and_says_what_it_leaves_out(show, scratch):
    view = show("""
import numpy as np
from backprop_lib import Network, live
net = Network([64, 16, 10], activations=["relu", "softmax"], seed=1)
x = np.random.default_rng(0).uniform(size=64)
view = live.NetworkView(net, x, np.eye(10)[8], loss="cross_entropy", image_shape=(8, 8))
view""")
    expect(view.root.locator(".bp-note")).to_contain_text("the 16 largest a neuron")
    expect(view.root.locator(".bp-pixel")).to_have_count(64)
    drawn = [name for name in view.picture().set_to if name.startswith("W[1]")]
    view.item(drawn[0]).focus()
    view.page.keyboard.press("Shift+ArrowUp")
    kernel_agrees(view.root)
    net = Network([64, 16, 10], activations=["relu", "softmax"], seed=1)
    i, j = map(int, re.findall(r"\d+", drawn[0])[1:])
    net = net.replace(layer=1, i=i, j=j, value=net.W[1][i, j] + 0.5)
    forward = net.forward([np.random.default_rng(0).uniform(size=64)])
    backward = net.backward(forward, [np.eye(10)[8]], loss="cross_entropy")
    view.picture().assert_shows(forward, backward)
    np.testing.assert_allclose(scratch.ask("view.backward.loss"), backward.loss, **CLOSE)


def test_labels_of_the_weights_do_not_cover_each_other(show):
    view = show(SEED + "view")
    view.picture()
    covered = view.root.evaluate("""root => {
      const boxes = [...root.querySelectorAll(".bp-label:not(:empty)")].map(text => {
        const {left, right, top, bottom} = text.getBoundingClientRect();
        return {text: text.textContent, left, right, top: top + 3, bottom: bottom - 3};
      });
      const pairs = boxes.flatMap((p, n) => boxes.slice(n + 1).map(q => [p, q]));
      return pairs.filter(([p, q]) =>
        p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom
      ).map(([p, q]) => [p.text, q.text]);
    }""")
    assert view.root.locator(".bp-label:not(:empty)").count() == 18
    assert covered == []


@pytest.mark.parametrize("width", [400, 1920])
def test_nothing_sticks_out_of_the_view(show, scratch, width):
    view = show(SEED + "view")
    scratch.toggle_side_bar()  # a phone has no room for it
    view.page.set_viewport_size({"width": width, "height": 900})
    view.root.locator(".bp-twin").evaluate("twin => { twin.open = true; }")
    view.picture()
    outside = view.root.evaluate("""root => {
      const edge = root.getBoundingClientRect();
      return [...root.querySelectorAll("button, input, .bp-graph text:not(:empty), .bp-card *")]
        .filter(part => {
          const {left, right, width} = part.getBoundingClientRect();
          return width && (left < edge.left - 1 || right > edge.right + 1);
        }).map(part => `${part.getAttribute("class")} ${part.textContent}`);
    }""")
    view.page.set_viewport_size({"width": 1280, "height": 900})
    scratch.toggle_side_bar()
    assert outside == []


def test_table_twin_lists_every_number(show):
    view = show(SEED + "view")
    view.root.get_by_text("All numbers as a table").click()
    view.slider("W[1][0, 0]").focus()
    view.page.keyboard.press("ArrowUp")
    numbers = judge(view).numbers
    row = view.root.get_by_role("row", name=re.compile(r"^W\[1\]\[0, 0\] "))
    texts = row.get_by_role("cell").all_inner_texts()
    assert texts == [formatted(numbers[name], 4) for name in ("W[1][0, 0]", "dW[1][0, 0]")]


def test_reloaded_page_shows_the_state_after_the_drags(open_notebook, jupyterlab):
    write_notebook(jupyterlab.folder / "reload.ipynb", SEED + "view")
    notebook = open_notebook("reload.ipynb")
    notebook.run_all()
    view = notebook.view()
    view.drag(None, 0, -50, at=point_on(view, "W[1][1, 0]"))
    view.box("b[2][0]").fill("0.75")
    view.page.keyboard.press("Enter")
    before = judge(view)
    notebook.ask_until("view.position", 2)  # the hand has let go of both
    notebook.page.keyboard.press("Control+s")
    expect(notebook.page.locator(".jp-mod-dirty")).to_have_count(0, timeout=SLOW)
    notebook.page.reload()
    notebook.wait_for_idle()
    view = notebook.view()
    after = judge(view)
    assert after.set_to == pytest.approx(before.set_to)
    view.button("Undo").click()
    assert judge(view).set_to["b[2][0]"] == 0
    assert notebook.complaints == []


@pytest.mark.parametrize("lesson", ["01_forward_pass.ipynb"])
def test_lesson_runs_and_its_network_answers(lesson, open_notebook, jupyterlab):
    if not (jupyterlab.folder / lesson).exists():
        pytest.skip(f"{lesson} is not built yet: make notebooks")
    notebook = open_notebook(lesson)
    notebook.run_all()
    assert notebook.errors() == []
    # A view comes a little after its cell has run; one that comes later moves what a hand aims at.
    expect(notebook.panel.get_by_text("Loading widget")).to_have_count(0)
    view = notebook.view(shows='.bp-graph [aria-label^="weight W[2][2, 0]"]')
    name = "W[1][1, 0]"
    was = view.picture()
    view.drag(None, 0, -50, at=point_on(view, name))
    view.slider(name).focus()
    view.page.keyboard.press("ArrowDown")
    view.box("W[2][1, 0]").fill("0.5")
    view.page.keyboard.press("Enter")
    now = view.picture()
    moved = {name: was.set_to[name] + 0.45, "W[2][1, 0]": 0.5}
    assert now.set_to == pytest.approx(was.set_to | moved, abs=1e-4)
    net = now.network((2, 3, 1), ["sigmoid", "sigmoid"])
    forward = net.forward([[now.set_to["x[0]"], now.set_to["x[1]"]]])
    now.assert_shows(forward, net.backward(forward, [[now.set_to["y[0]"]]], loss="bce"))
    kernel_agrees(view.root)
    view.button("Undo").click()
    assert view.picture().set_to == pytest.approx(was.set_to | {name: moved[name]}, abs=1e-4)
    assert notebook.complaints == []


# ---- how it is measured ---------------------------------------------------------------------


def point_on(view, name):
    """A point of the page where a press reaches this edge of the picture, and nothing else."""
    at_rest(view.root.locator(".bp-graph"))
    point = view.item(name).evaluate("""group => {
      const path = group.querySelector(".bp-hit");
      const [all, to] = [path.getTotalLength(), path.getScreenCTM()];
      for (let way = 0.2; way < 0.9; way += 0.05) {
        const {x, y} = path.getPointAtLength(way * all).matrixTransform(to);
        if (document.elementFromPoint(x, y) === path) return [x, y];
      }
      return null;
    }""")
    assert point, f"no part of {name} can be reached"
    return point


def count_listeners(page):
    """Listeners on the window and the body, where a view of the past would show."""
    client = page.context.new_cdp_session(page)
    total = 0
    for thing in ("window", "document", "document.body"):
        found = client.send("Runtime.evaluate", {"expression": thing})["result"]
        listeners = client.send("DOMDebugger.getEventListeners", {"objectId": found["objectId"]})[
            "listeners"
        ]
        total += len(listeners)
    client.detach()
    return total


# ---- batch normalization and skips

DEEP = """
import numpy as np
from backprop_lib import Network, live
net = Network(
    [2, 3, 3, 1], activations=["tanh", "tanh", "sigmoid"], seed=1,
    normalization=["batch", "batch", None], residual=[False, True, False],
)
running = np.random.default_rng(0).uniform(0.3, 1.5, net.running.size)
view = live.NetworkView(net.with_numbers(net.params, running), [0.5, 0.8], [1.0], loss="bce")
view
"""


def test_a_normalized_network_with_a_skip_is_painted_as_the_core_computes_it(show):
    view = show(DEEP)
    net = Network(
        [2, 3, 3, 1],
        activations=["tanh", "tanh", "sigmoid"],
        seed=1,
        normalization=["batch", "batch", None],
        residual=[False, True, False],
    )
    running = np.random.default_rng(0).uniform(0.3, 1.5, net.running.size)
    params = net.params.copy()
    for name, at, key, step in (
        ("gamma[2][1]", -5, "Shift+ArrowUp", 0.5),
        ("W[1][0, 2]", 2, "ArrowRight", 0.05),
        ("beta[1][0]", -9, "ArrowLeft", -0.05),
    ):
        view.slider(name).focus()
        view.page.keyboard.press(key)
        kernel_agrees(view.root)
        params[at] += step
        moved = net.with_numbers(params.copy(), running)
        forward = moved.forward([[0.5, 0.8]])
        backward = moved.backward(forward, [[1.0]], loss="bce")
        view.picture().assert_shows(forward, backward)
        shown = view.notebook.ask("(view.network.params.tolist(), view.backward.loss)")
        np.testing.assert_allclose(shown[0], params, **CLOSE)
        np.testing.assert_allclose(shown[1], backward.loss, **CLOSE)
    card = view.root.locator(".bp-card")
    expect(card).to_contain_text("Shift beta[1][0]")
    slope = formatted(backward.dbeta[1][0])
    expect(card).to_contain_text(f"dbeta[1][0] = du= {slope}")
    expect(view.root.locator(".bp-skip")).to_have_count(3)
    expect(view.root.locator(".bp-stage")).to_contain_text("A skip adds a[1] to layer 2.")
