"""Draw every figure of `backprop_lib.plots`, in light and in dark: `python tools/gallery.py`.

assets/gallery/
    README.md          the index: every figure with its alt text and the call that draws it
    NAME_light.png     (or .gif, for an animation)
    NAME_dark.png
"""

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


def rings():
    """Two rings and a network that learned them, for many of the figures."""
    X, y = datasets.circles(120, seed=0)
    net = Network([2, 6, 6, 1], activations=["tanh", "tanh", "sigmoid"], seed=1)
    history = fit(
        net,
        X,
        y,
        loss="bce",
        optimizer=SGD(0.5),
        steps=600,
        validation_data=datasets.circles(60, seed=1),
    )
    return X, y, net, history


def small():
    """The 2-3-1 network of lessons 1 and 2."""
    draw = np.random.RandomState(42)
    W = [draw.randn(2, 3), draw.randn(3, 1)]
    net = Network.from_weights(W, [np.zeros(3), np.zeros(1)], activations="sigmoid")
    return net, [[0.5, 0.8]], [[1.0]]


def digits():
    """A network that reads handwritten digits."""
    X, y = datasets.digits()
    net = Network([64, 16, 10], activations=["relu", "softmax"], init="he", seed=0)
    settings = {"optimizer": Adam(0.003), "epochs": 15, "batch_size": 32, "seed": 0}
    return fit(net, X, y, loss="cross_entropy", **settings).network


def vanishing():
    X, y = datasets.circles(40, seed=0)
    net = Network([2, *[6] * 8, 1], activations="sigmoid", seed=0)
    return net.backward(net.forward(X), y, "bce")


def passes(net, X, y):
    forward = net.forward(X)
    return net, forward, net.backward(forward, y, "bce")


def expression():
    w, x, b = Value(0.5), Value(2.0), Value(-0.3)
    loss = ((w * x + b).tanh() - 1.0) ** 2
    loss.backward()
    return loss, {w: "w", x: "x", b: "b"}


def operations():
    from backprop_lib import frameworks

    loss, names = expression()
    return plots.operation_graphs({"tanh(w x + b)": frameworks.graph_of(loss, names=names)})


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


def times():
    """Seconds that all slopes take, by nudges and by one backward pass: measured here."""

    def fastest(work):
        durations = []
        for _ in range(20):
            start = perf_counter()
            work()
            durations.append(perf_counter() - start)
        return min(durations)

    y, sizes, nudging, sweeping = [[1.0]], [], [], []
    for inputs, hidden in ((1, 3), (9, 9), (35, 27), (99, 99), (367, 271)):
        net = Network([inputs, hidden, 1], activations="sigmoid", seed=0)
        X = np.random.default_rng(0).normal(size=(1, inputs))
        sizes.append(net.params.size)
        one = fastest(lambda net=net, X=X: net.loss(net.forward(X), y, "bce"))
        nudging.append(net.params.size * one)
        sweeping.append(fastest(lambda net=net, X=X: net.backward(net.forward(X), y, "bce")))
    return sizes, nudging, sweeping


def figures():
    """Every figure: its name, the call that a reader would type, and a function that draws it."""
    X, y, net, history = rings()
    trained, tiny = history.network, small()
    reader, (digit_X, digit_y) = digits(), datasets.digits("test")
    line_X, line_y = datasets.curve(40, seed=0)
    line = Network([1, 8, 1], activations=["tanh", "identity"], seed=0)
    bent = fit(line, line_X, line_y, loss="mse", optimizer=Adam(0.02), steps=1500).network
    pair = Network([2, 2, 1], activations="sigmoid", init=normal(2.0), seed=0)
    folded = fit(pair, *datasets.xor(), loss="bce", optimizer=SGD(1.0), steps=400).network
    way, corners, answers = path()
    sick = check.patient("D").recording
    loss, names = expression()
    measured, fading, forward = times(), vanishing(), trained.forward(X)
    losses = {"0.03": 0.03, "0.3": 0.3, "3": 3.0}
    runs = {
        name: fit(net, X, y, loss="bce", optimizer=SGD(rate), steps=300)
        for name, rate in losses.items()
    }
    return [
        (
            "network_graph",
            "plots.network_graph(net, forward, backward)",
            lambda: plots.network_graph(*passes(*tiny)),
        ),
        (
            "network_graph_large",
            "plots.network_graph(net, forward, backward, sample=3)",
            lambda: plots.network_graph(*passes(net, X, y), sample=3),
        ),
        (
            "loss_curve",
            "plots.loss_curve(history)",
            lambda: plots.loss_curve(history),
        ),
        (
            "loss_curve_runs",
            'plots.loss_curve({"0.03": slow, "0.3": run, "3": fast}, log=True)',
            lambda: plots.loss_curve(runs, log=True),
        ),
        (
            "decision_boundary",
            "plots.decision_boundary(net, X, y)",
            lambda: plots.decision_boundary(trained, X, y),
        ),
        (
            "hidden_space",
            "plots.hidden_space(net, X, y)",
            lambda: plots.hidden_space(folded, *datasets.xor()),
        ),
        (
            "regression_fit",
            "plots.regression_fit(net, X, y)",
            lambda: plots.regression_fit(bent, line_X, line_y),
        ),
        (
            "gradient_flow",
            "plots.gradient_flow(backward)",
            lambda: plots.gradient_flow(fading),
        ),
        (
            "activation_histograms",
            "plots.activation_histograms(forward)",
            lambda: plots.activation_histograms(forward),
        ),
        (
            "activation_histograms_sick",
            'plots.activation_histograms(check.patient("D").recording.forward(0))',
            lambda: plots.activation_histograms(sick.forward(0)),
        ),
        (
            "delta_heatmap",
            "plots.delta_heatmap(backward, neurons=True)",
            lambda: plots.delta_heatmap(passes(net, X[:40], y[:40])[2], neurons=True),
        ),
        (
            "delta_heatmap_time",
            "plots.delta_heatmap([recording.backward(k) for k in range(len(recording))])",
            lambda: plots.delta_heatmap([sick.backward(k) for k in range(len(sick))]),
        ),
        (
            "loss_surface",
            'plots.loss_surface(net, X, y, loss="bce", path=networks)',
            lambda: plots.loss_surface(way[-1], corners, answers, loss="bce", path=way),
        ),
        (
            "first_layer_weights",
            "plots.first_layer_weights(net)",
            lambda: plots.first_layer_weights(reader),
        ),
        (
            "confusion_matrix",
            "plots.confusion_matrix(net, X, y)",
            lambda: plots.confusion_matrix(reader, digit_X, digit_y),
        ),
        (
            "digit_images",
            "plots.digit_images(X, labels)",
            lambda: plots.digit_images(digit_X[:16], [str(one.argmax()) for one in digit_y[:16]]),
        ),
        (
            "activation_curve",
            'plots.activation_curve("tanh", at=[-2, 0.5])',
            lambda: plots.activation_curve("tanh", at=[-2.0, 0.5]),
        ),
        (
            "loss_against_weight",
            'plots.loss_against_weight(net, x, y, loss="bce", layer=2, i=0, j=0)',
            lambda: plots.loss_against_weight(*tiny, loss="bce", layer=2, i=0, j=0),
        ),
        (
            "gradient_cost",
            "plots.gradient_cost(parameters, nudging, backward)",
            lambda: plots.gradient_cost(*measured),
        ),
        (
            "value_graph",
            "plots.value_graph(loss, names=names)",
            lambda: plots.value_graph(loss, names=names),
        ),
        (
            "operation_graphs",
            "plots.operation_graphs({title: frameworks.graph_of(loss)})",
            operations,
        ),
        (
            "animate_backward",
            'plots.animate_backward(net, x, y, loss="bce").save("backward.gif")',
            lambda: plots.animate_backward(*tiny, loss="bce"),
        ),
        (
            "animate_training",
            'plots.animate_training(net, X, y, loss="bce", steps=600).save("training.gif")',
            lambda: plots.animate_training(
                net, X, y, loss="bce", optimizer=SGD(0.5), steps=600, frames=20
            ),
        ),
    ]


def write(name, drawn, kind):
    """Save one figure; its file's name and its alt text."""
    if isinstance(drawn, plots.Animation):
        path = GALLERY / f"{name}_{kind}.gif"
        drawn.save(path)
        return path.name, drawn.texts[-1]
    figure = getattr(drawn, "figure", drawn)
    path = GALLERY / f"{name}_{kind}.png"
    figure.savefig(path, dpi=DPI, metadata={"Software": None})
    return path.name, plots.figure_alt_text(figure)


def main():
    import matplotlib.pyplot as plt

    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in [*GALLERY.glob("*_light.*"), *GALLERY.glob("*_dark.*")]:
        old.unlink()
    page = [HEAD]
    for name, call, draw in figures():
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
