"""The parts of the whole program: right ones pass, and each known mistake is named."""

import pytest
from exercises import each_exercise, each_mistake

from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson3.program import PARTS
from backprop_lib.check.program_parts.answering import LAYER

HARMLESS = {  # with bce the output's slope cancels, and sums make up for a delta divided too early
    "slope forgotten",
    "slope at a",
    "slope's formula given z",
    "broadcast by accident",
    "gradient before the slope",
    "delta divided by the batch",
}
GIVEAWAYS = (" @ ", ".T", "np.", "a * (1 - a)", "mean(", "sum(", "learning_rate *")


@each_exercise(PARTS.values())
@pytest.mark.parametrize("seed", [2024, 0, 1])
def test_right_part_passes(exercise, seed):
    assert judge(exercise, exercise.truth, seed=seed).passed


@each_mistake(PARTS.values())
@pytest.mark.parametrize("seed", [2024, 1])
def test_each_known_mistake_of_a_part_is_named(exercise, mistake, answer, seed):
    report = judge(exercise, answer, seed=seed)
    if report.passed:
        assert exercise.name == "backward" and mistake.name in HARMLESS
        return
    assert report.mistake == mistake.name, report
    assert mistake.says.partition("\nWhere to look")[0] in report.text


@each_exercise([*PARTS.values(), LAYER])
def test_mistakes_of_a_part_give_no_solution(exercise):
    for mistake in exercise.wrong_answers:
        assert not [words for words in GIVEAWAYS if words in mistake.says], mistake.says
        assert all(len(line) <= 100 for line in mistake.says.splitlines())


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("mistake", LAYER.wrong_answers, ids=lambda mistake: mistake.name)
def test_mistake_in_one_layer_of_forward_is_named_with_its_layer(mistake, layer):
    for answer in mistake.answers:

        def forward(X, W1, b1, W2, b2, answer=answer):
            own = [answer if l == layer else LAYER.truth for l in (1, 2)]
            a1 = own[0](X, W1, b1)
            return a1, own[1](a1, W2, b2)

        report = judge(PARTS["forward"], forward)
        if report.mistake is None:
            assert "stops with an error" in report.text, report  # where shapes forbid it
            continue
        assert mistake.name in report.mistake
        assert f"layer {layer}: {mistake.name}" in report.text
