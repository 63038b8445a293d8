"""The inventory's page in a browser: answered, saved, scored."""

import csv
import io

import pytest

from backprop_lib import inventory


def test_a_learner_answers_on_the_page_and_takes_a_line_of_the_table_home(tmp_path, page):
    form = inventory.form(7)
    file = tmp_path / "form.html"
    file.write_text(form.html(), encoding="utf-8")
    page.goto(file.as_uri())
    page.get_by_role("button", name="Save my answers").click()
    assert page.get_by_role("status").inner_text() == "Write your code first, at the top."
    page.get_by_label("Your code").fill('owl, "17"')
    for n, letter in enumerate(form.key[:-1], start=1):
        page.locator(f"input[name=q{n}][value={letter}]").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers").click()
    assert page.get_by_role("status").inner_text() == "Saved. 1 left open."
    assert download.value.suggested_filename == "owl-17--before.csv"
    text = download.value.path().read_text("utf-8")
    assert page.locator("textarea").input_value() == text.rstrip()
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["code"] == 'owl, "17"' and row["q24"] == ""
    learner = inventory.score(download.value.path()).learners.iloc[0]
    assert (learner.right, learner.open) == (23, 1)


@pytest.mark.parametrize("width", [400, 800])
def test_nothing_of_the_page_is_cut_off(tmp_path, page, width):
    file = tmp_path / "form.html"
    file.write_text(inventory.form(7).html(), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
