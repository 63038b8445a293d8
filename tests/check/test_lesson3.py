"""Lesson 3's exercises: right answers pass, however written, and a learner's mistakes are named."""

import numpy as np
import pytest
from exercises import each_exercise, of

from backprop_lib import SGD, Network, check, datasets, fit, train
from backprop_lib.check.judging.judge import judge
from backprop_lib.check.lesson3 import early_stopping, mini_batches, training_loop, update_rule
from backprop_lib.optimizers import Memory

EXERCISES = of("lesson3")


@each_exercise(EXERCISES)
def test_mistakes_give_no_solution(exercise):
    for mistake in exercise.wrong_answers:
        for giveaway in ("learning_rate *", "permutation", "keep *", "rng.", "[start"):
            assert giveaway not in mistake.says


@each_exercise(EXERCISES)
@pytest.mark.parametrize("value", [None, ..., (..., ...)], ids=lambda value: type(value).__name__)
def test_stub_is_not_written_yet(exercise, value):
    text = judge(exercise, lambda *inputs: value).text
    assert "not written yet" in text or value == (..., ...)


@each_exercise(EXERCISES)
@pytest.mark.parametrize(
    "value", ["text", 3.0, [], [1, 2], ([[1], [2, 3]], "b"), {1: 2}, object(), [(1, 2)], np.ones(3)]
)
def test_any_result_gets_a_report(exercise, value):
    report = judge(exercise, lambda *inputs: value)
    assert not report.passed
    assert " at 0x" not in report.text


# Right answers.


def update_in_lines(W, b, dW, db, learning_rate):
    new_W = W - learning_rate * dW
    new_b = b - learning_rate * db
    return new_W, new_b


def update_with_loops(W, b, dW, db, learning_rate):
    new = [[w - learning_rate * s for w, s in zip(*rows)] for rows in zip(W, dW)]  # noqa: B905
    return new, [value - learning_rate * slope for value, slope in zip(b, db, strict=True)]


def update_of_copies(W, b, dW, db, learning_rate):
    W, b = W.copy(), b.copy()
    W -= learning_rate * dW
    b -= learning_rate * db
    return [W, b]


@pytest.mark.parametrize("function", [update_in_lines, update_with_loops, update_of_copies])
@pytest.mark.parametrize("seed", range(5))
def test_right_update_rule_passes(function, seed):
    report = judge(update_rule.EXERCISE, function, seed=seed)
    assert report.passed, report


def loop_as_in_the_lesson(network, X, y, learning_rate, steps):
    losses = []
    for _ in range(steps):
        backward = network.backward(network.forward(X), y, loss="bce")
        losses.append(backward.loss)
        slopes = zip(network.W, network.b, backward.dW, backward.db, strict=True)
        W, b = zip(*(update_in_lines(*layer, learning_rate) for layer in slopes), strict=True)
        network = Network.from_weights(W, b, activations=network.activations)
    return network, losses


def loop_with_replace(network, X, y, learning_rate, steps):
    losses = np.empty(steps)
    for k in range(steps):
        forward = network.forward(X)
        losses[k] = network.loss(forward, y, loss="bce")
        backward = network.backward(forward, y, loss="bce")
        for l, W in network.W.items():
            for i, j in np.ndindex(W.shape):
                value = W[i, j] - learning_rate * backward.dW[l][i, j]
                network = network.replace(layer=l, i=i, j=j, value=value)
            for j, value in enumerate(network.b[l]):
                value -= learning_rate * backward.db[l][j]
                network = network.replace(layer=l, j=j, bias=value)
    return network, losses


def loop_of_the_core(network, X, y, learning_rate, steps):
    training = train(network, X, y, loss="bce", optimizer=SGD(learning_rate))
    losses = training.advance(steps)
    return [training.network, losses]


@pytest.mark.parametrize("function", [loop_as_in_the_lesson, loop_with_replace, loop_of_the_core])
@pytest.mark.parametrize("seed", range(5))
def test_right_training_loop_passes(function, seed):
    report = judge(training_loop.EXERCISE, function, seed=seed)
    assert report.passed, report


def batches_as_a_list(X, y, batch_size, epochs, rng):
    batches = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            batches.append((X[rows], y[rows]))
    return batches


def batches_as_a_generator(X, y, batch_size, epochs, rng):
    for _ in range(epochs):
        order = np.arange(len(X))
        rng.shuffle(order)
        mixed_X, mixed_y = X[order], y[order]
        while len(mixed_X):
            yield mixed_X[:batch_size], mixed_y[:batch_size]
            mixed_X, mixed_y = mixed_X[batch_size:], mixed_y[batch_size:]


def batches_mixed_together(X, y, batch_size, epochs, rng):
    both, batches = np.hstack([X, y]), []
    for _ in range(epochs):
        rng.shuffle(both)
        starts = range(batch_size, len(X), batch_size)
        for part in np.split(both.copy(), starts):
            batches.append([part[:, : X.shape[1]].tolist(), part[:, X.shape[1] :].tolist()])
    return batches


def batches_by_argsort(X, y, batch_size, epochs, rng):
    orders = [np.argsort(rng.random(len(X))) for _ in range(epochs)]
    return tuple(
        (X[order][k : k + batch_size], y[order][k : k + batch_size])
        for order in orders
        for k in range(0, len(X), batch_size)
    )


def batches_with_a_mix_of_their_own(X, y, batch_size, epochs, rng):
    """Another generator than the one that was given draws other orders, just as good."""
    return batches_as_a_list(X, y, batch_size, epochs, np.random.default_rng(7))


@pytest.mark.parametrize(
    "function",
    [
        batches_as_a_list,
        batches_as_a_generator,
        batches_mixed_together,
        batches_by_argsort,
        batches_with_a_mix_of_their_own,
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_right_mini_batches_pass(function, seed):
    report = judge(mini_batches.EXERCISE, function, seed=seed)
    assert report.passed, report


def momentum_in_lines(W, velocity, dW, learning_rate, keep):
    velocity = keep * velocity + dW
    W = W - learning_rate * velocity
    return W, velocity


def momentum_of_the_core(W, velocity, dW, learning_rate, keep):
    memory = Memory(W, np.ones_like(W))
    memory.moment("velocity")[...] = velocity
    new = np.empty_like(W)
    SGD(learning_rate, momentum=keep).update(W, dW, 1, memory, new)
    return new, memory.moment("velocity")


@pytest.mark.parametrize(
    "function",
    [
        momentum_in_lines,
        momentum_of_the_core,
        lambda W, v, dW, r, keep: (W - r * keep * v - r * dW, dW + v * keep),
    ],
)
def test_right_momentum_passes(function):
    report = check.momentum(function)
    assert report.passed, report


def stop_by_a_slice(losses, patience):
    best = 0
    while best < len(losses) - 1:
        better = [k for k in range(best + 1, len(losses)) if losses[k] < losses[best]]
        if not better or better[0] - best > patience:
            break
        best = better[0]
    return best


def stop_with_a_count(losses, patience):
    best, waited = 0, 0
    for k, loss in enumerate(losses):
        if loss < losses[best]:
            best, waited = k, 0
        elif k:
            waited += 1
            if waited == patience:
                return best
    return best


@pytest.mark.parametrize("function", [stop_by_a_slice, stop_with_a_count])
@pytest.mark.parametrize("seed", range(5))
def test_right_early_stopping_passes(function, seed):
    report = judge(early_stopping.EXERCISE, function, seed=seed)
    assert report.passed, report


def test_early_stopping_stops_where_fit_does():
    """`fit` waits as long: its patience is the same number."""
    X, y = datasets.moons(40, noise=0.3, seed=0)
    other = datasets.moons(500, noise=0.3, seed=1)
    eager = Network([2, 32, 1], activations=["tanh", "sigmoid"], seed=0)
    options = {"loss": "bce", "optimizer": SGD(0.5), "steps": 2000, "validation_data": other}
    whole, stopped = fit(eager, X, y, **options), fit(eager, X, y, **options, patience=3)
    assert stopped.stopped == "early"
    look = early_stopping.EXERCISE.truth(whole.validation_loss, 3)
    assert stopped.validation_loss.argmin() == look
    assert len(stopped.validation_loss) == look + 3 + 1


# Mistakes, as a learner writes them.


def looks(best, waited="look - best"):
    """The lesson's loop with its two blanks filled in."""
    names = {}
    lines = (
        "def early_stopping(losses, patience):",
        "    best = 0",
        "    for look, loss in enumerate(losses):",
        f"        best = {best}",
        f"        waited = {waited}",
        "        if waited >= patience:",
        "            break",
        "    return best",
    )
    exec("\n".join(lines), names)  # the lines above
    return names["early_stopping"]


BETTER = "look if loss < losses[best] else best"


def test_the_loop_whose_blanks_are_filled_in_here_is_right():
    assert check.early_stopping(looks(BETTER)).passed


@pytest.mark.parametrize(
    ("blanks", "mistake"),
    [
        (("look if loss < losses[look - 1] else best",), "compared with the look before"),
        ((BETTER, "look"), "waited since the start"),
        ((BETTER, "look - best + 1"), "one look too hasty"),
        ((BETTER, "look - best - 1"), "one look too patient"),
        (("min(losses)",), "a loss for a look"),
        (("min(losses[: look + 1])",), "a loss for a look"),
        (("loss if loss < best else best",), "a loss compared with a number"),
        (("look if loss < best else best",), "a loss compared with a number"),
    ],
)
@pytest.mark.parametrize("seed", [2024, 0, 1])
def test_what_is_believed_to_fill_the_blanks_of_early_stopping_is_named(blanks, mistake, seed):
    report = judge(early_stopping.EXERCISE, looks(*blanks), seed=seed)
    assert report.mistake == mistake and "at once" not in report.text


def test_a_step_along_the_sum_of_all_slopes_is_not_called_their_mean():
    for one in (np.sum, np.mean):
        report = check.update_rule(
            lambda W, b, dW, db, rate, one=one: (W - rate * one(dW), b - rate * one(db))
        )
        assert report.mistake == "mean slope for every weight" and "or their sum" in report.text


def test_a_number_multiplied_by_a_matrix_product_is_told_which_sign_does_it():
    def update_rule(W, b, dW, db, learning_rate):
        return W - learning_rate @ dW, b - learning_rate * db

    text = check.update_rule(update_rule).text
    assert "`learning_rate`: a single number" in text and "`*` multiplies" in text
    assert "none and" not in text


def test_gradient_before_the_loop_is_named():
    def training_loop(network, X, y, learning_rate, steps):
        losses, backward = [], network.backward(network.forward(X), y, loss="bce")
        for _ in range(steps):
            losses.append(backward.loss)
            W = [W - learning_rate * dW for W, dW in zip(network.W, backward.dW, strict=True)]
            b = [b - learning_rate * db for b, db in zip(network.b, backward.db, strict=True)]
            network = Network.from_weights(W, b, activations=network.activations)
        return network, losses

    assert check.training_loop(training_loop).mistake == "gradient not renewed"


def step_without_a_name(network, X, y, learning_rate, steps):
    losses = []
    for _ in range(steps):
        record = network.backward(network.forward(X), y, loss="bce")
        losses.append(record.loss)
        network.step(record, learning_rate)
    return network, losses


def step_under_a_name_that_nobody_reads(network, X, y, learning_rate, steps):
    losses = []
    for _ in range(steps):
        record = network.backward(network.forward(X), y, loss="bce")
        losses.append(record.loss)
        new = network.step(record, learning_rate)  # noqa: F841
    return network, losses


@pytest.mark.parametrize("loop", [step_without_a_name, step_under_a_name_that_nobody_reads])
def test_a_step_whose_network_is_thrown_away_is_named(loop):
    report = check.training_loop(loop)
    assert report.mistake == "new network thrown away"
    assert "leaves the old one as it is" in report.text


def test_another_loss_is_named():
    def training_loop(network, X, y, learning_rate, steps):
        losses = []
        for _ in range(steps):
            record = network.backward(network.forward(X), y, loss="squared_error")
            losses.append(record.loss)
            network = network.step(record, learning_rate)
        return network, losses

    report = check.training_loop(training_loop)
    assert report.mistake == "another loss" and '"bce"' in report.text


@pytest.mark.parametrize(
    "wrong",
    [
        lambda W, b, dW, db, learning_rate: (W - learning_rate * W, b - learning_rate * b),
        lambda W, b, dW, db, learning_rate: (W - learning_rate * W, b - learning_rate * db),
    ],
)
def test_a_step_along_the_weights_themselves_is_named(wrong):
    assert check.update_rule(wrong).mistake == "weight taken for its slope"


def test_a_slice_that_ends_at_the_size_is_named():
    def mini_batches(X, y, batch_size, epochs, rng):
        batches = []
        for _ in range(epochs):
            o = rng.permutation(len(X))
            for s in range(0, len(X), batch_size):
                batches.append((X[o[s:batch_size]], y[o[s:batch_size]]))
        return batches

    report = check.mini_batches(mini_batches)
    assert report.mistake == "slice ends at batch_size"
    assert "All batches of an epoch but the first are empty" in report.text


def test_network_alone_is_told_what_is_expected():
    text = check.training_loop(lambda network, X, y, learning_rate, steps: network).text
    assert "expected two results: network, losses" in text


def test_sigmoid_in_every_layer_is_told_which_activations():
    def training_loop(network, X, y, learning_rate, steps):
        trained, losses = loop_of_the_core(network, X, y, learning_rate, steps)
        return Network.from_weights(trained.W, trained.b, activations="sigmoid"), losses

    report = check.training_loop(training_loop)
    assert report.mistake == "activations changed"
    assert "keeps those of the network that came in" in report.text


def shuffled_in_place(X, y, batch_size, epochs, rng):
    batches = []
    for _ in range(epochs):
        rng.shuffle(X)
        rng.shuffle(y)
        batches += [
            (X[k : k + batch_size].copy(), y[k : k + batch_size].copy())
            for k in range(0, len(X), batch_size)
        ]
    return batches


def test_two_orders_are_named_and_so_is_the_write_into_the_data():
    report = check.mini_batches(shuffled_in_place)
    assert report.mistake == "y left behind"
    assert "also changes X and y in place" in report.text


@pytest.mark.parametrize(
    ("orders", "mistake"),
    [
        (lambda rng, n, epochs: [np.arange(n)] * epochs, "not mixed"),
        (lambda rng, n, epochs: [rng.permutation(n)] * epochs, "mixed once only"),
        (lambda rng, n, epochs: [rng.integers(n, size=n)] * epochs, "drawn with repeats"),
        (lambda rng, n, epochs: [rng.choice(n, n) for _ in range(epochs)], "drawn with repeats"),
        (lambda rng, n, epochs: [rng.permutation(n)], "one epoch only"),
    ],
)
def test_wrong_orders_are_named(orders, mistake):
    def mini_batches(X, y, batch_size, epochs, rng):
        for order in orders(rng, len(X), epochs):
            for k in range(0, len(X), batch_size):
                yield X[order[k : k + batch_size]], y[order[k : k + batch_size]]

    assert check.mini_batches(mini_batches).mistake == mistake


def test_generator_without_an_end_is_cut_off():
    def mini_batches(X, y, batch_size, epochs, rng):
        while True:
            yield X, y

    assert not check.mini_batches(mini_batches).passed


def test_error_in_a_generator_shows_the_learners_line():
    def mini_batches(X, y, batch_size, epochs, rng):
        yield X[rng]  # the line to show

    text = check.mini_batches(mini_batches).text
    assert "yield X[rng]  # the line to show" in text
    assert "IndexError" in text and "not written yet" not in text


def test_rows_that_are_made_up_are_told():
    text = check.mini_batches(lambda X, y, *_: [(X[:1] + 1, y[:1])]).text
    assert "Some rows are no rows of X." in text


@pytest.mark.parametrize("first", [True, False])
def test_draws_of_one_call_do_not_disturb_the_next(first):
    """Each call is given a generator of its own: what it draws does not hang on earlier calls."""
    drawn = []
    check.mini_batches(lambda X, y, batch_size, epochs, rng: drawn.append(rng.random()))
    check.mini_batches(lambda X, y, batch_size, epochs, rng: drawn.append(rng.random()))
    assert drawn[: len(drawn) // 2] == drawn[len(drawn) // 2 :]
