"""Who calculates with the numbers that a view shows gets the result that it shows."""

import math
import re

import numpy as np
import pages
import pytest
from lab_driver import ROOT

from backprop_lib import Network, live
from backprop_lib.normalization import BatchNorm

SOURCE = ROOT / "backprop_lib" / "live" / "src"
CARDS = """async ([spec, start]) => {
  const { compute } = await import("/core/state.js");
  const { places, format, nameOf } = await import("/core/numbers.js");
  const { cardOf } = await import("/picture/card_lines.js");
  const { madeSaid } = await import("/picture/graph_paint.js");
  const record = compute(start, spec, null);
  const L = spec.sizes.length - 1;
  const cards = places(spec.sizes, spec.epsilon).map((place) => {
    const lines = cardOf(place, spec).lines.map(([kind, text]) => [kind, text(record)]);
    const at = { words: "long" };
    const isNeuron = place.kind === "b";
    const made = isNeuron ? madeSaid(record, place, { L, loss: spec.loss, at }) : [""];
    const delta = isNeuron ? format(record.delta[place.l][0][place.j]) : "";
    return [nameOf(place), [...lines, ["made", `${made[0]} = ${delta}`]]];
  });
  return Object.fromEntries(cards);
}"""
STEPS = """async ([spec, start, names]) => {
  const { compute } = await import("/core/state.js");
  const { places } = await import("/core/numbers.js");
  const { parse } = await import("/core/steps.js");
  const { says } = await import("/picture/equation_steps.js");
  const record = { ...compute(start, spec, null), newLoss: 0 };
  const all = places(spec.sizes);
  const said = (part) => {
    if (!part.of) return part.text ?? part;
    const value = part.of(record);
    return typeof value === "number" ? part.show(value, record) : value;
  };
  return Object.fromEntries(names.map((name) => {
    const { lines } = says(parse(name), { spec, all, selected: "W[1][0, 0]", rate: () => 0.5 });
    return [name, lines.map(([kind, parts]) => [kind, parts.map(said).join("")])];
  }));
}"""
NUMBER = re.compile(r"\(?([−+]?\d+(?:\.(\d+))?(?:e([−+]\d+))?)\)?")
MEANING = {  # what a line writes, as Python calculates it
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0),
    "leaky_relu": lambda z: max(z, 0.01 * z),
    "identity": lambda z: z,
    "gelu": lambda z: z / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "log": lambda a: math.log(a) if a else 0,
    "sqrt": math.sqrt,
}
SPELLED = [
    *(("−", "-"), ("·log ", "*log "), ("·", "*"), (" × ", "*"), ("½", "0.5"), ("²", "**2")),
    *(("√", "sqrt"), ("[", "("), ("]", ")"), ("from loss ", ""), ("arrives ", ""), ("slope ", "")),
]


@pytest.fixture(scope="module")
def sources(chromium):
    """A page that can import the views' modules by their folder, as "/picture/card_lines.js"."""
    with pages.of_modules(chromium, SOURCE) as page:
        yield page


def calculated(text):
    """What a line's left side comes to."""
    for sign, meaning in SPELLED:
        text = text.replace(sign, meaning)
    text = re.sub(r"log ([\d.e+-]+)", r"log(\1)", text)
    text = re.sub(r"\b[ay] (?=[\d(])", "", text)  # "a 0.648 - y 1.000" of the picture
    return eval(text, {"__builtins__": {}}, MEANING)


def equations(lines):
    """(what to calculate, the result as it is written) of a card's lines."""
    waiting = None
    for kind, line in lines:
        text = line.removeprefix("right: ").removesuffix(" so far").removeprefix("= ")
        *before, last = text.split(" = ")
        if waiting and "result" in kind.split() and not before:
            yield waiting, last
        elif (
            before
            and not text.startswith("f'(z)")
            and "formula" not in kind.split()
            and NUMBER.fullmatch(last)
        ):
            yield before[-1], last
        waiting = last if "numbers" in kind.split() and not NUMBER.fullmatch(last) else None


def judge(cards):
    """Every equation that can be worked out comes to its result; returns how many there were."""
    judged = 0
    for name, lines in cards.items():
        for left, result in equations(lines):
            if "…" in left or "e^" in left or re.search(r"[a-z]\w*\[|f'|db|∑", left) or not left:
                continue
            if re.fullmatch(r"[a-z ]+", left) or re.search(r"a\(|\b[az]\b.*[,²]", left):
                continue  # a formula of a slope
            _, decimals, exponent = NUMBER.fullmatch(result).groups()
            power = int((exponent or "0").replace("−", "-"))
            unit = 10.0 ** (power - len(decimals or ""))
            shown = float(NUMBER.fullmatch(result)[1].replace("−", "-"))
            if re.search("log|²| − ", left) and abs(shown) < 1e-8:
                continue  # a - y is then beyond the twelve digits that are written
            off = abs(calculated(left) - shown) / unit
            assert off < 1.05, f"{name}: {left} = {result}, off by {off:.1f} of its last digit"
            judged += 1
    return judged


def drawn(seed, sizes, hidden, output, scale, **parts):
    """A network whose weights are of one size, as a learner's or as a deep one's, and a sample."""
    rng = np.random.default_rng(seed)
    net = Network(
        sizes,
        activations=[*[hidden] * (len(sizes) - 2), output],
        init=lambda rng, n, m: rng.normal(scale=scale, size=(n, m)),
        seed=rng,
        **parts,
    )
    net = net.with_numbers(
        net.params + rng.normal(scale=0.2, size=net.params.shape),
        rng.uniform(0.5, 2, size=net.running.shape),
    )
    x, y = rng.normal(size=sizes[0]), np.eye(sizes[-1])[rng.integers(sizes[-1])]
    return net, x, y


NETWORKS = [
    (sizes, hidden, output, loss)
    for sizes in ([1, 1], [2, 1], [2, 3, 1], [3, 4, 2], [2, 2, 2, 1])
    for hidden in ("sigmoid", "tanh", "relu", "leaky_relu", "gelu")
    for output, loss in (
        *(("sigmoid", "bce"), ("sigmoid", "squared_error"), ("tanh", "mse")),
        *(("identity", "squared_error"), ("softmax", "cross_entropy")),
    )
    if sizes[-1] > 1 or output != "softmax"
]


def test_numbers_of_a_card_and_of_a_circle_give_its_result_by_hand(sources):
    judged = 0
    for seed, (sizes, hidden, output, loss) in enumerate(NETWORKS):
        net, x, y = drawn(seed, sizes, hidden, output, (0.3, 1, 4)[seed % 3])
        view = live.NetworkView(net, x, y, loss=loss)
        judged += judge(sources.evaluate(CARDS, [view.spec, list(view.start)]))
    assert judged > 4000


def test_so_do_those_of_a_normalized_layer_and_of_a_skip(sources):
    judged = 0
    for seed in range(40):
        parts = {"normalization": [BatchNorm(), None, None]} if seed % 2 else {}
        parts |= {"residual": [False, True, False]} if seed % 3 else {}
        net, x, y = drawn(seed, [2, 3, 3, 1], "tanh", "sigmoid", 1.0, **parts)
        view = live.NetworkView(net, x, y, loss="squared_error")
        judged += judge(sources.evaluate(CARDS, [view.spec, list(view.start)]))
    assert judged > 2000


def test_so_do_those_of_every_step_of_the_stepper(sources):
    judged = 0
    for seed, (sizes, hidden, output, loss) in enumerate(NETWORKS[::2]):
        net, x, y = drawn(seed, sizes, hidden, output, (0.3, 1, 4)[seed % 3])
        view = live.BackwardStepper(net, x, y, loss=loss)
        judged += judge(sources.evaluate(STEPS, [view.spec, list(view.start), list(view.steps)]))
    assert judged > 1000


SMALL = """async (values) => {
  const { activationSaid } = await import("/picture/graph_paint.js");
  const { chord, fit } = await import("/picture/fit.js");
  const across = chord(16, 3 - 0.8 * 9.4, 3); // a circle of a small picture, at its number's line
  return values.map((value) => fit(activationSaid(value, 2), across, 9.4).text);
}"""


def test_no_neuron_of_a_small_picture_is_without_its_number(sources):
    values = [sign * 10**exponent for sign in (-1, 1) for exponent in np.arange(-9, 3, 0.05)]
    texts = sources.evaluate(SMALL, values)
    assert "" not in texts
    near = [abs(value) for value, text in zip(values, texts, strict=True) if text == "≈0"]
    assert near and max(near) < 0.01 and sources.evaluate(SMALL, [0.0]) == ["0.00"]


def test_a_delta_that_gets_small_never_seems_to_double(sources):
    """Once the circle said +0.001 beside "was +4.5e-4", and the card 2.000 times 0.001 = 0.001."""
    view = live.NetworkView(
        Network.from_weights([[[3.9]], [[1.5]]], [[0.0], [0.0]], activations="sigmoid"),
        [2.0],
        [0.0],
        loss="bce",
    )
    cards = sources.evaluate(CARDS, [view.spec, list(view.start)])
    made = dict(cards["b[1][0]"])["made"]
    assert re.fullmatch(r"arrives 1\.\d{3,4} × slope 4\.\d{2,3}e−4 = \d\.\d{2}e−4", made), made
    products = [text for kind, text in cards["W[1][0, 0]"] if kind == "backward result"]
    assert re.fullmatch(r"= 2\.000 · \d\.\d{2,3}e−4 = (0\.00\d{3}|\d\.\d{2}e−4)", products[0]), (
        products
    )
