"""Every question of the course, answered rightly and wrongly by a hand, on a page without a kernel.

A few more in JupyterLab, where the kernel keeps what was answered.
"""

import json

import pytest
from axe import findings, wear
from bare_views import put_on
from playwright.sync_api import expect
from test_axe import APPEARANCES
from test_kernel_gone import restart

from backprop_lib import questions
from backprop_lib.live import Ask
from backprop_lib.questions import kept
from backprop_lib.questions.question import CHOSEN, plain

LESSONS = sorted({int(name.partition(".")[0]) for name in questions.names()})


@pytest.fixture
def mount(page):
    """A function: a question on a page without a kernel; returns its root."""
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))

    def one(name, **options):
        return put_on(page, Ask(name, **options))

    yield one
    assert page.complaints == []


def button(root, text):
    return root.get_by_role("button", name=text, exact=True)


def choose(root, question, given):
    """As a hand chooses an answer; the answer button stays."""
    expect(root).to_be_visible()  # `all()` below takes what is there, and waits for nothing
    if question.kind == "number":
        root.get_by_label("your number").fill(f"{given:.9g}".replace("-", "\u2212"))
    elif question.kind == "free":
        root.get_by_label("your sentence").fill(given)
    elif question.kind == "order":
        for line in root.locator("ol .bp-ask-line").all()[::-1]:
            line.click()
        for text in given:
            root.get_by_label("lines that are left").get_by_text(plain(text), exact=True).click()
    else:
        given = [given] if question.kind in CHOSEN else given
        for box in root.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("value") in given)
        for radio in root.get_by_role("radio").all():
            if radio.get_attribute("value") in given:
                radio.check()


def answers(question):
    """Answers to try: every option for itself, several by halves, orders turned and cut."""
    texts = [option.text for option in question.right]
    wrong = [option for option in question.options if not option.right]
    if question.kind == "free":
        return ["A sentence of mine."]
    if question.kind == "number":
        right = question.right[0].value
        near = right + 2.5 * question.tolerance
        others = [-right, -3.3 * right, 0.013 * right, 10 * right, near, 123456.5]
        return [*(o.value for o in wrong), *others, right]
    if question.kind == "several":
        shown = [option.text for option in question.shown()]  # a page tells in this order
        given = [texts[:1], *([*texts, o.text] for o in wrong), texts]
        return [sorted(one, key=shown.index) for one in given]
    if question.kind == "order":
        turned = [texts[1], texts[0], *texts[2:]]
        return [turned, texts[:-1], *([o.text, *texts[1:]] for o in wrong), texts]
    return [*(o.text for o in wrong), *texts]


# Gives answers one after the other, by the clicks and inputs that a hand makes; what the page says.
ANSWER_ALL = """async (answers) => {
  const root = document.querySelector(".bp-ask");
  const all = (selector) => [...root.querySelectorAll(selector)];
  const next = () => new Promise(requestAnimationFrame);
  const frame = () => next().then(next);
  const write = (text) => {
    const [box] = all(".bp-box, textarea");
    box.value = text;
    for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const choose = {
    number: (value) => write(String(value)),
    free: write,
    order(texts) {
      for (const line of all("ol button").reverse()) line.click();
      for (const text of texts) all("ul button").find((one) => one.textContent === text).click();
    },
    several: (texts) => {
      for (const box of all("input")) if (box.checked !== texts.includes(box.value)) box.click();
    },
  };
  const one = (text) => all("input").find((input) => input.value === text).click();
  const said = [];
  for (const given of answers) {
    (choose[root.dataset.kind] ?? one)(given);
    await frame();
    const [verdict] = all(".bp-ask-verdict");
    const before = verdict.textContent;
    root.querySelector(".bp-ask-answer").click();
    await frame();
    const { state, tries } = root.dataset;
    said.push({ before, state, tries: Number(tries), verdict: verdict.innerText });
  }
  return said;
}"""


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_question_is_answered_rightly_and_wrongly_and_says_what_the_core_says(
    mount, page, lesson
):
    asked = questions.lesson(lesson)
    assert asked
    for question in asked:
        mount(question.name)
        given = answers(question)
        plainly = [[plain(t) for t in g] if question.kind == "order" else g for g in given]
        rights = []
        for number, answer in enumerate(page.evaluate(ANSWER_ALL, plainly), start=1):
            judged = questions.judge(question, given[number - 1])
            rights.append(judged.right)
            states = {True: "right", False: "wrong", None: "kept"}
            assert (answer["state"], answer["tries"]) == (states[judged.right], number)
            assert answer["before"] == ""  # what was said of the last one has gone
            leads = {True: "✓ Right.", False: "✗ Not yet."}
            lead = leads.get(judged.right, "Kept. Compare it with this one:")
            said = " ".join(answer["verdict"].split())
            # The reasons of what was chosen, and no others.
            assert said == " ".join([lead, *map(plain, judged.reasons)]), question.name
        assert set(rights) == ({None} if question.kind == "free" else {True, False})


def test_nothing_is_said_before_an_answer_and_the_button_waits_for_a_choice(mount):
    root = mount("1.collapse")
    expect(button(root, "Answer")).to_be_disabled()
    expect(button(root, "Show the answer")).to_be_hidden()
    assert root.get_by_role("radio", checked=True).count() == 0
    for option in questions.get("1.collapse").options:
        assert option.reason not in root.inner_text()


def test_keys_alone_choose_and_answer(mount, page):
    root = mount("1.collapse")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    first = root.get_by_role("radio").first
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(root.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-tries", "1")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_checked()
    expect(root.locator(".bp-ask-verdict")).to_be_empty()  # it was of the other one
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-tries", "2")
    expect(first).to_be_focused()


def test_a_touch_chooses_and_answers(chromium):
    context = chromium.new_context(viewport={"width": 400, "height": 800}, has_touch=True)
    page = context.new_page()
    root = put_on(page, Ask("1.collapse"))
    root.get_by_text("yes, for every input").tap()
    button(root, "Answer").tap()
    expect(root).to_have_attribute("data-state", "right")
    for target in root.locator("label, button:visible").all():
        box = target.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 24
    assert root.evaluate("one => one.scrollWidth <= one.clientWidth")
    context.close()


def test_after_two_wrong_tries_the_answer_may_be_seen(mount):
    question = questions.get("1.blank-weights")
    root = mount(question.name)
    wrong = [option.text for option in question.options if not option.right]
    for number, text in enumerate(wrong[:2], start=1):
        expect(button(root, "Show the answer")).to_be_hidden()
        choose(root, question, text)
        root.locator(".bp-ask-answer").click()
        expect(root).to_have_attribute("data-tries", str(number))
    button(root, "Show the answer").click()
    expect(root.locator(".bp-ask-verdict")).to_contain_text(question.right[0].reason)
    expect(root.locator("input:checked")).to_have_attribute("value", question.right[0].text)
    assert root.get_attribute("data-solved") is None  # it was shown, not found
    choose(root, question, wrong[2])
    expect(root.locator(".bp-ask-verdict")).to_be_empty()


@pytest.mark.parametrize("typed", ["0.5", ".5", "5e-1", " 0.50 "])
def test_a_number_is_read_as_it_is_written(mount, page, typed):
    root = mount("1.blank")
    root.get_by_label("your number").fill(typed)
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-state", "right")


def test_a_text_that_is_no_number_is_no_try(mount, page):
    root = mount("1.blank")
    root.get_by_label("your number").fill("0,5")
    page.keyboard.press("Enter")
    expect(root.locator(".bp-row-note")).to_contain_text("a point, not a comma")
    expect(root).to_have_attribute("data-tries", "0")


def test_a_refused_text_gets_a_sentence_and_no_verdict_stands_beside_it(mount, page):
    """Once there stood "0,69" refused, a check mark and "Right", all of one box."""
    root = mount("1.blank")
    box, answer = root.get_by_label("your number"), button(root, "Answer")
    box.fill("0.5")
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-state", "right")
    for way in ("Enter", "click"):
        box.fill("0,69")
        expect(answer).to_be_enabled()  # something is written: the button says what is wrong
        page.keyboard.press("Enter") if way == "Enter" else answer.click()
        expect(root.locator(".bp-row-note")).to_contain_text("a point, not a comma")
        expect(root.locator(".bp-ask-verdict")).to_be_empty()
        expect(root.locator(".bp-ask-mark")).to_be_empty()
        expect(root).to_have_attribute("data-tries", "1")
    answer.click()  # what was kept, asked for anew
    expect(root).to_have_attribute("data-tries", "2")
    expect(root).to_have_attribute("data-state", "right")


def test_a_place_is_chosen_in_the_picture(mount):
    root = mount("1.where-it-leads")
    root.locator('[data-place="a[1][0]"]').click()
    expect(root.locator("input:checked")).to_have_attribute("value", "a[1][0]")
    root.locator('[data-place="a[1][2]"]').click()
    button(root, "Answer").click()
    expect(root).to_have_attribute("data-state", "right")
    expect(root.locator("[data-chosen]")).to_have_count(1)


def test_the_verdict_is_heard_once_and_what_was_kept_is_not(mount, page):
    """One live region says it, and its text comes anew for each answer."""
    root = mount("1.collapse")
    assert root.locator("[aria-live], [role=status], [role=alert]:visible").count() == 1
    page.evaluate(
        """() => {
          window.heard = [];
          const region = document.querySelector(".bp-ask-verdict");
          new MutationObserver(() => region.textContent && heard.push(region.textContent))
            .observe(region, { childList: true });
        }"""
    )
    question = questions.get("1.collapse")
    for text in ("no: 13 numbers can say more than 3", "yes, for every input"):
        choose(root, question, text)
        root.locator(".bp-ask-answer").click()
    expect(root).to_have_attribute("data-state", "right")
    heard = page.evaluate("heard")
    assert [text.partition(".")[0] for text in heard] == ["✗ Not yet", "✓ Right"]


def test_a_page_without_a_kernel_keeps_what_was_answered_in_the_browser(mount, page):
    page.route("http://localhost/", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("http://localhost/")  # a page of its own: about:blank has no store
    question = questions.get("1.collapse")
    root = mount(question.name)
    choose(root, question, "no: 13 numbers can say more than 3")
    root.locator(".bp-ask-answer").click()
    expect(root).to_have_attribute("data-state", "wrong")
    page.reload()
    root = mount(question.name)
    expect(root).to_have_attribute("data-state", "wrong")
    expect(root.locator(".bp-ask-verdict")).to_contain_text("They could, if something were bent")
    expect(mount("1.blank")).to_have_attribute("data-tries", "0")
    # What a newer course does not offer any more leaves a question that can be answered.
    old = {question.name: [{"given": "in other words", "right": False}]}
    page.evaluate("all => localStorage.setItem('bp-answers', all)", json.dumps(old))
    root = mount(question.name)
    expect(root).to_have_attribute("data-tries", "0")
    choose(root, question, "yes, for every input")
    root.locator(".bp-ask-answer").click()
    expect(root).to_have_attribute("data-state", "right")
    page.evaluate("() => localStorage.setItem('bp-answers', '{broken')")
    expect(mount(question.name)).to_have_attribute("data-tries", "0")


def test_nothing_listens_after_a_question_has_gone(mount, page):
    mount("1.collapse")
    page.evaluate("() => view.unmount()")
    assert page.evaluate("() => [...view.models.values()].map((one) => one.listening())") == [0, 0]


@pytest.mark.parametrize("kind", questions.question.KINDS)
def test_axe_finds_nothing_before_and_after_an_answer(mount, page, kind):
    names = map(questions.get, questions.names())
    question = next(question for question in names if question.kind == kind)
    root = mount(question.name)
    for given in (None, answers(question)[0]):
        if given is not None:
            choose(root, question, given)
            root.locator(".bp-ask-answer").click()
            expect(root).to_have_attribute("data-tries", "1")
        found = {}
        for appearance, media in APPEARANCES.items():
            wear(page, **media)
            found[appearance] = findings(root)
        assert found == dict.fromkeys(APPEARANCES, []), given


# In JupyterLab.


RIGHTS = "[one['right'] for one in asked.tries]"


def test_an_answer_without_a_kernel_says_so_and_the_next_kernel_gets_it(scratch):
    source = 'from backprop_lib import ask\nasked = ask("1.sigmoid-of-two")\nasked'
    question = questions.get("1.sigmoid-of-two")
    scratch.clear()
    scratch.run(source)
    root, note = scratch.panel.locator(".bp-ask"), scratch.panel.locator(".bp-ask-unkept")
    wrong = next(option.text for option in question.options if not option.right)
    choose(root, question, wrong)
    root.locator(".bp-ask-answer").click()
    expect(root).to_have_attribute("data-state", "wrong")
    expect(note).to_be_hidden()
    scratch.ask_until(RIGHTS, [False])
    restart(scratch)
    scratch.wait_for_idle()
    choose(root, question, question.right[0].text)
    root.locator(".bp-ask-answer").click()
    expect(root).to_have_attribute("data-state", "right")
    expect(note).to_contain_text("No kernel hears this question")
    file = scratch.lab.folder / kept.NAME
    assert [one["right"] for one in kept.read(file)[question.name]] == [False]
    scratch.run(source)
    expect(root).to_have_attribute("data-state", "right")
    expect(note).to_be_hidden()
    scratch.ask_until(RIGHTS, [False, True])
    assert [one["right"] for one in kept.read(file)[question.name]] == [False, True]
    scratch.clear()
    scratch.run(source)
    expect(root).to_have_attribute("data-tries", "2")  # it was handed over once
    assert scratch.complaints == []


def test_in_jupyterlab_an_answer_is_kept_beside_the_lessons_and_is_there_again(scratch):
    source = 'from backprop_lib import ask\nasked = ask("1.collapse")\nasked'
    file = scratch.lab.folder / kept.NAME
    scratch.clear()
    scratch.run(source)
    root = scratch.panel.locator(".bp-ask")
    root.get_by_text("no: 13 numbers can say more than 3").click()
    root.locator("input:checked").press("Enter")
    expect(root).to_have_attribute("data-state", "wrong")
    scratch.ask_until(RIGHTS, [False])
    scratch.clear()
    scratch.run(source)
    expect(root).to_have_attribute("data-state", "wrong")
    root.get_by_text("yes, for every input").click()
    button(root, "Answer again").click()
    expect(root).to_have_attribute("data-state", "right")
    scratch.ask_until(RIGHTS, [False, True])
    stored = json.loads(file.read_text(encoding="utf-8"))
    assert [one["right"] for one in stored["1.collapse"]] == [False, True]
    assert scratch.complaints == []


@pytest.mark.parametrize("kind", sorted(questions.question.KINDS))
def test_in_jupyterlab_a_question_of_each_kind_is_answered(scratch, kind):
    names = map(questions.get, questions.names())
    question = next(question for question in names if question.kind == kind)
    scratch.clear()
    scratch.run(f'from backprop_lib import ask\nasked = ask("{question.name}")\nasked')
    root = scratch.panel.locator(".bp-ask")
    before = scratch.ask(RIGHTS)
    choose(root, question, answers(question)[-1])
    root.locator(".bp-ask-answer").click()
    expect(root).to_have_attribute("data-state", "kept" if kind == "free" else "right")
    scratch.ask_until(RIGHTS, [*before, None if kind == "free" else True])
    assert scratch.complaints == []


def test_two_questions_keep_their_choices_and_the_mark_stands_at_the_words(mount, page):
    """Each view loads a copy of the page's text: a count of groups begins anew in each."""
    names = ("3.recall-way", "3.recall-weights")
    for name in names:
        root = mount(name).first
        choose(root, questions.get(name), questions.get(name).right[0].text)
        button(root, "Answer").click()
        mark = root.locator(".bp-ask-mark", has_text="✓")
        expect(mark).to_be_visible()
        words = mark.evaluate("(one) => one.previousElementSibling.getBoundingClientRect().right")
        assert mark.bounding_box()["x"] - words < 20
        page.evaluate("document.documentElement.append(view.el)")  # beside the next one
    expect(page.get_by_role("radio", checked=True)).to_have_count(2)
