"""A step of our optimizers is a step of PyTorch's."""

import numpy as np
import pytest

from backprop_lib import SGD, Adam, AdamW, Network, datasets, frameworks, train
from backprop_lib.frameworks import torch_bridge

torch = pytest.importorskip("torch", reason="torch: make test-frameworks")

CASES = [
    SGD(0.1),
    SGD(0.1, momentum=0.9),
    SGD(0.1, weight_decay=0.02),
    SGD(0.1, momentum=0.8, weight_decay=0.02),
    SGD(0.1, clip_norm=0.1),
    SGD(0.1, momentum=0.9, clip_norm=0.05),
    SGD(0.1, clip_value=0.01),
    Adam(0.01),
    Adam(0.02, beta1=0.8, beta2=0.99, epsilon=1e-6),
    Adam(0.01, weight_decay=0.02),
    Adam(0.01, clip_norm=0.01),
    AdamW(0.01, weight_decay=0.2),
    AdamW(0.01, weight_decay=0.2, decay="weights", clip_norm=0.01),
]


def theirs_of(ours, module):
    """PyTorch's optimizer of these settings; weight decay is for weights alone, as ours mostly."""
    if isinstance(ours, AdamW) and ours.decay == "all":
        return torch.optim.AdamW(
            module.parameters(),
            lr=ours.learning_rate,
            betas=(ours.beta1, ours.beta2),
            eps=ours.epsilon,
            weight_decay=ours.weight_decay,
        )
    weights, biases = (
        [linear.weight for linear in module[::2]],
        [linear.bias for linear in module[::2]],
    )
    groups = [{"params": weights, "weight_decay": ours.weight_decay}, {"params": biases}]
    if isinstance(ours, SGD):
        return torch.optim.SGD(groups, lr=ours.learning_rate, momentum=ours.momentum)
    betas = ours.beta1, ours.beta2
    kind = getattr(torch.optim, type(ours).__name__)
    groups[1]["weight_decay"] = 0
    return kind(groups, lr=ours.learning_rate, betas=betas, eps=ours.epsilon)


@pytest.mark.parametrize("ours", CASES, ids=repr)
def test_a_hundred_steps_agree_to_1e_12(ours):
    rng = np.random.default_rng(8)
    network = Network([3, 5, 2], activations=["tanh", "sigmoid"], seed=8)
    X, y = rng.normal(size=(6, 3)), rng.uniform(size=(6, 2))
    training = train(network, X, y, loss="bce", optimizer=ours, steps=100)

    module = frameworks.to_torch(network)
    theirs = theirs_of(ours, module)
    X, y, clipped = torch.tensor(X), torch.tensor(y), 0
    for step in training:
        theirs.zero_grad()
        z = module[:-1](X)
        torch_bridge.mean_loss(z, module[-1](z), y, "bce").backward()
        if ours.clip_norm:
            norm = torch.nn.utils.clip_grad_norm_(module.parameters(), ours.clip_norm)
            assert step.gradient_norm == pytest.approx(norm.item(), rel=1e-12)
            clipped += norm > ours.clip_norm
        if ours.clip_value:
            torch.nn.utils.clip_grad_value_(module.parameters(), ours.clip_value)
        theirs.step()
        params = frameworks.from_torch(module).params
        np.testing.assert_allclose(step.network.params, params, rtol=1e-12, atol=1e-12)
    assert clipped > 50 or not ours.clip_norm  # else this would have tested nothing


def test_three_classes_of_a_yin_yang_are_learned_with_pytorchs_losses():
    """What micrograd's own program for two-dimensional points does: 2-8-3, tanh, AdamW."""
    X, y = datasets.yin_yang(100, seed=1)
    network = Network([2, 8, 3], activations=["tanh", "softmax"], seed=2)
    ours = AdamW(0.1, beta1=0.9, beta2=0.95, weight_decay=1e-4)
    module = frameworks.to_torch(network)
    theirs, losses = theirs_of(ours, module), []
    for _ in range(100):
        z = module[:-1](torch.tensor(X))
        loss = torch_bridge.mean_loss(z, module[-1](z), torch.tensor(y), "cross_entropy")
        theirs.zero_grad()
        loss.backward()
        theirs.step()
        losses.append(loss.item())
    training = train(network, X, y, loss="cross_entropy", optimizer=ours, steps=100)
    np.testing.assert_allclose([step.loss for step in training], losses, rtol=1e-9)
    assert losses[-1] < losses[0] / 3  # it learns: the classes come apart
