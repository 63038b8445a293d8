"""What lesson 3 says in words, held to a computation: the words stand in it, and they are true."""

import re
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, datasets, fit, plots, train
from backprop_lib.initializers import normal

SOURCE = Path(__file__).resolve().parents[1] / "notebooks" / "src" / "03_training_from_scratch.md"
TEXT = " ".join(SOURCE.read_text("utf-8").replace("\n> ", "\n").split())
X, Y = datasets.xor()
LEARN_X, LEARN_Y = (part[:1200] for part in datasets.digits())


def xor_network(seed, scale=1.0):
    return Network([2, 4, 1], activations="sigmoid", init=normal(scale), seed=seed)


def twins(seed):
    """Four hidden neurons with the same weights."""
    rng = np.random.default_rng(seed)
    W1 = np.repeat(rng.normal(size=(2, 1)), 4, axis=1)
    W2 = np.repeat(rng.normal(size=(1, 1)), 4, axis=0)
    return Network.from_weights([W1, W2], [np.zeros(4), np.zeros(1)], activations="sigmoid")


def reader(seed=0):
    return Network([64, 32, 10], activations=["tanh", "softmax"], seed=seed)


def digits_loss(network):
    return network.loss(network.forward(LEARN_X), LEARN_Y, loss="cross_entropy")


def descent(network, steps=10_000, rate=0.5, **options):
    return fit(network, X, Y, loss="bce", optimizer=SGD(rate, **options), steps=steps)


def steps_to_solve(network, rate, most):
    training = train(network, X, Y, loss="bce", optimizer=SGD(rate), steps=most)
    while training.number < most:
        training.advance(10)
        if (abs(training.network.forward(X).output - Y) < 0.1).all():
            return training.number
    return None


@cache
def five_epochs(size, rate):
    return fit(
        reader(),
        LEARN_X,
        LEARN_Y,
        loss="cross_entropy",
        optimizer=SGD(rate),
        epochs=5,
        batch_size=size,
        seed=0,
    )


def test_a_tenth_of_the_rate_takes_about_ten_times_as_many_steps():
    assert "It only takes about ten times as many steps as a rate ten times larger" in TEXT
    for seed in (2, 3):
        slow, fast = (steps_to_solve(xor_network(seed), rate, 9000) for rate in (0.05, 0.5))
        assert 8 < slow / fast < 12


def test_larger_rate_from_a_half_to_five_solves_xor_sooner():
    assert "anything from 0.5 to 5: the curve falls, and the larger of them falls sooner" in TEXT
    needed = [steps_to_solve(xor_network(3), rate, 2000) for rate in (0.5, 1.0, 2.0, 5.0)]
    assert needed == sorted(needed, reverse=True) and len(set(needed)) == 4


def test_fastest_run_rises_a_few_times_and_a_wrong_sign_every_time():
    assert 1 <= (np.diff(descent(xor_network(3), 600, 5.0).loss) > 0).sum() <= 10
    assert "there the loss rises *every* time" in TEXT
    net, losses = xor_network(3), []
    for _ in range(300):
        record = net.backward(net.forward(X), Y, loss="bce")
        losses.append(record.loss)
        W = [W + 0.5 * dW for W, dW in zip(net.W, record.dW, strict=True)]
        b = [b + 0.5 * db for b, db in zip(net.b, record.db, strict=True)]
        net = Network.from_weights(W, b, activations="sigmoid")
    assert (np.diff(losses) > 0).all()


def test_errors_of_small_batches_cancel_over_an_epoch():
    assert "over an epoch they cancel" in TEXT

    def gradient(rows):
        net = reader()
        record = net.backward(net.forward(LEARN_X[rows]), LEARN_Y[rows], loss="cross_entropy")
        return np.concatenate([part.ravel() for part in (*record.dW, *record.db)])

    def angle(p, q):
        return np.degrees(np.arccos(p @ q / np.linalg.norm(p) / np.linalg.norm(q)))

    order = np.random.default_rng(0).permutation(1200)
    parts = [gradient(order[start : start + 32]) for start in range(0, 1200, 32)]
    assert 40 < np.mean([angle(part, gradient(order)) for part in parts]) < 60
    assert angle(np.mean(parts, axis=0), gradient(order)) < 3


def test_rough_steps_get_farther_than_exact_ones_for_the_same_work():
    exact, rough, rougher = (five_epochs(size, 0.5) for size in (1200, 32, 4))
    words = (
        f"Five exact steps bring the loss from {digits_loss(reader()):.1f} to "
        f"{digits_loss(exact.network):.1f}. For the same work, 6,000 looks at a picture, "
        f"{len(rough)} rough steps bring it to {digits_loss(rough.network):.2f}, and "
        f"{len(rougher):,} rougher ones about as low"
    )
    assert words in TEXT
    assert digits_loss(rougher.network) < 0.2


def test_single_pictures_at_a_rate_of_their_own_end_as_low_as_any_batch():
    rates = {1200: 1.0, 128: 1.0, 32: 1.0, 4: 0.2, 1: 0.05}
    ends = {size: digits_loss(five_epochs(size, rate).network) for size, rate in rates.items()}
    assert "for size, rate in ((1200, 1.0), (128, 1.0), (32, 1.0), (4, 0.2), (1, 0.05))" in TEXT
    assert ends[1200] > 1 > ends[128] > ends[32] > max(ends[4], ends[1])
    assert "As low as any. The rougher the steps, the shorter they have to be" in TEXT


def test_epoch_filed_by_digit_ends_on_a_network_that_says_nine_to_all():
    assert "the network calls every picture a 9, the digit that came last" in TEXT
    order, net = np.argsort(LEARN_Y.argmax(axis=1), kind="stable"), reader()
    alone = 0
    for start in range(0, 1200, 32):
        rows = order[start : start + 32]
        alone += len(set(LEARN_Y[rows].argmax(axis=1))) == 1
        step = {"optimizer": SGD(0.5), "steps": 1}
        net = fit(net, LEARN_X[rows], LEARN_Y[rows], loss="cross_entropy", **step).network
    assert (net.forward(LEARN_X).output.argmax(axis=1) == 9).mean() > 0.99
    assert alone >= 28  # of 38 batches


def test_without_a_hidden_layer_one_half_to_all_is_the_best():
    straight = Network([2, 1], activations="sigmoid", seed=0)
    assert abs(descent(straight, 2000).network.forward(X).output - 0.5).max() < 0.005
    rng = np.random.default_rng(0)  # the loss is convex there: no other place is lower
    for W, b in zip(rng.normal(size=(50, 2, 1)), rng.normal(size=(50, 1)), strict=True):
        net = Network.from_weights([W], [b], activations="sigmoid")
        assert net.loss(net.forward(X), Y, loss="bce") >= np.log(2)


def test_two_hidden_neurons_fold_the_square_zeros_in_the_fold_and_ones_at_its_ends():
    pair = Network([2, 2, 1], activations="sigmoid", init=normal(2.0), seed=0)
    net = fit(pair, X, Y, loss="bce", optimizer=SGD(1.0), steps=600).network
    zero, one, other, zero_too = net.forward(X).a[1]
    assert np.linalg.norm(zero - zero_too) < 0.1
    assert min(np.linalg.norm(zero - one), np.linalg.norm(zero - other)) > 0.7
    assert ((net.forward(X).output > 0.5) == Y).all()
    assert not ((pair.forward(X).output > 0.5) == Y).all()
    assert "both zeros move into the fold, and the ones are its two ends" in TEXT


def test_three_runs_that_do_not_learn_look_as_the_lesson_says_and_one_change_cures_each():
    runs = {
        "A": (xor_network(3), 0.01),
        "B": (xor_network(3, 0.01), 0.5),
        "C": (xor_network(3), 50),
    }
    slow, flat, wild = (descent(run[0], 300, run[1]).loss for run in runs.values())
    assert slow[0] > np.log(2) + 0.05 and (np.diff(slow) < 0).all() and slow[-1] > 0.9 * slow[0]
    assert abs(flat - np.log(2)).max() < 0.001
    assert (wild[5:] > np.log(2)).mean() > 0.9 and (np.diff(wild) > 0).sum() > 30
    assert (np.diff(wild) < 0).sum() > 30  # "It falls in between."
    for start in (xor_network(3), xor_network(3, 1.0)):
        assert descent(start, 2000).loss[-1] < 0.1


def test_whole_program_of_thirty_lines_learns_xor_and_reads_19_of_20_digits():
    from backprop_lib.check.program_parts.ours import Program

    xor = Program(2, 4, 1, seed=3)
    losses = xor.train(X, Y, 0.5, 5000)
    assert losses[-1] < 0.005 and (xor.predict(X) == Y).all()
    program = Program(64, 32, 10, seed=0)
    losses = program.train(LEARN_X, LEARN_Y, 1.0, 500)
    pictures, labels = (part[1200:] for part in datasets.digits())
    read = program.forward(pictures)[1].argmax(axis=1) == labels.argmax(axis=1)
    assert losses[0] > 10 and 0.2 < losses[-1] < 0.3 and 0.93 < read.mean() < 0.97
    cell = re.search(r"class NeuralNetwork:.*?```", SOURCE.read_text("utf-8"), re.DOTALL)[0]
    lines = [line.strip() for line in cell.splitlines()[1:-1]]
    own = [line for line in lines if line and not line.startswith(('"""', "#"))]
    assert "Some thirty lines of NumPy" in TEXT and 28 <= len(own) <= 36


def test_ten_equal_shares_cost_the_logarithm_of_ten_and_two_shares_are_bce():
    start = Network.from_weights([np.zeros((64, 10))], [np.zeros(10)], activations=["softmax"])
    assert digits_loss(start) == pytest.approx(np.log(10))
    z, y = np.array([[0.7, -0.4]]), np.array([[1.0, 0.0]])
    shares = Network.from_weights([np.eye(2)], [[0.0, 0.0]], activations=["softmax"])
    single = Network.from_weights([[[1.0]]], [[0.0]], activations=["sigmoid"])
    assert shares.loss(shares.forward(z), y, loss="cross_entropy") == pytest.approx(
        single.loss(single.forward(z[:, :1] - z[:, 1:]), y[:, :1], loss="bce")
    )


def test_textbook_start_is_a_coin_after_ten_thousand_steps():
    assert "each network answers 0.50 to everything" in TEXT
    for seed in range(3):
        answers = descent(xor_network(seed, 0.01)).network.forward(X).output
        assert abs(answers - 0.5).max() < 0.005


def test_small_first_weights_fail_for_many_seeds_and_small_last_weights_for_none():
    """Why the check of the program asks for a start of W1 that is not near zero, and of W2 not."""

    def learned(small_W1, small_W2, seed):
        net = xor_network(seed)
        W = [net.W[1] * small_W1, net.W[2] * small_W2]
        start = Network.from_weights(W, net.b, activations="sigmoid")
        return descent(start).loss[-1] < 0.1

    assert sum(learned(0.01, 1, seed) for seed in range(10)) <= 8
    assert sum(learned(1, 0.01, seed) for seed in range(10)) == 10


def test_after_a_pull_one_twin_goes_and_three_stay_alike_and_solve_xor():
    net = descent(twins(1), steps=500).network
    net = net.replace(layer=2, i=0, j=0, value=net.W[2][0, 0] - 3)
    assert steps_to_solve(net, 0.5, most=10_000)
    W = descent(net).network.W
    np.testing.assert_allclose(W[1][:, 1:], W[1][:, [1, 1, 1]], rtol=1e-6)
    np.testing.assert_allclose(W[2][1:], W[2][[1, 1, 1]], rtol=1e-6)
    assert abs(W[2][0, 0] - W[2][1, 0]) > 10


def test_most_twins_end_at_what_one_neuron_can_do_and_some_at_a_coin():
    runs = [descent(twins(seed)) for seed in range(20)]
    ends = np.array([run.loss[-1] for run in runs])
    best = (3 * np.log(3) - 2 * np.log(2)) / 4  # right about one, two thirds for three
    low, coin = (abs(ends - best) < 0.02).sum(), (abs(ends - np.log(2)) < 0.02).sum()
    assert f"of our 20 twins, {coin} stayed, and {low} ended at {best:.2f}" in TEXT
    assert low + coin == 20 and ends.min() > best
    answers = np.sort(runs[1].network.forward(X).output[:, 0])
    np.testing.assert_allclose(answers, [0, 2 / 3, 2 / 3, 2 / 3], atol=0.01)


def test_one_hidden_neuron_never_gets_below_what_the_lesson_says():
    """Along its direction the answers only rise or only fall: the best such answers are means."""
    best = (3 * np.log(3) - 2 * np.log(2)) / 4
    rng = np.random.default_rng(0)
    for seed in range(6):
        start = Network([2, 1, 1], activations="sigmoid", init=normal(2.0), seed=seed)
        assert descent(start, 3000, 2.0).loss.min() > best - 1e-9
    for _ in range(200):
        along = X @ rng.normal(size=2)
        targets = Y[np.argsort(along), 0]
        for way in (targets, targets[::-1]):
            fitted = [  # the closest answers that do not fall (isotonic regression)
                max(min(way[i : k + 1].mean() for k in range(j, 4)) for i in range(j + 1))
                for j in range(4)
            ]
            p = np.clip(fitted, 1e-12, 1 - 1e-12)
            assert -(way * np.log(p) + (1 - way) * np.log(1 - p)).mean() > best - 1e-9


def test_scale_of_a_hundredth_suits_ten_thousand_inputs():
    x = np.random.default_rng(0).normal(size=(1, 10_000))
    wide = Network([10_000, 50, 1], activations="tanh", init=normal(0.01), seed=0)
    assert 0.5 < np.std(wide.forward(x).z[1]) < 2 and "a layer with 10,000 inputs" in TEXT


def test_little_weight_decay_halves_the_validation_loss_and_much_leaves_a_coin():
    moons, others = (datasets.moons(n, noise=0.3, seed=s) for n, s in ((40, 0), (500, 1)))
    eager = Network([2, 32, 1], activations=["tanh", "sigmoid"], seed=0)
    ends = {}
    for decay in (0.0, 0.001, 0.003, 0.01, 0.3):
        optimizer = SGD(0.5, weight_decay=decay)
        net = fit(eager, *moons, loss="bce", optimizer=optimizer, steps=5000).network
        ends[decay] = net.loss(net.forward(others[0]), others[1], loss="bce")
    assert "taken 5,000 times, it halves the validation loss" in TEXT
    assert 0.4 < ends[0.001] / ends[0.0] < 0.6
    assert min(ends, key=ends.get) == 0.003 and ends[0.003] < ends[0.01] < ends[0.3]
    assert ends[0.3] == pytest.approx(np.log(2), abs=1e-6)
    assert "at 0.3 every answer is a coin's" in TEXT


def test_more_samples_are_the_best_of_the_three_cures():
    moons, others, test = (
        datasets.moons(n, noise=0.3, seed=s) for n, s in ((40, 0), (500, 1), (1000, 2))
    )
    more = datasets.moons(400, noise=0.3, seed=0)
    eager = Network([2, 32, 1], activations=["tanh", "sigmoid"], seed=0)
    every = {"loss": "bce", "steps": 5000}
    cured = {
        "early stopping": fit(eager, *moons, optimizer=SGD(0.5), validation_data=others, **every),
        "weight decay": fit(eager, *moons, optimizer=SGD(0.5, weight_decay=0.003), **every),
        "more samples": fit(eager, *more, optimizer=SGD(0.5), **every),
    }
    nets = {name: run.network for name, run in cured.items()}
    nets["early stopping"] = cured["early stopping"].best
    ends = {name: net.loss(net.forward(test[0]), test[1], loss="bce") for name, net in nets.items()}
    assert min(ends, key=ends.get) == "more samples"
    assert "of all these cures this one works best" in TEXT


def test_nobody_reads_all_new_moons_right():
    """Even who knows where the moons lie and how wide the noise is."""
    X_new, y_new = datasets.moons(2000, noise=0.3, seed=9)
    angle = np.linspace(0, np.pi, 300)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])

    def likely(moon):
        squares = ((X_new[:, None] - moon) ** 2).sum(axis=-1)
        return np.exp(-squares / 2 / 0.3**2).mean(axis=1)

    right = ((likely(-upper) > likely(upper)) == (y_new[:, 0] == 1)).mean()
    assert 0.85 < right < 0.95


def test_ball_needs_fourteen_steps_at_a_half_and_the_walker_48():
    rng = np.random.default_rng(0)
    x = np.linspace(0, 3, 20).reshape(-1, 1)
    y = 0.8 * x - 0.5 + rng.normal(0, 0.2, size=(20, 1))
    line = Network.from_weights([[[-1.0]]], [[1.5]], activations="identity")

    def needed(rate, momentum, below):
        optimizer = SGD(rate, momentum=momentum)
        run = fit(line, x, y, loss="squared_error", optimizer=optimizer, steps=400)
        return int(np.argmax(run.loss < below)) if below else run.loss[-1]

    low = 1.01 * needed(0.3, 0.0, None)
    walker = {rate: needed(rate, 0.0, low) for rate in (0.1, 0.2, 0.3, 0.4, 0.5)}
    ball = {rate: needed(rate, 0.5, low) for rate in (0.1, 0.2, 0.3, 0.5)}
    best, fastest = min(walker, key=walker.get), min(ball, key=ball.get)
    words = (
        f"With its best rate, {best}, the walker needs {walker[best]} steps. "
        f"The ball needs {ball[fastest]}, at the rate {fastest}. Here is its way there"
    )
    assert words in TEXT and f"path=walk({fastest}, momentum=0.5)" in TEXT


def test_momentum_at_a_tenth_of_the_rate_is_as_fast_and_goes_on_where_descent_stops():
    spirals = datasets.spirals(300, seed=0)
    winder = Network([2, 16, 16, 1], activations=["tanh", "tanh", "sigmoid"], seed=0)

    def needed(optimizer):
        run = train(winder, *spirals, loss="bce", optimizer=optimizer, steps=400)
        return 1 + next(k for k in range(400) if run.advance(1)[0] < 0.1)

    plain, twice = needed(SGD(1.0)), needed(SGD(2.0))
    tenth, full = needed(SGD(0.1, momentum=0.9)), needed(SGD(1.0, momentum=0.9))
    assert "plain descent at the rate 1 with momentum 0.9 at a tenth of it, 0.1: about" in TEXT
    assert 0.6 < tenth / plain < 1.2
    assert twice > 0.8 * plain and "Twice the rate gains plain descent nothing" in TEXT
    assert 0.15 < full / tenth < 0.35 and "and needs a fourth of the steps" in TEXT
    adam = needed(Adam(0.1))
    assert 0.5 < adam / full < 2 and plain > 2.5 * max(adam, full)


def test_slice_around_the_textbook_start_is_flat_to_three_digits():
    axes = plots.loss_surface(xor_network(3, 0.01), X, Y, loss="bce", across="random", seed=0)
    (filled,) = [child for child in axes.get_children() if hasattr(child, "zmin")]
    assert "between 0.6931 and 0.6935" in TEXT
    assert 0.6931 < filled.zmin < filled.zmax < 0.6935
    plt.close(axes.figure)


def test_run_b_has_two_cures_so_a_cure_alone_does_not_tell_what_was_ill():
    for words in (
        "So does a rate of 5, from any of ten such starts",
        "it begins at 0.69, a coin's loss",
        "`xor_network(3)`, cures B",
    ):
        assert words in TEXT
    sick = [xor_network(seed, 0.01) for seed in range(10)]
    for network in sick:
        assert network.loss(network.forward(X), Y, loss="bce") == pytest.approx(0.693, abs=5e-3)
        assert fit(network, X, Y, loss="bce", optimizer=SGD(5.0), steps=2000).loss[-1] < 0.1
    ill, well = (
        fit(network, X, Y, loss="bce", optimizer=SGD(0.5), steps=2000).loss[-1]
        for network in (sick[3], xor_network(3))
    )
    assert ill > 0.69 and well < 0.1


def test_a_rate_that_jumps_from_the_start_does_not_disturb_a_trained_network():
    """So the player's task says: first the rate, then Reset."""
    assert "Drag the learning rate, then press **Reset**" in TEXT
    fast, trained = SGD(50.0), fit(xor_network(3), X, Y, loss="bce", optimizer=SGD(5.0), steps=600)
    fresh = fit(xor_network(3), X, Y, loss="bce", optimizer=fast, steps=600).loss
    later = fit(trained.network, X, Y, loss="bce", optimizer=fast, steps=600).loss
    assert fresh[-50:].max() > 1 and later.max() < 0.1
