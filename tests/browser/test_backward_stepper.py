"""Step through a whole pass and back: what is painted is what the core computes, and no more."""

import re

import numpy as np
import pytest
from bare_views import TWO_FRAMES, VIEWS
from live_view import CLOSE, expected_numbers, formatted, kernel_agrees, signed
from playwright.sync_api import expect

NETWORKS = {
    "2-3-1": """
rng = np.random.RandomState(42)
W = [rng.randn(2, 3), rng.randn(3, 1)]
net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")
view = live.BackwardStepper(net, [0.5, 0.8], [1.0], loss="bce")
""",
    "2-2-2": """
net = Network([2, 2, 2], activations=["tanh", "identity"], seed=3)
view = live.BackwardStepper(net, [0.5, 0.8], [0.2, -0.6], loss="squared_error", learning_rate=0.1)
""",
    "2-2-3": """
net = Network([2, 2, 3], activations=["relu", "softmax"], seed=2)
view = live.BackwardStepper(net, [0.5, 0.8], [0, 1, 0], loss="cross_entropy")
""",
}
IMPORTS = "import numpy as np\nfrom backprop_lib import Network, live\n"

# What can be seen in the picture, and in the equation, by the names that a learner types.
READ = r"""root => {
  const seen = {};
  const see = (name, element, key) => {
    if (!element?.textContent || getComputedStyle(element).visibility === "hidden") return;
    const text = element.textContent.replace(/^[◆①②] /, "");
    seen[name] = {text, value: Number(element.dataset[key]), mark: element.dataset.mark ?? null};
  };
  const texts = [...root.querySelectorAll(".bp-edge-texts")];
  [...root.querySelectorAll(".bp-graph .bp-edge")].forEach((group, n) => {
    const name = group.getAttribute("aria-label").match(/W\[\d+\]\[\d+, \d+\]/)[0];
    see(name, texts[n].querySelector(".bp-label"), "w");
    const slope = texts[n].querySelector(".bp-label-slope");
    see(slope.textContent.includes("dW") ? "d" + name : "new " + name, slope,
      slope.textContent.includes("dW") ? "dw" : "new");
    const line = getComputedStyle(group.querySelector(".bp-slope")).visibility !== "hidden";
    seen["line d" + name] = {text: String(line), value: 0, mark: null};
  });
  for (const group of root.querySelectorAll(".bp-graph .bp-node")) {
    const label = group.getAttribute("aria-label");
    if (label.startsWith("loss")) {
      see("loss", group.querySelector(".bp-loss"), "loss");
      continue;
    }
    const [, l, j] = label.match(/^neuron a\[(\d+)\]\[(\d+)\]/) ?? [0, 0, label.match(/\d+/)[0]];
    see(`a[${l}][${j}]`, group.querySelector(".bp-a"), "a");
    see(`z[${l}][${j}]`, group.querySelector(".bp-z"), "z");
    const delta = group.querySelector(".bp-delta");
    const arrives = delta.textContent.includes("arrives");
    see(`${arrives ? "arrives" : "delta"}[${l}][${j}]`, delta, arrives ? "arrives" : "delta");
    const bias = group.querySelector(".bp-made");
    if (/b /.test(bias.textContent)) {
      const slope = bias.textContent.includes("db");
      see(`${slope ? "db" : "new b"}[${l}][${j}]`, bias, slope ? "db" : "new");
    }
  }
  const equation = {};
  for (const span of root.querySelectorAll(".bp-equation [data-name]")) {
    equation[span.dataset.name] = {text: span.textContent, value: Number(span.dataset.value)};
  }
  return {step: Number(root.dataset.step), seen, equation,
    arrows: root.querySelector(".bp-arrow").getAttribute("d")};
}"""
RECORDS = (
    "[view.network.params.tolist(), view.forward.a[0][0].tolist(), view.steps, "
    "view.updated.params.tolist(), view.learning_rate]"
)


class Stepper:
    """The stepper in the page, and what the core has for it."""

    def __init__(self, view, loss, activations, y):
        self.view, self.root, self.ask = view, view.root, view.notebook.ask
        self.loss, self.activations, self.y = loss, activations, y
        expect(self.root).to_have_attribute("data-step", "0")

    def core(self):
        """The core's numbers by name, those after the update too; the names of the steps."""
        from backprop_lib import Network, flat

        params, x, names, updated, rate = self.ask(RECORDS)
        sizes = (len(x), *self.hidden, len(self.y[0]))
        net = Network.from_weights(
            *flat.split(np.array(params), sizes), activations=self.activations
        )
        forward = net.forward([x])
        backward = net.backward(forward, self.y, self.loss)
        numbers = expected_numbers(forward, backward)
        for l, z in forward.z.items():
            numbers |= {f"z[{l}][{j}]": z[0, j] for j in range(z.shape[1])}
            numbers |= {f"db[{l}][{j}]": value for j, value in enumerate(backward.db[l])}
            numbers |= {
                f"new b[{l}][{j}]": old - rate * slope
                for j, (old, slope) in enumerate(zip(net.b[l], backward.db[l], strict=True))
            }
            for i, j in np.ndindex(*net.W[l].shape):
                numbers[f"new W[{l}][{i}, {j}]"] = net.W[l][i, j] - rate * backward.dW[l][i, j]
        W, b = flat.split(np.array(updated), sizes)  # the kernel's own
        for l, (W_l, b_l) in enumerate(zip(W, b, strict=True), start=1):
            for i, j in np.ndindex(*W_l.shape):
                np.testing.assert_allclose(numbers[f"new W[{l}][{i}, {j}]"], W_l[i, j], **CLOSE)
            for j, value in enumerate(b_l):
                np.testing.assert_allclose(numbers[f"new b[{l}][{j}]"], value, **CLOSE)
        self.backward, self.network, self.sizes = backward, net, sizes
        return numbers, names

    @property
    def hidden(self):
        return self.ask("list(view.network.sizes[1:-1])")

    def read(self):
        self.view.page.evaluate(TWO_FRAMES)
        return self.root.evaluate(READ)

    def arrived(self, names, n):
        """Sums of what has arrived at neurons whose delta is not known yet, at step n."""
        sums = {}
        for name in names[: n + 1]:
            if match := re.fullmatch(r"delta\[(\d+)\]\[(\d+)\] \* W\[\d+\]\[(\d+), \d+\]", name):
                l, k, j = map(int, match.groups())
                where = f"arrives[{l - 1}][{j}]"
                term = self.backward.delta[l][0, k] * self.network.W[l][j, k]
                sums[where] = sums.get(where, 0) + term
            elif name.startswith("delta"):
                sums.pop(name.replace("delta", "arrives"), None)
        return sums


def known(name, names):
    """Has a number been computed in the steps `names`?"""
    if name[:2] in ("W[", "b[") or name.startswith("a[0]"):
        return True
    return name in names or name[: name.index("]") + 1 if "]" in name else None] in names


def judge(stepper, n, core, names):
    """At step n, the picture shows what is known, each number right, and nothing else."""
    read = stepper.read()
    assert read["step"] == n, names[n]
    so_far = names[: n + 1]
    seen = read["seen"]
    sums = stepper.arrived(names, n)
    update = names[n] == "update"
    for name, part in seen.items():
        where = f"step {n}, {names[n]}: {name}"
        if name.startswith("line d"):
            assert (part["text"] == "true") == known(name.removeprefix("line "), so_far), where
            continue
        if name.startswith("arrives"):
            np.testing.assert_allclose(part["value"], sums[name], **CLOSE, err_msg=where)
            assert part["text"] == f"arrives {signed(sums[name])}", where
            continue
        assert name.startswith("new ") == update or known(name, so_far), where
        value = core[name]
        np.testing.assert_allclose(part["value"], value, **CLOSE, err_msg=where)
        text = {"d": f"δ {signed(value)}", "W": signed(value), "n": signed(value)}.get(name[0])
        if name.startswith("dW"):
            text = f"dW {signed(value)}"
        elif name.startswith("db"):
            text = f"db {signed(value)}"
        elif name.startswith("new b"):
            text = f"b {signed(value)}"
        elif name.startswith("z"):
            text = formatted(value) if names[n] == name[:4] else f"z {formatted(value, 2)}"
        elif text is None:
            text = formatted(value)
        assert part["text"] == text, where
    wanted = {name for name in core if name[0] in "Wazl" or name[:5] == "delta"}
    wanted |= {name for name in core if name.startswith("dW")} if not update else set()
    wanted = {name for name in wanted if known(name, so_far)} | set(sums)
    if update:
        wanted |= {name for name in core if name.startswith("new ")}
    assert wanted - set(seen) == set(), names[n]
    for name, part in read["equation"].items():
        value = sums[name] if name in sums else core[name]
        np.testing.assert_allclose(part["value"], value, **CLOSE, err_msg=f"equation, {name}")
        show = (lambda v: signed(v, 4)) if update else formatted
        assert part["text"] == f"◆ {show(value)}"
    if n:  # what is computed now has the same mark in both
        assert read["equation"] and stepper.root.locator(".bp-equation [data-mark=now]").count()
        assert stepper.root.locator(".bp-graph [data-mark=now]").count()
    return read


CASES = {
    "2-3-1": ("bce", "sigmoid", [[1.0]]),
    "2-2-2": ("squared_error", ["tanh", "identity"], [[0.2, -0.6]]),
    "2-2-3": ("cross_entropy", ["relu", "softmax"], [[0, 1, 0]]),
}


@pytest.fixture(params=CASES)
def stepper(request, show):
    return Stepper(show(IMPORTS + NETWORKS[request.param] + "view"), *CASES[request.param])


@pytest.fixture
def seed(show):
    return Stepper(show(IMPORTS + NETWORKS["2-3-1"] + "view"), *CASES["2-3-1"])


def button(stepper, name):
    return stepper.root.locator(".bp-player").get_by_role("button", name=name)


def handle(stepper):
    return stepper.root.get_by_role("slider", name="step", exact=True)


def at(stepper, n):
    expect(stepper.root).to_have_attribute("data-step", str(n))


def test_a_whole_pass_forward_and_back(stepper):
    core, names = stepper.core()
    there = []
    for n in range(len(names)):
        if n:
            button(stepper, "Step").click()
            at(stepper, n)
        there.append(judge(stepper, n, core, names))
    expect(button(stepper, "Step")).to_be_disabled()
    for n in reversed(range(len(names) - 1)):
        button(stepper, "Back").click()
        at(stepper, n)
        assert judge(stepper, n, core, names) == there[n]
    expect(button(stepper, "Back")).to_be_disabled()
    stepper.view.notebook.ask_until("view.step", 0)


def test_the_step_goes_by_keyboard_and_the_kernel_knows_it(seed):
    handle(seed).focus()
    for key, n in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 24),
        ("Home", 0),
    ]:
        seed.view.page.keyboard.press(key)
        at(seed, n)
    seed.view.page.keyboard.press("ArrowUp")
    at(seed, 1)
    expect(seed.root.locator(".bp-said")).to_contain_text("z[1][0] = 1.467")
    seed.view.notebook.ask_until("view.step", 1)


def test_a_cell_moves_the_step(seed):
    assert seed.ask("setattr(view, 'step', view.steps.index('dW[2][1, 0]'))") is None
    at(seed, 8)
    expect(seed.root.locator(".bp-equation")).to_contain_text("dW[2][1, 0]")


def test_sliders_stay_live_while_the_step_stays(seed):
    seed.ask("setattr(view, 'step', 12)")
    at(seed, 12)
    for name in ("W[2][0, 0]", "x[1]", "b[1][0]"):
        seed.view.slider(name).focus()
        seed.view.page.keyboard.press("Shift+ArrowUp")
        kernel_agrees(seed.root)
        core, names = seed.core()
        judge(seed, 12, core, names)
    seed.view.notebook.ask_until("view.step", 12)


def test_play_walks_to_the_end_and_pause_holds(seed):
    seed.root.get_by_label("speed").select_option("4×")
    seed.ask("setattr(view, 'step', 20)")
    at(seed, 20)
    button(seed, "Play").click()
    at(seed, 24)
    expect(button(seed, "Play")).to_be_visible()  # it stopped there
    button(seed, "Play").click()  # from the start again
    expect(seed.root).to_have_attribute("data-step", re.compile("^[1-9]"))
    seed.root.get_by_label("speed").select_option("½×")
    button(seed, "Pause").click()
    expect(button(seed, "Play")).to_be_visible()
    seed.root.get_by_label("speed").select_option("4×")
    n = seed.root.get_attribute("data-step")
    seed.view.page.wait_for_timeout(600)  # two steps' time in which nothing may come
    at(seed, int(n))


def test_reduced_motion_is_obeyed(seed):
    page = seed.view.page
    seed.ask("setattr(view, 'step', 1)")
    at(seed, 1)
    arrow = seed.root.locator(".bp-arrow")
    moving = "element => getComputedStyle(element).animationName"
    try:
        page.emulate_media(reduced_motion="reduce")
        assert arrow.evaluate(moving) == "none"
        button(seed, "Play").click()
        expect(seed.root).to_have_attribute("data-step", re.compile("^[2-9]"))
        button(seed, "Pause").click()
        assert (
            page.evaluate(
                "document.getAnimations().filter(a => a.effect.target.closest('.bp-root')).length"
            )
            == 0
        )
        page.emulate_media(reduced_motion="no-preference")
        assert arrow.evaluate(moving) == "bp-along"
    finally:
        page.emulate_media(reduced_motion=None)


def test_nothing_later_is_told_to_a_screen_reader(seed):
    label = "el => el.getAttribute('aria-label')"
    neurons = seed.root.locator('.bp-graph [aria-label^="neuron"]')
    assert all(
        "not computed yet" in text for text in neurons.evaluate_all(f"all => all.map({label})")
    )
    loss = seed.root.locator(".bp-graph .bp-loss-node")
    assert "not computed yet" in loss.evaluate(label)
    expect(seed.root.locator(".bp-twin")).to_be_hidden()


def test_on_a_telephone_z_stands_clear_of_a_and_keeps_its_digits(mount, page):
    page.set_viewport_size({"width": 292, "height": 800})
    view = VIEWS["BackwardStepper"]()
    view.slider.value = 3  # z of the last layer is made; of the one before it, a stands over z
    root = mount(view)
    gaps = root.locator(".bp-node:has(.bp-z:not(:empty))").evaluate_all(
        """all => all.flatMap((node) => {
          const [a, z] = [".bp-a", ".bp-z"].map((css) => node.querySelector(css));
          if (!a || getComputedStyle(a).visibility === "hidden") return [];
          const high = 0.73 * parseFloat(getComputedStyle(z).fontSize); // of a digit
          return [z.getAttribute("y") - high - a.getAttribute("y")];
        })"""
    )
    assert len(gaps) == 2 and min(gaps) > 2
    for text in root.locator(".bp-node:has(.bp-z:not(:empty)) .bp-a").all_text_contents():
        assert len(text.partition(".")[2]) >= 2
    made = root.locator(".bp-node[data-when-z='now'] .bp-z").all_text_contents()
    assert made and all(len(text.partition(".")[2]) >= 2 for text in made)
