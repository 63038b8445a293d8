"""page/network_page.js in a page of its own, whose host makes the sliders when the test says."""

import base64

import pytest
from bare_views import NET, X, put_on
from playwright.sync_api import expect

from backprop_lib import Network, live

# What a host gives a view, as anywidget and ipywidgets do: models, and views of the sliders,
# which are made only when the test lets it. A view tells of a failure by an error of the page.
HOST = """async ([source, traits, sliders]) => {
  class Model {
    constructor(values) { Object.assign(this, {values, heard: new Map(), comm_live: true}); }
    get(name) { return this.values[name]; }
    set(name, value) {
      const all = typeof name === "string" ? {[name]: value} : name;
      for (const [key, now] of Object.entries(all)) {
        if (this.values[key] === now) continue;
        this.values[key] = now;
        for (const act of this.heard.get(`change:${key}`) ?? []) act(this, now);
      }
    }
    on(name, act) { this.heard.set(name, [...(this.heard.get(name) ?? []), act]); }
    off() {}
    save_changes() {}
    send() {}
  }
  let release;
  const released = new Promise((done) => { release = done; });
  const made = sliders.map((values) => new Model(values));
  const model = new Model(traits);
  model.values._sliders = made.map((_, n) => `IPY_MODEL_${n}`);
  model.widget_manager = {
    get_model: async (n) => made[n],
    async create_view() {
      await released;
      const el = document.createElement("div");
      el.innerHTML = '<div class="noUi-handle" role="slider" tabindex="0"></div>';
      const nothing = () => {};
      return {
        el, trigger: nothing, remove: nothing,
        handleSliderUpdateEvent: nothing, handleSliderChangeEvent: nothing,
      };
    },
  };
  const el = document.body.appendChild(document.createElement("div"));
  const {default: view} = await import(source);
  Object.assign(window, {model, sliders: made, release, shown: view.render({model, el})});
}"""


@pytest.fixture
def host(page):
    """A function: a view in a page whose host has not made its sliders yet; errors of the page."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def open_one(view):
        source = view._esm.encode()
        names = [name for name in view.trait_names(sync=True) if name[0] != "_"]
        traits = {n: getattr(view, n) for n in names if n not in ("layout", "tabbable", "tooltip")}
        sliders = [
            {"value": s.value, "min": s.min, "max": s.max, "parameter": s.parameter}
            for s in view.sliders.values()
        ]
        module = f"data:text/javascript;base64,{base64.b64encode(source).decode()}"
        page.evaluate(HOST, [module, traits, sliders])
        return page

    yield open_one
    assert errors == []


@pytest.mark.parametrize("sizes", [(2, 3, 1), (8, 16, 16, 8)], ids=["all sliders", "one slider"])
def test_what_a_cell_sets_while_the_sliders_are_made_is_painted(host, sizes):
    net = Network(sizes, activations="sigmoid", seed=0)
    view = live.NetworkView(net, [0.5] * sizes[0], [0.2] * sizes[-1], loss="squared_error")
    page = host(view)
    name = f"W[{len(sizes) - 1}][0, 0]"
    view.set(name, 1.5)
    page.evaluate(
        """async ([said, moved]) => {
             for (const slider of sliders) if (moved.includes(slider.get("parameter"))) {
               slider.set("value", 1.5);
             }
             model.set(said);
             await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
             release();
             await shown;
           }""",
        [{"history": view.history, "position": view.position}, [name]],
    )
    edge = page.locator(f'.bp-graph [aria-label^="weight {name}"]')
    assert float(edge.get_attribute("aria-valuenow")) == 1.5
    loss = float(page.locator(".bp-root").get_attribute("data-loss"))
    assert loss == pytest.approx(view.backward.loss, rel=1e-12)


def test_a_hand_on_the_picture_goes_as_far_as_the_slider_does(page, mount):
    """Ink is from 0 to 1: its slider was told so, its circle went on to 4."""
    net = Network([2, 1], activations="sigmoid", seed=0)
    view = live.NetworkView(net, [0.5, 0.8], [1.0], loss="mse", controls=["x[0]"])
    view.sliders["x[0]"].min, view.sliders["x[0]"].max = 0, 1
    circle = mount(view).locator('.bp-graph [aria-label^="input x[0]"]')
    circle.focus()
    for key, end in (("Shift+ArrowUp", "1"), ("Shift+ArrowDown", "0")):
        for _ in range(4):
            page.keyboard.press(key)
        expect(circle).to_have_attribute("aria-valuenow", end)
    assert [circle.get_attribute(f"aria-value{name}") for name in ("min", "max")] == ["0", "1"]
    assert page.complaints == []


def test_a_hand_that_rests_with_its_button_down_makes_one_gesture(page, mount):
    net = Network([2, 3, 1], activations="sigmoid", seed=0)
    root = mount(live.NetworkView(net, [0.5, 0.8], [1.0], loss="bce"))
    slider = root.locator('input[type="range"]').first
    undo = root.get_by_role("button", name="Undo")
    slider.scroll_into_view_if_needed()
    before = slider.input_value()
    box = slider.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (20, 40):
        page.mouse.move(x + step, y)
        page.wait_for_timeout(1300)  # more than twice the pause that ends a gesture of keys
    page.mouse.up()
    expect(undo).to_be_enabled()
    page.wait_for_timeout(600)
    undo.click()
    expect(slider).to_have_value(before)
    expect(undo).to_be_disabled()
    assert page.complaints == []


@pytest.mark.parametrize(("y", "said"), [(0.0, "y 0"), (1.0, "y 1"), (0.25, "y 0.25")])
def test_a_target_that_is_whole_is_written_whole(page, y, said):
    """ "y 0.00" looked like an answer near 0."""
    root = put_on(page, live.NetworkView(NET, X, [y], loss="bce"))
    expect(root.locator(".bp-loss-node .bp-z")).to_have_text(said)
