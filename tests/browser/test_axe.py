"""axe-core finds nothing in any view: light, dark, and in colours that the system forces."""

import pytest
from axe import findings, wear
from bare_views import TWO_FRAMES, VIEWS

APPEARANCES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced, black ground": {"color_scheme": "dark", "forced_colors": "active"},
    "forced, white ground": {"color_scheme": "light", "forced_colors": "active"},
}


@pytest.mark.parametrize("name", VIEWS)
def test_axe_finds_nothing_in_any_appearance(mount, page, name):
    root = mount(VIEWS[name]())
    root.evaluate("e => { for (const one of e.querySelectorAll('details')) one.open = true; }")
    found = {}
    for appearance, media in APPEARANCES.items():
        wear(page, **media)
        found[appearance] = findings(root)
    assert found == dict.fromkeys(APPEARANCES, [])
    assert page.complaints == []


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_wider_than_a_view_at_400_per_cent(mount, page, name):
    """What JupyterLab leaves of a window of 1280 pixels that is enlarged four times."""
    page.set_viewport_size({"width": 204 + 16, "height": 600})
    root = mount(VIEWS[name]())
    page.evaluate(TWO_FRAMES)
    wide = root.evaluate("""root => {
      const edge = root.getBoundingClientRect().right + 1;
      const scrolls = (one) => one.closest(".bp-tables, .bp-unseen, svg");
      return [...root.querySelectorAll("*")].filter((one) => !scrolls(one) && one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().right > edge)
        .map((one) => `${one.outerHTML.slice(0, 90)} ${one.getBoundingClientRect().right - edge}`);
    }""")
    assert wide == []
