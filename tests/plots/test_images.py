"""The five main figures look as they did: compared with tests/plots/baseline, pixel by pixel.

Where a figure is meant to change, look at the new pictures, then keep them:

    python -m pytest tests/plots/test_images.py --mpl-generate-path tests/plots/baseline

Without ``--mpl`` (another system has other fonts) the figures are drawn and not compared.
"""

import numpy as np
import pytest

from backprop_lib import Network, plots

# "default": pytest-mpl's own would undo the course's style.
compared = pytest.mark.mpl_image_compare(
    baseline_dir="baseline", style="default", savefig_kwargs={"dpi": 60}, tolerance=3
)


@pytest.fixture
def passes():
    """Both passes of eight samples through a 2-4-4-1 network, drawn without training."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(8, 2)).round(2)
    y = (X[:, :1] * X[:, 1:] > 0).astype(float)
    net = Network([2, 4, 4, 1], activations=["tanh", "relu", "sigmoid"], seed=5)
    forward = net.forward(X)
    return net, forward, net.backward(forward, y, "bce")


@compared
def test_network_graph(passes):
    return plots.network_graph(*passes).figure


@compared
def test_loss_curve():
    falling = 0.7 * 0.97 ** np.arange(120)
    jumping = falling * (1 + 0.5 * np.sin(np.arange(120)))
    return plots.loss_curve({"0.1": falling, "5": jumping}).figure


@compared
def test_gradient_flow(passes):
    return plots.gradient_flow(passes[2]).figure


@compared
def test_delta_heatmap(passes):
    return plots.delta_heatmap(passes[2], neurons=True).figure


@compared
def test_activation_histograms(passes):
    return plots.activation_histograms(passes[1])
