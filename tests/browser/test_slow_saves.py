"""A slider that moves faster than the kernel can be told: page/slow_saves.js."""

import time

import pytest
from playwright.sync_api import expect

# Keys at a hand's own pace, for as long as many answers of the kernel take: they come in between.
PRESS = """async ([handle, read]) => {
  const seen = [], root = handle.closest(".bp-root");
  for (let n = 0; n < 60; n++) {
    handle.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
    await new Promise((done) => setTimeout(done, 8));
    seen.push(eval(read));
  }
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [...seen, eval(read)];
}"""
# A view, its slider, what is painted of it, what the kernel says of it, and where 60 keys lead.
SLIDERS = {
    "player": (
        "live.TrainingPlayer('xor', optimizer=SGD(1e-5))",
        "learning rate, slider",
        "Number(root.querySelector('[aria-label=\"learning rate, number box\"]').value)",
        "view.learning_rate",
        1e-5 * 10 ** (60 / 50),
    ),
    "scrubber": (
        "live.Scrubber(check.patient('D').recording)",
        "record",
        "Number(root.dataset.k)",
        "view.at",
        60,
    ),
}


def shown(scratch, source, label):
    """The handle of a slider that a cell of this source shows."""
    scratch.clear()
    scratch.run(source)
    handle = scratch.panel.get_by_label(label, exact=True)
    expect(handle).to_be_visible(timeout=60_000)
    return handle


@pytest.mark.parametrize("name", SLIDERS)
def test_no_answer_of_the_kernel_takes_a_slider_out_of_the_hand(scratch, name):
    made, label, read, asked, end = SLIDERS[name]
    source = f"from backprop_lib import SGD, check, live\nview = {made}\nview"
    handle = shown(scratch, source, label)
    seen = scratch.page.evaluate(PRESS, [handle.element_handle(), read])
    assert seen == sorted(seen)  # it never went back
    assert seen[-1] == pytest.approx(end, rel=1e-3)
    scratch.ask_until(asked, pytest.approx(end, rel=1e-3))  # it is told a little later


def test_a_hand_tells_what_timers_are_late_with(scratch):
    """A page that paints all the time puts them off."""
    made, label = SLIDERS["player"][:2]
    handle = shown(scratch, f"from backprop_lib import SGD, live\nview = {made}\nview", label)
    scratch.page.evaluate("""() => {
      const start = (window.timers = window.setTimeout);
      window.setTimeout = (act, ms, ...more) => start(act, ms > 10 && ms < 60 ? 1e6 : ms, ...more);
    }""")
    handle.press("ArrowRight")
    scratch.page.wait_for_timeout(100)
    handle.press("ArrowRight")
    scratch.ask_until("view.learning_rate", pytest.approx(1e-5 * 10 ** (2 / 50), rel=1e-3))
    scratch.page.evaluate("() => { window.setTimeout = window.timers; }")


def test_a_slow_kernel_hears_few_values_in_order_and_the_last(scratch):
    slow = """import time
from backprop_lib import Network, live
net = Network([2, 2, 1], activations="tanh", seed=0)
view = live.NetworkView(net, [0.5, 0.8], [1.0], loss="mse")
heard, records = [], view._records
def hear(values):
    heard.append(float(values[0]))
    time.sleep(0.3)
    return records(values)
view._records = hear
view"""
    handle = shown(scratch, slow, "W[1][0, 0], slider")
    began, first = time.monotonic(), scratch.ask("float(view.network.W[1][0, 0])")
    slowly = PRESS.replace("done, 8", "done, 40")  # over many answers
    read = "root.querySelector('[aria-label=\"W[1][0, 0], number box\"]').value"
    scratch.page.evaluate(slowly, [handle.element_handle(), read])
    scratch.page.wait_for_timeout(240)  # one of two is answered, what came after them waits
    once = slowly.replace("n < 60", "n < 1")
    seen = scratch.page.evaluate(once, [handle.element_handle(), read])
    end = pytest.approx(float(seen[-1]), rel=1e-3)
    assert end != first
    scratch.ask_until("heard", lambda heard: heard and heard[-1] == end)
    passed = time.monotonic() - began
    scratch.page.wait_for_timeout(1_000)  # nothing older comes after it
    heard = scratch.ask("heard")
    assert heard == sorted(heard) and heard[-1] == end
    assert 1 < len(heard) < 3 + passed / 0.3  # no queue: two are under way
