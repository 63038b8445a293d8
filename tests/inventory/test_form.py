"""A form: made by its seed, answered on a page, printed, kept in the bank's shape."""

from html import escape

import pytest

from backprop_lib import inventory, questions
from backprop_lib.questions import printing


def test_a_seed_gives_one_form_and_another_seed_another():
    inventory.form.cache_clear()
    first = inventory.form(5)
    inventory.form.cache_clear()
    assert inventory.form(5) == first != inventory.form(6)
    assert repr(first) == "Form 5-before: 24 items, 20 minutes"


def test_it_has_24_concepts_in_one_order():
    assert len(inventory.CONCEPTS) == 24
    for when in inventory.WHEN:
        assert [item.concept for item in inventory.form(1, when).items] == [*inventory.CONCEPTS]


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True])
def test_a_seed_that_is_none_is_told(seed):
    with pytest.raises(ValueError, match=r"seed is .*; expected a whole number from 0 up"):
        inventory.form(seed)


def test_a_time_that_is_none_is_told():
    with pytest.raises(ValueError, match="when"):
        inventory.form(0, "during")


def test_its_questions_are_judged_and_printed_as_the_banks_are():
    for item in inventory.form(2).items:
        question = item.question
        for option in question.options:
            verdict = questions.judge(question, option.text)
            assert verdict.right is option.right
            assert verdict.misconceptions == ((option.misconception,) if not option.right else ())
        shown = [option for _, option in printing.lettered(question)]
        assert shown == list(item.options.values())  # one order on paper, page and export
        assert item.misconception(item.key) is None


def test_the_page_gives_nothing_away_and_asks_for_no_name():
    form = inventory.form(4, "after")
    page = form.html()
    assert page.count("<fieldset>") == 24 and page.count('<input type="radio"') == 96
    for item in form.items:
        assert all(option.reason not in page for option in item.question.options)
        assert all(o.misconception not in page for o in item.options.values() if o.misconception)
    assert "not your name" in page and "Form 4-after" in page and "20 minutes" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "size: A4" in page and "break-inside: avoid" in page


def test_the_answers_are_on_a_page_of_their_own():
    form = inventory.form(4)
    page = form.answers_html()
    for item in form.items:
        row = page.split(f"<td>{escape(inventory.CONCEPTS[item.concept][0])}</td>")[1].split(
            "</tr>"
        )[0]
        assert f"<td>{item.key}</td>" in row
        for letter, option in item.options.items():
            assert option.right or f"{letter}: {option.misconception}" in row


def test_as_markdown_the_answers_stand_behind_a_rule():
    form = inventory.form(4)
    asked, told = form.markdown().split("\n---\n")
    for item in form.items:
        right = item.question.right[0]
        assert right.reason in told and right.reason not in asked
