"""What lesson 5 says of numbers, and can be computed without a framework."""

import re
from itertools import permutations

import numpy as np
import pytest

from backprop_lib import questions
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson5 import number, walk_back


def walk_of(lines):
    """The walk that these lines are, with what the lesson says `hand_on` is."""
    (hand_on,) = questions.get("5.hand-on").right
    code = [
        "def walk(end):",
        " def hand_on(node):",
        "  for source, slope in zip(node.inputs, node.slopes):",
        f"   {hand_on.text.strip('`')}",
        *(
            " "
            + re.sub(r"`(.+)` for each `node` in `(.+)`", r"for node in \2: \1", line).strip("`")
            for line in lines
        ),
    ]
    known = {}
    exec("\n".join(code), known)
    return known["walk"]


def test_the_lines_of_the_walk_are_right_in_their_order_and_in_no_other():
    lines = [option.text for option in questions.get("5.walk").right]
    for order in permutations(lines):
        walk = walk_of(order)
        right = all(
            judge(exercise, walk_back._walked(walk, walks)).passed
            for walks, exercise in ((1, walk_back.FIRST), (2, walk_back.AGAIN))
        )
        assert right == ([*order] == lines)
        assert questions.judge(questions.get("5.walk"), [*order]).right == right


def test_with_every_sixth_table_kept_36_layers_need_a_third_of_the_memory():
    """12 of 37 tables, and 66 layers computed for 36: less than one forward pass more."""
    depth, every, rng = 36, 6, np.random.default_rng(1)
    Ws = [None, *(rng.normal(size=(8, 8)) / np.sqrt(8) for _ in range(depth))]
    a = [rng.normal(size=(5, 8))]
    for W in Ws[1:]:
        a.append(np.tanh(a[-1] @ W))
    kept, computed, most = {l: a[l] for l in range(0, depth + 1, every)}, depth, 0
    for end in range(depth, 0, -every):
        stretch = {end - every: kept[end - every], end: kept.pop(end)}
        for l in range(end - every + 1, end):
            stretch[l] = np.tanh(stretch[l - 1] @ Ws[l])
            computed += 1
        assert all(np.allclose(stretch[l], a[l], rtol=1e-12) for l in stretch)
        most = max(most, len(kept) - 1 + len(stretch))
    assert (most, computed) == (12, 66)
    assert most / (depth + 1) < 1 / 3


def test_the_1_1_1_network_with_a_squared_error_has_these_slopes():
    w1, w2, x1, minus_y = map(number.Number, (0.5, -1.5, 2.0, -1.0))
    error = (w2 * (w1 * x1).sigmoid()).sigmoid() + minus_y
    walk_back._swept()(error * error)
    a1 = 1 / (1 + np.exp(-1.0))
    a2 = 1 / (1 + np.exp(1.5 * a1))
    delta2 = 2 * (a2 - 1) * a2 * (1 - a2)
    assert w2.grad == pytest.approx(delta2 * a1)
    assert w1.grad == pytest.approx(delta2 * -1.5 * a1 * (1 - a1) * 2)
    assert (w1.grad, w2.grad) == pytest.approx((0.1660, -0.2057), abs=5e-5)
