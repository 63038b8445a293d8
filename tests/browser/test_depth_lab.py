"""DepthLab in the page: every bar that is painted is the number that `backprop_lib` computes."""

import json
import math
import random
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from backprop_lib.activations import ACTIVATIONS

START = """
from backprop_lib import magnitudes, live, mean_field
lab = live.DepthLab(depth=5, width=8, batch_size=16)
lab
"""
READ = """root => {
  const bars = [...root.querySelectorAll(".bp-depth-bars")].map((path) => [path.dataset.kind, {
    first: Number(path.dataset.first), values: JSON.parse(path.dataset.values),
    lefts: [...path.getAttribute("d").matchAll(/M([\\d.]+) [^M]*z/g)].map((bar) => Number(bar[1])),
  }]);
  const all = (css, of) => [...root.querySelectorAll(css)].map(of);
  const values = (line) => JSON.parse(line.dataset.values);
  return {
    bars: Object.fromEntries(bars),
    theory: all(".bp-depth-theory", values), lines: all(".bp-depth-line", values),
    counts: all(".bp-depth-z path", (bar) => Number(bar.dataset.count)),
    flat: all(".bp-depth-z path", (bar) => bar.dataset.flat !== undefined),
    saturated: Number(root.querySelector("[data-saturated]").dataset.saturated),
    settings: JSON.parse(root.dataset.settings), loss: Number(root.dataset.loss),
    layer: Number(root.dataset.layer),
  };
}"""
# What the core says of the lab's own network and batch, worked out anew in the kernel.
TRUTH = """(lambda f, b: (lambda m, t, h: {
    "spread": [*map(float, m.spread)], "delta": [*map(float, m.delta)], "dW": [*map(float, m.dW)],
    "slope": [*map(float, m.slope)], "weight": [*map(float, m.weight)][1:],
    "scale": [*map(float, m.scale)], "factor": [float(x).hex() for x in m.factor],
    "theory": None if t is None else {
        "spread": [*map(float, t.spread)], "delta": [*map(float, t.delta)],
        "chi": [*map(float, t.chi)]},
    "counts": h.counts[LAYER].tolist(), "flat": h.flat[LAYER].tolist(),
    "saturated": float(m.saturated[LAYER]), "loss": b.loss,
})(magnitudes.measure(f, b), lab.prediction and mean_field.predict(f), magnitudes.histogram(f)))(
    *(lambda f, y: (f, f.network.backward(f, y, "cross_entropy")))(
        *(lambda network, X, y: (network.forward(X, training=True), y))(
            *lab._scene.of(lab.settings()))))"""


@pytest.fixture
def lab(show):
    return show(START)


def painted_for(view, **expected):
    """Wait until the kernel has these settings and the page shows its numbers; read them."""
    for _ in range(200):
        read = view.root.evaluate(READ)
        now = view.notebook.ask("lab.shown['settings']")
        if read["settings"] == now and now.items() >= expected.items():
            return read
        view.page.wait_for_timeout(50)
    raise AssertionError(f"page {read['settings']}, kernel {now}, expected {expected}")


def judge(view, **expected):
    """Every number painted is the core's, once these are the settings."""
    read = painted_for(view, **expected)
    read["theory"] = [[None if v is None else float(v) for v in line] for line in read["theory"]]
    layer = read["layer"]
    true = view.notebook.ask(TRUTH.replace("LAYER", str(layer)).replace("\n", " "))
    for kind, bars in read["bars"].items():
        values = [float(value) for value in bars["values"]]
        assert values == true[kind], kind
        if values:
            assert bars["first"] == (0 if kind == "spread" else 1), kind
        at = [n for n, value in enumerate(values) if value > 0]  # what is 0 has no bar
        assert len(bars["lefts"]) == len(at), kind
        if len(at) > 1:  # and leaves its place empty
            np.testing.assert_allclose(np.polyfit(at, bars["lefts"], 1, full=True)[1], 0, atol=0.1)
    factors = [float.fromhex(number) for number in true["factor"]]
    drawn = next(line for line in read["lines"] if line)
    assert drawn == [value if math.isfinite(value) else None for value in factors]
    if true["theory"]:
        spread, delta, _, factor = read["theory"]
        last = true["delta"][-1]
        assert spread == true["theory"]["spread"]
        assert delta == [last * part for part in true["theory"]["delta"]]
        assert factor == [math.sqrt(chi) for chi in true["theory"]["chi"]]
    for key in ("counts", "flat", "saturated", "loss"):
        assert read[key] == true[key], key


def test_thirty_random_settings_are_painted_as_the_core_computes_them(lab):
    """By number boxes, menus and buttons; also where nothing is left of a gradient."""
    draw, skips, seed = random.Random(8), False, 0
    for trial in range(30):
        numbers = {
            "depth": draw.choice([1, 2, 5, draw.randint(1, 30), draw.randint(30, 100)]),
            "width": draw.choice([2, 64, draw.randint(2, 80)]),
            "gain": draw.choice([1, 0.1, 100, round(10 ** draw.uniform(-1, 1), 3)]),
            "input_scale": draw.choice([1, 0.01, 100]),
            "batch_size": draw.choice([2, 16, draw.randint(2, 100)]),
        }
        names = {
            "activation": draw.choice(list(ACTIVATIONS)[:-1]),
            "init": draw.choice(["normal", "xavier_normal", "he_normal"]),
            "normalization": draw.choice(["none", "batch"]),
        }
        for name, value in numbers.items():
            box = lab.root.get_by_label(f"{name.replace('_', ' ')}, number box")
            box.fill(str(value))
            box.press("Enter")
        for name, value in names.items():
            label = {"init": "initializer"}.get(name, name)
            lab.root.get_by_label(label, exact=True).select_option(value)
        if draw.random() < 0.5:
            lab.button("Skips").click()
            skips = not skips
        if trial % 5 == 0:
            lab.root.get_by_role("button", name=re.compile("Other weights")).click()
            seed += 1
        judge(lab, **numbers, **names, residual=skips, seed=seed)
        assert lab.notebook.ask("lab.message") == ""


def test_a_slider_moves_by_keys_and_answers(lab):
    handle = lab.root.get_by_label("depth, slider")
    handle.focus()
    before = lab.notebook.ask("lab.depth")
    lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("PageUp")
    expect(lab.root.get_by_label("depth, number box")).to_have_value(str(before + 11))
    judge(lab, depth=before + 11)
    expect(handle).to_have_attribute("aria-valuetext", str(before + 11))
    lab.root.get_by_label("gain, slider").focus()
    for _ in range(5):
        lab.page.keyboard.press("ArrowUp")
    gain = 10 ** (5 / 50)
    judge(lab, gain=lab.notebook.ask_until("lab.gain", pytest.approx(gain, rel=1e-4)))


def test_a_slider_is_dragged(lab):
    lab.drag(lab.root.get_by_label("width, slider"), 40, 0)
    box = lab.root.get_by_label("width, number box")
    expect(box).not_to_have_value("8")
    width = int(box.input_value())
    assert width > 20
    judge(lab, width=width)


def test_a_value_set_in_a_cell_is_painted(lab):
    lab.notebook.ask("[setattr(lab, 'depth', 50), setattr(lab, 'width', 64)] and 0")
    judge(lab, depth=50, width=64)
    expect(lab.root.get_by_label("depth, number box")).to_have_value("50")


def test_a_click_on_a_bar_and_the_slider_choose_the_layer(lab):
    lab.notebook.ask("[setattr(lab, 'depth', 10)] and 0")
    judge(lab, depth=10)
    chart = lab.root.locator(".bp-depth-chart").nth(1)
    chart.scroll_into_view_if_needed()
    box = lab.root.locator('[data-kind="delta"]').bounding_box()  # 11 bars, the seventh is meant
    lab.page.mouse.click(box["x"] + box["width"] * 6.5 / 11, box["y"] + box["height"] / 2)
    expect(lab.root).to_have_attribute("data-layer", "7")
    judge(lab)
    expect(lab.root.locator(".bp-depth-detail")).to_contain_text("|δ[7]|")
    lab.root.get_by_label("layer shown, slider").focus()
    lab.page.keyboard.press("Home")
    expect(lab.root).to_have_attribute("data-layer", "1")
    judge(lab)


def test_a_number_out_of_range_is_refused_in_words(lab):
    box = lab.root.get_by_label("depth, number box")
    for text, message in (
        ("101", "101 is outside 1 … 100: kept 5."),
        ("0", "0 is outside 1 … 100: kept 5."),
        ("2.5", "2.5 is not a whole number: kept 5."),
    ):
        box.fill(text)
        box.press("Enter")
        expect(lab.root.locator(".bp-row-note").first).to_have_text(message)
        expect(box).to_have_value("5")
    assert lab.notebook.ask("lab.depth") == 5


def test_an_overflow_is_said_and_the_numbers_before_stay(show):
    view = show(
        "import numpy as np\nfrom backprop_lib import magnitudes, live, mean_field\n"
        "X = np.random.default_rng(0).normal(size=(20, 3)) * 1e140\n"
        "lab = live.DepthLab(X, np.eye(4)[np.arange(20) % 4], depth=3, width=4, batch_size=20,\n"
        "                    activation='identity')\nlab"
    )
    before = view.root.evaluate(READ)["bars"]
    box = view.root.get_by_label("depth, number box")
    gain = view.root.get_by_label("gain, number box")
    gain.fill("100")
    gain.press("Enter")
    box.fill("100")
    box.press("Enter")
    alert = view.root.locator(".bp-problem")
    expect(alert).to_contain_text(re.compile(r"\[\d+\] is too large for float64"))
    expect(alert).to_contain_text("numbers below are those of the setting before")
    expect(view.root).to_have_attribute("data-stale", "")
    after = view.root.evaluate(READ)
    values = [value for bars in after["bars"].values() for value in bars["values"]]
    assert values and all(math.isfinite(float(value)) for value in values)
    assert len(after["bars"]["delta"]["values"]) == len(before["delta"]["values"])
    gain.fill("1")
    gain.press("Enter")
    expect(alert).to_be_hidden()
    judge(view)


def test_what_is_exactly_zero_is_marked_and_said(show):
    view = show(
        "from backprop_lib import magnitudes, live, mean_field\n"
        "lab = live.DepthLab(depth=100, width=2, init='normal', gain=0.1, activation='sigmoid',\n"
        "                    input_scale=0.01)\nlab"
    )
    judge(view)
    values = [float(value) for value in view.root.evaluate(READ)["bars"]["delta"]["values"]]
    zero = values.count(0)
    if zero:
        expect(view.root.locator(".bp-note")).to_contain_text(f"δ of {zero} layers is exactly 0")
        assert view.root.locator('.bp-depth-zeros:not([d=""])').count() > 0
    assert values[-1] > 0.1


def test_the_table_holds_the_same_numbers(lab):
    lab.root.get_by_text("All numbers as a table").click()
    rows = lab.root.locator(".bp-table tbody tr:visible")
    expect(rows).to_have_count(6)
    delta = lab.notebook.ask("float(lab.flow.delta[5])")
    shown = rows.nth(4).locator("td").nth(2).inner_text()
    assert float(shown) == pytest.approx(delta, rel=1e-3)


def test_a_screen_reader_hears_the_finding_once(lab):
    said = lab.root.locator(".bp-said")
    box = lab.root.get_by_label("depth, number box")
    box.fill("20")
    box.press("Enter")
    expect(said).to_contain_text("Depth 20. |δ[1]| / |δ[21]| = ")
    chart = lab.root.get_by_role("img", name=re.compile("Length of delta, logarithmic: layer 1 "))
    expect(chart).to_have_count(1)


def test_every_name_and_colour_is_accessible(lab):
    for name in ("light", "dark"):
        lab.notebook.theme("JupyterLab Dark" if name == "dark" else "JupyterLab Light")
        background = "rgb(20, 25, 34)" if name == "dark" else "rgb(255, 255, 255)"
        expect(lab.root).to_have_css("background-color", background)
    lab.notebook.theme("JupyterLab Light")
    unnamed = lab.root.evaluate(
        """root => [...root.querySelectorAll("button, input, select, .noUi-handle, [role=img]")]
             .filter(one => !(one.getAttribute("aria-label") || one.textContent.trim()
                              || one.labels?.length)).map(one => one.outerHTML)"""
    )
    assert unnamed == []


def test_on_a_narrow_page_nothing_sticks_out(lab):
    lab.notebook.toggle_side_bar()
    lab.page.set_viewport_size({"width": 516, "height": 900})
    try:
        lab.page.wait_for_function(
            "() => document.querySelector('.bp-depth').getBoundingClientRect().width < 420"
        )
        width = lab.root.bounding_box()["width"]
        assert 380 < width < 420, width
        wide = lab.root.evaluate(
            """root => [...root.querySelectorAll("*")].filter(one => {
                 const box = one.getBoundingClientRect();
                 return box.width && !one.closest(".noUi-target, .bp-said, .bp-tables")
                   && box.right > root.getBoundingClientRect().right + 1;
               }).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert wide == []
        judge(lab)
    finally:
        lab.page.set_viewport_size({"width": 1280, "height": 900})
        lab.notebook.toggle_side_bar()


def test_depth_50_width_64_answers_in_time(lab, record_property):
    """From the key press to the painted picture, medians: the target is 100 ms."""
    lab.notebook.ask("[setattr(lab, 'width', 64), setattr(lab, 'batch_size', 64)] and 0")
    lab.notebook.ask("[setattr(lab, 'depth', 50)] and 0")
    judge(lab, depth=50, width=64, batch_size=64)
    lab.root.get_by_label("gain, slider").focus()
    times = []
    for n in range(20):
        lab.root.evaluate(
            """root => { window.answered = new Promise((done) => {
                 const seen = new MutationObserver(() => { seen.disconnect();
                   requestAnimationFrame(() => done(performance.now() - window.pressed)); });
                 seen.observe(root, {attributes: true, attributeFilter: ["data-settings"]});
                 root.addEventListener("keydown", () => { window.pressed = performance.now(); },
                   {once: true, capture: true}); }); }"""
        )
        lab.page.keyboard.press("ArrowRight" if n % 2 else "ArrowLeft")
        times.append(lab.page.evaluate("window.answered"))
    median = sorted(times)[len(times) // 2]
    record_property("median_ms", json.dumps(round(median)))
    print(f"depth 50 width 64: median {median:.0f} ms, {sorted(times)[0]:.0f} to {max(times):.0f}")
    assert median < 1000  # a machine that is shared is no judge of the target itself
