"""The gallery shows every figure of `backprop_lib.plots`, in light and in dark, with alt text."""

import re
from pathlib import Path

import pytest
from PIL import Image

from backprop_lib import plots

GALLERY = Path(__file__).resolve().parents[1] / "assets" / "gallery"
PAGE = (GALLERY / "README.md").read_text(encoding="utf-8")
NO_FIGURES = {
    *("Animation", "alt_metadata", "describe", "figure_alt_text", "picture", "style"),
    *("network_picture", "to_networkx", "value_digraph"),
}


def test_every_figure_is_there():
    shown = set(re.findall(r"plots\.(\w+)\(", PAGE))
    assert shown == set(plots.__all__) - NO_FIGURES, "run `python tools/gallery.py`"


def test_every_picture_has_a_file_for_both_themes_and_alt_text():
    entries = re.findall(r'srcset="(.*?)">\s*<img src="(.*?)" alt="(.*?)">', PAGE)
    assert len(entries) == PAGE.count("<picture>") == PAGE.count("\n## ")
    files = {name for dark, light, _ in entries for name in (dark, light)}
    assert files == {path.name for path in GALLERY.iterdir()} - {"README.md"}
    for dark, light, alt in entries:
        assert dark == light.replace("_light", "_dark")
        assert len(alt) > 40 and alt.rstrip().endswith(".")


@pytest.mark.parametrize("path", sorted(GALLERY.glob("*_light.*")), ids=lambda path: path.stem)
def test_dark_is_dark_and_light_is_light(path):
    dark = path.with_name(path.name.replace("_light", "_dark"))
    for picture, low, high in ((path, 180, 256), (dark, 0, 110)):
        with Image.open(picture) as image:
            grey = image.convert("L")
            corner = grey.getpixel((1, 1))
            assert low <= corner < high, (picture.name, corner)
