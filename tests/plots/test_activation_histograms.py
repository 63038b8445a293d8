"""Activations layer by layer: the bars are shares of the record."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba

from backprop_lib import Network, datasets
from backprop_lib.initializers import normal
from backprop_lib.plots import activation_histograms, figure_alt_text, style

X, _ = datasets.moons(40)


@pytest.fixture
def deep():
    return Network([2] + [6] * 7 + [1], activations=["sigmoid"] * 8, seed=0)


def test_bars_are_the_shares_of_all_activations(deep):
    forward = deep.forward(X)
    figure = activation_histograms(forward)
    assert len(figure.axes) == 8
    for l, ax in enumerate(figure.axes, start=1):
        bars = ax.patches
        edges = [*(bar.get_x() for bar in bars), bars[-1].get_x() + bars[-1].get_width()]
        np.testing.assert_allclose((edges[0], edges[-1]), (0, 1), atol=1e-12)
        counts, _ = np.histogram(forward.a[l], bins=len(bars), range=(0, 1))
        np.testing.assert_allclose(
            [bar.get_height() for bar in bars], 100 * counts / forward.a[l].size
        )


def test_bars_have_the_colour_of_their_activation(deep):
    ax = activation_histograms(deep.forward(X)).axes[0]
    for bar in ax.patches:
        middle = bar.get_x() + bar.get_width() / 2
        assert bar.get_facecolor() == to_rgba(style.activation(middle))


def test_saturated_and_dead_are_counted():
    W = [[[10.0, 0.0, 0.0], [0.0, 0.0, 1.0]]]
    network = Network.from_weights(W, [[0.0, -9.0, 0.0]], activations=["relu"])
    figure = activation_histograms(network.forward([[1.0, 1.0], [-1.0, 1.0]]))
    # z: 10, -9, 1 and -10, -9, 1: three of six flat, the second neuron for both samples
    assert figure.axes[0].get_title(loc="left") == "layer 1, relu\n50% saturated\n1 dead"
    assert figure_alt_text(figure) == (
        "Layer 1: a from 0.00 to 10.00, 50% saturated, 1 neuron dead."
    )


@pytest.mark.parametrize(("z", "share"), [(0.0, "0%"), (4.0, "100%")])
def test_saturated_sigmoid_is_one_with_hardly_a_slope(z, share):
    network = Network.from_weights([[[1.0]]], [[0.0]], activations="sigmoid")
    title = activation_histograms(network.forward([[z]])).axes[0].get_title(loc="left")
    assert title.startswith(f"layer 1, sigmoid\n{share} saturated")


@pytest.mark.filterwarnings("error")
def test_softmax_has_no_share_and_equal_activations_have_a_bar():
    network = Network([2, 3, 2], activations=["identity", "softmax"], init=normal(0))
    figure = activation_histograms(network.forward([[1.0, 1.0]]))
    figure.canvas.draw()
    assert figure.axes[1].get_title(loc="left").strip() == "layer 2, softmax"
    assert max(bar.get_height() for bar in figure.axes[0].patches) == 100


def test_wrong_input_is_named(deep):
    with pytest.raises(ValueError, match="forward is a Network; expected the ForwardPass"):
        activation_histograms(deep)
    assert plt.get_fignums() == []
