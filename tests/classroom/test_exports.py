"""The questions as Moodle XML, GIFT and QTI: read back, they are those of the bank."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser

import bank
import pytest
from exports import gift, moodle, qti, wording

from backprop_lib import questions
from backprop_lib.misconceptions import MISCONCEPTIONS
from backprop_lib.questions.judging import OTHER
from backprop_lib.questions.question import CHOSEN, plain

pytestmark = pytest.mark.once
ALL = [questions.get(name) for name in questions.names()]
BY_LESSON = bank.chosen(bank.LESSONS)
per_lesson = pytest.mark.parametrize("lesson", bank.LESSONS)


class Words(HTMLParser):
    """The text of HTML."""

    def __init__(self, html):
        super().__init__()
        self.found = ""
        self.feed(html)
        self.words = " ".join(self.found.split())

    def handle_data(self, data):
        self.found += data

    def handle_endtag(self, tag):
        self.found += " " if tag in ("p", "li") else ""


def words(html):
    return Words(html).words


def expected(question):
    """What the bank says of a question, apart from its order: (words or value, right, reason)."""
    if question.kind == "number":
        return {(o.value, o.right, plain(o.reason)) for o in question.options}
    return {(plain(o.text), o.right, plain(o.reason)) for o in question.options}


# Each form read back: by the question's name (what is asked, how, what is offered).


def from_moodle(text):
    found = {}
    for made in ET.fromstring(text).iter("question"):
        if made.get("type") == "category":
            continue
        kind = made.get("type")
        offered = [
            (
                answer.findtext("text"),
                float(answer.get("fraction")),
                answer.findtext("feedback/text"),
                float(answer.findtext("tolerance") or 0),
            )
            for answer in made.iter("answer")
        ]
        how = {"single": made.findtext("single"), "shuffle": made.findtext("shuffleanswers")}
        how["model"] = made.findtext("generalfeedback/text")
        found[made.findtext("name/text")] = kind, made.findtext("questiontext/text"), how, offered
    return found


def split(text, sign, most=-1):
    """Split at a sign that no backslash escapes."""
    return re.split(rf"(?<!\\)(?:\\\\)*{sign}", text, maxsplit=max(most, 0))


def unescaped(text):
    return re.sub(r"\\([\\~=#{}:])", r"\1", text).strip()


def from_gift(text):
    """As Moodle's import reads it: an empty line between questions, the first brace, # and ~."""
    found = {}
    for part in text.split("\n\n"):
        if part.startswith("$CATEGORY"):
            continue
        name, asks = re.match(r"::((?:\\.|[^:\\])*)::\[html\](.*)", part, re.DOTALL).groups()
        asks, answers = split(asks, r"\{", 1)
        assert answers.rstrip().endswith("}") and not answers.rstrip().endswith("\\}")
        answers = answers.rstrip()[:-1].strip()
        kind, how, offered = "multichoice", {"model": ""}, []
        if answers.startswith("####"):
            kind, how["model"] = "essay", unescaped(answers[4:])
        elif answers.startswith("#"):
            kind, answers = "numerical", answers[1:].strip()
        for line in answers.split("\n") if kind != "essay" else ():
            mark, said = line.strip()[0], line.strip()[1:]
            weight = re.match(r"%(-?[\d.]+)%", said)
            fraction = float(weight[1]) if weight else 100.0 * (mark == "=")
            value, reason = split(said[weight.end() :] if weight else said, "#", 1)
            value, *width = split(value, ":", 1) if kind == "numerical" else (value,)
            value = unescaped(value) or "*"
            offered.append((value, fraction, unescaped(reason), float((width or [0])[0])))
        single = any(mark.startswith("=") for mark in map(str.strip, answers.split("\n")))
        how["single"] = str(single).lower()
        found[unescaped(name)] = kind, unescaped(asks), how, offered
    return found


READ = {"moodle": (moodle, from_moodle), "gift": (gift, from_gift)}


@pytest.fixture(scope="module", params=READ)
def read(request):
    """By its name each question, as a platform reads it."""
    form, back = READ[request.param]
    return back(form.text(BY_LESSON))


def test_every_question_of_the_bank_is_there_once(read):
    assert list(read) == [question.name for question in ALL]


@per_lesson
def test_what_is_read_back_is_what_the_bank_asks(read, lesson):
    for question in questions.lesson(lesson):
        kind, asks, how, offered = read[question.name]
        assert words(asks).startswith(plain(question.text))
        wanted = {"number": "numerical", "free": "essay"}.get(question.kind, "multichoice")
        assert kind == wanted
        if question.kind == "free":
            assert plain(question.options[0].text) in words(how["model"])
        elif question.kind == "number":
            assert offered[-1][:2] == ("*", 0.0) and "Not one of the numbers" in offered[-1][2]
            known = {
                (float(value), part == 100, words(reason))
                for value, part, reason, _ in offered[:-1]
            }
            assert known == expected(question)
            widths = [width for *_, width in offered[:-1]]
            assert widths[0] == question.tolerance == max(widths) and min(widths) > 0
        elif question.kind in (*CHOSEN, "several"):
            assert {(words(v), part > 0, words(r)) for v, part, r, _ in offered} == expected(
                question
            )
            assert how["single"] == str(question.kind != "several").lower()


@per_lesson
def test_full_marks_are_for_the_right_answer_alone(read, lesson):
    for question in questions.lesson(lesson):
        kind, _, how, offered = read[question.name]
        if kind == "essay":
            continue
        parts = [part for _, part, *_ in offered]
        if how["single"] == "true" or kind == "numerical":
            assert sorted(parts)[-2:] == [0, 100] and set(parts) == {0, 100}
        else:
            assert sum(part for part in parts if part > 0) == pytest.approx(100, abs=0.01)
            assert {part for part in parts if part < 0} == {-100}


@per_lesson
def test_a_platform_that_takes_the_first_number_near_enough_judges_as_the_lesson(read, lesson):
    for question in questions.lesson(lesson):
        if question.kind != "number":
            continue
        *known, (_, _, other, _) = read[question.name][3]
        for value in [o.value for o in question.options] + [question.right[0].value + 1e9]:
            near = [(part, reason) for v, part, reason, w in known if abs(value - float(v)) <= w]
            part, reason = near[0] if near else (0, other)
            verdict = questions.judge(question, value)
            assert (part == 100) is verdict.right
            # How far off a number is that no option has, a platform cannot say.
            assert words(reason) == (plain(verdict.reasons[0]) if near else OTHER)


@per_lesson
def test_an_order_is_a_choice_of_whole_orders_one_of_them_right(read, lesson):
    for question in questions.lesson(lesson):
        if question.kind != "order":
            continue
        offered = read[question.name][3]
        by_plain = {plain(option.text): option.text for option in question.options}
        rights = 0
        for html, part, reason, _ in offered:
            lines = [by_plain[words(line)] for line in re.findall(r"<li>(.*?)</li>", html)]
            verdict = questions.judge(question, lines)
            assert verdict.right is (part == 100)
            rights += verdict.right
            if not verdict.right:
                assert words(reason) == plain(verdict.reasons[0])
        assert rights == 1
        wrong = [option for option in question.options if not option.right]
        assert len(offered) == len(wrong) + 2
        for option in wrong:  # it stands where the line of its own name stood
            assert any(plain(option.text) in words(html) for html, *_ in offered)


def test_the_signs_of_gift_are_escaped_and_come_back():
    nasty = r"a ~ b = c # d { e } f : g \ h ::i:: ~%50%j"
    assert unescaped(gift.escaped(nasty)) == nasty
    assert not re.search(r"(?<!\\)[~=#{}:]", gift.escaped(nasty).replace("\\\\", ""))
    assert gift.escaped("one\n\ntwo") == "one  two"


NODE = bank.ROOT / "build/classroom/node/node_modules"
PARSE = """
const gift = require(process.argv[1]);
const text = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(gift.parse(text)));
"""


@pytest.mark.classroom
@pytest.mark.skipif(not NODE.exists(), reason="no build/classroom/node: `make test-classroom`")
def test_a_parser_of_gift_that_is_not_ours_reads_the_same():
    command = ["node", "-e", PARSE, str(NODE / "gift-pegjs")]
    done = subprocess.run(command, input=gift.text(BY_LESSON), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    parsed = [one for one in json.loads(done.stdout) if one["type"] != "Category"]
    ours = from_gift(gift.text(BY_LESSON))
    assert [one["title"] for one in parsed] == list(ours)
    kinds = {"MC": "multichoice", "Numerical": "numerical", "Essay": "essay"}
    for one in parsed:
        kind, asks, how, offered = ours[one["title"]]
        assert kinds[one["type"]] == kind and words(one["stem"]["text"]) == words(asks)
        if kind == "essay":
            assert words(one["globalFeedback"]["text"]) == words(how["model"])
            continue
        for choice, (value, part, reason, width) in zip(one["choices"], offered, strict=True):
            assert words(choice["feedback"]["text"]) == words(reason)
            if kind == "multichoice":
                assert words(choice["text"]["text"]) == words(value)
                assert part == (choice["weight"] or 100 * choice["isCorrect"])
            elif value != "*":
                assert (choice["text"]["number"], choice["text"]["range"]) == (float(value), width)
                assert choice["weight"] == part


def test_a_sign_keeps_its_order_and_a_choice_is_shuffled():
    read = from_moodle(moodle.text(BY_LESSON))
    for question in ALL:
        if question.kind in CHOSEN:
            shuffled = read[question.name][2]["shuffle"]
            assert shuffled == ("false" if question.kind == "sign" else "true"), question.name


# QTI


NAMESPACE = {"q": qti.QTI}
FILES = qti.files(BY_LESSON)


def outcome(item, response):
    """What an item's response processing makes of a response: the standard's rules that we use."""
    found = {"SCORE": 0.0, "FEEDBACK": None, "MISCONCEPTION": []}
    root = ET.fromstring(item)
    base = root.find("q:responseDeclaration", NAMESPACE).get("baseType")
    correct = [v.text for v in root.findall(".//q:correctResponse/q:value", NAMESPACE)]

    def value(node):
        tag = node.tag.partition("}")[2]
        if tag == "variable":
            name = node.get("identifier")
            return response if name == "RESPONSE" else found[name]
        if tag == "correct":
            return set(correct) if isinstance(response, set) else correct[0]
        if tag == "baseValue":
            return float(node.text) if node.get("baseType") == "float" else node.text
        assert tag == "multiple"
        parts = [value(part) for part in node]
        return [one for part in parts for one in (part if isinstance(part, list) else [part])]

    def holds(node):
        tag, (one, other) = node.tag.partition("}")[2], node
        if tag == "equal":
            assert node.get("toleranceMode") == "absolute" and base == "float"
            low, high = map(float, node.get("tolerance").split())
            return value(one) - low <= value(other) <= value(one) + high
        if tag == "member":
            return value(one) in value(other)
        assert tag == "match"
        return value(one) == value(other)

    def run(nodes):
        for node in nodes:
            tag = node.tag.partition("}")[2]
            if tag == "setOutcomeValue":
                found[node.get("identifier")] = value(node[0])
            else:
                assert tag == "responseCondition"
                for branch in node:
                    if branch.tag.endswith("responseElse"):
                        run(branch)
                    elif holds(branch[0]):
                        run(branch[1:])
                    else:
                        continue
                    break

    run(root.find("q:responseProcessing", NAMESPACE))
    return found


def told(item, names):
    """The words of the feedback of these names."""
    root = ET.fromstring(item)
    blocks = root.findall("q:modalFeedback", NAMESPACE)
    found = {b.get("identifier"): words(ET.tostring(b, encoding="unicode")) for b in blocks}
    return [found[name] for name in names]


@per_lesson
def test_a_qti_item_judges_as_the_lesson_and_says_why(lesson):
    for question in questions.lesson(lesson):
        item = FILES[qti.file_of(question)]
        root = ET.fromstring(item)
        assert words(
            ET.tostring(root.find("q:itemBody", NAMESPACE), encoding="unicode")
        ).startswith(plain(question.text))
        if question.kind == "free":
            assert plain(question.options[0].text) in words(item)
            continue
        if question.kind == "number":
            for option in question.options:
                verdict = questions.judge(question, option.value)
                found = outcome(item, option.value)
                assert (found["SCORE"] == 1) is verdict.right
                assert told(item, [found["FEEDBACK"]]) == [plain(verdict.reasons[0])]
                assert tuple(found["MISCONCEPTION"]) == verdict.misconceptions
            assert outcome(item, 1e9)["FEEDBACK"] == "OTHER"
            continue
        options = {
            plain(option.text): option for option in question.options if question.kind != "order"
        }
        several, right = question.kind == "several", []
        for choice in root.iter(f"{{{qti.QTI}}}simpleChoice"):
            letter = choice.get("identifier")
            found = outcome(item, {letter} if several else letter)
            if question.kind == "order":
                right += [letter] * (found["SCORE"] == 1)
                continue
            option = options[words(ET.tostring(choice, encoding="unicode"))]
            right += [letter] * option.right
            assert (found["SCORE"] == 1) is (option.right and not several)
            assert told(item, found["FEEDBACK"]) == [plain(option.reason)]
            assert found["MISCONCEPTION"] == [option.misconception] * (not option.right)
        if several:
            assert outcome(item, set(right))["SCORE"] == 1
            assert outcome(item, {*right, "Z"})["SCORE"] == 0
        else:
            assert len(right) == 1


def test_the_qti_package_holds_what_its_manifest_and_its_test_name(tmp_path):
    file = tmp_path / "questions.zip"
    bank.pack(FILES, file)
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        test = ET.fromstring(package.read(qti.TEST))
    cp = {"c": qti.PACKAGE}
    resources = {r.get("identifier"): r for r in manifest.findall(".//c:resource", cp)}
    assert {r.get("href") for r in resources.values()} | {"imsmanifest.xml"} == set(names)
    asked = {
        r.get("identifier"): r.get("href") for r in test.iter(f"{{{qti.QTI}}}assessmentItemRef")
    }
    assert len(asked) == len(ALL)
    assert all(resources[name].get("href") == href for name, href in asked.items())
    named = {d.get("identifierref") for d in manifest.findall(".//c:dependency", cp)}
    assert named == set(asked)
    titles = [ET.fromstring(FILES[qti.file_of(q)]).get("title") for q in ALL]
    assert titles == [q.name for q in ALL]


def test_every_misconception_that_an_item_shows_is_one_of_the_course():
    shown = {c.misconception for q in ALL if wording.is_choice(q) for c in wording.choices(q)}
    assert shown - {None} <= set(MISCONCEPTIONS)


# The program.


def run(*arguments):
    command = [sys.executable, bank.ROOT / "tools" / "bank.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_program_writes_one_lesson_one_part_and_says_what_it_wrote(tmp_path):
    done = run("gift", 2, "--part", "exit", "--out", tmp_path / "quiz.gift")
    assert done.returncode == 0, done.stderr
    wanted = [q.name for q in questions.lesson(2) if q.part == "exit"]
    assert list(from_gift((tmp_path / "quiz.gift").read_text("utf-8"))) == wanted
    assert f"quiz.gift: {len(wanted)} questions" in done.stdout


def test_the_same_questions_give_the_same_package(tmp_path):
    for name in ("one.zip", "two.zip"):
        bank.write("qti", bank.chosen([1]), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_lesson_that_is_not_there_is_named(tmp_path):
    done = run("moodle", 9, "--out", tmp_path / "x.xml")
    assert done.returncode == 2 and "there is no lesson 9" in done.stderr
