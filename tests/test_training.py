import itertools
import math

import numpy as np
import pytest

from backprop_lib import SGD, Network, datasets, fit, train
from backprop_lib.activations import ACTIVATIONS

X, Y = datasets.xor()


@pytest.fixture
def net():
    return Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)


def data(net, rows, seed=0):
    """Samples for any network: targets in (0, 1), rows that sum to 1 for a softmax."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(rows, net.sizes[0])), rng.uniform(0.1, 0.9, (rows, net.sizes[-1]))
    return X, y / y.sum(axis=1, keepdims=True) if net.activations[-1] == "softmax" else y


def by_hand(net, X, y, loss, learning_rate, steps, weight_decay=0.0, momentum=0.0):
    """Full-batch descent with the public calls alone, a matrix at a time."""
    W, b = [np.array(W_l) for W_l in net.W], [np.array(b_l) for b_l in net.b]
    v = [np.zeros_like(part) for part in W + b]
    losses = []
    for _ in range(steps):
        net = Network.from_weights(W, b, activations=net.activations)
        backward = net.backward(net.forward(X), y, loss=loss)
        losses.append(backward.loss)
        slopes = [dW + weight_decay * W_l for dW, W_l in zip(backward.dW, W, strict=True)]
        v = [momentum * v_p + s for v_p, s in zip(v, slopes + list(backward.db), strict=True)]
        moved = [part - learning_rate * v_p for part, v_p in zip(W + b, v, strict=True)]
        W, b = moved[: len(W)], moved[len(W) :]
    return Network.from_weights(W, b, activations=net.activations), losses


# ---- the same as a loop written by hand

PAIRS = [
    ("identity", "mse"),
    ("tanh", "squared_error"),
    ("sigmoid", "bce"),
    ("sigmoid", "squared_error"),
    ("relu", "mse"),
    ("softmax", "cross_entropy"),
]


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("hidden", [name for name in ACTIVATIONS if name != "softmax"])
def test_training_is_forward_backward_and_an_update(hidden, output, loss):
    net = Network([3, 5, 4, 2], activations=[hidden, hidden, output], seed=1)
    inputs, y = data(net, 7)
    expected, losses = by_hand(net, inputs, y, loss, 0.2, steps=20)
    history = fit(net, inputs, y, loss=loss, optimizer=SGD(0.2), steps=20)
    np.testing.assert_allclose(history.network.params, expected.params, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(history.loss, losses, rtol=1e-12)


def test_momentum_and_weight_decay_are_those_of_a_hand_written_loop(net):
    expected, _ = by_hand(net, X, Y, "bce", 0.2, steps=30, weight_decay=0.01, momentum=0.9)
    optimizer = SGD(0.2, weight_decay=0.01, momentum=0.9)
    reached = fit(net, X, Y, loss="bce", optimizer=optimizer, steps=30).network
    np.testing.assert_allclose(reached.params, expected.params, rtol=1e-12, atol=1e-12)


def test_each_row_of_a_mini_batch_keeps_its_own_y(net):
    """Hardly moved, a network has the whole loss as the mean of an epoch's batches."""
    inputs, y = data(net, 12)
    losses = fit(
        net, inputs, y, loss="bce", optimizer=SGD(1e-15), batch_size=3, epochs=1, seed=0
    ).loss
    assert np.mean(losses) == pytest.approx(net.loss(net.forward(inputs), y, loss="bce"), rel=1e-12)


def test_every_epoch_mixes_the_rows_anew(net):
    """Hardly moved, a network has the same losses again where the batches are the same again."""
    inputs, y = data(net, 12)
    losses = fit(
        net, inputs, y, loss="bce", optimizer=SGD(1e-15), batch_size=3, epochs=5, seed=0
    ).loss
    epochs = np.reshape(losses, (5, 4)).round(9)
    assert len(np.unique(epochs, axis=0)) == 5


def test_relu_at_its_kink_gets_no_slope_in_training_either():
    W, b = [np.zeros((2, 3)), np.ones((3, 1))], [np.zeros(3), np.zeros(1)]
    net = Network.from_weights(W, b, activations=["relu", "identity"])
    inputs, y = data(net, 4)
    reached = fit(net, inputs, y, loss="mse", optimizer=SGD(0.1), steps=3).network
    np.testing.assert_array_equal(reached.W[1], W[0])
    assert reached.b[2] != 0


def test_loop_advance_and_fit_are_the_same_run(net):
    def run(**how):
        inputs, y = data(net, 10)
        return dict(network=net, X=inputs, y=y, loss="bce", batch_size=4, seed=5, **how)

    loop, leaps = train(**run(epochs=4)), train(**run(epochs=4))
    losses = [step.loss for step in loop]
    assert losses == leaps.advance(5) + leaps.advance(7)
    history = fit(**run(epochs=4))
    np.testing.assert_array_equal(history.loss, losses)
    for other in (leaps.network, history.network):
        np.testing.assert_array_equal(other.params, loop.network.params)


def test_one_step_by_hand():
    """w = 2, b = 0, x = 3, y = 5, half the square: delta 1, dW 3, db 1."""
    net = Network.from_weights([[[2.0]]], [[0.0]], activations="identity")
    step = next(train(net, [[3.0]], [[5.0]], loss="squared_error", optimizer=SGD(0.1)))
    assert step.loss == 0.5
    np.testing.assert_allclose(step.network.params, [1.7, -0.1])
    assert step.gradient_norms == pytest.approx([math.sqrt(10)])


def test_sgd_of_a_tenth_is_the_default(net):
    assert train(net, X, Y, loss="bce").optimizer == SGD(0.1)


def test_xor_is_learned(net):
    history = fit(net, X, Y, loss="bce", optimizer=SGD(0.5), steps=2000)
    np.testing.assert_array_equal(history.network.forward(X).output.round(), Y)
    assert history.loss[-1] < 0.05 < history.loss[0]


def test_the_network_and_the_data_that_came_in_stay_as_they_are(net):
    inputs, y = X.copy(), Y.copy()
    params = net.params.copy()
    training = train(net, inputs, y, loss="bce", steps=5, batch_size=3, seed=0)
    list(training)
    np.testing.assert_array_equal(net.params, params)
    np.testing.assert_array_equal(inputs, X)
    np.testing.assert_array_equal(y, Y)


def test_the_data_are_copied(net):
    inputs, y = X.copy(), Y.copy()
    training = train(net, inputs, y, loss="bce", steps=3)
    inputs[:], y[:] = 9, 9
    assert training.advance(3) == train(net, X, Y, loss="bce").advance(3)


@pytest.mark.parametrize("loss", ["bce", "mse"])
def test_float32_all_the_way(loss):
    net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0, dtype=np.float32)
    double = Network.from_weights(net.W, net.b, activations=net.activations)
    optimizer = SGD(0.5, momentum=0.5, weight_decay=1e-3, clip_norm=1.0)
    single, double = (
        fit(n, X, Y, loss=loss, optimizer=optimizer, steps=100) for n in (net, double)
    )
    assert single.network.dtype == np.float32
    np.testing.assert_allclose(single.network.params, double.network.params, atol=1e-4)
    np.testing.assert_allclose(single.loss, double.loss, atol=1e-5)
    step = next(train(net, X, Y, loss=loss))
    assert type(step.loss) is float
    assert type(step.gradient_norm) is float


# ---- steps


def test_steps_count_from_1_and_know_their_epoch(net):
    steps = list(train(net, X, Y, loss="bce", epochs=2, batch_size=3, seed=0))
    assert [(step.number, step.epoch) for step in steps] == [(1, 1), (2, 1), (3, 2), (4, 2)]
    assert repr(steps[2]) == f"Step 3, epoch 2, loss {steps[2].loss:.6g}"


def test_losses_of_a_finished_list_of_steps_stay(net):
    losses = [step.loss for step in list(train(net, X, Y, loss="bce", steps=10))]
    assert losses == train(net, X, Y, loss="bce").advance(10)
    assert len(set(losses)) == 10


def test_the_loss_is_that_of_the_network_before_the_step(net):
    training = train(net, X, Y, loss="bce", steps=3)
    before = net
    for step in training:
        assert step.loss == pytest.approx(before.loss(before.forward(X), Y, loss="bce"), rel=1e-12)
        before = step.network


def test_gradient_norms_are_those_before_clipping(net):
    backward = net.backward(net.forward(X), Y, loss="bce")
    step = next(train(net, X, Y, loss="bce", optimizer=SGD(0.1, clip_norm=1e-3)))
    parts = list(zip(backward.dW, backward.db, strict=True))
    norms = [math.sqrt((dW**2).sum() + (db**2).sum()) for dW, db in parts]
    assert step.gradient_norms == pytest.approx(norms, rel=1e-12)
    assert step.gradient_norm == pytest.approx(math.hypot(*norms), rel=1e-12)


def test_what_was_looked_at_in_time_stays(net):
    training = train(net, X, Y, loss="bce", steps=50)
    first = next(training)
    network, norms, norm = first.network, first.gradient_norms, first.gradient_norm
    params = network.params.copy()
    list(training)
    assert first.network is network
    assert (first.gradient_norms, first.gradient_norm) == (norms, norm)
    np.testing.assert_array_equal(network.params, params)
    assert not np.array_equal(training.network.params, params)


@pytest.mark.parametrize("name", ["network", "gradient_norms", "gradient_norm"])
@pytest.mark.parametrize(
    "go_on", [next, lambda t: t.advance(1), lambda t: setattr(t, "network", t.network)]
)
def test_what_is_looked_at_too_late_raises_instead_of_changing(net, name, go_on):
    training = train(net, X, Y, loss="bce")
    step = next(training)
    go_on(training)
    with pytest.raises(RuntimeError, match="step 1 is over"):
        getattr(step, name)


def test_networks_handed_out_belong_to_the_reader(net):
    training = train(net, X, Y, loss="bce")
    step = next(training)
    assert step.network is step.network is not training.network
    with pytest.raises(ValueError, match="read-only"):
        step.network.params[0] = 1
    kept = step.network.params.copy()
    training.advance(7)
    np.testing.assert_array_equal(step.network.params, kept)


# ---- how long


@pytest.mark.parametrize(
    ("rows", "batch", "epochs", "steps"),
    [(10, 4, 2, 6), (10, None, 3, 3), (10, 10, 3, 3), (10, 99, 3, 3), (8, 4, 2, 4)],
)
def test_epochs_are_whole_passes(net, rows, batch, epochs, steps):
    inputs, y = data(net, rows)
    training = train(net, inputs, y, loss="bce", epochs=epochs, batch_size=batch, seed=0)
    assert len(training) == steps
    assert len(list(training)) == steps
    assert (training.number, training.epoch) == (steps, epochs)


def test_len_is_what_is_left(net):
    training = train(net, X, Y, loss="bce", steps=10)
    assert len(training) == 10
    next(training)
    training.advance(4)
    assert len(training) == 5
    assert len(training.advance(99)) == 5
    assert len(training) == 0
    assert list(training) == []
    assert training.advance(1) == []


def test_without_an_end_it_goes_on(net):
    training = train(net, X, Y, loss="bce")
    assert [step.number for step in itertools.islice(training, 3)] == [1, 2, 3]
    with pytest.raises(TypeError, match="has no end: give train steps=… or epochs=…"):
        len(training)


def test_a_progress_bar_can_drive_it(net):
    """What tqdm does: ask for a length, perhaps in vain, then iterate."""

    def bar(iterable):
        try:
            total = len(iterable)
        except (TypeError, AttributeError):
            total = None
        for count, item in enumerate(iterable, start=1):
            yield count, total, item.number

    assert list(bar(train(net, X, Y, loss="bce", steps=3))) == [(1, 3, 1), (2, 3, 2), (3, 3, 3)]
    assert next(bar(train(net, X, Y, loss="bce"))) == (1, None, 1)


def test_a_loop_that_was_left_is_taken_up_again(net):
    training = train(net, X, Y, loss="bce", steps=10)
    for step in training:
        if step.number == 4:
            break
    assert [step.number for step in training] == [5, 6, 7, 8, 9, 10]
    once = fit(net, X, Y, loss="bce", steps=10).network
    np.testing.assert_array_equal(training.network.params, once.params)


# ---- what does not fit

GOOD = dict(loss="bce", steps=3)


@pytest.mark.parametrize("run", [train, fit])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (dict(network="net"), "network is 'net'; expected a Network"),
        (dict(X=[0.0, 1.0]), r"X has shape \(2,\)"),
        (dict(X=X[:, :1]), r"X has shape \(4, 1\); expected \(batch, 2\)"),
        (dict(X=X * np.nan), "X holds nan"),
        (dict(y=Y[:3]), "y has 3 rows"),
        (dict(y=Y[:, 0]), r"y has shape \(4,\)"),
        (dict(y=Y + 1), "labels in"),
        (dict(loss="bec"), "Did you mean 'bce'"),
        (dict(loss="cross_entropy"), "needs a 'softmax' output"),
        (dict(optimizer="adam"), "optimizer is 'adam'; expected one such as SGD"),
        (dict(optimizer=SGD), "optimizer is <class .*expected one such as SGD"),
        (dict(steps=0), "steps is 0; expected a whole number from 1"),
        (dict(steps=2.5), "steps is 2.5"),
        (dict(steps=True), "steps is True"),
        (dict(steps=None, epochs=0), "epochs is 0"),
        (dict(steps=None, epochs="2"), "epochs is '2'"),
        (dict(epochs=3), "got steps=3 and epochs=3; expected one of the two"),
        (dict(batch_size=0), "batch_size is 0"),
        (dict(batch_size=-4), "batch_size is -4"),
        (dict(batch_size=2.5), "batch_size is 2.5"),
        (dict(seed=-1), "seed|negative"),
    ],
)
def test_an_argument_that_does_not_fit_is_named(net, run, wrong, words):
    arguments = dict(network=net, X=X, y=Y) | GOOD | wrong
    with pytest.raises(ValueError, match=words):
        run(**arguments)


@pytest.mark.parametrize("steps", [0, -1, 1.5, None, True])
def test_advance_names_what_is_no_number_of_steps(net, steps):
    with pytest.raises(ValueError, match=f"steps is {steps!r}; expected a whole number from 1"):
        train(net, X, Y, loss="bce").advance(steps)


def test_options_are_named(net):
    with pytest.raises(TypeError):
        train(net, X, Y, "bce")
    with pytest.raises(TypeError):
        fit(net, X, Y, "bce", SGD(), 10)


@pytest.mark.parametrize("batch_size", [None, 2])
def test_data_can_be_changed_between_steps(batch_size):
    X, y = datasets.xor()
    net = Network([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    run = train(
        net, X, y, loss="bce", optimizer=SGD(0.5, momentum=0.9), batch_size=batch_size, seed=1
    )
    run.advance(5)
    run.data = X[:3] + 1, y[:3]
    np.testing.assert_array_equal(run.data[0], X[:3] + 1)
    here = run.network
    step = next(run)
    assert step.number == 6
    if batch_size is None:
        truth = here.backward(here.forward(X[:3] + 1), y[:3], loss="bce").loss
        assert step.loss == pytest.approx(truth, rel=1e-12)
    run.advance(4)
    with pytest.raises(ValueError, match="X"):
        run.data = X[:, :1], y
    assert len(run.data[0]) == 3
