"""What an author writes becomes a question, or an error that names the question and the fault."""

import pytest

from backprop_lib.questions import source

CHOICE = """
**Predict.** Does *a* rise?

- [x] yes
  It does.
- [ ] no
  {slip} It tempts
  because.
"""


def parse(body, **settings):
    return source.parse("1.x", "".join(f":{k}: {v}\n" for k, v in settings.items()) + body)


def test_text_options_reasons_and_misconceptions_are_read():
    question = parse(CHOICE)
    assert (question.kind, question.text) == ("choice", "**Predict.** Does *a* rise?")
    yes, no = question.options
    assert (yes.text, yes.right, yes.reason, yes.misconception) == ("yes", True, "It does.", None)
    assert (no.text, no.right, no.reason) == ("no", False, "It tempts because.")
    assert no.misconception == "slip"


def test_a_number_is_computed_by_the_core():
    body = """
:given: net = Network.from_weights([[[2.0]]], [[0.0]], activations="sigmoid")
:given: forward = net.forward([[1.0]])

How much?

- [x] forward.output[0, 0]
  Yes.
- [ ] forward.z[1][0, 0]
  {slope forgotten} That is z.
"""
    question = parse(body, kind="number", tolerance=0.01)
    assert [option.value for option in question.options] == [0.880797, 2.0]
    assert question.tolerance == 0.01


@pytest.mark.parametrize("truth", [-1, 0, 1])
def test_a_sign_has_to_be_that_of_the_truth(truth):
    marks = {1: "x  ", -1: " x ", 0: "  x"}
    body = "\nWhich?\n\n"
    for mark, word in zip(marks[truth], ("rises", "falls", "stays"), strict=True):
        slip = "" if mark == "x" else "{slip} "
        body += f"- [{mark}] {word}\n  {slip}Why.\n"
    assert parse(body, kind="sign", truth=truth).right[0].text
    with pytest.raises(ValueError, match="is marked, and the truth is"):
        parse(body, kind="sign", truth={-1: 0, 0: 1, 1: -1}[truth])


def test_a_shape_has_to_be_that_of_the_truth():
    body = CHOICE.replace("yes", "(2, 3)")
    assert parse(body, truth="np.zeros((2, 3)).shape").right[0].text == "(2, 3)"
    with pytest.raises(ValueError, match=r"'\(2, 3\)' is marked, and the truth is \(3, 2\)"):
        parse(body, truth="np.zeros((3, 2)).shape")


def test_lines_of_code_in_the_text_stay():
    body = "\nWhat is z?\n\n```python\nz = x @ W\n```\n" + CHOICE.partition("rise?\n")[2]
    assert parse(body).text == "What is z?\n\n```python\nz = x @ W\n```"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda body: body.replace("[ ]", "[x]").replace("{slip} ", ""), "2 options are marked"),
        (lambda body: body.replace("[x]", "[ ]"), "0 options are marked"),
        (lambda body: body.replace("  It does.\n", ""), "'yes' has no reason"),
        (lambda body: body.replace("{slip} ", ""), "'no' is wrong and names no misconception"),
        (lambda body: body.replace("{slip}", "{slop}"), "'slop' is no key of misconceptions"),
        (lambda body: body.replace("It does", "{slip} It does"), "is right and carries"),
        (lambda body: body.replace("] no", "] yes"), "two options are the same"),
        (lambda body: body.replace("*a*", "$a$"), "no TeX"),
        (lambda body: body.replace("It does", "$a$"), "no TeX"),
        (lambda body: body.replace("  because", "because"), "indent it by two"),
        (lambda body: body.replace("**Predict.** Does *a* rise?", ""), "asks nothing"),
        (lambda body: body.partition("- [ ]")[0], "it has one option"),
        (lambda body: ":kind: riddle\n" + body, "kind 'riddle' is none of"),
        (lambda body: ":king: sign\n" + body, ":king: is none of"),
        (lambda body: ":kind: several\n" + body, "1 options are marked"),
        (lambda body: ":tolerance: 1\n" + body, "a number, and nothing else"),
        (lambda body: ":kind: free\n" + body, "one option, its model answer"),
        (lambda body: ":kind: place\n" + body, "has a network such as 2-3-1"),
        (lambda body: ":kind: place\n:network: 2-3-1\n" + body, "yes is no place in a network"),
        (lambda body: ":kind: number\n:tolerance: 1\n" + body, "name 'yes' is not defined"),
        (lambda body: ":truth: 1 / 0\n" + body, "division by zero"),
        (lambda body: ":draw: a = 1, 2\n" + body, "a choice has a draw"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named(change, words):
    with pytest.raises(ValueError, match=f"question 1.x: .*{words}"):
        parse(change(CHOICE))


def test_a_mistake_as_near_as_the_tolerance_is_refused():
    body = CHOICE.replace("] yes", "] 1.0").replace("] no", "] 1.05")
    assert parse(body, kind="number", tolerance=0.02)
    with pytest.raises(ValueError, match="as near as the tolerance"):
        parse(body, kind="number", tolerance=0.1)


@pytest.mark.parametrize("place", ["a[0][2]", "a[3][0]", "W[0][0, 0]", "W[1][2, 0]", "W[2][0, 1]"])
def test_a_place_that_the_network_lacks_is_refused(place):
    body = CHOICE.replace("] yes", "] a[1][2]").replace("] no", f"] {place}")
    with pytest.raises(ValueError, match="is no place in a network 2-3-1"):
        parse(body, kind="place", network="2-3-1")


def test_a_name_needs_the_lessons_number():
    with pytest.raises(ValueError, match="not one like 3.twins"):
        source.parse("twins", CHOICE)


DRAWN = """
:kind: number
:tolerance: 0.01
:draw: a = 0.5, 0.4, 0.8
:draw: w = 2, 3, -5
:given: net = Network.from_weights([[[w]]], [[0.0]], activations="identity")

What is {a} · {w}? (`z[1]`)

- [x] net.forward([[a]]).output[0, 0]
  {a} · {w} = {a * w:.1f}.
- [ ] a + w
  {slip} That is {a + w:.1f}, a sum.
"""


def test_a_question_has_its_first_numbers_and_a_fresh_one_others_with_a_new_truth():
    first = parse(DRAWN)
    assert first.text == "What is 0.5 · 2? (`z[1]`)"
    assert [o.value for o in first.options] == [1.0, 2.5]
    assert [o.reason for o in first.options] == ["0.5 · 2 = 1.0.", "That is 2.5, a sum."]
    assert first.options[1].misconception == "slip"
    seen = set()
    for seed in range(40):
        fresh = source.fresh(first, seed)
        assert fresh == source.fresh(first, seed)
        a, w = (float(n.replace("−", "-")) for n in fresh.text[8:-10].split(" · "))
        assert fresh.right[0].value == pytest.approx(a * w)
        seen.add((a, w))
    assert len(seen) == 8  # of 9: never that of the lesson
    assert source.fresh(parse(CHOICE), 3) == parse(CHOICE)


def test_what_was_right_in_the_lesson_is_never_right_when_it_comes_back():
    body = DRAWN.replace("w = 2, 3, -5", "w = 2, 4").replace("0.5, 0.4, 0.8", "0.5, 0.25")
    found = {source.fresh(parse(body), seed).text for seed in range(40)}
    assert found == {"What is 0.5 · 4? (`z[1]`)", "What is 0.25 · 2? (`z[1]`)"}  # not 0.25 · 4


def test_a_draw_that_leaves_the_answer_as_it_is_is_refused():
    body = DRAWN.replace("w = 2, 3, -5", "w = 2").replace("0.5, 0.4, 0.8", "0.5")
    with pytest.raises(ValueError, match="question 1.x: whatever is drawn, the answer stays 1"):
        source.fresh(parse(body), 0)


def test_a_word_that_follows_from_a_drawn_number_is_written_as_it_is():
    body = DRAWN.replace(":given:", ':given: word = {2: "two-fold", 3: "x", -5: "y"}[w]\n:given:')
    assert parse(body.replace("(`z[1]`)", "{word}")).text == "What is 0.5 · 2? two-fold"


def test_a_number_that_no_place_can_be_made_of_is_named():
    with pytest.raises(ValueError, match="question 1.x: name 'b' is not defined"):
        parse(DRAWN.replace("{a} · {w} =", "{b} · {w} ="))


def test_the_aim_of_a_question_is_read():
    assert parse(CHOICE, aim=2).aim == 2 and parse(CHOICE).aim is None
