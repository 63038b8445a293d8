"""A lesson's one-file page as a SCORM 1.2 package, which tells a platform what was answered."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from string import ascii_lowercase

SCRIPT = Path(__file__).with_suffix(".js")
CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
PAGE = "index.html"
TYPE = f"{{{ADL}}}scormtype"


def files(page, title, questions):
    """The texts of the package's files by their names.

    Parameters
    ----------
    page : str
        The HTML of a lesson in one file.
    title : str
    questions : sequence of Question
        Those of the lesson; what the page does not ask is left out.
    """
    return {"imsmanifest.xml": manifest(title), PAGE: telling(page, on_page(page, questions))}


def on_page(page, questions):
    """The questions that a page asks."""
    names = set(re.findall(r'"name": ?"(\d\.[a-z0-9-]+)"', page))
    return [question for question in questions if question.name in names]


def telling(page, questions):
    """The page with a script that tells the platform around it of each answer, and says so."""
    page = re.sub(r"Nobody\s+sees\s+it\s+but\s+you,\s+and\s+you\s+may", "You may", page)
    said = json.dumps({question.name: told(question) for question in questions})
    said = said.replace("<", "\\u003c")  # nothing in it ends the script
    script = f"<script>\nvar bpScorm = {said};\n{SCRIPT.read_text('utf-8')}</script>\n"
    at = page.rindex("</body>") if "</body>" in page else page.rindex("</html>")
    return page[:at] + script + page[at:]


def told(question):
    """What the script has to know: letters of options, what is right, what a wrong one shows."""
    found = {"kind": question.kind}
    found["shows"] = {o.reason: o.misconception for o in question.options if o.misconception}
    if question.kind == "number":
        return found | {"right": f"{question.right[0].value:g}"}
    if question.kind == "free":
        return found
    letters = dict(zip((o.text for o in question.shown()), ascii_lowercase, strict=False))
    return found | {"letters": letters, "right": ",".join(letters[o.text] for o in question.right)}


def manifest(title):
    """The package's imsmanifest.xml: one page, which reports."""
    ET.register_namespace("", CP)
    ET.register_namespace("adlcp", ADL)
    root = ET.Element(f"{{{CP}}}manifest", identifier="backpropagation", version="1")
    metadata = _inside(root, "metadata")
    _inside(metadata, "schema").text = "ADL SCORM"
    _inside(metadata, "schemaversion").text = "1.2"
    organizations = _inside(root, "organizations", default="course")
    organization = _inside(organizations, "organization", identifier="course")
    _inside(organization, "title").text = title
    item = _inside(organization, "item", identifier="lesson", identifierref="page")
    _inside(item, "title").text = title
    resource = _inside(
        _inside(root, "resources"), "resource", identifier="page", type="webcontent", href=PAGE
    )
    resource.set(TYPE, "sco")
    _inside(resource, "file", href=PAGE)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _inside(parent, name, **attributes):
    return ET.SubElement(parent, f"{{{CP}}}{name}", attributes)
