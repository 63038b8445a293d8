"""NudgeTest, BugLab and Predict in the page: what is painted is what `backprop_lib` computes."""

import json
import re

import numpy as np
import pytest
from live_view import formatted, kernel_agrees, signed
from playwright.sync_api import expect

from backprop_lib import Network, gradcheck
from backprop_lib.check.backward_pass import xor_trial as trial

SEED = """
import numpy as np
from backprop_lib import Network, datasets, live
rng = np.random.RandomState(42)
W = [rng.randn(2, 3), rng.randn(3, 1)]
net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations=["sigmoid", "sigmoid"])
"""
NUDGE = SEED + 'view = live.NudgeTest(net, [0.5, 0.8], [1.0], loss="bce")\nview'
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def written(text):
    """The number in "−2.442 · 10⁻⁴"."""
    mantissa, _, power = text.partition(" · 10")
    return float(mantissa.translate(SUPERSCRIPT)) * 10.0 ** int(power.translate(SUPERSCRIPT) or 0)


def number(view, css, key):
    """What an element keeps of its number, in full."""
    return float(view.root.locator(css).get_attribute(f"data-{key}"))


# ---- the nudge


def judge_nudge(view, name, at):
    """Each painted number is the core's, for the network and the epsilon in the kernel."""
    ask, root = view.notebook.ask, view.root
    kernel_agrees(root)
    expect(root.locator("[data-floor]")).to_have_count(1)
    painted = number(view, ".bp-epsilon", "epsilon")
    view.notebook.ask_until("view.epsilon", painted)
    params, epsilon, parameter = ask("[view.network.params.tolist(), view.epsilon, view.parameter]")
    assert parameter == name and f"Nudge {name}," in root.locator(".bp-nudge h3").inner_text()
    net = Network([2, 3, 1], activations="sigmoid", seed=0)
    W, b = (
        [np.reshape(params[:6], (2, 3)), np.reshape(params[9:12], (3, 1))],
        [params[6:9], params[12:]],
    )
    net = Network.from_weights(W, b, activations="sigmoid")
    scene = (net, [[0.5, 0.8]], [[1.0]], "bce")
    expected = gradcheck.nudge(*scene, **at, epsilon=epsilon)
    assert number(view, ".bp-epsilon", "epsilon") == epsilon
    lost = 1e-15  # a difference of losses: its last digits are rounding, here and there
    for key, tolerance in (("predicted", 1e-15), ("actual", lost), ("difference", lost)):
        cell = f'[data-number="{key}"]'
        value = number(view, cell, "value")
        assert value == pytest.approx(getattr(expected, key), rel=1e-9, abs=tolerance), key
        assert written(root.locator(cell).inner_text()) == pytest.approx(value, rel=6e-4)
    assert [ask("view.predicted"), ask("view.actual")] == [expected.predicted, expected.actual]
    curve = gradcheck.curve(*scene, **at)
    for way, line in (("central", "ink-line"), ("forward", "muted-line")):
        errors = json.loads(
            root.locator(f"path.bp-{line}[data-errors]").get_attribute("data-errors")
        )
        rounding = 1e-15 / curve.epsilon
        assert (abs(np.array(errors) - getattr(curve, way)) <= rounding + 1e-12).all(), way
    assert number(view, "[data-floor]", "floor") == ask("view.curve.complex_step")
    marked = gradcheck.curve(*scene, **at, epsilons=[epsilon])
    for way in ("central", "forward"):
        error = number(view, f".bp-{way}-mark", "error")
        assert error == pytest.approx(getattr(marked, way)[0], rel=1e-6, abs=1e-15 / epsilon)


def test_a_nudge_on_any_edge_with_any_epsilon(show):
    view = show(NUDGE)
    judge_nudge(view, "W[1][0, 0]", dict(layer=1, i=0, j=0))
    expect(view.root.locator(".bp-nudge-verdict")).to_contain_text("shrinks as ε²")
    view.item("W[2][1, 0]").focus()
    epsilon = view.root.get_by_label("epsilon", exact=True)
    epsilon.focus()
    for _ in range(20):
        view.page.keyboard.press("ArrowLeft")
    expect(view.root.locator(".bp-epsilon")).to_have_text("ε = 1.0 · 10⁻⁴")
    judge_nudge(view, "W[2][1, 0]", dict(layer=2, i=1, j=0))
    for _ in range(40):
        view.page.keyboard.press("ArrowLeft")
    expect(view.root.locator(".bp-epsilon")).to_have_text("ε = 1.0 · 10⁻⁸")
    judge_nudge(view, "W[2][1, 0]", dict(layer=2, i=1, j=0))
    expect(view.root.locator(".bp-nudge-verdict")).to_contain_text("Rounding has taken over")


def test_the_nudge_follows_a_moved_weight_and_a_bias(show):
    view = show(NUDGE)
    view.box("b[1][1]").fill("-1.5")
    view.box("b[1][1]").press("Enter")
    judge_nudge(view, "b[1][1]", dict(layer=1, j=1))


def test_the_kernel_sets_epsilon_and_selection(show):
    view = show(NUDGE)
    view.notebook.ask("[setattr(view, 'epsilon', 1e-5), setattr(view, 'selected', 'W[1][1, 2]')]")
    expect(view.root.locator(".bp-epsilon")).to_have_text("ε = 1.0 · 10⁻⁵")
    judge_nudge(view, "W[1][1, 2]", dict(layer=1, i=1, j=2))


# ---- the bug laboratory

LAB = SEED + 'view = live.BugLab(net, *datasets.xor(), loss="bce"{})\nview'


def judge_lab(view, name):
    """Check and training as painted are those of the kernel and of the core."""
    root, ask = view.root, view.notebook.ask
    made = trial.run(name, loss="bce")
    expect(root.locator("[data-verdict]")).to_have_attribute("data-verdict", made.verdict)
    expect(root.locator(".bp-lab-verdict")).to_contain_text(made.verdict if name else "learns")
    figure = root.locator("[data-losses]")
    assert json.loads(figure.get_attribute("data-losses")) == (made.loss.tolist() if name else [])
    assert json.loads(figure.get_attribute("data-right")) == trial.run().loss.tolist()
    rows = ask("view.check['rows']")
    for label, own, true, differs in rows:
        badge = view.row(label[1:]).locator(".bp-lab-check")
        state = "differs" if differs else "agrees"
        expect(badge).to_have_attribute("data-state", state)
        assert float(badge.get_attribute("data-own")) == own
        assert float(badge.get_attribute("data-true")) == true
        text = badge.inner_text()
        assert ("≠ differs" in text) == differs and ("✓ agrees" in text) != differs
        assert formatted(own, 4) in text and (not differs or formatted(true, 4) in text)
    wrong = sum(differs for *_, differs in rows)
    said = (
        f"≠ {wrong} of {len(rows)}" if wrong else f"✓ All {len(rows)}" if rows else "! No gradients"
    )
    expect(root.locator(".bp-lead")).to_contain_text(said)
    assert "nan" not in root.inner_text().lower()


def test_choosing_a_mistake_computes_checks_and_trains(show):
    view = show(LAB.format(""))
    judge_lab(view, "")
    menu = view.root.get_by_label("mistake", exact=True)
    for name in ("mean taken twice", "sign flipped", "dW transposed", "biases never updated"):
        menu.select_option(name)
        expect(view.root.locator(".bp-lab-facts")).to_contain_text(name)
        view.notebook.ask_until("view.mistake", name)
        judge_lab(view, name)


def rounded(number):
    return {signed(number, digits) for digits in (2, 3)}


def test_wrong_numbers_stand_beside_the_true_ones(show):
    source = LAB.replace("*datasets.xor()", "[0.5, 0.8], [1.0]")
    view = show(source.format(', mistake="sign flipped"'))
    picture = view.picture()
    own = view.notebook.ask("view.own")
    delta, dW = view.notebook.ask(
        "[[None] + [d.tolist() for d in g] for g in (view.backward.delta, view.backward.dW)]"
    )
    for name in picture.texts:
        kind, *at = re.findall(r"[a-zA-Z]+|\d+", name)
        if kind not in ("delta", "dW"):
            continue
        l, *at = map(int, at)
        found, true = own[kind][l], (delta if kind == "delta" else dW)[l]
        at = [0, *at] if kind == "delta" else at
        found, true = found[at[0]][at[1]], true[at[0]][at[1]]
        assert picture.numbers[name] == found
        # beside it or in a line of its own, with as many digits as there is room for
        texts = f"{picture.texts[name]} {picture.true[name] or ''}"
        assert rounded(found) & set(texts.split()), texts
        assert rounded(true) & set(texts.partition("≠")[2].split()), texts
    expect(view.root.locator(".bp-kernel")).to_contain_text("(≠)")
    badge = view.row("W[1][0, 0]").locator(".bp-lab-check")
    before = badge.inner_text()
    view.box("W[2][0, 0]").fill("-0.5")
    view.box("W[2][0, 0]").press("Enter")
    expect(badge).not_to_have_text(before)  # the kernel has checked anew
    expect(badge).to_contain_text("differs")
    judge_lab(view, "sign flipped")


def test_a_blind_diagnosis(show):
    view = show(LAB.format(", blind=True, seed=3"))
    root, hidden = view.root, view.notebook.ask("view._hidden")
    judge_lab(view, hidden)
    expect(root.locator(".bp-lab-facts")).to_be_hidden()
    menu = root.get_by_label("diagnosis", exact=True)
    menu.select_option("z for a" if hidden != "z for a" else "sign flipped")
    view.button("Is it this?").click()
    expect(root.locator(".bp-lab-told")).to_contain_text("✗ Not")
    expect(root.locator(".bp-lab-score")).to_have_text("score 0 of 1")
    menu.select_option(hidden)
    view.button("Is it this?").click()
    expect(root.locator(".bp-lab-told")).to_have_text(f"✓ Right: {hidden}.")
    view.button("Next mistake").click()
    expect(root.locator(".bp-lab-told")).to_be_hidden()
    second = view.notebook.ask_until(
        "view.run and view._hidden", lambda name: name and name != hidden
    )
    judge_lab(view, second)
    menu.select_option(second)
    view.button("Is it this?").click()
    expect(root.locator(".bp-lab-score")).to_have_text("score 1 of 2")
    view.notebook.ask_until("view.score", (1, 2))


# ---- predict

PREDICT = SEED + (
    'view = live.Predict(net, [0.5, 0.8], [1.0], loss="bce", deltas=True,\n'
    '    move=[("W[1][0, 2]", +0.5), ("x[0]", -0.5), ("W[1][1, 1]", 2)],\n'
    '    ask=["sign", "size", "neuron"])\nview'
)


def weight(view):
    return view.notebook.ask("float(view.network.W[1][0, 2])")


def test_a_slider_waits_for_an_answer(show):
    view = show(PREDICT)
    start = weight(view)
    for name in ("W[1][0, 2]", "W[2][0, 0]"):
        assert view.row(name).evaluate("row => row.inert")
    hit = view.item("W[1][0, 2]")
    view.drag(hit, 0, -60)
    hit.focus()
    view.page.keyboard.press("ArrowUp")
    view.page.keyboard.press("Control+z")
    expect(view.root.locator(".bp-predict-move")).to_be_disabled()
    assert weight(view) == start
    view.root.get_by_role("radio", name="falls").check()
    assert not view.row("W[1][0, 2]").evaluate("row => row.inert")
    assert view.row("W[2][0, 0]").evaluate("row => row.inert")
    view.box("W[1][0, 2]").fill(str(start + 0.3))
    view.box("W[1][0, 2]").press("Enter")
    expect(view.root.locator(".bp-predict-verdict")).to_be_empty()
    view.box("W[1][0, 2]").fill(str(start + 0.6))
    view.box("W[1][0, 2]").press("Enter")
    expect(view.root.locator(".bp-predict-verdict")).to_contain_text("✗ You said “falls”")
    assert not view.row("W[2][0, 0]").evaluate("row => row.inert")


def test_all_questions_by_keyboard_and_the_score(show):
    view = show(PREDICT)
    root, press = view.root, view.page.keyboard.press
    verdict, score = root.locator(".bp-predict-verdict"), root.locator(".bp-predict-score")
    right = 0
    root.get_by_role("radio").first.focus()
    for number in range(3):
        view.notebook.ask_until("view.number", number)
        truth, options = view.notebook.ask("[view.truth, view.options]")
        picked = options[1]  # the arrow key goes there
        press("ArrowDown")
        expect(root.get_by_role("radio", name=picked, exact=True)).to_be_checked()
        press("Tab")
        press("Enter")
        expect(verdict).to_have_attribute("data-truth", truth)
        right += picked == truth
        expect(verdict).to_contain_text("✓ Right" if picked == truth else f"“{picked}”")
        expect(score).to_have_text(f"score {right} of {number + 1}")
        view.notebook.ask_until("view.score", (right, number + 1))
        name, by = view.notebook.ask("list(view.questions[view.number].values())[:2]")
        moved = f"view.sliders['{name}'].value - view.start[view._index['{name}']]"
        view.notebook.ask_until(moved, pytest.approx(by))
        if number < 2:
            expect(view.button("Next question")).to_be_focused()
            press("Enter")
            expect(root.get_by_role("radio").first).to_be_focused()
    was, now = view.notebook.ask(
        "[view._records(v)[2].loss for v in view._ends(view.questions[0])]"
    )
    assert now > was and view.notebook.ask("view.answers[0]") == [0, "falls", "rises"]


def test_a_cell_answers_and_moves_and_the_page_tells(show):
    view = show(PREDICT)
    view.notebook.ask("[view.pick('rises'), view.reveal()]")
    verdict = view.root.locator(".bp-predict-verdict")
    was, now = view.notebook.ask(
        "[view._records(v)[2].loss for v in view._ends(view.questions[0])]"
    )
    expect(verdict).to_have_text(
        f"✓ Right: the loss rises from {formatted(was, 4)} to {formatted(now, 4)}."
    )
    expect(view.root.locator(".bp-predict-score")).to_have_text("score 1 of 1")
