"""What lesson 2 says in words, held to a computation: the words stand in it, and they are true."""

import math
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from backprop_lib import SGD, Network, check, datasets, fit, gradcheck, questions
from backprop_lib.autodiff import Value
from backprop_lib.check.backward_pass import xor_trial

SOURCE = Path(__file__).resolve().parents[1] / "notebooks" / "src" / "02_derivation.md"
TEXT = " ".join(SOURCE.read_text("utf-8").replace("\n> ", "\n").split())
X, Y = datasets.xor()


def row(weights, biases, x=2.0):
    """Neurons in a row: the network, and its backward pass."""
    net = Network.from_weights(
        [[[w]] for w in weights], [[b] for b in biases], activations="sigmoid"
    )
    return net, net.backward(net.forward([[x]]), [[1.0]], loss="bce")


def test_logarithm_asked_for_by_hand_is_the_natural_one():
    asked = questions.get("2.recall-loss")
    assert "The answer is 0.25" in asked.text
    assert asked.right[0].value == pytest.approx(-math.log(0.25), abs=1e-5)
    told = questions.judge(asked, -math.log10(0.25))
    assert not told.right and "the logarithm to the base 10" in told.reasons[0]


def test_a_quarter_a_layer_is_the_most_that_sigmoids_let_through():
    assert "Four millionths at most. **A quarter a layer** is the most" in TEXT
    assert questions.get("2.ten-sigmoids").right[0].text == "less than a hundred-thousandth of it"
    for x in np.linspace(-4, 4, 17):  # the question names no input: it is true of all
        _, record = row([1.0] * 10, [0.0] * 10, x)
        assert 0 < record.delta[1][0, 0] / record.delta[10][0, 0] < 0.25**9 < 4e-6
    rng = np.random.default_rng(0)
    for _ in range(50):
        net, record = row(rng.normal(size=6), rng.normal(size=6), x=rng.normal())
        most = 0.25**5 * abs(np.prod([net.W[l][0, 0] for l in range(2, 7)]))
        assert abs(record.delta[1][0, 0]) <= most * abs(record.delta[6][0, 0]) * (1 + 1e-12)


def test_only_large_weights_make_up_for_the_quarters():
    assert "Only large weights can make up for it" in TEXT
    _, record = row([5.0] * 6, [-2.5] * 6, x=0.5)  # each z is 0, each slope a quarter
    assert record.delta[1][0, 0] / record.delta[6][0, 0] == pytest.approx(1.25**5)


def test_delta_is_the_error_at_a_sigmoid_output_with_bce_and_not_with_the_squared_error():
    assert 'sigmoid output with the loss "bce", delta is $a - y$: the answer minus the' in TEXT
    for z in (-8.0, -0.5, 3.0):
        net = Network.from_weights([[[1.0]]], [[z]], activations="sigmoid")
        forward = net.forward([[0.0]])
        error = forward.output[0, 0] - 1
        bce = net.backward(forward, [[1.0]], loss="bce").delta[1][0, 0]
        squared = net.backward(forward, [[1.0]], loss="squared_error").delta[1][0, 0]
        assert bce == pytest.approx(error, rel=1e-12)
        assert abs(squared) < 0.26 * abs(error)
        if z == -8:
            assert abs(error) > 0.999
            assert f"with the squared error its delta was {squared:.4f}".replace("-", "−") in TEXT


def test_backpropagation_is_named_and_its_name_explained():
    assert 'short for "backward propagation of errors"' in TEXT
    duo = Network.from_weights(
        [[[0.4, -0.6], [0.9, 0.7]], [[0.9, 0.2], [-0.3, 1.2]]],
        [[0.1, -0.2], [0.3, -0.4]],
        activations="sigmoid",
    )
    forward = duo.forward([[0.5, 0.8]])
    delta = duo.backward(forward, [[1.0, 0.0]], loss="bce").delta[2][0, 0]
    assert f"In `duo` it was ${forward.output[0, 0]:.4f} - 1 = {delta:.4f}$" in TEXT


def fastest(work, times=15):
    """In seconds of this process, which other work on the machine does not lengthen much.

    On one thread: two wait for each other where a core is busy, and the process pays for it.
    """
    taken = []
    with threadpool_limits(1):
        for _ in range(times):
            start = process_time()
            work()
            taken.append(process_time() - start)
    return min(taken)


def test_backward_pass_costs_a_few_forward_passes_whatever_the_number_of_weights():
    """Measured 1.0 to 2.3; the bounds leave room for other machines."""
    for sizes, batch in (([784, 256, 128, 10], 128), ([60, 30, 20, 10], 128)):
        net = Network(sizes, activations="sigmoid", seed=0)
        inputs = np.random.default_rng(0).normal(size=(batch, sizes[0]))
        targets, forward = np.zeros((batch, sizes[-1])), net.forward(inputs)
        there = fastest(lambda net=net, inputs=inputs: net.forward(inputs))
        back = fastest(
            lambda net=net, forward=forward, y=targets: net.backward(forward, y, loss="bce")
        )
        assert 0.4 < back / there < 6
    assert "On ours it was between 1 and 2.3" in TEXT and "costs little more" not in TEXT


def test_a_step_by_nudging_runs_two_forward_passes_for_each_weight_and_learns_xor(monkeypatch):
    net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=1)
    passes, run = [], gradcheck.passes.forward

    def counting(*args, **options):
        passes.append(1)
        return run(*args, **options)

    monkeypatch.setattr(gradcheck.passes, "forward", counting)
    numeric = gradcheck.central(net, X, Y, loss="bce")
    assert len(passes) - 1 == 2 * net.params.size  # one looks whether the data fit
    words = f"ran {len(passes) - 1} forward passes: one up, one down, for each of {net.params.size}"
    assert words in TEXT and "difficult to train before backpropagation" in TEXT
    record = net.backward(net.forward(X), Y, loss="bce")
    assert gradcheck.largest_difference(record, numeric) < 1e-8


def test_forgotten_mean_is_the_learning_rate_times_the_size_of_the_batch():
    net, memory = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=1), None
    faster = fit(net, X, Y, loss="bce", optimizer=SGD(4 * 0.5), steps=100).network
    for _ in range(100):
        step = check.MISTAKES["mean forgotten"].step
        net, memory = step(net, X, Y, "bce", learning_rate=0.5, memory=memory)
    np.testing.assert_allclose(net.params, faster.params, rtol=1e-9)
    assert "you train with $m$ times the learning rate" in TEXT


def test_forgotten_mean_learns_xor_sooner_and_cannot_read_digits():
    assert xor_trial.run("mean forgotten").reached < xor_trial.run().reached
    pictures, labels = (part[:1200] for part in datasets.digits())
    reader = Network([64, 32, 10], activations=["tanh", "softmax"], seed=0)
    right, commonest = {}, {}
    for rate in (0.5, 32 * 0.5):
        end = fit(
            reader,
            pictures,
            labels,
            loss="cross_entropy",
            optimizer=SGD(rate),
            epochs=5,
            batch_size=32,
            seed=0,
        ).network
        answers = end.forward(pictures).output.argmax(axis=1)
        right[rate] = (answers == labels.argmax(axis=1)).mean()
        commonest[rate] = np.bincount(answers).max() / len(answers)
    assert right[0.5] > 0.9 and right[16.0] < 0.4 and commonest[16.0] > 0.7
    assert "at 0.5 the network learns to read, at 16 it gives the same answer to nearly" in TEXT


def test_slope_at_a_learns_xor_in_less_than_twice_as_many_steps():
    assert xor_trial.run().reached < xor_trial.run("slope at a").reached
    assert xor_trial.run("slope at a").reached < 2 * xor_trial.run().reached
    assert '"Slope at a" learns XOR, in less than twice as many steps' in TEXT


def test_no_layer_is_called_by_the_name_of_the_loss():
    for taken in ("^{[L]}", "a[L]", "L = len("):
        assert taken not in TEXT
    assert '$L$ is the loss, $l$ any layer, "out" the last layer' in TEXT


def test_pytorch_knows_one_rule_an_array_operation_and_gives_the_four_equations():
    torch = pytest.importorskip("torch")
    assert "PyTorch knows one backward rule for each array operation" in TEXT
    rules = []
    for size in (2, 50):
        net = Network([size, size, 1], activations="sigmoid", seed=0)
        x = np.random.default_rng(0).normal(size=(5, size))
        parts = [
            torch.tensor(np.array(part), requires_grad=True)
            for l in (1, 2)
            for part in (net.W[l], net.b[l])
        ]
        W1, b1, W2, b2 = parts
        a = torch.sigmoid(torch.sigmoid(torch.tensor(x) @ W1 + b1) @ W2 + b2)
        loss = torch.nn.functional.binary_cross_entropy(a, torch.ones_like(a))
        loss.backward()
        record = net.backward(net.forward(x), np.ones((5, 1)), loss="bce")
        ours = [part for l in (1, 2) for part in (record.dW[l], record.db[l])]
        for theirs, mine in zip(parts, ours, strict=True):
            np.testing.assert_allclose(theirs.grad.numpy(), mine, atol=1e-12)
        seen, waiting = set(), [loss.grad_fn]
        while waiting:
            node = waiting.pop()
            if node is not None and node not in seen:
                seen.add(node)
                waiting += [before for before, _ in node.next_functions]
        rules.append(len(seen))
    assert rules[0] == rules[1] < 20  # as many as operations, not as many as numbers


def test_three_operations_hand_a_slope_back_in_three_patterns():
    """A sum copies it, a product swaps, a bend scales."""
    for words in ("it **copies**", "it **swaps**", "it **scales**"):
        assert words in TEXT
    for make, expected in (
        (lambda p, q: p + q, (3.0, 3.0)),
        (lambda p, q: p * q, (3.0 * 5.0, 3.0 * 2.0)),
        (lambda p, q: p.sigmoid() + 0 * q, (3.0 * float(_slope(2.0)), 0.0)),
    ):
        p, q = Value(2.0), Value(5.0)
        (make(p, q) * 3.0).backward()  # a slope of 3 arrives
        assert (p.grad, q.grad) == pytest.approx(expected)
    told = questions.get("2.gates")
    w, x, b = Value(2.0), Value(5.0), Value(1.0)
    ((w * x + b) * 3.0).backward()
    assert (told.right[0].value, x.grad, b.grad) == (w.grad, 6.0, 3.0)
    assert [option.value for option in told.options if not option.right][:2] == [x.grad, b.grad]


def _slope(z):
    a = 1 / (1 + np.exp(-z))
    return a * (1 - a)


def test_each_samples_wish_is_a_table_and_their_mean_is_the_batchs_gradient():
    assert "each sample has such a table of its own, its **wish**" in TEXT
    rng = np.random.default_rng(3)
    trio = Network([4, 3, 2], activations="sigmoid", seed=3)
    batch, targets = rng.normal(size=(5, 4)), rng.integers(0, 2, size=(5, 2)).astype(float)
    record = trio.backward(trio.forward(batch), targets, "bce")
    wishes = []
    for x, y in zip(batch[:, None], targets[:, None], strict=True):
        forward = trio.forward(x)
        wishes.append(np.outer(forward.a[1], forward.output - y))
    np.testing.assert_allclose(np.mean(wishes, axis=0), record.dW[2], atol=1e-12)
    # What the question says happens here, too: samples that want the opposite of the mean.
    signs = np.sign(wishes)
    assert (signs != np.sign(record.dW[2])).any(axis=0).all()
    assert "Samples 0 and 2 want that weight to rise" in TEXT and "the mean is 0.07" in TEXT
    assert [n for n, wish in enumerate(wishes) if wish[0, 0] < 0] == [0, 2]
    assert f"{record.dW[2][0, 0]:.2f}" == "0.07"


def test_a_network_keeps_its_parameters_in_the_order_in_which_the_lesson_splits_them():
    assert "np.split(params, [12, 15, 21])" in SOURCE.read_text("utf-8")
    trio = Network([4, 3, 2], activations="sigmoid", seed=3)
    W1, b1, W2, b2 = np.split(trio.params, [12, 15, 21])
    for own, true in zip((W1, W2, b1, b2), (*trio.W, *trio.b), strict=True):
        np.testing.assert_array_equal(own, true.ravel())
