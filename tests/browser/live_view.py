"""A NetworkView in the page: where its parts are, and what is painted."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from bare_views import TWO_FRAMES
from playwright.sync_api import expect

from backprop_lib import Network

MINUS = "\u2212"
CLOSE = {"rtol": 1e-9, "atol": 1e-9}

READ = """root => {
  const one = (at, css) => at.querySelector(css);
  const of = (at, css, key) => at && one(at, css)
    ? {value: Number(one(at, css).dataset[key]), text: one(at, css).textContent} : null;
  const texts = [...root.querySelectorAll(".bp-edge-texts")];
  const edges = [...root.querySelectorAll(".bp-graph .bp-edge")].map((group, n) => ({
    label: group.getAttribute("aria-label"), value: Number(group.getAttribute("aria-valuenow")),
    w: of(texts[n], ".bp-label", "w"), dw: of(texts[n], ".bp-label-slope", "dw"),
    true: one(texts[n], "[data-true]")?.textContent,
  }));
  const nodes = [...root.querySelectorAll(".bp-graph .bp-node")].map((group) => ({
    label: group.getAttribute("aria-label"), value: Number(group.getAttribute("aria-valuenow")),
    a: of(group, ".bp-a", "a"), delta: of(group, ".bp-delta", "delta"),
    loss: of(group, ".bp-loss", "loss"), true: one(group, "[data-true]")?.textContent,
  }));
  return {edges, nodes, loss: Number(root.dataset.loss)};
}"""


# Once nothing has moved for a few frames: until then a press may miss what it aims at.
REST = """root => new Promise((done) => {
  let [was, still] = ["", 0];
  function look() {
    const {x, y, width, height} = root.getBoundingClientRect();
    const now = [x, y, width, height].join();
    still = now === was ? still + 1 : 0;
    was = now;
    if (still === 3) done(); else requestAnimationFrame(look);
  }
  look();
})"""


def at_rest(root):
    """Wait until a view stands still on the page."""
    root.scroll_into_view_if_needed()
    root.evaluate(REST)


def kernel_agrees(root):
    """Wait until the kernel has computed what is on screen.

    Two frames first: the last move must have been painted, or the sign is still that of before.
    """
    root.evaluate(TWO_FRAMES)
    expect(root.locator(".bp-kernel")).to_have_attribute("data-state", "agrees")


def formatted(value, digits=3):
    """A number as the page writes it: `format` of live/src/core/numbers.js."""
    size = Decimal(abs(value))
    small = Decimal(1).scaleb(1 - digits) if digits > 2 else Decimal("0.5").scaleb(-digits)
    if size and (size < small or size >= 100_000):
        places = max(digits, 2) - 1 - size.adjusted()  # so many digits that say something
    else:
        places = digits
    if size and (size < Decimal("0.001") or size >= 100_000):
        figure, exponent = f"{size:.{max(places + size.adjusted(), 0)}e}".split("e")
        text = f"{figure}e{'+' if int(exponent) > 0 else ''}{int(exponent)}".replace("-", MINUS)
    else:
        text = str(size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return MINUS + text if value < 0 else text


def signed(value, digits=3):
    return ("+" if value > 0 else "") + formatted(value, digits)


@dataclass
class Picture:
    """What is painted: numbers in full and texts, by the names that a learner types.

    `set_to` holds the values that a hand can move: weights, biases, inputs, one target.
    """

    set_to: dict
    numbers: dict
    texts: dict
    true: dict  # what stands in a line of its own beside a wrong number

    @classmethod
    def of(cls, read):
        set_to, numbers, texts, true = {}, {"loss": read["loss"]}, {}, {}
        for edge in read["edges"]:
            name = re.search(r"W\[\d+\]\[\d+, \d+\]", edge["label"])[0]
            set_to[name] = edge["value"]
            for key, part in ((name, edge["w"]), (f"d{name}", edge["dw"])):
                numbers[key], texts[key] = part["value"], part["text"]
            true[f"d{name}"] = edge.get("true")
        for node in read["nodes"]:
            if node["loss"]:
                set_to["y[0]"] = node["value"]
                assert node["loss"]["value"] == read["loss"]
                texts["loss"] = node["loss"]["text"]
                continue
            name = re.search(r"[xa](\[\d+\])+", node["label"])[0]
            key = name.replace("x[", "a[0][")
            set_to[name.replace("a[", "b[")] = node["value"]
            if node["a"]:  # a pixel has no text
                numbers[key], texts[key] = node["a"]["value"], node["a"]["text"]
            if name[0] == "a":
                delta = key.replace("a[", "delta[")
                numbers[delta], texts[delta] = node["delta"]["value"], node["delta"]["text"]
                true[delta] = node.get("true")
        return cls(set_to, numbers, texts, true)

    def network(self, sizes, activations):
        """The network whose weights and biases are on screen; all of it must be drawn."""
        W, b = [], []
        for l, (n, m) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
            W.append([[self.set_to[f"W[{l}][{i}, {j}]"] for j in range(m)] for i in range(n)])
            b.append([self.set_to[f"b[{l}][{j}]"] for j in range(m)])
        return Network.from_weights(W, b, activations=activations)

    def assert_shows(self, forward, backward):
        """Every number painted is the one of these records, and so is every text."""
        expected = expected_numbers(forward, backward)
        for name, number in self.numbers.items():
            np.testing.assert_allclose(number, expected[name], **CLOSE, err_msg=name)


def expected_numbers(forward, backward):
    """All that a view may paint, by name."""
    expected = {"loss": backward.loss}
    for l, a in forward.a.items():
        expected |= {f"a[{l}][{j}]": a[0, j] for j in range(a.shape[1])}
    for l, W in forward.network.W.items():
        delta, dW = backward.delta[l], backward.dW[l]
        expected |= {f"delta[{l}][{j}]": delta[0, j] for j in range(delta.shape[1])}
        for i, j in np.ndindex(*W.shape):
            expected[f"W[{l}][{i}, {j}]"] = W[i, j]
            expected[f"dW[{l}][{i}, {j}]"] = dW[i, j]
    return expected


class View:
    """One display of a view."""

    def __init__(self, notebook, root):
        self.notebook, self.page, self.root = notebook, notebook.page, root

    def picture(self):
        """What is painted, after the frame that is under way, and told."""
        self.page.evaluate(TWO_FRAMES)
        expect(self.root.locator(".bp-graph[aria-busy]")).to_have_count(0)
        return Picture.of(self.root.evaluate(READ))

    def slider(self, name):
        """The handle of a parameter's slider."""
        return self.root.get_by_label(f"{name}, slider", exact=True)

    def box(self, name):
        """A parameter's number box."""
        return self.root.get_by_label(f"{name}, number box", exact=True)

    def row(self, name):
        """The row of controls of a parameter."""
        return self.root.locator(f'.bp-row:has([aria-label="{name}, number box"])')

    def item(self, name):
        """An edge ("W[1][0, 2]") or a neuron ("a[1][0]") of the picture."""
        kind = {"W": "weight", "a": "neuron", "x": "input"}[name[0]]
        return self.root.locator(f'.bp-graph [aria-label^="{kind} {name}"]')

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def drag(self, item, dx, dy, at=None):
        """Press on the middle of an item (or `at` a point of the page), move, let go."""
        if at is None:
            at_rest(item)
            box = item.bounding_box()
            at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        x, y = at
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx / 2, y + dy / 2)
        self.page.mouse.move(x + dx, y + dy)
        self.page.mouse.up()
