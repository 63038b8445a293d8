"""What every view has from its shell, on a bare page: errors shown, sliders, who answers."""

import re

import pytest
from bare_views import NET, REPAINT, VIEWS, X, Y
from playwright.sync_api import expect

from backprop_lib import live

BREAK = """() => {
  const { model } = window.view;
  window.view.get = model.get;
  model.get = (name) => {
    if (name === "spec") return window.view.get(name);
    throw new Error("a trait is missing");
  };
}"""
MEND = "() => { window.view.model.get = window.view.get; }"


@pytest.mark.parametrize("name", VIEWS)
def test_an_error_while_painting_is_shown_once_and_goes_when_it_is_mended(mount, page, name):
    root = mount(VIEWS[name]())
    assert page.complaints == []
    loss = root.get_attribute("data-loss")
    assert loss is not None
    page.evaluate(BREAK)
    page.evaluate(REPAINT)
    page.evaluate(REPAINT)
    problem = root.locator(".bp-problem")
    expect(problem).to_be_visible()
    expect(problem).to_have_text("This view failed: a trait is missing")
    assert root.get_attribute("data-loss") == loss  # the last good state
    assert page.complaints == ["a trait is missing"]  # in the console, too, and once
    page.evaluate(MEND)
    page.evaluate(REPAINT)
    expect(problem).to_be_hidden()


def test_an_error_of_a_handler_and_of_a_listener_is_shown(mount, page):
    root = mount(VIEWS["NetworkView"]())
    problem = root.locator(".bp-problem")
    page.evaluate(
        "() => { window.view.model.save_changes = () => { throw Error('no way out'); }; }"
    )
    root.get_by_role("button", name="Deltas").click()
    expect(problem).to_have_text("This view failed: no way out")
    page.evaluate("() => { view.model.save_changes = () => {}; }")
    root.get_by_role("button", name="Deltas").click()
    expect(problem).to_be_hidden()
    page.evaluate("() => window.view.model.set('problem', null)")
    expect(problem).to_contain_text("This view failed:")


def test_an_error_while_a_view_is_made_is_shown_in_its_place(mount, page):
    view = VIEWS["Scrubber"]()
    view.records = b""
    expect(mount(view).locator(".bp-problem")).to_contain_text("This view failed:")


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_listens_after_a_view_has_gone(mount, page, name):
    mount(VIEWS[name]())
    page.evaluate("() => view.unmount()")
    left = page.evaluate("() => [...view.models.values()].map((one) => one.listening())")
    assert len(left) > 1 and set(left) == {0}


def test_where_no_host_shows_sliders_the_view_has_its_own(mount, page):
    root = mount(VIEWS["NetworkView"]())
    slider = root.get_by_label("W[1][0, 0], slider", exact=True)
    assert slider.get_attribute("type") == "range"
    loss = float(root.get_attribute("data-loss"))
    slider.focus()
    page.keyboard.press("ArrowUp")
    expect(root.get_by_label("W[1][0, 0], number box", exact=True)).to_have_value("0.55")
    page.evaluate(REPAINT)
    after = float(root.get_attribute("data-loss"))
    network = NET.replace(layer=1, i=0, j=0, value=0.55)
    truth = network.backward(network.forward([X]), [Y], loss="bce").loss
    assert after == pytest.approx(truth, abs=1e-12) != pytest.approx(loss, abs=1e-6)


def test_a_page_without_a_kernel_says_who_answers(mount):
    expect(mount(VIEWS["NetworkView"]()).locator(".bp-kernel")).to_have_text(
        "computed by this page alone"
    )


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in ("Scrubber", "Predict")])
def test_a_kernel_that_does_not_answer_a_moved_slider_is_busy(mount, name):
    root = mount(VIEWS[name](), kernel=True)
    status = root.locator(".bp-kernel")
    expect(status).not_to_contain_text(re.compile("no kernel|not in the kernel"))
    root.locator(".bp-row:not([inert]) [type=range]").first.press("ArrowUp")
    expect(status).to_contain_text("kernel is busy", timeout=2_000)


def test_a_player_says_that_its_kernel_trains_is_busy_and_answers_again(mount, page):
    root = mount(VIEWS["TrainingPlayer"](), kernel=True)
    status = root.locator(".bp-kernel")
    expect(status).to_have_text("the kernel trains")
    root.get_by_role("button", name="Step", exact=True).click()
    expect(status).to_contain_text("kernel is busy", timeout=2_000)
    page.evaluate("() => view.model.emit('msg:custom', { answered: true }, [])")
    expect(status).to_have_text("the kernel trains")
    page.evaluate("() => view.model.set('playing', true)")  # and no frame comes
    expect(status).to_contain_text("kernel is busy", timeout=2_000)
    page.evaluate("() => view.model.set('playing', false)")
    expect(status).to_have_text("the kernel trains")


BOXES = """root => [...root.querySelectorAll("*")].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  const before = getComputedStyle(one, "::before").content;
  return [one.className.baseVal ?? one.className, x, y, width, height, before].join();
})"""


@pytest.mark.parametrize("name", VIEWS)
def test_no_style_of_another_view_on_the_page_changes_this_one(mount, page, name):
    """A notebook's page is shared: what one view brings stays when the next one comes."""
    styles = {cls: getattr(live, cls)._css for cls in VIEWS}
    root = mount(VIEWS[name]())
    page.evaluate(REPAINT)
    page.evaluate(REPAINT)  # the theme as it was
    alone = root.evaluate(BOXES)
    for other in sorted(styles, key=lambda cls: cls == name):
        page.add_style_tag(content=styles[other])
    page.evaluate(REPAINT)
    page.evaluate(REPAINT)
    beside = root.evaluate(BOXES)
    changed = [pair for pair in zip(alone, beside, strict=True) if pair[0] != pair[1]]
    assert changed == []


def test_the_message_of_a_number_box_goes_when_its_number_changes(mount, page):
    root = mount(VIEWS["NetworkView"]())
    box = root.get_by_label("W[1][0, 0], number box", exact=True)
    note = root.locator(".bp-row:has([aria-label='W[1][0, 0], number box']) .bp-row-note")
    box.fill("99")
    box.press("Enter")
    expect(note).to_have_text("99 is outside -4 … 4: kept 0.5.")
    page.evaluate(REPAINT)
    expect(note).to_have_text("99 is outside -4 … 4: kept 0.5.")
    root.get_by_label("W[1][0, 0], slider", exact=True).press("ArrowUp")
    expect(note).to_have_text("", timeout=5_000)


# What a learner types, and what the box then says and holds.
TYPED = [
    ("NetworkView", "W[1][0, 0], number box", "1.25", "", "1.25"),
    ("NetworkView", "W[1][0, 0], number box", "1e400", "1e400 is outside -4 … 4: kept 0.5.", "0.5"),
    ("NetworkView", "W[1][0, 0], number box", "3,5", "a point, not a comma", "0.5"),
    ("NetworkView", "seed of the random weights", "abc", "Not a number: kept 0.", "0"),
    ("NetworkView", "seed of the random weights", "", "Not a number, but empty: kept 0.", "0"),
    ("NetworkView", "seed of the random weights", "7", "", "7"),
    ("Scrubber", "sample", "-1", "-1 is outside 0 … 3: kept 0.", "0"),
    ("Scrubber", "sample", "40", "40 is outside 0 … 3: kept 0.", "0"),
    ("Scrubber", "sample", "2.7", "2.7 is not a whole number: kept 0.", "0"),
    ("Scrubber", "sample", "", "Not a number, but empty: kept 0.", "0"),
    ("Scrubber", "sample", "3", "", "3"),
    ("DepthLab", "layer shown, number box", "1,5", "a point, not a comma", None),
]


@pytest.mark.parametrize(("name", "label", "typed", "message", "kept"), TYPED)
def test_a_number_box_acts_on_enter_or_goes_back_with_a_sentence(
    mount, page, name, label, typed, message, kept
):
    root = mount(VIEWS[name](), kernel=name == "NetworkView")  # without one there is no Random
    box = root.get_by_label(label, exact=True)
    was = box.input_value()
    loss = root.get_attribute("data-loss")
    box.fill(typed)
    page.evaluate(REPAINT)
    assert root.get_attribute("data-loss") == loss and box.input_value() == typed  # it waits
    box.press("Enter")
    expect(box).to_have_value(was if kept is None else kept)
    said = "".join(root.locator(".bp-row-note").all_inner_texts())
    assert message in said and bool(said) == bool(message)


def test_a_number_box_acts_on_leaving_goes_back_on_escape_and_steps_by_arrow_keys(mount, page):
    root = mount(VIEWS["NetworkView"]())
    box = root.get_by_label("W[1][0, 0], number box", exact=True)
    box.fill("1.25")
    page.keyboard.press("Tab")
    expect(box).to_have_value("1.25")
    box.fill("2")
    page.keyboard.press("Escape")
    expect(box).to_have_value("1.25")
    for key, value in (("ArrowUp", "1.3"), ("ArrowDown", "1.25"), ("Shift+ArrowUp", "1.75")):
        page.keyboard.press(key)
        expect(box).to_have_value(value)


def test_undo_goes_one_gesture_back_and_no_sentence_tells_of_what_is_gone(mount, page):
    root = mount(VIEWS["NetworkView"]())
    box = root.get_by_label("W[1][0, 0], number box", exact=True)
    said = root.locator(".bp-said")
    for value in ("1.25", "2.5"):
        box.fill(value)
        box.press("Enter")
        expect(said).to_contain_text(value)  # when the gesture ends
    root.get_by_role("button", name="Undo").click()
    expect(box).to_have_value("1.25")
    expect(said).to_have_text("")


def test_a_circle_is_dragged_like_a_line_and_a_click_moves_nothing(mount, page):
    root = mount(VIEWS["NetworkView"]())
    circle = root.get_by_role("slider", name="input x[1]").locator("circle").first
    box = root.get_by_label("x[1], number box", exact=True)
    at = circle.bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 2)
    page.mouse.up()
    expect(root.locator(".bp-card-title")).to_have_text("Input x[1]")
    expect(box).to_have_value("0.8")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 20)
    page.mouse.move(x, y - 50)
    page.mouse.up()
    expect(box).to_have_value("1.3")  # a hundredth a pixel
    root.get_by_role("button", name="Undo").click()
    expect(box).to_have_value("0.8")


def test_each_button_is_explained_in_one_sentence(mount, page):
    root = mount(VIEWS["NetworkView"](), kernel=True)
    root.get_by_text("Buttons, keys and words").click()
    shown = root.locator(".bp-toolbar button").all_inner_texts()
    names, does = (root.locator(f".bp-help {tag}").all_inner_texts() for tag in ("dt", "dd"))
    lines = dict(zip(names, does, strict=True))
    assert {"Deltas", "z", "Large", "Undo", "Redo", "Reset", "Random", "saturated or off"} <= set(
        lines
    )
    assert len(shown) == 7
    for text in lines.values():
        assert len(text) > 15 and text[0].isupper()
    for button in root.locator(".bp-button").all():
        assert button.get_attribute("title")


def test_a_laboratory_without_a_mistake_speaks_of_none(mount):
    root = mount(VIEWS["BugLab"](), kernel=True)
    expect(root.locator(".bp-kernel")).to_have_text("all numbers of this sample agree")
    for part in (".bp-card", ".bp-legend"):
        assert "the mistake" not in root.locator(part).inner_text()
    assert "agree" in root.locator(".bp-lead").inner_text()


def test_the_browsers_own_parts_follow_the_theme(page, mount):
    """In the dark a radio button was a white disc, as if it were chosen."""
    root = mount(VIEWS["Predict"]())
    schemes = []
    for _ in range(2):
        page.evaluate(REPAINT)
        schemes.append(root.evaluate("one => getComputedStyle(one).colorScheme"))
    assert set(schemes) == {"light", "dark"}


def test_a_players_words_are_explained_where_its_buttons_are(mount):
    root = mount(VIEWS["TrainingPlayer"](), kernel=True)
    root.get_by_text("Buttons, keys and words").click()
    said = set(root.locator(".bp-help dt").all_inner_texts())
    words = {"saturated or off", "momentum", "weight decay", "epoch"}
    assert words <= said


def test_beside_each_of_ten_outputs_stands_its_class(mount):
    """Which circle is the 5? A walk could not tell."""
    root = mount(live.TrainingPlayer("digits"))
    names = root.locator(".bp-graph .bp-name[data-class]")
    expect(names).to_have_text([str(k) for k in range(10)])
    assert all(one.is_visible() for one in names.all())
