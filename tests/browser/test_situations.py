"""A link of the teacher's guide opens the front page's view with the numbers of its moment."""

import sys

import pages
import pytest
import site_server

from backprop_lib import Network, live

sys.path[:0] = [str(site_server.ROOT / "tools" / "site"), str(site_server.ROOT / "tools")]
import situations  # noqa: E402


def test_every_situation_opens_in_a_view_of_another_network(page, tmp_path):
    other = Network([2, 3, 1], activations="sigmoid", seed=0)
    front = live.NetworkView(other, [0.5, 0.8], [1.0], loss="bce")
    pages.write(tmp_path / "index.html", front)
    for one in situations.made():
        page.goto("about:blank")
        page.goto(f"{(tmp_path / 'index.html').as_uri()}#{one.state}")
        pages.ready(page)
        said = page.locator(".bp-link-said").inner_text()
        assert said == "This is what the link holds.", (one.words, said)
        loss = float(page.locator(".bp-root").get_attribute("data-loss"))
        assert loss == pytest.approx(one.loss, abs=1e-12), one.words
