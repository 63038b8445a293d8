"""The pages beside the lessons: what they name is there, and their code does what they say."""

import re
from pathlib import Path

import numpy as np
import pytest

from backprop_lib import Network
from backprop_lib.check.program_parts.ours import Program

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PAGES = {name: (NOTEBOOKS / f"{name}.md").read_text("utf-8") for name in ("summary", "project")}
each_page = pytest.mark.parametrize("page", PAGES)


def code(page):
    return re.findall(r"```python\n(.*?)```", PAGES[page], re.DOTALL)


@each_page
def test_every_link_of_a_page_has_its_target(page):
    targets = re.findall(r"\]\(([^)\s]+)\)", PAGES[page])
    assert targets
    for target in targets:
        assert (NOTEBOOKS / target).is_file(), target


def test_summary_leads_to_each_lesson_and_every_section_that_it_names_is_there():
    lessons = sorted((NOTEBOOKS / "src").glob("[0-9][0-9]_*.md"))
    for lesson in lessons:
        assert f"({lesson.stem}.ipynb)" in PAGES["summary"]
    named = re.findall(r"lesson (\d), \*(.+?)\*", PAGES["summary"])
    assert len(named) >= 7
    for number, title in named:
        assert f"\n## {title}\n" in lessons[int(number) - 1].read_text("utf-8"), title


def test_step_of_the_summary_is_a_step_of_gradient_descent():
    (step,) = code("summary")
    rng = np.random.default_rng(0)
    net = Network([3, 4, 2], activations="sigmoid", seed=1)
    X, y = rng.normal(size=(5, 3)), rng.integers(0, 2, size=(5, 2)).astype(float)
    names = {"X": X, "y": y, "steps": 3, "learning_rate": 0.5}
    names |= {"W1": net.W[1], "b1": net.b[1], "W2": net.W[2], "b2": net.b[2]}
    exec(step, names | {"sigmoid": lambda z: 1 / (1 + np.exp(-z))}, own := {})
    for _ in range(3):
        net = net.step(net.backward(net.forward(X), y, loss="bce"), 0.5)
    for name, true in (("W1", net.W[1]), ("b1", net.b[1]), ("W2", net.W[2]), ("b2", net.b[2])):
        np.testing.assert_allclose(own[name], true)


def test_slopes_that_the_summary_names_are_the_largest():
    z = np.linspace(-5, 5, 1001)[:, None]

    def steepest(name):
        net = Network.from_weights([[[1.0]]], [[0.0]], activations=[name])
        forward = net.forward(z)  # with an error of 1 everywhere, delta is the slope
        return net.backward(forward, forward.output - 1, loss="squared_error").delta[1].max()

    assert steepest("sigmoid") == pytest.approx(0.25)
    assert steepest("tanh") == pytest.approx(1, abs=1e-3)


def test_projects_gradient_check_finds_the_slopes_of_a_right_program_and_a_planted_mistake():
    _, check = code("project")
    exec(check, own := {"np": np})
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(6, 3)), rng.integers(0, 2, size=(6, 1)).astype(float)
    network = Program(3, 4, 1, seed=0)
    slopes = network.backward(X, *network.forward(X), y)
    for name, mine in zip(("W1", "b1", "W2", "b2"), slopes, strict=True):
        before = getattr(network, name).copy()
        numeric = own["nudged"](network, name, X, y)
        np.testing.assert_allclose(numeric, mine, atol=1e-8)
        np.testing.assert_array_equal(getattr(network, name), before)
    wrong = (X.T @ ((network.forward(X)[1] - y) @ network.W2.T)) / len(X)  # a slope forgotten
    assert abs(own["nudged"](network, "W1", X, y) - wrong).max() > 0.01


def test_projects_first_cell_reads_splits_and_scales_a_table(tmp_path, monkeypatch):
    rows = np.random.default_rng(0).normal(5, 2, size=(100, 3)).round(2)
    rows[:, -1] = rows[:, 0] > 5
    np.savetxt(tmp_path / "my_data.csv", rows, delimiter=",", header="a,b,y")
    monkeypatch.chdir(tmp_path)
    own = {}
    exec(code("project")[0], own)
    assert own["X"].shape == (100, 2) and own["y"].shape == (100, 1)
    assert (own["train"], own["valid"]) == (60, 80)
    np.testing.assert_allclose(own["X"][:60].mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(own["X"][:60].std(axis=0), 1)
    back = own["X"] * own["spread"] + own["middle"]
    np.testing.assert_array_equal(back[:, 0] > 5, own["y"][:, 0] == 1)


def test_rubric_has_five_rows_of_up_to_three_points():
    rows = re.findall(r"^\| \*\*.+$", PAGES["project"], re.MULTILINE)
    assert len(rows) == 5 and all(row.count("|") == 6 for row in rows)
    assert "Fifteen points" in PAGES["project"]
