"""The site for every reader: what axe-core finds, a phone, paper, and where no script runs."""

import json
from importlib.util import find_spec

import axe
import pytest
import site_server
from bare_views import TWO_FRAMES
from playwright.sync_api import expect

from backprop_lib import Network

LESSONS = sorted(path.stem for path in (site_server.ROOT / "notebooks" / "src").glob("0*.md"))
OTHERS = ["glossary", "gallery", "summary", "project", "references", "teachers", "changelog"]
OTHERS += ["api", "api_live", "api_network", "search"]
PHONE = {
    "viewport": {"width": 400, "height": 800},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
STATE = 'script[type="application/vnd.jupyter.widget-state+json"]'
VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]'
# axe takes minutes for ten thousand elements, and most are more of the same. Formulas become plain
# text (axe counts no MathML as text, and would call a heading that is a formula empty), and so does
# code beyond ten blocks, which show every colour there is.
THINNED = """() => {
  for (const view of document.querySelectorAll(".bp-root")) view.remove();
  for (const set of document.querySelectorAll(".katex")) set.replaceWith(set.textContent);
  for (const code of [...document.querySelectorAll(".highlight pre")].slice(10))
    code.textContent = code.textContent;
}"""


@pytest.mark.parametrize("name", ["index", *LESSONS, *OTHERS])
def test_axe_finds_nothing_on_a_page_light_and_dark(open_page, page, name):
    """The views themselves, which test_axe.py opens one by one, only in their place on the page."""
    page.emulate_media(color_scheme="light")
    open_page(name)
    whole = page.locator("html")
    outline = "{runOnly: ['heading-order', 'landmark-unique', 'page-has-heading-one']}"
    found = {"outline": axe.findings(whole, options=outline)}
    page.evaluate(THINNED)
    found["light"] = axe.findings(whole)
    axe.wear(page, color_scheme="dark")
    found["dark"] = axe.findings(whole, options="{runOnly: ['color-contrast']}")
    assert found == {"outline": [], "light": [], "dark": []}


@pytest.fixture
def phone(chromium, site):
    """A function: open a page of the site on a phone, from a file."""
    context = chromium.new_context(**PHONE)
    page = context.new_page()
    yield lambda name: site_server.open_on(page, name, site.as_uri())
    context.close()


def drag(page, start, end):
    """One finger from here to there, as the system reports it."""
    session = page.context.new_cdp_session(page)
    steps = [(s + (e - s) * n / 6 for s, e in zip(start, end, strict=True)) for n in range(1, 7)]
    points = [tuple(start), *map(tuple, steps)]
    for n, (x, y) in enumerate(points):
        kind = "touchMove" if n else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.evaluate(TWO_FRAMES)


def first_network(page):
    """The first view of a whole network, and what the page keeps of it."""
    kept = json.loads(page.locator(STATE).text_content())["state"]
    for mark in page.locator(VIEW).all():
        model = kept.get(json.loads(mark.text_content())["model_id"], {"state": {}})["state"]
        if model.get("_view") == "network_view" and not model["spec"]["shared"]:
            return mark.locator("xpath=following-sibling::*[1]").locator(".bp-root"), model
    raise AssertionError("the page shows no network")


def loss(model, k, value):
    """What the package says of the kept network, its number `k` being `value`."""
    numbers, spec = list(model["start"]), model["spec"]
    numbers[k] = value
    taken = iter(numbers)
    W, b = [], []
    for fan_in, fan_out in zip(spec["sizes"][:-1], spec["sizes"][1:], strict=True):
        W.append([[next(taken) for _ in range(fan_out)] for _ in range(fan_in)])
        b.append([next(taken) for _ in range(fan_out)])
    network = Network.from_weights(W, b, activations=spec["activations"])
    rest = list(taken)
    x, y = rest[: spec["sizes"][0]], rest[spec["sizes"][0] :]
    return network.backward(network.forward([x]), [y], loss=spec["loss"]).loss


WITH_TORCH = pytest.mark.skipif(not find_spec("torch"), reason="its first network is PyTorch's")
SHOWN = ["index", "01_forward_pass", "02_derivation"]


@pytest.mark.parametrize("name", [*SHOWN, pytest.param("05_frameworks", marks=WITH_TORCH)])
def test_a_finger_drags_an_edge_and_the_numbers_are_the_packages(phone, name):
    page = phone(name)
    root, model = first_network(page)
    edge = root.locator('.bp-edge[data-k="0"] .bp-hit')
    edge.scroll_into_view_if_needed()
    middle = edge.evaluate("""path => {
      const third = path.getPointAtLength(path.getTotalLength() * 0.35);
      const at = third.matrixTransform(path.getScreenCTM());
      return [at.x, at.y];
    }""")
    scrolled = page.evaluate("() => scrollY")
    drag(page, middle, (middle[0], middle[1] - 45))
    assert abs(page.evaluate("() => scrollY") - scrolled) < 3  # the page stays under the finger
    value = float(root.get_by_label("W[1][0, 0], number box", exact=True).input_value())
    assert value > model["start"][0] + 0.1
    found = float(root.get_attribute("data-loss"))
    assert found == pytest.approx(loss(model, 0, value), abs=1e-12)
    assert page.complaints == []


@pytest.mark.parametrize("name", ["index", *LESSONS])
def test_on_a_phone_nothing_is_wider_than_the_screen_and_nothing_complains(phone, name):
    page = phone(name)
    wide = page.evaluate("""() => {
      const scrolls = ".bp-output > table, .bp-output pre, .highlight, .table-wrapper, div.math, "
        + ".bp-tables, .bp-stage, .bp-unseen, .bp-wide, svg, .katex";
      return [...document.querySelectorAll("article *")]
        .filter((one) => !one.closest(scrolls) && one.checkVisibility())
        .map((one) => [one.getBoundingClientRect().right, one.outerHTML.slice(0, 90)])
        .filter(([right]) => right > 401).slice(0, 5);
    }""")
    assert wide == []
    assert page.evaluate("() => document.documentElement.scrollWidth") == 400
    sliders = page.locator(".bp-row:not([inert]) input[type=range]:visible")
    if sliders.count():  # a touch moves the first one of the page
        slider = sliders.first
        slider.scroll_into_view_if_needed()
        before, box = slider.input_value(), slider.bounding_box()
        height = box["y"] + box["height"] / 2
        ends = [(box["x"] + box["width"] * part, height) for part in (0.4, 0.9)]
        drag(page, *ends)
        assert slider.input_value() != before
    assert page.complaints == []


def test_on_paper_folds_are_open_and_what_only_a_screen_can_do_is_gone(open_page, page):
    open_page("01_forward_pass")
    page.emulate_media(media="print")
    fold = page.locator(".bp-fold").first
    expect(fold).not_to_have_attribute("open", "")
    assert fold.locator("pre, img").first.bounding_box()["height"] > 10
    expect(page.locator(".bp-offer")).to_be_hidden()
    expect(page.locator(".bp-toolbar").first).to_be_hidden()
    expect(page.locator(".sidebar-drawer")).to_be_hidden()


def test_the_themes_rules_stay_out_of_the_views(open_page, page):
    """Without the theme's sheets, each part of a view looks as it looks with them."""
    page = open_page("index")
    differ = page.evaluate("""() => {
      const root = document.querySelector(".bp-root");
      const names = ["fontFamily", "fontSize", "fontWeight", "lineHeight", "marginTop",
        "marginBottom", "paddingLeft", "paddingTop", "borderTopWidth", "borderRadius",
        "display"];
      const kinds = "h3, legend, p, table, td, th, button, select, ul, li, summary, "
        + "label, input:not([type=range], [hidden])";
      const parts = [...root.querySelectorAll(kinds)];
      const worn = () => parts.map((one) => names.map((name) => getComputedStyle(one)[name]));
      const before = worn();
      const links = [...document.querySelectorAll("link[rel=stylesheet]")];
      for (const link of links) link.disabled = true;
      const after = worn();
      const said = (one, n) => names.flatMap((name, m) => before[n][m] === after[n][m] ? []
        : [`${one.outerHTML.slice(0, 60)} ${name}: ${before[n][m]}, alone ${after[n][m]}`]);
      return [links.length, parts.flatMap(said)];
    }""")
    assert differ[0] > 1
    assert differ[1] == []
