"""Every view by keyboard alone: few stops for Tab, arrows inside, Escape leaves. On a bare page."""

import re

import pytest
from bare_views import VIEWS
from playwright.sync_api import expect

MOST = 14  # stops of Tab in a view
STOPS = """root => {
  const all = [...root.querySelectorAll("*")].filter((one) => one.tabIndex >= 0);
  return all.filter((one) => one.checkVisibility({visibilityProperty: true})
    && !one.disabled && !one.closest("[inert]")).length;
}"""
ESCAPES = """root => {
  const outside = view.el.parentElement;
  outside.tabIndex = -1;
  const stayed = [];
  let left = 0;
  for (const one of root.querySelectorAll("button, input, select, svg [tabindex]")) {
    one.focus();
    if (document.activeElement !== one) continue; // disabled, hidden, inert
    one.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
    if (document.activeElement === outside) left += 1;
    else stayed.push(one.outerHTML);
  }
  return [left, stayed];
}"""
NAME = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"


@pytest.mark.parametrize("name", VIEWS)
def test_few_stops_lead_through_a_view(mount, page, name):
    root = mount(VIEWS[name](), kernel=True)  # without one some controls are off
    stops = root.evaluate(STOPS)
    assert 2 < stops <= MOST
    page.evaluate("() => document.body.prepend(document.createElement('button'))")
    page.locator("body > button").focus()
    seen = []
    for _ in range(stops + 3):
        page.keyboard.press("Tab")
        if not root.evaluate("root => root.contains(document.activeElement)"):
            break
        seen.append(page.evaluate(NAME))
    else:
        pytest.fail(f"Tab never leaves the view: {seen}")
    assert len(seen) > 2


@pytest.mark.parametrize("name", VIEWS)
def test_escape_leaves_a_view_from_its_middle(mount, name):
    root = mount(VIEWS[name]())
    left, stayed = root.evaluate(ESCAPES)
    assert left > 2 and stayed == []


def test_arrows_walk_over_the_names_of_the_sliders(mount, page):
    root = mount(VIEWS["NetworkView"]())
    names = root.locator(".bp-row-name")
    assert names.count() == 9 + 2 + 1
    expect(root.locator(".bp-row-name[tabindex='0']")).to_have_text("W[1][0, 0]")
    names.first.focus()
    for key, name in (
        ("ArrowDown", "W[1][0, 1]"),
        ("ArrowRight", "W[1][1, 0]"),
        ("End", "y[0]"),
        ("ArrowDown", "y[0]"),
        ("ArrowUp", "x[1]"),
        ("Home", "W[1][0, 0]"),
        ("ArrowDown", "W[1][0, 1]"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(NAME) == name
    expect(root.locator(".bp-card-title")).to_have_text("Weight W[1][0, 1]")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "W[1][0, 1], slider"
    page.keyboard.press("ArrowUp")
    expect(root.get_by_label("W[1][0, 1], number box", exact=True)).to_have_value("-0.15")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "W[1][0, 1], number box"
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "All numbers as a table"


def test_what_is_chosen_in_the_picture_is_where_tab_enters_the_sliders(mount, page):
    root = mount(VIEWS["NetworkView"]())
    root.locator(".bp-edge[aria-label^='weight W[2][1, 0]']").focus()
    expect(root.locator(".bp-row-name[tabindex='0']")).to_have_text("W[2][1, 0]", timeout=5_000)
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "W[2][1, 0]"


def test_arrows_walk_over_all_settings_of_the_player(mount, page):
    """They stand in two places, and are one stop of Tab."""
    names = mount(VIEWS["TrainingPlayer"](), kernel=True).locator(".bp-row-name")
    names.first.focus()
    walked = []
    for _ in range(names.count()):
        walked.append(page.evaluate("() => document.activeElement.innerText"))
        page.keyboard.press("ArrowDown")
    assert walked == names.all_inner_texts() and len(walked) == 5


@pytest.mark.parametrize("name", VIEWS)
def test_headings_of_a_view_are_one_level_below_its_lessons(mount, name):
    """A section of a lesson is an h2."""
    levels = mount(VIEWS[name]()).locator(":is(h1, h2, h3, h4, h5, h6)")
    found = levels.evaluate_all("all => all.map((one) => one.tagName)")
    assert found and set(found) == {"H3"}


@pytest.mark.parametrize("name", ["NetworkView", "TrainingPlayer"])
def test_arrows_walk_over_the_buttons_of_a_toolbar(mount, page, name):
    root = mount(VIEWS[name]())
    bar = root.get_by_role("toolbar")
    buttons = bar.locator("button:enabled:visible")
    buttons.first.focus()
    walked = [page.evaluate(NAME)]
    for _ in range(buttons.count() - 1):
        page.keyboard.press("ArrowRight")
        walked.append(page.evaluate(NAME))
    assert walked == buttons.all_inner_texts()
    assert bar.locator("button[tabindex='0']").count() == 1


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "DepthLab"])
def test_a_picture_has_a_name_that_says_its_keys(mount, name):
    picture = mount(VIEWS[name]()).locator(".bp-graph")
    assert "network" in picture.get_attribute("aria-label")
    assert any(
        word in picture.get_attribute("aria-label") for word in ("arrow keys", "Left and Right")
    )


def test_a_picture_is_read_in_the_order_in_which_arrows_walk(mount, page):
    root = mount(VIEWS["NetworkView"]())
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}
    read = []

    def visit(node):
        name = node.get("name", {}).get("value", "")
        if node.get("role", {}).get("value") == "slider" and re.match(
            "input|weight|neuron|loss", name
        ):
            read.append(name.partition(",")[0])
        for child in node.get("childIds", []):
            visit(nodes[child])

    visit(tree[0])
    root.locator(".bp-graph [tabindex='0']").focus()
    walked = []
    for _ in range(12):
        walked.append(page.evaluate(NAME).partition(",")[0])
        page.keyboard.press("ArrowRight")
    assert read == walked
    assert len(walked) == 6 + 2 + 3 + 1  # weights, inputs, neurons, the loss


def test_a_tab_that_comes_before_the_next_frame_finds_predicts_button(mount):
    root = mount(VIEWS["Predict"]())
    shut = root.evaluate("""root => {
      const {disabled} = root.querySelector(".bp-predict-move");
      root.querySelector("input[type=radio]").click();
      return [disabled, root.querySelector(".bp-predict-move").disabled];
    }""")
    assert shut == [True, False]
