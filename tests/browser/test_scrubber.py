"""The scrubber in the page: at any moment every painted number is the record's."""

import json
import re
import statistics

import numpy as np
import pytest
from axe import findings
from live_view import CLOSE
from playwright.sync_api import expect

from backprop_lib import check
from backprop_lib.plots import style

NAMES = {"A": "relu", "E": "own_backward_pass"}
SHOW = """
from backprop_lib import check, live
view = live.Scrubber(check.patient("{}").recording, neuron="a[2][1]", sample=3)
view
"""
DEEP = """
from backprop_lib import SGD, Network, datasets, live, record
net = Network([2, 6, 6, 1], activations=["tanh", "relu", "sigmoid"],
              normalization="batch", residual=True, seed=1)
settings = dict(loss="bce", optimizer=SGD(0.5), batch_size=8, seed=2, steps=300, every=10)
recording = record(net, *datasets.moons(40, noise=0.15, seed=3), **settings)
view = live.Scrubber(recording, neuron="a[2][1]", sample=3)
view
"""
READ = """root => {
  const all = (css, at = root) => [...at.querySelectorAll(css)];
  const numbers = (css, key, at) => all(css, at).map((one) => Number(one.dataset[key] ?? 0));
  const canvas = root.querySelector("canvas");
  const {width, height} = canvas;
  const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  const hist = all(".bp-hist");
  return {
    k: Number(root.dataset.k), step: Number(root.dataset.step), loss: Number(root.dataset.loss),
    a: numbers(".bp-node .bp-a", "a"), delta: numbers(".bp-delta[data-delta]", "delta"),
    w: numbers(".bp-label[data-w]", "w"), dw: numbers(".bp-label-slope[data-dw]", "dw"),
    graphLoss: numbers(".bp-graph .bp-loss", "loss"),
    norms: numbers(".bp-scrub-values li", "norm"),
    pixels: [...pixels], width, height,
    counts: hist.map((one) => numbers(".bp-hist-bar", "count", one)),
    own: hist.map((one) => numbers(".bp-hist-own", "count", one)),
    table: all(".bp-table tbody tr").map((row) => numbers("td", "value", row)),
    marks: all(".bp-chart-mark").map((mark) => mark.getAttribute("transform")),
  };
}"""
TIME = """async (root) => {
  const handle = root.querySelector(".noUi-handle");
  const done = new MessageChannel();
  const times = [];
  for (let n = 0; n < 60; n++) {
    await new Promise((rest) => setTimeout(rest, 30 + 7 * (n % 5)));
    const before = root.dataset.k;
    const key = n < 30 ? "ArrowRight" : "ArrowLeft";
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    // The first task after the frame that draws it: style, layout and paint are done.
    await new Promise((shown) => requestAnimationFrame(() => {
      done.port1.onmessage = shown;
      done.port2.postMessage(0);
    }));
    if (root.dataset.k !== before) times.push(performance.now() - start);
  }
  return times;
}"""


@pytest.fixture(params=[*NAMES, "deep"], ids=lambda name: NAMES.get(name, "normalized_and_skip"))
def shown(show, request):
    if request.param == "deep":
        made = {}
        exec(DEEP, made)
        return show(DEEP), made["recording"]
    return show(SHOW.format(request.param)), check.patient(request.param).recording


GO = """([root, k]) => {
  const handle = root.querySelector(".noUi-handle");
  const by = k - Number(root.dataset.k);
  const key = by > 0 ? "ArrowRight" : "ArrowLeft";
  for (let n = 0; n < Math.abs(by); n++) {
    handle.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  }
}"""


def go(view, k):
    """Arrow keys on the slider, as fast as a page can take them."""
    view.page.evaluate(GO, [view.root.element_handle(), k])
    expect(view.root).to_have_attribute("data-k", str(k))


def colours(deltas, limit):
    """The heat map's colours: of zero in the middle, growing as the root of |delta|."""
    palette = style.LIGHT
    ends = [np.array(style.mix(palette[name], palette[name], 0)) for name in
            ("delta_negative", "delta_positive")]  # fmt: skip
    zero = np.round(255 * np.array(style.mix(palette["paper"], palette["line"], 0.35))) / 255
    t = np.round(256 * np.sign(deltas) * np.minimum(1, np.sqrt(abs(deltas) / limit))) / 256
    end = np.where(t[..., None] < 0, *ends)
    return 255 * (zero + abs(t)[..., None] * (end - zero))


def judge(read, run, sample, neuron):
    k = read["k"]
    forward, backward = run.forward(k), run.backward(k)
    L = len(forward.z)
    assert read["step"] == run.steps[k]
    np.testing.assert_allclose(read["loss"], run.loss[k], **CLOSE)
    np.testing.assert_allclose(read["graphLoss"], run.loss[k], **CLOSE)
    a = np.concatenate([forward.a[l][sample] for l in range(L + 1)])
    delta = np.concatenate([backward.delta[l][sample] for l in range(1, L + 1)])
    np.testing.assert_allclose(read["a"], a, **CLOSE)
    np.testing.assert_allclose(read["delta"], delta, **CLOSE)
    W = [forward.network.W[l].T.ravel() for l in range(1, L + 1)]  # neuron by neuron
    dW = [backward.dW[l].T.ravel() for l in range(1, L + 1)]
    np.testing.assert_allclose(read["w"], np.concatenate(W), **CLOSE)
    np.testing.assert_allclose(read["dw"], np.concatenate(dW), **CLOSE)
    l, j = neuron
    scales = [part[l][j] for part in (backward.dgamma, backward.dbeta) if l in dict(part.items())]
    own = np.linalg.norm([*backward.dW[l][:, j], backward.db[l][j], *scales])
    np.testing.assert_allclose(read["norms"], [*run.gradient_norms[k], own], **CLOSE)
    deltas = np.hstack([*backward.delta]).T  # from the top as in the graph
    limit = min(1.0, max(abs(np.hstack([*run.backward(n).delta])).max() for n in range(len(run))))
    pixels = np.reshape(read["pixels"], (read["height"], read["width"], 4))
    np.testing.assert_allclose(pixels[..., :3], colours(deltas, limit), atol=1.5)
    for l, name in enumerate(forward.network.activations, start=1):
        counts = np.array(read["counts"][l - 1])
        assert counts.sum() == forward.a[l].size
        if forward.network.residual[l - 1]:  # it adds to what the function gave
            all_a = [run.forward(n).a[l] for n in range(len(run))]
            bounds = min(0, np.min(all_a)), np.max(all_a)
            np.testing.assert_array_equal(counts, np.histogram(forward.a[l], 16, bounds)[0])
        elif name != "relu":
            bounds = (-1, 1) if name == "tanh" else (0, 1)
            expected, _ = np.histogram(forward.a[l], bins=16, range=bounds)
            np.testing.assert_array_equal(counts, expected)
        else:
            assert counts[0] >= (forward.a[l] == 0).sum()
        assert sum(read["own"][l - 1]) == (len(run.X) if l == neuron[0] else 0)
    table = np.array(read["table"])
    np.testing.assert_allclose(table[:, 0], a[run.X.shape[1] :], **CLOSE)
    np.testing.assert_allclose(table[:, 1], delta, **CLOSE)
    means = np.concatenate([abs(d).mean(axis=0) for d in backward.delta])
    np.testing.assert_allclose(table[:, 3], means, **CLOSE)


def test_every_painted_number_is_the_records_at_twenty_positions(shown):
    view, run = shown
    view.root.locator(".bp-twin summary").click()
    rng = np.random.default_rng(6)
    seen = set()
    for k in rng.choice(len(run), 20, replace=False):
        go(view, int(k))
        read = view.root.evaluate(READ)
        judge(read, run, 3, (2, 1))
        seen.add(json.dumps(read["marks"]))
    assert len(seen) == 20  # the marks on the curves move along


def test_slider_to_paint_takes_at_most_two_frames(show):
    view = show(SHOW.format("D"))
    go(view, 5)
    times = view.root.evaluate(TIME)
    print(f"slider to paint: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")
    assert len(times) > 50
    # The quickest tenth: what else the machine has to do only adds to it.
    assert statistics.quantiles(times, n=10)[0] <= 33


def test_scrubbing_tells_the_kernel_where_one_is(show):
    view = show(SHOW.format("D"))
    go(view, 60)
    view.notebook.ask_until("(view.at, view.step)", (60, 300))


def test_a_neuron_selected_in_one_figure_is_marked_in_all(show):
    view = show(SHOW.format("D"))
    node = view.root.locator('.bp-graph [aria-label^="neuron a[1][3]"]')
    node.click()
    expect(node).to_have_attribute("aria-pressed", "true")
    chosen(view, "a[1][3]")
    # In the heat map the rows run as the graph's neurons do: a[2][5] is the twelfth.
    field = view.root.locator(".bp-heat-field")
    box = field.bounding_box()
    field.click(position={"x": box["width"] * 10.5 / 40, "y": box["height"] * 11.5 / 13})
    chosen(view, "a[2][5]")
    expect(view.root).to_have_attribute("data-sample", "10")
    field.press("ArrowUp")
    field.press("ArrowRight")
    chosen(view, "a[2][4]")
    expect(view.root).to_have_attribute("data-sample", "11")
    # In the table, and none at all.
    view.root.locator(".bp-twin summary").click()
    view.root.get_by_role("button", name="a[1][0]", exact=True).click()
    chosen(view, "a[1][0]")
    view.button("Deselect").click()
    expect(view.root.locator(".bp-heat-row")).to_be_hidden()


def chosen(view, name):
    layer, row = int(name[2]), 6 * (int(name[2]) - 1) + int(name[5])
    expect(view.root.locator('.bp-graph [aria-pressed="true"]')).to_have_attribute(
        "aria-label", re.compile(rf"^neuron {re.escape(name)}")
    )
    field = view.root.locator(".bp-heat-field").bounding_box()
    box = view.root.locator(".bp-heat-row").bounding_box()
    middle = (box["y"] + box["height"] / 2 - field["y"]) / field["height"]
    assert abs(13 * middle - row - 0.5) < 0.3
    expect(view.root.locator(".bp-scrub-values li").last).to_contain_text(name)
    own = view.root.locator(".bp-hist").nth(layer - 1).locator(".bp-hist-own[data-count]")
    expect(own).to_have_count(16)
    expect(view.root.locator(".bp-chart-name.bp-neuron-line")).to_have_text(name)
    view.notebook.ask_until("view.neuron", name)


def test_the_kernel_moves_the_page(show):
    view = show(SHOW.format("D"))
    view.notebook.ask("setattr(view, 'at', 33)")
    expect(view.root).to_have_attribute("data-k", "33")
    view.notebook.ask("setattr(view, 'sample', 7)")
    expect(view.root).to_have_attribute("data-sample", "7")
    expect(view.root.get_by_label("sample", exact=True)).to_have_value("7")


def test_keyboard_walks_from_neuron_to_neuron(show):
    view = show(SHOW.format("D"))
    first = view.root.locator('.bp-graph [aria-label^="neuron a[1][0]"]')
    first.focus()
    view.page.keyboard.press("ArrowRight")
    view.page.keyboard.press("Enter")
    chosen(view, "a[1][1]")
    assert view.root.locator('.bp-graph [tabindex="0"]').count() == 1


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_jupyterlab(show, scratch, theme):
    view = show(SHOW.format("D"))
    scratch.theme(theme)
    view.root.locator(".bp-twin").evaluate("e => { e.open = true; }")
    found = findings(view.root)
    scratch.theme("JupyterLab Light")
    assert found == []


def test_targets_are_24_pixels_or_more(show):
    view = show(SHOW.format("D"))
    small = view.root.evaluate("""root => {
      const targets = "button, input, select, summary, .noUi-touch-area, circle[role=button]";
      return [...root.querySelectorAll(targets)].filter((e) => e.getClientRects().length)
        .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, {width, height}]) => Math.min(width, height) < 23.99);
    }""")
    assert small == []


@pytest.mark.parametrize("width", [340, 400, 1280])
def test_nothing_is_wider_than_the_view(show, width):
    view = show(SHOW.format("D"))
    wide = view.root.evaluate(
        """async (root, width) => {
          root.style.width = `${width}px`;
          await new Promise((done) => setTimeout(done, 300));
          const {right} = root.getBoundingClientRect();
          return [...root.querySelectorAll("section, svg, canvas, button, p, ul")]
            .filter((e) => e.getBoundingClientRect().right > right + 1)
            .map((e) => e.outerHTML.slice(0, 100));
        }""",
        width,
    )
    assert wide == []


def test_play_walks_on_by_itself_and_stops_at_a_touch(show):
    view = show(SHOW.format("D"))
    view.button("▶ Play").click()
    expect(view.root).not_to_have_attribute("data-k", "0")
    view.button("❚❚ Pause").click()
    expect(view.button("▶ Play")).to_be_visible()
    stood = view.root.get_attribute("data-k")
    view.page.wait_for_timeout(400)
    assert view.root.get_attribute("data-k") == stood
    view.button("Step ▶").click()
    expect(view.root).to_have_attribute("data-k", str(int(stood) + 1))
