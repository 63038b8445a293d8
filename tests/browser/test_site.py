"""The site: every page lives from a file and from a server, and asks nothing of anybody else."""

import gzip
import re

import pages
import pytest
import site_server
from bare_views import TWO_FRAMES
from playwright.sync_api import expect

from backprop_lib import Network

LESSONS = sorted(path.stem for path in (site_server.ROOT / "notebooks" / "src").glob("0*.md"))
LIVE = ["index", *LESSONS]
LARGE = {"03_training_from_scratch": 2.2e6, "04_visualization": 2.2e6}  # bytes of the one file
OUTSIDE = re.compile(
    r"""<(?:link|script|img|iframe|source)\b[^>]*(?:href|src|srcset)=["']?(?:https?:)?//"""
)
FRONT = Network.from_weights(
    [[[0.5, -0.14, 0.65], [1.52, -0.23, -0.23]], [[1.58], [0.77], [-0.47]]],
    [[0.0, 0.0, 0.0], [0.0]],
    activations="sigmoid",
)


@pytest.mark.parametrize("where", ["file", "server"])
@pytest.mark.parametrize("name", LIVE)
def test_every_view_of_a_page_lives(open_page, site, server, name, where):
    page = open_page(name, where)
    marks = page.locator('script[type$="widget-view+json"]').count()
    notes = page.locator(".bp-host-note")
    assert marks > 0
    assert page.locator("[data-live]").count() + notes.count() == marks
    for said in notes.all_inner_texts():
        assert "Python draws this one" in said
    words = page.locator("article").inner_text()
    assert "no kernel: run" not in words and "not in the kernel" not in words
    assert "has not answered yet" not in words
    assert site_server.outside(page, server if where == "server" else site.as_uri()) == []
    assert page.complaints == []
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_a_short_formula_and_the_sign_after_it_stand_in_one_line(open_page):
    page = open_page("01_forward_pass")
    page.set_viewport_size({"width": 400, "height": 900})
    kept = page.locator(":not(td) > p > .math.kept")
    assert kept.count() > 20
    lines = kept.evaluate_all("all => all.map((one) => one.getClientRects().length)")
    assert set(lines) == {1}
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 400
    after = page.locator(".math.kept").evaluate_all(
        "all => all.map((one) => one.nextSibling?.textContent?.[0] ?? '')"
    )
    assert not set(after) & set(",.;:")


def test_a_typed_a_keyed_and_a_dragged_weight_are_what_the_package_computes(open_page):
    page = open_page("index")
    root = page.locator(".bp-root")

    def truth(**change):
        network = FRONT.replace(layer=1, **change)
        return network.backward(network.forward([[0.5, 0.8]]), [[1.0]], loss="bce").loss

    box = root.get_by_label("W[1][0, 0], number box", exact=True)
    box.fill("-1.25")
    box.press("Enter")
    pages.wait_for_loss(root, truth(i=0, j=0, value=-1.25))
    slider = root.get_by_label("W[1][0, 0], slider", exact=True)
    slider.press("ArrowRight")
    expect(box).to_have_value("-1.2")
    pages.wait_for_loss(root, truth(i=0, j=0, value=-1.2))
    edge = slider.bounding_box()
    page.mouse.move(edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2)
    page.mouse.down()
    page.mouse.move(edge["x"] + edge["width"] * 0.75, edge["y"] + edge["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_function("slider => slider.value > 0", arg=slider.element_handle())
    value = float(slider.input_value())
    pages.wait_for_loss(root, truth(i=0, j=0, value=value))


def test_an_answer_opens_the_output_that_it_is_about_and_is_kept(open_page, page):
    open_page("01_forward_pass", "server")
    fold = page.locator(".bp-fold").first
    names = fold.get_attribute("data-questions").split()
    expect(fold).not_to_have_attribute("open", "")
    for name in names:
        asked = page.locator(f'.bp-ask[data-name="{name}"]')
        choice, number = asked.locator("input[type=radio]"), asked.locator("input")
        choice.first.check() if choice.count() else number.first.fill("0.5")
        asked.get_by_role("button", name="Answer", exact=True).click()
    expect(fold).to_have_attribute("open", "")
    page.reload()
    pages.ready(page)
    expect(page.locator(".bp-fold").first).to_have_attribute("open", "")  # this browser remembers


def test_a_fold_opens_without_an_answer_too_by_key(open_page, page):
    open_page("01_forward_pass")
    fold = page.locator(".bp-fold").first
    fold.locator("summary").first.press("Enter")
    expect(fold).to_have_attribute("open", "")


def test_no_move_of_a_hand_accuses_the_learner(open_page, page):
    """Own functions and the bug laboratory: their numbers came from a Python that is not here."""
    open_page("02_derivation")
    for kind in (".bp-root",):
        for slider in page.locator(f"{kind} input[type=range]:visible").all()[:60:6]:
            slider.press("ArrowRight")
    page.wait_for_timeout(200)
    words = page.locator("article").inner_text()
    assert not re.search(r"my_backward differs|your function differs|waits for the kernel", words)
    assert page.complaints == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_in_one_file_lives_alone_and_is_small(open_page, site, name):
    size = (site / "single" / f"{name}.html").stat().st_size
    assert 200_000 < size < LARGE.get(name, 1.5e6)
    page = open_page(f"single/{name}")
    assert page.locator("[data-live]").count() > 3
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(("blob:", "data:"))] == [
        (site / "single" / f"{name}.html").as_uri()
    ]
    hrefs = page.locator("a[href]").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert [to for to in hrefs if not to.startswith(("#", "http"))] == []


def test_no_page_names_an_outside_source_and_every_picture_has_words(site):
    found = sorted(site.rglob("*.html"))
    assert len(found) > 20
    for path in found:
        text = path.read_text("utf-8")
        assert OUTSIDE.findall(text) == [], path.name
        for picture in re.findall(r"<img\b[^>]*>", text):
            assert re.search(r'alt="[^"]+"', picture), (path.name, picture[:120])


def test_mathematics_is_set_and_none_is_left_over(site):
    for name in LESSONS:
        text = (site / f"{name}.html").read_text("utf-8")
        assert text.count('class="katex"') > 1
        body = re.sub(r"<(script|pre|annotation|code)\b.*?</\1>", "", text, flags=re.S)
        words = re.sub(r"<[^>]*>", "", body)
        assert re.findall(r"\$[^$\n]{1,40}\$|\\(?:frac|partial|delta)\b", words) == []


def test_the_front_page_is_light(site):
    """Script, style and state, packed; fonts and the theme's search apart."""
    text = (site / "index.html").read_text("utf-8")
    addresses = re.findall(
        r'<(?:script|link)\b[^>]*(?:src|href)="(_static/[^"?]+\.(?:js|css))', text
    )
    assert any("network_view" in one for one in addresses)
    assert not any("training_player" in one for one in addresses)  # it shows none
    state = "".join(re.findall(r"<script type=.*?</script>", text, flags=re.S))
    parts = [state.encode(), *((site / one).read_bytes() for one in addresses)]
    assert 20_000 < sum(len(gzip.compress(part, 9)) for part in parts) <= 90_000


def test_where_no_script_runs_pictures_stand_and_answers_can_be_opened(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/01_forward_pass.html")
    expect(page.locator(".bp-wide > img").first).to_be_visible()
    page.locator(".bp-fold summary").first.click()
    expect(page.locator(".bp-fold pre, .bp-fold img").first).to_be_visible()
    context.close()


def test_the_themes_switch_leads_the_views(open_page, page):
    open_page("index")
    root = page.locator(".bp-root")
    seen = {root.evaluate("root => root.style.getPropertyValue('--bp-paper')")}
    for _ in range(3):
        page.locator("button.theme-toggle:visible").first.click()
        page.evaluate(TWO_FRAMES)
        seen.add(root.evaluate("root => root.style.getPropertyValue('--bp-paper')"))
    assert len(seen) == 2


@pytest.mark.parametrize("where", ["file", "server"])
def test_the_search_finds_a_word(open_page, page, where):
    open_page("index", where)
    page.locator("input[name=q]:visible").fill("momentum")
    page.locator("input[name=q]:visible").press("Enter")
    expect(page.locator("#search-results li").first).to_be_visible()
    assert page.complaints == []


def test_lessons_lead_back_and_on_and_every_page_says_its_version(site):
    order = ["index", *LESSONS]
    project = (site_server.ROOT / "pyproject.toml").read_text("utf-8")
    version = re.search(r'^version = "(.*)"$', project, re.MULTILINE)[1]
    for number, name in enumerate(order):
        text = (site / f"{name}.html").read_text("utf-8")
        assert f"version {version}" in text
        if number:
            assert f'class="prev-page" href="{order[number - 1]}.html"' in text
        if name != order[-1]:
            assert f'class="next-page" href="{order[number + 1]}.html"' in text


def test_on_a_telephone_pictures_and_formulas_that_are_cut_fade_at_that_edge(open_page):
    """Their letters keep some eight pixels; what fits is whole, and the page never scrolls."""
    page = open_page("03_training_from_scratch")
    page.set_viewport_size({"width": 400, "height": 900})
    wide = page.locator(".bp-wide:visible, div.math:visible")
    facts = """all => all.map((box) => {
        const style = getComputedStyle(box);
        const edges = ["before", "after"].map((edge) => style.getPropertyValue(`--bp-${edge}`));
        const [picture] = box.querySelectorAll("img");
        const share = picture ? picture.clientWidth / picture.getAttribute("width") : 1;
        return { cut: box.scrollWidth > box.clientWidth + 1, share, edges, tab: box.tabIndex };
    })"""
    found = wide.evaluate_all(facts)
    cut, whole = ([one for one in found if one["cut"] is is_cut] for is_cut in (True, False))
    assert len(cut) > 10 and len(whole) > 3
    assert all(one["share"] >= 0.57 and one["tab"] == 0 for one in cut)
    assert {tuple(one["edges"]) for one in cut} == {("0px", "40px")}  # at the start: the right one
    assert {tuple(one["edges"]) for one in whole} == {("0px", "0px")}
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 400
