"""Training's passes compute what the plain ones say, number for number."""

import itertools

import numpy as np
import pytest

from backprop_lib import Network, fast_formulas, fast_passes, normalization, passes
from backprop_lib.activations import ACTIVATIONS
from backprop_lib.losses import LOSSES

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
OUTPUTS = {"bce": "sigmoid", "cross_entropy": "softmax"}  # the others take any, here the hidden one


def case(activation, loss, normalized, skips, rows, seed):
    """A network and a batch; where there are skips or norms, the output layer may have them too."""
    rng = np.random.default_rng(seed)
    free = LOSSES[loss].output is None
    net = Network(
        [3, 4, 4, 4],
        activations=[activation, activation, OUTPUTS.get(loss, activation)],
        normalization=["batch", None, "batch"] if normalized else None,
        residual=[False, skips, skips and free],
        seed=rng,
    )
    params = net.params + rng.normal(scale=0.3, size=net.params.size)  # b, gamma and beta too
    X, y = rng.normal(size=(rows, 3)), rng.uniform(size=(rows, 4))
    if loss == "cross_entropy":
        y /= y.sum(axis=1, keepdims=True)
    return params, net, X, y


def fast(params, net, X, y, loss):
    """Both passes as training makes them, on arrays that have been used before."""
    architecture = net.architecture
    forward = fast_passes.ForwardArrays(architecture, fast_passes.beside_ones(X), X.dtype)
    backward = fast_passes.BackwardArrays(architecture, len(X), X.dtype)
    new = np.empty_like(net.running)
    calls = [
        *fast_passes.forward_calls(params, architecture, forward),
        *fast_passes.backward_calls(params, architecture, forward, y, loss, backward),
        *fast_passes.running_calls(architecture, forward, net.running, new),
    ]
    for call in (*calls, *calls):
        call()
    return forward, fast_passes.loss_terms(forward, y, loss)(), backward, new


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("loss", LOSSES)
def test_both_passes_are_those_of_the_heart(activation, loss):
    cases = itertools.product((False, True), (False, True), (1, 2, 7))
    for seed, (normalized, skips, rows) in enumerate(cases):
        if normalized and rows == 1:
            continue  # one sample has no variance
        params, net, X, y = case(activation, loss, normalized, skips, rows, seed)
        layers = passes.layers(params, net.architecture)
        forward = passes.forward(layers, X)
        backward = passes.backward(layers, forward, y, loss)
        theirs, terms, slopes, _ = fast(params, net, X, y, loss)

        pairs = [
            *zip(forward.z[1:], theirs.z, strict=True),
            *zip(forward.u[1:], theirs.u, strict=True),
            *zip(forward.f_u[1:], theirs.f, strict=True),
            *zip(forward.a, theirs.a, strict=True),
            *zip(backward.delta[1:], slopes.delta, strict=True),
            *zip(backward.dW[1:], slopes.dW, strict=True),
            *zip(backward.db[1:], slopes.db, strict=True),
            (passes.mean_loss(forward, y, loss), terms.sum() / rows),
        ]
        for dgamma, dbeta, pair in zip(
            backward.dgamma[1:], backward.dbeta[1:], slopes.pairs, strict=True
        ):
            assert (pair is None) == (dgamma is None)
            if pair is not None:
                pairs += [(dgamma, pair[0]), (dbeta, pair[1])]
        for plain, quick in pairs:
            np.testing.assert_allclose(quick, plain, rtol=1e-12, atol=1e-12)


def test_running_statistics_move_as_the_plain_formula_says():
    params, net, X, y = case("tanh", "mse", True, True, 7, seed=5)
    *_, new = fast(params, net, X, y, "mse")
    found = passes.forward(passes.layers(params, net.architecture), X).normalized
    for l, quick in ((1, new[:8]), (3, new[8:])):
        momentum = net.normalization[l - 1].momentum
        plain = normalization.running_after(np.zeros(4), np.ones(4), found[l], momentum)
        np.testing.assert_allclose(quick, np.concatenate(plain), rtol=1e-12)


def test_unbiased_variance_goes_into_the_running_one():
    """By hand: from 0 and 1, a tenth of z = 1, 2, 6, whose mean is 3 and whose variance is 7."""
    _, found = normalization.normalize(np.array([[1.0], [2.0], [6.0]]), normalization.Norm(1, 0, 0))
    mean, var = normalization.running_after(np.zeros(1), np.ones(1), found, 0.1)
    np.testing.assert_allclose([mean[0], var[0]], [0.3, 0.9 + 0.7])


def test_every_formula_has_its_fast_twin():
    for name, where in (("ACTIVATIONS", "activations"), ("LOSSES", "losses")):
        plain = {"ACTIVATIONS": ACTIVATIONS, "LOSSES": LOSSES}[name]
        missing = plain.keys() ^ getattr(fast_formulas, name).keys()
        assert not missing, f"in {where}.py or in fast_formulas.py, not in both: {missing}"
