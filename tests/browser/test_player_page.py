"""TrainingPlayer's page by itself, on a bare page: what its curve, its menus and its boxes show."""

import numpy as np
import pytest
from bare_views import TWO_FRAMES, put_on
from playwright.sync_api import expect

from backprop_lib import SGD, Adam, Network, datasets, live

# Where the curve's ink stands: of every column of the plot the highest and lowest dark pixel.
INK = """() => {
  const canvas = document.querySelector(".bp-loss-plot");
  const c = canvas.getContext("2d");
  const [left, right, bottom] = [54, canvas.width - 20, canvas.height - 42];
  const { data, width } = c.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: right - left }, (_, n) => {
    const dark = [];
    for (let y = 0; y < bottom; y++) {
      const at = 4 * (y * width + left + n);
      const isInk = data[at + 3] > 200 && data[at] < 60 && data[at + 1] < 70;
      if (isInk) dark.push(y);
    }
    return dark.length ? [dark[0], dark.at(-1)] : null;
  });
}"""
LAST_RESET = "view.sent.findLast((one) => one.do === 'reset')"


def mount(page, player, **how):
    page.set_content("<body style='margin: 0' data-jp-theme-light='true'></body>")
    put_on(page, player, **how)
    page.evaluate(TWO_FRAMES)


def after_losses(losses):
    player = live.TrainingPlayer("xor")
    player.record.add(losses)
    player.refresh()
    return player


@pytest.mark.parametrize("high", [15.0, 1e6, 1e30])
def test_a_loss_far_above_the_first_is_still_a_curve(page, high):
    """Of a rate that is too large; on the axis, or along its top edge."""
    mount(page, after_losses([0.7] * 20 + [high] * 200))
    columns = page.evaluate(INK)
    drawn = [ink for ink in columns if ink]
    assert len(drawn) > 0.97 * len(columns)
    top = min(ink[0] for ink in columns[len(columns) // 2 :] if ink)
    assert top < 80  # of 200 px: it has risen


def test_on_a_logarithmic_axis_a_run_that_jumps_is_a_line_in_a_band_and_no_slab(page):
    player = after_losses([0.7 if n % 2 else 1e-3 for n in range(1000)])
    player.log = True
    mount(page, player)
    thick = [ink[1] - ink[0] for ink in page.evaluate(INK) if ink]
    assert sorted(thick)[len(thick) // 2] < 12


def test_a_race_names_its_runners_and_both_have_the_same_axes(page):
    slow, fast = (
        live.TrainingPlayer("xor", optimizer=SGD(0.01)),
        live.TrainingPlayer("xor", optimizer=Adam(0.05)),
    )
    live.race(slow, fast)
    slow.step(300)
    pictures = []
    for player, name in ((slow, "SGD"), (fast, "Adam")):
        mount(page, player)
        expect(page.locator(".bp-train-name")).to_have_text(name)
        pictures.append(
            page.evaluate(
                """() => {
                  const canvas = document.querySelector(".bp-loss-plot");
                  const c = canvas.getContext("2d");
                  return [...c.getImageData(0, 0, 44, canvas.height - 20).data].join();
                }"""
            )
        )
    assert pictures[0] == pictures[1]  # the numbers beside the axis


def test_a_refused_entry_goes_back_and_is_said_beside_it(page):
    mount(page, live.TrainingPlayer("moons"), kernel=True)
    box = page.get_by_label("hidden layers")
    page.evaluate(  # the kernel is silent here: what a hand has typed, and its answer
        """() => {
          document.querySelector("[data-name=hidden] input").value = "0, 3";
          window.view.model.set("refused", { name: "hidden", message: "hidden is 0, 3; no." });
        }"""
    )
    expect(box).to_have_value("8")
    expect(page.locator("[data-name=hidden] .bp-row-note")).to_have_text("hidden is 0, 3; no.")


def test_noise_is_offered_where_the_data_have_some(page):
    for name, has in (("moons", True), ("xor", False)):
        mount(page, live.TrainingPlayer(name))
        page.evaluate("() => { document.querySelector('.bp-restart').open = true; }")
        expect(page.get_by_label("noise")).to_be_visible(visible=has)


def test_numbers_are_written_as_the_lessons_write_them_and_speed_says_its_unit(page):
    player = live.TrainingPlayer("xor")
    player.step(1234)
    mount(page, player)
    expect(page.locator(".bp-train-status")).to_contain_text("step 1,234")
    expect(page.get_by_text("speed × 10 steps/s")).to_be_visible()


def test_a_chosen_weight_has_a_box_for_its_number(page):
    """A hand reaches what is far away, such as 3 further down, without five drags."""
    mount(page, live.TrainingPlayer("xor"), kernel=True)
    expect(page.locator(".bp-train-chosen")).to_be_hidden()
    page.locator(".bp-edge[aria-label^='weight W[2][0, 0]']").focus()
    box = page.get_by_label("W[2][0, 0], number box")
    box.fill("-3.25")
    box.press("Enter")
    expect(box).to_have_value("-3.25")
    edge = page.locator(".bp-edge[aria-label^='weight W[2][0, 0]']")
    expect(edge).to_have_attribute("aria-valuenow", "-3.25")


def test_in_a_place_too_narrow_for_a_curve_the_page_goes_on(page):
    """JupyterLab beside its file browser leaves 60 px of a telephone's width."""
    player = live.TrainingPlayer("xor")
    player.step(300)
    page.set_viewport_size({"width": 400, "height": 800})
    mount(page, player)
    page.set_viewport_size({"width": 60, "height": 800})
    page.wait_for_timeout(100)
    expect(page.locator(".bp-train-status")).to_contain_text("step 300", timeout=5_000)
    page.set_viewport_size({"width": 400, "height": 800})
    expect(page.locator(".bp-loss-plot")).to_be_visible(timeout=5_000)


def test_reset_starts_the_very_network_that_was_given_and_shows_no_seed_for_it(page):
    net = Network([2, 4, 1], activations="sigmoid", init="normal", seed=3)
    player = live.TrainingPlayer(net, *datasets.xor(), loss="bce")
    player.step(5)
    mount(page, player, kernel=True)
    page.evaluate("() => { view.sent = []; view.model.send = (one) => view.sent.push(one); }")
    seed = page.get_by_label("seed", exact=True)
    reset = page.get_by_role("button", name="Reset")
    expect(seed).to_have_value("")
    reset.click()
    player._asked(None, page.evaluate(LAST_RESET), [])
    np.testing.assert_array_equal(player.network.params, net.params)
    seed.fill("4")
    reset.click()
    player._asked(None, page.evaluate(LAST_RESET), [])
    drawn = Network([2, 4, 1], activations="sigmoid", init="xavier_uniform", seed=4)
    np.testing.assert_array_equal(player.network.params, drawn.params)


@pytest.mark.parametrize("width", [284, 400, 800])
def test_the_map_of_answers_is_square_at_any_width(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    mount(page, live.TrainingPlayer("xor"))
    box = page.locator("canvas.bp-answers").bounding_box()
    assert box["width"] > 150 and abs(box["width"] - box["height"]) < 2


# The steps beneath the last picture of a loss chart: [left, right] of each text, in px.
TEXTS = """() => {
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  const written = (window.written = []);
  CanvasRenderingContext2D.prototype.clearRect = function (...where) {
    if (this.canvas.matches(".bp-loss-plot")) written.length = 0;
    return clearRect.apply(this, where);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const half = this.measureText(text).width / 2;
    if (this.canvas.matches(".bp-loss-plot") && this.textAlign === "center" && x > 0)
      written.push({ text, y, ends: [x - half, x + half] });
    return fillText.call(this, text, x, y);
  };
}"""


@pytest.mark.parametrize("steps", [260, 9_999, 24_000, 999_000])
def test_steps_beneath_a_narrow_loss_chart_lie_apart(page, steps):
    page.evaluate(TEXTS)
    player, widths = after_losses([0.7] * steps), set()
    for width in range(260, 480, 40):
        page.set_viewport_size({"width": width, "height": 900})
        mount(page, player)
        widths.add(page.locator(".bp-loss-plot").evaluate("canvas => canvas.clientWidth"))
        written = page.evaluate("written")
        y = next(one["y"] for one in written if one["text"] == "0")
        ends = sorted(one["ends"] for one in written if one["y"] == y)
        assert len(ends) >= 2
        gaps = [right[0] - left[1] for left, right in zip(ends, ends[1:], strict=False)]
        assert min(gaps) > 6, (width, written)
    assert min(widths) < 230 and max(widths) > 330
