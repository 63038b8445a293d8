"""What a hand moves and what answers it stand on one screen: boxes measured on a bare page."""

import pytest
from bare_views import TWO_FRAMES, put_on

from backprop_lib import SGD, Network, check, datasets, live, record
from backprop_lib.check import MISTAKES

NET = Network([2, 3, 1], activations="sigmoid", seed=42)
X, Y = [0.5, 0.8], [1.0]
# How wide a cell is, how high the page shows, how high its window is: measured in JupyterLab 4.6
# (848 x 779 beside the file browser as it opens; here somewhat narrower) and in Notebook 7.6.
SCREENS = {
    "JupyterLab beside its file browser, 1280 x 900": (780, 779, 900),
    "Notebook 7, 1024 x 768": (922, 666, 768),
    "a telephone, 400 x 800": (376, 800, 800),
}


def scrubber():
    X, y = datasets.xor()
    net = Network([2, 8, 1], activations=["tanh", "sigmoid"], seed=0)
    return live.Scrubber(record(net, X, y, loss="bce", optimizer=SGD(0.5), steps=20))


def patient():
    """As lesson 4 opens."""
    return live.Scrubber(check.patient("A").recording, neuron="a[2][1]", sample=3)


def bug_lab(name="W not transposed"):
    """As lesson 2 shows it, with a mistake chosen: all four samples of XOR."""
    X, y = datasets.xor()
    return live.BugLab(NET, X, y, loss="bce", mistake=name)


def longest_bug_lab():
    """The mistake of which most is said."""
    return bug_lab(max(MISTAKES, key=lambda name: len(name + MISTAKES[name].sentence)))


def blind_bug_lab():
    lab = live.BugLab(NET, *datasets.xor(), loss="bce", blind=True)
    lab.diagnose("z for a")
    return lab


def wide_bug_lab():
    net = Network([4, 3, 2], activations=["tanh", "softmax"], seed=1)
    x, y = [0.1, 0.2, 0.3, 0.4], [1.0, 0.0]
    return live.BugLab(net, x, y, loss="cross_entropy", mistake="slope forgotten")


PICTURE, CARD, PANEL = ".bp-graph", ".bp-card", ".bp-main > .bp-panel"
SELECTED = ".bp-row[data-selected]"
LABORATORY = [
    ".bp-lab-menu",
    PICTURE,
    ".bp-lab-table",
    ".bp-lab-verdict",
    ".bp-lab-trial .bp-chart",
]
RATE = "[aria-label='learning rate, slider']"
PLAYER = [".bp-play", RATE, ".bp-train-answers", ".bp-train-loss"]
RECORD = [".bp-player", ".bp-scrub-loss", ".bp-graph"]
FIGURES = [".bp-scrub-norms", ".bp-scrub-deltas", ".bp-scrub-activations"]
CHARTS = [".bp-controls", ".bp-depth-summary", ".bp-panel:nth-child(1)", ".bp-panel:nth-child(2)"]
# A view; the parts of its main act; what more of it a wide cell holds.
ACTS = {
    "NetworkView": (
        lambda: live.NetworkView(NET, X, Y, loss="bce"),
        [".bp-toolbar", PICTURE, SELECTED, CARD],
        [".bp-main > .bp-controls"],
    ),
    "NudgeTest": (
        lambda: live.NudgeTest(NET, X, Y, loss="bce"),
        [PICTURE, ".bp-epsilon-row", ".bp-nudge-table"],
        [PANEL],
    ),
    "BugLab": (bug_lab, LABORATORY, []),
    "BugLab, whose longest mistake": (longest_bug_lab, LABORATORY, []),
    "a blind BugLab": (blind_bug_lab, LABORATORY, []),
    "a wide BugLab": (wide_bug_lab, LABORATORY, []),
    "Predict": (
        lambda: live.Predict(NET, X, Y, loss="bce", move=("W[1][0, 0]", 0.5)),
        [".bp-predict", PICTURE],
        [SELECTED],
    ),
    "BackwardStepper": (
        lambda: live.BackwardStepper(NET, X, Y, loss="bce"),
        [".bp-player", PICTURE, CARD],
        [SELECTED],
    ),
    "PathsView": (
        lambda: live.PathsView(NET, X, Y, loss="bce"),
        [".bp-player", PICTURE, ".bp-path[aria-pressed=true]"],
        [SELECTED],
    ),
    "Scrubber": (scrubber, RECORD, FIGURES),
    "Scrubber of a patient": (patient, RECORD, FIGURES),
    "DepthLab": (live.DepthLab, CHARTS, [".bp-panel:nth-child(3)", ".bp-panel:nth-child(4)"]),
    "TrainingPlayer": (
        lambda: live.TrainingPlayer("xor"),
        PLAYER,
        [".bp-train-network .bp-graph", ".bp-train-norms"],
    ),
    "TrainingPlayer of wide layers": (
        lambda: live.TrainingPlayer("moons"),
        PLAYER,
        [".bp-train-network .bp-graph", ".bp-train-norms"],
    ),
}
REACH = """parts => parts.map((part) => {
  const one = [...document.querySelectorAll(part)].find((each) => each.checkVisibility());
  const { top, bottom } = one.getBoundingClientRect();
  return [part, top, bottom];
})"""


def mount(page, view, width, window=900):
    page.set_viewport_size({"width": width, "height": window})
    page.set_content("<body style='margin: 0'></body>")
    put_on(page, view)
    page.evaluate(TWO_FRAMES)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ACTS)
def test_act_and_answer_stand_on_one_screen(page, name, screen):
    make, act, wide = ACTS[name]
    width, seen, window = SCREENS[screen]
    mount(page, make(), width, window)
    boxes = page.evaluate(REACH, act + (wide if width > 700 else []))
    high = max(bottom for _, _, bottom in boxes) - min(top for _, top, _ in boxes)
    assert high <= seen, boxes


def test_the_digits_player_stands_on_one_screen_with_its_speed(page):
    """Beside JupyterLab's file browser: it was 1,220 px high, its loss box and gradients below."""
    mount(page, live.TrainingPlayer("digits"), 780)
    parts = [*PLAYER, ".bp-loss-node", ".bp-train-norms", "[aria-label^='speed']"]
    boxes = page.evaluate(REACH, parts)
    assert max(bottom for _, _, bottom in boxes) <= 779, boxes
    # What is left out is said in the picture, beneath the last neuron that is drawn.
    assert page.locator(".bp-more").all_text_contents() == ["⋮ 23 more"]


def test_on_a_lessons_page_the_player_with_its_network_stands_on_one_screen(page):
    """Its view is 736 px wide there: half of the loss's panel was empty, the network below it."""
    mount(page, live.TrainingPlayer("xor"), 736)
    boxes = page.evaluate(REACH, ACTS["TrainingPlayer"][1] + ACTS["TrainingPlayer"][2])
    assert max(bottom for _, _, bottom in boxes) <= 779, boxes


LINES = """(all) => all.map((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return [one.textContent, new Set([...range.getClientRects()].map(({ top }) => top)).size];
})"""


@pytest.mark.parametrize("width", [376, 608, 736, 780])
def test_no_setting_of_the_depth_lab_is_parted_inside_a_word(page, width):
    """ "normalizatio/n" stood there."""
    mount(page, live.DepthLab(), width)
    for more in page.locator(".bp-depth-more:visible").all():
        more.click()
    for name, lines in page.locator(".bp-setting-name:visible").evaluate_all(LINES):
        assert lines <= len(name.split()), name


@pytest.mark.parametrize("width", [376, 736, 1240])
def test_lines_of_a_paths_brackets_have_room_for_their_rule(page, width):
    mount(page, live.PathsView(NET, X, Y, loss="bce"), width)
    heights = page.locator(".bp-path[aria-pressed=true] > span").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert len(heights) == 3 and min(heights) >= 20


@pytest.mark.parametrize("width", [284, 376, 780, 1240])
def test_the_heat_map_stays_in_its_panel(page, width):
    """One of four samples grew as high as it was wide, over what stands beneath."""
    mount(page, scrubber(), width)
    field = page.locator(".bp-heat").bounding_box()
    panel = page.locator(".bp-scrub-deltas").bounding_box()
    assert field["y"] > panel["y"] and field["height"] > 40
    assert field["y"] + field["height"] < panel["y"] + panel["height"]


def test_on_a_telephone_the_records_slider_stays_in_sight_above_the_figures(page):
    mount(page, patient(), 376, 800)
    for figure in (".bp-scrub-norms", ".bp-scrub-deltas", ".bp-scrub-activations"):
        page.locator(figure).evaluate("one => one.scrollIntoView({ block: 'end' })")
        page.evaluate(TWO_FRAMES)
        handle = page.locator(".bp-player input[type=range]").bounding_box()
        assert 0 <= handle["y"] <= 80, figure
        on_top = page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.bp-player'))",
            [handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2],
        )
        assert on_top, figure


@pytest.mark.parametrize("width", [284, 376, 780, 950])
def test_the_scrubbers_graph_says_a_delta_at_every_neuron(page, width):
    """On a telephone it had none, though lesson 4 asks where delta dies."""
    mount(page, patient(), width)
    texts = page.locator(".bp-scrub .bp-delta[data-delta]").all_text_contents()
    assert len(texts) == 13 and all(text.startswith("δ ") for text in texts), texts
    name = page.locator(".bp-node[data-selected] .bp-name")
    assert name.text_content() == "a[2][1]" and name.is_visible()


@pytest.mark.parametrize("name", ACTS)
def test_in_large_type_act_and_answer_stand_on_one_screen(page, name):
    """On a projector: JupyterLab at 1280 x 900 without its file browser."""
    make, act, wide = ACTS[name]
    mount(page, make(), 1240)
    page.get_by_role("button", name="Large").click()
    page.wait_for_function("() => document.querySelector('.bp-root').dataset.projector === ''")
    page.evaluate(TWO_FRAMES)
    page.evaluate(TWO_FRAMES)
    boxes = page.evaluate(REACH, act + (wide if name in ("NetworkView", "PathsView") else []))
    high = max(bottom for _, _, bottom in boxes) - min(top for _, top, _ in boxes)
    assert high <= 779, boxes
    if name in ("NetworkView", "BackwardStepper", "PathsView"):
        assert page.locator(PICTURE).get_attribute("data-size") == "large"
    page.get_by_role("button", name="Large").click()
    page.wait_for_function("() => !('projector' in document.querySelector('.bp-root').dataset)")


@pytest.mark.parametrize("name", ACTS)
def test_no_view_is_wider_than_its_cell(page, name):
    mount(page, ACTS[name][0](), 376)
    for width in (376, 620, 780, 950, 1240, 1850):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(TWO_FRAMES)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [284, 320, 376, 400])
def test_a_chain_of_many_layers_stands_upright_on_a_telephone(page, width):
    """That of lesson 6 was cut off at the card's edge, and nothing said that it scrolls."""
    chain = Network([1, 1, 1, 1, 1, 1], activations="sigmoid", seed=0)
    move = ("W[3][0, 0]", 1.0)
    mount(page, live.Predict(chain, [1.0], [0.0], loss="squared_error", move=move), width, 800)
    circles = page.locator(".bp-neuron").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
    )
    circles.sort()
    gaps = [top - bottom for (_, bottom), (top, _) in zip(circles[:-1], circles[1:], strict=True)]
    assert len(gaps) == 5 and min(gaps) >= 30
    stage = page.locator(".bp-stage")
    assert stage.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert stage.bounding_box()["height"] <= 600


@pytest.mark.parametrize("layers", [5, 6])
@pytest.mark.parametrize("width", [584, 624, 684, 744, 864])
def test_the_loss_stands_clear_of_a_chains_last_neuron(page, width, layers):
    """It stood 9 px beside it at 640 px."""
    chain = Network([1] * layers, activations="sigmoid", seed=1)
    mount(page, live.NetworkView(chain, [0.5], [1.0], loss="bce"), width)
    last = page.locator(".bp-neuron").last.bounding_box()
    loss = page.locator(".bp-loss-box").bounding_box()
    beside = loss["x"] - last["x"] - last["width"]
    assert max(beside, loss["y"] - last["y"] - last["height"]) >= 30


@pytest.mark.parametrize("data", ["xor", "moons"])
@pytest.mark.parametrize("width", [744, 784, 984, 1264])
def test_the_loss_curve_fills_its_panel(page, width, data):
    """Beside the low map of the moons a third of it was empty."""
    mount(page, live.TrainingPlayer(data), width)
    page.evaluate(TWO_FRAMES)
    panel = page.locator(".bp-train-loss").bounding_box()
    plot = page.locator(".bp-loss-plot").bounding_box()
    free = panel["y"] + panel["height"] - plot["y"] - plot["height"]
    assert 0 <= free <= 9 and plot["height"] >= 199


@pytest.mark.parametrize("name", ["NetworkView", "BugLab", "Scrubber", "TrainingPlayer"])
def test_letters_in_a_narrow_card_are_nine_pixels_high(page, name):
    """A picture was drawn 280 px wide and shown in 258: its smallest letters had 8.3 px."""
    mount(page, ACTS[name][0](), 284, 800)
    sizes = page.locator(".bp-graph text").evaluate_all("""all => all
        .filter((one) => one.textContent && one.checkVisibility())
        .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)""")
    assert len(sizes) > 12 and min(sizes) >= 8.99


def test_on_a_telephone_the_menu_of_mistakes_shows_its_entry(page):
    """It was 130 px wide, and cut its first entry."""
    mount(page, bug_lab(), 376, 800)
    assert page.locator(".bp-lab-menu select").bounding_box()["width"] >= 220


def test_no_name_in_the_formula_card_is_parted_by_the_end_of_a_line(page):
    mount(page, live.NetworkView(NET, X, Y, loss="bce"), 376)
    names = page.locator(".bp-card .bp-whole:visible")
    lines = names.evaluate_all("all => all.map((one) => one.getClientRects().length)")
    assert len(lines) > 5 and set(lines) == {1}
    text = page.locator(".bp-card").inner_text()
    assert "z[1][0] = x[0]·W[1][0, 0] + x[1]·W[1][1, 0] + b[1][0]" in text


@pytest.mark.parametrize("width", [259, 376, 608, 855])
def test_no_name_in_the_list_of_paths_is_parted_by_the_end_of_a_line(page, width):
    net = Network([2, 3, 3, 1], activations="sigmoid", seed=2)
    mount(page, live.PathsView(net, X, Y, loss="bce"), width)
    card = page.locator(".bp-card")
    names = card.locator(".bp-whole, .bp-term").evaluate_all(
        "all => all.map((one) => [one.textContent, one.getClientRects().length])"
    )
    assert [lines for _, lines in names] == [1] * len(names)
    assert [name for name, _ in names][:4] == ["W[1][0, 0]", "a[1][0]", "a[2][0]", "a[3][0]"]
    assert "Path 1: over a[1][0] → a[2][0] → a[3][0]" in card.inner_text()


def test_the_box_of_sliders_scrolls_to_what_is_selected_and_the_page_stays(page):
    mount(page, live.NetworkView(NET, X, Y, loss="bce"), 376)
    for name in ("y[0]", "W[2][1, 0]"):
        page.evaluate("(name) => window.view.model.set('selected', name)", name)
        page.evaluate(TWO_FRAMES)
        seen = page.evaluate("""() => {
          const box = document.querySelector(".bp-main > .bp-controls").getBoundingClientRect();
          const row = document.querySelector(".bp-row[data-selected]").getBoundingClientRect();
          return row.top >= box.top && row.bottom <= box.bottom + 1;
        }""")
        assert seen, name
    assert page.evaluate("() => scrollY") == 0


def test_at_1920_pixels_picture_card_and_sliders_stand_side_by_side(page):
    mount(page, live.NetworkView(NET, X, Y, loss="bce"), 1850)
    lefts = page.evaluate(
        "(parts) => parts.map((part) => document.querySelector(part).getBoundingClientRect().left)",
        [PICTURE, CARD, ".bp-main > .bp-controls"],
    )
    assert lefts == sorted(lefts) and lefts[2] - lefts[0] > 1000
