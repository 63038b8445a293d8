"""A number that is asked again has other numbers, and their truth; what has none says why."""

import math
import re

import pytest

from backprop_lib import questions
from backprop_lib.questions import source

NUMBERS = [q for q in map(questions.get, questions.names()) if q.kind == "number"]
DRAWN = [question for question in NUMBERS if question.body]

# They come back as they are: other numbers would be another question, or none.
AS_IT_IS = {
    "1.blank": "one half comes out whatever the weights are: that is its point",
    "1.by-hand": "the network in the lesson's view, whose numbers the question does not repeat",
    "2.one-blank": "the chain drawn above it, whose numbers the question does not repeat",
    "2.delta-by-hand": "the network of the lesson's walk, where the answer is looked up",
    "3.recall-coin": "log 2 itself is to be known again when a loss stands still there",
    "4.mean-size": "the mean of the very picture whose mean delta was asked before",
    "5.numerical": "one pass, whatever the network: that is its point",
    "5.checkpoints": "twice, whatever the number of layers: that is its point",
    "6.relu-slope": "a ReLU's slopes are 1 and 0",
    "6.edge": "the mean of a ReLU's squared slope is one half",
}

WORDS = {"ten": 10, "four": 4, "five": 5, "twenty": 20}
PARTS = {"thousandth": 1e-3, "hundredth": 1e-2, "two-thousandth": 5e-4, "ten-thousandth": 1e-4}


def shares(text):
    return math.log(WORDS[re.search(r"each of the (\w+)", text)[1]])


def quarters(text):
    part, count = PARTS[re.search(r"less than a (\S+) left", text)[1]], 0
    while 0.25**count >= part:
        count += 1
    return count


# From the numbers in its text, in their order, or from the text: with a pencil, not with the core.
BY_HAND = {
    "1.sum": lambda x, w, y, v: x * w + y * v,
    "1.far-out": lambda z, zero: math.log1p(math.exp(z)) - z,
    "1.how-many-neurons": lambda low, high: (high - low + 1) ** 3,
    "1.exit-collapse": lambda inputs, hidden, outputs: inputs * outputs + outputs,
    "1.exit-delta": lambda step, before, after: (after - before) / step,
    "2.recall-loss": lambda a, y: -math.log(a),
    "2.slope-times-step": lambda slope, step: slope * step,
    "2.two-paths": lambda upper, lower: upper + lower,
    "2.gates": lambda w, x, b, d: d * x,
    "2.passes-a-step": lambda n, h, m: 2 * (n * h + h + h * m + m),
    "2.exit-paths": lambda p, q: p + q,
    "2.exit-delta": lambda a, w, d: d * w * (a - a * a),
    "3.ten-shares": shares,
    "3.steps-an-epoch": lambda pictures, batch: -(-pictures // batch),
    "3.velocity": lambda slope, m: sum(slope * m**n for n in range(2000)),
    "3.exit-updates": lambda pictures, batch, epochs: pictures // batch * epochs,
    "3.exit-delta": lambda answer, y, a, w: (answer - y) * w * (a - a * a),
    "4.recall-tanh": lambda one, a: (one - a) * (one + a),
    "4.output-delta": lambda a, y: a - y,
    "4.exit-delta": lambda a, w, v, d, e: (w * d + v * e) * (1 - a) * (1 + a),
    "5.times-slopes": lambda a, b: b,
    "5.bessel": lambda n: 1 + 1 / (n - 1),
    "5.exit-delta": lambda m, s: m * s,
    "6.recall-sigmoid": lambda a: a - a * a,
    "6.a-thousandth": quarters,
    "6.size-of-w": lambda n, root, size: math.sqrt(root) * size,
    "6.skip-paths": lambda arrives, slope, w: arrives + arrives * slope * w,
    "6.exit-delta": lambda z, w, d, n: d * (w / 4) ** n,
}


def numbers(text):
    """Those of its text, without its place in a list and without code."""
    text = re.sub(r"`[^`]*`|\*\*[^*]*\*\*", "", text).replace(",", "")
    return [float(found.replace("−", "-")) for found in re.findall(r"−?\d+(?:\.\d+)?", text)]


def by_hand(question):
    hand = BY_HAND[question.name]
    return hand(question.text) if hand in (shares, quarters) else hand(*numbers(question.text))


def test_every_number_that_is_asked_can_be_another_one_or_says_why_not():
    assert {q.name for q in NUMBERS if not q.body} == set(AS_IT_IS)
    assert {q.name for q in DRAWN} == set(BY_HAND)


@pytest.mark.parametrize("question", DRAWN, ids=lambda question: question.name)
def test_whatever_is_drawn_its_truth_is_that_of_its_text_and_not_the_lessons(question):
    own = question.right[0].value
    assert by_hand(question) == pytest.approx(own, rel=1e-5)
    for seed in range(50):
        fresh = source.fresh(question, seed)
        assert by_hand(fresh) == pytest.approx(fresh.right[0].value, rel=1e-5), fresh.text
        assert not questions.judge(fresh, own).right
        assert fresh.text != question.text


@pytest.mark.parametrize("question", DRAWN, ids=lambda question: question.name)
def test_whatever_is_drawn_each_mistake_is_told_by_its_own_reason(question):
    """Two mistakes with one value would be told by the first one's reason."""
    for seed in range(50):
        fresh = source.fresh(question, seed)
        for option in fresh.options:
            assert questions.judge(fresh, option.value).reasons == (option.reason,), fresh.text
