"""Draw every figure of `backprop_lib.plots`, in light and in dark: `python tools/gallery.py`.

assets/gallery/
    README.md          the index: every figure with its alt text and the call that draws it
    NAME_light.png     (or .gif, for an animation)
    NAME_dark.png
"""

from functools import cache
from html import escape
from pathlib import Path
from time import perf_counter

import matplotlib
import numpy as np

from backprop_lib import SGD, Adam, Network, check, datasets, fit, plots, train
from backprop_lib.autodiff import Value
from backprop_lib.initializers import normal

matplotlib.use("agg")

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "assets" / "gallery"
DPI = 90
HEAD = """# Gallery

Every figure of `backprop_lib.plots`, in the colours of your page, light or dark. Each writes its
own description for readers who do not see it; here it is folded under the picture.

`python tools/gallery.py` draws it anew.
"""
ENTRY = """## {title}

```python
{call}
```

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="{dark}">
  <img src="{light}" alt="{alt}">
</picture>

<details><summary>Its description</summary>

{text}

</details>
"""


FIGURES = []  # of each its name, the call that a reader would type, and what draws it


def figure(call):
    """Put the figure that a function of its name draws into the gallery, with the call to type."""

    def kept(draw):
        FIGURES.append((draw.__name__, call, draw))
        return draw

    return kept


# ---- what the figures show; each trained once


@cache
def rings():
    """Two rings and a network that learned them, for many of the figures."""
    X, y = datasets.circles(120, seed=0)
    net = Network([2, 6, 6, 1], activations=["tanh", "tanh", "sigmoid"], seed=1)
    other = datasets.circles(60, seed=1)
    settings = {"loss": "bce", "optimizer": SGD(0.5), "steps": 600}
    return X, y, net, fit(net, X, y, validation_data=other, **settings)


@cache
def small():
    """The 2-3-1 network of lessons 1 and 2."""
    draw = np.random.RandomState(42)
    W = [draw.randn(2, 3), draw.randn(3, 1)]
    net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")
    return net, [[0.5, 0.8]], [[1.0]]


@cache
def reader():
    """A network that reads handwritten digits."""
    X, y = datasets.digits()
    net = Network([64, 16, 10], activations=["relu", "softmax"], init="he", seed=0)
    settings = {"optimizer": Adam(0.003), "epochs": 15, "batch_size": 32, "seed": 0}
    return fit(net, X, y, loss="cross_entropy", **settings).network


@cache
def ill():
    return check.patient("D").recording


@cache
def expression():
    w, x, b = Value(0.5), Value(2.0), Value(-0.3)
    loss = ((w * x + b).tanh() - 1.0) ** 2
    loss.backward()
    return loss, {w: "w", x: "x", b: "b"}


def passes(net, X, y):
    forward = net.forward(X)
    return net, forward, net.backward(forward, y, "bce")


@cache
def path():
    """Networks on the way that two weights took while all others stood still."""
    X, y = datasets.xor()
    networks = [Network([2, 2, 1], activations=["tanh", "sigmoid"], seed=4)]
    for step in train(networks[0], X, y, loss="bce", optimizer=SGD(1.0), steps=60):
        last = networks[-1]
        moved = last.replace(layer=1, i=0, j=0, value=step.network.W[1][0, 0])
        moved = moved.replace(layer=2, i=0, j=0, value=step.network.W[2][0, 0])
        networks.append(moved)
    return networks, X, y


def fastest(work):
    durations = []
    for _ in range(20):
        start = perf_counter()
        work()
        durations.append(perf_counter() - start)
    return min(durations)


@cache
def times():
    """Seconds that all slopes take, by nudges and by one backward pass: measured here."""
    y, sizes, nudging, sweeping = [[1.0]], [], [], []
    for inputs, hidden in ((1, 3), (9, 9), (35, 27), (99, 99), (367, 271)):
        net = Network([inputs, hidden, 1], activations="sigmoid", seed=0)
        X = np.random.default_rng(0).normal(size=(1, inputs))
        sizes.append(net.params.size)
        one = fastest(lambda net=net, X=X: net.loss(net.forward(X), y, "bce"))
        nudging.append(net.params.size * one)
        sweeping.append(fastest(lambda net=net, X=X: net.backward(net.forward(X), y, "bce")))
    return sizes, nudging, sweeping


# ---- the figures, in the order of the page


@figure("plots.network_graph(net, forward, backward)")
def network_graph():
    return plots.network_graph(*passes(*small()))


@figure("plots.network_graph(net, forward, backward, sample=3)")
def network_graph_large():
    X, y, net, _ = rings()
    return plots.network_graph(*passes(net, X, y), sample=3)


@figure("plots.loss_curve(history)")
def loss_curve():
    *_, history = rings()
    return plots.loss_curve(history)


@figure('plots.loss_curve({"0.03": slow, "0.3": run, "3": fast}, log=True)')
def loss_curve_runs():
    X, y, net, _ = rings()
    runs = {
        name: fit(net, X, y, loss="bce", optimizer=SGD(float(name)), steps=300)
        for name in ("0.03", "0.3", "3")
    }
    return plots.loss_curve(runs, log=True)


@figure("plots.decision_boundary(net, X, y)")
def decision_boundary():
    X, y, _, history = rings()
    return plots.decision_boundary(history.network, X, y)


@figure("plots.hidden_space(net, X, y)")
def hidden_space():
    net = Network([2, 2, 1], activations="sigmoid", init=normal(2.0), seed=0)
    folded = fit(net, *datasets.xor(), loss="bce", optimizer=SGD(1.0), steps=400).network
    return plots.hidden_space(folded, *datasets.xor())


@figure("plots.regression_fit(net, X, y)")
def regression_fit():
    X, y = datasets.curve(40, seed=0)
    net = Network([1, 8, 1], activations=["tanh", "identity"], seed=0)
    bent = fit(net, X, y, loss="mse", optimizer=Adam(0.02), steps=1500).network
    return plots.regression_fit(bent, X, y)


@figure("plots.gradient_flow(backward)")
def gradient_flow():
    X, y = datasets.circles(40, seed=0)
    net = Network([2, *[6] * 8, 1], activations="sigmoid", seed=0)
    return plots.gradient_flow(net.backward(net.forward(X), y, "bce"))


@figure("plots.activation_histograms(forward)")
def activation_histograms():
    X, _, _, history = rings()
    return plots.activation_histograms(history.network.forward(X))


@figure('plots.activation_histograms(check.patient("D").recording.forward(0))')
def activation_histograms_sick():
    return plots.activation_histograms(ill().forward(0))


@figure("plots.delta_heatmap(backward, neurons=True)")
def delta_heatmap():
    X, y, net, _ = rings()
    return plots.delta_heatmap(passes(net, X[:40], y[:40])[2], neurons=True)


@figure("plots.delta_heatmap([recording.backward(k) for k in range(len(recording))])")
def delta_heatmap_time():
    return plots.delta_heatmap([ill().backward(k) for k in range(len(ill()))])


@figure('plots.loss_surface(net, X, y, loss="bce", path=networks)')
def loss_surface():
    networks, X, y = path()
    return plots.loss_surface(networks[-1], X, y, loss="bce", path=networks)


@figure("plots.first_layer_weights(net)")
def first_layer_weights():
    return plots.first_layer_weights(reader())


@figure("plots.confusion_matrix(net, X, y)")
def confusion_matrix():
    return plots.confusion_matrix(reader(), *datasets.digits("test"))


@figure("plots.digit_images(X, labels)")
def digit_images():
    X, y = datasets.digits("test")
    return plots.digit_images(X[:16], [str(one.argmax()) for one in y[:16]])


@figure('plots.activation_curve("tanh", at=[-2, 0.5])')
def activation_curve():
    return plots.activation_curve("tanh", at=[-2.0, 0.5])


@figure('plots.loss_against_weight(net, x, y, loss="bce", layer=2, i=0, j=0)')
def loss_against_weight():
    return plots.loss_against_weight(*small(), loss="bce", layer=2, i=0, j=0)


@figure("plots.gradient_cost(parameters, nudging, backward)")
def gradient_cost():
    return plots.gradient_cost(*times())


@figure("plots.value_graph(loss, names=names)")
def value_graph():
    loss, names = expression()
    return plots.value_graph(loss, names=names)


@figure("plots.operation_graphs({title: frameworks.graph_of(loss)})")
def operation_graphs():
    from backprop_lib import frameworks

    loss, names = expression()
    return plots.operation_graphs({"tanh(w x + b)": frameworks.graph_of(loss, names=names)})


@figure('plots.animate_backward(net, x, y, loss="bce").save("backward.gif")')
def animate_backward():
    return plots.animate_backward(*small(), loss="bce")


@figure('plots.animate_training(net, X, y, loss="bce", steps=600).save("training.gif")')
def animate_training():
    X, y, net, _ = rings()
    settings = {"loss": "bce", "optimizer": SGD(0.5), "steps": 600, "frames": 20}
    return plots.animate_training(net, X, y, **settings)


def write(name, drawn, kind):
    """Save one figure; its file's name and its alt text."""
    if isinstance(drawn, plots.Animation):
        path = GALLERY / f"{name}_{kind}.gif"
        drawn.save(path)
        return path.name, drawn.texts[-1]
    canvas = getattr(drawn, "figure", drawn)
    path = GALLERY / f"{name}_{kind}.png"
    canvas.savefig(path, dpi=DPI, metadata={"Software": None})
    return path.name, plots.figure_alt_text(canvas)


def main():
    import matplotlib.pyplot as plt

    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in [*GALLERY.glob("*_light.*"), *GALLERY.glob("*_dark.*")]:
        old.unlink()
    page = [HEAD]
    for name, call, draw in FIGURES:
        files = {}
        for kind in ("dark", "light"):
            with plots.style.use(dark=kind == "dark"):
                files[kind], text = write(name, draw(), kind)
            plt.close("all")
        if not text:
            raise SystemExit(f"{name} has no alt text")
        page.append(
            ENTRY.format(
                title=name.replace("_", " "), call=call, alt=escape(text), text=text, **files
            )
        )
        print(name, flush=True)
    (GALLERY / "README.md").write_text("\n".join(page), encoding="utf-8")


if __name__ == "__main__":
    main()
