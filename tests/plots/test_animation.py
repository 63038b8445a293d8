"""Animations: each frame shows what is known by then, and the player holds all it needs."""

import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from PIL import Image

from backprop_lib import SGD, Network, datasets, fit
from backprop_lib.plots import Animation, animate_backward, animate_training, style
from backprop_lib.plots.animate_backward import _Stage
from backprop_lib.plots.network_graph import network_graph
from backprop_lib.plots.parts.labels import number


def squares(count=3):
    """Frames of one grey each, darker and darker, that say their number."""
    figure = Figure(figsize=(1, 1), dpi=20)

    def draw(k):
        figure.set_facecolor(str(1 - k / count))
        return f"frame {k} <&>"

    return Animation(figure, draw, count, seconds=0.4)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"))


def test_frames_are_drawn_in_order():
    animation = squares()
    greys = [int(pixels(png)[5, 5]) for png in animation.frames]
    assert greys == [255, 170, 85]
    assert animation.texts == ["frame 0 <&>", "frame 1 <&>", "frame 2 <&>"]
    assert len(animation) == 3


def test_gif_holds_every_frame_and_its_time(tmp_path):
    squares().save(tmp_path / "squares.gif")
    with Image.open(tmp_path / "squares.gif") as gif:
        assert gif.n_frames == 3
        assert gif.info["duration"] == 400
        assert gif.info["loop"] == 0


def test_other_files_are_refused(tmp_path):
    with pytest.raises(ValueError, match="squares.mp4'; expected a name that ends in .gif"):
        squares().save(tmp_path / "squares.mp4")


def test_player_asks_no_host_for_anything():
    html = squares().html()
    assert not re.search(r"https?:|src=(?!\"data:)|href=|@import|url\(", html)


def test_player_is_the_same_each_time():
    assert squares().html() == squares().html()


def test_notebook_gets_picture_player_and_alt_text():
    data, metadata = squares()._repr_mimebundle_()
    assert metadata == {"image/png": {"alt": "frame 2 <&>"}}
    assert 'alt="frame 2 &lt;&amp;&gt;"' in data["text/html"]
    assert data["text/html"].count("data:image/png;base64,") == 1 + 3
    assert data["text/plain"] == "Animation of 3 frames. At the end: frame 2 <&>"


def test_text_cannot_end_the_script():
    figure = Figure(figsize=(1, 1), dpi=20)
    html = Animation(figure, lambda k: "</script><b>", 1, seconds=1).html()
    assert html.count("</script>") == 1


# ---- the two passes


@pytest.fixture
def stage(net, forward, backward):
    ax = network_graph(net, forward, backward)
    return ax, _Stage(ax, 2)


def shown(ax, gid):
    return [text.get_text() for text in ax.texts if text.get_gid() == gid and text.get_visible()]


def fills(ax, label):
    return next(mark for mark in ax.collections if mark.get_label() == label).get_facecolor()


def test_layers_that_have_no_a_yet_are_empty(stage, forward):
    ax, stage = stage
    stage.show(1, 3, 1, "words")
    assert shown(ax, "a[0]") == [number(a) for a in forward.a[0][0]]
    assert shown(ax, "a[1]") == [number(a) for a in forward.a[1][0]]
    assert shown(ax, "a[2]") == []
    np.testing.assert_allclose(fills(ax, "activations")[5], to_rgba(style.LIGHT["paper"]))
    expected = style.activation(forward.a[1][0])
    np.testing.assert_allclose(fills(ax, "activations")[2:5], expected)


def test_deltas_appear_from_the_last_layer_on(stage):
    ax, stage = stage
    stage.show(2, 2, 2, "words")
    assert shown(ax, "delta[1]") == []
    assert len(shown(ax, "delta[2]")) == 1
    assert fills(ax, "deltas")[:, 3].tolist() == [0, 0, 0, 1]
    stage.show(2, 1, 2, "words")
    assert len(shown(ax, "delta[1]")) == 3
    assert fills(ax, "deltas")[:, 3].tolist() == [1, 1, 1, 1]


def test_edges_at_work_are_not_dimmed(stage):
    ax, stage = stage
    stage.show(2, 2, 2, "words")
    edges = next(mark for mark in ax.collections if mark.get_label() == "weights")
    second = [segment[0][0] > 100 for segment in edges.get_segments()]
    assert sum(second) == 3
    np.testing.assert_array_equal(edges.get_alpha() == 1, second)


def test_frames_go_forward_then_back_with_the_records_numbers(net, batch):
    X, y = batch
    animation = animate_backward(net, X, y, loss="bce", sample=1)
    forward = net.forward(X[1:])
    backward = net.backward(forward, y[1:], "bce")
    assert len(animation) == 1 + 2 + 1 + 2 * 2
    texts = animation.texts
    assert texts[0] == "The input is a[0] = −1.00, 0.30."
    assert texts[2] == f"Forward: layer 2 answers a[2] = {number(forward.output.item())}."
    assert texts[3].endswith(f"wanted 0.00: the loss is {number(backward.loss)}.")
    delta = number(backward.delta[2].item(), sign=True)
    assert texts[4] == f"Backward, from the loss: delta[2] = {delta}."
    largest = max(backward.dW[1].flat, key=abs)
    assert texts[7] == f"dW[1] = a[0] times delta[1]: the largest is {number(largest)}."


def test_every_frame_of_the_passes_differs(net, batch):
    frames = animate_backward(net, *batch, loss="bce").frames
    assert len(set(frames)) == len(frames)


def test_large_layers_are_drawn_too():
    net = Network([30, 20, 3], activations=["tanh", "softmax"], seed=0)
    animation = animate_backward(net, np.ones((1, 30)), [[0, 1, 0]], loss="cross_entropy")
    assert animation.texts[0] == "The input is a[0] = 1.00, 1.00, 1.00, 1.00, …."


def test_wrong_sample_or_target_is_named(net, batch):
    with pytest.raises(IndexError, match="sample=2 does not exist: the batch has 2"):
        animate_backward(net, *batch, loss="bce", sample=2)
    with pytest.raises(ValueError, match="y has 1 rows"):
        animate_backward(net, batch[0], [[1.0]], loss="bce")


# ---- training


@pytest.fixture
def moons():
    return datasets.moons(30)


def test_last_frame_is_the_network_that_fit_returns(moons):
    net = Network([2, 4, 1], activations=["tanh", "sigmoid"], seed=0)
    settings = {"loss": "bce", "optimizer": SGD(1.0), "steps": 40}
    animation = animate_training(net, *moons, **settings, frames=4)
    history = fit(net, *moons, **settings)
    right = ((history.network.forward(moons[0]).output > 0.5) == moons[1]).sum()
    assert len(animation) == 5
    first, last = number(history.loss[0]), number(history.loss[-1])
    assert animation.texts[0].startswith(f"The loss is {first}.")
    assert animation.texts[-1].startswith(f"The loss falls from {first} to {last} in 39 steps")
    assert f"{right} of 30 samples" in animation.texts[-1]
    assert len(set(animation.frames)) == 5


@pytest.mark.filterwarnings("error")
def test_run_that_diverges_is_shown_to_its_end():
    net = Network([1, 4, 1], activations=["tanh", "identity"], seed=0)
    settings = {"loss": "mse", "optimizer": SGD(5.0), "steps": 200, "frames": 8}
    animation = animate_training(net, *datasets.curve(20), **settings)
    assert 2 <= len(animation) < 9
    assert "then the run diverges" in animation.texts[-1]
    assert not any("diverges" in text for text in animation.texts[:-1])


def test_no_more_frames_than_steps(moons):
    net = Network([2, 1], activations="sigmoid", seed=0)
    assert len(animate_training(net, *moons, loss="bce", steps=2, frames=50)) == 3


@pytest.mark.parametrize(
    ("sizes", "options", "words"),
    [
        ([3, 1], {}, "network is Network 3-1; expected two inputs, or one input and one output"),
        ([2, 1], {"frames": 0}, "frames is 0"),
        ([2, 1], {"steps": 0}, "steps is 0"),
    ],
)
def test_wrong_settings_are_named_and_leave_no_figure(moons, sizes, options, words):
    net = Network(sizes, activations="sigmoid", seed=0)
    with pytest.raises(ValueError, match=words):
        animate_training(net, *moons, **({"loss": "bce", "steps": 5} | options))
    assert plt.get_fignums() == []
