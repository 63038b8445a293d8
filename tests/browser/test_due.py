"""What was answered days ago comes back, in a JupyterLab that a learner starts anew."""

import json
from datetime import date, timedelta

from lab_driver import SLOW, Notebook, write_notebook
from playwright.sync_api import expect


def answered(given, right, *days_ago):
    when = [(date.today() - timedelta(days=days)).isoformat() for days in days_ago]
    return [{"given": given, "right": right, "when": day} for day in when]


def test_what_is_due_after_two_and_after_seven_days_is_asked_again(jupyterlab, page):
    kept = {
        "1.exit-delta": answered(-0.4, True, 2),  # a number: drawn anew
        "1.zero-weight": answered("to 0.5", True, 9, 7),
        "1.collapse": answered("what is not offered any more", False, 1),
        "1.blank": answered(0.5, True, 1),  # not yet
        "1.untrained": answered("about half", True, 6, 3),  # not yet
    }
    file = jupyterlab.folder / ".answers.json"
    file.write_text(json.dumps(kept), "utf-8")
    write_notebook(jupyterlab.folder / "due.ipynb", "from backprop_lib import ask\n\nask.due()")
    notebook = Notebook(page, jupyterlab, "due.ipynb")
    try:
        notebook.run_all()
        output = notebook.cell(0).locator(".jp-OutputArea")
        expect(output).to_contain_text("Due again: 3.", timeout=SLOW)
        asked = output.locator(".bp-root")
        expect(asked).to_have_count(3, timeout=SLOW)
        text = output.inner_text()
        places = [text.index(part) for part in ("13 weights", "You drag it to 0", "raised by 0.1")]
        assert places == sorted(places)  # what went wrong first, then the oldest
        expect(asked.get_by_role("radio", checked=True)).to_have_count(0)  # not as it was answered
        asked.nth(1).get_by_role("radio", name="to 0.5").check()
        asked.nth(0).get_by_role("radio", name="yes, for every input").check()
        asked.nth(0).get_by_role("button", name="Answer").click()
        expect(asked.nth(0)).to_contain_text("A sum of weighted sums is a weighted sum")
        expect(asked.get_by_role("radio", checked=True)).to_have_count(2)  # each for itself
        assert not notebook.errors() and not notebook.complaints
        notebook.ask_until(
            "__import__('backprop_lib').questions.kept.read()['1.collapse'][-1]['when']",
            date.today().isoformat(),
        )
    finally:
        notebook.close()
        file.unlink()
