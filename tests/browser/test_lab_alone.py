"""BugLab on a page that never had a kernel: it computes, checks, trains and hides by itself."""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from backprop_lib import Network, datasets, live
from backprop_lib.check import MISTAKES

NET = Network([2, 3, 1], activations="sigmoid", seed=42)
X, Y = datasets.xor()


@pytest.fixture
def opened(on_a_page, page):
    """A function: this laboratory on a page of a file; returns its root."""

    def open_file(**how):
        lab = live.BugLab(NET, X, Y, loss="bce", **how)
        return on_a_page(lab), lab

    yield open_file
    assert page.complaints == []


def judge(root, lab):
    """The page shows what a laboratory with a kernel would."""
    wrong = len(lab.differs)
    expect(root.locator(".bp-lead")).to_contain_text(
        f"≠ {wrong} of 13 gradients" if wrong else "✓ All 13" if lab.check["rows"] else "! No grad"
    )
    verdict = root.locator(".bp-lab-verdict")
    expect(verdict).to_have_attribute("data-verdict", lab.verdict)
    expect(root.locator(".bp-lab-verdict")).to_contain_text(f"this mistake it {lab.verdict}.")
    losses = json.loads(root.locator("[data-losses]").get_attribute("data-losses"))
    np.testing.assert_allclose(losses[:20], lab.trial.loss[:20], rtol=1e-9)


@pytest.mark.parametrize("name", ["sign flipped", "W not transposed", "mean taken twice"])
def test_a_chosen_mistake_computes_is_checked_and_trains(opened, page, name):
    root, lab = opened()
    expect(root.locator(".bp-lab-verdict")).to_have_text("✓ Without a mistake it learns.")
    root.get_by_label("mistake", exact=True).select_option(name)
    lab.mistake = name
    expect(root.locator(".bp-lab-facts")).to_contain_text(f"{name}. {lab.known['sentence']}")
    judge(root, lab)
    box = root.get_by_label("W[2][0, 0], number box", exact=True)
    box.fill("-0.5")
    box.press("Enter")
    lab.sliders["W[2][0, 0]"].value = -0.5
    judge(root, lab)
    expect(root.locator(".bp-kernel")).to_contain_text("computed by this page alone")


def test_another_sample_of_the_batch_is_shown(opened, page):
    root, _ = opened(mistake="sign flipped")
    root.get_by_label("sample").fill("2")
    expect(root.locator("[aria-label^='input x[0]']")).to_have_attribute("aria-valuenow", "1")
    forward = NET.forward(X[2:3])
    truth = NET.backward(forward, Y[2:3], loss="bce")
    loss = "root => Number(root.dataset.loss)"
    assert root.evaluate(loss) == pytest.approx(truth.loss, abs=1e-12)
    label = root.locator("[aria-label^='neuron a[2][0]']").get_attribute("aria-label")
    assert f"delta {-truth.delta[2].item():.3f}".replace("-", "−") in label  # the sign is flipped


def test_a_blind_one_hides_mistakes_takes_diagnoses_and_goes_on(opened, page):
    root, lab = opened(blind=True, seed=1)
    menu = root.get_by_label("diagnosis", exact=True)
    wrong = "z for a" if lab._hidden != "z for a" else "sign flipped"
    for n, hidden in enumerate([lab._hidden, None]):
        if hidden is None:
            lab.next()
            hidden = lab._hidden
        judge(root, lab)
        expect(root.locator(".bp-lab-facts")).to_be_hidden()
        menu.select_option(hidden if n else wrong)
        root.get_by_role("button", name="Is it this?").click()
        expect(root.locator(".bp-lab-score")).to_have_text(f"score {n} of {n + 1}")
        menu.select_option(hidden)
        root.get_by_role("button", name="Is it this?").click() if not n else None
        expect(root.locator(".bp-lab-told")).to_have_text(f"✓ Right: {hidden}.")
        sentence = " ".join(MISTAKES[hidden].sentence.split())
        expect(root.locator(".bp-lab-facts")).to_contain_text(sentence)
        root.get_by_role("button", name="Next mistake").click()


def test_each_wrong_delta_is_told_in_a_narrow_picture(on_a_page):
    """One of 0.007, too, whose digits take the place of its name: the lesson's blind laboratory."""
    rng = np.random.default_rng(3)
    trio = Network([4, 3, 2], activations="sigmoid", seed=3)
    batch, targets = rng.normal(size=(5, 4)), rng.integers(0, 2, size=(5, 2)).astype(float)
    root = on_a_page(live.BugLab(trio, batch, targets, loss="bce", blind=True, seed=1))
    expect(root.locator(".bp-delta")).to_contain_text(["≠"] * 5)
