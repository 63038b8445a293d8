"""The list of known mistakes: each is named by the checks, and computes as it says."""

import numpy as np
import pytest
from exercises import each_exercise, of

from backprop_lib import Network, check, gradcheck
from backprop_lib.check.backward_pass import pieces, wrong_pieces
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson2 import hidden_delta, weight_gradient
from backprop_lib.misconceptions import MISCONCEPTIONS

MISTAKES = list(check.MISTAKES.values())
each_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
IN_UPDATE = {"biases never updated", "gradients accumulated", "learning rate forgotten"}
# With bce the output's slope cancels, so a mistake in it changes nothing; sums make up for a
# delta that was divided.
HARMLESS = {
    ("output_delta", "slope forgotten"),
    ("output_delta", "slope at a"),
    ("output_delta", "slope's formula given z"),
    ("output_delta", "broadcast by accident"),  # in the shape of the slope alone
    ("backward", "slope forgotten"),
    ("backward", "slope at a"),
    ("backward", "slope's formula given z"),
    ("backward", "broadcast by accident"),
    ("update", "slope forgotten"),
    ("update", "slope at a"),
    ("update", "slope's formula given z"),
    ("update", "broadcast by accident"),
    ("update", "delta divided by the batch"),
    ("backward", "gradient before the slope"),  # with bce there is no slope to be late
    ("update", "gradient before the slope"),
}
EXERCISES = of("lesson2")
GIVEAWAYS = (" @ ", ".T", "np.", "a * (1 - a)", "mean(", "sum(")


@each_mistake
def test_every_mistake_names_the_misconception_that_questions_name_too(mistake):
    """One list for both; what is no belief is a slip, and says so."""
    assert mistake.misconception in MISCONCEPTIONS
    if mistake.name in MISCONCEPTIONS:
        assert mistake.misconception == mistake.name
    slips = {one.name for one in MISTAKES if one.misconception == "slip"}
    assert slips == {"bias gradient as a row", "input changed in place"}


@each_exercise(EXERCISES)
def test_each_known_mistake_is_named(exercise):
    for mistake in exercise.wrong_answers:
        for answer in mistake.answers:
            report = judge(exercise, answer)
            if report.passed:
                assert (exercise.name, mistake.name) in HARMLESS
                continue
            assert report.mistake == mistake.name
            # Two ways of one mistake may give equal numbers: then the first says where to look.
            assert mistake.says.partition("\nWhere to look")[0] in report.text
            assert "Smallest case that shows it" in report.text


@each_exercise(EXERCISES)
def test_every_mistake_says_where_to_look_and_gives_no_solution(exercise):
    for mistake in exercise.wrong_answers:
        for giveaway in GIVEAWAYS:
            assert giveaway not in mistake.says
        assert all(len(line) <= 100 for line in mistake.says.splitlines())
    known = [mistake for mistake in exercise.wrong_answers if mistake.name in check.MISTAKES]
    assert all("Where to look: " in m.says and "What shows it: " in m.says for m in known)


@each_mistake
def test_every_mistake_is_in_some_check(mistake):
    named = {known.name for exercise in EXERCISES for known in exercise.wrong_answers}
    assert mistake.name in named
    assert len(mistake.sentence.splitlines()) <= 2


def deep(activation="tanh", sizes=(3, 3, 3, 3), batch=3, output="sigmoid"):
    rng = np.random.default_rng(5)
    names = [activation] * (len(sizes) - 2) + [output]
    net = Network(sizes, activations=names, seed=rng)
    net = Network.from_weights(net.W, [b + 0.3 for b in net.b], activations=names)
    y = rng.uniform(0.1, 0.9, size=(batch, sizes[-1]))
    return net, rng.normal(size=(batch, sizes[0])), y / y.sum(axis=1, keepdims=True)


def differs(found, right):
    """Does any of delta, dW, db differ from the true record, in shape or in number?"""
    return any(
        part[l].shape != true.shape or not np.allclose(part[l], true, rtol=1e-9, atol=1e-12)
        for part, records in zip(found, (right.delta, right.dW, right.db), strict=True)
        for l, true in records.items()
    )


@each_mistake
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "gelu"])
@pytest.mark.parametrize("loss", ["bce", "squared_error"])
def test_backward_is_wrong_in_a_deep_square_network(mistake, activation, loss):
    net, X, y = deep(activation)
    forward = net.forward(X)
    found = mistake.backward(net, forward, y, loss)
    hidden = (activation, loss, mistake.name) == ("gelu", "bce", "slope's formula given z")
    assert [sorted(part) for part in found] == [[1, 2, 3]] * 3
    wrong = mistake.name not in IN_UPDATE and not hidden  # GELU's slope is not written in a
    assert differs(found, net.backward(forward, y, loss)) == wrong


@each_mistake
def test_backward_works_with_softmax_and_leaves_the_record_alone(mistake):
    net, X, y = deep("relu", output="softmax")
    forward = net.forward(X)
    before = [a.copy() for a in forward.a]
    mistake.backward(net, forward, y.tolist(), "cross_entropy")
    assert all(np.array_equal(a, b) for a, b in zip(before, forward.a, strict=True))


def test_right_pieces_are_the_core():
    for loss in ("bce", "squared_error", "mse"):
        net, X, y = deep(sizes=(2, 4, 3, 2), batch=5)
        forward = net.forward(X)
        found = pieces.run(net.W, net.activations, forward.z, forward.a, y, loss, 0.5)
        assert not differs(found, net.backward(forward, y, loss))


def test_W_not_transposed_raises_where_shapes_stop_it():
    net, X, y = deep(sizes=(2, 4, 1))
    with pytest.raises(ValueError):
        check.MISTAKES["W not transposed"].backward(net, net.forward(X), y, "bce")


def test_updated_W_depends_on_the_learning_rate():
    net, X, y = deep()
    forward, mistake = net.forward(X), check.MISTAKES["updated W used"]
    right = net.backward(forward, y, "bce")
    assert not differs(mistake.backward(net, forward, y, "bce", learning_rate=0.0), right)
    small, large = (
        mistake.backward(net, forward, y, "bce", learning_rate=rate)[0][1] for rate in (0.1, 1.0)
    )
    assert abs(small - right.delta[1]).max() < abs(large - right.delta[1]).max()


def test_step_of_biases_never_updated_moves_weights_alone():
    net, X, y = deep()
    new, _ = check.MISTAKES["biases never updated"].step(net, X, y, "bce", learning_rate=0.5)
    right = net.backward(net.forward(X), y, "bce")
    for l in (1, 2, 3):
        np.testing.assert_array_equal(new.b[l], net.b[l])
        np.testing.assert_allclose(new.W[l], net.W[l] - 0.5 * right.dW[l])


def test_accumulated_gradients_show_in_the_second_step():
    net, X, y = deep()
    mistake = check.MISTAKES["gradients accumulated"]
    first, memory = mistake.step(net, X, y, "bce", learning_rate=0.5)
    g1 = net.backward(net.forward(X), y, "bce")
    np.testing.assert_allclose(first.W[1], net.W[1] - 0.5 * g1.dW[1])
    second, _ = mistake.step(first, X, y, "bce", learning_rate=0.5, memory=memory)
    g2 = first.backward(first.forward(X), y, "bce")
    np.testing.assert_allclose(second.b[2], first.b[2] - 0.5 * (g1.db[2] + g2.db[2]))


def test_step_keeps_the_network_it_was_given_and_its_dtype():
    net = Network([2, 2, 1], activations="sigmoid", seed=0, dtype=np.float32)
    before = net.params.copy()
    new, _ = check.MISTAKES["sign flipped"].step(net, [[1, 2]], [[1]], "bce", learning_rate=0.1)
    np.testing.assert_array_equal(net.params, before)
    assert new.dtype == np.float32


def test_training_that_diverges_raises():
    net, X, y = deep()
    memory = None
    with pytest.raises((ValueError, OverflowError)):
        for _ in range(50):
            net, memory = check.MISTAKES["slope's formula given z"].step(
                net, X, y, "bce", learning_rate=1e3, memory=memory
            )


def test_broadcast_by_accident_pulls_every_output_to_the_mean():
    """One output without a hidden layer: at rest it answers the mean of y to every input."""
    net, X, y = Network([1, 1], activations="sigmoid", seed=1), [[-1.0], [1.0]], [[0.2], [0.6]]
    memory = None
    for _ in range(500):
        net, memory = check.MISTAKES["broadcast by accident"].step(
            net, X, y, "bce", learning_rate=1.0, memory=memory
        )
    np.testing.assert_allclose(net.forward(X).output, 0.4, atol=1e-3)


@each_mistake
def test_what_gradcheck_says(mistake):
    """Of the mistakes of the pass, only one leaves the gradients right: it shows in delta."""
    net, X, y = deep()
    _, dW, db = mistake.backward(net, net.forward(X), y, "squared_error")
    numeric = gradcheck.central(net, X, y, "squared_error")
    agrees = all(
        found[l].shape == true.shape and np.allclose(found[l], true, atol=1e-7)
        for found, trues in ((dW, numeric.dW), (db, numeric.db))
        for l, true in trues.items()
    )
    assert agrees == (mistake.name in IN_UPDATE | {"delta divided by the batch"})


@pytest.mark.parametrize(
    ("way", "equations"),
    [
        (0, "BP3, the gradient of b; BP4, the gradient of W"),
        (1, "BP4, the gradient of W"),
        (2, "BP3, the gradient of b"),
    ],
)
def test_backward_points_to_the_equations_that_are_wrong(way, equations):
    run = wrong_pieces.run_with(check.MISTAKES["mean forgotten"].ways[way])

    def my_backward(network, forward, y):
        return run(network.W, network.activations, forward.z, forward.a, y, "bce", 0.5)

    assert f"Where to look: {equations}.\n" in check.backward(my_backward).text


def test_slope_forgotten_with_bce_points_to_the_hidden_layer():
    def my_backward(network, forward, y):
        return check.MISTAKES["slope forgotten"].backward(network, forward, y, "bce")

    assert "Where to look: BP2" in check.backward(my_backward).text


@pytest.mark.parametrize("seed", range(5))
def test_diagnosis_does_not_hang_on_the_cases_drawn(seed):
    for exercise in (hidden_delta.EXERCISE, weight_gradient.EXERCISE):
        for mistake in exercise.wrong_answers:
            for answer in mistake.answers:
                assert judge(exercise, answer, seed=seed).mistake == mistake.name
