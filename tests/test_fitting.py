import re

import numpy as np
import pytest

from backprop_lib import SGD, Network, datasets, fit, train

X, Y = datasets.xor()


@pytest.fixture
def net():
    return Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)


def data(net, rows, seed=0):
    """Samples for any network: targets in (0, 1), rows that sum to 1 for a softmax."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(rows, net.sizes[0])), rng.uniform(0.1, 0.9, (rows, net.sizes[-1]))
    return X, y / y.sum(axis=1, keepdims=True) if net.activations[-1] == "softmax" else y


# ---- fit


def test_a_finished_history(net):
    history = fit(net, X, Y, loss="bce", steps=7)
    assert (history.stopped, history.message) == ("finished", "All 7 steps were taken.")
    assert len(history) == 7
    assert history.loss.shape == history.epoch.shape == (7,)
    assert history.validation_loss.shape == history.validation_step.shape == (0,)
    np.testing.assert_array_equal(history.best.params, history.network.params)
    for array in history.arrays().values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    first, last = history.loss[[0, -1]]
    assert repr(history) == (
        f"History of 7 steps, loss {first:.4g} to {last:.4g}: finished. All 7 steps were taken."
    )


def test_a_history_can_be_saved_as_arrays(net, tmp_path):
    history = fit(net, X, Y, loss="bce", epochs=3, batch_size=2, seed=0, validation_data=(X, Y))
    np.savez(tmp_path / "run.npz", **history.arrays())
    with np.load(tmp_path / "run.npz") as file:
        assert sorted(file) == ["epoch", "loss", "validation_loss", "validation_step"]
        np.testing.assert_array_equal(file["epoch"], [1, 1, 2, 2, 3, 3])
        np.testing.assert_array_equal(file["validation_step"], [0, 2, 4, 6])


def test_nothing_is_printed(net, capsys):
    fit(net, X, Y, loss="bce", steps=3, validation_data=(X, Y))
    assert capsys.readouterr() == ("", "")


def test_stop_is_asked_after_every_step_and_ends_the_run(net):
    asked = []

    def stop(step):
        asked.append((step.number, step.network.sizes))
        return step.number == 3

    history = fit(net, X, Y, loss="bce", steps=10, stop=stop)
    assert asked == [(1, (2, 4, 1)), (2, (2, 4, 1)), (3, (2, 4, 1))]
    assert (history.stopped, len(history)) == ("early", 3)
    assert "step 3" in history.message


def test_an_error_in_stop_is_not_swallowed(net):
    with pytest.raises(ZeroDivisionError):
        fit(net, X, Y, loss="bce", steps=3, stop=lambda step: 1 / 0)


def test_validation_is_measured_at_the_start_and_after_every_epoch(net):
    inputs, y = data(net, 10)
    history = fit(
        net, inputs, y, loss="bce", epochs=3, batch_size=4, seed=0, validation_data=(X, Y)
    )
    np.testing.assert_array_equal(history.validation_step, [0, 3, 6, 9])
    assert history.validation_loss[0] == net.loss(net.forward(X), Y, loss="bce")
    reached = history.network
    assert history.validation_loss[-1] == reached.loss(reached.forward(X), Y, loss="bce")


@pytest.mark.parametrize(("steps", "every"), [(1000, 10), (250, 2), (30, 1)])
def test_with_all_rows_a_step_validation_is_measured_a_hundred_times(net, steps, every):
    history = fit(net, X, Y, loss="bce", steps=steps, validation_data=(X, Y))
    np.testing.assert_array_equal(history.validation_step, np.arange(0, steps + 1, every))


def overfitting(**how):
    """Validation data that contradict the training data: the loss on them falls, then rises."""
    net = Network.from_weights([[[0.0]]], [[0.0]], activations="identity")
    how = dict(loss="mse", optimizer=SGD(0.05), steps=100, validation_data=([[1.0]], [[0.5]])) | how
    return fit(net, [[1.0]], [[1.0]], **how)


def test_best_is_the_network_with_the_lowest_validation_loss():
    history = overfitting()
    assert history.stopped == "finished"
    best = history.best.loss(history.best.forward([[1.0]]), [[0.5]], loss="mse")
    assert best == history.validation_loss.min() < history.validation_loss[-1]
    assert history.best.forward([[1.0]]).output[0, 0] == pytest.approx(0.5, abs=0.1)
    assert history.network.forward([[1.0]]).output[0, 0] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("patience", [1, 5])
def test_patience_ends_the_run_so_many_measurements_after_the_best(patience):
    free, history = overfitting(), overfitting(patience=patience)
    lowest = int(free.validation_loss.argmin())
    assert history.stopped == "early"
    assert len(history.validation_loss) == lowest + patience + 1
    assert len(history) == history.validation_step[-1] == lowest + patience
    assert f"at step {lowest}; history.best is the network of that step" in history.message
    np.testing.assert_array_equal(history.best.params, free.best.params)


def test_patience_that_is_never_tried_lets_the_run_end(net):
    history = fit(net, X, Y, loss="bce", steps=50, validation_data=(X, Y), patience=3)
    assert history.stopped == "finished"


# ---- interrupted


class Interrupting(SGD):
    """The hand on the stop button, at the update of step 5."""

    def update(self, params, gradient, step, memory, out):
        out[:] = np.nan  # as far as it got
        if step == 5:
            raise KeyboardInterrupt
        super().update(params, gradient, step, memory, out)


def test_an_interrupted_fit_returns_what_was_reached(net):
    history = fit(net, X, Y, loss="bce", optimizer=Interrupting(0.1), steps=10)
    four = fit(net, X, Y, loss="bce", steps=4)
    assert (history.stopped, history.message) == ("interrupted", "Interrupted after step 4.")
    np.testing.assert_array_equal(history.loss, four.loss)
    np.testing.assert_array_equal(history.network.params, four.network.params)


def test_an_interrupt_while_stop_is_asked_loses_nothing(net):
    def stop(step):
        if step.number == 5:
            raise KeyboardInterrupt

    history = fit(net, X, Y, loss="bce", steps=10, stop=stop)
    assert history.stopped == "interrupted"
    five = fit(net, X, Y, loss="bce", steps=5)
    np.testing.assert_array_equal(history.loss, five.loss)
    np.testing.assert_array_equal(history.epoch, five.epoch)
    np.testing.assert_array_equal(history.network.params, five.network.params)


def test_an_interrupted_loop_goes_on_where_it_stopped(net):
    training = train(net, X, Y, loss="bce", steps=10, optimizer=Interrupting(0.1))
    with pytest.raises(KeyboardInterrupt):
        for step in training:
            last = step.number
    assert (last, training.number) == (4, 4)
    training.optimizer = SGD(0.1)
    assert training.advance(6) == fit(net, X, Y, loss="bce", steps=10).loss[4:].tolist()


# ---- what does not fit


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (dict(steps=None), "fit needs an end: give steps=… or epochs=…"),
        (dict(patience=3), "patience needs validation_data"),
        (dict(validation_data=(X, Y), patience=0), "patience is 0"),
        (dict(validation_data=(X, Y), patience=1.5), "patience is 1.5"),
        (dict(validation_data=X), "validation_data is no pair"),
        (dict(validation_data=3), "validation_data is no pair"),
        (dict(validation_data=(X[:, :1], Y)), "X has shape"),
        (dict(validation_data=(X, Y[:2])), "y has 2 rows"),
    ],
)
def test_fit_names_what_does_not_fit(net, wrong, words):
    with pytest.raises(ValueError, match=words):
        fit(net, X, Y, **dict(loss="bce", steps=3) | wrong)


def houses():
    """Areas in square feet and rooms, and prices in dollars."""
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.uniform(500, 3500, 100), rng.integers(1, 6, 100)])
    return X, (X @ [150, 10000] + rng.normal(0, 5000, 100)).reshape(-1, 1)


def scaled_as_told(name, values, message):
    """What the line in the message makes of the values, as it stands there."""
    (line,) = re.findall(rf"{name} = (.*?)\.(?: |$)", message)
    return eval(line, {"np": np, name: values})


@pytest.mark.parametrize("as_lists", [False, True])
def test_a_run_that_ends_higher_says_so_and_its_advice_helps(as_lists):
    X, y = houses()
    X, y = (X.tolist(), y.tolist()) if as_lists else (X, y)
    net = Network([2, 4, 1], activations=["relu", "identity"], init="he", seed=0)
    bad = fit(net, X, y, loss="mse", steps=100)
    assert bad.loss[-1] > bad.loss[0]
    assert bad.stopped == "finished"
    assert "the loss ends higher than it began" in bad.message
    assert "the network gives every sample the same answer" in bad.message  # its ReLUs are dead
    assert "a smaller learning_rate than 0.1" in bad.message
    X, y = scaled_as_told("X", X, bad.message), scaled_as_told("y", y, bad.message)
    good = fit(net, X, y, loss="mse", steps=100)
    assert good.loss[-1] < 0.1 * good.loss[0]
    assert good.message == "All 100 steps were taken."


def test_a_column_of_one_value_is_scaled_without_a_division_by_zero():
    X, y = houses()
    X = np.column_stack([X, np.full(100, 40.0)])
    net = Network([3, 4, 1], activations=["relu", "identity"], init="he", seed=0)
    message = fit(net, X, y, loss="mse", steps=100).message
    assert np.isfinite(scaled_as_told("X", X, message)).all()


def test_a_constant_answer_is_said_even_where_the_loss_falls():
    X, y = datasets.moons(40)
    zeros = Network([2, 3, 1], activations=["tanh", "sigmoid"], init=lambda *of: np.zeros(of[1:]))
    history = fit(zeros, X, y + [[0.0]] * 40, loss="bce", steps=5)
    assert history.loss[-1] <= history.loss[0] + 1e-12
    assert "the network gives every sample the same answer, 0.5." in history.message
    assert "scale" not in history.message  # the data are small
    assert "higher" not in history.message


def test_mini_batches_are_judged_by_all_rows_not_by_their_last_batch():
    X, y = datasets.moons(40)
    net = Network([2, 8, 1], activations=["tanh", "sigmoid"], seed=0)
    history = fit(net, X, y, loss="bce", optimizer=SGD(0.5), epochs=30, batch_size=1, seed=0)
    assert history.message == "All 1200 steps were taken."
    worse = fit(history.network, X, 1 - y, loss="bce", optimizer=SGD(1e-9), steps=3, batch_size=8)
    assert "higher" not in worse.message  # it fell, by next to nothing


def test_a_rate_that_is_too_large_is_named_as_it_was():
    X, y = datasets.moons(40)
    trained = fit(
        Network([2, 8, 1], activations=["tanh", "sigmoid"], seed=0),
        X,
        y,
        loss="bce",
        optimizer=SGD(0.5),
        steps=300,
    ).network
    history = fit(trained, X, y, loss="bce", optimizer=SGD(300.0), steps=3)
    assert "the loss ends higher than it began" in history.message
    assert "Try a smaller learning_rate than 300" in history.message


def test_what_a_run_learned_is_not_spoken_ill_of():
    X, y = datasets.xor()
    net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    for steps in (1, 10, 2000):
        history = fit(net, X, y, loss="bce", optimizer=SGD(0.5), steps=steps)
        assert history.message == f"All {steps} steps were taken."
