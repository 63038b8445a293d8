"""Questions as Moodle XML: https://docs.moodle.org/en/Moodle_XML_format."""

import xml.etree.ElementTree as ET

from . import wording

TOP = "$course$/top/Backpropagation"
ALL = 100  # percent
WEIGHTS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667"}  # that Moodle knows


def text(by_lesson):
    """The file that holds these questions, a category for each lesson.

    Parameters
    ----------
    by_lesson : dict from int to sequence of Question
    """
    quiz = ET.Element("quiz")
    for lesson, questions in by_lesson.items():
        category = ET.SubElement(quiz, "question", type="category")
        _text(category, "category", f"{TOP}/Lesson {lesson}", format=None)
        for question in questions:
            _question(quiz, question, lesson)
    ET.indent(quiz)
    return ET.tostring(quiz, encoding="unicode", xml_declaration=True) + "\n"


def _question(quiz, question, lesson):
    made = ET.SubElement(quiz, "question")
    _text(made, "name", question.name, format=None)
    _text(made, "questiontext", wording.asked(question))
    free = question.kind == "free"
    _text(made, "generalfeedback", wording.model_answer(question) if free else "")
    ET.SubElement(made, "defaultgrade").text = "1"
    ET.SubElement(made, "penalty").text = "0.3333333"
    ET.SubElement(made, "idnumber").text = question.name
    if free:
        _essay(made, question)
    elif question.kind == "number":
        _numerical(made, question)
    else:
        _multichoice(made, question)
    tags = ET.SubElement(made, "tags")
    for tag in (f"lesson {lesson}", question.part, *_aim(question)):
        ET.SubElement(ET.SubElement(tags, "tag"), "text").text = tag


def _aim(question):
    return [f"aim {question.aim}"] if question.aim else []


def _multichoice(made, question):
    made.set("type", "multichoice")
    several = question.kind == "several"
    ET.SubElement(made, "single").text = "false" if several else "true"
    # The options of a sign have their order: above, below.
    ET.SubElement(made, "shuffleanswers").text = "false" if question.kind == "sign" else "true"
    ET.SubElement(made, "answernumbering").text = "abc"
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _text(made, name, "")
    for choice in wording.choices(question):
        weight = WEIGHTS[len(question.right) if several else 1]
        # With a wrong one among them nothing is left, as in the lesson.
        wrong = f"-{ALL}" if several else "0"
        _answer(made, choice.text, weight if choice.right else wrong, choice.reason)


def _numerical(made, question):
    made.set("type", "numerical")
    for value, width, right, reason, _ in wording.numbers(question):
        answer = _answer(made, repr(value), str(ALL * right), reason, format="moodle_auto_format")
        ET.SubElement(answer, "tolerance").text = repr(width)
    answer = _answer(made, "*", "0", wording.other(), format="moodle_auto_format")
    ET.SubElement(answer, "tolerance").text = "0"
    ET.SubElement(made, "unitgradingtype").text = "0"
    ET.SubElement(made, "unitpenalty").text = "0.1"
    ET.SubElement(made, "showunits").text = "3"  # none
    ET.SubElement(made, "unitsleft").text = "0"


def _essay(made, question):
    made.set("type", "essay")
    ET.SubElement(made, "responseformat").text = "editor"
    ET.SubElement(made, "responserequired").text = "1"
    ET.SubElement(made, "responsefieldlines").text = "5"
    ET.SubElement(made, "attachments").text = "0"
    ET.SubElement(made, "attachmentsrequired").text = "0"
    _text(made, "graderinfo", wording.model_answer(question))
    _text(made, "responsetemplate", "")


def _answer(made, words, fraction, reason, format="html"):
    answer = ET.SubElement(made, "answer", fraction=fraction, format=format)
    ET.SubElement(answer, "text").text = words
    _text(answer, "feedback", reason)
    return answer


def _text(parent, name, words, format="html"):
    element = ET.SubElement(parent, name, {"format": format} if format else {})
    ET.SubElement(element, "text").text = words
