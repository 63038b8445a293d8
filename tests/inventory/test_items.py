"""A thousand forms: every answer is worked out here once more, by hand, from what was given."""

import math
import re
from collections import Counter, defaultdict
from functools import cache

import pytest

from backprop_lib import inventory
from backprop_lib.inventory.item import plain
from backprop_lib.misconceptions import MISCONCEPTIONS

SEEDS = 334  # with three forms each
FEW = 20  # where only the versions differ: what a form is made of is counted at the lock
CONCEPTS = pytest.mark.parametrize("concept", inventory.CONCEPTS)
OF_A_THOUSAND = pytest.mark.once
RIGHT = "right"


@cache
def forms(seeds=SEEDS):
    return [inventory.form(seed, when) for seed in range(seeds) for when in inventory.WHEN]


@cache
def items(seeds=SEEDS):
    found = defaultdict(list)
    for form in forms(seeds):
        for item in form.items:
            found[item.concept].append(item)
    return found


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def bias(b, w):
    beliefs = {
        "zero in, zero out": 0.0,
        "bias is small": 0.5,
        "a large weight decides": sigmoid(w[0] if abs(w[0]) > abs(w[1]) else w[1]),
    }
    return {RIGHT: sigmoid(b)} | beliefs, lambda v: f"{v:.2f}"


def shapes(m, sizes):
    n, h, k = sizes
    beliefs = {"shapes swapped": (k, m), "batch mixed up": (k,), "path cut short": (m, h)}
    return {RIGHT: (m, k)} | beliefs, str


def gradient_shapes(m, sizes):
    n, h, k = sizes
    beliefs = {"shapes swapped": (h, n), "batch mixed up": (m, n, h), "input forgotten": (m, h)}
    return {RIGHT: (n, h)} | beliefs, str


def loss(y, a):
    """Both answers are on the wrong side, so the count stays; the loss grows with the distance."""
    farther = abs(a[1] - y) > abs(a[0] - y)
    up, down = ("rises", "falls") if farther else ("falls", "rises")
    return {
        RIGHT: f"the count stays, the loss {up}",
        "loss is accuracy": {"the count stays, the loss stays", f"the count {down}, the loss {up}"},
        "sure is right": f"the count stays, the loss {down}",  # what is surer is better
    }, str


def output_delta(a, y):
    side = 1 if a > 0.5 else 0
    beliefs = {
        "slope at the wrong place": (a - y) * a * (1 - a),
        "sure is right": a - side,
        "loss is accuracy": side - y,
    }
    return {RIGHT: a - y} | beliefs, numbers(2)


def delta_is_a_slope(a, d, nudge):
    beliefs = {
        "slope is distance": d,
        "sign turned": -nudge * d,
        "slope at the wrong place": nudge * d * a * (1 - a),
    }
    return {RIGHT: nudge * d} | beliefs, numbers(3)


def chain(a, d, into, on):
    beliefs = {
        "slope forgotten": on * d,
        "wrong weights back": into * d * a * (1 - a),
        "slope at the wrong place": on * d * a,
    }
    return {RIGHT: on * d * a * (1 - a)} | beliefs, numbers(3)


def fork(w, d):
    first, second = w[0] * d[0], w[1] * d[1]
    beliefs = {
        "one path only": (first + second) / 2,
        "a large weight decides": first if abs(w[0]) >= abs(w[1]) else second,
        "delta is blame": abs(first) + abs(second),
    }
    return {RIGHT: first + second} | beliefs, numbers(2)


def shared_delta(n, k):
    beliefs = {"cost of a nudge": n + 1, "one path only": k, "backward is undoing": 2}
    return {RIGHT: 1} | beliefs, lambda v: "once" if v == 1 else f"{v} times"


def saturation(z, y):
    a = sigmoid(z)
    value, d = (a - y) ** 2 / 2, (a - y) * a * (1 - a)
    sure = (a - (z > 0)) ** 2 / 2
    beliefs = {
        "small is learned": (sure, d),
        "delta is blame": (value, a - y),
        "flat is dead": (value, 0),
    }
    return {RIGHT: (value, d)} | beliefs, lambda v: f"loss {v[0]:.2f}, δ {numbers(2)(v[1])}"


def weight_gradient(x, w, b, d):
    beliefs = {
        "bias is small": (x * d, 0),
        "input forgotten": (d, d),
        "wrong weights back": (w * d, b * d),
    }
    say = numbers(1)
    return {RIGHT: (x * d, d)} | beliefs, lambda v: f"dW = {say(v[0])}, db = {say(v[1])}"


def bias_learns(b, d, rate):
    beliefs = {"zero in, zero out": b, "uphill": b + rate * d, "slope is distance": b - d}
    return {RIGHT: b - rate * d} | beliefs, numbers(2)


def batch_mean(g):
    beliefs = {
        "batch mixed up": g[0] + g[1] + g[2] + g[3],
        "gradients start anew": g[-1],
        "one path only": next(one for one in g if abs(one) == max(map(abs, g))),
    }
    return {RIGHT: (g[0] + g[1] + g[2] + g[3]) / 4} | beliefs, numbers(2)


def order(a, d, into, on, rate):
    new = on - rate * a * d
    beliefs = {
        "backward is undoing": new * d * a * (1 - a),
        "slope forgotten": on * d,
        "wrong weights back": into * d * a * (1 - a),
    }
    return {RIGHT: on * d * a * (1 - a)} | beliefs, numbers(3)


def learning_rate(w, rate):
    first = w - rate * w
    beliefs = {
        "slope holds far away": first - rate * w,
        "faster is better": 0,
        "uphill": (w + rate * w) * (1 + rate),
    }
    return {RIGHT: first - rate * first} | beliefs, numbers(1)


def three(now, after, best):
    return f"{plain(now)} first, {plain(after)} after the steps, {plain(best)} at best"


def dead(x, w, y, rate):
    now = y * y / 2
    assert x * w < 0
    return {
        RIGHT: three(now, now, 0),
        "stuck is a minimum": three(now, now, now),
        "small is learned": three(0, 0, 0),
        "faster is better": three(now, 0, 0),
    }, str


def zero_slope(x, y, rate):
    now = y * y / 2
    return {
        RIGHT: three(now, now, 0),
        "stuck is a minimum": three(now, now, now),
        "small is learned": three(0, 0, 0),
        "zero start": three(now, 0, 0),
    }, str


def twins(u, v, d, rate):
    g, say = v * d, numbers(2)  # the input is 1
    step = rate * g
    beliefs = {
        "zero start": (u - step, u + step),
        "delta is blame": (u - step / 2,) * 2,
        "slope is distance": (u - g,) * 2,
    }
    return {RIGHT: (u - step,) * 2} | beliefs, lambda v: " and ".join(map(say, v))


def falling_loss(x, w, y, rate):
    e = w * x - y
    before, after, uphill = e**2 / 2, (e - rate * e * x) ** 2 / 2, (e + rate * e * x) ** 2 / 2
    tangent = before - (e * x) * (rate * e)

    def told(value, right):
        way = "falls" if value < before else "rises"
        return f"it {way} to {value:.2f}; the slope is {right}"

    return {
        RIGHT: told(after, "wrong"),
        "success is proof": told(after, "right"),
        "slope holds far away": told(tangent, "wrong"),
        "uphill": told(uphill, "wrong"),
    }, str


def vanishing(w, n, d):
    beliefs = {"flat is dead": 0, "slope forgotten": d * w**n, "delta is blame": d / (n + 1)}
    return {RIGHT: d * (w / 4) ** n} | beliefs, numbers(4)


def exploding(w, d):
    beliefs = {
        "path cut short": d * w[0],
        "a large weight decides": d * max(w),
        "one path only": d * (w[0] + w[1] + w[2]),
    }
    return {RIGHT: d * w[0] * w[1] * w[2]} | beliefs, numbers(1)


def cost(sizes, steps):
    n, h, k = sizes
    count = n * h + h + h * k + k
    beliefs = {
        "cost of a nudge": steps * count,
        "framework magic": steps * 2 * count,
        "backward is undoing": 0,
    }
    return {RIGHT: steps} | beliefs, str


def what_backward_writes(x, w, y, old):
    def value(w):
        return (w * x - y) ** 2 / 2

    g = (w * x - y) * x
    beliefs = {
        "gradients start anew": g,
        "framework magic": old + (value(w + 0.1) - value(w)) / 0.1,
        "batch mixed up": (old + g) / 2,
    }
    return {RIGHT: old + g} | beliefs, lambda v: f"{v + 0.0:.1f}".replace("-", "−")


def gradient_check(x, w, b, y):
    own, aim = (w * x - y) * x, (w * x + b - y) * x
    return {
        RIGHT: f"{plain(own)}, as the program; its answers are wrong",
        "success is proof": {
            f"{plain(own)}, as the program; its answers are right",
            f"{plain(aim)}, not as the program; its answers are wrong",
        },
        "sign turned": f"{plain(-own)}, not as the program; its answers are wrong",
    }, str


def numbers(digits):
    def say(value):
        rounded = f"{abs(value):.{digits}f}"
        if float(rounded) == 0:
            return rounded
        return ("−" if value < 0 else "+") + rounded

    return say


def by_hand(item):
    """By misconception, or "right", the set of the texts that it produces."""
    values, say = globals()[item.concept.replace("-", "_")](**item.given)
    return {key: value if isinstance(value, set) else {say(value)} for key, value in values.items()}


@CONCEPTS
@pytest.mark.parametrize("seeds", [FEW, pytest.param(SEEDS, marks=OF_A_THOUSAND)])
def test_every_option_is_what_its_misconception_makes_of_the_numbers(concept, seeds):
    for item in items(seeds)[concept]:
        found = defaultdict(set)
        for option in item.question.options:
            found[option.misconception or RIGHT].add(option.text)
        expected = by_hand(item)
        assert found.keys() == expected.keys(), item
        for belief, texts in found.items():
            one = [near(a, b) for a, b in zip(sorted(texts), sorted(expected[belief]), strict=True)]
            assert all(one), (belief, texts, expected[belief], item.given)


def near(told, expected):
    """The same words and numbers, but for a last digit: a half is rounded either way."""
    if told == expected:
        return True
    number = re.compile(r"[+−]?\d+(?:\.\d+)?")
    if number.sub("#", told) != number.sub("#", expected):
        return False
    pairs = zip(number.findall(told), number.findall(expected), strict=True)
    digits = [len(one.partition(".")[2]) for one in number.findall(told)]
    values = [[float(n.replace("−", "-")) for n in pair] for pair in pairs]
    return all(abs(a - b) < 1.01 * 10.0**-d for (a, b), d in zip(values, digits, strict=True))


@CONCEPTS
@OF_A_THOUSAND
def test_one_of_four_different_options_is_right(concept):
    for item in items()[concept]:
        texts = [option.text for option in item.question.options]
        assert len(set(texts)) == len(texts) == 4
        assert len(item.question.right) == 1 and item.options[item.key].right
        wrong = [option for option in item.question.options if not option.right]
        assert all(option.misconception in MISCONCEPTIONS for option in wrong)
        assert all(option.reason for option in item.question.options)


@CONCEPTS
@OF_A_THOUSAND
def test_the_right_answer_has_no_place_of_its_own(concept):
    places = Counter(item.key for item in items()[concept])
    share = {letter: places[letter] / len(items()[concept]) for letter in "ABCD"}
    assert all(0.18 < one < 0.32 for one in share.values()), share


def score_of(strategy):
    """By concept the share of items that a way to choose without reading answers rightly."""
    found = {}
    for concept, made in items().items():
        points = 0.0
        for item in made:
            options = list(item.options.values())
            best = strategy([option.text for option in options])
            points += sum(options[n].right for n in best) / len(best)
        found[concept] = points / len(made)
    return found


def at(values, wanted):
    return [n for n, value in enumerate(values) if value == wanted]


def longest(texts):
    return at(list(map(len, texts)), max(map(len, texts)))


def shortest(texts):
    return at(list(map(len, texts)), min(map(len, texts)))


def size(text):
    return [abs(float(n.replace("−", "-"))) for n in re.findall(r"−?\d+(?:\.\d+)?", text)] or [0]


def largest(texts):
    sizes = list(map(size, texts))
    return at(sizes, max(sizes))


def smallest(texts):
    sizes = list(map(size, texts))
    return at(sizes, min(sizes))


@OF_A_THOUSAND
def test_no_item_is_answered_by_its_longest_option():
    found = score_of(longest)
    assert max(found.values()) < 0.5, found
    assert sum(found.values()) / len(found) < 0.27, found


@pytest.mark.parametrize("strategy", [shortest, largest, smallest])
@OF_A_THOUSAND
def test_a_form_is_not_answered_by_the_look_of_its_options(strategy):
    found = score_of(strategy)
    assert sum(found.values()) / len(found) < 0.36, found


@CONCEPTS
@OF_A_THOUSAND
def test_forms_differ_in_numbers_and_words_alone(concept):
    """Take out the numbers: two wordings are left, of the same question."""
    texts = Counter(
        re.sub(r"\d+(-\d+)+|[+−]?\d+(\.\d+)?", "#", item.question.text) for item in items()[concept]
    )
    assert len(texts) == 2, texts
    assert min(texts.values()) > 0.4 * len(items()[concept]), texts


@OF_A_THOUSAND
def test_the_three_forms_of_a_seed_share_no_numbers():
    made = forms()
    for n in range(0, len(made), 3):
        for trio in zip(*(form.items for form in made[n : n + 3]), strict=True):
            given = [item.given for item in trio]
            assert given[0] != given[1] != given[2] != given[0]
            assert len({re.sub(r"[\d.−+-]+", "#", i.question.text) for i in trio}) == 2


@CONCEPTS
@OF_A_THOUSAND
def test_there_are_many_forms_of_an_item(concept):
    assert len({str(item.given) for item in items()[concept]}) >= 6


def test_every_misconception_of_the_inventory_is_offered_in_two_items_or_more():
    """One choice alone may be a slip."""
    form = inventory.form(0)
    offered = Counter(
        belief
        for item in form.items
        for belief in {option.misconception for option in item.question.options}
        if belief
    )
    assert min(offered.values()) >= 2, offered
    assert len(offered) >= 24


def syllables(word):
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and count > 1
    return max(1, count - silent - (word.endswith("ed") and word[-3:-2] not in "td" and count > 1))


def grade(texts):
    """Flesch and Kincaid's grade (1975); code, symbols and numbers count as words of a syllable."""
    words = sentences = sounds = 0
    for text in texts:
        text = re.sub(r"`[^`]*`", "x", text)
        sentences += max(1, len(re.findall(r"[.?!](?=\s|\)|$)", text)))
        for word in re.findall(r"[A-Za-z]+|[−+]?\d[\d.]*|[δ½]", text):
            words, sounds = words + 1, sounds + syllables(word)
    return 0.39 * words / sentences + 11.8 * sounds / words - 15.59


def test_the_measure_of_reading_knows_easy_from_hard():
    easy = ["The cat sat on the mat. It was red."]
    hard = [
        "Notwithstanding considerable methodological heterogeneity, practitioners universally "
        "characterize optimization as fundamentally indispensable."
    ]
    assert grade(easy) < 2 and grade(hard) > 16


def test_the_items_read_like_a_text_for_twelve_year_olds():
    texts = [item.question.text for form in forms(FEW)[:30] for item in form.items]
    assert grade(texts) < 6


@CONCEPTS
def test_no_item_is_hard_to_read(concept):
    assert grade([item.question.text for item in items(FEW)[concept]]) < 8


def test_a_form_can_be_read_in_a_third_of_its_minutes():
    """Two thirds are left for thinking; 180 words a minute."""
    for form in forms(FEW):
        words = sum(
            len(text.split())
            for question in form.questions
            for text in (question.text, *(option.text for option in question.options))
        )
        assert words / 180 < 20 / 2.5, words
