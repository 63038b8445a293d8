"""Paths in the page: every product and their sum are the kernel's."""

import numpy as np
from live_view import CLOSE, kernel_agrees
from playwright.sync_api import expect

from backprop_lib import Network, live

SHOW = """
from backprop_lib import Network, live
net = Network([2, 2, 2], activations="sigmoid", seed=4)
view = live.PathsView(net, [0.5, 0.8], [0.0, 1.0], loss="squared_error")
view
"""
READ = """root => [...root.querySelectorAll(".bp-path")].map((row) => ({
  factors: [...row.querySelectorAll(".bp-numbers .bp-term")].map((of) => Number(of.dataset.value)),
  product: Number(row.querySelector(".bp-result").dataset.value),
  gradient: Number(row.querySelector(".bp-result").dataset.gradient),
  lit: row.getAttribute("aria-pressed") === "true",
}))"""


def judge(view, name):
    """The list shows the kernel's paths; their products add up to the gradient."""
    expect(view.root.locator(".bp-card-title")).to_contain_text(f"From {name} to the loss")
    view.notebook.ask_until("view.origin", name)
    *rows, total = view.root.evaluate(READ)
    paths = view.notebook.ask("[(path.factors, path.product) for path in view.paths]")
    assert len(rows) == len(paths)
    for row, (factors, product) in zip(rows, paths, strict=True):
        np.testing.assert_allclose(row["factors"], factors, **CLOSE)
        np.testing.assert_allclose(row["product"], product, **CLOSE)
    np.testing.assert_allclose(total["product"], total["gradient"], rtol=1e-12)
    return [*rows, total]


def test_every_origins_paths_are_the_kernels(show):
    view = show(SHOW)
    for name in view.notebook.ask("list(view.routes)"):
        view.root.locator(".bp-row-name", has_text=name).click()
        judge(view, name)


def test_paths_follow_a_slider_and_light_up_in_turn(show):
    view = show(SHOW)
    view.slider("W[2][0, 1]").focus()
    view.page.keyboard.press("Shift+ArrowDown")
    view.root.locator(".bp-row-name", has_text="W[1][0, 0]").click()
    kernel_agrees(view.root)
    for n in (0, 1, 2):
        expect(view.root).to_have_attribute("data-path", str(n))
        rows = judge(view, "W[1][0, 0]")
        assert [row["lit"] for row in rows] == [n == m for m in range(3)]
        view.root.locator(".bp-player").get_by_role(
            "button", name="Step"
        ).click() if n < 2 else None
    lit = view.root.locator(".bp-graph .bp-edge[data-lit]")
    assert lit.count() == 3  # the weight itself, and both on from its neuron
    view.root.locator(".bp-path").first.click()
    expect(view.root).to_have_attribute("data-path", "0")


def test_factors_stand_on_the_picture_with_the_lists_signs(show):
    view = show(SHOW)
    expect(view.root).to_have_attribute("data-path", "0")
    signs = view.root.locator(".bp-graph [data-mark]").evaluate_all(
        "all => all.map((text) => text.textContent[0]).sort()"
    )
    assert signs == ["①", "②", "③", "④", "⑤"]


def test_the_slope_at_the_loss_is_written_as_an_equation(mount, page):
    """Or it is read as a minus y minus so much."""
    net = Network.from_weights([[[0.5]], [[1.5]]], [[0.1], [0.3]], activations="sigmoid")
    root = mount(live.PathsView(net, [0.5], [1.0], loss="bce"))
    expect(root.locator(".bp-graph [data-mark]", has_text="a − y = −0.")).to_be_visible(
        timeout=5_000
    )
