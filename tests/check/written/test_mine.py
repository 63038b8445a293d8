"""What a check found right is kept in the learner's folder, and is what the next lesson runs."""

import os

import numpy as np
import pytest

from backprop_lib import check
from backprop_lib.check.written import file as own_file

RIGHT = """
import numpy as np

def layer(x, W, b):
    return np.einsum("ni,ij->nj", x, W) + b

def weighted_sum(x, W, b):
    return layer(x, W, b)  # in my own way
"""
OTHER = "def bias_gradient(delta):\n    return delta.sum(axis=0) / len(delta)"


@pytest.fixture
def kept(notebook, folder):
    """mine.py, with a weighted sum in it."""
    report = check.weighted_sum(notebook.run(RIGHT)["weighted_sum"])
    assert report.passed
    assert report.text.endswith("Kept in mine.py, beside this notebook.")
    return folder / "mine.py"


def test_what_passes_is_run_by_the_next_lesson(kept):
    mine = check.mine("weighted_sum")
    assert repr(mine) == "weighted_sum: yours, weighted_sum in mine.py." and mine.yours
    assert "in my own way" in kept.read_text("utf-8")
    np.testing.assert_allclose(mine(np.eye(2), np.ones((2, 3)), np.arange(3)), [[1, 2, 3]] * 2)


def test_without_a_learners_folder_nothing_is_written_and_ours_runs(
    notebook, monkeypatch, tmp_path
):
    monkeypatch.delenv("BACKPROP_ANSWERS", raising=False)
    monkeypatch.chdir(tmp_path)
    report = check.weighted_sum(notebook.run(RIGHT)["weighted_sum"])
    assert report.passed and "mine.py" not in report.text
    assert list(tmp_path.iterdir()) == []
    assert repr(check.mine("weighted_sum")) == (
        "weighted_sum: ours, as nothing of yours is kept here."
    )


def test_what_does_not_pass_is_not_kept(notebook, folder):
    names = notebook.run(RIGHT.replace("+ b", "- b"))
    assert not check.weighted_sum(names["weighted_sum"]).passed
    assert list(folder.iterdir()) == []
    assert repr(check.mine("weighted_sum")) == (
        "weighted_sum: ours, until yours has passed check.weighted_sum."
    )


def test_a_right_answer_to_another_loss_is_not_the_one_that_lessons_run(notebook, folder):
    names = notebook.run("def f(z, a, y):\n    return (a - y) * a * (1 - a)")
    assert check.output_delta(names["f"], loss="squared_error").passed
    assert list(folder.iterdir()) == []


def test_each_part_stands_for_itself_and_is_written_anew_by_its_check(kept, notebook):
    """A helper of one part may have the name of another's."""
    assert check.bias_gradient(
        notebook.run("def layer(d):\n    return d.mean(axis=0)\n")["layer"]
    ).passed
    assert check.weighted_sum(
        notebook.run("def weighted_sum(x, W, b):\n    return x @ W + b")["weighted_sum"]
    ).passed
    text = kept.read_text("utf-8")
    assert [*own_file.sections(text)] == ["weighted_sum", "bias_gradient"]
    assert "einsum" not in text and text.count("# %%") == 2
    assert check.mine("weighted_sum").yours and check.mine("bias_gradient").yours
    exec(compile(text, "mine.py", "exec"), {})  # the whole is a file that can be imported, too


def test_an_edit_is_run_and_an_edit_that_spoils_it_is_not(kept):
    text = kept.read_text("utf-8")
    kept.write_text(text.replace("# in my own way", "+ 0  # edited"), "utf-8")
    assert "edited" in "".join(own_file.sections(kept.read_text("utf-8"))["weighted_sum"][1])
    assert check.mine("weighted_sum").yours
    kept.write_text(text.replace("W) + b", "W)"), "utf-8")
    mine = check.mine("weighted_sum")
    assert repr(mine) == (
        "weighted_sum: ours, as the one in mine.py does not pass its check (bias forgotten)."
    )
    np.testing.assert_allclose(mine(np.eye(2), np.eye(2), np.ones(2)), np.eye(2) + 1)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("return layer(", "return layer(("), "line {}: SyntaxError"),
        (lambda text: text.replace("def layer", "1 / 0\ndef layer"), "line {}: ZeroDivisionError"),
        (lambda text: text.replace("def layer", "exit()\ndef layer"), "line {}: SystemExit"),
        (lambda text: text.replace("def layer", "raise BaseException\ndef layer"), "BaseException"),
        (
            lambda text: text.replace("def weighted_sum(", "def other("),
            "weighted_sum is not defined",
        ),
    ],
)
def test_a_broken_part_is_told_with_its_line_and_ours_is_run(kept, notebook, spoil, words):
    assert check.bias_gradient(notebook.run(OTHER)["bias_gradient"]).passed
    text = spoil(kept.read_text("utf-8"))
    kept.write_text(text, "utf-8")
    line = 1 + next(
        (
            n
            for n, part in enumerate(text.splitlines())
            if "((" in part or "1 / 0" in part or "exit" in part
        ),
        0,
    )
    mine = check.mine("weighted_sum")
    assert not mine.yours and words.format(line) in repr(mine)
    assert check.mine("bias_gradient").yours  # a slip spoils no more than its own part


def test_a_file_that_is_no_text_is_left_as_it_is(kept, notebook):
    kept.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in repr(check.mine("weighted_sum"))
    report = check.weighted_sum(notebook.run(RIGHT)["weighted_sum"])
    assert report.passed and "(Not kept in mine.py" in report.text
    assert kept.read_bytes() == b"\xff\xfe\x00"


def test_the_file_is_written_whole_or_not_at_all(kept, notebook, monkeypatch):
    before = kept.read_bytes()

    def stop(source, target):
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(os, "replace", stop)
    report = check.bias_gradient(notebook.run(OTHER)["bias_gradient"])
    assert report.passed and "(Not kept in mine.py: No space left on device.)" in report.text
    assert kept.read_bytes() == before and [*kept.parent.iterdir()] == [kept]


def test_what_cannot_be_kept_is_right_all_the_same(notebook, folder):
    notebook.run("import numpy as np\nONE = np.ones(1)")
    names = notebook.run("def weighted_sum(x, W, b):\n    return x @ W + b * ONE")
    report = check.weighted_sum(names["weighted_sum"])
    assert report.passed and "(Not kept in mine.py: it uses `ONE`, a ndarray" in report.text
    assert list(folder.iterdir()) == []


def test_what_gives_other_numbers_by_itself_is_not_kept(notebook, folder):
    notebook.run("def weighted_sum(x, W, b):\n    return x @ W + weighted_sum.once * b")
    names = notebook.run("weighted_sum.once = 1")
    report = check.weighted_sum(names["weighted_sum"])
    assert report.passed and "by itself it gives other numbers" in report.text
    assert list(folder.iterdir()) == []


def test_what_a_lesson_took_from_the_file_is_found_again_in_a_later_part(kept, notebook):
    notebook.run("from backprop_lib import check\nweighted_sum = check.mine('weighted_sum')")
    notebook.run("bias_gradient = check.mine('bias_gradient')")  # ours: none is there
    names = notebook.run(
        "import numpy as np\n"
        "def forward_pass(X, W1, b1, W2, b2):\n"
        "    a1 = 1 / (1 + np.exp(-weighted_sum(X, W1, b1)))\n"
        "    return 1 / (1 + np.exp(-weighted_sum(a1, W2, b2))) + 0 * bias_gradient(a1)[0]"
    )
    assert check.forward(names["forward_pass"]).passed
    text = kept.read_text("utf-8")
    assert 'weighted_sum = check.mine("weighted_sum")' in text
    assert 'bias_gradient = check.ours("bias_gradient")' in text
    assert check.mine("forward").yours


def test_every_check_has_ours_and_an_unknown_one_gets_the_nearest():
    assert check.ours("backward")(*_a_pass())[2].keys() == {1, 2}
    with pytest.raises(ValueError, match=r"'bakward' is unknown\. Did you mean 'backward'\?"):
        check.mine("bakward")


def _a_pass():
    from backprop_lib import Network

    net = Network([2, 3, 1], activations="sigmoid", seed=0)
    return net, net.forward([[0.5, 0.8]]), np.array([[1.0]])


PROGRAM = """
import numpy as np
from backprop_lib.check.program_parts.ours import Program as Base

class NeuralNetwork(Base):
    def predict(self, X):
        return np.round(self.forward(X)[1])  # in my own way
"""


def test_whole_program_is_kept_as_a_class_and_none_of_its_methods_by_itself(notebook, folder):
    assert repr(check.mine("program")) == ("program: ours, until yours has passed check.program.")
    report = check.program(notebook.run(PROGRAM)["NeuralNetwork"])
    assert report.passed and "Kept in mine.py" in report.text
    text = (folder / "mine.py").read_text("utf-8")
    assert [*own_file.sections(text)] == ["program"]
    kept = check.mine("program")
    assert repr(kept) == "program: yours, NeuralNetwork in mine.py."
    assert kept(2, 3, 1, seed=0).predict(np.zeros((2, 2))).shape == (2, 1)
    assert check.ours("program")(2, 3, 1, seed=0).W1.shape == (2, 3)
