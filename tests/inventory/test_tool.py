"""What `python tools/inventory.py` writes for a class."""

import importlib.util
import io
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from backprop_lib import inventory

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("inventory_tool", ROOT / "tools" / "inventory.py")
tool = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(tool)


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["inventory.py", *map(str, arguments)])
    tool.main()


def test_a_number_gives_three_forms_their_answers_and_their_exports(monkeypatch, tmp_path, capsys):
    run(monkeypatch, "form", 7, "--to", tmp_path)
    endings = (".html", "-answers.html", ".xml", ".gift", ".zip")
    wanted = {f"7-{when}{ending}" for when in inventory.WHEN for ending in endings}
    assert {path.name for path in tmp_path.iterdir()} == wanted
    assert (tmp_path / "7-after.html").read_text("utf-8") == inventory.form(7, "after").html()


def test_the_exports_of_the_bank_take_the_items():
    form = inventory.form(7)
    texts = tool.exported(form)
    quiz = ET.fromstring(texts["7-before.xml"])
    asked = [one for one in quiz if one.get("type") == "multichoice"]
    assert [one.find("name/text").text for one in asked] == [q.name for q in form.questions]
    for one in asked:
        assert sorted(float(a.get("fraction")) > 0 for a in one.iter("answer")) == [0, 0, 0, 1]
    assert texts["7-before.gift"].count("\n\t=") == 24
    assert texts["7-before.gift"].count("\n\t~") == 72
    assert quiz[0].find("category/text").text.endswith("/Inventory 7-before")
    with zipfile.ZipFile(io.BytesIO(texts["7-before.zip"])) as package:
        items = [name for name in package.namelist() if name.startswith("items/")]
        assert len(items) == 24 and "imsmanifest.xml" in package.namelist()
        for name in package.namelist():
            for part in ET.fromstring(package.read(name)).iter():
                assert re.fullmatch(r"[\w.-]+", part.get("identifier", "none"))
        for name in items:
            item = ET.fromstring(package.read(name))
            assert len(item.findall(".//{*}simpleChoice")) == 4
            assert len(item.findall(".//{*}correctResponse/{*}value")) == 1


def test_a_seed_that_is_none_is_told(monkeypatch, tmp_path, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, "form", "seven", "--to", tmp_path)
    assert "the seed is 'seven'; expected a whole number" in capsys.readouterr().err
