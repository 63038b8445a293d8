"""The player of an animation, in a page of its own."""

import json
import re

import pytest
from matplotlib.figure import Figure
from playwright.sync_api import expect

from backprop_lib.plots import Animation


@pytest.fixture
def player(page):
    figure = Figure(figsize=(1, 1), dpi=20)
    animation = Animation(figure, lambda k: f"It is {k}.", 4, seconds=0.05)
    page.set_content(animation.html())
    return page.locator(".bp-animation")


def test_it_stands_at_the_end_and_plays_from_the_start(player, page):
    image = player.get_by_role("img")
    expect(image).to_have_attribute("alt", "It is 3.")
    page.evaluate(
        """() => {
          window.seen = [];
          const image = document.querySelector(".bp-animation img");
          new MutationObserver(() => window.seen.push(image.alt))
            .observe(image, { attributes: true, attributeFilter: ["alt"] });
        }"""
    )
    player.get_by_role("button", name="Play").click()
    expect(image).to_have_attribute("alt", "It is 3.")
    expect(player.get_by_role("button", name="Play")).to_be_visible()
    assert page.evaluate("window.seen") == [f"It is {k}." for k in range(4)]


def test_steps_and_slider_show_their_frame(player):
    image, slider = player.get_by_role("img"), player.get_by_role("slider", name="frame")
    sources = {image.get_attribute("src")}
    player.get_by_role("button", name="one frame back").click()
    expect(image).to_have_attribute("alt", "It is 2.")
    sources.add(image.get_attribute("src"))
    slider.press("Home")
    expect(image).to_have_attribute("alt", "It is 0.")
    expect(slider).to_have_attribute("aria-valuetext", "1 of 4: It is 0.")
    player.get_by_role("button", name="one frame on").click()
    expect(player).to_contain_text("2 of 4")


def test_controls_are_large_enough_to_touch(player):
    for control in player.locator("button, input").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, json.dumps(box)


SOURCE = """\
from backprop_lib import Network, plots
net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
plots.animate_backward(net, [[0.5, 0.8]], [[1.0]], loss="bce")"""


def test_it_plays_in_jupyterlab_whose_keys_stay_off(scratch):
    scratch.complaints.clear()
    cell = scratch.run(SOURCE)
    player = cell.locator(".bp-animation")
    image, slider = player.get_by_role("img"), player.get_by_role("slider", name="frame")
    slider.press("Home")
    expect(image).to_have_attribute("alt", "The input is a[0] = 0.50, 0.80.")
    cells = scratch.panel.locator(".jp-Cell").count()
    for key in "bjd":  # in JupyterLab: a cell below, the next cell, and half of a deletion
        slider.press(key)
    slider.press("ArrowRight")
    expect(image).to_have_attribute("alt", re.compile("Forward: layer 1 answers"))
    assert scratch.panel.locator(".jp-Cell").count() == cells
    assert scratch.complaints == []
