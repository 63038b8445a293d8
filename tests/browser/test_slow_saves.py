"""A slider that moves faster than the kernel can be told: page/slow_saves.js."""

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


@pytest.mark.parametrize("name", SLIDERS)
def test_no_answer_of_the_kernel_takes_a_slider_out_of_the_hand(scratch, name):
    made, label, read, asked, end = SLIDERS[name]
    scratch.clear()
    scratch.run(f"from backprop_lib import SGD, check, live\nview = {made}\nview")
    handle = scratch.panel.get_by_label(label, exact=True)
    expect(handle).to_be_visible(timeout=60_000)
    seen = scratch.page.evaluate(PRESS, [handle.element_handle(), read])
    assert seen == sorted(seen)  # it never went back
    assert seen[-1] == pytest.approx(end, rel=1e-3)
    scratch.ask_until(asked, pytest.approx(end, rel=1e-3))  # it is told a little later
