"""Mini-batches, and what is changed while a run is going on."""

import numpy as np
import pytest

from backprop_lib import SGD, Adam, Network, datasets, fit, train

X, Y = datasets.xor()


@pytest.fixture
def net():
    return Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)


# ---- mini-batches


def batches_seen(rows, batch_size, steps, seed, change=None):
    """The rows that each step saw.

    Row i asks output i, and no other, to be 1. So a step from b = 0 raises the biases of the rows
    that it saw; then b is set to 0 again.
    """
    net = Network.from_weights([np.zeros((1, rows))], [np.zeros(rows)], activations="identity")
    training = train(
        net,
        np.zeros((rows, 1)),
        np.eye(rows),
        loss="squared_error",
        batch_size=batch_size,
        seed=seed,
    )
    seen = []
    for number in range(steps):
        if change:
            change(training, number)
        seen.append(np.flatnonzero(next(training).network.b[1]).tolist())
        training.network = net
    return seen, training


@pytest.mark.parametrize(
    ("rows", "size", "lengths"),
    [(8, 4, [4, 4]), (10, 4, [4, 4, 2]), (9, 4, [4, 4, 1]), (5, 1, [1] * 5)],
)
def test_every_row_is_seen_once_an_epoch_and_the_last_batch_may_be_smaller(rows, size, lengths):
    seen, _ = batches_seen(rows, size, 3 * len(lengths), seed=0)
    for epoch in range(3):
        batches = seen[epoch * len(lengths) : (epoch + 1) * len(lengths)]
        assert [len(batch) for batch in batches] == lengths
        assert sorted(sum(batches, [])) == list(range(rows))


def test_rows_are_mixed_anew_in_every_epoch():
    seen, _ = batches_seen(12, 4, 9, seed=0)
    assert seen[:3] != seen[3:6] != seen[6:]
    assert seen[:3] != [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_the_seed_decides_the_order_and_no_global_state_is_touched():
    before = np.random.get_state()[1].copy()
    one, two, other = (batches_seen(12, 4, 6, seed)[0] for seed in (3, 3, 4))
    assert one == two != other
    assert batches_seen(12, 4, 6, np.random.default_rng(3))[0] == one
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_without_a_batch_size_or_with_a_large_one_every_step_sees_all_rows(net):
    for size in (None, 6, 7):
        assert batches_seen(6, size, 2, seed=0)[0] == [list(range(6))] * 2


def test_x_and_y_are_mixed_alike():
    """y is a linear function of X, so that one step after another can only come nearer."""
    net = Network.from_weights([[[0.0]]], [[0.0]], activations="identity")
    inputs = np.linspace(-1, 1, 12)[:, None]
    history = fit(
        net,
        inputs,
        3 * inputs,
        loss="mse",
        optimizer=SGD(0.3),
        epochs=100,
        batch_size=5,
        seed=0,
    )
    assert history.loss[-1] < 1e-12


# ---- changed between steps


def test_a_new_optimizer_acts_at_the_next_step(net):
    training = train(net, X, Y, loss="bce", optimizer=SGD(0.5))
    training.advance(3)
    before = training.network.params
    training.optimizer = SGD(0.0)
    training.advance(1)
    np.testing.assert_array_equal(training.network.params, before)
    training.optimizer = SGD(2.0)
    expected = next(train(training.network, X, Y, loss="bce", optimizer=SGD(2.0))).network
    np.testing.assert_allclose(next(training).network.params, expected.params, rtol=1e-12)


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.01)])
def test_the_same_settings_anew_change_nothing(net, optimizer):
    """Moments live in the run: swapping the learning rate under a learner's hand keeps them."""
    training, plain = (train(net, X, Y, loss="bce", optimizer=optimizer) for _ in range(2))
    for _ in range(5):
        training.optimizer = type(optimizer)(**vars(optimizer))
        assert training.advance(1) == plain.advance(1)


def test_momentum_switched_off_and_on_starts_from_rest(net):
    training = train(net, X, Y, loss="bce", optimizer=SGD(0.1, momentum=0.9))
    training.advance(5)
    training.optimizer = SGD(0.1)
    training.advance(1)
    training.optimizer = SGD(0.1, momentum=0.9)
    anew = train(training.network, X, Y, loss="bce", optimizer=SGD(0.1, momentum=0.9))
    assert training.advance(5) == anew.advance(5)


def test_another_kind_of_optimizer_starts_with_no_moments(net):
    training = train(net, X, Y, loss="bce", optimizer=SGD(0.1, momentum=0.9))
    training.advance(5)
    training.optimizer = Adam(0.01)
    anew = train(training.network, X, Y, loss="bce", optimizer=Adam(0.01))
    assert training.advance(5) == anew.advance(5)
    training.optimizer = SGD(0.1, momentum=0.9)
    anew = train(training.network, X, Y, loss="bce", optimizer=SGD(0.1, momentum=0.9))
    assert training.advance(5) == anew.advance(5)


@pytest.mark.parametrize("optimizer", [SGD(0.1, momentum=0.9), Adam(0.01)])
def test_two_runs_with_one_optimizer_do_not_disturb_each_other(net, optimizer):
    alone = train(net, X, Y, loss="bce", optimizer=optimizer).advance(10)
    one, two = (train(net, X, Y, loss="bce", optimizer=optimizer) for _ in range(2))
    taking_turns = [(one.advance(1), two.advance(1)) for _ in range(10)]
    assert [a for (a,), _ in taking_turns] == alone
    assert [b for _, (b,) in taking_turns] == alone


def test_a_schedule_is_asked_for_the_run_s_own_step(net):
    asked = []
    training = train(net, X, Y, loss="bce", optimizer=SGD(lambda n: asked.append(n) or 0.1))
    training.advance(3)
    training.optimizer = SGD(lambda n: asked.append(-n) or 0.1)
    next(training)
    assert asked == [1, 2, 3, -4]


def test_a_new_network_is_where_the_next_step_starts(net):
    training = train(net, X, Y, loss="bce", optimizer=SGD(0.3))
    training.advance(3)
    dragged = training.network.replace(layer=1, i=0, j=2, value=0.7)
    training.network = dragged
    np.testing.assert_array_equal(training.network.params, dragged.params)
    expected = next(train(dragged, X, Y, loss="bce", optimizer=SGD(0.3))).network
    step = next(training)
    assert step.number == 4
    np.testing.assert_allclose(step.network.params, expected.params, rtol=1e-12)
    assert dragged.W[1][0, 2] == 0.7


def test_a_new_batch_size_acts_at_once_and_the_epoch_goes_on():
    def change(training, number):
        if number == 1:
            training.batch_size = 3

    seen, training = batches_seen(10, 4, 6, seed=0, change=change)
    assert [len(batch) for batch in seen] == [4, 3, 3, 3, 3, 3]
    assert sorted(sum(seen[:3], [])) == list(range(10))
    assert training.epoch == 2


def test_from_mini_batches_to_all_rows_and_back():
    def change(training, number):
        training.batch_size = {1: None, 3: 5}.get(number, training.batch_size)

    seen, training = batches_seen(8, 4, 5, seed=0, change=change)
    assert [len(batch) for batch in seen] == [4, 8, 8, 5, 3]
    assert training.epoch == 4


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("optimizer", "sgd", "optimizer is 'sgd'; expected one such as"),
        ("optimizer", None, "optimizer is None"),
        ("optimizer", SGD, "optimizer is"),
        ("batch_size", 0, "batch_size is 0; expected a whole number from 1"),
        ("batch_size", 2.0, "batch_size is 2.0"),
        ("batch_size", True, "batch_size is True"),
        ("network", None, "network is None; expected one like that which is trained"),
        ("network", Network([2, 3, 1], activations="tanh", seed=0), "expected one like that"),
        (
            "network",
            Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0, dtype=np.float32),
            "float64",
        ),
        ("network", Network([2, 4, 1], activations=["relu", "sigmoid"], seed=0), "'tanh'"),
    ],
)
def test_what_cannot_be_set_is_told_and_changes_nothing(net, name, value, words):
    training, plain = (train(net, X, Y, loss="bce", batch_size=2, seed=0) for _ in range(2))
    with pytest.raises(ValueError, match=words):
        setattr(training, name, value)
    assert training.advance(3) == plain.advance(3)
