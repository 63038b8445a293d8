"""Points and digits of one's own: drawn by mouse, finger or keys, answered at once."""

import numpy as np
import pytest
from bare_views import REPAINT
from playwright.sync_api import expect

from backprop_lib.live import TrainingPlayer

HEAR = """() => {
  window.sent = [];
  window.view.model.send = (content) => window.sent.push(content);
}"""


@pytest.fixture
def drawing(mount, page):
    """A player that a page shows, its drawing begun; `told` hands what the page said to it."""

    def begin(player):
        root = mount(player, kernel=True)
        page.evaluate(HEAR)
        root.get_by_role("button", name="Draw points").click()

        def told():
            page.evaluate("() => new Promise((done) => setTimeout(done, 150))")
            for content in page.evaluate("() => window.sent.splice(0)"):
                player._asked(None, content, [])
            assert not player.message
            return player

        return root, root.locator("canvas.bp-answers"), told

    yield begin
    assert page.complaints == []


def place(player, canvas, x):
    """Where a point of the plane is on the page."""
    left, right, bottom, top = player.spec["extent"]
    box = canvas.bounding_box()
    return (
        box["x"] + box["width"] * (x[0] - left) / (right - left),
        box["y"] + box["height"] * (top - x[1]) / (top - bottom),
    )


def test_a_click_adds_a_point_and_a_drag_moves_it(drawing, page):
    player = TrainingPlayer("xor")
    root, canvas, told = drawing(player)
    root.get_by_role("button", name="class 1").click()
    page.mouse.click(*place(player, canvas, (0.5, 0.5)))
    told()
    np.testing.assert_allclose(player.X[-1], [0.5, 0.5], atol=0.02)
    assert player.y[-1] == 1 and len(player.X) == 5
    page.mouse.move(*place(player, canvas, (1.0, 0.0)))
    page.mouse.down()
    page.mouse.move(*place(player, canvas, (0.7, 0.2)), steps=5)
    page.mouse.up()
    told()
    assert len(player.X) == 5
    np.testing.assert_allclose(player.X[2], [0.7, 0.2], atol=0.02)


def test_a_point_stays_on_the_map(drawing, page):
    player = TrainingPlayer("xor")
    _, canvas, told = drawing(player)
    page.mouse.move(*place(player, canvas, (1.0, 1.0)))
    page.mouse.down()
    page.mouse.move(2000, 5, steps=3)
    page.mouse.up()
    told()
    assert player.X[3] == pytest.approx([player.spec["extent"][1], player.spec["extent"][3]])


def test_class_delete_undo_and_clear(drawing, page):
    player = TrainingPlayer("yin_yang")
    root, canvas, told = drawing(player)
    start = player.X
    page.mouse.click(*place(player, canvas, start[7]))
    root.get_by_role("button", name="class 2").click()
    root.get_by_role("button", name="Give class").click()
    assert told().y[7].tolist() == [0, 0, 1]
    root.get_by_role("button", name="Delete").click()
    np.testing.assert_array_equal(told().X, np.delete(start, 7, axis=0))
    for _ in range(2):
        root.get_by_role("button", name="Undo").click()
    np.testing.assert_array_equal(told().X, start)
    root.get_by_role("button", name="Clear").click()
    assert len(told().X) == len(start)  # nothing can be learned from none
    page.mouse.click(*place(player, canvas, (0.1, 0.1)))
    assert told().X.shape == (1, 2)
    root.get_by_role("button", name="Delete").click()
    expect(root.locator(".bp-own-points [role=status]")).to_contain_text("The last point stays")
    assert len(told().X) == 1


def test_keys_add_move_give_a_class_delete_and_undo(drawing, page):
    player = TrainingPlayer("xor")
    _, canvas, told = drawing(player)
    start = player.X
    canvas.focus()
    page.keyboard.press("ArrowRight")  # choose the next sample
    page.evaluate(REPAINT)
    page.keyboard.press("Shift+ArrowUp")
    step = 0.02 * (player.spec["extent"][3] - player.spec["extent"][2])
    np.testing.assert_allclose(told().X[1], start[1] + [0, step])
    page.keyboard.press("a")
    assert len(told().X) == 5 and player.y[4] == 0
    page.keyboard.press("1")
    assert told().y[4] == 1
    page.keyboard.press("Delete")
    assert len(told().X) == 4
    for _ in range(4):
        page.keyboard.press("Control+z")
    np.testing.assert_array_equal(told().X, start)


def test_what_is_drawn_has_names_and_room_for_a_finger(drawing):
    root, _, _ = drawing(TrainingPlayer("yin_yang"))
    group = root.get_by_role("group", name="your own points")
    for button in group.get_by_role("button").all():
        box = button.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 24, button.inner_text()


def test_without_drawing_a_click_chooses_a_sample_as_ever(mount, page):
    player = TrainingPlayer("xor")
    root = mount(player, kernel=True)
    page.evaluate(HEAR)
    page.mouse.click(*place(player, root.locator("canvas.bp-answers"), (0.9, 0.8)))
    page.evaluate(REPAINT)
    assert page.evaluate("() => window.view.model.get('sample')") == 3
    assert page.evaluate("() => window.sent.filter((one) => one.do)") == []


def test_a_page_alone_trains_on_the_points_that_a_hand_has_drawn(mount, page):
    player = TrainingPlayer("xor")
    root = mount(player)
    root.get_by_role("button", name="Draw points").click()
    canvas = root.locator("canvas.bp-answers")
    root.get_by_role("button", name="class 1").click()
    page.mouse.click(*place(player, canvas, (0.5, 0.5)))
    page.mouse.move(*place(player, canvas, (1.0, 0.0)))
    page.mouse.down()
    page.mouse.move(*place(player, canvas, (0.7, 0.2)), steps=8)
    page.mouse.up()
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")
    spec = page.evaluate(
        "() => { const { X, y } = window.view.model.get('spec'); return { X, y }; }"
    )
    assert len(spec["X"]) == 5
    np.testing.assert_allclose(spec["X"][2], [0.7, 0.2], atol=0.02)
    np.testing.assert_allclose(spec["X"][4], [0.5, 0.5], atol=0.02)
    player.set_data(**spec)
    assert float(root.get_attribute("data-loss")) == pytest.approx(player.loss, abs=1e-12)
    root.get_by_role("button", name="Step", exact=True).click()
    page.evaluate(REPAINT)
    player.step()
    assert float(root.get_attribute("data-loss")) == pytest.approx(player.loss, abs=1e-12)
    assert page.complaints == []


# ---- digits


@pytest.fixture(scope="module")
def digits():
    player = TrainingPlayer("digits")
    player.step(200)
    return player


@pytest.fixture
def pad(mount, page, digits):
    root = mount(digits)
    root.locator(".bp-own-digit summary").click()
    yield root.locator(".bp-own-digit")
    assert page.complaints == []


def drawn(pad):
    return [
        np.array([float(one) for one in pad.get_attribute(name).split(",")])
        for name in ("data-ink", "data-answers")
    ]


def write_a_one(page, pad):
    box = pad.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] - 8, steps=6)
    page.mouse.up()
    page.evaluate(REPAINT)


def test_a_drawn_digit_is_answered_by_the_network_at_once(page, pad, digits):
    write_a_one(page, pad)
    ink, answers = drawn(pad)
    assert 0.9 < ink.max() <= 1 and ink.min() == 0 and 8 < (ink > 0).sum() < 40
    truth = digits.network.forward([ink]).output[0]
    np.testing.assert_allclose(answers, truth, atol=1e-12)
    expect(pad.locator(".bp-pad-answer")).to_contain_text(f"It reads {truth.argmax()} (")


def test_its_deltas_come_once_it_is_said_what_it_was(page, pad, digits):
    write_a_one(page, pad)
    expect(page.locator(".bp-graph")).not_to_contain_text("δ")
    pad.get_by_role("button", name="7", exact=True).click()
    page.evaluate(REPAINT)
    ink, answers = drawn(pad)
    target = np.eye(10)[[7]]
    network = digits.network
    backward = network.backward(network.forward([ink]), target, loss="cross_entropy")
    words = pad.locator(".bp-pad-answer").inner_text()
    assert f"loss {backward.loss:.2f} on your digit" in words
    assert f"δ of output 7 is {backward.delta[2][0, 7]:.2f}".replace("-", "\u2212") in words


def test_keys_draw_and_clean(page, pad):
    canvas = pad.locator("canvas")
    canvas.focus()
    for key in ("ArrowDown", "ArrowRight", " ", "ArrowRight", " "):
        page.keyboard.press(key)
    page.evaluate(REPAINT)
    ink, _ = drawn(pad)
    assert np.flatnonzero(ink).tolist() == [9, 10]
    expect(pad.locator("[role=status]")).to_contain_text("Row 2, column 3: ink.")
    page.keyboard.press("Delete")
    page.evaluate(REPAINT)
    assert pad.get_attribute("data-answers") is None


def test_a_chosen_sample_comes_back_in_the_network(page, pad):
    write_a_one(page, pad)
    assert pad.get_attribute("data-answers")
    page.locator("button.bp-answer").nth(2).click()
    page.evaluate(REPAINT)
    assert pad.get_attribute("data-answers") is None


def test_the_pad_has_names_and_room_for_a_finger(pad):
    for button in pad.get_by_role("button").all():
        box = button.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 24, button.inner_text()
    assert pad.locator("canvas").bounding_box()["width"] >= 8 * 24
