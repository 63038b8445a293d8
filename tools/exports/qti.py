"""Questions as a QTI 2.2 package: one test with a section for each lesson, and a file an item.

https://www.imsglobal.org/question/ has the form. An item's outcomes are SCORE, 0 or 1, FEEDBACK, of
what was chosen, and MISCONCEPTION, the belief that this shows, for a platform that can list it.
"""

import xml.etree.ElementTree as ET
from string import ascii_uppercase

from . import wording

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p2"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
MANIFEST, TEST = "imsmanifest.xml", "test.xml"


def files(by_lesson):
    """The texts of the package's files by their names.

    Parameters
    ----------
    by_lesson : dict from int to sequence of Question
    """
    asked = [question for questions in by_lesson.values() for question in questions]
    return {
        MANIFEST: _written(_manifest(asked), PACKAGE),
        TEST: _written(_test(by_lesson)),
        **{file_of(question): _written(_item(question)) for question in asked},
    }


def file_of(question):
    return f"items/{identifier(question)}.xml"


def identifier(question):
    """Such as "q3.twins": it has to begin with a letter."""
    return f"q{question.name}"


def _written(root, namespace=QTI):
    root.set("xmlns", namespace)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _manifest(asked):
    manifest = ET.Element("manifest", identifier="backpropagation")
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = "QTIv2.2 Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    test = _resource(resources, "test", "imsqti_test_xmlv2p2", TEST)
    for question in asked:
        ET.SubElement(test, "dependency", identifierref=identifier(question))
        _resource(resources, identifier(question), "imsqti_item_xmlv2p2", file_of(question))
    return manifest


def _resource(resources, name, kind, file):
    resource = ET.SubElement(resources, "resource", identifier=name, type=kind, href=file)
    ET.SubElement(resource, "file", href=file)
    return resource


def _test(by_lesson):
    test = ET.Element("assessmentTest", identifier="backpropagation", title="Backpropagation")
    part = ET.SubElement(
        test,
        "testPart",
        identifier="course",
        navigationMode="nonlinear",
        submissionMode="individual",
    )
    ET.SubElement(part, "itemSessionControl", maxAttempts="0", showFeedback="true")
    for lesson, questions in by_lesson.items():
        section = ET.SubElement(
            part,
            "assessmentSection",
            identifier=f"lesson{lesson}",
            title=f"Lesson {lesson}",
            visible="true",
        )
        for question in questions:
            ET.SubElement(
                section,
                "assessmentItemRef",
                identifier=identifier(question),
                href=file_of(question),
            )
    return test


def _item(question):
    item = ET.Element(
        "assessmentItem",
        identifier=identifier(question),
        title=question.name,
        adaptive="false",
        timeDependent="false",
    )
    if question.kind == "free":
        _free(item, question)
    elif question.kind == "number":
        _number(item, question)
    else:
        _choice(item, question)
    return item


def _html(parent, name, html, **attributes):
    """An element that holds HTML."""
    words = ET.fromstring(f"<x>{html}</x>")
    element = ET.SubElement(parent, name, attributes)
    element.text = words.text
    element.extend(words)
    return element


def _declare(item, right, cardinality, kind):
    """The response with what is right, and the outcomes."""
    response = ET.SubElement(
        item,
        "responseDeclaration",
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType=kind,
    )
    if right:
        correct = ET.SubElement(response, "correctResponse")
        for value in right:
            ET.SubElement(correct, "value").text = value
    score = _outcome(item, "SCORE", "single", "float")
    ET.SubElement(ET.SubElement(score, "defaultValue"), "value").text = "0"


def _outcome(item, name, cardinality, kind):
    return ET.SubElement(
        item, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=kind
    )


def _body(item, question):
    body = ET.SubElement(item, "itemBody")
    _html(body, "div", wording.asked(question))
    return body


def _choice(item, question):
    choices = dict(zip(ascii_uppercase, wording.choices(question), strict=False))
    several = question.kind == "several"
    cardinality = "multiple" if several else "single"
    right = [letter for letter, choice in choices.items() if choice.right]
    _declare(item, right, cardinality, "identifier")
    _outcome(item, "FEEDBACK", cardinality, "identifier")
    _outcome(item, "MISCONCEPTION", "multiple", "string")
    interaction = ET.SubElement(
        _body(item, question),
        "choiceInteraction",
        responseIdentifier="RESPONSE",
        shuffle="false" if question.kind == "sign" else "true",
        maxChoices="0" if several else "1",
    )
    for letter, choice in choices.items():
        _html(interaction, "simpleChoice", choice.text, identifier=letter)
    processing = ET.SubElement(item, "responseProcessing")
    met = ET.SubElement(ET.SubElement(processing, "responseCondition"), "responseIf")
    match = ET.SubElement(met, "match")
    ET.SubElement(match, "variable", identifier="RESPONSE")
    ET.SubElement(match, "correct", identifier="RESPONSE")
    _set(met, "SCORE", "1", "float")
    told = ET.SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
    ET.SubElement(told, "variable", identifier="RESPONSE")
    for letter, choice in choices.items():
        if choice.misconception:
            _show(processing, letter, choice.misconception, several)
    for letter, choice in choices.items():
        _feedback(item, letter, choice.reason)


def _show(processing, letter, misconception, several):
    """Where this is chosen, its misconception joins those that are shown."""
    met = ET.SubElement(ET.SubElement(processing, "responseCondition"), "responseIf")
    chosen = ET.SubElement(met, "member" if several else "match")
    ET.SubElement(chosen, "baseValue", baseType="identifier").text = letter
    ET.SubElement(chosen, "variable", identifier="RESPONSE")
    shown = ET.SubElement(met, "setOutcomeValue", identifier="MISCONCEPTION")
    both = ET.SubElement(shown, "multiple")
    ET.SubElement(both, "variable", identifier="MISCONCEPTION")
    ET.SubElement(both, "baseValue", baseType="string").text = misconception


def _number(item, question):
    numbers = dict(zip(ascii_uppercase, wording.numbers(question), strict=False))
    right = [repr(value) for value, _, is_right, *_ in numbers.values() if is_right]
    _declare(item, right, "single", "float")
    _outcome(item, "FEEDBACK", "single", "identifier")
    _outcome(item, "MISCONCEPTION", "multiple", "string")
    line = ET.SubElement(_body(item, question), "p")
    ET.SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    condition = ET.SubElement(ET.SubElement(item, "responseProcessing"), "responseCondition")
    for letter, (value, width, is_right, _, misconception) in numbers.items():
        met = ET.SubElement(condition, "responseIf" if letter == "A" else "responseElseIf")
        equal = ET.SubElement(
            met, "equal", toleranceMode="absolute", tolerance=f"{width!r} {width!r}"
        )
        ET.SubElement(equal, "baseValue", baseType="float").text = repr(value)
        ET.SubElement(equal, "variable", identifier="RESPONSE")
        _set(met, "FEEDBACK", letter, "identifier")
        if is_right:
            _set(met, "SCORE", "1", "float")
        if misconception:
            shown = ET.SubElement(met, "setOutcomeValue", identifier="MISCONCEPTION")
            both = ET.SubElement(shown, "multiple")
            ET.SubElement(both, "baseValue", baseType="string").text = misconception
    _set(ET.SubElement(condition, "responseElse"), "FEEDBACK", "OTHER", "identifier")
    for letter, (*_, reason, _) in numbers.items():
        _feedback(item, letter, reason)
    _feedback(item, "OTHER", wording.other())


def _free(item, question):
    _declare(item, [], "single", "string")
    body = _body(item, question)
    ET.SubElement(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="5")
    _html(body, "rubricBlock", wording.model_answer(question), view="scorer tutor")


def _set(parent, outcome, value, kind):
    told = ET.SubElement(parent, "setOutcomeValue", identifier=outcome)
    ET.SubElement(told, "baseValue", baseType=kind).text = value


def _feedback(item, letter, reason):
    words = reason if reason.startswith("<ol>") else f"<p>{reason}</p>"
    _html(
        item,
        "modalFeedback",
        words,
        outcomeIdentifier="FEEDBACK",
        identifier=letter,
        showHide="show",
    )
