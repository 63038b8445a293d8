"""The host of a page without a kernel, from a file: every view lives, or says why it does not."""

import ipywidgets
import pages
import pytest
from bare_views import NET, REPAINT, VIEWS, X, Y
from playwright.sync_api import expect

from backprop_lib import live

NEVER = ("run this cell", "run the cells", "waits for the kernel")


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_lives_from_a_file_and_asks_for_nothing(on_a_page, page, name):
    root = on_a_page(VIEWS[name]())
    assert root.get_attribute("data-loss") is not None
    expect(page.locator("img")).to_be_hidden()
    assert [url for url in page.asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert page.complaints == []
    words = page.locator("body").inner_text()
    assert [said for said in NEVER if said in words] == []


def test_two_views_of_a_kind_share_one_script_and_nothing_else(on_a_page, page):
    roots = on_a_page(VIEWS["NetworkView"](), VIEWS["NetworkView"]())
    expect(roots).to_have_count(2)
    before = roots.nth(1).get_attribute("data-loss")
    box = roots.first.get_by_label("W[1][0, 0], number box", exact=True)
    box.fill("0.75")
    box.press("Enter")
    page.evaluate(REPAINT)
    network = NET.replace(layer=1, i=0, j=0, value=0.75)
    truth = network.backward(network.forward([X]), [Y], loss="bce").loss
    assert float(roots.first.get_attribute("data-loss")) == pytest.approx(truth, abs=1e-12)
    assert roots.nth(1).get_attribute("data-loss") == before
    names = page.evaluate("bpParts.map(({ name }) => name ?? 'shared')")
    assert sorted(names) == ["network_view", "share", "shared"]
    assert [url for url in page.asked if url.startswith("blob:")] == []


def test_a_race_lives_in_its_box(on_a_page, page):
    players = [live.TrainingPlayer("xor"), live.TrainingPlayer("xor")]
    roots = on_a_page(live.race(*players))
    expect(roots).to_have_count(2)
    first, second = (roots.nth(n).bounding_box() for n in (0, 1))
    assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    assert page.complaints == []


def test_what_python_moves_stays_a_picture_and_offers_the_notebook(on_a_page, page):
    head = '<link rel="alternate" type="application/x-ipynb+json" href="03.ipynb">'
    on_a_page(ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.HTML("a picture")]), head=head)
    expect(page.locator("img")).to_be_visible()
    expect(page.locator(".bp-host-note")).to_contain_text("no Python runs on this page")
    expect(page.get_by_role("link", name="the notebook")).to_have_attribute("download", "")
    expect(page.locator("input")).to_have_count(0)  # no slider that does nothing


def test_a_view_that_cannot_start_leaves_its_picture_and_says_so(on_a_page, page):
    on_a_page(VIEWS["NetworkView"](), broken=True)
    expect(page.locator("img")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("the page brings no view network_view")
    assert len(page.complaints) == 1


def test_a_view_that_fails_while_it_is_made_says_so_beside_its_picture(on_a_page, page):
    broken = VIEWS["Scrubber"]()
    broken.records = b""
    on_a_page(broken, VIEWS["NetworkView"]())
    expect(page.locator(".bp-problem").first).to_contain_text("This view failed:")
    expect(page.locator("img").first).to_be_visible()
    expect(page.locator("img").last).to_be_hidden()  # the others live


def test_the_pages_switch_leads_the_views(on_a_page, page):
    root = on_a_page(VIEWS["NetworkView"](), body="data-theme=dark")
    paper = "root => root.style.getPropertyValue('--bp-paper')"
    dark = root.evaluate(paper)
    page.evaluate("() => { document.body.dataset.theme = 'light'; }")
    page.wait_for_function(
        f"dark => ({paper})(document.querySelector('.bp-root')) !== dark", arg=dark
    )
    light = root.evaluate(paper)
    page.emulate_media(color_scheme="dark")
    page.evaluate("() => { document.body.dataset.theme = 'auto'; }")
    page.wait_for_function(
        f"light => ({paper})(document.querySelector('.bp-root')) !== light", arg=light
    )
    assert root.evaluate(paper) == dark


def test_a_views_headings_follow_those_of_the_page(page, tmp_path):
    """h2 below the page's h1, h4 below an h3; what is folded away counts for nothing."""
    pages.write(tmp_path / "page.html", VIEWS["NetworkView"](), VIEWS["NetworkView"]())
    text = (tmp_path / "page.html").read_text("utf-8")
    first, second, rest = text.split("<div class=view>")
    folded = "<details><summary>more</summary><h5>a refresher</h5></details>"
    begin, middle = f"<h1>a page</h1>{folded}", "<h3>a part</h3>"
    text = "<div class=view>".join([first + begin, second + middle, rest])
    (tmp_path / "page.html").write_text(text, "utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    pages.ready(page)
    for number, level in ((0, "2"), (1, "4")):
        headings = page.locator(".bp-root").nth(number).locator("h3")
        assert {h.get_attribute("aria-level") for h in headings.all()} == {level}
    expect(page.get_by_role("region")).to_have_count(
        0
    )  # a page of eight views has no landmark more
